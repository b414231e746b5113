"""The lines: where chance alone puts them, and the published table of them."""

import pytest

from examcert.audit.thresholds import BY_FIGURE, THRESHOLDS, binomial_limits


@pytest.mark.parametrize(
    ("n", "share"), [(40, 0.375), (65, 0.338), (100, 0.32), (200, 0.30), (300, 0.29), (1000, 0.273), (20_000, 0.255)]
)
def test_one_leak_free_bank_in_twenty_ends_above_the_exact_binomial_line(n: int, share: float) -> None:
    assert binomial_limits(n, 0.25)[1] == pytest.approx(share, abs=0.0006)


def test_the_lower_line_mirrors_the_upper_one_at_even_chances() -> None:
    low, high = binomial_limits(101, 0.5)
    assert low + high == pytest.approx(1.0)


@pytest.mark.parametrize(("n", "chance"), [(0, 0.25), (10, 0.0), (10, 1.0)])
def test_nothing_to_judge_by_gives_no_line(n: int, chance: float) -> None:
    assert binomial_limits(n, chance) == (0.0, 1.0)


def test_a_large_bank_is_held_to_the_house_s_own_line() -> None:
    low, high = BY_FIGURE["longest"].limits(5000, 0.25)
    assert (low, high) == pytest.approx((0.20, 0.30))


@pytest.mark.parametrize(("n", "most"), [(102, 0.1598), (200, 0.1141), (1000, 0.10)])
def test_the_line_for_positions_falls_to_a_tenth(n: int, most: float) -> None:
    assert BY_FIGURE["position-v"].limits(n, 0.25)[1] == pytest.approx(most, abs=0.0001)


def test_every_line_has_its_own_figure() -> None:
    assert len(BY_FIGURE) == len(THRESHOLDS)
