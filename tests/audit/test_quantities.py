"""Numbers and ranges as options: what they are worth, and what is no number."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.audit.quantities import Quantity, Span, quantity, span

INF = float("inf")


class TestAQuantity:
    """A text that consists of one number, with or without a unit."""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("0.5", "50 %"), ("0.5", "50 percent"), ("1,024", "1024"), ("1/2", "0.5"), ("60 seconds", "1 minute"),
            ("1.5 hours", "90 minutes"), ("1000 ms", "1 s"), ("2 GB", "2,000 MB"), ("3 million", "3,000,000"),
            ("2 thousand requests", "2,000 requests"), ("**5**", "5."), ("`5`", "5"), ("About 20", "20"),
            ("1e3", "1000"), ("7 days", "1 week"), ("one GB".replace("one", "1"), "1 gb"), ("5\u00a0%", "0.05"),
        ],
    )  # fmt: skip
    def test_is_the_same_however_it_is_written(self, one: str, other: str) -> None:
        assert quantity(one) is not None
        assert quantity(one) == quantity(other)

    @pytest.mark.parametrize(
        ("one", "other"), [("5", "5 %"), ("5 GB", "5 s"), ("$5", "5"), ("-5", "5"), ("1.1", "1.10001")]
    )
    def test_is_not_another(self, one: str, other: str) -> None:
        assert quantity(one) != quantity(other)

    def test_knows_its_unit(self) -> None:
        assert quantity("40 tokens per second") == Quantity(Fraction(40), "tokens per second")

    @pytest.mark.parametrize(
        "text",
        ["", "Amazon S3", "v1.2", "5 of the 7 nodes", "GPT-4", "3, 4 and 5", "1/0", "one", "10-20", "1.2.3", "5" * 70],
    )
    def test_is_nothing_else(self, text: str) -> None:
        assert quantity(text) is None

    def test_of_enormous_size_costs_nothing(self) -> None:
        assert quantity("1e999999999") is None
        assert quantity("9" * 1000) is None


class TestASpan:
    """A text that consists of a range, open ends included."""

    @pytest.mark.parametrize(
        ("text", "low", "high", "unit"),
        [
            ("10-20", 10, 20, ""), ("10–20 %", 0.1, 0.2, ""), ("10 to 20 ms", 0.01, 0.02, "s"),
            ("between 3 and 5 days", 259_200, 432_000, "s"), ("less than 5 GB", -INF, 5e9, "b"),
            ("5 GB or more", 5e9, INF, "b"), ("at least 3", 3, INF, ""), ("100+", 100, INF, ""),
            ("3 or more nodes", 3, INF, "node"), ("up to 60 seconds", -INF, 60, "s"), ("≥ 0.9", 0.9, INF, ""),
        ],
    )  # fmt: skip
    def test_has_its_ends_in_the_smallest_unit(self, text: str, low: float, high: float, unit: str) -> None:
        assert span(text) == Span(low, high, unit)

    @pytest.mark.parametrize(
        "text", ["20-10", "5", "5 GB to 7 s", "AES-256 to 512", "2026-11-25", "10 - 20 - 30", "up to date"]
    )
    def test_is_nothing_else(self, text: str) -> None:
        assert span(text) is None

    @pytest.mark.parametrize(
        ("one", "other", "shared"),
        [
            ("60-80 %", "70-90 %", True), ("0-10", "10-20", False), ("less than 5", "more than 3", True),
            ("less than 5", "5 or more", False), ("0-10 GB", "5-15 s", False), ("0-100", "20-30", True),
        ],
    )  # fmt: skip
    def test_overlaps_in_more_than_an_end_point(self, one: str, other: str, shared: bool) -> None:
        left, right = span(one), span(other)
        assert left is not None
        assert right is not None
        assert left.overlaps(right) is right.overlaps(left) is shared


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_accident(text: str) -> None:
    quantity(text)
    span(text)


@given(st.fractions(min_value=-(10**6), max_value=10**6).filter(lambda one: one.denominator < 10**6))
def test_a_fraction_is_worth_itself(value: Fraction) -> None:
    assert quantity(f"{value.numerator}/{value.denominator}") == Quantity(value, "")
