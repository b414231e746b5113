"""What the audit found as Rich renderables."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from examcert.audit.agreement import Agreement
from examcert.audit.coverage import Coverage, Part
from examcert.audit.figures import Figure
from examcert.audit.scorecard import ReadingLine, Scorecard
from examcert.audit.stats import Spread, Stats
from examcert.core.reader import Count
from examcert.render import plain
from examcert.reports.bank_documents import sides


def share(count: Count) -> str:
    """A share with its interval, for people."""
    low, high = count.interval.low, count.interval.high
    return (
        f"{count.hits} of {count.n} ({count.share:.1%}, 95 % interval {low:.1%} to {high:.1%})" if count.n else "none"
    )


def agreement(found: Agreement) -> RenderableType:
    """One reader beside the keys: the figure, then every dispute with both sides."""
    runs = f", majority of up to {found.runs} orders" if found.runs > 1 else ""
    lines = [
        plain(f"{found.reader}, {found.view}{runs}", "bold"),
        plain(f"Answered as the key has it: {share(found.count)}"),
    ]
    lines += [plain(f"  {kind}: {count.hits} of {count.n}", "dim") for kind, count in sorted(found.by_kind.items())]
    for name in found.disputed:
        lines += _disputed(found, name)
    if not found.disputed:
        lines.append(Text("No dispute.", style="green"))
    return Group(*lines)


def _disputed(found: Agreement, name: str) -> list[Text]:
    question, read = found.bank.by_id[name], found.items[name]
    lines = [plain(f"\n{name}", "bold"), plain(" ".join(question.stem.split()))]
    if name not in found.agreed:
        for side in sides(question, read.answer):
            lines.append(Text.assemble(("  reader  ", "yellow"), plain(side.text), plain(f"  {side.why}", "dim")))
        if not any(read.answer):
            lines.append(Text("  reader  no answer", style="yellow"))
    for side in sides(question, question.key):
        lines.append(Text.assemble(("  key     ", "green"), plain(side.text), plain(f"  {side.why}", "dim")))
    if read.doubt:
        about = ", ".join(question.option(option).text for option in read.doubt.options)
        lines.append(plain(f"  doubt   {read.doubt.say}{f' ({about})' if about else ''}", "yellow"))
    return lines


def scorecard(card: Scorecard) -> RenderableType:
    """One page on a bank."""
    head = Text.assemble(
        plain(f"{card.name} ({card.exam})\n", "bold"),
        f"{card.questions} questions, {card.single_answer} of them with a single answer. ",
        (f"Bank {card.digest[:8]}, {card.day}.", "dim"),
    )
    if not card.judged:
        head.append("\nFewer than 100 single-answer items: figures are shown and judge nothing.", "yellow")
    parts: list[RenderableType] = [head, _figures(card.figures)]
    if card.questions:
        parts += [_coverage(card.coverage), Text()]
    parts += [_readings(card.readings)] if card.readings else [plain("No second reader yet: `bank blind`.", "dim")]
    return Group(*parts, _verdict(card))


def _verdict(card: Scorecard) -> Text:
    if not card.judged:
        return Text()
    if not card.crossed:
        return Text("No line is crossed.", style="green")
    return plain(f"Crossed: {', '.join(figure.title for figure in card.crossed)}.", "bold red")


def _table(*columns: str, left: int = 1) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for place, name in enumerate(columns):
        if place < left:
            table.add_column(name, overflow="fold", min_width=16)
        else:
            table.add_column(name, justify="right", no_wrap=True)
    return table


def _figures(figures: Sequence[Figure]) -> Table:
    table = _table("", "Value", "95 % interval", "Chance", "Line")
    for figure in figures:
        title = plain(figure.title)
        if figure.note:
            title.append_text(plain(f"  {figure.note}", "dim"))
        colour = "bold red" if figure.crossed else "green" if figure.judged else ""
        table.add_row(
            title,
            Text(shown(figure, figure.value), style=colour),
            f"{figure.low:.1%} to {figure.high:.1%}" if figure.low is not None and figure.high is not None else "",
            f"{figure.chance:.0%}" if figure.chance is not None and figure.is_share else "",
            line(figure),
        )
    return table


def shown(figure: Figure, value: float) -> str:
    """A value of a figure as people read it."""
    if figure.is_share:
        return f"{value:.1%}"
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.2f}"


def line(figure: Figure) -> str:
    """The lines of a figure in few letters."""
    low = "" if figure.least is None else shown(figure, figure.least)
    high = "" if figure.most is None else shown(figure, figure.most)
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}" if high else ""


def _coverage(held: Coverage) -> Table:
    table = _table("Coverage", "Questions", "Share", "Wanted")

    def row(part: Part, indent: str = "") -> None:
        wanted = "" if part.wanted is None else f"{part.wanted:.0%}"
        name = part.name if part.name == part.id else f"{part.id} {part.name}"
        table.add_row(plain(f"{indent}{name}"), str(part.held), f"{part.share:.0%}", wanted)

    for domain in held.domains:
        row(domain)
        for objective in held.objectives:
            if objective.domain == domain.id:
                row(objective, "  ")
    for part in (*held.kinds, *held.difficulties):
        row(part)
    return table


def _readings(lines: Sequence[ReadingLine]) -> Table:
    table = _table("Second readers", "View", "Day", "As the key has it", "Stale", "Disputes")
    for one in lines:
        agreed = f"{one.hits} of {one.n}" + (f" ({one.hits / one.n:.0%})" if one.n else "")
        opened = str(one.open) if one.view == "full" else ""
        table.add_row(plain(f"{one.reader} ({one.kind})"), one.view, one.date, agreed, str(one.stale), opened)
    return table


def stats(found: Stats) -> RenderableType:
    """Counts of a bank."""
    table = _table("", "Count")
    for name, count in (
        ("Questions", found.questions),
        ("Families", found.families),
        ("Questions with a sibling", found.in_families),
        ("Cases", found.cases),
        ("Fact cards", found.facts),
        ("Fact cards that no question cites", len(found.uncited)),
        ("Misconceptions", len(found.misconceptions)),
        ("Misconceptions that no option names", sum(not count for _, count in found.misconceptions)),
    ):
        table.add_row(name, str(count))
    words = _table("Words", "Least", "Median", "Most")
    for name, spread in (("Stem", found.stem_words), ("Option", found.option_words), ("Why", found.why_words)):
        words.add_row(name, *_spread(spread))
    parts: list[RenderableType] = [plain(found.exam, "bold"), table, Text(), words, Text(), _coverage(found.coverage)]
    if found.uncited:
        parts += [Text(), plain(f"Not cited: {', '.join(found.uncited)}", "yellow")]
    return Group(*parts)


def _spread(spread: Spread) -> tuple[str, str, str]:
    return str(spread.least), f"{spread.middle:g}", str(spread.most)
