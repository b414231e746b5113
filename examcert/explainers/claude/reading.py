"""Judges a finished answer: whole, about these options and no others, and in agreement with the key.

The schema guarantees a shape at best. Reading never raises for what the model or the wire did: what a
paid call came to must reach the ledger, whatever it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from examcert.core.explanation import OptionWhy, Usage, Verdict
from examcert.core.records import OutcomeKind
from examcert.explainers.claude.text import brief, clean
from examcert.explainers.claude.wire import ExplanationOut, Labelled, Task

if TYPE_CHECKING:
    from anthropic.types import Message


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One verdict against the key, with the words that came with it."""

    part: str
    key_says: Verdict
    model_says: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer is worth. Only `ok` may be shown and kept."""

    kind: OutcomeKind
    detail: str = ""
    options: tuple[OptionWhy, ...] = ()
    """In the author's order."""
    takeaway: str | None = None
    cited: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = field(default=())


def read(message: Message | None, task: Task) -> Outcome:
    """What this message is worth as an explanation of this task."""
    if message is None or getattr(message, "usage", None) is None or message.content is None:
        return Outcome("incomplete", "no whole message")
    match message.stop_reason:
        case None:
            return Outcome("incomplete", "the stream ended early")
        case "refusal":
            category = message.stop_details.category if message.stop_details else None
            return Outcome("refused", brief(category or "no category", limit=40))
        case "max_tokens" | "model_context_window_exceeded":
            return Outcome("truncated", message.stop_reason)
    text = "".join(block.text for block in message.content if block.type == "text")
    try:
        said = ExplanationOut.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"])) or "the answer"
        return Outcome("invalid", brief(f"{place}: {first['msg']}"))
    return _checked(said, task)


def _checked(said: ExplanationOut, task: Task) -> Outcome:
    """Every part exactly once, in words, with no source but the given ones; then the verdicts."""
    by_label = {entry.label.strip().lower(): entry for entry in said.options}
    wanted = [part.label for part in task.parts]
    if len(said.options) != len(wanted) or by_label.keys() != set(wanted):
        got = ", ".join(entry.label for entry in said.options)
        return Outcome("invalid", brief(f"it explains {got or 'nothing'}, not {', '.join(wanted)}"))
    if stray := [name for name in said.facts if name not in task.facts]:
        return Outcome("invalid", brief(f"it cites {stray[0]!r}, which it was not given"))
    words = {part.label: plain(by_label[part.label].explanation, task.parts) for part in task.parts}
    takeaway = plain(said.takeaway, task.parts)
    if empty := [label for label in wanted if not words[label]]:
        return Outcome("invalid", f"it says nothing about {empty[0]}")
    if "://" in takeaway or any("://" in text for text in words.values()):
        return Outcome("invalid", "it gives an address of its own")
    against = tuple(
        Contradiction(p.part.id, p.part.verdict, by_label[p.label].verdict, words[p.label])
        for p in task.parts
        if by_label[p.label].verdict != p.part.verdict
    )
    if against:
        return Outcome("disagreed", brief(", ".join(c.part for c in against)), contradictions=against)
    options = tuple(OptionWhy(id=p.part.id, verdict=p.part.verdict, why=words[p.label]) for p in task.parts)
    return Outcome("ok", "", options, takeaway or None, tuple(dict.fromkeys(said.facts)))


def plain(text: str, parts: tuple[Labelled, ...]) -> str:
    """A model's words as a candidate may see them: harmless, and with no label in them."""
    words = clean(text)
    for part in parts:
        if part.label in words:
            words = words.replace(part.label, f"“{clean(part.part.text)}”")
    return words


def usage_of(message: Message | None) -> Usage:
    """The four disjoint counts. Zero where a lenient SDK let a message without them through."""
    told = getattr(message, "usage", None)
    return Usage(
        input_tokens=_count(told, "input_tokens"),
        output_tokens=_count(told, "output_tokens"),
        cache_write_tokens=_count(told, "cache_creation_input_tokens"),
        cache_read_tokens=_count(told, "cache_read_input_tokens"),
    )


def write_1h_tokens(message: Message | None) -> int:
    """The cache writes that are kept for an hour and cost more."""
    written = getattr(getattr(message, "usage", None), "cache_creation", None)
    return _count(written, "ephemeral_1h_input_tokens")


def _count(told: Any, name: str) -> int:
    number = getattr(told, name, None)
    return number if isinstance(number, int) else 0
