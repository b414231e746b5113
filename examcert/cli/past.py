"""`history`, `report` and `review`: looking back."""

from typing import TYPE_CHECKING, Annotated

import typer

from examcert import locations
from examcert.cli import compare, wiring
from examcert.cli.help import Command, DefaultCommand, DefaultGroup
from examcert.cli.options import ExamOption, Json, Plain, SittingId
from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from examcert.core.bank import Bank
    from examcert.core.marking import Report
    from examcert.core.records import SittingRecord
    from examcert.core.sitting import Sitting
    from examcert.history import History


reports = typer.Typer(
    cls=DefaultGroup,
    rich_markup_mode=None,
    help="Show a score report; `report compare A B` compares two runs.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def history(exam: ExamOption = None, as_json: Json = False) -> None:
    """List past sittings, newest first.

    Example:
        examcert history --exam aif-c01
    """
    records: tuple[SittingRecord, ...] = ()
    if wiring.has_history():
        with wiring.open_history() as store:
            records = store.sittings(exam.upper() if exam else None)
    if exam and not records:
        # Sittings of an exam whose bank is gone are still listed; a slip of the finger is not an exam.
        locations.bank(exam)
    if as_json:
        from examcert.reports.documents import sitting_document

        wiring.emit([sitting_document(record) for record in records])
        return
    if not records:
        wiring.say(f"No sittings yet. Start with: examcert practice {exam or 'aif-c01'}")
        return
    from examcert import render

    wiring.console().print(render.history(records))


@reports.command("show", cls=DefaultCommand)
def report(sitting: SittingId = "last", as_json: Json = False) -> None:
    """Show a score report, marked with the bank as it is now.

    `examcert report compare A.json B.json` compares two runs instead.

    Example:
        examcert report 3 --json
    """
    from examcert.reports.documents import report_document, slots_of

    with wiring.open_history() as store:
        number = wiring.sitting_number(sitting, store)
        found, marked = _marked(store, number)
    if as_json:
        wiring.emit(report_document(marked, slots_of(found.paper)))
        return
    from examcert import render

    title = f"{marked.exam}, {found.mode}, sitting {number}"
    shown = render.practice_report if found.mode == "practice" else render.report
    wiring.console().print(shown(marked, title))


reports.command("compare", cls=Command)(compare.compare)


def review(
    sitting: SittingId = "last",
    wrong: Annotated[bool, typer.Option("--wrong", help="Only questions that lost points.")] = False,
    as_json: Json = False,
    plain: Plain = False,
) -> None:
    """Show a sitting's questions, answers and explanations.

    In the order they were sat, with the words of each question that decide it.

    Example:
        examcert review last --wrong
    """
    with wiring.open_history() as store:
        number = wiring.sitting_number(sitting, store)
        found, marked = _marked(store, number)
    bank = wiring.bank_of_sitting(found.paper.exam, number)
    if found.is_open:
        marked = _answered(found, marked)
    if as_json:
        from examcert.reports.documents import review_document

        wiring.emit(review_document(bank, found, marked, only_wrong=wrong))
        return
    _show(bank, found, marked, wrong=wrong, plain=plain)


def _marked(store: "History", number: int) -> "tuple[Sitting, Report]":
    """A submitted sitting and its report by today's bank. A changed result is stored and said."""
    from examcert.core.marking import mark

    found = store.load(number)
    if found.is_open and found.mode == "mock":
        raise ExamcertError(
            f"Sitting {number} is not handed in yet, and a mock exam tells nothing before that.",
            remedy=f"Go on with `examcert resume {number}`.",
        )
    marked = mark(wiring.bank_of_sitting(found.paper.exam, number), found)
    before = store.stored_report(number)
    if before is not None and not marked.withdrawn and before.marks != marked.marks:
        wiring.say(
            f"The bank has been corrected since: {before.correct:g} of {before.total} points then, "
            f"{marked.correct:g} of {marked.total} now."
        )
        store.restate(number, marked)
    return found, marked


def _answered(found: "Sitting", marked: "Report") -> "Report":
    """Of practice that goes on, only what was answered: the rest is still to be asked."""
    done = tuple(mark for mark in marked.marks if found.response(mark.item).confirmed)
    return marked.model_copy(update={"marks": done})


def _show(bank: "Bank", found: "Sitting", marked: "Report", *, wrong: bool, plain: bool) -> None:
    from examcert.line import script
    from examcert.line.script import Para, Style

    face = wiring.face_of(plain)
    author = wiring.author()
    by_item = {entry.item: entry for entry in marked.marks}
    shown = 0
    for place, item in enumerate(found.paper.items, start=1):
        asked, entry = bank.by_id.get(item.id), by_item.get(item.id)
        if asked is not None and item.id in marked.withdrawn and not wrong:
            given = found.response(item.id)
            if given.confirmed or not found.is_open:
                shown += 1
                title = Para(f"Question {place} of {len(found.paper.items)} ({item.id}, not marked)", "title")
                face.say([title, *script.body(item)])
                face.say([*script.options(item), Para(f"Your answer: {script.spoken(item, given.answer)}.")])
                face.say([Para("The bank's question has changed since, so its explanation no longer fits.", "note")])
        if asked is None or entry is None or (wrong and entry.credit >= 1):
            continue
        shown += 1
        marks: tuple[tuple[str, Style], ...] = tuple(
            (o.clue, "right" if o.id in asked.key else "wrong") for o in asked.options if o.clue
        )
        unscored = "" if entry.scored else ", unscored"
        face.say([Para(f"Question {place} of {len(found.paper.items)} ({item.id}{unscored})", "title")])
        face.say([*script.body(item, marks), *script.options(item)])
        face.say(script.verdict(item, asked, entry.answer, entry.credit))
        *_, said = author.explain(asked, entry.answer)
        face.say(script.explained(item, asked, entry.answer, said, bank))
    if not shown:
        face.say([Para("Nothing to review: no question lost points." if wrong else "Nothing to review yet.", "note")])
