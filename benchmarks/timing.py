"""Measuring: interleaved repeats, fresh processes, and a scratch folder on the disk of the checkout."""

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / ".bench"
"""What benchmarks leave behind: the peer's environment. Git ignores it, and it is safe to delete."""

EXAMCERT = str(Path(sys.executable).with_name("examcert"))
EXAM = "aif-c01"
_SECONDS_TO_START = 900.0


class DidNotRunError(Exception):
    """A measured program failed; the message says which and what it said."""


def interleaved(*acts: Callable[[], float], repeats: int) -> list[float]:
    """The least of what each act returns (its seconds), the acts taking turns.

    Turns, because load that comes and goes then hits ours and the floor alike. A first turn
    is not counted: it fills the caches of the disk and of Python.
    """
    best = [float("inf")] * len(acts)
    for turn in range(repeats + 1):
        for place, act in enumerate(acts):
            gc.collect()
            spent = act()
            if turn:
                best[place] = min(best[place], spent)
    return best


def seconds_of(act: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = perf_counter()
    act()
    return perf_counter() - start


def run_seconds(command: Sequence[str], home: Path) -> float:
    """Wall time of a fresh process, from start to end."""
    start = perf_counter()
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False)
    spent = perf_counter() - start
    if done.returncode:
        raise DidNotRunError(f"{' '.join(command)}: exit code {done.returncode}: {last_words(done.stderr)}")
    return spent


def seconds_until(marker: bytes, command: Sequence[str], home: Path) -> float:
    """Wall time of a fresh process, from start until it has printed the marker."""
    with tempfile.TemporaryFile() as errors:
        start = perf_counter()
        with subprocess.Popen(
            command, env=environment(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        ) as process:
            assert process.stdout is not None
            seen, piece = b"", b"start"
            while marker not in seen and piece and perf_counter() - start < _SECONDS_TO_START:
                piece = os.read(process.stdout.fileno(), 65536)
                seen += piece
            spent = perf_counter() - start
            # The end of its input tells the program to leave.
            process.communicate()
        if marker not in seen:
            errors.seek(0)
            said = last_words(errors.read().decode(errors="replace"))
            raise DidNotRunError(f"{' '.join(command)}: no {marker.decode()!r} came: {said}")
    return spent


def last_words(said: str) -> str:
    """The last line a program said, short enough for a table and without its separators."""
    lines = said.strip().splitlines() or ["it said nothing"]
    return lines[-1][:120].replace("|", "/")


def environment(home: Path) -> dict[str, str]:
    """The environment of a candidate without a key, with a home of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EXAMCERT_", "ANTHROPIC_"))}
    return kept | {"EXAMCERT_HOME": str(home), "TERM": "dumb"}


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for one benchmark. On the checkout's disk: in memory, a durable commit would cost nothing."""
    BENCH.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BENCH, prefix="scratch-") as name:
        yield Path(name)
