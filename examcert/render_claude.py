"""What the commands about Claude print: estimates, standings, costs, disputes."""

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Table

from examcert.audit.calibration import Calibration
from examcert.claude.costs import Sum
from examcert.evaluation.report import Page
from examcert.evaluation.report import table as rows_of
from examcert.explainers.claude.estimating import Estimate
from examcert.explainers.claude.freshness import Standing
from examcert.render import plain, when
from examcert.reports.claude_shapes import DisputeOut, DisputesOut


def dollars(amount: Decimal) -> str:
    """An amount to read: four decimals, because a call costs less than a cent."""
    return f"-${-amount:,.4f}" if amount < 0 else f"${amount:,.4f}"


def estimate(exam: str, found: Estimate) -> RenderableType:
    """What a run would cost, and what that rests on."""
    if not found.asked:
        return plain(f"{exam}: nothing to ask, {found.kept} questions are explained already.")
    if found.low is None or found.high is None:
        cost = f"unknown: there is no price for {', '.join(found.unpriced)} (set EXAMCERT_PRICES)"
    else:
        cost = f"{dollars(found.low)} to {dollars(found.high)}, prices as of {found.prices_as_of}"
        cost += ", at half price as a batch" if found.batch else ""
    counted = "counted by the provider" if found.counted else "estimated from their length"
    answers = "as earlier calls came to" if found.from_ledger else "as the prompt asks for; not measured"
    return plain(
        f"{exam}: {found.asked} questions to ask, {found.kept} explained already.\n"
        f"Cost: {cost}.\n"
        f"Prompts: {found.prefix_tokens:,} tokens shared, {found.question_tokens:,} of questions, {counted}.\n"
        f"Answers: {found.output_low:,} to {found.output_high:,} tokens, {answers}."
    )


_STATES = (("fresh", "green"), ("older-prompt", "yellow"), ("stale", "red"), ("missing", ""))


def standings(exam: str, told: Sequence[Standing], shown: Sequence[Standing]) -> RenderableType:
    """A line of counts, then what is not simply fresh or missing."""
    counts = ", ".join(f"{sum(one.state == state for one in told)} {state}" for state, _ in _STATES)
    lines = [plain(f"{exam}: {counts}.")]
    styles = dict(_STATES)
    for one in shown:
        if one.state in ("stale", "older-prompt"):
            by = f", {one.model}" if one.model else ""
            lines.append(plain(f"{one.question}: {one.state}{by}", styles[one.state]))
    return Group(*lines)


def costs(by: str, prices_as_of: str, total: Sum, lines: Sequence[Sum]) -> RenderableType:
    """One line for each group, and all together."""
    if not total.calls:
        return plain("No paid call yet.")
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column(by.capitalize(), overflow="fold")
    for name in ("Calls", "Useless", "Input", "Written", "Read", "Output", "Cached", "Cost"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in (*lines, total) if len(lines) > 1 else lines:
        table.add_row(plain(one.name, "bold" if one is total else ""), *_cells(one))
    saved = f"The cache saved {dollars(total.saved_by_cache)}, batches {dollars(total.saved_by_batch)}."
    notes = [plain(f"{saved} Prices as of {prices_as_of}.")]
    if total.unpriced:
        notes.append(plain(f"Calls without a known price, not in the sums: {total.unpriced}.", "yellow"))
    if total.estimated:
        notes.append(plain(f"Calls that broke off, their tokens our estimate: {total.estimated}."))
    return Group(table, *notes)


def _cells(one: Sum) -> tuple[str, ...]:
    used = one.usage
    rate = "" if one.hit_rate is None else f"{one.hit_rate:.0%}"
    cost = dollars(one.cost) + (f" + {one.unpriced} unknown" if one.unpriced else "")
    counts = (used.input_tokens, used.cache_write_tokens, used.cache_read_tokens, used.output_tokens)
    return (str(one.calls), str(one.failed), *(f"{count:,}" for count in counts), rate, cost)


def calibration(found: Calibration) -> RenderableType:
    """How far the reader's flags can be trusted."""
    return plain(f"With half of the keys made wrong on purpose: {_flags(found)}.")


def auditor(items: int, answered: int, found: Calibration) -> RenderableType:
    """A reader on keys that people have checked."""
    return plain(f"{answered} of {items} items answered: {_flags(found)}.")


def _flags(found: Calibration) -> str:
    rows = (
        ("wrong keys flagged", found.recall),
        ("flags that are right", found.precision),
        ("sound keys flagged", found.false_alarms),
    )
    return "; ".join(
        f"{name} {one.hits} of {one.n} ({one.share:.0%}, {one.interval.low:.0%} to {one.interval.high:.0%})"
        for name, one in rows
    )


def evaluation(page: Page) -> RenderableType:
    """One column for each subject."""
    head, *rows = rows_of(page)
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for place, name in enumerate(head):
        shown.add_column(plain(name), overflow="fold", no_wrap=not place)
    for row in rows:
        shown.add_row(*(plain(cell) for cell in row))
    return shown


def disputes(found: DisputesOut) -> RenderableType:
    """Both arguments, one dispute after the other."""
    head = plain(f"{found.exam}: {found.open} open, {found.settled} settled.")
    return Group(head, *(part for one in found.disputes for part in _dispute(one)))


def _dispute(one: DisputeOut) -> tuple[RenderableType, ...]:
    asked = "solving it blind" if one.source == "solve" else "asked to explain it"
    moved = "" if one.current else " The question has changed since."
    lines = [
        plain(f"\n{one.id}. {one.question}, option {one.option}", "bold"),
        plain(f"   The key says {one.key_says}: {one.author or 'the option is gone'}"),
        plain(f"   {one.model}, {asked} on {when(one.at)}, says {one.model_says}: {one.argument}{moved}"),
    ]
    if one.settled is not None:
        lines.append(plain(f"   Settled: {one.ruling}. {one.note}", "green"))
    return tuple(lines)
