"""`practice`, `mock` and `resume`: a person in front of a terminal."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from examcert.cli import wiring
from examcert.cli.options import Exam, Lang, Plain, Seed
from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from examcert.core.bank import Bank
    from examcert.core.sitting import Sitting
    from examcert.history import History


class Difficulty(StrEnum):
    """Difficulty labels."""

    easy = "easy"
    medium = "medium"
    hard = "hard"


class Only(StrEnum):
    """Which questions, by what happened to them before."""

    new = "new"
    missed = "missed"
    flagged = "flagged"


def practice(
    exam: Exam,
    number: Annotated[
        int, typer.Option("-n", "--number", metavar="N", min=1, max=500, help="How many questions.")
    ] = 10,
    domain: Annotated[str | None, typer.Option("--domain", metavar="D", help="Only this domain, such as 2.")] = None,
    objective: Annotated[
        str | None, typer.Option("--objective", metavar="O", help="Only this objective, such as 2.1.")
    ] = None,
    difficulty: Annotated[Difficulty | None, typer.Option("--difficulty", help="Only this difficulty.")] = None,
    only: Annotated[
        Only | None, typer.Option("--only", help="new: never answered; missed: wrong or left out last time; flagged.")
    ] = None,
    seed: Seed = None,
    lang: Lang = None,
    plain: Plain = False,
) -> None:
    """Practise: every answer is marked and explained at once.

    Questions that you have met least come first. After an answer Claude explains on request, and
    answers what you ask back: c and a in the app, `claude` and `ask` on plain lines.

    Examples:
        examcert practice aif-c01 -n 5
        examcert practice aif-c01 --domain 3 --only missed
    """
    from examcert.core.paper import paper_of
    from examcert.core.sitting import Sitting
    from examcert.study.practice import Wish, choose

    bank = wiring.offered(exam)
    wish = Wish(
        domain=domain,
        objective=objective,
        difficulty=difficulty.value if difficulty else None,
        only=only.value if only else None,
    )
    with wiring.open_history() as history:
        chosen_seed = seed if seed is not None else len(history.sittings(bank.exam))
        chosen = choose(bank, history.answers(bank.exam), wish, number=number, seed=chosen_seed)
        paper = paper_of(bank, chosen, seed=chosen_seed)
        sitting = Sitting.begin(paper, mode="practice", candidate="you", at=wiring.now())
        _begin(bank, history, exam, sitting, plain=plain, lang=lang)


def mock(
    exam: Exam,
    seed: Seed = None,
    code: Annotated[
        str | None, typer.Option("--code", metavar="CODE", help="Sit the paper of this exam code again.")
    ] = None,
    plain: Plain = False,
) -> None:
    """Sit a full, timed mock exam on the official blueprint.

    No feedback before the end. Without --seed or --code the paper repeats as little as possible
    of what was met before. Exits 1 below the pass mark.

    Examples:
        examcert mock aif-c01
        examcert mock aif-c01 --code AIF-C01-1-1a2b3c4d
    """
    from examcert.core.drawing import draw, draw_code
    from examcert.core.sitting import Sitting

    if seed is not None and code is not None:
        raise ExamcertError("Both --seed and --code were given.", remedy="Give one of them.")
    bank = wiring.offered(exam)
    with wiring.open_history() as history:
        if code is not None:
            paper = draw_code(bank, code)
        elif seed is not None:
            paper = draw(bank, seed=seed)
        else:
            paper = draw(bank, seed=0, seen=history.exposure(bank.exam))
        sitting = Sitting.begin(paper, mode="mock", candidate="you", at=wiring.now())
        _begin(bank, history, exam, sitting, plain=plain)


def resume(
    sitting: Annotated[
        str, typer.Argument(metavar="SITTING", help="The number of an unfinished sitting, or `last`.")
    ] = "last",
    lang: Lang = None,
    plain: Plain = False,
) -> None:
    """Go on with an unfinished sitting, with the time it had left.

    Example:
        examcert resume
    """
    from examcert.cli.room import Room

    with wiring.open_history() as history:
        found = wiring.sitting_number(sitting, history, unfinished=True)
        stored = history.load(found)
        if not stored.is_open:
            raise ExamcertError(f"Sitting {found} is finished.", remedy=f"Look at it with `examcert report {found}`.")
        bank = wiring.bank_of_sitting(stored.paper.exam, found)
        wiring.say_status(bank.blueprint)
        if stored.paper.bank_digest != bank.digest:
            wiring.say("The bank has changed since this sitting began; its questions are shown as they were drawn.")
        if wiring.full_screen(plain=plain):
            from examcert.cli.screen import go_on

            go_on(bank, history, found, stored, lang=lang)
        Room(bank, history, bank.exam, plain=plain, lang=lang).go_on(found, stored)


def _begin(
    bank: "Bank", history: "History", exam: str, sitting: "Sitting", *, plain: bool, lang: str | None = None
) -> None:
    """Sit in the app where the terminal can show it, else on lines."""
    if wiring.full_screen(plain=plain):
        from examcert.cli.screen import begin

        begin(bank, history, exam, sitting, lang=lang)
    from examcert.cli.room import Room

    Room(bank, history, exam, plain=plain, lang=lang).begin(sitting)
