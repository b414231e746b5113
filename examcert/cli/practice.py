"""`practice`, `mock` and `resume`: a person in front of a terminal."""

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from examcert.cli import wiring
from examcert.cli.options import Exam, Plain, Seed
from examcert.errors import ExamcertError, ExitCode

if TYPE_CHECKING:
    from examcert.core.bank import Bank
    from examcert.core.sitting import Sitting
    from examcert.history import History
    from examcert.line.face import Face
    from examcert.line.session import Session


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
    number: Annotated[int, typer.Option("-n", "--number", min=1, max=500, help="How many questions.")] = 10,
    domain: Annotated[str | None, typer.Option("--domain", help="Only this domain, such as 2.")] = None,
    objective: Annotated[str | None, typer.Option("--objective", help="Only this objective, such as 2.1.")] = None,
    difficulty: Annotated[Difficulty | None, typer.Option("--difficulty", help="Only this difficulty.")] = None,
    only: Annotated[Only | None, typer.Option("--only", help="new: never met; missed: wrong last time.")] = None,
    seed: Seed = None,
    plain: Plain = False,
) -> None:
    """Practise: every answer is marked and explained at once.

    Examples: examcert practice aif-c01 -n 5
    examcert practice aif-c01 --domain 3 --only missed
    """
    from examcert.core.paper import paper_of
    from examcert.core.sitting import Sitting
    from examcert.study.practice import Wish, choose

    bank = wiring.bank_of(exam)
    _say_status(bank)
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
        _run(bank, history, Sitting.begin(paper, mode="practice", candidate="you", at=wiring.now()), plain=plain)


def mock(
    exam: Exam,
    seed: Seed = None,
    code: Annotated[str | None, typer.Option("--code", help="Sit the paper of this exam code.")] = None,
    plain: Plain = False,
) -> None:
    """Sit a full, timed mock exam on the official blueprint. No feedback before the end.

    Without --seed or --code the paper repeats as little as possible of what was met before.

    Examples: examcert mock aif-c01
    examcert mock aif-c01 --code AIF-C01-1-1a2b3c4d
    """
    from examcert.core.drawing import draw, draw_code
    from examcert.core.sitting import Sitting

    if seed is not None and code is not None:
        raise ExamcertError("Both --seed and --code were given.", remedy="Give one of them.")
    bank = wiring.bank_of(exam)
    _say_status(bank)
    with wiring.open_history() as history:
        if code is not None:
            paper = draw_code(bank, code)
        elif seed is not None:
            paper = draw(bank, seed=seed)
        else:
            paper = draw(bank, seed=0, seen=history.exposure(bank.exam))
        _run(bank, history, Sitting.begin(paper, mode="mock", candidate="you", at=wiring.now()), plain=plain)


def resume(
    sitting: Annotated[str, typer.Argument(help="The number of an unfinished sitting, or `last`.")] = "last",
    plain: Plain = False,
) -> None:
    """Go on with an unfinished sitting, with the time it had left.

    Example: examcert resume
    """
    with wiring.open_history() as history:
        found = wiring.sitting_number(sitting, history, unfinished=True)
        stored = history.load(found)
        if not stored.is_open:
            raise ExamcertError(f"Sitting {found} is finished.", remedy=f"Look at it with `examcert report {found}`.")
        bank = wiring.bank_of(stored.paper.exam)
        opened = stored.open(at=wiring.now())
        history.save(found, stored, opened, at=wiring.now())
        _run(bank, history, opened, plain=plain, number=found)


def _say_status(bank: "Bank") -> None:
    plan = bank.blueprint
    if plan.status == "retired":
        instead = f" {plan.successor} took its place." if plan.successor else ""
        note = f" {plan.status_note}" if plan.status_note else ""
        wiring.say(f"{plan.code} is retired since {plan.retired_on}.{instead}{note}")


def _run(bank: "Bank", history: "History", sitting: "Sitting", *, plain: bool, number: int | None = None) -> None:
    """Show a sitting until it ends or is left, and leave with its exit code."""
    from examcert.line.keyboard import Keyboard
    from examcert.line.script import Para, clock
    from examcert.line.session import Mock, Outcome, Practice

    sitting_id = number if number is not None else history.begin(sitting)
    face = wiring.face_of(plain)
    _introduce(face, bank, sitting, sitting_id)
    kind = Mock if sitting.mode == "mock" else Practice
    session = kind(
        bank=bank,
        sitting=sitting,
        sitting_id=sitting_id,
        store=history,
        face=face,
        keyboard=Keyboard(),
        clock=wiring.ticking(),
        author=wiring.author(),
        claude=wiring.claude(bank, history),
        always_claude=os.environ.get("EXAMCERT_EXPLAINER") == "claude",
    )
    try:
        outcome = session.run()
    except KeyboardInterrupt:
        face.flow("\n")
        wiring.say(f"Stopped; everything confirmed is kept. Go on with: examcert resume {sitting_id}")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    if outcome is Outcome.PAUSED:
        left = session.sitting.remaining(wiring.now())
        time_left = [Para(clock(left))] if left is not None else []
        face.say([Para(f"Paused. Go on with: examcert resume {sitting_id}", "note"), *time_left])
        return
    _finish(face, session, sitting_id)


def _introduce(face: "Face", bank: "Bank", sitting: "Sitting", sitting_id: int) -> None:
    from examcert.line.script import Para

    plan, items = bank.blueprint, len(sitting.paper.items)
    if sitting.mode == "mock":
        limits = f"{plan.minutes} minutes, pass mark {plan.scale.pass_mark}"
        what = f"Mock exam {sitting.paper.code}: {items} questions, {limits}."
    else:
        what = f"Practice on {plan.code}: {items} questions, no clock."
    face.say([Para(f"{plan.name} ({plan.code})", "title"), Para(what)])
    face.say([Para(f"Sitting {sitting_id}. Type ? for the keys, quit to stop and go on later.", "muted")])


def _finish(face: "Face", session: "Session", sitting_id: int) -> None:
    from examcert.line.script import Para, report_lines
    from examcert.line.session import Mock

    assert session.report is not None
    if not isinstance(session, Mock):
        face.say([Para(f"Review it with: examcert review {sitting_id}", "muted")])
        return
    face.say(report_lines(session.report, f"{session.report.exam}, sitting {sitting_id}"))
    face.say([Para(f"Review every question with: examcert review {sitting_id}", "muted")])
    raise typer.Exit(ExitCode.OK if session.report.passed else ExitCode.BELOW)
