"""Opening the app from a command, and the last word in the terminal when it is left."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from examcert.cli import wiring
from examcert.cli.house import House
from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from examcert.core.bank import Bank
    from examcert.core.sitting import Sitting
    from examcert.history import History
    from examcert.tui.desk import Desk


def home() -> NoReturn:
    """The home screen."""
    _run(House())


def begin(bank: "Bank", history: "History", exam: str, sitting: "Sitting", *, lang: str | None) -> NoReturn:
    """A sitting that begins now."""
    number = history.begin(sitting)
    _sit(bank, history, number, sitting, hint=wiring.resume_command(exam, bank.exam, number), lang=lang)


def go_on(bank: "Bank", history: "History", number: int, stored: "Sitting", *, lang: str | None) -> NoReturn:
    """A sitting taken up where it was left. Its clock starts when it shows."""
    _sit(bank, history, number, stored, hint=f"examcert resume {number}", lang=lang)


def _sit(bank: "Bank", history: "History", number: int, sitting: "Sitting", *, hint: str, lang: str | None) -> NoReturn:
    house = House(lang=lang)
    house.lend(history)
    house.seat(bank.exam, bank)

    def desk() -> "Desk":
        from examcert.tui.desk import Desk

        return Desk(bank=bank, number=number, sitting=sitting, store=history, clock=house.clock())

    _run(house, start=desk, hints={number: hint})


def served() -> NoReturn:
    """The home screen in a browser: textual-serve runs this for each page."""
    _run(House())


def refuse_dumb() -> None:
    """`ExamcertError` where the app was asked for and cannot be drawn."""
    if not wiring.interactive():
        raise ExamcertError(
            "The app needs a terminal that can be drawn on.",
            remedy="Leave --app away, or use --plain where there is one; else set TERM to what your terminal is.",
        )


def authors(exam: str, question: str | None = None) -> NoReturn:
    """The authors' view of a bank."""
    _run(House(), authors=exam, question=question)


def _run(
    house: House,
    *,
    start: "Callable[[], Desk] | None" = None,
    hints: dict[int, str] | None = None,
    authors: str | None = None,
    question: str | None = None,
) -> NoReturn:
    from examcert.tui.app import run

    try:
        app = run(house, start=start, authors=authors, question=question)
    finally:
        house.close()
    if app.paused is not None:
        hint = (hints or {}).get(app.paused, f"examcert resume {app.paused}")
        wiring.say(f"Paused; everything confirmed is kept. Go on with: {hint}")
    raise SystemExit(app.return_code or 0)
