"""Blueprints: how whole items are shared out, and what cannot be an exam."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.core.blueprint import Blueprint, Items, Scale, largest_remainder
from tests.build import blueprint, rule_of


class TestTheLargestRemainder:
    """Whole seats by weight, with nothing left over."""

    @pytest.mark.parametrize(
        ("seats", "weights", "given_out"),
        [
            (50, [20, 24, 28, 14, 14], [10, 12, 14, 7, 7]),
            (65, [20, 24, 28, 14, 14], [13, 16, 18, 9, 9]),
            (1, [1, 1], [1, 0]),
            (1, [1, 2, 2], [0, 1, 0]),
            (3, [50, 50], [2, 1]),
            (0, [3, 1], [0, 0]),
            (10, [0.7, 0.2, 0.1], [7, 2, 1]),
        ],
    )
    def test_gives_known_shares(self, seats: int, weights: list[float], given_out: list[int]) -> None:
        assert largest_remainder(seats, weights) == given_out

    def test_gives_a_tie_to_the_larger_weight(self) -> None:
        # Exact shares 2.5, 1.5 and 1: the halves tie.
        assert largest_remainder(5, [2, 5, 3]) == [1, 3, 1]

    def test_gives_a_tie_of_equal_weights_to_the_earlier_place(self) -> None:
        assert largest_remainder(4, [1, 1, 1]) == [2, 1, 1]

    @given(st.integers(0, 300), st.lists(st.integers(1, 100), min_size=1, max_size=8))
    def test_gives_every_seat_and_stays_within_one_of_the_exact_share(self, seats: int, weights: list[int]) -> None:
        shares = largest_remainder(seats, weights)
        assert sum(shares) == seats
        assert all(
            abs(share - Fraction(seats * weight, sum(weights))) < 1
            for share, weight in zip(shares, weights, strict=True)
        )


class TestQuotas:
    """Items per domain."""

    def test_follow_the_middle_of_a_range(self) -> None:
        assert blueprint(domains={"A": (20, 30), "B": (70, 80)}).quotas(100) == {"1": 25, "2": 75}

    @given(st.lists(st.integers(1, 60), min_size=1, max_size=8), st.integers(1, 120), st.integers(0, 40))
    def test_of_a_whole_paper_leave_room_for_the_scored_ones(
        self, weights: list[int], scored: int, unscored: int
    ) -> None:
        shares = {f"D{n}": 100 * weight / sum(weights) for n, weight in enumerate(weights)}
        plan = blueprint(domains=shares, items=scored, unscored=unscored)
        whole = plan.total_quotas
        assert sum(whole.values()) == scored + unscored
        assert all(whole[name] >= number for name, number in plan.quotas(scored).items())


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"domains": {"A": 50, "B": 20}}, "weights-sum"),
        ({"kinds": {"single": 0.5, "multiple": 0.2}}, "kinds-sum"),
        ({"scale": (100, 1000, 700)}, "scale-order"),
        ({"scale": (700, 700, 1000)}, "scale-order"),
        ({"status": "retired"}, "retired-when"),
        ({"assumed_pass_share": 1}, "less_than"),
        ({"minutes": 0}, "greater_than"),
        ({"pass_mark": 700}, "extra_forbidden"),
    ],
)
def test_what_cannot_be_an_exam_is_refused(fields: dict[str, Any], rule: str) -> None:
    assert rule_of(lambda: blueprint(**fields)) == rule


def test_an_id_stands_once_among_domains_and_objectives() -> None:
    plan = blueprint(domains={"A": 50, "B": 50}).model_dump(by_alias=True)
    plan["domains"][1]["id"] = "1.1"
    assert rule_of(lambda: Blueprint.model_validate(plan)) == "duplicate-objective"


def test_an_objective_leads_to_its_domain() -> None:
    assert blueprint(domains={"A": 50, "B": 50}).domain_of("2.1").name == "B"


def test_an_unknown_objective_leads_nowhere() -> None:
    with pytest.raises(KeyError):
        blueprint().domain_of("7.7")


@pytest.mark.parametrize("record", [Items, Scale])
def test_a_part_refuses_what_it_does_not_know(record: type[Items] | type[Scale]) -> None:
    fields = {"scored": 1} if record is Items else {"low": 0, "pass": 1, "high": 2}
    assert rule_of(lambda: record.model_validate({**fields, "more": 1})) == "extra_forbidden"
