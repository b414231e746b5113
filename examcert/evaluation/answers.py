"""Answers under evaluation: what a model said to one golden item, before any check has mended or refused it."""

import json
from typing import Any

from examcert.core.record import Record
from examcert.explainers.claude.wire import Task


class Answer(Record):
    """One answer, from whoever gave it."""

    text: str = ""
    """JSON, if the model kept to the form."""
    refused: bool = False
    failed: str = ""
    """Why there is no answer at all."""
    model: str = "fake"
    seconds: float | None = None
    cost_usd: str | None = None
    unpriced: bool = False


class Said(Record):
    """What an answer says, read leniently: a metric must see what a check would refuse."""

    verdicts: dict[str, str]
    """By part id, as far as its labels are known."""
    words: dict[str, str]
    labels: tuple[str, ...] = ()
    """As they came, doubles and strangers too."""
    takeaway: str = ""
    facts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All its words."""
        return "\n".join((*self.words.values(), self.takeaway))


def said(answer: Answer, task: Task) -> Said | None:
    """What the answer says; None where it is not of the form."""
    try:
        told: Any = json.loads(answer.text)
        entries = [entry for entry in told["options"] if isinstance(entry, dict)]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    by_label = {part.label: part.part.id for part in task.parts}
    labels = tuple(str(entry.get("label", "")).strip().lower() for entry in entries)
    known = [(by_label[label], entry) for label, entry in zip(labels, entries, strict=True) if label in by_label]
    facts = told.get("facts")
    return Said(
        verdicts={name: str(entry.get("verdict", "")).strip().lower() for name, entry in known},
        words={name: str(entry.get("explanation", "")) for name, entry in known},
        labels=labels,
        takeaway=str(told.get("takeaway", "")),
        facts=tuple(map(str, facts)) if isinstance(facts, list) else (),
    )
