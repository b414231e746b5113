"""Choosing the questions of a practice session."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from examcert.core.bank import Bank
from examcert.core.question import Question
from examcert.core.ranks import rank
from examcert.core.record import Record
from examcert.core.records import AnswerRecord
from examcert.errors import EmptyBankError, ExamcertError
from examcert.study.standing import last_contacts, last_outcomes

Only = Literal["new", "missed", "flagged"]
"""`new`: never answered or skipped. `missed`: wrong or left out the last time. `flagged`: flagged the last time."""


class Wish(Record):
    """What a candidate wants to practise. Empty means anything."""

    domain: str | None = None
    objective: str | None = None
    difficulty: Literal["easy", "medium", "hard"] | None = None
    only: Only | None = None


def choose(bank: Bank, records: Iterable[AnswerRecord], wish: Wish, *, number: int, seed: int) -> list[Question]:
    """Up to `number` questions that fit the wish, least met first, then in the order of the seed.

    One of a family and no two enemies stand in one session; the questions of a case come together,
    as long as there is room. `ExamcertError` when nothing fits, saying what there is.
    """
    if not bank.questions:
        raise EmptyBankError(bank.exam)
    past = list(records)
    fitting = [question for question in bank.questions if _fits(bank, question, wish)]
    fitting = _only(fitting, past, wish.only)
    if not fitting:
        raise _nothing(bank, wish)
    met = Counter(record.question for record in past)
    # A case travels as one: its questions share the rank of the case and the least of their counts.
    least: dict[str, int] = {}
    for question in fitting:
        name = _block(question)
        least[name] = min(least.get(name, met[question.id]), met[question.id])
    order = {question.id: place for place, question in enumerate(bank.questions)}
    fitting.sort(key=lambda q: (least[_block(q)], rank("practice", seed, _block(q)), order[q.id]))
    return _without_conflicts(fitting, number)


def _block(question: Question) -> str:
    return f"case:{question.case.id}" if question.case else question.id


def _fits(bank: Bank, question: Question, wish: Wish) -> bool:
    return (
        (wish.domain is None or bank.domain_of[question.objective] == wish.domain)
        and (wish.objective is None or question.objective == wish.objective)
        and (wish.difficulty is None or question.difficulty == wish.difficulty)
    )


def _only(fitting: list[Question], past: Sequence[AnswerRecord], only: Only | None) -> list[Question]:
    if only is None:
        return fitting
    last = last_contacts(past) if only == "flagged" else last_outcomes(past)
    if only == "new":
        return [question for question in fitting if question.id not in last]
    if only == "missed":
        return [q for q in fitting if q.id in last and (last[q.id].credit or 0.0) < 1.0]
    return [q for q in fitting if q.id in last and last[q.id].flagged]


def _without_conflicts(fitting: Iterable[Question], number: int) -> list[Question]:
    chosen: list[Question] = []
    held: set[str] = set()
    families: set[str] = set()
    barred: set[str] = set()
    for question in fitting:
        if len(chosen) == number:
            break
        if question.id in barred or not held.isdisjoint(question.enemies):
            continue
        if question.family is not None and question.family in families:
            continue
        chosen.append(question)
        held.add(question.id)
        barred.update(question.enemies)
        if question.family is not None:
            families.add(question.family)
    return chosen


def _nothing(bank: Bank, wish: Wish) -> ExamcertError:
    domains = {domain.id: domain for domain in bank.blueprint.domains}
    if wish.domain is not None and wish.domain not in domains:
        known = ", ".join(f"{domain.id} ({domain.name})" for domain in domains.values())
        return ExamcertError(f"{bank.exam} has no domain {wish.domain!r}.", remedy=f"Its domains are {known}.")
    objectives = list(bank.domain_of)
    if wish.objective is not None and wish.objective not in objectives:
        return ExamcertError(
            f"{bank.exam} has no objective {wish.objective!r}.", remedy=f"Its objectives are {', '.join(objectives)}."
        )
    asked = ", ".join(f"{name} {value}" for name, value in wish.model_dump(exclude_none=True).items())
    return ExamcertError(f"No question of {bank.exam} fits: {asked}.", remedy="Leave out one of the filters.")
