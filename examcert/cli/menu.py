"""The home menu of a bare `examcert` in a terminal: exams, what is unfinished, one key each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from examcert.cli import exams, practice, wiring
from examcert.errors import ExitCode, HistoryError

if TYPE_CHECKING:
    from examcert.core.records import SittingRecord


def menu(*, plain: bool) -> int:
    """Show the exams and what to do, and do what is typed. The exit code."""
    from examcert import render
    from examcert.line.script import Para

    console = wiring.console()
    if not plain:
        wiring.say("This terminal cannot be drawn on, so here is the menu on bare lines; --plain gives them anywhere.")
    console.print(render.plain("examcert: practice exams with every option explained", "bold cyan"))
    console.print()
    rows = exams.listed()
    console.print(render.exams(rows, exams.scores()))
    console.print(render.retired(rows))
    ready = [row.code for row in rows if row.questions]
    unfinished = _unfinished()
    face = wiring.face_of(plain)
    lines = [Para("What now?", "label")]
    for one in unfinished:
        done = f"{one.answered} of {one.items} answered"
        lines.append(Para(f"r: go on with sitting {one.id}, {one.exam} {one.mode}, {done}", indent=2))
    for place, code in enumerate(ready, start=1):
        lines.append(Para(f"{place}: practise {code}, 10 questions", indent=2))
        lines.append(Para(f"m{place}: mock exam {code}", indent=2))
    face.say([*lines, Para("q: leave; examcert --help shows every command", indent=2)])
    while True:
        face.prompt("Choose")
        try:
            typed = input().strip().lower()
        except EOFError:
            face.flow("\n")
            return ExitCode.OK
        result = _do(typed, ready, resume=bool(unfinished), plain=plain)
        if result is not None:
            return result


def _unfinished() -> "Sequence[SittingRecord]":
    """The latest sitting to go on with, if there is one."""
    if not wiring.has_history():
        return ()
    try:
        with wiring.open_history() as history:
            return history.unfinished()[:1]
    except HistoryError:
        # `exams.scores` has said so already.
        return ()


def _do(typed: str, ready: list[str], *, resume: bool, plain: bool) -> int | None:
    if typed in ("", "q", "quit", "exit"):
        return ExitCode.OK
    if typed == "r" and resume:
        practice.resume(plain=plain)
        return ExitCode.OK
    number = typed.removeprefix("m")
    if number.isascii() and number.isdecimal() and len(number) < 5 and 1 <= int(number) <= len(ready):
        code = ready[int(number) - 1]
        if typed.startswith("m"):
            practice.mock(code, plain=plain)
        else:
            practice.practice(code, plain=plain)
        return ExitCode.OK
    wiring.say(f"{typed[:20]!r} is not on the menu.")
    return None
