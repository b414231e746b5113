"""What tokens cost, as data with a date. An unknown price is None, never a guess."""

from dataclasses import dataclass
from decimal import Decimal

from examcert.core.explanation import Usage

AS_OF = "2026-10-07"
"""The day of the last price change in the table. Read the vendor's pricing page again before a release."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens."""

    input: Decimal
    output: Decimal
    write_5m: Decimal
    write_1h: Decimal
    read: Decimal


def _usd(*values: str) -> Price:
    return Price(*map(Decimal, values))


_OPUS = _usd("5", "25", "6.25", "10", "0.50")
_SONNET_4 = _usd("3", "15", "3.75", "6", "0.30")
_HAIKU_4 = _usd("1", "5", "1.25", "2", "0.10")

PRICES = {
    "claude-haiku-5-5": _usd("0.10", "0.50", "0.125", "0.20", "0.01"),
    "claude-sonnet-5-5": _usd("2", "10", "2.50", "4", "0.10"),
    "claude-opus-5-5": _usd("4", "20", "5", "8", "0.20"),
    "claude-fable-5-1": _usd("10", "50", "12.50", "20", "0.25"),
    "claude-sonnet-5": _usd("2", "10", "2.50", "4", "0.20"),
    "claude-opus-5": _OPUS,
    "claude-opus-4-8": _OPUS,
    "claude-opus-4-7": _OPUS,
    "claude-opus-4-6": _OPUS,
    "claude-opus-4-5": _OPUS,
    "claude-opus-4-5-20251101": _OPUS,
    "claude-sonnet-4-6": _SONNET_4,
    "claude-sonnet-4-5": _SONNET_4,
    "claude-sonnet-4-5-20250929": _SONNET_4,
    "claude-haiku-4-5": _HAIKU_4,
    "claude-haiku-4-5-20251001": _HAIKU_4,
}
"""Sources: the vendor's model overviews and pricing page, copies of September and October 2026."""

LONG_PROMPTS = {"claude-haiku-5-5": (100_000, _usd("0.50", "2.50", "0.625", "1.00", "0.05"))}
"""Above so many prompt tokens the whole request costs more, its output too."""


def cost_usd(model: str, usage: Usage, *, write_1h_tokens: int = 0) -> Decimal | None:
    """The price of one call; None for a model that is not in the table.

    `write_1h_tokens` is the part of the cache writes that is kept for an hour.
    """
    price = PRICES.get(model)
    if price is None:
        return None
    prompt = usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens
    limit, dearer = LONG_PROMPTS.get(model, (prompt, price))
    if prompt > limit:
        price = dearer
    micros = (
        usage.input_tokens * price.input
        + usage.output_tokens * price.output
        + usage.cache_read_tokens * price.read
        + (usage.cache_write_tokens - write_1h_tokens) * price.write_5m
        + write_1h_tokens * price.write_1h
    )
    return micros / 1_000_000


def in_text(cost: Decimal | None) -> str | None:
    """Decimal text without an exponent."""
    return None if cost is None else format(cost, "f")
