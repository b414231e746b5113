"""The Claude API as respx plays it: for an SDK that speaks through httpx2 and httpcore2.

respx patches httpcore; this mocker patches httpcore2 instead and translates both ways. Routes
still answer with `httpx.Response`, respx's own type. An error is raised as an `httpx` class or as
an `httpx2` instance; a request without a route fails the test at once, not after the SDK's retries.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore2
import httpx
import httpx2
import pytest
import respx
from respx.mocks import HTTPCoreMocker
from respx.models import AllMockedAssertionError

Event = dict[str, Any]
ADDRESS = "https://api.anthropic.com"
NOW = {"retry-after-ms": "1"}
"""Headers that keep the SDK's retries instant."""


class ClaudeMocker(HTTPCoreMocker):
    """Registered by its name; other packages claim `httpx2` and `httpcore2`."""

    name = "examcert-claude"
    targets = [target.replace("httpcore.", "httpcore2.", 1) for target in HTTPCoreMocker.targets]  # noqa: RUF012 - respx's

    @classmethod
    def handler(cls, httpx_request: httpx.Request) -> httpx.Response:
        try:
            return super().handler(httpx_request)  # type: ignore[no-any-return, no-untyped-call]  # respx is untyped
        except (AllMockedAssertionError, httpx.TransportError) as error:
            raise translated(error) from error

    @classmethod
    def from_sync_httpx_response(cls, httpx_response: httpx.Response, target: Any, **kwargs: Any) -> httpcore2.Response:
        return httpcore2.Response(
            status=httpx_response.status_code,
            headers=httpx_response.headers.raw,
            content=httpx_response.stream,
            extensions=httpx_response.extensions,
        )


def translated(error: Exception) -> BaseException:
    """The same failure in the words of httpx2; an unexpected request in pytest's."""
    if isinstance(error, AllMockedAssertionError):
        return pytest.fail.Exception(str(error))
    kind: type[Exception] = getattr(httpx2, type(error).__name__, httpx2.TransportError)
    return kind(str(error))


def claude_api(base_url: str = ADDRESS) -> respx.MockRouter:
    """A router that stands where the API is. Use it as a context manager."""
    return respx.mock(base_url=base_url, using=ClaudeMocker.name, assert_all_called=False)


def usage(**counts: int) -> dict[str, Any]:
    """Counts of a warm call: 12 new tokens, 2,000 from the cache, 40 out."""
    return {
        "input_tokens": 12,
        "output_tokens": 40,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 2000,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
        **counts,
    }


def message(text: str, **fields: Any) -> dict[str, Any]:
    """A whole message as the 5.5 models send it: an empty thinking block first."""
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-sonnet-5-5",
        "content": [{"type": "thinking", "thinking": "", "signature": "s"}, {"type": "text", "text": text}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "stop_details": None,
        "usage": usage(),
        **fields,
    }


def events(whole: dict[str, Any], *, size: int = 12) -> Iterator[Event]:
    """The events of a stream that adds up to this message, its text in pieces of `size` characters."""
    begun = {**whole, "content": [], "stop_reason": None, "usage": {**whole["usage"], "output_tokens": 1}}
    yield {"type": "message_start", "message": begun}
    for place, block in enumerate(whole["content"]):
        text = block.get("text", "")
        empty = {**block, "text": ""} if block["type"] == "text" else block
        yield {"type": "content_block_start", "index": place, "content_block": empty}
        for start in range(0, len(text), size):
            delta = {"type": "text_delta", "text": text[start : start + size]}
            yield {"type": "content_block_delta", "index": place, "delta": delta}
        yield {"type": "content_block_stop", "index": place}
    stop = {name: whole[name] for name in ("stop_reason", "stop_sequence", "stop_details")}
    yield {"type": "message_delta", "delta": stop, "usage": {"output_tokens": whole["usage"]["output_tokens"]}}
    yield {"type": "message_stop"}


def problem(kind: str, text: str = "injected", **details: Any) -> dict[str, Any]:
    """The body of an error, and the error event inside a stream."""
    told = {"type": kind, "message": text, **({"details": details} if details else {})}
    return {"type": "error", "error": told, "request_id": "req_1"}


class Body(httpx.SyncByteStream):
    """Server-sent events, which may end with an error of the connection."""

    def __init__(self, told: Iterable[Event], *, then: Exception | None = None) -> None:
        self._parts = [f"event: {e['type']}\ndata: {json.dumps(e)}\n\n".encode() for e in told]
        self._then = then

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts
        if self._then:
            raise self._then


def stream(told: Iterable[Event], *, then: Exception | None = None) -> httpx.Response:
    """A streamed answer of these events."""
    headers = {"content-type": "text/event-stream", "request-id": "req_9"}
    return httpx.Response(200, headers=headers, stream=Body(told, then=then))


def refusal(status: int, kind: str, *, headers: dict[str, str] | None = None, **details: Any) -> httpx.Response:
    """An error status with its body."""
    return httpx.Response(status, json=problem(kind, **details), headers=NOW if headers is None else headers)
