"""`examcert cost`: what was paid to Claude, and what for."""

from typing import Annotated, Literal

import typer

from examcert.cli import claude_wiring, wiring
from examcert.cli.options import ExamOption, Json


def cost(
    by: Annotated[
        Literal["day", "exam", "model", "purpose"], typer.Option("--by", help="One line for each of these.")
    ] = "day",
    exam: ExamOption = None,
    as_json: Json = False,
) -> None:
    """Show what Claude has cost, by day, exam, model or purpose.

    With tokens by kind, the share of the prompts that came from the cache, and what the cache and
    batches saved. Calls whose price is not known are counted apart, never as free.

    Example:
        examcert cost --by model
    """
    from examcert.claude import costs
    from examcert.core.records import Call
    from examcert.reports.claude_documents import cost_document

    calls: tuple[Call, ...] = ()
    if wiring.has_history():
        with wiring.open_history() as history:
            calls = history.notebook.calls()
    if exam is not None:
        calls = tuple(call for call in calls if (call.exam or "").upper() == exam.upper())
    prices = claude_wiring.prices()
    total, lines = costs.total(calls, prices=prices), costs.by(calls, by, prices=prices)
    if as_json:
        wiring.emit(cost_document(by, prices.as_of, total, lines))
        return
    from examcert import render_claude

    wiring.console().print(render_claude.costs(by, prices.as_of, total, lines))
