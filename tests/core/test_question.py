"""Questions: what an author may write, and what is refused with a rule and a remedy."""

from typing import Any

import pytest
from pydantic import ValidationError

from examcert.core.question import ChoiceQuestion, Fact, Misconception, Option, Reference, Slot
from tests.build import case, choice, matching, option, ordering, rule_of


class TestAChoice:
    """Single answer and multiple response are one kind: the size of the key tells them apart."""

    @pytest.mark.parametrize(("key", "name"), [("a", "single"), ("ab", "multiple")])
    def test_is_named_by_the_size_of_its_key(self, key: str, name: str) -> None:
        assert choice(key=key).kind_name == name

    def test_asks_for_as_many_options_as_its_key_holds(self) -> None:
        assert choice(key="bd").choose == 2

    def test_keeps_its_key_in_the_order_of_the_options(self) -> None:
        assert choice(key="cab").key == ("a", "b", "c")

    @pytest.mark.parametrize(
        ("key", "rule"),
        [("ax", "key-not-an-option"), ("aa", "key-repeats"), ("abcd", "key-is-everything"), ("", "too_short")],
    )
    def test_refuses_a_key_that_is_no_choice(self, key: str, rule: str) -> None:
        assert rule_of(lambda: choice(key=key)) == rule


class TestAnOrdering:
    """The key is a sequence; what it leaves out is a distractor."""

    def test_asks_for_as_many_steps_as_its_key_holds(self) -> None:
        assert ordering(key="ca").choose == 2

    def test_may_need_every_step(self) -> None:
        assert ordering(key="dcba").key == ("d", "c", "b", "a")

    @pytest.mark.parametrize(("key", "rule"), [("ax", "key-not-an-option"), ("aba", "key-repeats")])
    def test_refuses_a_key_that_is_no_sequence_of_its_steps(self, key: str, rule: str) -> None:
        assert rule_of(lambda: ordering(key=key)) == rule


class TestAMatching:
    """Each slot takes one option."""

    def test_keeps_its_key_in_the_order_of_the_slots(self) -> None:
        assert matching(key={"x": "b", "y": "a"}).key == ("b", "a")

    def test_may_give_one_option_to_several_slots_where_reuse_is_allowed(self) -> None:
        assert matching(key={"x": "a", "y": "a"}, reuse=True).key == ("a", "a")

    def test_refuses_to_give_one_option_to_several_slots_otherwise(self) -> None:
        assert rule_of(lambda: matching(key={"x": "a", "y": "a"})) == "key-repeats"

    def test_refuses_a_slot_that_does_not_allow_its_own_key(self) -> None:
        assert rule_of(lambda: matching(key={"x": "a", "y": "b"}, limits={"x": "bc"})) == "key-outside-slot"

    def test_refuses_a_slot_that_allows_what_is_no_option(self) -> None:
        assert rule_of(lambda: matching(key={"x": "a", "y": "b"}, limits={"x": ["a", "zz"]})) == "slot-limit-unknown"

    @pytest.mark.parametrize(
        ("key", "rule"),
        [
            ({"x": "a"}, "slot-without-key"),
            ({"x": "a", "y": "b", "z": "c"}, "key-not-a-slot"),
            (["a"], "slot-without-key"),
            ({"x": "a", "y": "zz"}, "key-not-an-option"),
        ],
    )
    def test_refuses_a_key_that_does_not_fill_its_slots(self, key: Any, rule: str) -> None:
        assert rule_of(lambda: matching(more={"key": key})) == rule

    def test_refuses_two_slots_of_one_name(self) -> None:
        slots = [{"id": "x", "text": "One", "why": "So."}, {"id": "x", "text": "Two", "why": "So."}]
        assert rule_of(lambda: matching(more={"slots": slots, "key": ["a", "b"]})) == "duplicate-slot"


