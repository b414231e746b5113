"""Which questions a practice session takes."""

from datetime import timedelta
from typing import Any

import pytest

from examcert.core.records import AnswerRecord
from examcert.errors import ExamcertError
from examcert.study.practice import Wish, choose
from tests.build import NOON, bank_of, case, choice, family, singles


def answered(name: str, credit: float, *, flagged: bool = False, minute: int = 0) -> AnswerRecord:
    """What history tells of one answer."""
    return AnswerRecord(
        question=name, sitting=1, mode="practice", at=NOON + timedelta(minutes=minute), credit=credit,
        flagged=flagged,
    )  # fmt: skip


def names(*records: AnswerRecord, number: int = 10, seed: int = 0, **wish: Any) -> list[str]:
    """Ids chosen from a bank of two domains with three questions each."""
    bank = bank_of(domains={"One": 3, "Two": 3})
    return [q.id for q in choose(bank, records, Wish.model_validate(wish), number=number, seed=seed)]


def test_the_least_met_come_first() -> None:
    met = [answered(f"q1-{n}", 1.0) for n in range(3)]
    assert set(names(*met, number=3)) == {"q2-0", "q2-1", "q2-2"}


def test_the_same_seed_chooses_the_same_and_another_another_order() -> None:
    assert names(seed=4) == names(seed=4)
    assert len({tuple(names(seed=seed)) for seed in range(10)}) > 1


@pytest.mark.parametrize(
    ("wish", "chosen"),
    [
        ({"domain": "2"}, {"q2-0", "q2-1", "q2-2"}),
        ({"objective": "1.1"}, {"q1-0", "q1-1", "q1-2"}),
        ({"only": "new"}, {"q1-2", "q2-1", "q2-2"}),
        ({"only": "missed"}, {"q1-1", "q2-0"}),
        ({"only": "flagged"}, {"q1-0"}),
    ],
)
def test_a_wish_narrows_the_choice(wish: dict[str, Any], chosen: set[str]) -> None:
    past = [answered("q1-0", 1.0, flagged=True), answered("q1-1", 0.0), answered("q2-0", 0.5)]
    assert set(names(*past, **wish)) == chosen


def test_what_was_missed_once_and_right_since_is_no_longer_missed() -> None:
    past = [answered("q1-1", 1.0, minute=5), answered("q1-1", 0.0), answered("q1-2", 0.0)]
    assert names(*past, only="missed") == ["q1-2"]


def test_what_was_only_passed_over_is_new_and_not_missed() -> None:
    seen = answered("q1-1", 0.0).model_copy(update={"credit": None, "passed_over": True})
    others = [answered(f"q{domain}-{n}", 0.0) for domain in (1, 2) for n in range(3) if (domain, n) != (1, 1)]
    assert names(seen, *others, only="new") == ["q1-1"]
    assert "q1-1" not in names(seen, *others, only="missed")


def test_one_of_a_family_and_no_two_enemies_stand_in_one_session() -> None:
    foes = [choice("First?", more={"id": "f1", "enemies": ["f2"]}), choice("Second?", more={"id": "f2"})]
    bank = bank_of(questions=[*family("kin", 3), *foes, *singles(2)])
    for seed in range(20):
        chosen = [q.id for q in choose(bank, [], Wish(), number=10, seed=seed)]
        assert sum(name.startswith("kin") for name in chosen) == 1
        assert len({"f1", "f2"} & set(chosen)) == 1


def test_a_case_comes_together() -> None:
    shop = case("shop").model_dump()
    parts = [choice(f"Part {n}?", more={"id": f"part-{n}", "case": shop}) for n in range(3)]
    bank = bank_of(questions=[*singles(6), *parts])
    for seed in range(10):
        chosen = [q.id for q in choose(bank, [answered("part-1", 1.0)], Wish(), number=9, seed=seed)]
        first = chosen.index("part-0")
        assert chosen[first : first + 3] == ["part-0", "part-1", "part-2"]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"domain": "9"}, r"no domain '9'\. Its domains are 1 \(One\), 2 \(Two\)"),
        ({"objective": "3.3"}, r"no objective '3\.3'"),
        ({"difficulty": "hard"}, r"No question of TST-C01 fits: difficulty hard"),
        ({"only": "missed"}, r"fits: only missed"),
    ],
)
def test_a_wish_that_nothing_fits_says_what_there_is(wish: dict[str, Any], said: str) -> None:
    with pytest.raises(ExamcertError, match=said):
        names(**wish)
