"""Answer sheets and kept readings as files."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.bank_files import read_readings, read_sheet, write_readings
from examcert.core.reader import AnswerSheet, Reading
from examcert.errors import ExamcertError


def reading(**more: Any) -> Reading:
    items = {"first": {"of": "0" * 16, "answer": ["a"], "doubt": {"say": "none of “them”"}}}
    return Reading.model_validate(
        {"reader": "Ada", "kind": "person", "view": "full", "date": "2026-01-01", "items": items, **more}
    )


def test_readings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    both = (reading(), reading(reader="Bob", kind="model", runs=4))
    write_readings(tmp_path, both, [{"read": 1}, {"read": 1}])
    assert read_readings(tmp_path) == both


def test_a_bank_without_readings_has_none(tmp_path: Path) -> None:
    assert read_readings(tmp_path) == ()


def test_every_answer_has_a_line_of_its_own(tmp_path: Path) -> None:
    path = write_readings(tmp_path, [reading()], [{"read": 1}])
    assert '        "first": {"of": "0000000000000000", "answer": ["a"], "doubt": {' in path.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ExamcertError, match="cannot be written: No such file"):
        write_readings(tmp_path / "gone", [reading()], [{}])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not JSON"),
        ("[]", "is no answer sheet"),
        ('{"reader": "Ada"}', "answers: Field required"),
        ('{"answers": {"q": "a"}}', "is no answer sheet: answers.q"),
        ('{"answers": {}, "answer": {}}', "answer: Extra inputs"),
        ('{"answers": {"q": [], "q": []}}', "names 'q' twice"),
        ('{"answers": {}, "date": "today"}', "date: String should match"),
        ('{"answers": {}, "doubts": {"q": {"options": []}}}', "doubts.q.say: Field required"),
        ("[" * 100_000, "is not JSON"),
        (b"\xff\xfe{}", "is not UTF-8"),
    ],
)
def test_a_sheet_that_does_not_fit_says_where(tmp_path: Path, text: str | bytes, says: str) -> None:
    path = tmp_path / "sheet.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ExamcertError, match=says):
        read_sheet(path)


@pytest.mark.parametrize("data", [[], {"readings": [1]}, {"readings": 1}, {"readings": [{"reader": "Ada"}]}, {"x": 1}])
def test_broken_readings_are_refused(tmp_path: Path, data: Any) -> None:
    (tmp_path / "readings.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ExamcertError, match=r"readings\.json cannot be used"):
        read_readings(tmp_path)


NAMES = st.sampled_from(["reader", "kind", "date", "view", "answers", "doubts", "say", "options", "q"]) | st.text(
    max_size=4
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(NAMES, below, max_size=4),
    max_leaves=12,
)


@given(JSON | st.dictionaries(st.just("answers"), JSON, min_size=1))
def test_any_json_is_a_sheet_or_refused(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    path = tmp_path_factory.mktemp("sheet") / "sheet.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    try:
        assert isinstance(read_sheet(path), AnswerSheet)
    except ExamcertError as error:
        assert error.remedy  # noqa: PT017 - both ends are fine, a traceback is not


def test_half_a_character_is_refused_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "sheet.json"
    path.write_text('{"reader": "\\ud800", "answers": {}}', encoding="utf-8")
    with pytest.raises(ExamcertError, match="reader"):
        read_sheet(path)
