"""Drawing, sitting and marking papers, against inspect_ai's `multiple_choice` on its mock model.

The peer gets the items of seed 0's paper as ready samples: same stems, same options in the
same order, key letters as targets. Orderings and matchings go in as questions with several
right options, which is less work than theirs. It reads no bank, draws nothing, its model
answers `ANSWER: A` at once without a network, and importing it is not counted.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from benchmarks.table import Row
from benchmarks.timing import BENCH, EXAM, DidNotRunError, last_words, scratch, seconds_of
from examcert import locations
from examcert.bank_files import read_bank
from examcert.candidates.baselines import KeyCandidate
from examcert.core.bank import Bank
from examcert.core.candidate import sit
from examcert.core.drawing import draw
from examcert.core.marking import mark

_PAPERS = 1000
_TURNS = 3
_HERE = Path(__file__).parent
_PYTHON = BENCH / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
_WHAT = f"drawing and marking {_PAPERS:,} papers of 65 items"


def rows() -> Iterator[Row]:
    """Our best rate over the peer's best, in turns."""
    bank = read_bank(locations.bank(EXAM))
    try:
        _install_peer()
    except DidNotRunError as error:
        yield Row(_WHAT, _rate(bank, 0), None, 200.0, rate="samples", note=f"no peer: {error}")
        return
    ours = usual = tuned = 0.0
    version = ""
    for turn in range(_TURNS):
        ours = max(ours, _rate(bank, turn))
        said = _peer(bank)
        usual, tuned, version = max(usual, said["usual"]), max(tuned, said["tuned"]), said["version"]
    yield Row(_WHAT, ours, usual, 200.0, rate="samples", note=f"inspect_ai {version}, its own settings")
    yield Row(_WHAT, ours, tuned, rate="samples", note=f"inspect_ai {version}, tuned")


def _rate(bank: Bank, turn: int) -> float:
    """Samples per second: fresh seeds each turn, so that no paper was drawn before."""
    return (
        _PAPERS * bank.blueprint.items.total / seconds_of(lambda: _sit_papers(bank, first_seed=(turn + 1) * 1_000_000))
    )


def _sit_papers(bank: Bank, *, first_seed: int) -> None:
    candidate = KeyCandidate(bank)
    for seed in range(first_seed, first_seed + _PAPERS):
        mark(bank, sit(draw(bank, seed=seed), candidate, clock=_clock))


def _clock() -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC)


def _install_peer() -> None:
    """The peer in an environment of its own, made once."""
    wanted = _HERE / "requirements.txt"
    installed = BENCH / "venv" / "installed.txt"
    if installed.is_file() and installed.read_bytes() == wanted.read_bytes():
        return
    BENCH.mkdir(exist_ok=True)
    _call(sys.executable, "-m", "venv", str(BENCH / "venv"))
    _call(str(_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(wanted))
    installed.write_bytes(wanted.read_bytes())


def _peer(bank: Bank) -> dict[str, Any]:
    """What the peer says: samples per second with its own settings and tuned, and its version."""
    with scratch() as folder:
        told = _call(str(_PYTHON), str(_HERE / "peer.py"), str(folder), given=json.dumps(_samples(bank)))
    return dict(json.loads(told.splitlines()[-1]))


def _samples(bank: Bank) -> list[dict[str, object]]:
    """The items of seed 0's paper as the peer's samples."""
    return [
        {
            "id": item.id,
            "input": item.stem,
            "choices": [option.text for option in item.options],
            "target": [
                letter
                for letter, option in zip(ascii_uppercase, item.options, strict=False)
                if option.id in bank.by_id[item.id].key
            ],
        }
        for item in draw(bank, seed=0).items
    ]


def _call(*command: str, given: str = "") -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DidNotRunError(last_words(done.stderr))
    return done.stdout
