"""Questions of one bank that serve another exam too.

A question says so in its `also`, and the other exam's `exam.yaml` names this bank's folder in
`borrows`. There it stands under the objective of that exam, with the cards it cites.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from examcert.bank_files.entries import Entry
from examcert.bank_files.folder import BankFolder, borrowed_names
from examcert.bank_files.wording import Wording
from examcert.core.blueprint import Blueprint
from examcert.core.question import Fact, Misconception, Question

_Card = TypeVar("_Card", Fact, Misconception)


@dataclass(frozen=True)
class Lent:
    """What one bank has to lend: its questions with their places, and its cards."""

    found: Sequence[tuple[Entry, Question]]
    facts: Sequence[Fact]
    beliefs: Sequence[Misconception]


def loan(plan: Blueprint, question: Question) -> Question | Wording | None:
    """The question as the other exam asks it; None where it serves that exam not, a complaint where it cannot."""
    for place, named in enumerate(question.also):
        exam, _, objective = named.partition(":")
        if exam != plan.code:
            continue
        known = [o.id for domain in plan.domains for o in domain.objectives]
        if known and objective not in known:
            return Wording(
                "unknown-objective", f"{exam} has no objective {objective!r}.", f"Use one of {', '.join(known)}.",
                ("also", place),
            )  # fmt: skip
        kinds = [entry.kind for entry in plan.kinds] if known else [question.kind_name]
        if question.kind_name not in kinds:
            return Wording(
                "unused-kind", f"{exam} has no questions of the kind {question.kind_name}.",
                f"Its kinds are {', '.join(kinds)}: take {named} out of `also`.", ("also", place),
            )  # fmt: skip
        return question.model_copy(update={"objective": objective, "skill": None, "also": ()})
    return None


def with_known_enemies(question: Question, ids: Iterable[str]) -> Question:
    """The question without enemies that stayed at home."""
    known = set(ids)
    kept = tuple(name for name in question.enemies if name in known)
    return question if kept == question.enemies else question.model_copy(update={"enemies": kept})


def clashes(
    question: Question, own: Sequence[Fact | Misconception], lent: Sequence[Fact | Misconception]
) -> Iterator[str]:
    """Ids that a borrowed question cites and that mean something else here."""
    ours, theirs = {card.id: card for card in own}, {card.id: card for card in lent}
    for name in cited(question):
        if name in ours and name in theirs and ours[name] != theirs[name]:
            yield name


def cited(question: Question) -> frozenset[str]:
    """Ids of the fact cards and misconceptions that a question names."""
    facts = {ref for ref in question.refs if isinstance(ref, str)}
    return frozenset(facts | {option.misconception for option in question.options if option.misconception})


def joined(own: Sequence[_Card], lent: Sequence[_Card], questions: Iterable[Question]) -> tuple[_Card, ...]:
    """The bank's own cards and those that its borrowed questions cite."""
    needed = frozenset[str]().union(*(cited(question) for question in questions))
    ours = {card.id for card in own}
    return tuple(own) + tuple(card for card in lent if card.id in needed and card.id not in ours)


def missing(folder: BankFolder, plan: Blueprint, exam: bytes) -> Iterator[tuple[int, str, str]]:
    """Names under `borrows` that lead nowhere: their index, what is wrong, what to do."""
    if tuple(plan.borrows) != borrowed_names(exam):
        yield 0, "What is borrowed must be on one line.", "Write it as `borrows: [mla-c01]`."
        return
    there = {neighbour.path.name for neighbour in folder.neighbours}
    for place, name in enumerate(plan.borrows):
        if name not in there:
            yield place, f"There is no other bank {name!r} beside this one.", "Use the name of a neighbouring folder."
