"""`examcert bank disputes`: where a model and the key disagree, for the author to settle."""

from typing import Annotated, Literal

import typer

from examcert.cli import wiring
from examcert.cli.options import Exam, Json
from examcert.errors import ExamcertError, ExitCode


def disputes(
    exam: Exam,
    everything: Annotated[bool, typer.Option("--all", help="Also those that are settled.")] = False,
    settle: Annotated[
        int | None, typer.Option("--settle", metavar="ID", help="Settle this dispute; say how with --ruling.")
    ] = None,
    ruling: Annotated[
        Literal["key-stands", "key-changed", "question-changed"] | None,
        typer.Option("--ruling", help="What you found: the model was wrong, the key was, or the question was unclear."),
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, in a sentence.")] = "",
    as_json: Json = False,
) -> None:
    """List verdicts of models against the key, with both arguments. Exits 1 while one is open.

    Candidates never see them: they get the author's words. Check the sources, mend the question
    if need be, and settle the dispute.

    Examples:
        examcert bank disputes aif-c01
        examcert bank disputes aif-c01 --settle 3 --ruling key-stands --note "The limit is 25 MB."
    """
    from examcert.core.records import Dispute
    from examcert.reports.claude_documents import disputes_document

    bank = wiring.bank_of(exam)
    if (settle is None) != (ruling is None):
        raise ExamcertError("A dispute is settled by number and ruling.", remedy="Add --settle ID and --ruling RULING.")
    found: tuple[Dispute, ...] = ()
    if settle is not None or wiring.has_history():
        with wiring.open_history() as history:
            if settle is not None and ruling is not None:
                history.notebook.settle(settle, ruling=ruling, note=note, at=wiring.now())
            found = tuple(one for one in history.notebook.disputes(bank.exam) if one.found.question in bank.by_id)
    open_ones = tuple(one for one in found if one.settled is None)
    document = disputes_document(bank, found, found if everything else open_ones)
    if as_json:
        wiring.emit(document)
    else:
        from examcert import render_claude

        wiring.console().print(render_claude.disputes(document), soft_wrap=True)
    raise typer.Exit(ExitCode.BELOW if open_ones else ExitCode.OK)
