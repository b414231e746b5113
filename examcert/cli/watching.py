"""Doing something again whenever a bank's files are saved.

A bank has a handful of files, so looking at their times four times a second costs nothing,
works on every file system, and needs no library.
"""

import time
from collections.abc import Callable
from pathlib import Path

from examcert.cli import wiring
from examcert.errors import ExamcertError

_PAUSE = 0.25

State = frozenset[tuple[str, int, int]]


def watched(folder: Path, act: Callable[[], object], *, pause: float = _PAUSE) -> None:
    """Act now and after each save, until Ctrl-C. A bank that cannot be read meanwhile is named, not fatal."""
    while True:
        before = state(folder)
        try:
            act()
        except ExamcertError as error:
            wiring.say(str(error))
        wiring.say(f"Watching {folder}; Ctrl-C ends it.")
        while (now := state(folder)) == before:
            time.sleep(pause)
        # Editors write a file in several steps: what settles is what was saved.
        while (later := state(folder)) != now:
            now = later
            time.sleep(pause)
        wiring.say("")


def state(folder: Path) -> State:
    """Names, times and sizes of the files of a bank; files that vanish while one looks are not there."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in (".yaml", ".yml", ".json") or path.name.startswith("."):
            continue
        try:
            told = path.stat()
        except OSError:
            continue
        found.append((str(path), told.st_mtime_ns, told.st_size))
    return frozenset(found)
