"""The state of a database's tables: which revision it is, and how it gets to ours.

A database that is not ours, or of a later version, is recognised by a connection that
cannot write. Alembic is imported only to upgrade an older one, because it takes as long to
load as everything else together; a new one is made from the tables' classes directly.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, text

from examcert.errors import HistoryError
from examcert.history.address import Address
from examcert.history.complaints import complaints
from examcert.history.database import Database
from examcert.history.rows import METADATA

REVISIONS = ("examcert_0001", "examcert_0002", "examcert_0003")
"""Every revision this version knows, oldest first. Named so that no other program's can be taken for ours."""

HEAD = REVISIONS[-1]

_MIGRATIONS = Path(__file__).parent / "migrations"
_TABLES = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
_VERSION = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, " \
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"  # fmt: skip


def tables() -> MetaData:
    """Every table of this version."""
    # Deferred: a database that is as it should be needs none of them made.
    import examcert.history.notebook_rows  # noqa: F401 fills METADATA

    return METADATA


def open_database(address: Address) -> Database:
    """Open a history database with today's tables, made or upgraded as needed. Refusals change nothing."""
    found = _look(address)
    address.make_private()
    database = Database(address)
    try:
        database.check_writable()
        if found != HEAD:
            _bring_to_head(database)
    except BaseException:
        database.close()
        raise
    return database


def _look(address: Address) -> str | None:
    """The revision of the file; None where there is nothing yet. Opened so that it cannot be changed."""
    path = address.path
    # Not `Path.exists`, which raises where the folder may not be searched.
    if path is None or not os.path.exists(path):
        return None
    if path.is_dir():
        raise HistoryError(
            f"The history database {address} is a folder.", remedy="Name a file in it: sqlite:////full/path/history.db."
        )
    with complaints(str(address)), closing(_look_only(path, address.patience)) as driver:
        return _revision(str(address), lambda sql: driver.execute(sql).fetchall())


def _look_only(path: Path, patience: float) -> sqlite3.Connection:
    """A connection that cannot write."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=patience, isolation_level=None)


def _revision(where: str, ask: Callable[[str], Iterable[Any]]) -> str | None:
    """The revision a database says it has, None when it is empty. `HistoryError` when it is none of ours."""
    tables = {row[0] for row in ask(_TABLES)}
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise HistoryError(
            f"The database {where} belongs to another program: it has tables, but not those of a history.",
            remedy="Nothing in it was changed. Name another file with EXAMCERT_DB.",
        )
    said = [row[0] for row in ask("SELECT version_num FROM alembic_version")]
    if len(said) != 1 or said[0] not in REVISIONS:
        raise HistoryError(
            f"The history database {where} was made by a newer examcert "
            f"(its tables are {', '.join(map(repr, said)) or 'unnamed'}, this version knows up to {HEAD!r}).",
            remedy="Nothing in it was changed. Upgrade examcert, or name another file with EXAMCERT_DB.",
        )
    return str(said[0])


def _bring_to_head(database: Database) -> None:
    # A batch migration drops and rebuilds tables; with foreign keys on, a dropped table would take along
    # the rows that refer to it. The switch works outside a transaction only.
    database.driver.execute("PRAGMA foreign_keys=OFF")
    with database.writing() as connection:
        # Asked again under the lock: another process may have been faster.
        revision = _revision(database.where, lambda sql: connection.exec_driver_sql(sql).all())
        if revision is None:
            _create(connection)
        elif revision != HEAD:
            if _holds_rows(connection):
                _back_up(database.address.path, database.address.patience)
            _upgrade(connection)
            _check_references(database.where, connection)
    database.driver.execute("PRAGMA foreign_keys=ON")


def _check_references(where: str, connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise HistoryError(
            f"The history database {where} holds parts of sittings that are not there, so it was not upgraded.",
            remedy="Nothing in it was changed. Restore a backup, or name another file with EXAMCERT_DB.",
        )


def _create(connection: Connection) -> None:
    tables().create_all(connection, checkfirst=False)
    connection.exec_driver_sql(_VERSION)
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def _holds_rows(connection: Connection) -> bool:
    there = {row[0] for row in connection.exec_driver_sql(_TABLES)} & set(tables().tables)
    return any(connection.exec_driver_sql(f'SELECT 1 FROM "{name}" LIMIT 1').first() for name in sorted(there))  # noqa: S608 our own table names


def _upgrade(connection: Connection) -> None:
    # Deferred: half a second, needed once a year.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def _back_up(path: Path | None, patience: float) -> None:
    """Copy the file as it is. The caller holds the write lock, so it cannot change meanwhile."""
    if path is None:
        return
    target = _free_name(path.with_name(f"{path.name}.before-{HEAD}"))
    partial = target.with_name(f"{target.name}.part")
    try:
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(_look_only(path, patience)) as source, closing(sqlite3.connect(partial)) as copy:
            source.backup(copy)
        partial.rename(target)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise HistoryError(
            f"The history database {path} needs an upgrade, but its backup {target.name} cannot be written: {error}.",
            remedy="Nothing was changed. Make room in its folder, then try again.",
        ) from error


def _free_name(wanted: Path) -> Path:
    """The name, or the first numbered one that no earlier backup has."""
    number, free = 1, wanted
    while free.exists():
        number += 1
        free = wanted.with_name(f"{wanted.name}.{number}")
    return free
