"""What tokens cost, as data with a date. An unknown price is None, never a guess."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path

from examcert.core.explanation import Usage
from examcert.errors import ExamcertError

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


@dataclass(frozen=True)
class PriceTable:
    """What each model costs, and since when. An unknown model has no price; it is never free."""

    as_of: str
    models: Mapping[str, Price]
    long_prompts: Mapping[str, tuple[int, Price]] = field(default_factory=dict)

    def price(self, model: str, usage: Usage) -> Price | None:
        """What a call of this size pays per million tokens; None for a model that is not in the table."""
        price = self.models.get(model)
        if price is None:
            return None
        limit, dearer = self.long_prompts.get(model, (usage.prompt_tokens, price))
        return dearer if usage.prompt_tokens > limit else price

    def cost(self, model: str, usage: Usage, *, batch: bool = False) -> Decimal | None:
        """The price of one call in US dollars; a batch pays half of everything."""
        price = self.price(model, usage)
        if price is None:
            return None
        micros = (
            usage.input_tokens * price.input
            + usage.output_tokens * price.output
            + usage.cache_read_tokens * price.read
            + (usage.cache_write_tokens - usage.cache_write_1h_tokens) * price.write_5m
            + usage.cache_write_1h_tokens * price.write_1h
        )
        return micros / (2_000_000 if batch else 1_000_000)

    def with_prices(self, as_of: str, more: Mapping[str, Price]) -> "PriceTable":
        """This table and more models, or other prices for the same ones."""
        return PriceTable(as_of, {**self.models, **more}, {k: v for k, v in self.long_prompts.items() if k not in more})


TABLE = PriceTable(AS_OF, PRICES, LONG_PROMPTS)
"""The vendor's own prices. Other homes of Claude have their own, which only their customers know."""


def cost_usd(model: str, usage: Usage, *, batch: bool = False) -> Decimal | None:
    """The price of one call by the vendor's table; None for a model that is not in it."""
    return TABLE.cost(model, usage, batch=batch)


def read_prices(path: Path, *, base: PriceTable = TABLE) -> PriceTable:
    """Prices of a TOML file on top of the table's: `as_of`, and a table `[models.NAME]` for each model.

    Raises:
        PriceFileError: it cannot be read, or a price is missing or is no decimal text.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PriceFileError(path, str(error.strerror)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PriceFileError(path, str(error)) from error
    as_of, models = told.get("as_of"), told.get("models")
    if not isinstance(as_of, str) or not isinstance(models, dict) or not models:
        raise PriceFileError(path, 'it needs `as_of = "2026-11-30"` and at least one table `[models."NAME"]`')
    return base.with_prices(as_of, {name: _price(path, name, rates) for name, rates in models.items()})


def _price(path: Path, name: str, rates: object) -> Price:
    wanted = [one.name for one in fields(Price)]
    if not isinstance(rates, dict) or set(rates) != set(wanted):
        raise PriceFileError(path, f"{name} needs exactly {', '.join(wanted)}")
    try:
        # Text, because a binary fraction is not the price.
        found = {rate: Decimal(value) for rate, value in rates.items() if isinstance(value, str)}
    except InvalidOperation as error:
        raise PriceFileError(path, f"a price of {name} is no number") from error
    if len(found) != len(wanted) or any(not value.is_finite() or value < 0 for value in found.values()):
        raise PriceFileError(path, f'every price of {name} is decimal text, such as input = "2.50"')
    return Price(**found)


class PriceFileError(ExamcertError):
    """A file of prices that cannot be used."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"The prices in {path} cannot be used: {what}.",
            remedy="Correct the file, or unset EXAMCERT_PRICES to go by the built-in table.",
        )


def in_text(cost: Decimal | None) -> str | None:
    """Decimal text without an exponent."""
    return None if cost is None else format(cost, "f")
