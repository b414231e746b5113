"""What was paid, by day, exam, model or purpose, and what caching and batching saved.

Costs are decimals throughout. A call whose price is not known is counted apart, never as free.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Literal

from examcert.claude.prices import TABLE, PriceTable
from examcert.core.explanation import Usage
from examcert.core.record import Record
from examcert.core.records import Call

By = Literal["day", "exam", "model", "purpose"]
_KEYS: dict[By, Callable[[Call], str]] = {
    "day": lambda call: f"{call.at:%Y-%m-%d}",
    "exam": lambda call: call.exam or "none",
    "model": lambda call: call.model,
    "purpose": lambda call: call.purpose,
}


class Sum(Record):
    """Calls added up."""

    name: str
    calls: int = 0
    failed: int = 0
    """Paid, and of no use: cut, refused, unusable, against the key."""
    unpriced: int = 0
    """Of a model without a known price; their cost is not in the sum."""
    estimated: int = 0
    """With token counts of ours, because the provider's never came."""
    usage: Usage = Usage()
    cost: Decimal = Decimal(0)
    saved_by_cache: Decimal = Decimal(0)
    """What reading cost less than fresh input would have, minus what writing cost more."""
    saved_by_batch: Decimal = Decimal(0)
    seconds: float = 0.0
    """Of waiting for answers; batches do not count."""

    @property
    def hit_rate(self) -> float | None:
        """The share of prompt tokens that came from the cache; None of nothing."""
        return self.usage.cache_read_tokens / self.usage.prompt_tokens if self.usage.prompt_tokens else None


def total(calls: Iterable[Call], *, name: str = "all", prices: PriceTable = TABLE) -> Sum:
    """All of them together."""
    told = list(calls)
    known = [call for call in told if call.cost_usd is not None]
    return Sum(
        name=name,
        calls=len(told),
        failed=sum(call.outcome != "ok" for call in told),
        unpriced=len(told) - len(known),
        estimated=sum(call.estimated for call in told),
        usage=sum((call.usage for call in told), Usage()),
        cost=sum((Decimal(call.cost_usd or 0) for call in known), Decimal(0)),
        saved_by_cache=sum((_saved_by_cache(call, prices) for call in known), Decimal(0)),
        # A batch pays half of everything: it saved what it cost.
        saved_by_batch=sum((Decimal(call.cost_usd or 0) for call in known if call.batch), Decimal(0)),
        seconds=sum(call.latency or 0.0 for call in told),
    )


def by(calls: Iterable[Call], what: By, *, prices: PriceTable = TABLE) -> tuple[Sum, ...]:
    """One sum for each day, exam, model or purpose; days in their order, everything else by name."""
    groups: dict[str, list[Call]] = {}
    for call in calls:
        groups.setdefault(_KEYS[what](call), []).append(call)
    return tuple(total(groups[name], name=name, prices=prices) for name in sorted(groups))


def _saved_by_cache(call: Call, prices: PriceTable) -> Decimal:
    price = prices.price(call.model, call.usage)
    if price is None:
        return Decimal(0)
    used = call.usage
    micros = (
        used.cache_read_tokens * (price.input - price.read)
        - (used.cache_write_tokens - used.cache_write_1h_tokens) * (price.write_5m - price.input)
        - used.cache_write_1h_tokens * (price.write_1h - price.input)
    )
    return micros / (2_000_000 if call.batch else 1_000_000)
