"""Chance from a seed. The literals hold for every Python: an exam code must draw the same paper for years."""

from hypothesis import given
from hypothesis import strategies as st

from examcert.core.ranks import rank, ranking, shuffled

names = st.lists(st.text(max_size=8), unique=True, max_size=10)


def test_a_rank_is_the_same_everywhere() -> None:
    assert rank("pick", 7, "aif-1.1-library") == 13665678755618533282


def test_an_order_is_the_same_everywhere() -> None:
    assert shuffled("abcdefgh", "options", 7, "aif-1.1-library") == tuple("bdfeghac")


@given(names, st.integers(0, 99))
def test_shuffling_keeps_every_name(ids: list[str], seed: int) -> None:
    assert sorted(shuffled(ids, seed)) == sorted(ids)


@given(names, st.integers(0, 99))
def test_an_order_does_not_depend_on_the_order_before(ids: list[str], seed: int) -> None:
    assert shuffled(ids, seed) == shuffled(reversed(ids), seed)


@given(st.text(max_size=8), st.text(max_size=8))
def test_ranking_many_is_ranking_each(purpose: str, name: str) -> None:
    assert ranking(purpose, 3)(name) == rank(purpose, 3, name)
