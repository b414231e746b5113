"""The audit of ever larger banks against the loading of the same bank, and how well twins are found."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.audited_bank import write_audited_bank
from benchmarks.paraphrases import LEVELS, reworded
from benchmarks.table import Row, duration
from benchmarks.timing import EXAM, ROOT, DidNotRunError, environment, last_words, scratch
from examcert import locations
from examcert.audit.rules.doubles import told_as_twins
from examcert.bank_files import read_bank

_SIZES = {1_000: 3, 10_000: 2, 100_000: 1}
"""Questions, and how often they are audited. The small ones vary more and cost less."""
_LIMIT = 15.0
"""What the audit may cost, in times of loading the bank."""
_GROWTH = 1.5
"""What a question of the largest bank may cost more than one of the smallest; quadratic would be 100."""


def rows() -> Iterator[Row]:
    """Three sizes against loading and against each other, then twins with known answers."""
    with scratch() as folder:
        banks = {size: write_audited_bank(folder / f"bank-{size}", size, EXAM) for size in _SIZES}
        warm = locations.bank(EXAM)
        each: dict[int, float] = {}
        for size, turns in _SIZES.items():
            told = [_measured(warm, banks[size]) for _ in range(turns)]
            audit, loading = min(one["audit"] for one in told), min(one["loading"] for one in told)
            each[size] = audit / size
            more = 1024 * (max(one["megabytes"] for one in told) - min(one["loaded"] for one in told)) / size
            note = (
                f"floor: loading it, {duration(loading)}; {told[0]['findings']:,.0f} findings; "
                f"{more:.2f} KB a question beyond the bank itself"
            )
            yield Row(f"audit of {size:,} questions", audit, loading, _LIMIT, note=note)
        smallest, largest = min(each), max(each)
        yield Row(f"audit of {largest:,} questions, each", each[largest], each[smallest], _GROWTH,
                  note=f"floor: each of {smallest:,}")  # fmt: skip
    yield from _twins()


def _twins() -> Iterator[Row]:
    stems = [question.stem for question in read_bank(locations.bank(EXAM)).questions]
    for level in LEVELS:
        texts, twin_of = reworded(stems, level)
        found = told_as_twins(texts)
        right = sum(twin_of.get(later) == earlier for later, earlier in found)
        precise = f"{right / len(found):.1%}" if found else "–"
        note = f"{len(twin_of)} known ones: recall {right / len(twin_of):.1%}, precision {precise}"
        yield Row(f"twins among {level} rewordings", note=note)


def _measured(warm: Path, bank: Path) -> dict[str, float]:
    command = (sys.executable, "-m", "benchmarks.audit_once", str(warm), str(bank))
    done = subprocess.run(command, cwd=ROOT, env=environment(bank), capture_output=True, text=True, check=False)
    if done.returncode:
        raise DidNotRunError(f"the audit of {bank.name}: {last_words(done.stderr)}")
    return dict(json.loads(done.stdout))
