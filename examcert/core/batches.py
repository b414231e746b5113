"""Batches in the notebook: what is known of a paid batch at every moment, so that none is lost or paid twice.

A batch is written down before it is sent, with the names its items travel under. Whoever comes after a crash
finds one whose provider's name is missing, and looks at the provider whether it arrived.
"""

from datetime import datetime
from typing import Literal, Protocol

from examcert.core.explanation import Explanation
from examcert.core.record import Record
from examcert.core.records import Call, Disagreement, Notebook

ItemState = Literal["open", "done", "void"]
"""`done`: its result is booked. `void`: there is none and none was billed, so the question may be asked again."""


class BatchItem(Record):
    """One question in a batch."""

    name: str
    """The custom id it travels under; no other item ever has it."""
    question: str
    model: str
    prompt_version: str
    state: ItemState = "open"


class BatchRecord(Record):
    """A batch that is not finished yet."""

    id: int
    provider_id: str | None
    """None while nobody knows whether it arrived."""
    exam: str
    language: str
    made: datetime
    items: tuple[BatchItem, ...]


class BatchBook(Notebook, Protocol):
    """A notebook that remembers batches. History has one."""

    def plan_batch(self, *, exam: str, language: str, items: tuple[BatchItem, ...], at: datetime) -> int:
        """Write a batch down before it is sent. Its id here."""
        ...

    def batch_sent(self, batch: int, provider_id: str) -> None:
        """The provider has it, under this name."""
        ...

    def open_batches(self, exam: str) -> tuple[BatchRecord, ...]:
        """Batches of an exam that are not finished, oldest first."""
        ...

    def settle_item(
        self, name: str, call: Call, explanation: Explanation | None, disputes: tuple[Disagreement, ...]
    ) -> bool:
        """Book a result, keep its explanation and disputes, and close the item, all or nothing.

        False, and nothing done, when it was settled before.
        """
        ...

    def void_item(self, name: str) -> None:
        """There is no result, and none was billed."""
        ...

    def close_batch(self, batch: int) -> None:
        """Nothing more will come of it; items still open are void."""
        ...
