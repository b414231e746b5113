"""Typed lines, waited for with a limit: a timed exam ends even when nobody types."""

import sys
import threading
from collections.abc import Callable
from enum import Enum
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TextIO


class Silence(Enum):
    """Why no line came."""

    TIME_UP = "time up"
    CLOSED = "closed"


TICK = 5.0
"""Seconds between two calls of `tick` while waiting."""


class Keyboard:
    """Lines from a stream, read by a thread so that waiting can end."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdin
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._asked = threading.Semaphore(0)
        self._waiting = False
        self._thread: threading.Thread | None = None

    def line(self, *, seconds: float | None, tick: Callable[[], None]) -> str | Silence:
        """The next line without its end, or why there is none. Calls `tick` every few seconds meanwhile."""
        if not self._waiting:
            self._ask()
        deadline = None if seconds is None else monotonic() + seconds
        while True:
            left = TICK if deadline is None else min(TICK, deadline - monotonic())
            if left <= 0:
                return Silence.TIME_UP
            try:
                line = self._lines.get(timeout=left)
            except Empty:
                tick()
                continue
            self._waiting = False
            return line.rstrip("\r\n") if line else Silence.CLOSED

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
            except (OSError, ValueError, UnicodeDecodeError):
                line = ""
            self._lines.put(line)
            if not line:
                return
