"""Marking: what an answer earns, and what the points say."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.candidates.baselines import KeyCandidate
from examcert.core.bank import Bank
from examcert.core.blueprint import CreditRule, Scale
from examcert.core.drawing import draw
from examcert.core.marking import Mark, Report, credit, mark, scaled
from examcert.core.paper import paper_of, unscored_ids
from examcert.core.question import Answer, Question
from examcert.core.sitting import Sitting
from tests.build import NOON, Answers, bank_of, begun, blueprint, choice, item, matching, ordering, report_of
from tests.generated import answers, banks, seeds

QUESTIONS = (
    choice(key="b"),
    choice(key="ab"),
    ordering(key="cab"),
    matching(key={"x": "a", "y": "b", "z": "c"}),
    matching(key={"x": "a", "y": "a"}, reuse=True),
)
RULES: tuple[CreditRule, ...] = ("all-or-nothing", "per-part")


class TestAMultipleChoice:
    """Credit is all or nothing: the whole key, and not one option more."""

    question = choice("Which two are prime?", a="2", b="3", c="4", key="ab")

    @pytest.mark.parametrize("answer", [("a", "b"), ("b", "a")])
    def test_earns_the_credit_in_any_order(self, answer: Answer) -> None:
        assert credit(self.question, answer) == 1.0

    @pytest.mark.parametrize("answer", [(), ("a",), ("a", "b", "c"), ("a", "c")])
    def test_earns_nothing_otherwise(self, answer: Answer) -> None:
        assert credit(self.question, answer) == 0.0

    @pytest.mark.parametrize(
        ("answer", "earned"),
        [((), 0.0), ("a", 0.5), ("ab", 1.0), ("ac", 0.5), ("abc", 0.5), ("c", 0.0)],
    )
    def test_per_part_earns_for_each_right_choice_and_pays_for_ticking_more(
        self, answer: Answer, earned: float
    ) -> None:
        assert credit(self.question, tuple(answer), "per-part") == earned


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("answer", "earned"), [(("a",), 1.0), (("b",), 0.0), ((), 0.0), (("a", "b"), 0.0)])
def test_a_single_answer_has_no_parts(answer: Answer, earned: float, rule: CreditRule) -> None:
    assert credit(choice(key="a"), answer, rule) == earned


@pytest.mark.parametrize(
    ("answer", "whole", "parts"),
    [("cab", 1, 1), ("cba", 0, 1 / 3), ("ca", 0, 2 / 3), ("abc", 0, 0), ("", 0, 0), ("cad", 0, 2 / 3)],
)
def test_an_ordering_earns_per_step_in_its_place(answer: str, whole: float, parts: float) -> None:
    question = ordering(key="cab")
    assert [credit(question, tuple(answer), rule) for rule in RULES] == [whole, parts]


@pytest.mark.parametrize(
    ("answer", "whole", "parts"),
    [(("a", "b"), 1, 1), (("a", "c"), 0, 0.5), (("", "b"), 0, 0.5), (("a",), 0, 0.5), (("b", "a"), 0, 0), ((), 0, 0)],
)
def test_a_matching_earns_per_slot(answer: Answer, whole: float, parts: float) -> None:
    question = matching(key={"x": "a", "y": "b"})
    assert [credit(question, answer, rule) for rule in RULES] == [whole, parts]


class TestAnyCredit:
    """Whatever the question and the answer."""

    @given(st.data(), st.sampled_from(QUESTIONS), st.sampled_from(RULES))
    def test_lies_between_nothing_and_the_whole(self, data: st.DataObject, asked: Question, rule: CreditRule) -> None:
        assert 0.0 <= credit(asked, data.draw(answers(item(asked))), rule) <= 1.0

    @given(st.data(), st.sampled_from(QUESTIONS))
    def test_is_whole_by_either_rule_or_by_neither(self, data: st.DataObject, asked: Question) -> None:
        answer = data.draw(answers(item(asked)))
        whole, parts = (credit(asked, answer, rule) for rule in RULES)
        assert whole <= parts
        assert (whole == 1.0) == (parts == 1.0)

    @given(st.permutations("abc"), st.sampled_from(RULES))
    def test_of_a_choice_does_not_depend_on_the_order_of_ticking(self, ticked: list[str], rule: CreditRule) -> None:
        question = choice(key="abd")
        assert credit(question, tuple(ticked), rule) == credit(question, ("a", "b", "c"), rule)

    @pytest.mark.parametrize("rule", RULES)
    @pytest.mark.parametrize("asked", QUESTIONS)
    def test_of_the_key_is_whole(self, asked: Question, rule: CreditRule) -> None:
        assert credit(asked, asked.key, rule) == 1.0


AWS = Scale.model_validate({"low": 100, "pass": 700, "high": 1000})
scales = st.tuples(st.integers(0, 200), st.integers(1, 900), st.integers(1, 900)).map(
    lambda t: Scale.model_validate({"low": t[0], "pass": t[0] + t[1], "high": t[0] + t[1] + t[2]})
)
cuts = st.floats(0.05, 0.95)


class TestTheScale:
    """Two straight lines that meet at the pass mark."""

    @pytest.mark.parametrize(("share", "score"), [(0, 100), (0.35, 400), (0.7, 700), (0.85, 850), (1, 1000)])
    def test_gives_known_scores(self, share: float, score: float) -> None:
        assert scaled(share, AWS, 0.7) == pytest.approx(score)

    @given(scales, cuts, st.floats(0, 1), st.floats(0, 1))
    def test_never_falls_as_the_share_rises(self, scale: Scale, cut: float, one: float, other: float) -> None:
        low, high = sorted((one, other))
        assert scaled(low, scale, cut) <= scaled(high, scale, cut) + 1e-9


def report_with(right: float, total: int, *, scale: Scale = AWS, cut: float = 0.7) -> Report:
    """A report of `total` items on which `right` points were earned."""
    earned = [min(1.0, max(0.0, right - n)) for n in range(total)]
    return Report(
        exam="TST-C01",
        code="TST-C01-0-00000000",
        candidate="me",
        mode="mock",
        marks=tuple(
            Mark(item=f"q{n}", domain="1", objective="1.1", credit=c, scored=True, answer=("a",))
            for n, c in enumerate(earned)
        ),
        scale=scale,
        pass_share=cut,
        domains=(("1", "Networking"),),
        objectives=(("1.1", "Task 1"),),
    )


class TestAReport:
    """Everything in it follows from the marks."""

    @pytest.mark.parametrize(
        ("right", "total", "passed", "score"),
        [(35, 50, True, 700), (34, 50, False, 680), (50, 50, True, 1000), (0, 50, False, 100), (7, 10, True, 700)],
    )
    def test_passes_exactly_at_the_assumed_share(self, right: int, total: int, passed: bool, score: int) -> None:
        report = report_with(right, total)
        assert (report.passed, report.scaled) == (passed, score)

    def test_without_items_passes_nobody(self) -> None:
        assert not report_with(0, 0).passed

    def test_does_not_round_a_fail_up_to_the_pass_mark(self) -> None:
        # 699 of 1,000 points are 699.1 on the scale, which would round to 700.
        assert report_with(699, 1000).scaled == 690

    @given(scales, cuts, st.integers(1, 80), st.data())
    def test_shows_the_pass_mark_or_more_exactly_to_those_who_passed(
        self, scale: Scale, cut: float, total: int, data: st.DataObject
    ) -> None:
        report = report_with(data.draw(st.floats(0, total)), total, scale=scale, cut=cut)
        assert (report.scaled >= scale.pass_mark) == report.passed
        assert scale.low <= report.scaled <= scale.high

    @given(scales, cuts, st.integers(1, 80), st.data())
    def test_never_scores_more_points_lower(self, scale: Scale, cut: float, total: int, data: st.DataObject) -> None:
        fewer, more = sorted(data.draw(st.tuples(st.floats(0, total), st.floats(0, total))))
        scores = [report_with(points, total, scale=scale, cut=cut).scaled for points in (fewer, more)]
        assert scores == sorted(scores)

    @given(st.integers(1, 80), st.data())
    def test_holds_its_score_inside_its_interval(self, total: int, data: st.DataObject) -> None:
        report = report_with(data.draw(st.integers(0, total)), total)
        assert AWS.low <= report.interval.low <= report.scaled <= report.interval.high <= AWS.high

    def test_steps_by_ten_on_a_scale_of_hundreds_and_by_one_on_per_cent(self) -> None:
        per_cent = Scale.model_validate({"low": 0, "pass": 70, "high": 100})
        assert report_with(2, 3, scale=per_cent).scaled == 67
        assert report_with(2, 3).scaled == 670

    def test_says_in_words_that_the_score_is_an_estimate(self) -> None:
        assert "our estimate" in report_with(1, 2).caveat
        assert "70%" in report_with(1, 2).caveat


class TestMarkingASitting:
    """A sitting against its bank."""

    questions = (choice("One?", key="a"), choice("Two?", key="b"), ordering(more={"objective": "2.1"}))
    bank = bank_of(questions=questions, plan=blueprint(domains={"A": 50, "B": 30, "C": 20}, items=3))

    def report(self, answers: dict[str, Answer], *, bank: Bank | None = None) -> Report:
        drawn = paper_of(self.bank, list(self.questions), seed=0)
        return report_of(bank or self.bank, drawn, Answers(answers))

    def test_tallies_by_domain_with_the_empty_ones_too(self) -> None:
        tallies = self.report({"one": ("a",), "two": ("c",)}).by_domain
        assert [(t.name, t.correct, t.total, t.share) for t in tallies] == [
            ("A", 1.0, 2, 0.5),
            ("B", 0.0, 1, 0.0),
            ("C", 0.0, 0, 0.0),
        ]

    def test_tallies_only_the_objectives_on_the_paper(self) -> None:
        assert [(t.id, t.total) for t in self.report({}).by_objective] == [("1.1", 2), ("2.1", 1)]

    def test_counts_what_was_left_out_as_wrong_and_says_how_much_that_was(self) -> None:
        report = self.report({"one": ("a",)})
        assert (report.correct, report.total, report.unanswered) == (1.0, 3, 2)

    def test_follows_the_credit_rule_of_the_exam(self) -> None:
        answer: dict[str, Answer] = {"in-which-order": ("c", "a")}
        plan = blueprint(domains={"A": 50, "B": 30, "C": 20}, items=3, credit="per-part")
        by_part = bank_of(questions=self.questions, plan=plan)
        assert [self.report(answer, bank=bank).correct for bank in (self.bank, by_part)] == [0.0, 2 / 3]

    def test_lists_a_withdrawn_question_and_does_not_count_it(self) -> None:
        report = self.report({"two": ("b",)}, bank=bank_of(questions=self.questions[1:], plan=self.bank.blueprint))
        assert (report.withdrawn, report.correct, report.total) == (("one",), 1.0, 2)

    @pytest.mark.parametrize(
        "changed",
        [
            choice("One?", a="Another", b="Bravo", c="Charlie", d="Delta", e="Echo"),
            choice("One?", a="Alpha", b="Bravo"),
            ordering("One?", key="abcd", more={"id": "one"}),
        ],
        ids=["an option more", "options less", "another kind"],
    )
    def test_does_not_count_a_question_with_other_parts_by_its_new_key(self, changed: Question) -> None:
        report = self.report(
            {"one": ("a",)}, bank=bank_of(questions=(changed, *self.questions[1:]), plan=self.bank.blueprint)
        )
        assert (report.withdrawn, report.correct, report.total) == (("one",), 0.0, 2)

    def test_scores_a_mended_key_anew(self) -> None:
        mended = bank_of(questions=(choice("One?", key="c"), *self.questions[1:]), plan=self.bank.blueprint)
        assert [self.report({"one": ("c",)}, bank=bank).correct for bank in (self.bank, mended)] == [0.0, 1.0]

    def test_keeps_the_time_spent(self) -> None:
        sitting = begun(choice("One?")).answer("one", "a", at=NOON, seconds=12.5)
        [only] = mark(bank_of(questions=[choice("One?")]), sitting).marks
        assert (only.answer, only.seconds, only.answered) == (("a",), 12.5, True)

    @given(banks(), seeds)
    def test_by_the_key_earns_everything(self, bank: Bank, seed: int) -> None:
        report = report_of(bank, draw(bank, seed=seed), KeyCandidate(bank))
        assert (report.share, report.scaled, report.passed, report.unanswered) == (1.0, 1000, True, 0)
        assert report.total == bank.blueprint.items.scored


class TestUnscoredItems:
    """As many as the vendor mixes in; derived, so that no paper tells which."""

    plan = blueprint(domains={"A": 60, "B": 40}, items=10, unscored=5)
    bank = bank_of(domains={"A": 12, "B": 8}, plan=plan)

    @given(banks(), seeds)
    def test_are_as_many_as_the_vendor_says_and_leave_each_domain_its_scored_quota(self, bank: Bank, seed: int) -> None:
        drawn = draw(bank, seed=seed)
        unscored = unscored_ids(bank, drawn)
        scored = dict.fromkeys(bank.blueprint.total_quotas, 0)
        for shown in drawn.items:
            scored[shown.domain] += shown.id not in unscored
        assert len(unscored) == bank.blueprint.items.unscored
        assert scored == bank.blueprint.quotas(bank.blueprint.items.scored)

    def test_change_with_the_seed(self) -> None:
        chosen = {unscored_ids(self.bank, draw(self.bank, seed=0).model_copy(update={"seed": n})) for n in range(20)}
        assert len(chosen) > 10

    def test_are_not_in_the_score_but_in_the_marks(self) -> None:
        report = report_of(self.bank, draw(self.bank, seed=0), KeyCandidate(self.bank))
        assert (report.total, len(report.marks)) == (10, 15)

    @pytest.mark.parametrize(("mode", "total"), [("practice", 15), ("mock", 10), ("sit", 10)])
    def test_are_never_on_a_practice(self, mode: Any, total: int) -> None:
        sitting = Sitting.begin(draw(self.bank, seed=0), mode=mode, candidate="me", at=NOON)
        assert mark(self.bank, sitting).total == total

    @pytest.mark.parametrize("shorten", [lambda items: items[:-1], lambda items: items[:10]])
    def test_are_never_on_a_short_paper(self, shorten: Callable[[Any], Any]) -> None:
        drawn = draw(self.bank, seed=0)
        short = drawn.model_copy(update={"items": shorten(drawn.items)})
        assert unscored_ids(self.bank, short) == frozenset()
