"""`examcert bank scorecard`: one page of figures on a bank."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from examcert.cli import wiring
from examcert.cli.options import Exam, Json
from examcert.errors import ExamcertError, ExitCode

if TYPE_CHECKING:
    from examcert.audit.scorecard import Scorecard


def scorecard(
    exam: Exam,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Also draw the page as a picture.")] = None,
    as_json: Json = False,
) -> None:
    """Show what a bank gives away and what it covers, in figures. Exits 1 where a line is crossed.

    Each share comes with its 95 % interval, and with the line it must not cross where the
    bank has 100 single-answer items or more; docs/scorecard.md says what each figure means.

    Examples:
        examcert bank scorecard aif-c01
        examcert bank scorecard path/of/a/bank --svg scorecard.svg
    """
    from examcert.audit.scorecard import scorecard as made
    from examcert.bank_files import read_readings
    from examcert.cli import checking

    bank, folder, today = wiring.bank_of(exam, questions=False), wiring.bank_folder(exam), wiring.now().date()
    wiring.say_status(bank.blueprint)
    flawed = checking.checked(folder, checking.Wanted(today=today)).flawed
    card = made(bank, today=today, readings=read_readings(folder), flawed=flawed & bank.by_id.keys())
    if svg is not None:
        _draw(svg, card)
    if as_json:
        from examcert.reports.bank_documents import scorecard_document

        wiring.emit(scorecard_document(card))
    else:
        from examcert import render_audit

        wiring.console().print(render_audit.scorecard(card))
    raise typer.Exit(ExitCode.BELOW if card.crossed else ExitCode.OK)


def _draw(path: Path, card: "Scorecard") -> None:
    from examcert.reports.scorecard_svg import scorecard_svg

    try:
        path.write_text(scorecard_svg(card), encoding="utf-8")
    except OSError as error:
        raise ExamcertError(
            f"{path} cannot be written: {error.strerror}.", remedy="Check that its folder is there and yours to write."
        ) from error
