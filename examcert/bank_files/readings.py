"""Second readers' files: the answer sheets they hand in, and `readings.json` beside the bank that keeps them.

JSON, not YAML, because programs write both. One line holds one answer, so that a further
reading is a small diff and a merge conflict is one that a person can solve.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from examcert.bank_files.files import replace_text
from examcert.bank_files.folder import BankFolder
from examcert.core.problem import Problem
from examcert.core.reader import AnswerSheet, Reading
from examcert.core.record import Record
from examcert.errors import ExamcertError

READINGS = "readings.json"
_MOST_BYTES = 20_000_000
_SHEET = 'It holds {"reader": …, "answers": {QUESTION: [OPTION, …]}, "doubts": {QUESTION: {"say": …}}}.'
_MEND = "Mend it by hand, or take it back from version control."
_M = TypeVar("_M", bound=BaseModel)


class _Readings(Record):
    readings: tuple[Reading, ...] = ()


class _RepeatedError(ValueError):
    """An object names a key twice."""


def read_sheet(path: Path) -> AnswerSheet:
    """A reader's answers. `ExamcertError` says what does not fit."""
    return _validated(path, _load(path, _SHEET), AnswerSheet, "is no answer sheet", _SHEET)


def read_readings(folder: Path) -> tuple[Reading, ...]:
    """What second readers have answered so far; nothing when there is no such file."""
    path = folder / READINGS
    if not path.exists():
        return ()
    data = _load(path, _MEND)
    if isinstance(data, dict):
        # The line for editors and the figures for people; the figures follow from the answers.
        data = {name: value for name, value in data.items() if name != "$schema"}
        for entry in data.get("readings", ()) if isinstance(data.get("readings"), list) else ():
            if isinstance(entry, dict):
                entry.pop("figures", None)
    return _validated(path, data, _Readings, "cannot be used", _MEND).readings


def readings_problems(folder: BankFolder) -> tuple[Problem, ...]:
    """What is wrong with the file of readings, if anything is."""
    path = folder.path / READINGS
    try:
        read_readings(folder.path)
    except ExamcertError as error:
        message = f"It {error.what.removeprefix(f'{path} ')}"
        return (Problem(file=folder.shown(READINGS), rule="readings", message=message, remedy=error.remedy),)
    return ()


def write_readings(folder: Path, readings: Sequence[Reading], figures: Sequence[dict[str, Any]]) -> Path:
    """Keep readings, whole or not at all. `figures` are for people: one object for each reading."""
    path = folder / READINGS
    try:
        replace_text(path, _written(readings, figures))
    except OSError as error:
        raise ExamcertError(
            f"{path} cannot be written: {error.strerror}.",
            remedy="Nothing was changed; check the folder's permissions.",
        ) from error
    return path


def _written(readings: Sequence[Reading], figures: Sequence[dict[str, Any]]) -> str:
    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    parts = []
    for reading, told in zip(readings, figures, strict=True):
        head = {name: getattr(reading, name) for name in ("reader", "kind", "view", "date", "runs")} | {"figures": told}
        items = ",\n".join(
            f"        {line(name)}: {line(item.model_dump(mode='json', exclude_defaults=True))}"
            for name, item in reading.items.items()
        )
        fields = [f"      {line(name)}: {line(value)}" for name, value in head.items()]
        fields.append(f'      "items": {{\n{items}\n      }}')
        parts.append("    {\n" + ",\n".join(fields) + "\n    }")
    schema = '  "$schema": "../schemas/readings.schema.json",\n'
    return "{\n" + schema + '  "readings": [\n' + ",\n".join(parts) + "\n  ]\n}\n"


def _load(path: Path, remedy: str) -> Any:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ExamcertError(f"{path} is larger than {_MOST_BYTES // 1_000_000} MB.", remedy=remedy)
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ExamcertError(f"{path} cannot be read: {error.strerror}.", remedy="Check the path.") from error
    except UnicodeDecodeError as error:
        raise ExamcertError(f"{path} is not UTF-8.", remedy="Save it as UTF-8.") from error
    try:
        return json.loads(text, object_pairs_hook=_object)
    except _RepeatedError as error:
        raise ExamcertError(f"{path} names {error} twice.", remedy="Name each question once.") from error
    except (ValueError, RecursionError) as error:
        raise ExamcertError(f"{path} is not JSON: {error}.", remedy=remedy) from error


def _validated(path: Path, data: Any, model: type[_M], what: str, remedy: str) -> _M:
    try:
        return TypeAdapter(model).validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = ".".join(str(step) for step in first["loc"]) or "the whole file"
        raise ExamcertError(f"{path} {what}: {at}: {first['msg']}.", remedy=remedy) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for name, value in pairs:
        if name in built:
            raise _RepeatedError(repr(name))
        built[name] = value
    return built
