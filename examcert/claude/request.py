"""The arguments of a call: what stays the same first and marked for the cache, what varies after it.

The cache finds an identical prefix and nothing else. Role and exam come first, the marker stands on the last of
them, and the question alone follows. The schema of the answer belongs to the prefix, so there is one for each
purpose and none for a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

from examcert.claude.prices import PriceTable
from examcert.claude.reply import CHARS_PER_TOKEN
from examcert.claude.settings import Settings
from examcert.core.explanation import Usage

if TYPE_CHECKING:
    from anthropic.types import OutputConfigParam, TextBlockParam

    # The same fields as `messages.stream` and `messages.create` take.
    Request = dict[str, Any]

Ttl = Literal["5m", "1h"]


def request(
    settings: Settings,
    *,
    system: Sequence[str],
    messages: Sequence[tuple[Literal["user", "assistant"], str]],
    max_tokens: int,
    answer: type[BaseModel] | None = None,
    ttl: Ttl = "5m",
) -> Request:
    """One call. With `answer`, the model may say nothing but JSON of this shape."""
    blocks: list[TextBlockParam] = [{"type": "text", "text": text} for text in system]
    blocks[-1]["cache_control"] = {"type": "ephemeral"} if ttl == "5m" else {"type": "ephemeral", "ttl": ttl}
    output: OutputConfigParam = {}
    if settings.effort:
        output["effort"] = settings.effort
    if answer is not None:
        output["format"] = {"type": "json_schema", "schema": _schema(answer)}
    made: Request = {
        "model": settings.model,
        "max_tokens": max_tokens,
        "system": blocks,
        "messages": [{"role": role, "content": text} for role, text in messages],
    }
    return made | ({"output_config": output} if output else {})


@cache
def _schema(answer: type[BaseModel]) -> dict[str, Any]:
    """The shape of an answer as the API takes it: made once, sent with every call."""
    from anthropic import transform_schema

    return transform_schema(answer)


def worst_case(prices: PriceTable, model: str, *, asked: int, max_tokens: int, batch: bool = False) -> Decimal | None:
    """What a call of so many characters can cost at most: all of it written to the cache for an hour, and an
    answer of full length. None where no price is known.
    """  # noqa: D205
    tokens = asked // CHARS_PER_TOKEN + 1
    most = Usage(cache_write_tokens=tokens, cache_write_1h_tokens=tokens, output_tokens=max_tokens)
    return prices.cost(model, most, batch=batch)
