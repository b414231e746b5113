"""`python -m benchmarks [PART ...]`: measure everything, print one table, keep it in the README.

Exits 1 when a row misses its limit. With parts named, only these are measured and nothing is kept.
"""

import os
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from benchmarks import auditing, carding, large, loading, scoring, starting, storing
from benchmarks.table import Row, keep, markdown
from benchmarks.timing import DidNotRunError

_PARTS: dict[str, Callable[[], Iterator[Row]]] = {
    "commands": starting.commands,
    "loading": loading.rows,
    "first-question": starting.first_question,
    "storing": storing.rows,
    "scoring": scoring.rows,
    "scorecard": carding.rows,
    "large": large.rows,
    "auditing": auditing.rows,
}


def main(names: list[str]) -> int:
    """Measure, show, keep. The exit code."""
    if unknown := [name for name in names if name not in _PARTS]:
        print(f"There is no part {unknown[0]!r}. The parts are {', '.join(_PARTS)}.", file=sys.stderr)
        return 2
    before = _load()
    rows = [row for name in names or _PARTS for row in _measured(name)]
    machine = (
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, "
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {before} before and {_load()} after."
    )
    table = markdown(rows, machine)
    print(table)
    if not names:
        keep(table)
    return int(any(row.verdict == "MISSED" for row in rows))


def _measured(name: str) -> Iterator[Row]:
    print(f"measuring {name} …", file=sys.stderr, flush=True)
    try:
        yield from _PARTS[name]()
    except DidNotRunError as error:
        yield Row(name, broken=True, note=str(error))


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
