"""Core types as Rich renderables: tables for the commands that print one and leave.

Text from banks and people goes in as `Text`, so that markup in it stays text.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from examcert.core.marking import ESTIMATE, Report
from examcert.core.problem import Problem
from examcert.core.records import SittingRecord
from examcert.core.run import Run, Totals
from examcert.core.visible import visible
from examcert.reports.exam_shape import ExamOut


def plain(text: str, style: str = "") -> Text:
    """Text that is shown as it is."""
    return Text(visible(text), style=style)


def when(moment: datetime | None) -> str:
    """A moment in local time, to the minute."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else ""


def exams(rows: Sequence[ExamOut], scores: dict[str, tuple[int | None, int | None]]) -> RenderableType:
    """The exams with status and counts; `scores` gives last and best score by code."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("Exam", no_wrap=True)
    table.add_column("Title", overflow="fold", ratio=1)
    table.add_column("Status", no_wrap=True)
    for name in ("Items", "Forms", "Last", "Best"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        last, best = scores.get(row.code, (None, None))
        table.add_row(
            plain(row.code, "bold"),
            plain(row.title),
            _status(row),
            str(row.questions or "-"),
            str(row.forms or "-"),
            str(last or "-"),
            str(best or "-"),
        )
    return table


def _status(row: ExamOut) -> Text:
    if row.status == "active":
        return Text("active", style="green")
    instead = f", see {row.successor}" if row.successor else ""
    return plain(f"{row.status}{instead}", "yellow")


def retired(rows: Sequence[ExamOut]) -> RenderableType:
    """A line for each exam that can no longer be taken."""
    lines = []
    for row in rows:
        if row.status == "retired":
            instead = f" {row.successor} took its place." if row.successor else ""
            lines.append(plain(f"{row.code} is retired since {row.retired_on}.{instead}", "yellow"))
    return Group(*lines)


def history(records: Sequence[SittingRecord]) -> RenderableType:
    """Past sittings, one a line."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("No.", "Started", "Exam", "Mode", "Candidate", "Answered", "Score", "Result"):
        table.add_column(name, justify="right" if name in ("No.", "Answered", "Score") else "left", no_wrap=True)
    for record in records:
        table.add_row(
            str(record.id),
            when(record.started),
            plain(record.exam),
            record.mode,
            plain(record.candidate),
            f"{record.answered}/{record.items}",
            _score(record),
            _result(record),
        )
    return table


def _score(record: SittingRecord) -> str:
    if record.submitted is None or record.correct is None or record.total is None:
        return ""
    if record.mode == "practice":
        return f"{record.correct:g} right"
    return str(record.scaled)


def _result(record: SittingRecord) -> Text:
    if record.submitted is None:
        return Text("unfinished", style="yellow")
    if record.mode == "practice":
        return Text("done")
    return Text("passed", style="green") if record.passed else Text("not passed", style="red")


def report(found: Report, title: str) -> RenderableType:
    """A score report with a bar a domain."""
    interval, scale = found.interval, found.scale
    head = Text.assemble(
        plain(f"{title}\n", "bold"),
        ("PASSED" if found.passed else "NOT PASSED", "bold green" if found.passed else "bold red"),
        f"   {found.scaled}",
        (f" of {scale.high}, pass mark {scale.pass_mark}\n", "dim"),
        f"{found.correct:g} of {found.total} points ({found.share:.0%})",
        (f"   {interval.level:.0%} interval {interval.low:g} to {interval.high:g}\n", "dim"),
    )
    notes = []
    unscored = len(found.marks) - found.total
    if unscored:
        right = sum(mark.credit for mark in found.marks if not mark.scored)
        notes.append(Text(f"{unscored} unscored items, not counted, of which {right:g} right", style="dim"))
    if found.unanswered:
        notes.append(Text(f"{found.unanswered} left unanswered", style="yellow"))
    return Group(head, *notes, *_withdrawn(found), _domains(found), plain(found.caveat, "dim"))


def _withdrawn(found: Report) -> list[Text]:
    if not found.withdrawn:
        return []
    return [plain(f"Not marked, no longer in the bank as asked: {', '.join(found.withdrawn)}", "yellow")]


def run(found: Run, title: str) -> RenderableType:
    """Several sittings together: what they add up to, each with its score, a bar a domain."""
    totals, scale = found.totals, found.bank.blueprint.scale
    interval = totals.interval
    head = Text.assemble(
        plain(f"{title}\n", "bold"),
        ("PASSED" if totals.passed else "NOT PASSED", "bold green" if totals.passed else "bold red"),
        f"   {totals.scaled}",
        (f" of {scale.high}, pass mark {scale.pass_mark}, over {len(found.sat)} sittings\n", "dim"),
        f"{totals.correct:g} of {totals.total} points ({totals.share:.0%}) on {len(totals.points)} questions",
        (f"   {interval.level:.0%} interval {interval.low:g} to {interval.high:g}\n", "dim"),
        f"{totals.passes} of {len(found.sat)} sittings passed; scores {_spread(totals.scores)}",
    )
    notes = [Text(f"{totals.unanswered} left unanswered", style="yellow")] if totals.unanswered else []
    return Group(head, *notes, _domains(totals), plain(ESTIMATE.format(share=totals.pass_share), "dim"))


def _spread(scores: Sequence[int]) -> str:
    shown = ", ".join(map(str, scores[:12]))
    return shown if len(scores) <= 12 else f"{min(scores)} to {max(scores)}"


def practice_report(found: Report, title: str) -> RenderableType:
    """What was right in practice: a few chosen questions make no score."""
    met = found.model_copy(update={"marks": tuple(mark for mark in found.marks if mark.answered)})
    head = Text.assemble(plain(f"{title}\n", "bold"), f"{met.correct:g} of {met.total} right")
    left = len(found.marks) - len(met.marks)
    if left:
        head.append(f"   {left} not answered", style="dim")
    return Group(head, *_withdrawn(found), *([_domains(met)] if met.total else []))


def _domains(found: Report | Totals) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Domain", overflow="fold")
    table.add_column("Points", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for tally in found.by_domain:
        if not tally.total:
            continue
        filled = round(tally.share * 20)
        colour = "green" if tally.share >= found.pass_share else "red"
        bar = Text.assemble(("█" * filled, colour), ("░" * (20 - filled), "dim"), f" {tally.share:4.0%}")
        if tally.total < 5:
            bar.append("  too few to judge", style="dim")
        table.add_row(plain(f"{tally.id} {tally.name}"), f"{tally.correct:g}/{tally.total}", bar)
    return table


def problems(found: Sequence[Problem], titles: Mapping[str, str]) -> RenderableType:
    """Problems, each with its place and remedy; `titles` gives code and name of a rule by its name."""
    lines: list[Text] = []
    for problem in found:
        colour = "red" if problem.severity == "error" else "yellow"
        name = f" ({problem.question})" if problem.question else ""
        lines.append(
            Text.assemble(
                plain(problem.place, "bold"),
                " ",
                (problem.severity, colour),
                plain(f" [{titles.get(problem.rule, problem.rule)}]{name} {problem.message}"),
                plain(f" {problem.remedy}", "dim"),
            )
        )
    return Group(*lines)
