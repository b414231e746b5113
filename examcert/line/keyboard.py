"""Typed lines, waited for with a limit: a timed exam ends even when nobody types.

Where the system can wait on a file, lines come straight from it and no thread is left holding
standard input when the process ends. Elsewhere (Windows, streams in memory) a thread reads.
"""

import os
import select
import sys
import threading
from collections.abc import Callable
from enum import Enum
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Protocol, TextIO


class Silence(Enum):
    """Why no line came."""

    TIME_UP = "time up"
    CLOSED = "closed"


TICK = 5.0
"""Seconds between two calls of `tick` while waiting."""


class Input(Protocol):
    """Where typed lines come from."""

    echoes: bool
    """Whether what is typed shows on screen, its line end too."""

    def line(self, *, seconds: float | None, tick: Callable[[], None]) -> str | Silence:
        """The next line without its end, or why there is none."""
        ...


class _Source(Protocol):
    def take(self, seconds: float) -> str | None:
        """The next line with its end, "" when there are no more, None when none came in time."""
        ...


class Keyboard:
    """Lines from a stream."""

    def __init__(self, stream: TextIO | None = None) -> None:
        stream = stream or sys.stdin
        self.echoes = stream.isatty()
        descriptor = _descriptor(stream)
        self._source: _Source = _Thread(stream) if descriptor is None else _File(descriptor, stream.encoding)

    def line(self, *, seconds: float | None, tick: Callable[[], None]) -> str | Silence:
        """The next line without its end, or why there is none. Calls `tick` every few seconds meanwhile."""
        deadline = None if seconds is None else monotonic() + seconds
        while True:
            left = TICK if deadline is None else min(TICK, deadline - monotonic())
            if left <= 0:
                return Silence.TIME_UP
            line = self._source.take(left)
            if line is not None:
                return line.rstrip("\r\n") if line else Silence.CLOSED
            tick()


def _descriptor(stream: TextIO) -> int | None:
    try:
        number = stream.fileno()
    except (OSError, ValueError):
        return None
    return number if os.name == "posix" else None


class _File:
    """A terminal, pipe or file of a system that can wait on one."""

    def __init__(self, descriptor: int, encoding: str) -> None:
        self._descriptor, self._encoding = descriptor, encoding
        self._read, self._ended = b"", False

    def take(self, seconds: float) -> str | None:
        until = monotonic() + seconds
        while b"\n" not in self._read and not self._ended:
            ready, _, _ = select.select([self._descriptor], [], [], max(0.0, until - monotonic()))
            if not ready:
                return None
            self._fill()
        line, end, self._read = self._read.partition(b"\n")
        return (line + end).decode(self._encoding, errors="replace")

    def _fill(self) -> None:
        try:
            # A terminal gives one line at a time: what is typed after the exam stays for the shell.
            got = os.read(self._descriptor, 65536)
        except OSError:
            # The terminal is gone.
            got = b""
        self._read += got
        self._ended = not got


class _Thread:
    """Any other stream, read by a thread so that waiting can end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._asked = threading.Semaphore(0)
        self._waiting = self._ended = False
        self._thread: threading.Thread | None = None

    def take(self, seconds: float) -> str | None:
        if self._ended:
            return ""
        if not self._waiting:
            self._ask()
        try:
            line = self._lines.get(timeout=seconds)
        except Empty:
            return None
        self._waiting, self._ended = False, not line
        return line

    def _ask(self) -> None:
        """Let the reader take one line: what is typed after the exam belongs to the shell again."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._read, daemon=True)
            self._thread.start()
        self._waiting = True
        self._asked.release()

    def _read(self) -> None:
        while self._asked.acquire():
            try:
                line = self._stream.readline()
            except (OSError, ValueError):
                line = ""
            self._lines.put(line)
            if not line:
                return
