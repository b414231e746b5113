"""A blind copy gives nothing away, and its answers find their questions again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.audit.blind import BlindCopy, blind_copy, blind_id, blind_names, looks_blind
from examcert.core.bank import Bank
from examcert.core.reader import View
from tests.build import bank_of, case, choice, matching, ordering
from tests.generated import banks, seeds

VIEWS: tuple[View, ...] = ("full", "choices-only")


def told(copy: BlindCopy) -> str:
    """Everything that a reader could see."""
    return json.dumps(copy.model_dump(mode="json"))


def bank() -> Bank:
    """One question of each kind, under ids that say a lot."""
    return bank_of(
        questions=[
            choice(
                "What is first?",
                key=["right"],
                more={"id": "about-firsts", "family": "siblings"},
                right="One",
                wrong="Two",
            ),
            choice(
                "What is last?",
                key=["wrong"],
                more={"id": "about-lasts", "family": "siblings"},
                right="One",
                wrong="Two",
            ),
            choice("In the shop?", more={"id": "in-shop", "case": case("shop").model_dump()}),
            ordering(more={"id": "steps"}),
            matching(more={"id": "pairs"}, limits={"x": "ab"}),
        ]
    )


class TestABlindCopy:
    @pytest.mark.parametrize("view", VIEWS)
    def test_tells_no_id_of_the_bank_and_no_why(self, view: View) -> None:
        text = told(blind_copy(bank(), view=view, seed=1))
        assert [
            word for word in ("about-firsts", "right", "wrong", "siblings", "Because", "1.1", 'shop"') if word in text
        ] == []

    def test_without_stems_shows_neither_stem_nor_case(self) -> None:
        text = told(blind_copy(bank(), view="choices-only"))
        assert [word for word in ("What is", "company", "shop") if word in text] == []

    def test_in_full_shows_stem_and_case(self) -> None:
        items = blind_copy(bank(), view="full").items
        assert {item.stem for item in items} >= {"What is first?", "In the shop?"}
        assert [item.case.title for item in items if item.case] == ["The shop case"]

    @given(banks(), seeds, st.sampled_from(VIEWS))
    def test_has_each_question_once_under_a_name_of_its_own(self, whole: Bank, seed: int, view: View) -> None:
        copy = blind_copy(whole, view=view, seed=seed)
        assert {item.id for item in copy.items} == {blind_id(question, view) for question in whole.questions}
        assert len(copy.items) == len({item.id for item in copy.items}) == len(whole.questions)

    def test_comes_in_another_order_by_another_seed_under_the_same_names(self) -> None:
        one, other = (blind_copy(bank_of(12), view="full", seed=seed) for seed in (1, 2))
        assert [item.id for item in one.items] != [item.id for item in other.items]
        assert {item.id for item in one.items} == {item.id for item in other.items}

    def test_renames_an_item_that_has_changed(self) -> None:
        before, after = choice("Why?", more={"id": "q"}), choice("Why not?", more={"id": "q"})
        assert blind_id(before, "full") != blind_id(after, "full")
        assert blind_id(before, "choices-only") == blind_id(after, "choices-only")

    def test_limits_slots_in_its_own_words(self) -> None:
        pairs = matching(more={"id": "pairs"}, limits={"x": "ab"})
        (item,) = blind_copy(bank_of(questions=[pairs]), view="full").items
        names = blind_names(pairs)
        assert {slot.id: set(slot.options) for slot in item.slots} == {
            names.slots["x"]: {names.options["a"], names.options["b"]},
            names.slots["y"]: set(),
        }

    def test_can_be_of_some_questions_only(self) -> None:
        (item,) = blind_copy(bank(), view="full", only=["steps"]).items
        assert item.kind == "ordering"


@pytest.mark.parametrize(("name", "blind"), [("f-rme868csj8", True), ("c-hcnkq2mv3x", True), ("aif-1.1-x", False)])
def test_a_name_of_a_blind_copy_is_known_by_its_form(name: str, blind: bool) -> None:
    assert looks_blind(name) is blind
