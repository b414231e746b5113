"""What explainers write in: explanations, paid calls, disputes, batches, dialogues.

It implements `core.records.Notebook` and `core.batches.BatchBook`. As in `History`, each method is one
transaction, on the disk when it returns; one that raises has changed nothing.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection

from examcert.core.batches import BatchItem, BatchRecord
from examcert.core.explanation import Explanation
from examcert.core.records import Call, Disagreement, Dispute, Purpose, Ruling, StoredExplanation, Turn
from examcert.errors import HistoryError
from examcert.history import batches, ledger
from examcert.history.database import Database


def _booked(
    connection: Connection, call: Call, explanation: Explanation | None, disputes: tuple[Disagreement, ...]
) -> None:
    ledger.book(connection, call)
    ledger.dispute(connection, disputes)
    if explanation is not None:
        ledger.keep(connection, explanation, at=call.at)


class LedgerKeeper:
    """Explanations by the text they explain, and everything that was paid for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Explanations.

    def find(self, *, fingerprint: str, model: str, prompt_version: str, language: str) -> Explanation | None:
        """A stored explanation of exactly this text by exactly this prompt and model."""
        with self._database.reading() as connection:
            return ledger.find(
                connection, fingerprint=fingerprint, model=model, prompt_version=prompt_version, language=language
            )

    def about(self, *, fingerprint: str, language: str) -> tuple[Explanation, ...]:
        """Every stored explanation of this text in this language, newest first."""
        with self._database.reading() as connection:
            return ledger.about(connection, fingerprint=fingerprint, language=language)

    def explanations(self, questions: Collection[str]) -> tuple[StoredExplanation, ...]:
        """Every stored explanation of these questions, of whatever state of theirs, newest first."""
        with self._database.reading() as connection:
            return ledger.of_questions(connection, questions)

    def keep(self, explanation: Explanation) -> None:
        """Store a whole explanation; it takes the place of an earlier one. `ValueError` for a partial one."""
        if not explanation.complete:
            raise ValueError("only a whole explanation can be kept")
        with self._database.writing() as connection:
            ledger.keep(connection, explanation, at=datetime.now(UTC))

    def take_in(self, pack: Iterable[StoredExplanation]) -> int:
        """Store a pack. What is here already stays; how many were new."""
        with self._database.writing() as connection:
            return ledger.take_in(connection, pack)

    # Paid calls.

    def book(self, call: Call, explanation: Explanation | None = None, disputes: tuple[Disagreement, ...] = ()) -> None:
        """Add a paid call to the ledger and store what came of it, all or nothing: what is paid is never paid again."""
        if explanation is not None and not explanation.complete:
            raise ValueError("only a whole explanation can be kept")
        with self._database.writing() as connection:
            _booked(connection, call, explanation, disputes)

    def book_missing(self, paid: Collection[Call]) -> None:
        """Add those of some paid calls that the ledger lacks."""
        with self._database.writing() as connection:
            ledger.book_missing(connection, paid)

    def calls(self) -> tuple[Call, ...]:
        """Every paid call, oldest first."""
        with self._database.reading() as connection:
            return ledger.calls(connection)

    def calls_about(self, question: str, purpose: Purpose) -> tuple[Call, ...]:
        """The paid calls about a question for one purpose, oldest first."""
        with self._database.reading() as connection:
            return ledger.calls(connection, question=question, purpose=purpose)

    # Disputes.

    def dispute(self, found: tuple[Disagreement, ...]) -> None:
        """Store disagreements with the key."""
        with self._database.writing() as connection:
            ledger.dispute(connection, found)

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Every disagreement with the key, oldest first."""
        return tuple(one.found for one in self.disputes())

    def disputes(self, exam: str | None = None) -> tuple[Dispute, ...]:
        """Disagreements of an exam or of all, with what became of them, oldest first."""
        with self._database.reading() as connection:
            return ledger.disputes(connection, exam)

    def settle(self, number: int, *, ruling: Ruling, note: str, at: datetime) -> None:
        """Write down what an author made of a dispute."""
        with self._database.writing() as connection:
            if not ledger.settle(connection, number, ruling=ruling, note=note, at=at):
                raise HistoryError(f"There is no dispute {number}.", remedy="`examcert bank disputes` lists them.")

    # Batches.

    def plan_batch(self, *, exam: str, language: str, items: tuple[BatchItem, ...], at: datetime) -> int:
        """Write a batch down before it is sent."""
        with self._database.writing() as connection:
            return batches.plan(connection, exam=exam, language=language, items=items, at=at)

    def batch_sent(self, batch: int, provider_id: str) -> None:
        """The provider has it, under this name."""
        with self._database.writing() as connection:
            batches.sent(connection, batch, provider_id)

    def open_batches(self, exam: str) -> tuple[BatchRecord, ...]:
        """Batches of an exam that are not finished, oldest first."""
        with self._database.reading() as connection:
            return batches.still_open(connection, exam)

    def settle_item(
        self, name: str, call: Call, explanation: Explanation | None, disputes: tuple[Disagreement, ...]
    ) -> bool:
        """Book a result and close its item, all or nothing. False when that was done before."""
        with self._database.writing() as connection:
            if not batches.leave(connection, name, "done"):
                return False
            _booked(connection, call, explanation, disputes)
            return True

    def void_item(self, name: str) -> None:
        """There is no result, and none was billed."""
        with self._database.writing() as connection:
            batches.leave(connection, name, "void")

    def close_batch(self, batch: int) -> None:
        """Nothing more will come of it."""
        with self._database.writing() as connection:
            batches.close(connection, batch)

    # Dialogues.

    def say(self, *turns: Turn) -> None:
        """Add to the dialogue about a question."""
        with self._database.writing() as connection:
            ledger.say(connection, turns)

    def dialogue(self, *, fingerprint: str, language: str) -> tuple[Turn, ...]:
        """What was said about a question as it was then, oldest first."""
        with self._database.reading() as connection:
            return ledger.dialogue(connection, fingerprint=fingerprint, language=language)

    def forget(self, *, fingerprint: str, language: str) -> None:
        """End a dialogue."""
        with self._database.writing() as connection:
            ledger.forget(connection, fingerprint=fingerprint, language=language)
