"""Questions back: what a candidate asks about one question after it was explained, and the port that answers.

A dialogue belongs to one question as it is, key included, and one language. What is said in it changes no key and no
score.
"""

from collections.abc import Generator
from typing import Protocol

from examcert.core.question import Answer, Question
from examcert.core.record import Record
from examcert.core.records import Turn


class Said(Record):
    """What a tutor has said so far, and in the end."""

    text: str
    complete: bool
    note: str | None = None
    """Why there is no answer."""
    kind: str = "ok"
    """One word for programs; `budget`: this dialogue has had its turns or its money, and only a fresh one goes on."""
    cost_usd: str | None = None


class Sight(Record):
    """What the candidate has before them, without which "B", "the second" and "mine" mean nothing."""

    names: dict[str, str]
    """What the screen calls each option, by its id, and each place of a matching, by `slot:` and its id; in the order
    in which their explanations stand."""
    answer: Answer


class Tutor(Protocol):
    """Answers a candidate's own questions about one question. Never raises for what a provider did."""

    @property
    def voice(self) -> str:
        """Who speaks, as a screen names it."""
        ...

    def ask(self, question: Question, words: str, sight: Sight | None = None) -> Generator[Said, None, None]:
        """The answer as it grows, then the whole; or, in the end, a `note` why there is none. Closing ends the call."""
        ...

    def before(self, question: Question) -> tuple[Turn, ...]:
        """What was said about the question as it is, oldest first."""
        ...

    def closed(self, question: Question) -> Said | None:
        """Why the next question would not be answered, as far as can be told without asking anybody."""
        ...

    def forget(self, question: Question) -> None:
        """Start the dialogue about the question afresh."""
        ...
