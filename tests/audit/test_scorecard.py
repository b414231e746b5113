"""The scorecard: which figures a bank gets, when lines judge, and what crosses them."""

from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from examcert.audit.agreement import agreements, decoded, reading
from examcert.audit.figures import Figure
from examcert.audit.scorecard import Scorecard, scorecard
from examcert.audit.thresholds import THRESHOLDS
from examcert.core.bank import Bank
from examcert.core.question import Fact, Question
from examcert.core.ranks import rank
from examcert.core.reader import AnswerSheet, Reading, View
from tests.build import bank_of, choice, singles
from tests.generated import banks

TODAY = date(2026, 3, 1)
WORDS = [
    "amber", "basil", "cedar", "delta", "ember", "flint", "grove", "haven", "ivory",
    "jolly", "karma", "lemon", "mango", "nexus", "olive", "pearl", "quartz",
]  # fmt: skip


def card(bank: Bank, **more: Any) -> Scorecard:
    return scorecard(bank, today=TODAY, **more)


def question(n: int, *, longer_key: bool = False, **more: Any) -> Question:
    """An item with options and a stem of its own, its key where chance puts it."""
    key = "abcd"[n % 4]
    options = {name: f"{WORDS[rank(n, name) % 17]} {WORDS[rank(name, n) % 17]}" for name in "abcd"}
    if longer_key:
        options[key] += " with every condition that a careful author adds"
    stem = " ".join(WORDS[rank("stem", n, place) % 17] for place in range(20))
    fields = {"id": f"q{n}", "refs": [{"url": "https://example.com"}], "family": f"f{n // 2}", **more}
    return choice(f"{stem} {n}?", key=key, more=fields, **options)


def bank(number: int = 120, **more: Any) -> Bank:
    return bank_of(questions=[question(n, **more) for n in range(number)])


@cache
def plain_card() -> Scorecard:
    """The card of a bank without a fault, made once."""
    return card(bank())


def figure(found: Scorecard, name: str) -> Figure:
    told = found.figure(name)
    assert told is not None
    return told


class TestLines:
    def test_catch_a_bank_whose_keys_are_the_longest(self) -> None:
        found = card(bank(longer_key=True))
        assert {"longest", "cue-score", "clearly-longest"} <= {one.id for one in found.crossed}

    def test_catch_keys_that_stand_in_one_place(self) -> None:
        same = bank_of(questions=[question(4 * n) for n in range(120)])
        assert "position-v" in {one.id for one in card(same).crossed}

    def test_catch_a_question_that_stands_twice(self) -> None:
        again = question(300, stem=question(0).stem)
        found = card(bank_of(questions=[*bank().questions, again]))
        assert {"same", "twins"} <= {one.id for one in found.crossed}
        assert ("q0", "q300", 1.0) in found.twins

    def test_catch_items_that_stand_alone(self) -> None:
        assert "by-construction" in {one.id for one in card(bank(family=None)).crossed}

    def test_judge_nothing_in_a_small_bank(self) -> None:
        found = card(bank(99, longer_key=True))
        assert figure(found, "longest").value == 1.0
        assert not found.judged
        assert not any(one.judged or one.crossed for one in found.figures)

    def test_leave_few_absolute_words_alone(self) -> None:
        assert not figure(plain_card(), "absolutes").judged

    def test_belong_to_figures_that_there_are(self) -> None:
        whole = card(bank(), readings=[read(bank(), "choices-only", {"q1": ["b"]})])
        several = card(bank_of(questions=[choice(key="ab")]))
        known = {one.id for one in (*whole.figures, *several.figures)}
        assert {threshold.figure for threshold in THRESHOLDS} <= known


class TestFigures:
    @pytest.mark.parametrize("name", ["longest", "twins", "refs"])
    def test_that_are_shares_come_with_their_interval(self, name: str) -> None:
        told = figure(plain_card(), name)
        assert told.low is not None
        assert told.high is not None
        assert told.low <= told.value <= told.high

    def test_name_objectives_without_a_question(self) -> None:
        thin = bank_of(questions=singles(3), plan=None)
        assert card(thin).coverage.missing == ()
        assert figure(card(bank_of(domains={"One": 2, "Two": 1})), "objectives-missing").value == 0

    def test_tell_the_age_of_facts(self) -> None:
        facts = [
            Fact(id=name, claim="So it is.", url="https://example.com", checked=day)
            for name, day in (("new", "2026-02-01"), ("old", "2025-01-01"), ("odd", "2026-02-31"))
        ]
        behind = card(bank_of(3, facts=facts)).backing
        assert (behind.facts, behind.oldest, behind.aged, behind.uncited) == (3, 424, 1, 3)

    def test_count_questions_with_a_finding_where_somebody_looked(self) -> None:
        assert figure(card(bank(), flawed={"q1", "q2", "q3"}), "flaw-free").value == pytest.approx(117 / 120)


@settings(max_examples=8, deadline=None)
@given(banks())
def test_any_bank_has_a_scorecard_whose_shares_are_shares(whole: Bank) -> None:
    for one in card(whole).figures:
        assert one.value >= 0
        assert not one.is_share or one.value <= 1


def test_an_empty_bank_has_a_page_without_figures() -> None:
    found = card(bank_of())
    assert (found.figures, found.crossed) == ((), ())


def read(whole: Bank, view: View, answers: dict[str, list[str]], **more: Any) -> Reading:
    sheet = AnswerSheet.model_validate({"reader": "Ada", "answers": answers, "view": view, **more})
    (found,) = agreements(whole, [decoded(whole, sheet, source="sheet.json")])
    return reading(found, kind="model", date="2026-02-02")


class TestSecondReaders:
    def keys(self, whole: Bank) -> dict[str, list[str]]:
        return {one.id: list(one.key) for one in whole.questions}

    def test_have_their_share_and_their_line_on_the_page(self) -> None:
        whole = bank()
        found = card(whole, readings=[read(whole, "full", self.keys(whole) | {"q0": ["b"]})])
        assert figure(found, "blind-agreement").value == pytest.approx(119 / 120)
        assert (found.readings[0].hits, found.readings[0].open) == (119, 1)

    def test_go_stale_question_by_question(self) -> None:
        before = bank()
        after = bank_of(questions=[question(0, stem="Another?"), *before.questions[1:]])
        (line,) = card(after, readings=[read(before, "full", self.keys(before))]).readings
        assert (line.n, line.stale) == (119, 1)

    def test_cross_a_line_when_they_need_no_stems(self) -> None:
        whole = bank()
        found = card(whole, readings=[read(whole, "choices-only", self.keys(whole))])
        assert "choices-only" in {one.id for one in found.crossed}

    def test_cross_none_when_they_solve_what_the_families_allow(self) -> None:
        whole = bank()
        half = {
            name: key if n % 2 else ["a" if key != ["a"] else "b"]
            for n, (name, key) in enumerate(self.keys(whole).items())
        }
        found = card(whole, readings=[read(whole, "choices-only", half)])
        assert not figure(found, "choices-only").crossed

    def test_leave_no_open_dispute_where_an_author_has_settled_it(self) -> None:
        whole = bank()
        told = read(whole, "full", {"q0": ["b"]})
        settled = told.model_copy(
            update={"items": {"q0": told.items["q0"].model_copy(update={"settled": "Read again."})}}
        )
        (line,) = card(whole, readings=[settled]).readings
        assert (line.disputed, line.open) == (1, 0)
