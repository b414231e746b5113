"""Confirming an answer, against the same write without our program around it.

Both commits are durable when they return (write-ahead log, `synchronous=FULL`), stand on one
disk, and do the same kind of work: update the sitting's row, insert a response.
"""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks.table import Row
from benchmarks.timing import EXAM, scratch, seconds_of
from examcert import locations
from examcert.bank_files import read_bank
from examcert.candidates.baselines import KeyCandidate
from examcert.core.drawing import draw
from examcert.core.sitting import Sitting
from examcert.history import History

_SITTINGS = 6
_START = datetime(2026, 1, 1, tzinfo=UTC)
_TABLES = """
CREATE TABLE sitting (id INTEGER PRIMARY KEY, place INTEGER, used REAL, opened TEXT, heartbeat TEXT, revision INTEGER);
CREATE TABLE response (
    sitting INTEGER REFERENCES sitting, item TEXT, position INTEGER, answer TEXT, answered INTEGER, seconds REAL,
    flagged INTEGER, struck TEXT, confidence INTEGER, confirmed INTEGER, credit REAL, at TEXT,
    PRIMARY KEY (sitting, item)
) WITHOUT ROWID;
"""
_MOVE = "UPDATE sitting SET place = ?, used = ?, opened = ?, heartbeat = ?, revision = ? WHERE id = ? AND revision = ?"
_ANSWER = "INSERT INTO response VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def rows() -> Iterator[Row]:
    """Whole papers of practice answers, one commit of ours and one of the floor in turn."""
    with scratch() as folder, History.open(f"sqlite:///{folder / 'history.sqlite'}") as history:
        bare = _bare(folder / "bare.sqlite")
        spent = [times for number in range(_SITTINGS) for times in _sitting(history, bare, number)]
        bare.close()
    # The median: the fastest flush of a disk says nothing about the usual one.
    ours, floor = (median(times) for times in zip(*spent, strict=True))
    yield Row("confirming an answer (`History.save`)", ours, floor, 3.0, note=f"median of {len(spent)}")


def _sitting(history: History, bare: sqlite3.Connection, number: int) -> Iterator[tuple[float, float]]:
    """Seconds of ours and of the floor for every answer of one sitting."""
    bank = read_bank(locations.bank(EXAM))
    paper = draw(bank, seed=number)
    key = KeyCandidate(bank)
    now = Sitting.begin(paper, mode="practice", candidate="you", at=_START)
    sitting_id = history.begin(now)
    bare.execute("INSERT INTO sitting VALUES (?, 0, 0.0, NULL, NULL, 0)", (number,))
    for place, item in enumerate(paper.items):
        before, at = now, _START + timedelta(seconds=place)
        now = before.answer(item.id, key.answer(item), at=at, seconds=1.0)
        step = (sitting_id, before, now)
        ours = seconds_of(lambda: history.save(*step, at=at, credits={item.id: 1.0}))  # noqa: B023 called at once
        yield ours, seconds_of(lambda: _confirm(bare, number, place, item.id, at.isoformat()))  # noqa: B023


def _bare(path: Path) -> sqlite3.Connection:
    bare = sqlite3.connect(path, isolation_level=None)
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=FULL")
    bare.execute("PRAGMA foreign_keys=ON")
    bare.executescript(_TABLES)
    return bare


def _confirm(bare: sqlite3.Connection, number: int, place: int, item: str, at: str) -> None:
    bare.execute("BEGIN IMMEDIATE")
    bare.execute(_MOVE, (place, 0.0, at, at, place + 1, number, place))
    bare.execute(_ANSWER, (number, item, place, '["a"]', 1, 1.0, 0, "[]", None, 1, 1.0, at))
    bare.execute("COMMIT")
