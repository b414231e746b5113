"""Costs by hand, from the vendor's table."""

from decimal import Decimal

import pytest

from examcert.claude.prices import PRICES, cost_usd, in_text
from examcert.core.explanation import Usage

WARM = Usage(input_tokens=300, output_tokens=700, cache_read_tokens=3000)


@pytest.mark.parametrize(
    ("model", "dollars"),
    [("claude-sonnet-5-5", "0.0079"), ("claude-opus-5-5", "0.0158"), ("claude-haiku-5-5", "0.00041")],
)
def test_a_warm_question(model: str, dollars: str) -> None:
    assert cost_usd(model, WARM) == Decimal(dollars)


def test_a_cold_question_pays_for_writing_the_cache() -> None:
    cold = Usage(input_tokens=300, output_tokens=700, cache_write_tokens=3000)
    assert cost_usd("claude-sonnet-5-5", cold) == Decimal("0.0151")


def test_what_is_cached_for_an_hour_costs_twice_the_input() -> None:
    cold = Usage(cache_write_tokens=3000, cache_write_1h_tokens=1000)
    assert cost_usd("claude-sonnet-5-5", cold) == Decimal("0.009")


@pytest.mark.parametrize(("tokens", "dollars"), [(100_000, "0.0105"), (100_001, "0.0525005")])
def test_a_long_prompt_makes_the_whole_request_dearer(tokens: int, dollars: str) -> None:
    assert cost_usd("claude-haiku-5-5", Usage(input_tokens=tokens, output_tokens=1000)) == Decimal(dollars)


def test_an_unknown_model_has_no_price() -> None:
    assert cost_usd("claude-sonnet-9", WARM) is None
    assert in_text(cost_usd("claude-sonnet-9", WARM)) is None


def test_dollars_are_written_out() -> None:
    assert in_text(cost_usd("claude-haiku-5-5", Usage(input_tokens=1))) == "0.0000001"


def test_a_snapshot_costs_what_its_model_costs() -> None:
    assert all(PRICES[name] == PRICES[name.rpartition("-")[0]] for name in PRICES if name[-8:].isdigit())
