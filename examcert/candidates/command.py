"""An outside program as a candidate: items as JSON lines in, answers as JSON lines out.

The program gets what `examcert paper --json` prints of an item, never a key, and answers
`{"id": ITEM, "answer": [OPTION, …]}`, or `{SLOT: OPTION}` for a matching. Whatever else it does (nothing in
time, noise, an exit) costs it that item and nothing more: it is ended and started anew for the next one.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from examcert.candidates.answers_file import shaped
from examcert.core.candidate import NoAnswerError
from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.core.visible import visible
from examcert.errors import AnswerError, ExamcertError

_LONGEST = 1_000_000
"""Characters of a line that are read before the program counts as raving."""
_GRACE = 1.0
"""Seconds to leave by itself once its input has ended."""


class CommandCandidate:
    """A program, started as often as questions are under way at once."""

    def __init__(self, command: str, *, told: Callable[[Item], Any], seconds: float) -> None:
        try:
            self._argv = shlex.split(command)
        except ValueError as error:
            raise ExamcertError(
                f"The command {command!r} is not closed: {error}.", remedy="Mend its quotes."
            ) from error
        if not self._argv:
            raise ExamcertError(
                "cmd: names no program.", remedy="Write, for example, cmd:./my-model or 'cmd:python m.py'."
            )
        self.name = f"cmd:{command}"
        self._told, self._seconds = told, seconds
        self._lock = threading.Lock()
        self._idle: list[_Program] = []
        self._running: set[_Program] = set()
        self._closed = False

    def answer(self, item: Item) -> Answer:
        """What the program says; `NoAnswerError` for everything that is no answer."""
        line = json.dumps(self._told(item), ensure_ascii=False)
        program = self._hired()
        try:
            answer = _read(program.ask(line, self._seconds), item)
        except BaseException:
            self._dismiss(program)
            raise
        with self._lock:
            self._idle.append(program)
        return answer

    def _hired(self) -> _Program:
        with self._lock:
            if self._closed:
                raise NoAnswerError("crashed", "the run was stopped")
            if self._idle:
                return self._idle.pop()
            program = _Program(self._argv)
            self._running.add(program)
            return program

    def _dismiss(self, program: _Program) -> None:
        with self._lock:
            self._running.discard(program)
        program.end(grace=0)

    def close(self) -> None:
        """End every program and all that they started."""
        with self._lock:
            self._closed = True
            running, self._running = list(self._running), set()
        for program in running:
            program.hang_up()
        for program in running:
            program.end(grace=_GRACE)


class _Program:
    """One process, at the head of a process group of its own."""

    def __init__(self, argv: list[str]) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the user's own program, without a shell
                argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise ExamcertError(f"{argv[0]} cannot be started: {why}.", remedy="Check the path after cmd:.") from error
        self._to_say: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        # Bounded: a program that floods its output is held up, not read into memory.
        self._said: queue.Queue[bytes | None] = queue.Queue(maxsize=16)
        self._over = threading.Event()
        # Threads, because a program that does not read would block a writer as one that does not speak blocks a reader.
        threading.Thread(target=self._write, daemon=True).start()
        threading.Thread(target=self._read, daemon=True).start()

    def ask(self, line: str, seconds: float) -> bytes:
        """The next line the program prints after this one was put to it."""
        self._to_say.put(line.encode("utf-8", errors="backslashreplace") + b"\n")
        try:
            said = self._said.get(timeout=seconds)
        except queue.Empty:
            raise NoAnswerError("timeout", f"no answer within {seconds:g} s") from None
        if said is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=_GRACE)
            raise NoAnswerError("crashed", _ended(self._process.returncode))
        if len(said) > _LONGEST:
            raise NoAnswerError("garbage", f"a line of more than {_LONGEST:,} characters")
        return said

    def _write(self) -> None:
        assert self._process.stdin is not None, "it was opened with a pipe"
        with contextlib.suppress(OSError, ValueError), self._process.stdin as pipe:
            while (line := self._to_say.get()) is not None:
                pipe.write(line)
                pipe.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None, "it was opened with a pipe"
        with contextlib.suppress(OSError, ValueError), self._process.stdout as pipe:
            while line := pipe.readline(_LONGEST + 1):
                self._hear(line)
                if len(line) > _LONGEST or self._over.is_set():
                    break
        self._hear(None)

    def _hear(self, line: bytes | None) -> None:
        while not self._over.is_set():
            with contextlib.suppress(queue.Full):
                self._said.put(line, timeout=0.5)
                return

    def hang_up(self) -> None:
        """End its input, the sign to leave."""
        self._to_say.put(None)

    def end(self, *, grace: float) -> None:
        """Wait so many seconds for it to leave, then kill it with everything it has started."""
        self.hang_up()
        self._over.set()
        if sys.platform == "win32":
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=grace)
            self._process.kill()
        else:
            patience = time.monotonic() + grace
            # Looked at without being collected: while it is not, its group's number cannot become another's.
            while self._process.returncode is None and time.monotonic() < patience and not _has_left(self._process.pid):
                time.sleep(0.01)
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=_GRACE)


def _has_left(pid: int) -> bool:
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def _ended(code: int | None) -> str:
    if code is None:
        return "it closed its output"
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"it was ended by {signal.Signals(-code).name}"
    return f"it left with exit code {code}"


def _read(said: bytes, item: Item) -> Answer:
    """The answer in a line; `NoAnswerError` where it holds none for this item."""
    try:
        told = json.loads(said)
    except (ValueError, RecursionError):
        raise NoAnswerError("garbage", f"no JSON: {_quoted(said)}") from None
    if not isinstance(told, dict) or "id" not in told or "answer" not in told:
        raise NoAnswerError("garbage", f'no {{"id": …, "answer": …}}: {_quoted(said)}')
    if told["id"] != item.id:
        raise NoAnswerError("garbage", f"an answer to something else: {_quoted(said)}")
    try:
        return item.checked(shaped(item, told["answer"]))
    except AnswerError as error:
        raise NoAnswerError("garbage", error.what) from None


def _quoted(said: bytes) -> str:
    text = visible(said.decode("utf-8", errors="replace").strip())
    return text if len(text) <= 120 else f"{text[:119]}…"
