"""Several processes on one file: killed, side by side, and all there first."""

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from examcert.core.sitting import Sitting
from examcert.history import History

from .building import begun, later

_SPAWN = multiprocessing.get_context("spawn")
_WAIT = 60


def _answer_for_ever(url: str, told: Connection) -> None:
    """Answer item after item, tell each one once it is saved, and wait to be killed."""
    with History.open(url) as history:
        was = begun()
        sitting_id = history.begin(was)
        for second in range(1, 100_000):
            item = was.paper.items[second % len(was.paper.items)]
            now = was.answer(item.id, [item.options[second % 3].id], at=later(second / 1000))
            history.save(sitting_id, was, now, at=later(second / 1000))
            told.send((sitting_id, now))
            was = now


def _sit_a_whole_paper(url: str, seed: int) -> None:
    with History.open(url) as history:
        was = begun(seed=seed, candidate=f"candidate {seed}")
        sitting_id = history.begin(was)
        for turn in range(50):
            item = was.paper.items[turn % len(was.paper.items)]
            now = was.answer(item.id, [item.options[(turn + seed) % 3].id], at=later(turn))
            history.save(sitting_id, was, now, at=later(turn))
            was = now
        history.save(sitting_id, was, was.pause(at=later(60)), at=later(60))


def _open_at_once(url: str, gate: "multiprocessing.synchronize.Barrier") -> None:
    gate.wait(_WAIT)
    with History.open(url) as history:
        history.begin(begun())


def _sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as driver:
        return bool(driver.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


def test_a_killed_process_loses_nothing_that_was_saved(url: str, path: Path) -> None:
    for confirmed in (1, 13, 40):
        ours, theirs = _SPAWN.Pipe(duplex=False)
        child = _SPAWN.Process(target=_answer_for_ever, args=(url, theirs))
        child.start()
        theirs.close()
        heard: list[tuple[int, Sitting]] = []
        with ours:
            while len(heard) < confirmed:
                assert ours.poll(_WAIT)
                heard.append(ours.recv())
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            child.join(_WAIT)
            heard += _rest(ours)
        assert child.exitcode == -signal.SIGKILL
        sitting_id, last = heard[-1]
        with History.open(url) as history:
            loaded = history.load(sitting_id)
        # One more may have been saved that the child had no time to tell of.
        at_least, at_most = len(heard), len(heard) + 1
        assert timedelta(milliseconds=at_least) <= loaded.used <= timedelta(milliseconds=at_most)
        differing = [r.item for r in last.responses if loaded.response(r.item) != r]
        assert len(differing) <= (loaded.used == timedelta(milliseconds=at_most))
        assert _sound(path)
        child.close()


def _rest(told: Connection) -> Iterator[tuple[int, Sitting]]:
    """What was told whole before the end."""
    with suppress(EOFError, OSError):
        while True:
            yield told.recv()


def test_sittings_in_two_terminals_do_not_disturb_each_other(url: str) -> None:
    children = [_SPAWN.Process(target=_sit_a_whole_paper, args=(url, seed)) for seed in (0, 1)]
    for child in children:
        child.start()
    for child in children:
        child.join(_WAIT)
    assert [child.exitcode for child in children] == [0, 0]
    with History.open(url) as history:
        for record in history.sittings():
            sitting = history.load(record.id)
            seed = int(record.candidate.split()[-1])
            for turn in range(42, 50):
                item = sitting.paper.items[turn % len(sitting.paper.items)]
                assert sitting.response(item.id).answer == (item.options[(turn + seed) % 3].id,)
            assert sitting.used == timedelta(seconds=60)


def test_processes_that_open_a_new_history_at_once_all_succeed(url: str, path: Path) -> None:
    gate = _SPAWN.Barrier(6)
    children = [_SPAWN.Process(target=_open_at_once, args=(url, gate)) for _ in range(6)]
    for child in children:
        child.start()
    for child in children:
        child.join(_WAIT)
    assert [child.exitcode for child in children] == [0] * 6
    with History.open(url) as history:
        assert len(history.sittings()) == 6
    assert _sound(path)


def test_making_a_history_needs_no_alembic(url: str) -> None:
    loaded = "sorted({'alembic', 'anthropic', 'textual'} & set(sys.modules))"
    code = f"import sys; from examcert.history import History; History.open({url!r}).close(); print({loaded})"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
