"""How long someone waits: for help, for the list of exams, for the first question."""

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.table import Row
from benchmarks.timing import EXAM, EXAMCERT, interleaved, run_seconds, scratch, seconds_until

_IMPORTS = (sys.executable, "-c", "import typer, rich.console")
_PROMPT = b"Answer> "
_LOADED = b"loaded"
_LOAD = """
import sys
import sqlmodel, rich.console, typer
from examcert.cli.wiring import bank_of
bank_of(sys.argv[1])
print("loaded", flush=True)
"""


def practice(exam: str) -> tuple[str, ...]:
    """The command that shows a first question."""
    return (EXAMCERT, "practice", exam, "--plain")


def loading(exam: str) -> tuple[str, ...]:
    """A process that loads the same libraries, and the same bank in the same way, and does no more."""
    return (sys.executable, "-c", _LOAD, exam)


def commands() -> Iterator[Row]:
    """`--help` and `exams --json` against importing what any Typer program imports."""
    with scratch() as home:
        shown, listed, fresh, floor = interleaved(
            lambda: run_seconds((EXAMCERT, "--help"), home),
            lambda: run_seconds((EXAMCERT, "exams", "--json"), home),
            lambda: run_seconds((EXAMCERT, "exams", "--json"), _new(home)),
            lambda: run_seconds(_IMPORTS, home),
            repeats=15,
        )
    yield Row("`examcert --help`", shown, floor, 1.6)
    yield Row("`examcert exams --json`", listed, floor, 3.0)
    yield Row("`examcert exams --json`", fresh, floor, note="nothing cached yet")


def first_question() -> Iterator[Row]:
    """Until the prompt below the first question: someone who was here before, and someone who was not."""
    with scratch() as home:
        again, floor, first, cold = interleaved(
            lambda: first_question_seconds(EXAM, home),
            lambda: loaded_seconds(EXAM, home),
            lambda: first_question_seconds(EXAM, _new(home)),
            lambda: loaded_seconds(EXAM, _new(home)),
            repeats=10,
        )
    yield Row("first question of `practice --plain`", again, floor, 1.3)
    yield Row("first question of `practice --plain`", first, cold, note="first start: nothing cached, no history")


def first_question_seconds(exam: str, home: Path) -> float:
    """From the start of `practice --plain` to its first prompt."""
    return seconds_until(_PROMPT, practice(exam), home)


def loaded_seconds(exam: str, home: Path) -> float:
    """From the start of the floor to its bank in memory."""
    return seconds_until(_LOADED, loading(exam), home)


_numbers = count()


def _new(home: Path) -> Path:
    """A home where nothing has been run."""
    return home / f"new-{next(_numbers)}"
