"""Files of answers: JSON, YAML, or CSV, each read into the same sheet.

JSON and YAML hold `{"code": EXAM_CODE, "answers": {QUESTION: [OPTION, …] or {SLOT: OPTION}}}`. CSV has the
columns `question` and `answer`, and perhaps `code`; an answer of several parts separates them by semicolons or
stands on several lines, and a matching writes `slot=option`. Without a code, whoever reads the file must name
the paper.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examcert.core.paper import Item, Paper
from examcert.core.question import Answer
from examcert.errors import AnswerError, ExamcertError


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """A file's answers, as they stand there."""

    path: Path
    code: str | None
    given: Mapping[str, Any]


class FileCandidate:
    """Answers read from a file. A question that the file leaves out is unanswered."""

    def __init__(self, answers: Mapping[str, Answer], *, name: str) -> None:
        self._answers = answers
        self.name = name

    def answer(self, item: Item) -> Answer:
        """What the file says, or nothing."""
        return self._answers.get(item.id, ())


class _RepeatedError(ValueError):
    """An object names a key twice."""


def read_sheet(path: Path, *, yaml: Callable[[str, str], Any]) -> AnswerSheet:
    """Read a file of answers by its ending: `.csv`, `.yaml` or `.yml`, else JSON. `yaml` reads a file's text."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ExamcertError(f"{path} cannot be read: {error.strerror}.", remedy="Check the path.") from error
    except UnicodeDecodeError as error:
        raise ExamcertError(f"{path} is not UTF-8.", remedy="Save it as UTF-8.") from error
    match path.suffix.lower():
        case ".csv":
            return _of_rows(path, text)
        case ".yaml" | ".yml":
            return _of_data(path, yaml(str(path), text))
        case _:
            return _of_data(path, _parsed(path, text))


def candidate_of(sheet: AnswerSheet, paper: Paper) -> FileCandidate:
    """Check a whole sheet against its paper; `AnswerError` on the first thing that does not fit."""
    path = sheet.path
    if sheet.code is not None and sheet.code.upper() != paper.code.upper():
        raise AnswerError(
            f"{path} answers the paper {sheet.code}, not {paper.code}.",
            remedy="Print that paper with `examcert paper`.",
        )
    items = {item.id: item for item in paper.items}
    answers: dict[str, Answer] = {}
    for question, raw in sheet.given.items():
        if question not in items:
            raise AnswerError(
                f"{path} answers {question!r}, which is not on the paper.", remedy="Use the question ids of the paper."
            )
        answers[question] = items[question].checked(shaped(items[question], raw))
    return FileCandidate(answers, name=f"answers:{path.name}")


def shaped(item: Item, raw: Any) -> Answer:
    """An answer as people and programs write it, as option ids. `AnswerError` for any other shape."""
    if isinstance(raw, dict) and item.kind == "matching":
        slots = [slot.id for slot in item.slots]
        if stray := [name for name in raw if name not in slots]:
            raise AnswerError(f"{item.id} has no slot {stray[0]!r}.", remedy=f"Its slots are {', '.join(slots)}.")
        raw = ["" if raw.get(name) is None else raw[name] for name in slots]
    if not isinstance(raw, list) or not all(isinstance(name, str) for name in raw):
        form = "[option ids] or {slot: option id}" if item.kind == "matching" else "[option ids]"
        raise AnswerError(f"The answer to {item.id} has the wrong shape.", remedy=f"Write it as {form}.")
    return tuple(raw)


def _parsed(path: Path, text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object)
    except _RepeatedError as error:
        raise AnswerError(f"{path} names {error} twice.", remedy="Answer each question once.") from error
    except (ValueError, RecursionError) as error:
        raise ExamcertError(f"{path} is not JSON: {error}.", remedy='It holds {"code": …, "answers": {…}}.') from error


def _of_data(path: Path, data: Any) -> AnswerSheet:
    if not isinstance(data, dict) or not {"answers"} <= set(data) <= {"code", "answers"}:
        raise ExamcertError(
            f"{path} is no answers file.", remedy='It holds exactly {"code": EXAM_CODE, "answers": {QUESTION: […]}}.'
        )
    code = data.get("code")
    if not isinstance(code, str | None) or not isinstance(data["answers"], dict):
        raise ExamcertError(f"{path} is no answers file.", remedy="`code` is a text and `answers` an object.")
    return AnswerSheet(path, code, data["answers"])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for name, value in pairs:
        if name in built:
            raise _RepeatedError(repr(name))
        built[name] = value
    return built


def _of_rows(path: Path, text: str) -> AnswerSheet:
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        columns = set(rows.fieldnames or ())
        if not {"question", "answer"} <= columns:
            raise ExamcertError(
                f"{path} is no answers file.", remedy="Its first line names the columns `question` and `answer`."
            )
        given: dict[str, Any] = {}
        codes: set[str] = set()
        for row in rows:
            _take_row(path, rows.line_num, row, given)
            codes.add((row.get("code") or "").strip())
    except csv.Error as error:
        raise ExamcertError(f"{path} is not CSV: {error}.", remedy="Separate columns by commas.") from error
    if len(codes - {""}) > 1:
        raise AnswerError(f"{path} answers several papers: {', '.join(sorted(codes))}.", remedy="Split it by code.")
    return AnswerSheet(path, max(codes, default="") or None, given)


def _take_row(path: Path, line: int, row: Mapping[str, Any], given: dict[str, Any]) -> None:
    question = (row.get("question") or "").strip()
    if None in row or not question:
        raise ExamcertError(f"Line {line} of {path} does not fit its columns.", remedy="Give each row a question.")
    parts = [part.strip() for part in (row.get("answer") or "").split(";") if part.strip()]
    before = given.setdefault(question, {} if any("=" in part for part in parts) else [])
    if isinstance(before, list):
        before += parts
        return
    for part in parts:
        slot, _, option = (side.strip() for side in part.partition("="))
        if slot in before:
            raise AnswerError(f"Line {line} of {path} fills {slot!r} twice.", remedy="Answer each question once.")
        before[slot] = option