class TestOptions:
    """Every option explains itself, and is told apart by its id."""

    def test_must_say_why(self) -> None:
        with pytest.raises(ValidationError, match="why"):
            Option.model_validate({"id": "a", "text": "Alpha"})

    def test_must_differ_in_their_ids(self) -> None:
        twice = [option("a"), option("b"), option("a")]
        assert rule_of(lambda: choice(more={"options": twice})) == "duplicate-option"

    def test_must_be_two_at_least(self) -> None:
        assert rule_of(lambda: choice(more={"options": [option("a")]})) == "too_short"

    def test_are_found_by_id(self) -> None:
        assert choice(a="one", b="two").option("b").text == "two"

    def test_that_are_not_there_are_not_found(self) -> None:
        with pytest.raises(KeyError):
            choice().option("z")


class TestAClue:
    """A clue quotes the stem, so that a review can highlight the words that decide."""

    def with_clue(self, clue: str, *, stem: str = "At the  lowest\ncost, which one?", **more: Any) -> ChoiceQuestion:
        return choice(stem, more={"options": [option("a", clue=clue), option("b")], **more})

    def test_may_run_over_a_line_break(self) -> None:
        assert self.with_clue("the lowest cost").options[0].clue == "the lowest cost"

    def test_may_quote_the_case(self) -> None:
        assert self.with_clue("wants something", case=case("shop").model_dump()).options[0].clue == "wants something"

    def test_must_stand_in_the_stem(self) -> None:
        assert rule_of(lambda: self.with_clue("the highest cost")) == "clue-not-in-stem"


class TestAFingerprint:
    """It covers what the candidate reads: an explanation of another text is stale."""

    plain = choice("Which?", key="a")

    @pytest.mark.parametrize(
        "other",
        [
            choice("Which, then?", key="a", more={"id": "which"}),
            choice("Which?", key="ab"),
            choice("Which?", key="a", a="Alpha!", b="Bravo", c="Charlie", d="Delta"),
            choice("Which?", key="a", d="Delta", a="Alpha", b="Bravo", c="Charlie"),
            choice("Which?", key="a", more={"case": case("shop").model_dump()}),
            ordering("Which?", key="ab"),
        ],
    )
    def test_changes_with_what_is_read(self, other: ChoiceQuestion) -> None:
        assert other.fingerprint != self.plain.fingerprint

    @pytest.mark.parametrize(
        "more", [{"objective": "9.9"}, {"difficulty": "hard"}, {"refs": ["some-fact"]}, {"family": "some"}]
    )
    def test_stays_when_only_the_author_sees_the_change(self, more: dict[str, Any]) -> None:
        assert choice("Which?", key="a", more=more).fingerprint == self.plain.fingerprint

    def test_stays_when_a_key_or_a_why_is_mended(self) -> None:
        whys = [option(name) | {"why": "Better words."} for name in "abcd"]
        assert choice("Which?", key="b", more={"options": whys}).fingerprint == self.plain.fingerprint


@pytest.mark.parametrize(
    "refused",
    [
        lambda: choice(more={"keys": ["a"]}),
        lambda: ordering(more={"steps": []}),
        lambda: matching(more={"reusable": True}),
        lambda: Option.model_validate({**option("a"), "reason": "?"}),
        lambda: Slot.model_validate({"id": "x", "text": "X", "why": "So.", "key": "a"}),
        lambda: Fact.model_validate(
            {"id": "f", "claim": "So.", "url": "https://example.com", "checked": "2026-01-01", "by": "me"}
        ),
        lambda: Misconception.model_validate({"id": "m", "belief": "So.", "corrects": "No.", "wrong": True}),
        lambda: Reference.model_validate({"url": "https://example.com", "title": "Example"}),
    ],
)
def test_a_misspelt_field_is_an_error_not_a_silence(refused: Any) -> None:
    assert rule_of(refused) == "extra_forbidden"


@pytest.mark.parametrize("name", ["", "has blank", "-dash", "a/b", "ünï", "a\n", "x" * 81])
def test_an_id_that_could_not_stand_in_a_file_name_is_refused(name: str) -> None:
    assert rule_of(lambda: choice(more={"id": name}))


def test_a_question_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        choice().stem = "Another?"  # type: ignore[misc]  # the type checker refuses it too
