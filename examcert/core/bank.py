"""A bank: one exam's blueprint and the questions on it, as one value with a digest."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Self

from pydantic import model_validator

from examcert.core.blueprint import Blueprint
from examcert.core.problem import Fault, fault
from examcert.core.question import AnyQuestion, Fact, Misconception, Question
from examcert.core.record import Record


class Bank(Record):
    """A blueprint, its questions, and the cards the questions cite.

    Constructing one checks everything that ties the parts together; a reader of files
    asks `faults` first, to report all mistakes with their lines.
    """

    blueprint: Blueprint
    questions: tuple[AnyQuestion, ...] = ()
    facts: tuple[Fact, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        for found in faults(self.blueprint, self.questions, self.facts, self.misconceptions):
            raise fault(found.rule, found.message, found.remedy, *found.at)
        return self

    @staticmethod
    def of_checked(
        blueprint: Blueprint,
        questions: Sequence[Question],
        facts: Sequence[Fact] = (),
        misconceptions: Sequence[Misconception] = (),
    ) -> "Bank":
        """A bank of parts that `faults` found nothing wrong with; not checked a second time."""
        return Bank.model_construct(
            blueprint=blueprint,
            questions=tuple(questions),
            facts=tuple(facts),
            misconceptions=tuple(misconceptions),
        )

    @property
    def exam(self) -> str:
        """The exam code."""
        return self.blueprint.code

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def fact_by_id(self) -> Mapping[str, Fact]:
        """Fact cards by id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def domain_of(self) -> Mapping[str, str]:
        """Domain id by objective id."""
        return {o.id: domain.id for domain in self.blueprint.domains for o in domain.objectives}

    @cached_property
    def digest(self) -> str:
        """64 hex digits over everything a paper and its marks depend on.

        What is explained afterwards (whys, clues, references) and what only describes the
        exam (name, sources) do not count: mending an explanation keeps exam codes valid.
        """
        plan = self.blueprint
        told = {
            "code": plan.code,
            "minutes": plan.minutes,
            "items": [plan.items.scored, plan.items.unscored],
            "scale": [plan.scale.low, plan.scale.pass_mark, plan.scale.high, plan.assumed_pass_share],
            "credit": plan.credit,
            "kinds": [[entry.kind, entry.share] for entry in plan.kinds],
            "domains": [[d.id, *d.weight, [o.id for o in d.objectives]] for d in plan.domains],
            "questions": [
                [q.id, q.fingerprint, q.key, q.objective, q.difficulty, q.family, q.enemies, q.shuffle, q.case_id]
                for q in self.questions
            ],
        }
        return sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def faults(
    blueprint: Blueprint,
    questions: Sequence[Question],
    facts: Sequence[Fact],
    misconceptions: Sequence[Misconception],
) -> Iterator[Fault]:
    """Every mistake that shows only when the parts of a bank are put together."""
    yield from _repeated_cards("fact", [fact.id for fact in facts])
    yield from _repeated_cards("misconception", [card.id for card in misconceptions])
    known_facts = {fact.id for fact in facts}
    known_beliefs = {card.id for card in misconceptions}
    objectives = {o.id for domain in blueprint.domains for o in domain.objectives}
    ids = {question.id for question in questions}
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            yield _fault(question, "duplicate-id", f"The id {question.id!r} is taken.", "Choose another.", "id")
        seen.add(question.id)
        if question.objective not in objectives:
            yield _fault(
                question, "unknown-objective", f"{blueprint.code} has no objective {question.objective!r}.",
                f"Use one of {', '.join(sorted(objectives))}.", "objective",
            )  # fmt: skip
        yield from _loose_ends(question, ids, known_facts, known_beliefs)
    yield from _quarrels(questions)


def _loose_ends(question: Question, ids: set[str], facts: set[str], beliefs: set[str]) -> Iterator[Fault]:
    for place, ref in enumerate(question.refs):
        if isinstance(ref, str) and ref not in facts:
            yield _fault(
                question, "unknown-fact", f"There is no fact card {ref!r}.",
                "Add it to facts.yaml, or give an address: {url: https://…}.", "refs", place,
            )  # fmt: skip
    for place, enemy in enumerate(question.enemies):
        if enemy not in ids:
            yield _fault(
                question, "unknown-enemy", f"There is no question {enemy!r} to be an enemy.",
                "Use the id of a question of this bank.", "enemies", place,
            )  # fmt: skip
    for place, option in enumerate(question.options):
        if option.misconception and option.misconception not in beliefs:
            yield _fault(
                question, "unknown-misconception", f"There is no misconception {option.misconception!r}.",
                "Add it to misconceptions.yaml, or use one that is there.", "options", place, "misconception",
            )  # fmt: skip


def _quarrels(questions: Sequence[Question]) -> Iterator[Fault]:
    """Questions of one case that may not share a paper, though a case stays whole."""
    held: dict[str, list[Question]] = {}
    for question in questions:
        if question.case is None:
            continue
        others = held.setdefault(question.case.id, [])
        for other in others:
            if question.family is not None and question.family == other.family:
                yield _fault(
                    question, "case-conflict", f"{other.id!r} stands in the same case and in the same family.",
                    "Take one of them out of the case, or out of the family.", "family",
                )  # fmt: skip
            if other.id in question.enemies or question.id in other.enemies:
                yield _fault(
                    question, "case-conflict", f"{other.id!r} stands in the same case and is an enemy.",
                    "Take one of them out of the case, or make peace.", "enemies",
                )  # fmt: skip
        others.append(question)


def _repeated_cards(noun: str, ids: list[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, card in enumerate(ids):
        if card in seen:
            yield Fault(
                at=(f"{noun}s", place, "id"),
                rule="duplicate-id",
                message=f"Two {noun} cards are called {card!r}.",
                remedy="Give each its own id.",
            )
        seen.add(card)


def _fault(question: Question, rule: str, message: str, remedy: str, *at: str | int) -> Fault:
    return Fault(at=at, rule=rule, message=message, remedy=remedy, question=question.id)
