"""A sitting: what is crossed out and what is chosen keep apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.core.sitting import Response, Sitting
from examcert.errors import SittingError
from tests.build import NOON, begun, choice

MOCK = begun(choice("Which two are prime?", key="ab", more={"id": "q"}, a="2", b="3", c="4", d="6"))


def test_choosing_an_option_brings_it_back() -> None:
    crossed = MOCK.strike("q", "a", at=NOON).strike("q", "c", at=NOON)
    assert crossed.answer("q", ("a", "b"), at=NOON).response("q").struck == ("c",)


def test_what_is_chosen_cannot_be_crossed_out() -> None:
    with pytest.raises(SittingError, match=r"cannot be crossed out\. Take it out of the answer"):
        MOCK.answer("q", ("a", "b"), at=NOON).strike("q", "b", at=NOON)


def test_what_an_older_version_stored_as_both_can_be_brought_back() -> None:
    both = Response(item="q", answer=("a", "b"), struck=("a", "c"))
    stored = Sitting(paper=MOCK.paper, mode="mock", candidate="me", started=NOON, opened=NOON, responses=(both,))
    assert stored.strike("q", "a", at=NOON).response("q").struck == ("c",)


@given(st.lists(st.sampled_from("abcd") | st.lists(st.sampled_from("abcd"), max_size=2, unique=True)))
def test_no_moves_leave_an_option_both_chosen_and_crossed_out(moves: list[str | list[str]]) -> None:
    sitting = MOCK
    for move in moves:
        try:
            done = sitting.strike("q", move, at=NOON) if isinstance(move, str) else sitting.answer("q", move, at=NOON)
        except SittingError:
            continue
        sitting = done
    response = sitting.response("q")
    assert not set(response.answer) & set(response.struck)
