"""`examcert sit --repeats`: its cost must grow with the number of sittings, and its memory must not.

Each row sets a long run against a short one of the same command, so the machine cancels out.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.table import Row
from benchmarks.timing import EXAM, EXAMCERT, DidNotRunError, environment, scratch

_LONG, _SHORT = 1000, 100
_TURNS = 3


class _Spent(NamedTuple):
    seconds: float
    megabytes: float


def rows() -> Iterator[Row]:
    """Seconds a sitting and peak memory, long run over short."""
    with scratch() as home:
        _sit(1, home)
        best = {count: _least([_sit(count, home) for _ in range(_TURNS)]) for count in (1, _SHORT, _LONG)}
    start = best[1].seconds
    each = {count: (best[count].seconds - start) / (count - 1) for count in (_SHORT, _LONG)}
    yield Row(f"`sit --repeats {_LONG:,}`, each sitting", each[_LONG], each[_SHORT], 1.2, note=f"floor: of {_SHORT}")
    yield Row(
        f"`sit --repeats {_LONG:,}`, peak memory",
        best[_LONG].megabytes,
        best[_SHORT].megabytes,
        1.1,
        unit="MB",
        note=f"floor: of {_SHORT}",
    )


def _least(runs: list[_Spent]) -> _Spent:
    return _Spent(min(run.seconds for run in runs), min(run.megabytes for run in runs))


def _sit(count: int, home: Path) -> _Spent:
    """One run by the key, in a fresh process, with nothing written."""
    command = [EXAMCERT, "sit", EXAM, "--candidate", "key", "--repeats", str(count), "--no-history"]
    start = perf_counter()
    process = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise DidNotRunError(f"{' '.join(command)}: exit code {process.returncode}")
    return _Spent(perf_counter() - start, used.ru_maxrss / 1024)
