"""Notes and issue texts: Markdown files that people may edit."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert import notes
from examcert.errors import ExamcertError


def test_a_note_is_kept_below_its_question(tmp_path: Path) -> None:
    path = tmp_path / "notes" / "tst.md"
    notes.keep(path, "TST", "q-1", "Read this again.\n\nAnd that.")
    notes.keep(path, "TST", "q-2", "Two.")
    assert path.read_text() == "# Notes on TST\n\n## q-1\n\nRead this again.\n\nAnd that.\n\n## q-2\n\nTwo.\n"
    assert notes.read(path) == {"q-1": "Read this again.\n\nAnd that.", "q-2": "Two."}


def test_an_empty_note_takes_it_away(tmp_path: Path) -> None:
    path = tmp_path / "tst.md"
    notes.keep(path, "TST", "q-1", "One.")
    notes.keep(path, "TST", "q-1", " ")
    assert notes.read(path) == {}


def test_what_a_person_wrote_above_the_first_note_stays(tmp_path: Path) -> None:
    path = tmp_path / "tst.md"
    path.write_text("# Mine\n\nExam on Friday!\n\n## q-1\n\nOld.\n")
    notes.keep(path, "TST", "q-1", "New.")
    assert path.read_text() == "# Mine\n\nExam on Friday!\n\n## q-1\n\nNew.\n"


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_note_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("notes") / "tst.md"
    notes.keep(path, "TST", "q-1", text)
    assert notes.read(path).get("q-1", "") == text.strip().replace("## ", "### ", text.strip().startswith("## "))


def test_a_file_that_is_no_text_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "tst.md"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ExamcertError, match="cannot be read"):
        notes.keep(path, "TST", "q-1", "One.")
    assert path.read_bytes() == b"\xff\xfe"


def test_an_issue_text_that_was_edited_is_not_overwritten(tmp_path: Path) -> None:
    first = notes.write_issue(tmp_path, "q-1", "form")
    assert notes.write_issue(tmp_path, "q-1", "form") == first
    first.write_text("form, filled in")
    assert notes.write_issue(tmp_path, "q-1", "form").name == "q-1-2.md"
    assert first.read_text() == "form, filled in"
