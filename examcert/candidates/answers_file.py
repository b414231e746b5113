"""A file of answers as a candidate: `{"code": …, "answers": {question: [options] or {slot: option}}}`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from examcert.core.paper import Item, Paper
from examcert.core.question import Answer
from examcert.errors import AnswerError, ExamcertError


class FileCandidate:
    """Answers read from a file. A question that the file leaves out is unanswered."""

    def __init__(self, answers: Mapping[str, Answer], *, code: str, name: str) -> None:
        self._answers = answers
        self.code = code
        self.name = name

    def answer(self, item: Item) -> Answer:
        """What the file says, or nothing."""
        return self._answers.get(item.id, ())


class _RepeatedError(ValueError):
    """An object names a key twice."""


def read_code(path: Path) -> str:
    """The exam code an answers file is for."""
    return _read(path)[0]


def read_answers(path: Path, paper: Paper) -> FileCandidate:
    """Read and check a whole answers file against its paper; `AnswerError` on the first thing that does not fit."""
    code, given = _read(path)
    if code.upper() != paper.code.upper():
        raise AnswerError(
            f"{path} answers the paper {code}, not {paper.code}.", remedy="Print that paper with `examcert paper`."
        )
    items = {item.id: item for item in paper.items}
    answers: dict[str, Answer] = {}
    for question, raw in given.items():
        if question not in items:
            raise AnswerError(
                f"{path} answers {question!r}, which is not on the paper.", remedy="Use the question ids of the paper."
            )
        answers[question] = items[question].checked(_answer(path, items[question], raw))
    return FileCandidate(answers, code=code, name=f"answers:{path.name}")


def _answer(path: Path, item: Item, raw: Any) -> Answer:
    if isinstance(raw, dict) and item.kind == "matching":
        slots = [slot.id for slot in item.slots]
        if stray := [name for name in raw if name not in slots]:
            raise AnswerError(f"{item.id} has no slot {stray[0]!r}.", remedy=f"Its slots are {', '.join(slots)}.")
        raw = ["" if raw.get(name) is None else raw[name] for name in slots]
    if not isinstance(raw, list) or not all(isinstance(name, str) for name in raw):
        form = "[option ids] or {slot: option id}" if item.kind == "matching" else "[option ids]"
        raise AnswerError(f"The answer to {item.id} in {path} has the wrong shape.", remedy=f"Write it as {form}.")
    return tuple(raw)


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ExamcertError(f"{path} cannot be read: {error.strerror}.", remedy="Check the path.") from error
    except UnicodeDecodeError as error:
        raise ExamcertError(f"{path} is not UTF-8.", remedy="Save it as UTF-8.") from error
    try:
        data = json.loads(text, object_pairs_hook=_object)
    except _RepeatedError as error:
        raise AnswerError(f"{path} names {error} twice.", remedy="Answer each question once.") from error
    except (ValueError, RecursionError) as error:
        raise ExamcertError(f"{path} is not JSON: {error}.", remedy='It holds {"code": …, "answers": {…}}.') from error
    if not isinstance(data, dict) or set(data) != {"code", "answers"}:
        raise ExamcertError(
            f"{path} is no answers file.", remedy='It holds exactly {"code": EXAM_CODE, "answers": {QUESTION: […]}}.'
        )
    if not isinstance(data["code"], str) or not isinstance(data["answers"], dict):
        raise ExamcertError(f"{path} is no answers file.", remedy="`code` is a text and `answers` an object.")
    return data["code"], data["answers"]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for name, value in pairs:
        if name in built:
            raise _RepeatedError(repr(name))
        built[name] = value
    return built
