"""What a call came to, as a row of the ledger, and what one explanation has cost in all.

Every call that may be paid has a row. Counts are the provider's where it gave them; where a stream broke
before that, they are our estimate and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from examcert.core.explanation import Usage
from examcert.core.records import Call, OutcomeKind
from examcert.explainers.claude.prices import AS_OF, cost_usd, in_text
from examcert.explainers.claude.reading import Outcome, write_1h_tokens
from examcert.explainers.claude.stream import Reply


def row(reply: Reply, outcome: Outcome, *, question: str, exam: str, model: str, asked: str, at: datetime) -> Call:
    """The ledger's row for one call. `model` and `asked` stand in where the provider named no model and no counts."""
    usage = reply.usage(asked)
    served = (reply.message.model if reply.message else None) or model
    cost = cost_usd(served, usage, write_1h_tokens=write_1h_tokens(reply.message))
    kind: OutcomeKind = outcome.kind if reply.message else "failed"
    remarks = [outcome.detail, type(reply.error).__name__ if reply.error else ""]
    if kind == "ok" and not usage.cache_write_tokens + usage.cache_read_tokens:
        remarks.append("the prompt was not cached")
    return Call(
        at=at,
        question=question,
        exam=exam,
        model=served,
        message_id=reply.message.id if reply.message else None,
        request_id=reply.request_id,
        usage=usage,
        outcome=kind,
        detail="; ".join(filter(None, remarks)),
        cost_usd=in_text(cost),
        prices_as_of=None if cost is None else AS_OF,
        estimated=not reply.finished,
    )


@dataclass(slots=True)
class Spent:
    """The calls of one explanation, added up."""

    usage: Usage | None = None
    """None until something was paid."""
    _cost: Decimal | None = Decimal(0)

    def add(self, call: Call) -> None:
        """Count one more call in."""
        before, more = (self.usage or Usage()).model_dump(), call.usage.model_dump()
        self.usage = Usage(**{name: before[name] + more[name] for name in more})
        if self._cost is not None:
            self._cost = None if call.cost_usd is None else self._cost + Decimal(call.cost_usd)

    @property
    def cost_usd(self) -> str | None:
        """Decimal text; None where nothing was paid, or a price is not known."""
        return in_text(self._cost) if self.usage else None
