"""One kept connection to the database, and one transaction at a time on it.

A commit is on the disk when it returns (synchronous=FULL): an answer that was confirmed
outlives the process and the power. Writers ask for the write lock at the start (BEGIN
IMMEDIATE), because a reader that turns into a writer half-way can only fail.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool

from examcert.history.address import Address
from examcert.history.complaints import complaints


class Database:
    """An open database. `HistoryError` for whatever SQLite refuses."""

    driver: sqlite3.Connection
    """The same connection below SQLAlchemy, for what must happen outside a transaction."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.where = str(address)
        self._lock = threading.RLock()
        self._begin = "BEGIN"
        # Without an isolation level the driver leaves transactions to us.
        self._engine = create_engine(
            address.url, poolclass=StaticPool, connect_args={"isolation_level": None, "check_same_thread": False}
        )
        event.listen(self._engine, "begin", self._start)
        try:
            with complaints(self.where):
                self._connection = self._engine.connect()
                self.driver = cast("sqlite3.Connection", self._connection.connection.dbapi_connection)
                self._settle()
        except BaseException:
            self._engine.dispose()
            raise

    def _settle(self) -> None:
        for setting in ("foreign_keys=ON", "synchronous=FULL"):
            self.driver.execute(f"PRAGMA {setting}")
        # Two processes that switch to WAL at once get SQLITE_BUSY without a wait.
        self._patiently(lambda: self.driver.execute("PRAGMA journal_mode=WAL").fetchall())

    def _start(self, _: Connection) -> None:
        if self.driver.in_transaction:
            # Ctrl-C came between a BEGIN and SQLAlchemy's note of it; nothing was written in there.
            self.driver.rollback()
        self.driver.execute(self._begin)

    def _patiently(self, act: Callable[[], object]) -> None:
        deadline = time.monotonic() + self.address.patience
        while True:
            try:
                act()
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock; nothing of it stays when the block raises."""
        with self._lock, complaints(self.where):
            self._begin = "BEGIN IMMEDIATE"
            with self._connection.begin():
                yield self._connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database."""
        with self._lock, complaints(self.where):
            self._begin = "BEGIN"
            with self._connection.begin():
                yield self._connection

    def check_writable(self) -> None:
        """Raise for a read-only database, without writing to it."""
        with self._lock, complaints(self.where):
            self.driver.execute("BEGIN")
            try:
                # SQLite refuses this at once where it may not write; the rollback keeps it off the disk.
                self.driver.execute("PRAGMA user_version = 0")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
            finally:
                self.driver.execute("ROLLBACK")

    def close(self) -> None:
        """Give the connection back. A second time does nothing."""
        with self._lock:
            self._connection.close()
            self._engine.dispose()
