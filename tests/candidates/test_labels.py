"""Letters for options: as many as there are, and back again whatever they are wrapped in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.candidates.labels import answer_of, in_prose, letters, out_of_prose
from examcert.core.candidate import NoAnswerError
from examcert.core.paper import Item
from tests.build import case, choice, item, matching, ordering

ONE = item(choice("Which?", key="a", more={"id": "q-one", "case": case("hotel")}))
TWO = item(choice("Which two?", key="ab", more={"id": "q-two"}))
STEPS = item(ordering("In which order?", key="cab", more={"id": "q-steps"}))
GRID = item(matching("Which where?", key={"x": "a", "y": "b"}, limits={"x": "ab"}, more={"id": "q-grid"}))


def letter(asked: Item, *ids: str) -> list[str]:
    shown = [option.id for option in asked.options]
    return ["ABCDEFG"[shown.index(name)] for name in ids]


def test_letters_go_on_after_z() -> None:
    assert letters(28)[24:] == ["Y", "Z", "AA", "AB"]


@given(st.integers(0, 900))
def test_letters_differ(number: int) -> None:
    assert len(set(letters(number))) == number


class TestProse:
    """Text in, text out, for engines that know nothing else."""

    @pytest.mark.parametrize("asked", [ONE, TWO, STEPS, GRID])
    def test_tells_the_item_and_no_id(self, asked: Item) -> None:
        told = in_prose(asked)
        assert asked.stem in told
        assert all(option.text in told for option in asked.options)
        assert asked.id not in told
        assert told.splitlines()[-1].startswith("End with one line that says ANSWER:")

    def test_tells_the_scenario_and_limits(self) -> None:
        assert "A company wants something." in in_prose(ONE)
        assert f"(takes only {', '.join(letter(GRID, 'a', 'b'))})" in in_prose(GRID)

    @pytest.mark.parametrize(
        "said", ["ANSWER: {}", "**Answer:** {}.", "Because of X.\n\nanswer: {}\n", "ANSWER: Z\nNo.\n> ANSWER: ({})"]
    )
    def test_is_read_from_its_last_answer(self, said: str) -> None:
        (wanted,) = letter(ONE, "b")
        assert out_of_prose(ONE, said.format(wanted)) == ("b",)

    @pytest.mark.parametrize(("asked", "ids"), [(TWO, ("a", "c")), (STEPS, ("c", "a", "b")), (GRID, ("a", "b"))])
    @pytest.mark.parametrize("between", [", ", " ", ","])
    def test_lists_are_read_in_order(self, asked: Item, ids: tuple[str, ...], between: str) -> None:
        assert out_of_prose(asked, f"ANSWER: {between.join(letter(asked, *ids))}") == ids

    @pytest.mark.parametrize("said", ["", "It is A.", "ANSWER: Z", "ANSWER: A, B", "ANSWER: the first one"])
    def test_without_one_there_is_no_answer(self, said: str) -> None:
        with pytest.raises(NoAnswerError):
            out_of_prose(ONE, said)


@given(st.permutations(["a", "b", "c", "d"]))
def test_labels_come_back_as_ids(ids: list[str]) -> None:
    chosen = tuple(ids[: STEPS.choose])
    assert answer_of(STEPS, letter(STEPS, *chosen)) == chosen
