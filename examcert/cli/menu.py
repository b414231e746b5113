"""The home menu of a bare `examcert` in a terminal: exams, what is unfinished, one key each."""

from examcert.cli import exams, practice, wiring
from examcert.errors import ExitCode


def menu() -> int:
    """Show the exams and what to do, read one line, and do it. The exit code."""
    from examcert import render
    from examcert.line.face import RichFace

    console = wiring.console()
    console.print(render.plain("examcert: practice exams with every option explained", "bold cyan"))
    rows = exams.listed()
    console.print(render.exams(rows, {}))
    ready = [row.code for row in rows if row.questions]
    unfinished = []
    if wiring.has_history():
        with wiring.open_history() as history:
            unfinished = list(history.unfinished()[:1])
    face = RichFace(console)
    console.print()
    if unfinished:
        one = unfinished[0]
        console.print(
            render.plain(f"r  resume sitting {one.id}: {one.exam} {one.mode}, {one.answered} of {one.items} answered")
        )
    for place, code in enumerate(ready, start=1):
        console.print(render.plain(f"{place}  practise {code}, 10 questions      m{place}  mock exam {code}"))
    console.print(render.plain("q  leave      examcert --help shows every command", "dim"))
    face.prompt("Choose")
    typed = input().strip().lower()
    return _do(typed, ready, resume=bool(unfinished))


def _do(typed: str, ready: list[str], *, resume: bool) -> int:
    if typed in ("", "q", "quit"):
        return ExitCode.OK
    if typed == "r" and resume:
        practice.resume()
        return ExitCode.OK
    mock = typed.startswith("m")
    number = typed.removeprefix("m")
    if number.isascii() and number.isdecimal() and 1 <= int(number) <= len(ready):
        code = ready[int(number) - 1]
        if mock:
            practice.mock(code)
        else:
            practice.practice(code)
        return ExitCode.OK
    wiring.say(f"{typed!r} is not on the menu. Run `examcert --help` for every command.")
    return ExitCode.USAGE
