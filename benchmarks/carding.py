"""The scorecard against the loading of the same bank in the same process."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.large import write_bank
from benchmarks.table import Row, duration
from benchmarks.timing import EXAM, ROOT, DidNotRunError, environment, last_words, scratch
from examcert import locations

_LARGE = 10_000
_LIMIT = 15.0
"""What the audit of a large bank may cost, in times of loading it."""
_TURNS = 3


def rows() -> Iterator[Row]:
    """The shipped bank, which pays for training five times over, and a large one, which is sampled."""
    with scratch() as folder:
        small = locations.bank(EXAM)
        for what, bank, limit in (
            (f"scorecard of {EXAM}", small, None),
            (f"scorecard of {_LARGE:,} questions", write_bank(folder / "large", _LARGE), _LIMIT),
        ):
            turns = [_measured(small, bank) for _ in range(_TURNS)]
            card, loading = min(turn["card"] for turn in turns), min(turn["loading"] for turn in turns)
            peak = f"peak {max(turn['megabytes'] for turn in turns):,.0f} MB"
            yield Row(what, card, loading, limit, note=f"floor: loading it, {duration(loading)}; {peak}")


def _measured(warm: Path, bank: Path) -> dict[str, float]:
    command = (sys.executable, "-m", "benchmarks.card_once", str(warm), str(bank))
    done = subprocess.run(command, cwd=ROOT, env=environment(bank), capture_output=True, text=True, check=False)
    if done.returncode:
        raise DidNotRunError(f"the scorecard of {bank.name}: {last_words(done.stderr)}")
    return dict(json.loads(done.stdout))
