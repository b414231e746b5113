"""`examcert exams`: what can be practised here."""

from typing import TYPE_CHECKING

from examcert import locations
from examcert.cli import wiring
from examcert.cli.options import Json
from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from examcert.reports.documents import ExamOut


def exams(as_json: Json = False) -> None:
    """List the exams with status, questions, disjoint forms, last and best score.

    Example: examcert exams --json
    """
    rows = listed()
    if as_json:
        wiring.emit(rows)
        return
    from examcert import render

    console = wiring.console()
    console.print(render.exams(rows, _scores()))
    for row in rows:
        if row.status == "retired":
            instead = f" {row.successor} took its place." if row.successor else ""
            console.print(render.plain(f"{row.code} can no longer be taken since {row.retired_on}.{instead}", "yellow"))


def listed() -> list["ExamOut"]:
    """Every exam whose bank can be read; the others are named on stderr."""
    from examcert.bank_files import summary

    rows = []
    for folder in locations.banks().values():
        try:
            rows.append(_row(summary(folder, compiled=locations.compiled())))
        except ExamcertError as error:
            wiring.say(str(error))
    return rows


def _row(data: dict[str, object]) -> "ExamOut":
    from examcert.reports.documents import ExamOut

    return ExamOut.model_validate(data)


def _scores() -> dict[str, tuple[int | None, int | None]]:
    """Last and best score of a person's mock exams, by exam."""
    if not wiring.has_history():
        return {}
    scores: dict[str, tuple[int | None, int | None]] = {}
    with wiring.open_history() as history:
        for record in reversed(history.sittings()):
            if record.mode == "mock" and record.scaled is not None:
                _, best = scores.get(record.exam, (None, None))
                scores[record.exam] = (record.scaled, max(best or 0, record.scaled))
    return scores
