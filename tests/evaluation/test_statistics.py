"""Intervals by bootstrap, and agreement beyond chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.evaluation.statistics import bootstrap, kappa, paired_difference, percentile

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@given(values=SHARES)
def test_an_interval_lies_around_its_mean_and_in_the_scale(values: list[float]) -> None:
    found = bootstrap(values)
    assert 0 <= found.low <= found.high <= 1
    assert found.low - 1e-9 <= sum(values) / len(values) <= found.high + 1e-9


def test_the_same_answers_give_the_same_interval() -> None:
    values = [0.0, 1.0, 1.0, 0.5, 1.0]
    assert bootstrap(values) == bootstrap(values)


def test_it_knows_a_known_standard_error() -> None:
    found = bootstrap([0.0, 1.0] * 200)
    assert found.high - found.low == pytest.approx(2 * 1.96 * 0.5 / 20, rel=0.1)


def test_nothing_but_successes_is_not_certainty() -> None:
    assert bootstrap([1.0] * 60).low == pytest.approx(0.95)
    assert bootstrap([0.0] * 60).high == pytest.approx(0.05)


def test_a_change_of_every_item_is_no_noise() -> None:
    assert paired_difference([1.0] * 9, [0.5] * 9).high == -0.5


def test_a_change_of_one_item_in_many_is() -> None:
    then, now = [1.0] * 64, [0.0, *[1.0] * 63]
    assert paired_difference(then, now).high == 0.0


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ([True, False, True, False], [True, False, True, False], 1.0),
        ([True, True, False, False], [True, False, True, False], 0.0),
        ([True, False], [True, True], None),
        ([], [], None),
    ],
)
def test_kappa_by_hand(one: list[bool], other: list[bool], wanted: float | None) -> None:
    assert kappa(one, other) == wanted


def test_percentiles() -> None:
    assert (percentile([], 0.5), percentile([3.0, 1.0, 2.0], 0.5), percentile([1.0, 2.0], 0.95)) == (None, 2.0, 2.0)
