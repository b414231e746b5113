"""What SQLite says, as errors a reader can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from examcert.errors import HistoryError

_REMEDIES = {
    "SQLITE_BUSY": (
        "was locked by another program for too long.",
        "Close whatever else has it open, then try again.",
    ),
    "SQLITE_READONLY": (
        "is read-only.",
        "Make the file and its folder writable, or name another database with EXAMCERT_DB.",
    ),
    "SQLITE_CANTOPEN": (
        "cannot be opened.",
        "See that its folder exists and is writable, or name another database with EXAMCERT_DB.",
    ),
    "SQLITE_FULL": (
        "cannot grow: the disk is full.",
        "Free some space and try again; everything saved before is safe.",
    ),
    "SQLITE_NOTADB": (
        "is not an SQLite database.",
        "Nothing in it was changed. Name another file with EXAMCERT_DB, or move this one away to start afresh.",
    ),
    "SQLITE_CORRUPT": (
        "is damaged.",
        "Nothing in it was changed. Restore a backup, or move it away to start afresh; "
        "`sqlite3 FILE .recover` may save what it holds.",
    ),
    "SQLITE_IOERR": (
        "cannot be read or written.",
        "Check the disk and its free space; everything saved before is safe.",
    ),
}
_REMEDIES["SQLITE_LOCKED"] = _REMEDIES["SQLITE_BUSY"]
_REMEDIES["SQLITE_PERM"] = _REMEDIES["SQLITE_READONLY"]


def complaint(where: str, found: BaseException) -> HistoryError:
    """The error for what a driver raised about the database at `where`."""
    name = getattr(found, "sqlite_errorname", None) or ""
    # Extended names such as SQLITE_IOERR_WRITE start with the name of their group.
    group = "_".join(name.split("_")[:2])
    what, remedy = _REMEDIES.get(
        group, (f"does not work: {found}.", "Run `examcert doctor`, and report this if the file is sound.")
    )
    return HistoryError(f"The history database {where} {what}", remedy=remedy)


@contextmanager
def complaints(where: str) -> Iterator[None]:
    """Turn what the driver raises in this block into `HistoryError`."""
    try:
        yield
    except DBAPIError as error:
        raise complaint(where, error.orig or error) from error
    except sqlite3.Error as error:
        raise complaint(where, error) from error
