"""What a bank covers of its blueprint, and with what: objectives, kinds, difficulties, whys, references, facts."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from statistics import median

from examcert.core.bank import Bank
from examcert.core.question import ChoiceQuestion, Option, Question
from examcert.core.record import Record

AGED_AFTER = 180
"""Days after which a fact should be looked up again."""


class Part(Record):
    """A part of the bank: what it holds, and the share that the blueprint gives it (None where it gives none)."""

    id: str
    name: str
    held: int
    share: float
    wanted: float | None = None
    domain: str | None = None
    """The domain that an objective belongs to."""


class Coverage(Record):
    """Counts of questions by everything that a blueprint or an author distributes."""

    domains: tuple[Part, ...]
    objectives: tuple[Part, ...]
    """The blueprint weighs domains only: within one, every objective is due the same."""
    kinds: tuple[Part, ...]
    difficulties: tuple[Part, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Objectives that no question asks about."""
        return tuple(part.id for part in self.objectives if not part.held)


class Backing(Record):
    """What stands behind the questions."""

    options: int
    explained: int
    """Options with a why of their own."""
    why_words: float
    """Median length of a why."""
    questions: int
    cited: int
    """Questions with at least one reference."""
    refs: float
    """References per question."""
    wrong: int
    believed: int
    """Wrong options of choices that name the misconception behind them."""
    clues: int
    facts: int
    uncited: int
    """Fact cards that no question cites."""
    age: float | None
    """Median age of the facts in days."""
    oldest: int | None
    aged: int
    """Facts that were last looked up more than `AGED_AFTER` days ago."""


def coverage(bank: Bank) -> Coverage:
    """Counts of a bank's questions beside what its blueprint wants."""
    plan, total = bank.blueprint, max(1, len(bank.questions))
    by_objective = Counter(question.objective for question in bank.questions)
    by_domain = Counter(bank.domain_of[question.objective] for question in bank.questions)
    by_kind = Counter(question.kind_name for question in bank.questions)
    by_level = Counter(question.difficulty for question in bank.questions)
    weight = float(sum(domain.middle for domain in plan.domains))
    wanted = {entry.kind: entry.share for entry in plan.kinds}

    def part(name: str, title: str, held: int, due: float | None = None, domain: str | None = None) -> Part:
        return Part(id=name, name=title, held=held, share=held / total, wanted=due, domain=domain)

    return Coverage(
        domains=tuple(part(d.id, d.name, by_domain[d.id], float(d.middle) / weight) for d in plan.domains),
        objectives=tuple(
            part(o.id, o.name, by_objective[o.id], float(d.middle) / weight / len(d.objectives), d.id)
            for d in plan.domains
            for o in d.objectives
        ),
        kinds=tuple(
            part(kind, kind, by_kind[kind], wanted.get(kind, 0.0))
            for kind in ("single", "multiple", "ordering", "matching")
            if by_kind[kind] or kind in wanted
        ),
        difficulties=tuple(part(level, level, by_level[level]) for level in ("easy", "medium", "hard")),
    )


def backing(bank: Bank, today: date) -> Backing:
    """Whys, references and facts of a bank."""
    whys = [option.why for question in bank.questions for option in question.options]
    wrong = [option for question in bank.questions for option in _distractors(question)]
    ages = [age for fact in bank.facts if (age := _age(fact.checked, today)) is not None]
    cited = {ref for question in bank.questions for ref in question.refs if isinstance(ref, str)}
    count = len(bank.questions)
    return Backing(
        options=len(whys),
        explained=sum(bool(why.strip()) for why in whys),
        why_words=median(len(why.split()) for why in whys) if whys else 0.0,
        questions=count,
        cited=sum(bool(question.refs) for question in bank.questions),
        refs=sum(len(question.refs) for question in bank.questions) / max(1, count),
        wrong=len(wrong),
        believed=sum(option.misconception is not None for option in wrong),
        clues=sum(bool(option.clue) for question in bank.questions for option in question.options),
        facts=len(bank.facts),
        uncited=sum(fact.id not in cited for fact in bank.facts),
        age=median(ages) if ages else None,
        oldest=max(ages) if ages else None,
        aged=sum(age > AGED_AFTER for age in ages),
    )


def _distractors(question: Question) -> Iterable[Option]:
    if not isinstance(question, ChoiceQuestion):
        return ()
    return [option for option in question.options if option.id not in question.key]


def _age(day: str, today: date) -> int | None:
    """Days since a day; None for what is no day, such as 2026-02-31."""
    try:
        return (today - date.fromisoformat(day)).days
    except ValueError:
        return None
