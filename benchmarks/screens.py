"""The app on a pseudo-terminal of 120 columns: how soon it is there, how soon it turns a page.

Bytes are timed as they reach the terminal, so that everything counts: input, the move, the commit to disk,
layout, drawing and writing.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.large import write_bank
from benchmarks.table import Row
from benchmarks.timing import EXAM, EXAMCERT, DidNotRunError, environment, interleaved, scratch

_SIZE = (120, 40)
_QUIET = 0.03
"""Seconds without a byte after which a repaint counts as done; they are not counted."""
_PATIENCE = 60.0
_TURNS = 200
_ALLOWED = 0.05
"""Seconds from a key to the next question that nobody notices."""
_LARGE = 2_000
_EMPTY = (
    sys.executable,
    "-c",
    """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("painted")
Empty().run()
""",
)


class _Terminal:
    """A program on a pseudo-terminal."""

    def __init__(self, command: Sequence[str], home: Path) -> None:
        self.start = perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            env = environment(home) | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", _SIZE[1], _SIZE[0], 0, 0))
            os.execvpe(command[0], list(command), env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", _SIZE[1], _SIZE[0], 0, 0))

    def until(self, marker: bytes, *, settle: bool = False) -> float:
        """When the marker came, or, with `settle`, when the last byte of its repaint came."""
        seen, last, found = b"", perf_counter(), False
        while True:
            ready, _, _ = select.select([self.fd], [], [], _QUIET if found and settle else _PATIENCE)
            if not ready:
                if found:
                    return last
                raise DidNotRunError(f"no {marker.decode()!r} came")
            try:
                seen += os.read(self.fd, 65536)
            except OSError as error:
                raise DidNotRunError(f"it left before {marker.decode()!r} came") from error
            last = perf_counter()
            found = found or marker in seen
            if found and not settle:
                return last

    def press(self, key: bytes, marker: bytes) -> float:
        """Seconds from a key until the repaint that holds the marker is done."""
        start = perf_counter()
        os.write(self.fd, key)
        return self.until(marker, settle=True) - start


@contextmanager
def _terminal(command: Sequence[str], home: Path) -> Iterator[_Terminal]:
    terminal = _Terminal(command, home)
    try:
        yield terminal
    finally:
        os.kill(terminal.pid, 9)
        os.waitpid(terminal.pid, 0)
        os.close(terminal.fd)


def _paint_seconds(command: Sequence[str], marker: bytes, home: Path) -> float:
    with _terminal(command, home) as terminal:
        return terminal.until(marker) - terminal.start


def rows() -> Iterator[Row]:
    """First paint of home, and page turns in a mock exam, on the shipped bank and on a large one."""
    with scratch() as folder:
        home = folder / "home"
        bare, listed, floor = interleaved(
            lambda: _paint_seconds((EXAMCERT,), b"every option explained", home),
            lambda: _paint_seconds((EXAMCERT,), EXAM.upper().encode(), home),
            lambda: _paint_seconds(_EMPTY, b"painted", home),
            repeats=8,
        )
        yield Row("first paint of the app", bare, floor, 1.5)
        yield Row("the app with its exams listed", listed, floor)
        large = write_bank(folder / "large", _LARGE)
        shipped, thousands = _page_turns(EXAM, home), _page_turns(str(large), home)
        for name, turns in (("the shipped bank", shipped), (f"{_LARGE:,} questions", thousands)):
            late = sorted(turns)[int(len(turns) * 0.95)]
            yield Row(f"key press to the next question, {name}", late, _ALLOWED, 1.0, note=f"p95 of {len(turns)}")
        yield Row(f"page turn on {_LARGE:,} questions", median(thousands), median(shipped), 1.25, note="median")


def _page_turns(exam: str, home: Path) -> list[float]:
    """Seconds of each page turn of a mock exam, forth and back."""
    with _terminal((EXAMCERT, "mock", exam, "--seed", "0"), home) as terminal:
        terminal.until(b"Question 1 of", settle=True)
        place, step = 1, 1
        turns: list[float] = []
        while len(turns) < _TURNS:
            if not 1 <= place + step <= 60:
                step = -step
            place += step
            turns.append(terminal.press(b"\r" if step > 0 else b"p", f"Question {place} of".encode()))
        return turns
