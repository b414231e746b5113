"""MMLU-Redux as a bank: items whose keys people have checked, for a reader to be tried on.

The file is the CSV of that data set: `question`, `choices` (a list), `answer` (a number or a letter) and
`error_type`. Where it says `wrong_groundtruth`, `no_correct_answer` or `multiple_correct_answers`, the key is wrong;
`ok` is sound; what is merely badly worded is left out, because nobody could say what a flag on it means.
"""

import ast
import csv
import re
from collections.abc import Iterable

from examcert.core.bank import Bank
from examcert.core.blueprint import Blueprint
from examcert.core.question import ChoiceQuestion, Option
from examcert.errors import ExamcertError

EXAM = "MMLU-REDUX"
WRONG = frozenset({"wrong_groundtruth", "no_correct_answer", "multiple_correct_answers"})
_COLUMNS = ("question", "choices", "answer", "error_type")
_LETTERS = "ABCDEFGHIJ"


class ReduxError(ExamcertError):
    """A file that is not the CSV of MMLU-Redux."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"This is not the CSV of MMLU-Redux: {what}.", remedy=f"Its columns are {', '.join(_COLUMNS)}."
        )


def read_redux(lines: Iterable[str], *, limit: int | None = None) -> tuple[Bank, frozenset[str]]:
    """The items as a bank, and the ids of those whose key is wrong."""
    rows = csv.DictReader(lines)
    if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
        raise ReduxError(f"there is no column {missing[0]!r}")
    questions, wrong = list[ChoiceQuestion](), set[str]()
    try:
        for number, row in enumerate(rows, start=2):
            kind = (row["error_type"] or "").strip().lower()
            if kind != "ok" and kind not in WRONG:
                continue
            question = _question(number, row)
            questions.append(question)
            if kind in WRONG:
                wrong.add(question.id)
            if limit is not None and len(questions) >= limit:
                break
    except csv.Error as error:
        raise ReduxError(str(error)) from error
    return Bank(blueprint=_blueprint(), questions=tuple(questions)), frozenset(wrong)


def _question(number: int, row: dict[str, str]) -> ChoiceQuestion:
    choices = _choices(number, row["choices"] or "")
    answer = (row["answer"] or "").strip()
    place = int(answer) if answer.isdecimal() else _LETTERS.find(answer.upper()) if len(answer) == 1 else -1
    if not 0 <= place < len(choices):
        raise ReduxError(f"line {number} has the answer {answer!r}")
    return ChoiceQuestion(
        id=f"redux-{number}",
        objective="1.1",
        difficulty="medium",
        stem=(row["question"] or "").strip() or "?",
        options=tuple(Option(id=f"o{n}", text=text or "-", why="-") for n, text in enumerate(choices)),
        key=(f"o{place}",),
    )


def _choices(number: int, text: str) -> list[str]:
    """The list as Python writes it, or as NumPy does, without commas."""
    try:
        told = ast.literal_eval(re.sub(r"(['\"])\s*\n?\s+(['\"])", r"\1, \2", text.strip()))
    except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
        raise ReduxError(f"line {number} has no list of choices") from error
    if not isinstance(told, list) or not 2 <= len(told) <= len(_LETTERS):
        raise ReduxError(f"line {number} has no list of 2 to {len(_LETTERS)} choices")
    return [str(choice).strip() for choice in told]


def _blueprint() -> Blueprint:
    objective = {"id": "1.1", "name": "Anything"}
    return Blueprint.model_validate(
        {
            "code": EXAM, "name": "MMLU-Redux", "vendor": "its authors", "guide": {"version": "2.0"}, "minutes": 1,
            "items": {"scored": 1}, "scale": {"low": 0, "pass": 70, "high": 100},
            "domains": [{"id": "1", "name": "All", "weight": 100, "objectives": [objective]}],
        }
    )  # fmt: skip
