"""What is said to Claude and the shape of what comes back.

Claude is told the key. Kept in the dark it would sit the exam itself, and each question it got
wrong would cost a paid explanation of the wrong answer; told the key and the checked fact cards, it can
explain the right one from grounds that were checked. It decides nothing by that: it is still asked for a
verdict on every option, and one that contradicts the key means that its words argue for another answer, or
that it has reason to doubt the key. Either way the candidate gets the author's words and the author a report.
The author's whys are not sent, so that a second explanation is a second voice and not a paraphrase. Nor is the
candidate's answer: the explanation is kept for everybody who reads this question.

Everything before the user message is the same for all questions of an exam, byte for byte, because
only an identical prefix is found in the cache. The schema is part of that prefix, hence one static
schema and no ids of a question in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Annotated, Any, assert_never

from pydantic import BaseModel, BeforeValidator, ConfigDict

from examcert.claude.text import brief
from examcert.core.blueprint import Blueprint
from examcert.core.explanation import Verdict
from examcert.core.question import ChoiceQuestion, Fact, MatchingQuestion, OrderingQuestion, Question, Reference
from examcert.explainers.parts import SLOT, Part, parts_of

WireVerdict = Annotated[Verdict, BeforeValidator(lambda said: said.strip().lower() if isinstance(said, str) else said)]
"""The grammar does not promise the casing of an enum."""


class OptionOut(BaseModel):
    """One part explained. Its fields arrive in this order, so a stream knows early whose words are growing."""

    model_config = ConfigDict(extra="forbid")

    label: str
    verdict: WireVerdict
    explanation: str


class ExplanationOut(BaseModel):
    """The whole answer. Only what the API's grammar can enforce; `reading` checks the rest."""

    model_config = ConfigDict(extra="forbid")

    options: list[OptionOut]
    takeaway: str
    facts: list[str]


@cache
def schema_text() -> str:
    """The shape of the answer as text: it is part of what is sent, and of what it costs."""
    return str(ExplanationOut.model_json_schema())


@dataclass(frozen=True, slots=True)
class Labelled:
    """A part under the name Claude knows it by."""

    label: str
    part: Part


@dataclass(frozen=True, slots=True)
class Task:
    """One question as it is put to Claude, and what it takes to read the answer."""

    question: Question
    parts: tuple[Labelled, ...]
    facts: Mapping[str, str | Reference]
    """What Claude may cite: the id it was given, and the reference of the question behind it."""
    content: str

    @property
    def digest(self) -> str:
        """8 hex digits over what Claude is told about the question: also its key and facts, which get mended."""
        return sha256(self.content.encode()).hexdigest()[:8]


def labelled(question: Question) -> tuple[Labelled, ...]:
    """The parts of a question under neutral names, the same ones each time.

    Ids are not sent: an author's `a` or `rag-wrong` invites "option A", and tells too much. A hash carries
    neither a place nor a meaning, and nobody writes one into a sentence by chance.
    """
    parts = parts_of(question)
    digests = [sha256(f"{question.fingerprint}:{part.id}".encode()).hexdigest() for part in parts]
    length = next(n for n in range(4, 65) if len({digest[:n] for digest in digests}) == len(parts))
    return tuple(
        Labelled(f"{'slot' if part.id.startswith(SLOT) else 'option'}-{digest[:length]}", part)
        for part, digest in zip(parts, digests, strict=True)
    )


def task(question: Question, *, blueprint: Blueprint, facts: Mapping[str, Fact], language: str) -> Task:
    """Put a question into the words of the prompt."""
    parts = labelled(question)
    given = _grounds(question, facts)
    document: dict[str, Any] = {
        "language": brief(language, limit=40),
        "kind": question.kind,
        "objective": _objective(question, blueprint),
        "stem": question.stem,
        "parts": [{"label": p.label, "is": p.label.partition("-")[0], "text": p.part.text} for p in parts],
        "key": _key(question, {p.part.id: p.label for p in parts}),
        "facts": [card for _, card in given],
    }
    if question.case:
        document["scenario"] = {"title": question.case.title, "text": question.case.text}
    content = json.dumps(document, ensure_ascii=False, indent=1)
    return Task(question, parts, {card["id"]: ref for ref, card in given}, content)


def _grounds(question: Question, facts: Mapping[str, Fact]) -> list[tuple[str | Reference, dict[str, str]]]:
    """The question's references that say something, each with the card that Claude gets."""
    given: list[tuple[str | Reference, dict[str, str]]] = []
    for place, ref in enumerate(question.refs, start=1):
        if isinstance(ref, Reference):
            if ref.supports:
                given.append((ref, {"id": f"reference-{place}", "claim": ref.supports}))
        elif fact := facts.get(ref):
            card = {"id": fact.id, "claim": fact.claim}
            given.append((ref, card | ({"also_right_when": fact.also_right_when} if fact.also_right_when else {})))
    return given


def _objective(question: Question, blueprint: Blueprint) -> str:
    for domain in blueprint.domains:
        for objective in domain.objectives:
            if objective.id == question.objective:
                return f"{objective.id} {objective.name}"
    return question.objective


def _key(question: Question, labels: Mapping[str, str]) -> list[str] | dict[str, str]:
    match question:
        case ChoiceQuestion() | OrderingQuestion():
            return [labels[name] for name in question.key]
        case MatchingQuestion():
            filled = zip(question.slots, question.key, strict=True)
            return {labels[f"{SLOT}{slot.id}"]: labels[name] for slot, name in filled}
        case _:
            assert_never(question)


def exam_context(blueprint: Blueprint) -> str:
    """What the prompt calls the description of the exam: facts that all its questions share, in a fixed order."""
    level = f", level {blueprint.level}" if blueprint.level else ""
    lines = [
        "# The exam",
        "",
        f"{blueprint.code}, {blueprint.name}, by {blueprint.vendor}{level}. Exam guide {blueprint.guide.version}.",
        "Explain at the depth this exam asks for, and no deeper. Its domains and objectives:",
    ]
    for domain in blueprint.domains:
        lines += ["", f"## {domain.id} {domain.name}", ""]
        lines += [f"- {objective.id} {objective.name}" for objective in domain.objectives]
    return "\n".join(lines)
