"""`examcert exams`: what can be practised here."""

from typing import TYPE_CHECKING

from examcert import locations
from examcert.cli import wiring
from examcert.cli.options import Json
from examcert.errors import ExamcertError, HistoryError

if TYPE_CHECKING:
    from examcert.reports.exam_shape import ExamOut


def exams(as_json: Json = False) -> None:
    """List the exams: status, questions, forms, scores.

    Forms are full papers that share no question. Scores are those of your mock exams.

    Example:
        examcert exams --json
    """
    rows = listed()
    if as_json:
        wiring.emit(rows)
        return
    from examcert import render

    console = wiring.console()
    console.print(render.exams(rows, scores()))
    console.print(render.retired(rows))


def listed() -> list["ExamOut"]:
    """Every exam whose bank can be read; the others are named on stderr."""
    rows, complaints = read_all()
    for complaint in complaints:
        wiring.say(complaint)
    return rows


def read_all() -> "tuple[list[ExamOut], list[str]]":
    """Every exam whose bank can be read, and a line for each other."""
    from examcert.bank_files import summary

    rows, complaints = [], []
    for folder in locations.banks().values():
        try:
            rows.append(_row(summary(folder, compiled=locations.compiled())))
        except ExamcertError as error:
            complaints.append(str(error))
    return rows, complaints


def _row(data: dict[str, object]) -> "ExamOut":
    from examcert.reports.exam_shape import ExamOut

    return ExamOut.model_validate(data)


def scores() -> dict[str, tuple[int | None, int | None]]:
    """Last and best score of a person's mock exams, by exam. A history that cannot be read is named on stderr."""
    found: dict[str, tuple[int | None, int | None]] = {}
    if not wiring.has_history():
        return found
    try:
        with wiring.open_history() as history:
            records = history.sittings()
    except HistoryError as error:
        wiring.say(str(error))
        return found
    for record in reversed(records):
        if record.mode == "mock" and record.scaled is not None:
            _, best = found.get(record.exam, (None, None))
            found[record.exam] = (record.scaled, record.scaled if best is None else max(best, record.scaled))
    return found
