"""Marking: what an answer earns, and what the earned points say.

Derived figures are computed from the marks and never stored beside them. The scaled score
is an estimate of ours: no vendor publishes how points become a scaled score.
"""

from collections.abc import Iterable, Mapping
from typing import assert_never

from examcert.core.bank import Bank
from examcert.core.blueprint import CreditRule, Scale
from examcert.core.intervals import Interval, share_interval
from examcert.core.paper import unscored_ids
from examcert.core.question import Answer, ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from examcert.core.record import Record
from examcert.core.sitting import Sitting

ESTIMATE = (
    "The scaled score is our estimate: the vendor does not publish how points become a score. "
    "It assumes that {share:.0%} of the points stand at the pass mark."
)


def credit(question: Question, answer: Answer, rule: CreditRule = "all-or-nothing") -> float:
    """The share of the mark this answer earns, from 0.0 to 1.0.

    `per-part` gives each right part its share: a right choice (choices beyond the number asked
    for cost one each), a step in its place, a slot with its option. Nothing goes below zero.
    """
    match question:
        case ChoiceQuestion():
            chosen = frozenset(answer)
            if rule == "all-or-nothing" or len(question.key) == 1:
                return float(chosen == frozenset(question.key))
            right = len(chosen.intersection(question.key))
            return max(0, right - max(0, len(chosen) - len(question.key))) / len(question.key)
        case OrderingQuestion() | MatchingQuestion():
            if rule == "all-or-nothing":
                return float(answer == question.key)
            # A short answer is legal and earns the places it fills, hence no strict.
            placed = zip(answer, question.key, strict=False)
            return sum(given == wanted for given, wanted in placed) / len(question.key)
        case _:
            assert_never(question)


def scaled(share: float, scale: Scale, pass_share: float) -> float:
    """A share of points on the vendor's scale: two straight lines that meet at the pass mark."""
    if share <= pass_share:
        return scale.low + (scale.pass_mark - scale.low) * share / pass_share
    return scale.pass_mark + (scale.high - scale.pass_mark) * (share - pass_share) / (1 - pass_share)


def reaches(share: float, line: float) -> bool:
    """Whether a share of points reaches a line."""
    # A hair of tolerance: 0.7 of 50 points must not fail by a rounding of binary fractions.
    return share >= line - 1e-9


def step_of(scale: Scale) -> int:
    """Scores are given in steps: 10 on scales of hundreds, 1 on per cent."""
    return 10 if scale.high - scale.low > 200 else 1


