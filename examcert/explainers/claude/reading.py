"""Judges a finished answer: whole, about these options and no others, and in agreement with the key.

The schema guarantees a shape at best. Reading never raises for what the model or the wire did: what a
paid call came to must reach the ledger, whatever it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import ValidationError

from examcert.claude.reply import text_of
from examcert.claude.text import brief, clean
from examcert.core.explanation import OptionWhy, Verdict
from examcert.core.records import OutcomeKind
from examcert.explainers.claude.mentions import absent_option, without_addresses
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
    dropped: int = 0
    """References that it invented: taken out, and counted."""


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
    try:
        said = ExplanationOut.model_validate_json(text_of(message))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"])) or "the answer"
        return Outcome("invalid", brief(f"{place}: {first['msg']}"))
    return _checked(said, task)


def _checked(said: ExplanationOut, task: Task) -> Outcome:
    """Every part exactly once, in words, about options that are there; then the verdicts."""
    by_label = {entry.label.strip().lower(): entry for entry in said.options}
    wanted = [part.label for part in task.parts]
    if len(said.options) != len(wanted) or by_label.keys() != set(wanted):
        got = ", ".join(entry.label for entry in said.options)
        return Outcome("invalid", brief(f"it explains {got or 'nothing'}, not {', '.join(wanted)}"))
    words = {part.label: plain(by_label[part.label].explanation, task.parts) for part in task.parts}
    words["takeaway"] = plain(said.takeaway, task.parts)
    words, dropped = _grounded(words)
    if empty := [label for label in wanted if not words[label]]:
        return Outcome("invalid", f"it says nothing about {empty[0]}")
    if absent := next(filter(None, (absent_option(text, task.parts) for text in words.values())), None):
        return Outcome("invalid", brief(f"it speaks of {absent!r}, which no reader can find"))
    against = tuple(
        Contradiction(p.part.id, p.part.verdict, by_label[p.label].verdict, words[p.label])
        for p in task.parts
        if by_label[p.label].verdict != p.part.verdict
    )
    if against:
        return Outcome("disagreed", brief(", ".join(c.part for c in against)), contradictions=against)
    options = tuple(OptionWhy(id=p.part.id, verdict=p.part.verdict, why=words[p.label]) for p in task.parts)
    cited = tuple(dict.fromkeys(name for name in said.facts if name in task.facts))
    dropped += len(set(said.facts) - set(cited))
    detail = f"{dropped} invented {'reference' if dropped == 1 else 'references'} dropped" if dropped else ""
    return Outcome("ok", detail, options, words["takeaway"] or None, cited, dropped=dropped)


def _grounded(words: dict[str, str]) -> tuple[dict[str, str], int]:
    """The words without addresses: what a question rests on is shown from its own references, and nothing else is."""
    kept, dropped = {}, 0
    for label, text in words.items():
        kept[label], count = without_addresses(text)
        dropped += count
    return kept, dropped


def plain(text: str, parts: tuple[Labelled, ...]) -> str:
    """A model's words as a candidate may see them: harmless, and with no label in them."""
    words = clean(text)
    for part in parts:
        if part.label in words:
            words = words.replace(part.label, f"“{clean(part.part.text)}”")
    return words
