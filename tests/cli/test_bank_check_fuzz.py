"""Whatever stands in the files, a check ends with problems that have a place, and never with a traceback."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from examcert.cli.checking import Checked, Wanted, checked
from examcert.locations import shipped
from tests.audit.examples import STEM, TEXTS, WHYS, bank, fired, question

SHIPPED = shipped("question_banks") / "aif-c01"
WANTED = Wanted(today=date(2026, 11, 25))
SPECIAL = "\t\"'{}[]:,&*!|>%@`#-?\\\n\x00\x1b\u202e\u200b\ufeffé漢😀0aA "


@contextmanager
def copied(**files: str) -> Iterator[Path]:
    """A folder with the blueprint and cards of the shipped bank, and these files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for card in ("exam.yaml", "facts.yaml", "misconceptions.yaml"):
            shutil.copyfile(SHIPPED / card, folder / card)
        for file, text in files.items():
            (folder / f"{file}.yaml").write_text(text, encoding="utf-8", errors="surrogateescape")
        yield folder


def all_placed(found: Checked, folder: Path) -> bool:
    """Whether every problem names a file of the bank and a line that it has."""
    for problem in found.problems:
        path = Path(problem.file)
        lines = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        if folder not in path.parents or not 0 <= problem.line <= lines or not problem.remedy:
            return False
    return True


FIELDS = """
id kind objective difficulty stem options key refs family stems whys case questions title text why slots waive clue a b
"""
some_yaml = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(FIELDS.split()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS.split()), inner, max_size=8),
    max_leaves=30,
)


@given(some_yaml)
@settings(deadline=None, max_examples=60)
def test_any_yaml(data: Any) -> None:
    import yaml

    with copied(questions=yaml.safe_dump(data, allow_unicode=True)) as folder:
        assert all_placed(checked(folder, WANTED), folder)


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=40)
def test_any_bytes(raw: bytes) -> None:
    with copied() as folder:
        (folder / "questions.yaml").write_bytes(raw)
        assert all_placed(checked(folder, WANTED), folder)


@pytest.fixture(scope="module")
def entry() -> str:
    """The first family of the shipped bank, as its author wrote it."""
    return (SHIPPED / "domain-1.yaml").read_text(encoding="utf-8").split("\n\n- family:")[0] + "\n"


@given(data=st.data())
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_written_question_with_a_few_slips(entry: str, data: st.DataObject) -> None:
    text = entry
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 60)))
        text = text[:start] + data.draw(st.text(alphabet=SPECIAL, max_size=4)) + text[end:]
    with copied(questions=text) as folder:
        assert all_placed(checked(folder, WANTED), folder)


words = st.text(min_size=1, max_size=120).filter(str.strip)


@given(
    stem=words, texts=st.lists(words, min_size=4, max_size=4, unique=True), whys=st.lists(words, min_size=4, max_size=4)
)
@settings(deadline=None, max_examples=150)
@example(stem="?", texts=["1e99", "10-20", "1/0", "%"], whys=["A", "B", "C", "D"])
@example(stem="`", texts=["0", "1", "00", "000"], whys=["0", "0", "0", "0"])
@example(stem="NOT EXCEPT which is not?", texts=["`", "**", "[](", "$"], whys=["```", "<b", "&#1;", "\\("])
def test_every_rule_bears_every_text(stem: str, texts: list[str], whys: list[str]) -> None:
    names = list(TEXTS)
    held = bank(
        question(stem=stem, texts=dict(zip(names, texts, strict=True)), whys=dict(zip(names, whys, strict=True))),
        question("q2", stem=STEM, case={"id": "c", "title": stem, "text": stem}, origin=stem, author=stem),
    )
    for one in fired(held):
        assert one.finding.message
        assert one.remedy


@pytest.mark.parametrize(
    "piece",
    ["a ", "|", "-", "1 ", "which ", "\\(", "<a ", "a@", "+1 ", "1,", "`", "[", "![", "a-", "a_", "a:", "--a", "not ",
     "password:", "://a:", "4012 ", "which about ", "$5 per ", "Ab", "&amp"],
)  # fmt: skip
def test_no_text_is_looked_at_again_and_again(piece: str) -> None:
    # A rule whose time grows with the square of the length would not end before the suite is given up.
    long = piece * (60_000 // len(piece))
    held = bank(question(stem=f"{long}?", texts={**TEXTS, "limit": long}, whys={**WHYS, "heat": long}))
    assert fired(held)