def on_scale(share: float, scale: Scale, pass_share: float) -> int:
    """The score given for a share: rounded to a step of the scale, but never across the pass mark."""
    step = step_of(scale)
    rounded = int(scaled(share, scale, pass_share) / step + 0.5) * step
    if reaches(share, pass_share):
        rounded = max(rounded, scale.pass_mark)
    else:
        rounded = min(rounded, (scale.pass_mark - 1) // step * step)
    return min(max(rounded, scale.low), scale.high)


class Mark(Record):
    """What one item earned."""

    item: str
    domain: str
    objective: str
    credit: float
    scored: bool
    """False for an unscored item, as vendors mix them in."""
    answer: Answer
    seconds: float = 0.0
    difficulty: str = "medium"

    @property
    def answered(self) -> bool:
        """Whether anything was chosen."""
        return any(self.answer)


class Tally(Record):
    """Points of a part of the paper: a domain, an objective."""

    id: str
    name: str
    correct: float
    total: int

    @property
    def share(self) -> float:
        """Points earned of points there, 0.0 for an empty part."""
        return self.correct / self.total if self.total else 0.0


class Report(Record):
    """The marks of one sitting, and everything that follows from them."""

    exam: str
    code: str
    candidate: str
    mode: str
    marks: tuple[Mark, ...]
    scale: Scale
    pass_share: float
    domains: tuple[tuple[str, str], ...]
    """Id and name of each domain, in blueprint order."""
    objectives: tuple[tuple[str, str], ...]
    withdrawn: tuple[str, ...] = ()
    """Items whose question the bank no longer holds, or no longer with the parts that were shown; they cannot be
    marked and do not count."""

    @property
    def scored(self) -> tuple[Mark, ...]:
        """The marks that count."""
        return tuple(mark for mark in self.marks if mark.scored)

    @property
    def total(self) -> int:
        """Points that could be earned."""
        return len(self.scored)

    @property
    def correct(self) -> float:
        """Points earned."""
        return sum(mark.credit for mark in self.scored)

    @property
    def share(self) -> float:
        """Points earned of points there."""
        return self.correct / self.total if self.total else 0.0

    @property
    def passed(self) -> bool:
        """Whether the share of points reaches the assumed pass mark."""
        return self.total > 0 and reaches(self.share, self.pass_share)

    @property
    def scaled(self) -> int:
        """The estimated score, rounded to a step of the scale; rounding never moves it across the pass mark."""
        return self._on_scale(self.share)

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the scaled score."""
        found = share_interval([mark.credit for mark in self.scored])
        return Interval(low=self._on_scale(found.low), high=self._on_scale(found.high), level=found.level)

    @property
    def share_interval(self) -> Interval:
        """The 95 % interval of the share of points."""
        return share_interval([mark.credit for mark in self.scored])

    @property
    def step(self) -> int:
        """Scores are given in steps: 10 on scales of hundreds, 1 on per cent."""
        return step_of(self.scale)

    def _on_scale(self, share: float) -> int:
        return on_scale(share, self.scale, self.pass_share)

    @property
    def by_domain(self) -> tuple[Tally, ...]:
        """Scored points per domain, in blueprint order, domains without items too."""
        return _tallies(self.domains, ((mark.domain, mark.credit) for mark in self.scored))

    @property
    def by_objective(self) -> tuple[Tally, ...]:
        """Scored points per objective that has items on the paper."""
        tallies = _tallies(self.objectives, ((mark.objective, mark.credit) for mark in self.scored))
        return tuple(tally for tally in tallies if tally.total)

    @property
    def unanswered(self) -> int:
        """Items left without an answer, scored or not."""
        return sum(not mark.answered for mark in self.marks)

    @property
    def caveat(self) -> str:
        """What a reader must know about the score, in words."""
        return ESTIMATE.format(share=self.pass_share)


def _tallies(names: Iterable[tuple[str, str]], points: Iterable[tuple[str, float]]) -> tuple[Tally, ...]:
    earned: dict[str, float] = {}
    there: dict[str, int] = {}
    for part, gained in points:
        earned[part] = earned.get(part, 0.0) + gained
        there[part] = there.get(part, 0) + 1
    return tuple(
        Tally(id=part, name=name, correct=earned.get(part, 0.0), total=there.get(part, 0)) for part, name in names
    )


def mark(bank: Bank, sitting: Sitting) -> Report:
    """Mark a sitting against its bank. Items that the bank no longer holds as they were sat are listed, not guessed."""
    plan = bank.blueprint
    unscored = unscored_ids(bank, sitting.paper) if sitting.mode != "practice" else frozenset()
    given: Mapping[str, tuple[Answer, float]] = {r.item: (r.answer, r.seconds) for r in sitting.responses}
    edited = sitting.paper.bank_digest != bank.digest
    marks: list[Mark] = []
    withdrawn: list[str] = []
    for item in sitting.paper.items:
        question = bank.by_id.get(item.id)
        if question is None or (edited and not item.fits(question)):
            withdrawn.append(item.id)
            continue
        answer, seconds = given.get(item.id, ((), 0.0))
        marks.append(
            Mark(
                item=item.id,
                domain=bank.domain_of[question.objective],
                objective=question.objective,
                credit=credit(question, answer, plan.credit),
                scored=item.id not in unscored,
                answer=answer,
                seconds=seconds,
                difficulty=question.difficulty,
            )
        )
    return Report(
        exam=bank.exam,
        code=sitting.paper.code,
        candidate=sitting.candidate,
        mode=sitting.mode,
        marks=tuple(marks),
        scale=plan.scale,
        pass_share=plan.assumed_pass_share,
        domains=tuple((domain.id, domain.name) for domain in plan.domains),
        objectives=tuple((o.id, o.name) for domain in plan.domains for o in domain.objectives),
        withdrawn=tuple(withdrawn),
    )
