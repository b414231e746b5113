"""`examcert bank preview` and `bank stats`: a bank as its author looks at it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from examcert import locations
from examcert.cli import wiring
from examcert.cli.options import Exam, ExamOption, Json
from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from examcert.core.bank import Bank
    from examcert.core.question import Question
    from examcert.line.script import Para

Watch = Annotated[bool, typer.Option("--watch", help="Do it again whenever a file of the bank is saved.")]


def preview(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="The id of a question; with --app an exam will do.")
    ],
    exam: ExamOption = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", min=0, max=999_999_999, help="Shuffle as this paper does.")
    ] = None,
    watch: Watch = False,
    in_app: Annotated[
        bool, typer.Option("--app", help="Browse the whole bank in the app, with what the checks say of each question.")
    ] = False,
) -> None:
    """Show a question as a candidate sees it, then with its answers.

    Options are in the author's order unless a seed is given. `--exam` takes a path too, so
    that a draft can be looked at.

    Examples:
        examcert bank preview aif-1.1-seismic
        examcert bank preview my-1.1-example-1 --exam my-exam --watch
        examcert bank preview aif-c01 --app
    """
    if in_app:
        _browse(question, exam)
    folder = _folder_with(question, exam)
    if not watch:
        _show(folder, question, seed)
        return
    from examcert.cli.watching import watched

    watched(folder, lambda: _show(folder, question, seed))


def _browse(name: str, exam: str | None) -> NoReturn:
    """The authors' view of a bank, from a question on or from its first."""
    from examcert.cli import screen

    screen.refuse_dumb()
    try:
        folder, first = locations.bank(name), None
    except ExamcertError:
        folder, first = _folder_with(name, exam), name
    screen.authors(str(folder.resolve()), first)


def _folder_with(name: str, exam: str | None) -> Path:
    """The bank that holds a question: the one that was named, or the first of the known ones."""
    if exam is not None:
        return wiring.bank_folder(exam)
    for code, folder in locations.banks().items():
        try:
            if name in wiring.bank_of(code, questions=False).by_id:
                return folder
        except ExamcertError:
            # A bank that cannot be read may hold it, but cannot show it.
            continue
    raise ExamcertError(
        f"No bank here has a question {name!r}.", remedy="Name the bank: --exam CODE or --exam path/of/the/bank."
    )


def _show(folder: Path, name: str, seed: int | None) -> None:
    from examcert.bank_files import read_bank
    from examcert.core.paper import item_of
    from examcert.line import script
    from examcert.line.keys import how_to_answer
    from examcert.line.script import Para

    bank = read_bank(folder)
    asked = _found(bank, name)
    shown = asked if seed is not None else asked.model_copy(update={"shuffle": False})
    item = item_of(shown, domain=bank.domain_of[asked.objective], seed=seed or 0)
    face, author = wiring.face_of(plain=False), wiring.author()
    face.say([Para("As a candidate sees it", "title"), *script.body(item), *script.options(item)])
    face.say([Para(how_to_answer(item), "muted")])
    *_, said = author.explain(asked, ())
    face.say([Para("With its answers", "title"), Para(f"The right answer: {script.spoken(item, asked.key)}.", "right")])
    face.say([*script.explained(item, asked, (), said, bank), *_for_authors(bank, asked)])


def _found(bank: "Bank", name: str) -> "Question":
    if name in bank.by_id:
        return bank.by_id[name]
    from difflib import get_close_matches

    near = get_close_matches(name, bank.by_id, n=1)
    raise ExamcertError(
        f"{bank.exam} has no question {name!r}.",
        remedy=f"Did you mean {near[0]}?" if near else "`examcert bank show` lists them.",
    )


def _for_authors(bank: "Bank", asked: "Question") -> "list[Para]":
    """What no candidate sees: where the question stands, and what its distractors are for."""
    from examcert.line.script import Para

    objective = next(o for d in bank.blueprint.domains for o in d.objectives if o.id == asked.objective)
    out = [
        Para("For authors", "label"),
        Para(f"{asked.id}: {objective.id} {objective.name}; {asked.difficulty}", indent=2),
    ]
    if asked.decision:
        out.append(Para(f"Decision: {asked.decision}", indent=2))
    if asked.family:
        kin = [q.id for q in bank.questions if q.family == asked.family and q.id != asked.id]
        out.append(Para(f"Family {asked.family}, with {', '.join(kin) or 'no sibling'}", indent=2))
    beliefs = {card.id: card.belief for card in bank.misconceptions}
    for option in asked.options:
        if option.misconception:
            belief = beliefs.get(option.misconception, "")
            out.append(Para(f"{option.text} tempts with {option.misconception}: {belief}", indent=2))
    return out


def stats(exam: Exam, as_json: Json = False) -> None:
    """Count a bank's questions, families, words and cards.

    Example:
        examcert bank stats aif-c01
    """
    from examcert.audit.stats import stats as counted

    found = counted(wiring.bank_of(exam, questions=False))
    if as_json:
        from examcert.reports.bank_documents import stats_document

        wiring.emit(stats_document(found))
        return
    from examcert import render_audit

    wiring.console().print(render_audit.stats(found))
