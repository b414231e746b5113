"""Mistakes in families, cases, matchings and blueprints: each named by its rule, at its line."""

from pathlib import Path

import pytest

from examcert.bank_files import check
from tests.bank_files.building import EXAM, folder

FAMILY = """\
- family: parity
  objective: 1.1
  difficulty: easy
  options:
    two: {text: Two}
    three: {text: Three}
  stems:
    - id: even
      stem: Which is even?
      key: [two]
      whys:
        two: {why: Twice one.}
        three: {why: One is left over.}
"""
CASE = """\
- case: shop
  title: A shop
  text: It sells numbers.
  questions:
    - id: one
      objective: 1.1
      difficulty: easy
      kind: matching
      stem: Which number goes where?
      slots:
        x: {text: Even, why: So.}
        y: {text: Odd, why: So.}
      options:
        two: {text: Two, why: Twice one.}
        three: {text: Three, why: One is left over.}
      key: {x: two, y: three}
"""


def found(path: Path, **files: str) -> list[tuple[str, int]]:
    """Rule and line of every problem."""
    return [(one.rule, one.line) for one in check(folder(path, facts="", **files)).problems]


@pytest.mark.parametrize("text", [FAMILY, CASE])
def test_the_models_are_sound(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, questions=text) == []


@pytest.mark.parametrize(
    ("text", "written", "instead", "rule", "line"),
    [
        (FAMILY, "  objective: 1.1\n", "  objectif: 1.1\n", "unknown-field", 2),
        (FAMILY, "family: parity", "family:", "missing-field", 1),
        (FAMILY, "two: {text: Two}", "two: Two", "options-shape", 5),
        (FAMILY, "two: {text: Two}", "two: {text: Two, colour: red}", "unknown-field", 5),
        (FAMILY, "two: {text: Two}", "two: {id: two, text: Two}", "unknown-field", 5),
        (FAMILY, "      key: [two]\n", "      key: [two]\n      options: {}\n", "unknown-field", 11),
        (FAMILY, "        two: {why", "        too: {why", "unknown-option", 12),
        (FAMILY, "{why: Twice one.}", "Twice one.", "whys-shape", 12),
        (FAMILY, "{why: Twice one.}", "{why: Twice one., wy: x}", "unknown-field", 12),
        (FAMILY, "    - id: even", "    - even\n    - id: even", "not-a-question", 8),
        (FAMILY, "  stems:\n", "  stems: none\n  more:\n", "stems-shape", 7),
        (CASE, "title: A shop", "title:", "missing-field", 2),
        (CASE, "title: A shop", "title: A shop\n  colour: red", "unknown-field", 3),
        (CASE, "    - id: one", "    - case: inner\n      questions: []\n    - id: one", "case-in-case", 5),
        (CASE, "x: {text: Even, why: So.}", "x: Even", "slots-shape", 11),
        (CASE, "key: {x: two, y: three}", "key: {x: two}", "slot-without-key", 16),
        (CASE, "key: {x: two, y: three}", "key: {x: two, y: three, z: two}", "key-not-a-slot", 16),
        (CASE, "key: {x: two, y: three}", "key: {x: two, y: two}", "key-repeats", 16),
        (CASE, "y: {text: Odd, why: So.}", "y: {text: Odd, why: So., options: [two]}", "key-outside-slot", 12),
        (CASE, "y: {text: Odd, why: So.}", "y: {text: Odd, why: So., options: [nine]}", "slot-limit-unknown", 12),
        (CASE, "      kind: matching\n", "      kind: matching\n      case: shop\n", "case-shape", 9),
        (CASE, "  questions:\n", "  questions: none\n  more:\n", "not-a-list", 4),
    ],
)
def test_a_mistake_in_a_family_or_a_case(
    tmp_path: Path, text: str, written: str, instead: str, rule: str, line: int
) -> None:
    assert written in text
    assert (rule, line) in found(tmp_path, questions=text.replace(written, instead, 1))


