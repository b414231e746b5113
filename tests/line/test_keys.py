"""What a typed line means; and nothing that can be typed raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.core.paper import Item
from examcert.core.question import Answer, Question
from examcert.line import script
from examcert.line.keys import Command, Given, Unclear, how_to_answer, letter, read
from tests.build import choice, item, matching, ordering


def in_file_order(question: Question) -> Item:
    """The item with its options as they were written, so that A is the first."""
    return item(question.model_copy(update={"shuffle": False}))


SINGLE = in_file_order(choice())
DOUBLE = in_file_order(choice(key="ab"))
ORDER = in_file_order(ordering(key="cab"))
MATCH = in_file_order(matching(key={"x": "a", "y": "b"}, limits={"x": "ab"}))
GRID = in_file_order(matching(key={"x": "a", "y": "b", "z": "a"}, reuse=True, a="Yes", b="No"))


@pytest.mark.parametrize(
    ("shown", "typed", "answer"),
    [
        (GRID, "yes no yes", ("a", "b", "a")),
        (GRID, "N, Y, n", ("b", "a", "b")),
        (GRID, "aba", ("a", "b", "a")),
        (SINGLE, "b", ("b",)),
        (SINGLE, " B. ", ("b",)),
        (SINGLE, "(b)", ("b",)),
        (SINGLE, "2", ("b",)),
        (DOUBLE, "a c", ("a", "c")),
        (DOUBLE, "ac", ("a", "c")),
        (DOUBLE, "C, and A", ("c", "a")),
        (DOUBLE, "1 3", ("a", "c")),
        (ORDER, "c a b", ("c", "a", "b")),
        (ORDER, "3>1>2", ("c", "a", "b")),
        (MATCH, "1a 2b", ("a", "b")),
        (MATCH, "2=b, 1=a", ("a", "b")),
        (MATCH, "a b", ("a", "b")),
        (MATCH, "2c", ("", "c")),
    ],
)
def test_an_answer_is_typed_in_letters_or_numbers(shown: Item, typed: str, answer: Answer) -> None:
    assert read(typed, shown) == Given(answer)


def test_places_that_a_line_leaves_out_keep_their_answer() -> None:
    assert read("2c", MATCH, ("a", "b")) == Given(("a", "c"))


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("", Command("next")),
        ("?", Command("?")),
        ("HELP", Command("?")),
        ("go 12", Command("go", "12")),
        ("go12", Command("go", "12")),
        ("strike a b", Command("strike", "a b")),
        ("exit", Command("quit")),
        ("review", Command("list")),
    ],
)
def test_a_word_is_a_command(typed: str, command: Command) -> None:
    assert read(typed, SINGLE) == command


@pytest.mark.parametrize(
    ("shown", "typed", "hint"),
    [
        (SINGLE, "z", "'z' is no answer here. Type letters from A to D, or ? for the keys."),
        (SINGLE, "a b", "Choose 1. Type a letter from A to D. That was 2."),
        (SINGLE, "99999999999999999999", "is no answer here"),
        (DOUBLE, "a", "That was 1."),
        (DOUBLE, "a a", "A is there twice. Type each letter once."),
        (MATCH, "1c 2b", "Place 1 takes A or B only."),
        (MATCH, "1a 2a", "A is at two places. Each letter may be used once only."),
        (MATCH, "1a 1b", "Place 1 is there twice."),
        (MATCH, "9a", "9A does not exist here."),
        (SINGLE, "\x1b[31mred", "'␛[31mred'"),
    ],
)
def test_a_line_that_means_nothing_is_answered_with_what_to_type(shown: Item, typed: str, hint: str) -> None:
    said = read(typed, shown)
    assert isinstance(said, Unclear)
    assert hint in said.hint


@given(typed=st.text(max_size=60), shown=st.sampled_from([SINGLE, DOUBLE, ORDER, MATCH]))
def test_whatever_is_typed_is_read(typed: str, shown: Item) -> None:
    meant = read(typed, shown)
    if isinstance(meant, Given):
        assert shown.checked(meant.answer) == meant.answer


@given(st.data())
def test_an_answer_that_is_spoken_can_be_typed_again(data: st.DataObject) -> None:
    kinds: list[Question] = [choice(), choice(key="ab"), ordering(), matching()]
    question = data.draw(st.sampled_from(kinds))
    shown = item(question, seed=data.draw(st.integers(0, 50)))
    ids = data.draw(st.permutations([option.id for option in shown.options]))[: shown.choose]
    answer = tuple(ids)
    meant = read(script.spoken(shown, answer), shown)
    assert isinstance(meant, Given)
    assert set(meant.answer) == set(answer) if shown.kind == "choice" else meant.answer == answer


def test_the_example_of_an_answer_is_no_hint_at_the_key() -> None:
    for seed in range(20):
        shown = item(matching(key={"x": "c", "y": "d"}), seed=seed)
        example = how_to_answer(shown).split("such as ")[-1].rstrip(".") if "such as" in how_to_answer(shown) else ""
        assert f"1{letter(shown, 'c')} 2{letter(shown, 'd')}" != example or shown.options[0].id in ("c", "d")


def test_a_place_names_its_letters_in_their_order() -> None:
    shown = in_file_order(matching(key={"x": "a", "y": "b"}, limits={"x": "ba"}))
    assert "(takes A or B)" in script.options(shown)[0].text
