"""The exam room: a sitting in front of a person, until it ends or is left."""

import contextlib
import os
import signal
from collections.abc import Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING

import typer

from examcert.cli import wiring
from examcert.errors import ExitCode

if TYPE_CHECKING:
    from types import FrameType

    from examcert.core.bank import Bank
    from examcert.core.explanation import Explainer
    from examcert.core.sitting import Sitting
    from examcert.core.tutoring import Tutor
    from examcert.history import History
    from examcert.line.session import Session


class Room:
    """One bank, one history and one face. `lang` is what Claude is to speak, if not the language of the settings."""

    def __init__(self, bank: "Bank", history: "History", exam: str, *, plain: bool, lang: str | None = None) -> None:
        self.bank, self.history, self.exam, self.lang = bank, history, exam, lang
        self.face = wiring.face_of(plain)

    def begin(self, sitting: "Sitting") -> None:
        """Start a sitting."""
        from examcert.line.script import Para, counted

        plan, questions = self.bank.blueprint, counted(len(sitting.paper.items), "question")
        if sitting.mode == "mock":
            limits = f"{counted(plan.minutes, 'minute')}, pass mark {plan.scale.pass_mark}"
            what = f"Mock exam {sitting.paper.code}: {questions}, {limits}."
        else:
            what = f"Practice: {questions}, no clock."
        with _signals_interrupt():
            number = self.history.begin(sitting)
            self.face.say([Para(f"{plan.name} ({plan.code})", "title"), Para(what)])
            self._run(number, sitting)

    def go_on(self, number: int, stored: "Sitting") -> None:
        """Take a sitting up where it was left."""
        from examcert.line.script import Para, clock

        opened = stored.open(at=wiring.now())
        with _signals_interrupt():
            self.history.save(number, stored, opened, at=wiring.now())
            plan, items = self.bank.blueprint, len(stored.paper.items)
            done = f"{items - len(stored.unanswered)} of {items} answered."
            what = f"Mock exam {stored.paper.code}: {done}" if stored.mode == "mock" else f"Practice: {done}"
            self.face.say([Para(f"{plan.name} ({plan.code})", "title"), Para(what)])
            if opened.timed:
                self.face.say([Para(clock(opened.remaining(wiring.now())), "note")])
            self._run(number, opened)

    def _run(self, number: int, sitting: "Sitting") -> None:
        """Show the sitting until it ends or is left, and leave with its exit code."""
        from examcert.line.script import Para, clock
        from examcert.line.session import Outcome

        hint = f"Go on with: {wiring.resume_command(self.exam, self.bank.exam, number)}"
        self.face.say([Para(f"Sitting {number}. Type ? for the keys, quit to stop and go on later.", "muted")])
        session = self._session(number, sitting)
        try:
            outcome = session.run()
        except KeyboardInterrupt:
            with contextlib.suppress(OSError):
                self.face.flow("\n")
                wiring.say(f"Stopped; everything confirmed is kept. {hint}")
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        if outcome is Outcome.PAUSED:
            left = session.sitting.remaining(wiring.now())
            time_left = [Para(clock(left))] if left is not None else []
            self.face.say([Para(f"Paused. {hint}", "note"), *time_left])
            return
        self._finish(session, number)

    def _session(self, number: int, sitting: "Sitting") -> "Session":
        from examcert.line.keyboard import Keyboard
        from examcert.line.mock import Mock
        from examcert.line.practice import Practice

        practice = sitting.mode == "practice"
        kind = Practice if practice else Mock
        return kind(
            bank=self.bank,
            sitting=sitting,
            sitting_id=number,
            store=self.history,
            face=self.face,
            keyboard=Keyboard(),
            clock=wiring.ticking(),
            author=wiring.author(),
            # Made when they are asked for: the first question should not wait for what explains the last.
            claude=cache(self._claude) if practice else None,
            tutor=self._tutor if practice else None,
            always_claude=os.environ.get("EXAMCERT_EXPLAINER") == "claude",
        )

    def _claude(self) -> "Explainer":
        if os.environ.get("EXAMCERT_EXPLAINER") == "fake":
            from examcert.explainers.fake import FakeExplainer

            return FakeExplainer()
        told = wiring.settings()
        return wiring.claude(self.bank, self.history, lang=self.lang or told.language, model=told.model)

    def _tutor(self) -> "Tutor":
        """One for each dialogue: what kept the last one from being answered may be mended."""
        if os.environ.get("EXAMCERT_EXPLAINER") == "fake":
            return self._fake_tutor
        from examcert.cli import asking

        told = wiring.settings()
        return asking.tutor(self.bank, self.history, lang=self.lang or told.language, model=told.model)

    @cached_property
    def _fake_tutor(self) -> "Tutor":
        from examcert.explainers.fake import FakeTutor

        return FakeTutor()

    def _finish(self, session: "Session", number: int) -> None:
        from examcert.line.script import Para, report_lines

        report = session.report
        assert report is not None
        if session.sitting.mode == "practice":
            self.face.say([Para(f"Review it with: examcert review {number}", "muted")])
            return
        self.face.say(report_lines(report, f"{report.exam}, sitting {number}"))
        self.face.say([Para(f"Review every question with: examcert review {number}", "muted")])
        raise typer.Exit(ExitCode.OK if report.passed else ExitCode.BELOW)


@contextlib.contextmanager
def _signals_interrupt() -> Iterator[None]:
    """Have a closed terminal or a polite kill do what Ctrl-C does: stop the clock, keep everything, leave."""

    def interrupt(number: int, frame: "FrameType | None") -> None:
        raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [(number, signal.signal(number, interrupt)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
