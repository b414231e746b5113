"""Intervals, against published and hand-computed values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.core.intervals import Interval, clustered_interval, mean_interval, share_interval, wilson


@pytest.mark.parametrize(
    ("points", "n", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_agrees_with_the_published_table(points: int, n: int, low: float, high: float) -> None:
    found = wilson(points, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_wilson_agrees_with_a_hand_at_a_half() -> None:
    # p = 1/2, n = 4, z² = 3.841459: centre 1/2, half width √(1/16 + z²/64) z / (1 + z²/4) = 0.349974.
    found = wilson(2, 4)
    assert (found.low, found.high) == pytest.approx((0.150_039, 0.849_961), abs=1e-5)


def test_partial_credits_agree_with_a_hand() -> None:
    # Mean 0.625, squares about it 0.6875, and one more half a point off: √(0.9375 / 16) · 1.959964 = 0.474429.
    found = mean_interval([1.0, 1.0, 0.5, 0.0])
    assert (found.low, found.high) == pytest.approx((0.150_571, 1.0), abs=1e-5)


def test_equal_partial_credits_still_leave_doubt() -> None:
    # No spread but the half point of the extra observation: 1.959964 · √(0.25 / 10 / 10) = 0.097998.
    found = share_interval([0.5] * 10)
    assert (found.low, found.high) == pytest.approx((0.402_002, 0.597_998), abs=1e-5)


def test_nothing_known_is_the_whole_range() -> None:
    assert share_interval([]) == mean_interval([]) == Interval(low=0.0, high=1.0)


def test_whole_credits_take_wilson_and_partial_ones_do_not() -> None:
    assert share_interval([1.0, 0.0, 1.0]) == wilson(2, 3)
    assert share_interval([1.0, 0.5, 1.0]) == mean_interval([1.0, 0.5, 1.0])


@given(st.lists(st.sampled_from([0.0, 1 / 3, 0.5, 1.0]), min_size=1, max_size=80))
def test_an_interval_holds_its_share_and_stays_in_range(credits: list[float]) -> None:
    found = share_interval(credits)
    share = sum(credits) / len(credits)
    assert 0.0 <= found.low <= share + 1e-12
    assert share - 1e-12 <= found.high <= 1.0


@given(st.integers(1, 50), st.data())
def test_more_certainty_is_a_wider_interval(n: int, data: st.DataObject) -> None:
    points = data.draw(st.integers(0, n))
    narrow, wide = wilson(points, n, 0.8), wilson(points, n, 0.99)
    # A hair of rounding at 0.0 and 1.0.
    assert wide.low <= narrow.low + 1e-12
    assert narrow.high <= wide.high + 1e-12


class TestClusters:
    """Questions asked more than once: a second answer is no second question."""

    def test_of_one_answer_each_are_the_plain_interval(self) -> None:
        assert clustered_interval([(1.0, 1), (0.0, 1), (1.0, 1)]) == wilson(2, 3)

    def test_that_answer_alike_every_time_are_worth_one_answer(self) -> None:
        assert clustered_interval([(4.0, 4), (0.0, 4), (4.0, 4)]) == wilson(2, 3)

    def test_that_waver_are_surer_than_one_answer_and_less_sure_than_as_many_questions(self) -> None:
        wavering = clustered_interval([(2.0, 4), (3.0, 4)] * 20)
        width = wavering.high - wavering.low
        assert wilson(100, 160).high - wilson(100, 160).low > width
        spread_out = clustered_interval([(0.0, 4), (4.0, 4)] * 20)
        assert spread_out.high - spread_out.low > width

    @given(
        st.lists(
            st.integers(1, 5).flatmap(lambda n: st.tuples(st.integers(0, n).map(float), st.just(n))),
            min_size=1,
            max_size=60,
        )
    )
    def test_hold_the_share(self, clusters: list[tuple[float, int]]) -> None:
        share = sum(points for points, _ in clusters) / sum(asked for _, asked in clusters)
        found = clustered_interval(clusters)
        assert 0.0 <= found.low <= share + 1e-9
        assert share - 1e-9 <= found.high <= 1.0
