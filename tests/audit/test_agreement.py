"""Second readers' answers beside the keys: decoded, merged, kept, and stale question by question."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.audit.agreement import Agreement, added, agreements, decoded, reading, standing
from examcert.audit.blind import blind_copy, blind_id, blind_names
from examcert.core.bank import Bank
from examcert.core.question import MatchingQuestion, Question
from examcert.core.reader import AnswerSheet, Reading, View
from examcert.errors import AnswerError
from tests.build import bank_of, choice, matching, ordering
from tests.generated import banks

PRIME = choice("Which two are prime?", a="2", b="3", c="4", key="ab", more={"id": "prime"})
FIRST = choice("Which is first?", more={"id": "first"})
STEPS = ordering(more={"id": "steps"})
PAIRS = matching(more={"id": "pairs"})


def sheet(answers: dict[str, Any], **more: Any) -> AnswerSheet:
    return AnswerSheet.model_validate({"reader": "Ada", "kind": "person", "answers": answers, **more})


def agreement(*questions: Question, answers: dict[str, Any], **more: Any) -> Agreement:
    bank = bank_of(questions=questions or (PRIME, FIRST, STEPS, PAIRS))
    (found,) = agreements(bank, [decoded(bank, sheet(answers, **more), source="sheet.json")])
    return found


def kept(bank: Bank, answers: dict[str, Any], *, day: str = "2026-01-01", **more: Any) -> Reading:
    (found,) = agreements(bank, [decoded(bank, sheet(answers, **more), source="sheet.json")])
    return reading(found, kind="person", date=day)


@given(banks(), st.sampled_from(["full", "choices-only"]), st.integers(0, 99))
def test_whoever_answers_a_blind_copy_by_the_key_agrees_with_all_of_it(bank: Bank, view: View, seed: int) -> None:
    by_name = {blind_id(question, view): question for question in bank.questions}
    answers: dict[str, Any] = {}
    for item in blind_copy(bank, view=view, seed=seed).items:
        question = by_name[item.id]
        names = blind_names(question)
        answers[item.id] = [names.options[name] for name in question.key]
        if isinstance(question, MatchingQuestion):
            answers[item.id] = dict(zip(names.slots.values(), answers[item.id], strict=True))
    (found,) = agreements(bank, [decoded(bank, sheet(answers), source="sheet.json")])
    assert (found.view, found.count.hits, found.count.n) == (view, len(bank.questions), len(bank.questions))


class TestAnAgreement:
    def test_counts_whole_answers_only(self) -> None:
        found = agreement(answers={"prime": ["b", "a"], "first": ["b"], "steps": ["c", "a"], "pairs": {"x": "a"}})
        assert (sorted(found.agreed), found.disagreements) == (["prime"], ("first", "steps", "pairs"))

    def test_tells_kinds_apart(self) -> None:
        found = agreement(answers={"prime": ["a", "b"], "first": ["b"]})
        assert {kind: (count.hits, count.n) for kind, count in found.by_kind.items()} == {
            "multiple": (1, 1),
            "single": (0, 1),
        }

    def test_counts_an_empty_answer_as_read_and_not_solved(self) -> None:
        assert agreement(answers={"first": []}).count.n == 1

    def test_lists_a_doubt_although_the_answer_agrees(self) -> None:
        found = agreement(answers={"first": ["a"]}, doubts={"first": {"say": "two answers", "options": ["b"]}})
        assert (found.disagreements, found.doubts, found.disputed) == ((), ("first",), ("first",))

    def test_takes_a_doubt_without_an_answer_for_no_answer(self) -> None:
        assert agreement(answers={}, doubts={"first": {"say": "none"}}).disagreements == ("first",)

    def test_expects_a_reader_without_stems_to_fail(self) -> None:
        found = agreement(answers={"first": ["b"]}, view="choices-only")
        assert (found.view, found.disagreements, found.disputed) == ("choices-only", ("first",), ())

    def test_leaves_out_what_was_changed_since_the_copy_and_names_it(self) -> None:
        told = decoded(bank_of(questions=[FIRST]), sheet({"f-rme868csj8": ["r7p"]}), source="sheet.json")
        assert (told.items["full"], told.changed) == ({}, ("f-rme868csj8",))


class TestSeveralSheetsOfOneReader:
    def merged(self, *answers: list[str]) -> Agreement:
        bank = bank_of(questions=[FIRST])
        (found,) = agreements(bank, [decoded(bank, sheet({"first": one}), source="s.json") for one in answers])
        return found

    def test_count_by_the_most_frequent_answer(self) -> None:
        found = self.merged(["b"], ["a"], ["a"])
        assert (found.runs, found.items["first"].answer) == (3, ("a",))

    def test_have_no_answer_at_a_draw(self) -> None:
        assert self.merged(["b"], ["a"]).items["first"].answer == ()


class TestASheetIsRefused:
    @pytest.mark.parametrize(
        ("answers", "says"),
        [
            ({"frist": ["a"]}, r"answers 'frist', which is no question .* Did you mean first\?"),
            ({"first": ["z"]}, r"names 'z' for first, which has no such option\. It has a, b, c, d"),
            ({"first": ["a", "b"]}, r"first takes 1, not 2"),
            ({"prime": ["a", "a"]}, r"names an option twice"),
            ({"pairs": {"q": "a"}}, r"slots that it does not have\. Its slots are x, y"),
            ({"first": {"x": "a"}}, r"Write its answer as \[option ids\]"),
        ],
    )
    def test_with_what_does_not_fit(self, answers: dict[str, Any], says: str) -> None:
        with pytest.raises(AnswerError, match=says):
            agreement(answers=answers)

    def test_when_it_answers_a_question_under_both_of_its_names(self) -> None:
        with pytest.raises(AnswerError, match="answers first twice"):
            agreement(FIRST, answers={"first": ["a"], blind_id(FIRST, "full"): []})


class TestAKeptReading:
    def test_goes_stale_question_by_question(self) -> None:
        before = bank_of(questions=[FIRST, PRIME])
        after = bank_of(questions=[FIRST, choice("Other?", a="2", b="3", c="4", key="ab", more={"id": "prime"})])
        found = standing(after, kept(before, {"first": ["a"], "prime": ["a", "b"]}))
        assert (set(found.items), found.stale) == ({"first"}, ("prime",))

    def test_is_marked_again_by_a_corrected_key(self) -> None:
        corrected = bank_of(questions=[choice("Which is first?", key="b", more={"id": "first"})])
        found = standing(corrected, kept(bank_of(questions=[FIRST]), {"first": ["a"]}))
        assert (found.stale, found.disagreements) == ((), ("first",))

    def test_without_stems_does_not_mind_another_stem(self) -> None:
        after = bank_of(questions=[choice("Which one is first?", more={"id": "first"})])
        found = standing(after, kept(bank_of(questions=[FIRST]), {"first": ["a"]}, view="choices-only"))
        assert found.stale == ()

    def test_grows_by_what_its_reader_reads_the_same_day(self) -> None:
        bank = bank_of(questions=[FIRST, PRIME])
        (grown,) = added([kept(bank, {"first": ["a"]})], kept(bank, {"prime": ["a", "b"]}))
        assert set(grown.items) == {"first", "prime"}

    def test_gives_way_to_the_same_reader_on_a_later_day(self) -> None:
        bank = bank_of(questions=[FIRST, PRIME])
        first = kept(bank, {"first": ["b"], "prime": ["a", "b"]})
        readings = added([first], kept(bank, {"first": ["a"]}, day="2026-02-02"))
        assert [(one.date, set(one.items)) for one in readings] == [
            ("2026-01-01", {"prime"}),
            ("2026-02-02", {"first"}),
        ]

    def test_stands_beside_that_of_another_reader(self) -> None:
        bank = bank_of(questions=[FIRST])
        assert len(added([kept(bank, {"first": ["a"]})], kept(bank, {"first": ["a"]}, reader="Bob"))) == 2
