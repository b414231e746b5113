"""The true program in a terminal of its own, and eyes to read its screen."""

import os
import signal
import sys
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

import pexpect
import pyte


def hears_ctrl_c() -> None:
    """Start a program as a terminal does, also when the tests run behind a shell that has them ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A process on a pseudo-terminal whose screen pyte draws."""

    def __init__(self, *args: str, env: dict[str, str], size: tuple[int, int] = (100, 30)) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            sys.executable, ["-m", "examcert", *args], env=env, dimensions=size[::-1], timeout=30, encoding=None,
            preexec_fn=hears_ctrl_c,
        )  # fmt: skip
        self.child.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.child.close(force=True)

    @property
    def pid(self) -> int:
        """The number of the process."""
        assert self.child.pid is not None
        return int(self.child.pid)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read(self, seconds: float = 0.05) -> bool:
        """Draw what has come. False when the process has closed its terminal."""
        try:
            read: Any = self.child.read_nonblocking(65536, timeout=seconds)  # bytes, as no encoding was given
            self._stream.feed(read)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        return True

    def see(self, *wanted: str, seconds: float = 30.0) -> None:
        """Wait until all this stands on the screen."""
        until = monotonic() + seconds
        while not all(words in self.text for words in wanted):
            if not self.read() or monotonic() > until:
                raise AssertionError(f"never saw {wanted!r}; the screen:\n{self.text}")

    def press(self, keys: str) -> None:
        """Type."""
        self.child.send(keys.encode())

    def kill(self) -> None:
        """As hard as it gets."""
        os.kill(self.pid, signal.SIGKILL)
        self.child.wait()

    def sleeps(self, seconds: float = 20.0) -> None:
        """Wait until the process is stopped. Reads on: who stops first writes his last words."""
        until = monotonic() + seconds
        while os.waitpid(self.pid, os.WUNTRACED | os.WNOHANG) == (0, 0):
            assert monotonic() < until, "it does not stop"
            self.read()

    def left(self, seconds: float = 20.0) -> int:
        """Wait for the end. The exit code."""
        until = monotonic() + seconds
        while self.read() and monotonic() < until:
            pass
        self.child.close()
        return self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0)


def environment(home: Path, banks: Path, **more: str) -> dict[str, str]:
    """A candidate's environment: a home of one's own, no key, a capable terminal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EXAMCERT_", "ANTHROPIC_"))}
    for name in ("COLUMNS", "LINES"):
        kept.pop(name, None)  # pytest's workers are told a width, which is not that of this terminal
    own = {"EXAMCERT_HOME": str(home), "EXAMCERT_BANKS": str(banks), "TERM": "xterm-256color"}
    return kept | own | {"COLORTERM": "truecolor", "PYTHONUTF8": "1", "LANG": "C.UTF-8"} | more
