"""Questions that serve two exams are written once."""

from pathlib import Path

import pytest

from examcert.bank_files import check, read_bank, summary
from tests.bank_files.building import EXAM, FACTS, ONE, folder

HEIR = EXAM.replace("TINY-01", "HEIR-01") + "borrows: [tiny-01]\n"
SHARED = ONE.replace("  refs:", "  also: [HEIR-01:2.1]\n  enemies: [two]\n  refs:")
HOME = ONE.replace("id: one", "id: two")


@pytest.fixture
def heir(tmp_path: Path) -> Path:
    """An exam without questions of its own, beside the one it borrows from."""
    folder(tmp_path / "tiny-01", questions=SHARED + HOME)
    return folder(tmp_path / "heir-01", exam=HEIR, questions="", facts="")


def test_a_shared_question_stands_under_the_other_exams_objective(heir: Path) -> None:
    bank = read_bank(heir)
    assert [(q.id, q.objective, q.also) for q in bank.questions] == [("one", "2.1", ())]
    assert [fact.id for fact in bank.facts] == ["f-even"]


def test_what_stays_at_home_is_no_enemy_abroad(heir: Path) -> None:
    assert read_bank(heir).by_id["one"].enemies == ()
    assert read_bank(heir.parent / "tiny-01").by_id["one"].enemies == ("two",)


def test_an_edit_next_door_is_seen(heir: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    before = read_bank(heir, compiled=kept)
    assert summary(heir, compiled=kept)["questions"] == 1
    folder(heir.parent / "tiny-01", questions=SHARED.replace("Which number", "Which of them"))
    assert read_bank(heir, compiled=kept).digest != before.digest


@pytest.mark.parametrize(
    ("also", "rule"), [("HEIR-01:9.9", "unknown-objective"), ("HEIR-01", "bad-form"), ("OTHER-01:2.1", None)]
)
def test_an_objective_that_the_other_exam_lacks_is_named_where_it_stands(
    heir: Path, also: str, rule: str | None
) -> None:
    folder(heir.parent / "tiny-01", questions=SHARED.replace("HEIR-01:2.1", also) + HOME)
    found = check(heir).problems
    assert [one.rule for one in found] == ([rule] if rule else [])
    if rule:
        assert found[0].file.endswith("tiny-01/questions.yaml")
        assert found[0].line == 9


def test_a_kind_that_the_other_exam_does_not_use_is_refused(heir: Path) -> None:
    only_multiple = HEIR + "kinds: [{kind: multiple, share: 1.0}]\n"
    folder(heir, exam=only_multiple, questions="", facts="")
    assert [one.rule for one in check(heir).problems] == ["unused-kind"]


def test_a_card_that_means_something_else_here_is_named(heir: Path) -> None:
    own = FACTS.replace("Two is even", "Two is a prime")
    folder(heir, exam=HEIR, questions=ONE.replace("id: one", "id: own"), facts=own)
    assert [(one.rule, Path(one.file).parent.name) for one in check(heir).problems] == [("duplicate-id", "tiny-01")]


def test_the_same_id_in_both_banks_is_named(heir: Path) -> None:
    folder(heir, exam=HEIR, questions=ONE, facts=FACTS)
    assert "duplicate-id" in [one.rule for one in check(heir).problems]


@pytest.mark.parametrize("borrows", ["borrows: [nowhere]", "borrows:\n  - tiny-01", "borrows: [../tiny-01]"])
def test_a_neighbour_that_is_not_there_is_named(heir: Path, borrows: str) -> None:
    folder(heir, exam=HEIR.replace("borrows: [tiny-01]", borrows), questions="", facts="")
    found = check(heir).problems
    assert [Path(one.file).name for one in found] == ["exam.yaml"]
    assert found[0].line >= HEIR.count("\n")


def test_two_banks_may_borrow_from_each_other(heir: Path) -> None:
    folder(
        heir, exam=HEIR, facts=FACTS,
        questions=ONE.replace("id: one", "id: own").replace("  refs:", "  also: [TINY-01:1.1]\n  refs:"),
    )  # fmt: skip
    folder(heir.parent / "tiny-01", exam=EXAM + "borrows: [heir-01]\n", questions=SHARED + HOME)
    assert sorted(read_bank(heir).by_id) == ["one", "own"]
    assert sorted(read_bank(heir.parent / "tiny-01").by_id) == ["one", "own", "two"]
