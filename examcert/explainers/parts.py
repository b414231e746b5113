"""The parts of a question that an explanation covers: every option, and every slot of a matching.

One list for all explainers, so that what is complete means the same whoever speaks.
"""

from dataclasses import dataclass

from examcert.core.explanation import Verdict, verdicts
from examcert.core.question import MatchingQuestion, Question

SLOT = "slot:"
"""Prefix of a slot's id in an explanation: a slot and an option may share a name."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to explain, with the key's verdict on it and its author's words."""

    id: str
    text: str
    verdict: Verdict
    why: str


def parts_of(question: Question) -> tuple[Part, ...]:
    """Options in the author's order, then slots. A slot's verdict is `correct`: the key fills it."""
    says = verdicts(question)
    parts = [
        Part(option.id, option.text, says[option.id], f"{option.about}\n{option.why}" if option.about else option.why)
        for option in question.options
    ]
    if isinstance(question, MatchingQuestion):
        parts += [Part(f"{SLOT}{slot.id}", slot.text, "correct", slot.why) for slot in question.slots]
    return tuple(parts)
