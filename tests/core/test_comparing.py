"""Paired tests against figures worked out by hand or by enumeration."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.core.comparing import mcnemar, paired, sign_flip


@pytest.mark.parametrize(
    ("better", "worse", "p_value"), [(0, 0, 1.0), (0, 5, 0.0625), (0, 6, 0.03125), (1, 9, 22 / 1024), (5, 5, 1.0)]
)
def test_mcnemar_is_the_exact_binomial(better: int, worse: int, p_value: float) -> None:
    assert mcnemar(better, worse) == pytest.approx(p_value)


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_does_not_care_which_side_is_which(better: int, worse: int) -> None:
    assert 0 < mcnemar(better, worse) == mcnemar(worse, better) <= 1


@given(st.lists(st.sampled_from([1.0, -1.0]), max_size=10))
def test_on_whole_points_the_sign_flip_is_mcnemar(gains: list[float]) -> None:
    name, p_value = sign_flip(gains)
    assert name == "sign-flip test, exact"
    assert p_value == pytest.approx(mcnemar(gains.count(1.0), gains.count(-1.0)))


def test_the_sign_flip_counts_every_way_to_flip() -> None:
    gains = [0.5, 0.25, -0.75, 1.0]
    sums = [
        abs(sum(sign * gain for sign, gain in zip(signs, gains, strict=True))) for signs in product((1, -1), repeat=4)
    ]
    assert sign_flip(gains)[1] == sum(found >= 1.0 for found in sums) / 16


def test_many_gains_go_by_the_normal_approximation() -> None:
    name, p_value = sign_flip([0.5] * 30 + [-0.5] * 10)
    assert name == "sign-flip test, normal approximation"
    assert p_value == pytest.approx(0.00157, abs=1e-4)  # z = 10 / sqrt(10)


class TestAPair:
    """Only shared questions count; repeats make a question no second one."""

    def test_names_the_test_that_fits(self) -> None:
        once = {"a": [1.0], "b": [0.0]}
        assert paired(once, once).name == "McNemar's test, exact"
        assert paired({"a": [1.0, 0.0]}, {"a": [1.0, 1.0]}).name == "sign-flip test, exact"

    def test_counts_what_changed_among_shared_questions(self) -> None:
        found = paired(
            {"a": [1.0], "b": [0.0], "c": [1.0], "x": [0.0]}, {"a": [0.0], "b": [1.0], "c": [0.0], "y": [1.0]}
        )
        assert (found.better, found.worse) == (1, 2)
        assert found.difference == pytest.approx(-1 / 3)

    def test_more_repeats_of_the_same_make_no_difference_more_certain(self) -> None:
        before, after = {f"q{n}": [1.0] for n in range(4)}, {f"q{n}": [0.0] for n in range(4)}
        again = paired({n: v * 9 for n, v in before.items()}, {n: v * 9 for n, v in after.items()})
        assert again.p_value == pytest.approx(paired(before, after).p_value) == pytest.approx(0.125)

    def test_is_beyond_noise_only_when_chance_is_unlikely(self) -> None:
        def lost(number: int) -> bool:
            ids = [f"q{n}" for n in range(20)]
            return paired(
                {name: [1.0] for name in ids}, {name: [float(place >= number)] for place, name in enumerate(ids)}
            ).beyond_noise

        assert [lost(5), lost(6)] == [False, True]
