"""An answer while it arrives: the events of the stream, and the explanations growing in them.

Everything here is provisional. It is shown and never kept, and words that come with a verdict
against the key are not even shown.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from examcert.core.explanation import OptionWhy, Usage
from examcert.explainers.claude.reading import plain, usage_of
from examcert.explainers.claude.wire import Task

if TYPE_CHECKING:
    from anthropic.lib.streaming import MessageStream
    from anthropic.types import Message

CHARS_PER_TOKEN = 3
"""For estimates where the provider's counts never came: rather too many tokens than too few."""


class Reply:
    """One streamed answer. Reading it never raises for what the wire did; `error` holds it."""

    def __init__(self, connect: Callable[[], AbstractContextManager[MessageStream[None]]]) -> None:
        self._connect = connect
        self.message: Message | None = None
        """What had come when the stream ended, whole or not."""
        self.error: Exception | None = None
        self.connected = False
        """The provider has accepted the request, so it may be billed."""
        self.request_id: str | None = None

    def events(self) -> Generator[Any, None, None]:
        """The SDK's events as they arrive. Closing this iterator closes the connection."""
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


class OptionTracker:
    """Feed it every event of a stream; it says what is explained so far, when that has grown."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._by_label = {part.label: part for part in task.parts}
        self._shown: dict[str, str] = {}

    def feed(self, event: Any) -> tuple[OptionWhy, ...]:
        """The parts explained so far, in the author's order; empty when this event added nothing to show."""
        if event.type != "text":
            return ()
        try:
            snapshot = event.parsed_snapshot()
        except ValueError:  # nothing yet, or no JSON: the judge of the whole will say so
            return ()
        entries = snapshot.get("options") if isinstance(snapshot, dict) else None
        grown = self._grown(entries if isinstance(entries, list) else [])
        if grown == self._shown:
            return ()
        self._shown = grown
        known = ((p, grown[p.label]) for p in self._task.parts if p.label in grown)
        return tuple(OptionWhy(id=p.part.id, verdict=p.part.verdict, why=why) for p, why in known)

    def _grown(self, entries: list[Any]) -> dict[str, str]:
        """Words by label, as far as they agree with the key."""
        grown: dict[str, str] = {}
        for entry in entries:
            words = entry.get("explanation") if isinstance(entry, dict) else None
            if not isinstance(words, str):
                break  # its label and verdict may still be cut short
            label, verdict = str(entry.get("label")).strip().lower(), str(entry.get("verdict")).strip().lower()
            part = self._by_label.get(label)
            if part is None or verdict != part.part.verdict:
                # The whole will be refused: show no more of it than is shown.
                return self._shown
            if text := plain(words, self._task.parts):
                grown[label] = text
        return grown
