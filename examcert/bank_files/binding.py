"""Mistakes that show only when the files of a bank are put together.

A card that is there but broken is not missing as well: its own mistake was reported, and
everything that cites it is right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from examcert.bank_files.entries import Entry
from examcert.bank_files.wording import Wording, near
from examcert.core.bank import faults
from examcert.core.blueprint import Blueprint
from examcert.core.problem import Fault
from examcert.core.question import Fact, Misconception, Question

_TOO_MANY_TO_COMPARE = 2000


@dataclass
class Shelf:
    """The ids that other parts of the bank may name."""

    known: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    """Ids that seem to stand in what could not be read."""
    lost: bool = False
    """Whether so much could not be read that any id may be there."""

    def has(self, name: str) -> bool:
        """Whether the id is there, or may be."""
        return self.lost or name in self.known or name in self.broken


def objectives(plan: Blueprint) -> Shelf:
    """The objectives of a blueprint; anything goes where its domains could not be read."""
    return Shelf({objective.id for domain in plan.domains for objective in domain.objectives}, lost=not plan.domains)


def loose_ends(
    found: Sequence[tuple[Entry, Question]],
    plan: Blueprint,
    facts: Sequence[Fact],
    beliefs: Sequence[Misconception],
    shelves: Mapping[str, Shelf],
) -> Iterator[tuple[Entry, Wording]]:
    """What questions name that is not there. `shelves` holds what is there, by the rule of the fault."""
    written: dict[str, list[tuple[Entry, Question]]] = {}
    for pair in found:
        written.setdefault(pair[1].id, []).append(pair)
    for fault in faults(plan, [question for _, question in found], facts, beliefs):
        if fault.question is None:
            continue
        if fault.rule == "duplicate-id":
            # Reported where the second was met; what follows is about that one.
            written[fault.question].pop(0)
            continue
        entry, question = written[fault.question][0]
        shelf, remedy = shelves.get(fault.rule), fault.remedy
        if shelf is not None:
            name = _named(fault, question)
            if shelf.has(name):
                continue
            if len(shelf.known) <= _TOO_MANY_TO_COMPARE and (close := near(name, shelf.known)):
                remedy = f"Did you mean {close!r}? {remedy}"
        yield entry, Wording(fault.rule, fault.message, remedy, fault.at)


def _named(fault: Fault, question: Question) -> str:
    """The id that a question gives at the place of a fault."""
    match fault.at:
        case ("refs", int(place)):
            return str(question.refs[place])
        case ("enemies", int(place)):
            return question.enemies[place]
        case ("options", int(place), _):
            return str(question.options[place].misconception)
    return question.objective
