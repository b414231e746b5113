"""What a call came to, as a row of the ledger, and what several calls have cost together.

Every call that may be paid has a row. Counts are the provider's where it gave them; where a stream broke
before that, they are our estimate and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from examcert.claude.prices import PriceTable, in_text
from examcert.claude.reply import Reply, usage_of
from examcert.core.explanation import Usage
from examcert.core.records import Call, OutcomeKind, Purpose

if TYPE_CHECKING:
    from anthropic.types import Message


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a call was for: everything in its row that is known before it is made."""

    purpose: Purpose
    question: str
    exam: str
    model: str
    """The model that is asked."""
    prompt_version: str
    prices: PriceTable


def row(
    reply: Reply,
    kind: OutcomeKind,
    detail: str,
    *,
    of: Occasion,
    asked: str,
    at: datetime,
    latency: float | None = None,
) -> Call:
    """The row of a streamed call. `asked` stands in where the provider gave no counts."""
    remarks = [detail, type(reply.error).__name__ if reply.error else ""]
    return _row(
        reply.message,
        kind if reply.message else "failed",
        "; ".join(filter(None, remarks)),
        of=of,
        at=at,
        usage=reply.usage(asked),
        request_id=reply.request_id,
        latency=latency,
        estimated=not reply.finished,
    )


def row_of_batch(message: Message, kind: OutcomeKind, detail: str, *, of: Occasion, at: datetime) -> Call:
    """The row of a result that came in a batch, at half the price."""
    return _row(message, kind, detail, of=of, at=at, usage=usage_of(message), batch=True)


def _row(
    message: Message | None,
    kind: OutcomeKind,
    detail: str,
    *,
    of: Occasion,
    at: datetime,
    usage: Usage,
    request_id: str | None = None,
    latency: float | None = None,
    batch: bool = False,
    estimated: bool = False,
) -> Call:
    served = (message.model if message else None) or of.model
    cost = of.prices.cost(served, usage, batch=batch)
    if kind == "ok" and not batch and not usage.cache_write_tokens + usage.cache_read_tokens:
        detail = f"{detail}; the prompt was not cached" if detail else "the prompt was not cached"
    return Call(
        at=at,
        purpose=of.purpose,
        question=of.question,
        exam=of.exam,
        model=served,
        prompt_version=of.prompt_version,
        message_id=message.id if message else None,
        request_id=request_id,
        usage=usage,
        outcome=kind,
        detail=detail,
        cost_usd=in_text(cost),
        prices_as_of=None if cost is None else of.prices.as_of,
        batch=batch,
        latency=latency,
        estimated=estimated,
    )


@dataclass(slots=True)
class Spent:
    """Calls added up."""

    usage: Usage | None = None
    """None until something was paid."""
    invented: int = 0
    """References in the answers that were not there to cite, and so were dropped."""
    _cost: Decimal | None = Decimal(0)

    def add(self, call: Call) -> None:
        """Count one more call in."""
        self.usage = (self.usage or Usage()) + call.usage
        if self._cost is not None:
            self._cost = None if call.cost_usd is None else self._cost + Decimal(call.cost_usd)

    @property
    def cost_usd(self) -> str | None:
        """Decimal text; None where nothing was paid, or a price is not known."""
        return in_text(self._cost) if self.usage else None
