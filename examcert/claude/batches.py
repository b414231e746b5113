"""Message Batches at the provider: half the price, within a day, and never sent twice.

Creating a batch is the one call that must not be retried blindly: an answer that got lost may belong to a batch
that is paid. So it is tried once, and when nobody knows whether it arrived, `arrived` looks for it among the
account's batches by its time, its size and, once it has ended, the names of its items.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from examcert.errors import ProviderError

if TYPE_CHECKING:
    from anthropic import Anthropic
    from anthropic.types import Message
    from anthropic.types.messages import MessageBatch

MOST = 10_000
"""Requests in one batch. The vendor allows 100,000; a smaller one loses less of a day when it expires."""
CLOCKS = timedelta(minutes=10)
"""How far the provider's clock and ours may be apart."""
LOOK_BACK = 100
"""How many of the account's latest batches are looked at for one of ours."""

Status = Literal["in_progress", "canceling", "ended"]


class BatchesError(ProviderError):
    """Batches cannot be used as things are."""


class UnclearError(ProviderError):
    """A batch was sent, and nobody knows whether it arrived."""


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one request."""

    name: str
    kind: Literal["succeeded", "errored", "expired", "canceled"]
    message: Message | None = None
    """There only when it succeeded, which a refusal and a cut answer do as well."""
    error: str = ""
    """The type of the error."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a batch stands."""

    id: str
    status: Status
    done: int
    total: int

    @property
    def ended(self) -> bool:
        """Whether its results can be read."""
        return self.status == "ended"


def send(client: Anthropic, requests: Mapping[str, Mapping[str, Any]]) -> str:
    """Hand a batch over, once. The provider's name for it.

    Raises:
        UnclearError: it may have arrived.
        anthropic.APIStatusError: it was refused, and so not paid.
    """
    import anthropic
    import httpx2

    try:
        offered = getattr(client.messages, "batches", None)
    except anthropic.AnthropicError:  # how some of the SDK's clients say it
        offered = None
    if offered is None:
        raise BatchesError("This home of Claude takes no batches.", remedy="Leave --batch out.")
    wanted: Any = [{"custom_id": name, "params": params} for name, params in requests.items()]
    try:
        batch = client.with_options(max_retries=0).messages.batches.create(requests=wanted)
    except (anthropic.APIConnectionError, httpx2.TransportError, json.JSONDecodeError) as error:
        raise _unclear(error) from error
    except anthropic.APIStatusError as error:
        if error.status_code >= 500 and error.status_code != 529:
            raise _unclear(error) from error
        raise
    except anthropic.AnthropicError as error:
        raise BatchesError(f"A batch cannot be sent: {error}", remedy="Leave --batch out.") from error
    if not isinstance(getattr(batch, "id", None), str):
        raise _unclear(None)
    return batch.id


def _unclear(error: Exception | None) -> UnclearError:
    why = f" ({type(error).__name__})" if error else ""
    return UnclearError(
        f"The connection broke while a batch was handed over{why}; it may have arrived.",
        remedy="Run the same command again: it looks for the batch before it sends anything.",
    )


def progress(client: Anthropic, batch_id: str) -> Progress:
    """Where a batch stands."""
    return _progress(client.messages.batches.retrieve(batch_id))


def _progress(batch: MessageBatch) -> Progress:
    counts = batch.request_counts
    done = counts.succeeded + counts.errored + counts.canceled + counts.expired
    return Progress(batch.id, batch.processing_status, done, done + counts.processing)


def results(client: Anthropic, batch_id: str) -> Iterator[Item]:
    """What became of each request, in any order. A cut raises an error of the connection: read it again."""
    for entry in client.messages.batches.results(batch_id):
        match entry.result.type:
            case "succeeded":
                yield Item(entry.custom_id, "succeeded", message=entry.result.message)
            case "errored":
                yield Item(entry.custom_id, "errored", error=entry.result.error.error.type)
            case "expired" | "canceled":
                yield Item(entry.custom_id, entry.result.type)


def arrived(client: Anthropic, names: Sequence[str], *, sent_after: datetime, known: Sequence[str]) -> Progress | None:
    """The batch with these items, if the provider has one; `known` are names of batches that are others.

    Only an ended batch shows the names of its items. One that still runs and could be ours by its time and its
    size is returned as it is: wait for it, and ask again.
    """
    candidate: Progress | None = None
    for place, batch in enumerate(client.messages.batches.list(limit=LOOK_BACK)):
        # In the order of creation, newest first.
        if place >= LOOK_BACK or batch.created_at < sent_after - CLOCKS:
            break
        found = _progress(batch)
        if found.id in known or found.total != len(names):
            continue
        if not found.ended:
            candidate = candidate or found
        elif any(item.name in names for item in results(client, found.id)):
            return found
    return candidate