def test_the_same_family_name_twice(tmp_path: Path) -> None:
    again = FAMILY.replace("id: even", "id: other")
    assert found(tmp_path, questions=FAMILY + again) == [("duplicate-family", 14)]


def test_the_same_case_told_twice_differently(tmp_path: Path) -> None:
    again = CASE.replace("id: one", "id: other").replace("sells", "buys")
    assert found(tmp_path, questions=CASE + again) == [("duplicate-case", 17)]


def test_enemies_in_one_case_and_family(tmp_path: Path) -> None:
    second = CASE.split("questions:\n", 1)[1].replace("id: one", "id: two\n      enemies: [one]")
    assert ("case-conflict", 18) in found(tmp_path, questions=CASE + second)


@pytest.mark.parametrize(
    ("written", "instead", "rule", "line"),
    [
        ("minutes: 10", "minutes: soon", "not-a-number", 5),
        ("minutes: 10", "minutes: 0", "out-of-range", 5),
        ('weight: 50, objectives: [{id: "2.1"', 'weight: half, objectives: [{id: "2.1"', "bad-weight", 10),
        ('weight: 50, objectives: [{id: "2.1"', 'weight: 5, objectives: [{id: "2.1"', "weights-sum", 9),
        ('weight: 50, objectives: [{id: "2.1"', 'weight: 60, objectives: [{id: "2.1"', "weights-sum", 9),
        ('{id: "2.1"', '{id: "1.1"', "duplicate-objective", 9),
        ("low: 100, pass: 700", "low: 800, pass: 700", "scale-order", 7),
        ("code: TINY-01", "code: tiny 01", "bad-form", 1),
        ('guide: {version: "1"}', "guide: 1", "not-a-mapping", 4),
        ("minutes: 10", "minutes: 10\nstatus: retired", "retired-when", 6),
        ("minutes: 10", "minutes: 10\nkinds: [{kind: single, share: 0.5}]", "kinds-sum", 6),
        ("minutes: 10", "minutes: 10\nkinds: single", "not-a-list", 6),
        ("minutes: 10", "minutes: 10\nretired_on: yesterday", "bad-form", 6),
        ("minutes: 10", "minutes: 10\nminuts: 10", "unknown-field", 6),
    ],
)
def test_a_mistake_in_a_blueprint(tmp_path: Path, written: str, instead: str, rule: str, line: int) -> None:
    assert written in EXAM
    assert (rule, line) in found(tmp_path, exam=EXAM.replace(written, instead, 1), questions="")


@pytest.mark.parametrize(("exam", "rule"), [("\n", "empty"), ("- a\n", "not-a-mapping"), ("x: [", "yaml-syntax")])
def test_a_blueprint_that_is_none(tmp_path: Path, exam: str, rule: str) -> None:
    assert rule in [name for name, _ in found(tmp_path, exam=exam, questions="")]


class TestFolders:
    """What lies in a bank's folder and is no part of it."""

    def test_a_misplaced_file_is_named(self, tmp_path: Path) -> None:
        folder(tmp_path, facts="")
        (tmp_path / "more").mkdir()
        (tmp_path / "more" / "facts.yaml").write_text("[]")
        assert "misplaced-file" in [one.rule for one in check(tmp_path).problems]

    def test_a_linked_folder_is_not_followed(self, tmp_path: Path) -> None:
        folder(tmp_path / "bank", facts="")
        (tmp_path / "bank" / "loop").symlink_to(tmp_path / "bank")
        assert "linked-folder" in [one.rule for one in check(tmp_path / "bank").problems]

    def test_a_file_means_the_bank_around_it(self, tmp_path: Path) -> None:
        folder(tmp_path, questions=FAMILY, facts="")
        reading = check(tmp_path / "questions.yaml")
        assert reading.bank is not None
        assert list(reading.bank.by_id) == ["even"]

    def test_hidden_files_are_left_alone(self, tmp_path: Path) -> None:
        folder(tmp_path, questions=FAMILY, facts="")
        (tmp_path / ".draft.yaml").write_text("- {")
        assert check(tmp_path).problems == ()
