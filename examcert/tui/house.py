"""What the app is given by whoever opens it: banks, history, explainers, the clock, its settings.

Everything heavy behind it is loaded when it is first called, in a worker thread.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from examcert.preferences import Preferences

if TYPE_CHECKING:
    from examcert.core.bank import Bank
    from examcert.core.explanation import Explainer
    from examcert.core.problem import Problem
    from examcert.core.records import SittingRecord
    from examcert.core.tutoring import Tutor
    from examcert.history import History
    from examcert.reports.exam_shape import ExamOut


class House(Protocol):
    """The exam house: rooms the app opens doors to."""

    preferences: Preferences

    settings_file: Path

    def keep(self, preferences: Preferences) -> None:
        """Store changed settings."""
        ...

    def exams(self) -> "tuple[list[ExamOut], list[str]]":
        """Every exam that can be read, and a line for each that cannot."""
        ...

    def bank(self, exam: str) -> "Bank":
        """The bank of an exam, by code or path."""
        ...

    def problems(self, exam: str) -> "tuple[Problem, ...]":
        """What is wrong with a bank, by its files and by the audit."""
        ...

    def history(self) -> "History":
        """The candidate's history, opened once."""
        ...

    def records(self) -> "tuple[SittingRecord, ...]":
        """Past sittings, newest first; none where there is no history yet, without making one."""
        ...

    def clock(self) -> Callable[[], datetime]:
        """A clock that no change of the system's time moves."""
        ...

    def author(self) -> "Explainer":
        """The author's words."""
        ...

    def claude(self, bank: "Bank") -> "Explainer | None":
        """Claude, or what stands in by the settings; None without a key."""
        ...

    def tutor(self, bank: "Bank") -> "Tutor":
        """Who answers questions back. Without a key it tells so when it is asked."""
        ...

    def explainer(self) -> str:
        """Who explains an answer without being asked."""
        ...

    def warm(self) -> None:
        """Load the model SDK ahead of the first question, where there is a key for it."""
        ...

    def issue(self, name: str, text: str) -> Path:
        """Write an issue text about a question. Where it is."""
        ...

    def notes(self, exam: str) -> dict[str, str]:
        """The candidate's own notes, by question id."""
        ...

    def note(self, exam: str, question: str, text: str) -> None:
        """Keep a note on a question; an empty one takes it away."""
        ...

    def close(self) -> None:
        """Let go of history."""
        ...
