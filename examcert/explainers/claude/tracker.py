"""An answer while it arrives: the explanations growing in a stream.

Everything here is provisional. It is shown and never kept, and words that come with a verdict
against the key are not even shown, nor are addresses: a whole answer has none either.
"""

from __future__ import annotations

from typing import Any

from examcert.core.explanation import OptionWhy
from examcert.explainers.claude.mentions import growing_without_addresses
from examcert.explainers.claude.reading import plain
from examcert.explainers.claude.wire import Task


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
            if text := growing_without_addresses(plain(words, self._task.parts)):
                grown[label] = text
        return grown
