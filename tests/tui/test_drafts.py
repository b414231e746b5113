"""What keys do to an answer: whatever is pressed, the core takes the result."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.tui import drafts
from examcert.tui.drafts import Refused
from tests import build

ITEMS = {
    "single": build.item(build.choice("Which?", a="1", b="2", c="3", key="a")),
    "multiple": build.item(build.choice("Which two?", a="1", b="2", c="3", d="4", key="ab")),
    "ordering": build.item(build.ordering()),
    "matching": build.item(build.matching()),
}


def _press(item: Item, answer: Answer, key: tuple[int, int, int]) -> Answer:
    """One of the moves that the kind knows, on some option and place."""
    move, which, place = key
    option = item.options[which % len(item.options)].id
    if item.kind == "choice":
        return drafts.chosen(item, answer, option)
    if item.kind == "ordering":
        return drafts.placed(item, answer, option) if move % 2 else drafts.moved(answer, option, 1 if move > 2 else -1)
    slot = place % len(item.slots)
    if move % 2:
        return drafts.turned(item, answer, slot, 1 if move > 2 else -1)
    return drafts.filled(item, answer, slot, option)


@pytest.mark.parametrize("kind", ITEMS)
@given(keys=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_any_keys_make_an_answer_that_the_core_takes(kind: str, keys: list[Any]) -> None:
    item = ITEMS[kind]
    answer: Answer = ()
    for key in keys:
        try:
            answer = _press(item, answer, key)
        except Refused:
            continue
        answer = item.checked(answer)


@pytest.mark.parametrize(
    ("by", "moved"), [(-1, ("b", "a", "c")), (1, ("a", "c", "b")), (-9, ("b", "a", "c")), (9, ("a", "c", "b"))]
)
def test_a_step_moves_and_stops_at_the_ends(by: int, moved: Answer) -> None:
    assert drafts.moved(("a", "b", "c"), "b", by) == moved


def test_what_is_missing_counts_open_places() -> None:
    item = ITEMS["matching"]
    assert drafts.missing(item, ()) == item.choose
    assert drafts.missing(item, ("", item.options[0].id)) == item.choose - 1
