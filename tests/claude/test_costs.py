"""What was paid, added up without a binary fraction, and what was saved."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from examcert.claude.costs import by, total
from examcert.claude.prices import cost_usd, in_text
from examcert.core.explanation import Usage
from examcert.core.records import Call
from tests.explainers.desk import NOON


def call(model: str = "claude-sonnet-5-5", *, batch: bool = False, usage: Usage | None = None, **changes: Any) -> Call:
    used = usage or Usage(input_tokens=100, output_tokens=100)
    fields = {
        "at": NOON, "question": "q", "exam": "E-1", "model": model, "message_id": "m", "request_id": None,
        "usage": used, "outcome": "ok", "batch": batch, "cost_usd": in_text(cost_usd(model, used, batch=batch)),
        "prices_as_of": "2026-10-07",
    }  # fmt: skip
    return Call.model_validate(fields | changes)


def test_a_thousand_small_costs_add_up_exactly() -> None:
    assert total([call()] * 1000).cost == Decimal("1.2")


def test_an_unknown_price_is_counted_and_is_not_free() -> None:
    told = total([call(), call("claude-unheard-of")])
    assert (told.calls, told.unpriced, told.cost) == (2, 1, Decimal("0.0012"))


def test_what_the_cache_saved_is_less_what_filling_it_cost() -> None:
    filled = call(usage=Usage(cache_write_tokens=1000))
    read = call(usage=Usage(cache_read_tokens=1000))
    assert total([filled]).saved_by_cache == Decimal("-0.0005")
    assert total([filled, read]).saved_by_cache == Decimal("0.0014")  # 1,000 x (2 - 0.10) less 1,000 x 0.50, a million


def test_the_hit_rate_is_of_all_prompt_tokens() -> None:
    told = total([call(usage=Usage(input_tokens=250, cache_read_tokens=750))])
    assert told.hit_rate == 0.75
    assert total([]).hit_rate is None


def test_a_batch_saved_what_it_cost() -> None:
    told = total([call(batch=True), call()])
    assert (told.saved_by_batch, told.cost) == (Decimal("0.0006"), Decimal("0.0018"))


def test_groups_have_a_line_each() -> None:
    told = [call(), call(at=NOON + timedelta(days=1), exam=None, purpose="ask"), call("claude-opus-5-5")]
    assert [one.name for one in by(told, "day")] == ["2026-11-25", "2026-11-26"]
    assert [(one.name, one.calls) for one in by(told, "exam")] == [("E-1", 2), ("none", 1)]
    assert [one.name for one in by(told, "model")] == ["claude-opus-5-5", "claude-sonnet-5-5"]
    assert [one.name for one in by(told, "purpose")] == ["ask", "explain"]
