"""Second readers: people and models who answer a bank's questions without having seen a key.

What is kept is the answer, not whether it was right: a corrected key marks old readings
again. Each answer remembers what exactly was read, so that it goes stale when, and only
when, that question changes.
"""

import json
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from examcert.core.blueprint import Date
from examcert.core.intervals import Interval, wilson
from examcert.core.question import Answer, Id, Question
from examcert.core.record import Record

View = Literal["full", "choices-only"]
"""What a reader is shown: the whole item, or its options without stem and case."""

ReaderKind = Literal["person", "model"]

Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Said = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class Doubt(Record):
    """What a reader holds against an item: "two answers", "none", or words of their own."""

    say: Said
    options: tuple[str, ...] = ()
    """The options it is about."""


class AnswerSheet(Record):
    """What one reader hands in. Questions and options go by the ids of the blind copy, or by the bank's own."""

    reader: Name | None = None
    kind: ReaderKind | None = None
    date: Date | None = None
    view: View = "full"
    """Needed only where the bank's own question ids are used; those of a blind copy tell."""
    answers: dict[str, list[str] | dict[str, str]]
    """Option ids by question, or {slot: option id} for a matching. An empty list means: read, and not solved."""
    doubts: dict[str, Doubt] = Field(default_factory=dict)


class ReadItem(Record):
    """One question as a reader answered it."""

    of: str
    """The hash of what was read; another one today means that the item has changed since."""
    answer: Answer
    doubt: Doubt | None = None
    settled: Said | None = None
    """Why the item stands although the reader disagrees or doubts: an author's verdict, written in by hand."""


class Reading(Record):
    """Everything one reader answered in one view on one day."""

    reader: Name
    kind: ReaderKind
    view: View
    date: Date
    runs: int = Field(default=1, ge=1)
    """How many orders of the options the answers are a majority of."""
    items: dict[Id, ReadItem]

    @property
    def who(self) -> tuple[str, ReaderKind, View]:
        """Readings of the same reader in the same view replace one another, question by question."""
        return (self.reader, self.kind, self.view)


class Count(Record):
    """How many of so many, as a share with its 95 % interval."""

    hits: int
    n: int

    @property
    def share(self) -> float:
        """The share, 0.0 of nothing."""
        return self.hits / self.n if self.n else 0.0

    @property
    def interval(self) -> Interval:
        """Wilson's interval."""
        return wilson(self.hits, self.n)


def read_of(question: Question, view: View) -> str:
    """16 hex digits over what a reader sees of a question in this view."""
    if view == "full":
        return question.fingerprint
    seen = question.read_by_candidate()
    told = {name: seen[name] for name in seen if name not in ("stem", "case")}
    return sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
