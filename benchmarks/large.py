"""Banks far larger than any person writes: reading stays linear, and practice still starts."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.starting import first_question_seconds, loaded_seconds
from benchmarks.table import Row, duration
from benchmarks.timing import EXAM, ROOT, DidNotRunError, environment, last_words, scratch
from examcert import locations
from examcert.bank_files import read_blueprint

_SIZES = {1_000: 5, 10_000: 2, 100_000: 1}
"""Questions, and how often they are read. The small ones vary more and cost less."""
_FACTS = 100
_MORE_PER_QUESTION = 1.5
"""What a question of the largest bank may cost more than one of the smallest; quadratic would be 100."""

_QUESTION = """\
- id: q-{number}
  objective: "{objective}"
  difficulty: {difficulty}
  decision: choose the right one of four, number {number}
  stem: >-
    A company of {number} people compares four services for workload {number}. The data must stay in one Region, and
    nobody may operate servers. Which service meets these requirements with the least effort?
  options:
    a: {{text: "Service A of {number}", why: "It keeps data in one Region and runs no servers, so it fits {number}."}}
    b: {{text: "Service B of {number}", why: "It copies data to other Regions. It would fit where they may see it."}}
    c: {{text: "Service C of {number}", why: "It runs on servers that somebody operates.", clue: "operate servers"}}
    d: {{text: "Service D of {number}", why: "It stores data only. It would fit an archive of workload {number}."}}
  key: [{key}]
  refs: [f-{fact}]
"""
_FACT = """\
- id: f-{number}
  claim: Service {number} keeps its data in one Region.
  url: https://example.com/docs/{number}
  checked: "2026-01-01"
"""


def rows() -> Iterator[Row]:
    """Time per question in three sizes, and the first question of the largest bank."""
    with scratch() as folder:
        banks = {size: write_bank(folder / f"bank-{size}", size) for size in _SIZES}
        warm = next(iter(banks.values()))
        best: dict[int, float] = {}
        peak = 0
        for turn in range(max(_SIZES.values())):
            for size, turns in _SIZES.items():
                if turn < turns:
                    seconds, megabytes = _load(warm, banks[size])
                    best[size] = min(best.get(size, seconds), seconds)
                    peak = max(peak, megabytes)
        yield from _linear(best, peak)
        yield from _start(str(banks[max(_SIZES)]), folder / "home")


def _linear(best: dict[int, float], peak: int) -> Iterator[Row]:
    smallest, largest = min(best), max(best)
    floor = best[smallest] / smallest
    for size, seconds in best.items():
        note = f"{duration(seconds)} in all" + (f", peak {peak:,} MB" if size == largest else "")
        limit = _MORE_PER_QUESTION if size == largest else None
        yield Row(f"loading {size:,} questions, each", seconds / size, floor, limit, note=note)


def _start(bank: str, home: Path) -> Iterator[Row]:
    """Once each: the first start compiles the bank, which the second and the floor then read."""
    size = f"`practice --plain` on {max(_SIZES):,} questions"
    try:
        yield Row(size, first_question_seconds(bank, home), note="first start: nothing cached")
        yield Row(size, first_question_seconds(bank, home), loaded_seconds(bank, home), note="compiled")
    except DidNotRunError as error:
        yield Row(size, broken=True, note=str(error))


def _load(warm: Path, bank: Path) -> tuple[float, int]:
    """Seconds to read a bank in a fresh process, and that process's peak in megabytes."""
    command = (sys.executable, "-m", "benchmarks.load_once", str(warm), str(bank))
    done = subprocess.run(command, cwd=ROOT, env=environment(bank), capture_output=True, text=True, check=False)
    if done.returncode:
        raise DidNotRunError(f"reading {bank.name}: {last_words(done.stderr)}")
    said = json.loads(done.stdout)
    return said["seconds"], said["megabytes"]


def write_bank(folder: Path, size: int) -> Path:
    """A bank on a real blueprint, in one file a domain as authors keep it. The same bytes every time."""
    folder.mkdir()
    source = locations.bank(EXAM)
    (folder / "exam.yaml").write_bytes((source / "exam.yaml").read_bytes())
    (folder / "facts.yaml").write_text("".join(_FACT.format(number=n) for n in range(_FACTS)), encoding="utf-8")
    domains = read_blueprint(source).domains
    for place, domain in enumerate(domains):
        with (folder / f"domain-{domain.id}.yaml").open("w", encoding="utf-8") as file:
            for number in range(place, size, len(domains)):
                objective = domain.objectives[number % len(domain.objectives)].id
                file.write(
                    _QUESTION.format(
                        number=number,
                        objective=objective,
                        difficulty=("easy", "medium", "hard")[number % 3],
                        key="abcd"[number % 4],
                        fact=number % _FACTS,
                    )
                )
    return folder
