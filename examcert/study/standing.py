"""Where a candidate stands: what is new, missed or flagged, strong and weak domains, days of practice."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime

from examcert.core.bank import Bank
from examcert.core.record import Record
from examcert.core.records import AnswerRecord


class DomainStanding(Record):
    """A domain of the blueprint, and how the questions met there went the last time."""

    id: str
    name: str
    held: int
    """Questions of the bank in this domain."""
    met: int
    points: float
    """Of the questions met, by their last answers."""

    @property
    def share(self) -> float | None:
        """Points of points there; None before the first question."""
        return self.points / self.met if self.met else None


class Standing(Record):
    """Counts over the questions of one bank, by the last contact with each; a flag counts as it was last seen."""

    new: int
    missed: int
    flagged: int
    domains: tuple[DomainStanding, ...]


def last_contacts(records: Iterable[AnswerRecord]) -> dict[str, AnswerRecord]:
    """The latest record of each question."""
    last: dict[str, AnswerRecord] = {}
    for record in records:
        if record.question not in last or record.at >= last[record.question].at:
            last[record.question] = record
    return last


def last_outcomes(records: Iterable[AnswerRecord]) -> dict[str, AnswerRecord]:
    """The latest record of each question that was answered or left out; one that was passed over is still open."""
    return last_contacts(record for record in records if not record.passed_over)


def missed(records: Iterable[AnswerRecord]) -> int:
    """Questions that were wrong or left out the last time."""
    return sum((record.credit or 0.0) < 1.0 for record in last_outcomes(records).values())


def standing(bank: Bank, records: Iterable[AnswerRecord]) -> Standing:
    """Where a candidate stands in a bank. Questions that have left it do not count."""
    told = [record for record in records if record.question in bank.by_id]
    last = last_outcomes(told)
    held, met = Counter(bank.domain_of[q.objective] for q in bank.questions), Counter[str]()
    points: dict[str, float] = {}
    for name, record in last.items():
        domain = bank.domain_of[bank.by_id[name].objective]
        met[domain] += 1
        points[domain] = points.get(domain, 0.0) + (record.credit or 0.0)
    return Standing(
        new=len(bank.questions) - len(last),
        missed=sum((record.credit or 0.0) < 1.0 for record in last.values()),
        flagged=sum(record.flagged for record in last_contacts(told).values()),
        domains=tuple(
            DomainStanding(id=d.id, name=d.name, held=held[d.id], met=met[d.id], points=points.get(d.id, 0.0))
            for d in bank.blueprint.domains
        ),
    )


def activity(records: Iterable[AnswerRecord], day_of: Callable[[datetime], date]) -> dict[date, int]:
    """Answers a day; `day_of` says which day a moment belongs to where the candidate lives."""
    return dict(Counter(day_of(record.at) for record in records if record.credit is not None))
