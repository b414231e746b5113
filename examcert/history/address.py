"""Where a history database is: its URL taken apart, and its file made private.

A URL may hold a password, so no message here repeats one.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from examcert.errors import HistoryError

BUSY_SECONDS = 10.0
"""How long to wait for another process; `?timeout=` in the URL says otherwise."""


@dataclass(frozen=True)
class Address:
    """One SQLite database."""

    url: URL
    path: Path | None
    """None in memory."""
    patience: float
    """Seconds to wait for a lock."""

    def __str__(self) -> str:
        return str(self.path) if self.path else "in memory"

    def make_private(self) -> None:
        """Create the file where there is none, in its folder, for nobody else to read."""
        if self.path is None or os.path.exists(self.path):
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Made before SQLite makes it, which would let the umask decide who may read.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            why = f"{self.path.parent} is a file" if os.path.isfile(self.path.parent) else error.strerror
            raise HistoryError(
                f"The history database {self} cannot be made: {why}.",
                remedy="Make its folder writable, or name another place with EXAMCERT_DB or EXAMCERT_HOME.",
            ) from error


def address_of(text: str) -> Address:
    """Read a SQLAlchemy URL. `HistoryError` when it names no SQLite database."""
    try:
        url = make_url(text)
        if "timeout" not in url.query:
            url = url.update_query_dict({"timeout": str(BUSY_SECONDS)})
        patience = float(str(url.query["timeout"]))
    except (ArgumentError, ValueError):
        raise HistoryError(
            "The address of the history database is not a URL.",
            remedy="Set EXAMCERT_DB to something like sqlite:////home/me/history.db (four slashes before a full path).",
        ) from None
    if url.drivername not in ("sqlite", "sqlite+pysqlite") or url.host:
        raise HistoryError(
            f"History cannot be kept in {url.get_backend_name()!r} at this address.",
            remedy="Use SQLite: sqlite:////full/path/history.db with four slashes, or unset EXAMCERT_DB.",
        )
    return Address(url=url, path=_path_of(url), patience=patience)


def _path_of(url: URL) -> Path | None:
    name = url.database or ""
    if name in ("", ":memory:") or url.query.get("mode") == "memory" or ":memory:" in name:
        return None
    if name.startswith("file:") and url.query.get("uri"):
        return Path(unquote(urlsplit(name).path))
    return Path(name)
