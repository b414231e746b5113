"""One streamed answer, and what a finished message counts.

Reading a reply never raises for what the model or the wire did: what a paid call came to must reach the
ledger, whatever it is.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from examcert.claude.apart import HungUpError, apart
from examcert.core.explanation import Usage
from examcert.core.listening import listener

if TYPE_CHECKING:
    from anthropic.lib.streaming import MessageStream
    from anthropic.types import Message

CHARS_PER_TOKEN = 3
"""For estimates where the provider's counts never came: rather too many tokens than too few."""


class Reply:
    """One streamed answer; `error` holds what broke it."""

    def __init__(self, connect: Callable[[], AbstractContextManager[MessageStream[None]]]) -> None:
        self._connect = connect
        self.message: Message | None = None
        """What had come when the stream ended, whole or not."""
        self.error: Exception | None = None
        self.connected = False
        """The provider has accepted the request, so it may be billed."""
        self.request_id: str | None = None

    def events(self) -> Generator[Any, None, None]:
        """The SDK's events as they arrive. Closing this iterator closes the connection, and so does hanging up."""
        who = listener()
        if who is None:
            yield from self._events()
            return
        try:
            yield from apart(self._events, who)
        except HungUpError as error:
            self.error = error

    def _events(self) -> Generator[Any, None, None]:
        try:
            with self._connect() as stream:
                self.connected, self.request_id = True, stream.request_id
                try:
                    yield from stream
                finally:
                    self.message = _so_far(stream)
        except Exception as error:  # the SDK lets httpx2's, json's and its own accumulator's errors through
            self.error = error

    @property
    def finished(self) -> bool:
        """Whether the provider said how the message ended, and so what it counted."""
        return self.message is not None and self.message.stop_reason is not None

    def usage(self, asked: str) -> Usage:
        """The provider's counts; for a broken stream its input counts, and our estimate of the rest."""
        told = usage_of(self.message)
        if self.finished:
            return told
        if self.message is None:
            return told.model_copy(update={"input_tokens": len(asked) // CHARS_PER_TOKEN})
        said = sum(len(block.text) for block in self.message.content or () if block.type == "text")
        return told.model_copy(update={"output_tokens": max(told.output_tokens, said // CHARS_PER_TOKEN)})


def _so_far(stream: MessageStream[None]) -> Message | None:
    try:
        return stream.current_message_snapshot
    except AssertionError:  # before the first event
        return None


def text_of(message: Message) -> str:
    """The words of an answer. A block of thinking usually comes first."""
    return "".join(block.text for block in message.content or () if block.type == "text")


def usage_of(message: Message | None) -> Usage:
    """The counts. Zero where a lenient SDK let a message without them through."""
    told = getattr(message, "usage", None)
    return Usage(
        input_tokens=_count(told, "input_tokens"),
        output_tokens=_count(told, "output_tokens"),
        cache_write_tokens=_count(told, "cache_creation_input_tokens"),
        cache_read_tokens=_count(told, "cache_read_input_tokens"),
        cache_write_1h_tokens=_count(getattr(told, "cache_creation", None), "ephemeral_1h_input_tokens"),
        thinking_tokens=_count(getattr(told, "output_tokens_details", None), "thinking_tokens"),
    )


def _count(told: Any, name: str) -> int:
    number = getattr(told, name, None)
    return number if isinstance(number, int) else 0
