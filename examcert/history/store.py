"""`History`: the one door to everything that is kept.

Each method is one transaction, on the disk when it returns; one that raises has changed
nothing. Any thread may call, one at a time gets through.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from secrets import randbits
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError
from sqlalchemy import Connection

from examcert.core.marking import Report
from examcert.core.records import AnswerRecord, SittingRecord
from examcert.core.sitting import Sitting
from examcert.errors import HistoryError
from examcert.history import reading, writing
from examcert.history.address import address_of
from examcert.history.database import Database
from examcert.history.schema import open_database

if TYPE_CHECKING:
    from examcert.history.notebook import LedgerKeeper


class History:
    """Past and present sittings, and the explainers' notebook. A context manager that closes itself."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Per sitting, the revision this instance read or wrote last. A write that broke off adds the
        # one it tried to set: Ctrl-C may come before the commit or just after it.
        self._revisions: dict[int, tuple[int, ...]] = {}

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the database of a SQLAlchemy URL, made or upgraded as needed.

        Raises:
            HistoryError: it cannot be used. Nothing in it was changed.
        """
        return cls(open_database(address_of(url)))

    def close(self) -> None:
        """Let go of the database. A second time does nothing."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @cached_property
    def notebook(self) -> "LedgerKeeper":
        """The explainers' notebook, in the same database."""
        # Deferred: its tables take time to make, and the first question does not need them.
        from examcert.history.notebook import LedgerKeeper

        return LedgerKeeper(self._database)

    # One sitting.

    def begin(self, sitting: Sitting) -> int:
        """Store a new sitting. Its id, which no other sitting ever gets."""
        revision = _new_revision()
        with self._database.writing() as connection:
            sitting_id = writing.begin(connection, sitting, revision)
        self._revisions[sitting_id] = (revision,)
        return sitting_id

    def save(
        self,
        sitting_id: int,
        before: Sitting,
        after: Sitting,
        *,
        at: datetime,
        credits: Mapping[str, float] | None = None,
    ) -> None:
        """Store the step from `before`, which must be what was saved last, to `after`.

        Args:
            sitting_id: as `begin` or `load` knows it; another must have been loaded first.
            before: the sitting as it is stored.
            after: the sitting as it is now.
            at: now; also the sitting's sign of life.
            credits: what answers earned, by item id. A changed answer that is not named loses its credit.

        Raises:
            HistoryError: it could not be stored, or another process wrote to this sitting meanwhile.
        """
        with self._database.writing() as connection:
            self._write(connection, sitting_id, before, after, at=at, credits=credits or {})
        self._settle(sitting_id)

    def finish(self, sitting_id: int, before: Sitting, submitted: Sitting, report: Report, *, at: datetime) -> None:
        """Store a submission with its report, its figures and the credit of every answer."""
        with self._database.writing() as connection:
            self._write(connection, sitting_id, before, submitted, at=at, credits={})
            writing.figures(connection, sitting_id, report)
            writing.document(connection, sitting_id, report)
        self._settle(sitting_id)

    def _write(
        self,
        connection: Connection,
        sitting_id: int,
        before: Sitting,
        after: Sitting,
        *,
        at: datetime,
        credits: Mapping[str, float],
    ) -> None:
        known, revision = self._revisions.get(sitting_id, ()), _new_revision()
        if len(known) > 1:
            now = reading.revision(connection, sitting_id)
            known = tuple(one for one in known if one == now)
        self._revisions[sitting_id] = (*known, revision)
        if not known or not writing.standing(connection, sitting_id, after, known=known[0], revision=revision, at=at):
            raise self._stale(connection, sitting_id)
        writing.responses(connection, sitting_id, before.responses, after.responses, credits=credits, at=at)

    def _settle(self, sitting_id: int) -> None:
        """Only the last revision counts, now that its commit has returned."""
        self._revisions[sitting_id] = self._revisions[sitting_id][-1:]

    def _stale(self, connection: Connection, sitting_id: int) -> HistoryError:
        if reading.revision(connection, sitting_id) is None:
            return _no_such(connection, sitting_id)
        return HistoryError(
            f"Sitting {sitting_id} went on in another terminal, so this one cannot save to it any more.",
            remedy=f"Go on there, or take it over here with `examcert resume {sitting_id}`.",
        )

    def beat(self, sitting_id: int, at: datetime) -> None:
        """A sign of life: should the process die, the clock stopped here.

        A sitting that is paused, or went on in another terminal, is left alone; the next `save` says so.
        """
        with self._database.writing() as connection:
            for known in self._revisions.get(sitting_id, ())[-1:]:
                writing.heartbeat(connection, sitting_id, known, at)

    def load(self, sitting_id: int) -> Sitting:
        """A sitting as it was last saved, its clock stopped: `open` it to go on.

        Where a process died over it, the clock stands at its last sign of life.
        """
        with self._database.reading() as connection:
            try:
                found = reading.sitting(connection, sitting_id)
            except ValidationError as error:
                raise _unreadable(sitting_id) from error
            if found is None:
                raise _no_such(connection, sitting_id)
        revision, sitting = found
        self._revisions[sitting_id] = (revision,)
        return sitting

    def stored_report(self, sitting_id: int) -> Report | None:
        """The report as it was at submission, whatever was corrected since; None before."""
        with self._database.reading() as connection:
            try:
                return reading.report(connection, sitting_id)
            except ValidationError as error:
                raise _unreadable(sitting_id) from error

    def restate(self, sitting_id: int, report: Report) -> None:
        """Store the figures and credits of a new marking. `stored_report` stays as it was at submission."""
        with self._database.writing() as connection:
            if not writing.figures(connection, sitting_id, report):
                raise _no_such(connection, sitting_id)

    # All sittings.

    def sittings(self, exam: str | None = None, limit: int | None = None) -> tuple[SittingRecord, ...]:
        """Sittings of an exam or of all, newest first."""
        with self._database.reading() as connection:
            return reading.records(connection, *reading.of_exam(exam), limit=limit)

    def unfinished(self) -> tuple[SittingRecord, ...]:
        """Sittings that a person can go on with, newest first."""
        with self._database.reading() as connection:
            return reading.records(connection, *reading.still_open())

    def last_id(self) -> int | None:
        """The id of the newest sitting."""
        newest = self.sittings(limit=1)
        return newest[0].id if newest else None

    def answers(self, exam: str) -> tuple[AnswerRecord, ...]:
        """A person's contacts with questions, oldest first; those of a mock exam once it is submitted."""
        with self._database.reading() as connection:
            return reading.answers(connection, exam)

    def exposure(self, exam: str) -> dict[str, int]:
        """How often a person was shown each question: in a mock exam, or confirmed in practice."""
        with self._database.reading() as connection:
            return reading.exposure(connection, exam)


def _new_revision() -> int:
    # Chance, not a count: two writers must never arrive at the same number.
    return randbits(62)


def _no_such(connection: Connection, sitting_id: int) -> HistoryError:
    known = [str(record.id) for record in reading.records(connection, limit=10)]
    listed = f"The latest are {', '.join(known)}" if known else "There are none yet: `examcert practice` begins one"
    return HistoryError(f"There is no sitting {sitting_id}.", remedy=f"{listed}; `examcert history` lists them all.")


def _unreadable(sitting_id: int) -> HistoryError:
    return HistoryError(
        f"Sitting {sitting_id} was stored by another version of examcert and cannot be read.",
        remedy="Use the version that stored it; it was not changed.",
    )
