"""A run: one candidate's sittings of one exam, and what they add up to.

Of each sitting a run holds the seed and the answers; paper, marks and report follow from these and the
bank, and are made again when they are needed. So a thousand sittings take little room, and a report file
holds nothing that its reader could not work out from the bank.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from examcert.core.bank import Bank
from examcert.core.candidate import IncidentKind
from examcert.core.drawing import draw
from examcert.core.explanation import Usage
from examcert.core.intervals import Interval, clustered_interval
from examcert.core.marking import Mark, Report, Tally, mark, on_scale, reaches
from examcert.core.paper import Paper
from examcert.core.question import Answer
from examcert.core.record import Record
from examcert.core.sitting import Response, Sitting

Papers = Literal["fresh", "same"]
"""Whether each sitting of a run has a paper of its own."""


class Incident(Record):
    """One item that a candidate gave no answer to, and why."""

    sitting: int
    """Counts from 0."""
    item: str
    kind: IncidentKind
    detail: str


@dataclass(frozen=True, slots=True)
class Sat:
    """One sitting: the seed of its paper, and the answers in the order of the paper."""

    seed: int
    answers: tuple[Answer, ...]
    seconds: tuple[float, ...] = ()
    """Time for each answer; empty where nobody took it."""


@dataclass(frozen=True, slots=True)
class Spending:
    """What the calls of a run came to."""

    calls: int
    usage: Usage
    cost_usd: str | None
    """Decimal text; None where a price is not known."""


@dataclass(frozen=True)
class Totals:
    """Points of all sittings together. Only what counts is in them."""

    bank: Bank
    points: dict[str, tuple[float, int]]
    """By question: points earned, and how often it was asked."""
    scores: tuple[int, ...]
    """The scaled score of each sitting."""
    passes: int
    unanswered: int
    unscored: int

    @cached_property
    def total(self) -> int:
        """Points that could be earned."""
        return sum(asked for _, asked in self.points.values())

    @cached_property
    def correct(self) -> float:
        """Points earned."""
        return sum(points for points, _ in self.points.values())

    @property
    def share(self) -> float:
        """Points earned of points there."""
        return self.correct / self.total if self.total else 0.0

    @property
    def pass_share(self) -> float:
        """The share that is assumed to stand at the pass mark."""
        return self.bank.blueprint.assumed_pass_share

    @property
    def passed(self) -> bool:
        """Whether the share of all points reaches the pass mark."""
        return self.total > 0 and reaches(self.share, self.pass_share)

    @property
    def scaled(self) -> int:
        """The score of all sittings together, on the vendor's scale."""
        return self.on_scale(self.share)

    def on_scale(self, share: float) -> int:
        """A share of points as a score of this exam."""
        return on_scale(share, self.bank.blueprint.scale, self.pass_share)

    @cached_property
    def share_interval(self) -> Interval:
        """The 95 % interval of the share. A question answered again is not a new question."""
        return clustered_interval(self.points.values())

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the score."""
        found = self.share_interval
        return Interval(low=self.on_scale(found.low), high=self.on_scale(found.high), level=found.level)

    @cached_property
    def by_domain(self) -> tuple[Tally, ...]:
        """Points per domain, in blueprint order."""
        domain_of = self.bank.domain_of
        sums: dict[str, tuple[float, int]] = {}
        for name, (points, asked) in self.points.items():
            domain = domain_of[self.bank.by_id[name].objective]
            before = sums.get(domain, (0.0, 0))
            sums[domain] = (before[0] + points, before[1] + asked)
        return tuple(
            Tally(id=d.id, name=d.name, correct=sums.get(d.id, (0.0, 0))[0], total=sums.get(d.id, (0.0, 0))[1])
            for d in self.bank.blueprint.domains
        )


@dataclass(frozen=True)
class Run:
    """Sittings of one candidate, in the order of their seeds."""

    bank: Bank
    candidate: str
    spec: str
    papers: Papers
    seed: int
    sat: tuple[Sat, ...]
    incidents: tuple[Incident, ...]
    started: datetime
    finished: datetime
    spending: Spending | None = None

    def sittings(self) -> Iterator[Sitting]:
        """Each sitting as history stores it."""
        paper: Paper | None = None
        for one in self.sat:
            if paper is None or paper.seed != one.seed:
                paper = draw(self.bank, seed=one.seed)
            yield self._sitting(paper, one)

    def _sitting(self, paper: Paper, one: Sat) -> Sitting:
        seconds = one.seconds or (0.0,) * len(one.answers)
        told = zip(paper.items, one.answers, seconds, strict=True)
        responses = tuple(
            [Response.model_construct(item=item.id, answer=answer, seconds=spent) for item, answer, spent in told]
        )
        begun = Sitting.begin(paper, mode="sit", candidate=self.candidate, at=self.started)
        return begun.model_copy(update={"responses": responses}).submit(at=self.finished)

    def marked(self) -> Iterator[tuple[Sitting, Report]]:
        """Each sitting with its report."""
        for sitting in self.sittings():
            yield sitting, mark(self.bank, sitting)

    def reports(self) -> Iterator[Report]:
        """The report of each sitting."""
        for _, report in self.marked():
            yield report

    @cached_property
    def totals(self) -> Totals:
        """What the sittings add up to."""
        return totals_of(self.bank, self.reports())

    @cached_property
    def failed(self) -> frozenset[tuple[int, str]]:
        """Items that went unanswered through no fault of the candidate, with the place of their sitting."""
        return frozenset((found.sitting, found.item) for found in self.incidents if found.kind == "failed")

    @cached_property
    def hopeful(self) -> Totals:
        """What the sittings would add up to, had each answer that a provider owes us been right."""
        return totals_of(self.bank, self.reports(), forgive=self.failed) if self.failed else self.totals


def totals_of(bank: Bank, reports: Iterable[Report], *, forgive: Collection[tuple[int, str]] = ()) -> Totals:
    """Add reports up; the items to forgive, by place of sitting and id, count as right."""
    points: dict[str, tuple[float, int]] = {}
    scores: list[int] = []
    passes = unanswered = unscored = 0
    for place, report in enumerate(reports):
        for entry in report.marks:
            unanswered += not entry.answered
            unscored += not entry.scored
            if entry.scored:
                before = points.get(entry.item, (0.0, 0))
                points[entry.item] = (before[0] + _earned(entry, place, forgive), before[1] + 1)
        scores.append(report.scaled)
        passes += report.passed
    return Totals(bank, points, tuple(scores), passes, unanswered, unscored)


def _earned(entry: Mark, place: int, forgive: Collection[tuple[int, str]]) -> float:
    return 1.0 if forgive and (place, entry.item) in forgive else entry.credit
