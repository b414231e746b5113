"""Reading a bank, against the least that any reader of the same YAML must do.

The floor parses the same bytes with PyYAML on libyaml and lets pydantic-core validate the
same data against the same fields. It tells no places, takes no families apart, checks
no clue, no key and no reference.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, create_model

from benchmarks.table import Row
from benchmarks.timing import EXAM, interleaved, scratch, seconds_of
from examcert import locations
from examcert.bank_files import read_bank
from examcert.core.bank import Bank
from examcert.core.blueprint import Blueprint
from examcert.core.question import ChoiceQuestion, Fact, MatchingQuestion, Misconception, OrderingQuestion


def rows() -> Iterator[Row]:
    """The shipped bank, read from its YAML and from its compiled form."""
    folder = locations.bank(EXAM)
    bank = read_bank(folder)
    floor = _floor(folder, bank)
    with scratch() as compiled:
        read_bank(folder, compiled=compiled)
        written = _state(compiled)
        ours, ready, least = interleaved(
            lambda: seconds_of(lambda: read_bank(folder)),
            lambda: seconds_of(lambda: read_bank(folder, compiled=compiled)),
            lambda: seconds_of(floor),
            repeats=15,
        )
        kept = _state(compiled) == written
    what = f"loading a bank of {len(bank.questions)} questions"
    yield Row(what, ours, least, 1.5, note="no compiled cache")
    note = "from the compiled cache" if kept else "the compiled bank was not accepted, but written again each time"
    yield Row(what, ready, least, note=note, broken=not kept)


def _state(compiled: Path) -> dict[str, tuple[int, int]]:
    """What shows that a file was written again."""
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in compiled.iterdir()}


def _floor(folder: Path, bank: Bank) -> Callable[[], None]:
    files = [path.read_bytes() for path in sorted(folder.rglob("*.yaml"))]
    checks = list(_validations(bank))

    def parse_and_validate() -> None:
        for raw in files:
            yaml.load(raw, yaml.CSafeLoader)
        for validate, data in checks:
            validate(data)

    return parse_and_validate


def _validations(bank: Bank) -> Iterator[tuple[Callable[[Any], object], Any]]:
    """Everything in a bank as plain data, as YAML holds it, with the validator for it."""
    yield TypeAdapter(Blueprint).validate_python, _plain(bank.blueprint)
    yield TypeAdapter(list[Fact]).validate_python, [_plain(card) for card in bank.facts]
    yield TypeAdapter(list[Misconception]).validate_python, [_plain(card) for card in bank.misconceptions]
    for kind in (ChoiceQuestion, OrderingQuestion, MatchingQuestion):
        held = [_plain(question) for question in bank.questions if type(question) is kind]
        yield _fields_alone(kind).validate_python, held


def _plain(record: BaseModel) -> dict[str, Any]:
    return record.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _fields_alone(model: type[BaseModel]) -> TypeAdapter[Any]:
    """A list of a model with the same fields and none of our validators in Python."""
    fields: dict[str, Any] = {name: (field.annotation, field) for name, field in model.model_fields.items()}
    plain = create_model(f"Plain{model.__name__}", __config__=ConfigDict(frozen=True, extra="forbid"), **fields)
    many: Any = list[plain]
    return TypeAdapter(many)
