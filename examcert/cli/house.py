"""The exam house: what the app is given, by the same wiring that the commands use."""

import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from examcert import locations, notes, preferences
from examcert.cli import wiring
from examcert.errors import ExamcertError
from examcert.preferences import Preferences

if TYPE_CHECKING:
    from examcert.core.bank import Bank
    from examcert.core.explanation import Explainer
    from examcert.core.problem import Problem
    from examcert.core.records import SittingRecord
    from examcert.core.tutoring import Tutor
    from examcert.history import History
    from examcert.reports.exam_shape import ExamOut


class House:
    """Banks, history and explainers of this machine, each opened once and when it is first wanted."""

    def __init__(self, *, lang: str | None = None) -> None:
        self.settings_file = locations.settings()
        self.lang = lang
        self.preferences, self.complaints = preferences.read(self.settings_file)
        self._banks: dict[str, Bank] = {}
        self._history: History | None = None
        self._fake: Tutor | None = None
        self._door = threading.Lock()

    def keep(self, wanted: Preferences) -> None:
        """Hold and store settings."""
        self.preferences = wanted
        preferences.write(self.settings_file, wanted)

    def exams(self) -> "tuple[list[ExamOut], list[str]]":
        """Every exam that can be read, and a line for each that cannot."""
        from examcert.cli.exams import read_all

        try:
            rows, complaints = read_all()
        except ExamcertError as error:
            rows, complaints = [], [str(error)]
        return rows, [*self.complaints, *complaints]

    def bank(self, exam: str) -> "Bank":
        """A bank with questions, kept once it was read."""
        with self._door:
            if exam not in self._banks:
                self._banks[exam] = wiring.bank_of(exam)
            return self._banks[exam]

    def seat(self, exam: str, bank: "Bank") -> None:
        """Know a bank that was read before."""
        self._banks[exam] = bank

    def problems(self, exam: str) -> "tuple[Problem, ...]":
        """What is wrong with a bank."""
        from examcert.cli.checking import Wanted, checked

        return checked(locations.bank(exam), Wanted(today=wiring.now().date())).problems

    def history(self) -> "History":
        """The candidate's history."""
        with self._door:
            if self._history is None:
                self._history = wiring.open_history()
            return self._history

    def lend(self, history: "History") -> None:
        """Use a history that is open already."""
        self._history = history

    def records(self) -> "tuple[SittingRecord, ...]":
        """Past sittings, newest first."""
        return self.history().sittings() if self._history is not None or wiring.has_history() else ()

    def clock(self) -> Callable[[], datetime]:
        """A clock that no change of the system's time moves."""
        return wiring.ticking()

    def author(self) -> "Explainer":
        """The author's words."""
        return wiring.author()

    def claude(self, bank: "Bank") -> "Explainer | None":
        """Claude, or a fake where the settings or the environment ask for one; None without a key."""
        if self.explainer() == "fake":
            from examcert.explainers.fake import FakeExplainer

            return FakeExplainer()
        if not wiring.has_key():
            return None
        return wiring.claude(bank, self.history(), lang=self.language(), model=self.preferences.model)

    def tutor(self, bank: "Bank") -> "Tutor":
        """Who answers questions back, Claude or the fake. Claude is found anew for each dialogue: what kept the last
        one from being answered, such as an account that could not pay, may be mended.
        """  # noqa: D205
        if self.explainer() == "fake":
            if self._fake is None:
                from examcert.explainers.fake import FakeTutor

                self._fake = FakeTutor()
            return self._fake
        from examcert.cli import asking

        return asking.tutor(bank, self.history(), lang=self.language(), model=self.preferences.model)

    def language(self) -> str:
        """What Claude speaks: the wish of this run goes before the settings."""
        return self.lang or self.preferences.language

    def explainer(self) -> str:
        """Who explains by himself: the environment's wish goes before the settings."""
        return os.environ.get("EXAMCERT_EXPLAINER", "").strip() or self.preferences.explainer

    def warm(self) -> None:
        """Load what the first question and the first explanation need. Runs in a thread, and may take its time."""
        import importlib

        importlib.import_module("examcert.tui.practice")
        importlib.import_module("examcert.history")
        if wiring.has_key():
            importlib.import_module("anthropic")

    def issue(self, name: str, text: str) -> Path:
        """Write an issue text into the data folder."""
        return notes.write_issue(locations.data() / "issues", name, text)

    def notes(self, exam: str) -> dict[str, str]:
        """The candidate's own notes."""
        return notes.read(locations.data() / "notes" / f"{exam.lower()}.md")

    def note(self, exam: str, question: str, text: str) -> None:
        """Keep a note."""
        notes.keep(locations.data() / "notes" / f"{exam.lower()}.md", exam, question, text)

    def close(self) -> None:
        """Let go of history."""
        if self._history is not None:
            self._history.close()
            self._history = None
