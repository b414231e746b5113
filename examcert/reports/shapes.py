"""The shapes of the JSON documents. They are a promise; `schemas/` publishes them.

A figure that is not yet known is null.
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from examcert.core.explanation import OptionWhy, Usage
from examcert.core.reader import AnswerSheet
from examcert.reports.bank_shapes import AgreementsOut, BlindOut, ScorecardOut, StatsOut
from examcert.reports.claude_shapes import CLAUDE_PUBLISHED
from examcert.reports.document import Document
from examcert.reports.exam_shape import ExamOut

Number = int | float
AnswerOut = list[str] | dict[str, str]
"""Option ids, or {slot: option id} for a matching."""


class ScaleOut(Document):
    """The reporting scale."""

    low: int
    pass_mark: int = Field(alias="pass")
    high: int


class IntervalOut(Document):
    """An interval on the reporting scale."""

    low: Number
    high: Number
    level: float


class OptionOut(Document):
    """An option as a candidate sees it."""

    id: str
    text: str


class SlotOut(Document):
    """A slot of a matching as a candidate sees it."""

    id: str
    text: str
    options: list[str] | None = None


class CaseOut(Document):
    """A shared scenario."""

    id: str
    title: str
    text: str


class ItemOut(Document):
    """One item of a paper."""

    id: str
    kind: Literal["choice", "ordering", "matching"]
    domain: str
    stem: str
    options: list[OptionOut]
    choose: int
    slots: list[SlotOut] | None = None
    reuse: bool | None = None
    case: CaseOut | None = None


class PaperOut(Document):
    """`paper --json`: nowhere a key or a why."""

    code: str
    exam: str
    seed: int
    bank_digest: str
    minutes: int
    items: list[ItemOut]


class TallyOut(Document):
    """Points in one domain."""

    id: str
    name: str
    correct: Number
    total: int


class MarkOut(Document):
    """What one item earned."""

    id: str
    domain: str
    credit: Number
    scored: bool
    answer: AnswerOut


class ReportOut(Document):
    """`sit --json` and `report --json`."""

    exam: str
    code: str
    candidate: str
    correct: Number
    total: int
    scaled: int
    scale: ScaleOut
    passed: bool
    interval: IntervalOut
    domains: list[TallyOut]
    items: list[MarkOut]
    note: str


class SittingOut(Document):
    """One line of `history --json`."""

    id: int
    exam: str
    code: str
    mode: Literal["practice", "mock", "sit"]
    candidate: str
    started: datetime
    submitted: datetime | None
    answered: int
    total: int | None
    correct: Number | None
    scaled: int | None
    passed: bool | None


class ExplanationOut(Document):
    """`explain --json`."""

    question: str
    source: Literal["authored", "claude", "fake"]
    model: str | None = None
    prompt_version: str | None = None
    options: list[OptionWhy]
    takeaway: str | None = None
    refs: list[Any]
    usage: Usage | None = None
    cost_usd: str | None = None
    note: str | None = None


class QuestionOut(Document):
    """A whole question, key included, in `bank show --json`."""

    id: str
    kind: Literal["choice", "ordering", "matching"]
    objective: str
    difficulty: str
    family: str | None = None
    skill: str | None = None
    decision: str | None = None
    stem: str
    options: list[dict[str, Any]]
    key: AnswerOut
    slots: list[dict[str, Any]] | None = None
    reuse: bool | None = None
    refs: list[Any]
    case: str | None = None
    enemies: list[str] | None = None
    fingerprint: str


class BankOut(Document):
    """`bank show --json`."""

    blueprint: dict[str, Any]
    digest: str
    questions: list[QuestionOut]
    cases: list[CaseOut]
    facts: list[dict[str, Any]]
    misconceptions: list[dict[str, Any]]


class ProblemOut(Document):
    """One problem. Line and column count from 1; 0 means the file as a whole."""

    file: str
    line: int
    column: int
    rule: str
    severity: Literal["error", "warning"]
    message: str
    remedy: str
    question: str | None


class WaivedOut(ProblemOut):
    """A problem that its question waives, with the stated reason."""

    reason: str


class RuleOut(Document):
    """A rule that found something. `rule` of a problem is its name."""

    code: str
    name: str
    severity: Literal["error", "warning"]
    summary: str


class ProblemsOut(Document):
    """`bank check --json`."""

    path: str
    questions: int
    errors: int
    warnings: int
    problems: list[ProblemOut]
    waived: list[WaivedOut]
    rules: list[RuleOut]


class ReviewItemOut(Document):
    """One question of a review, in shown order, with its key."""

    id: str
    stem: str
    options: list[dict[str, Any]]
    slots: list[dict[str, Any]] | None = None
    answer: AnswerOut
    key: AnswerOut
    credit: Number
    scored: bool
    refs: list[Any]


class ReviewOut(Document):
    """`review --json`."""

    exam: str
    code: str
    items: list[ReviewItemOut]


class AnswersFile(Document):
    """What `sit --candidate answers:FILE` and `mark` read, in JSON or YAML. A missing question is unanswered."""

    code: str | None = None
    """The exam code of the paper that was answered; without it, the command names the paper."""
    answers: dict[str, AnswerOut]
    """By question id."""


PUBLISHED: dict[str, Any] = {
    "answers-file": AnswersFile,
    "exams": list[ExamOut],
    "bank-show": BankOut,
    "bank-check": ProblemsOut,
    "bank-blind": BlindOut,
    "bank-agreement": AgreementsOut,
    "bank-scorecard": ScorecardOut,
    "bank-stats": StatsOut,
    "answer-sheet": AnswerSheet,
    "paper": PaperOut,
    "report": ReportOut,
    "history": list[SittingOut],
    "explain": ExplanationOut,
    "review": ReviewOut,
    **CLAUDE_PUBLISHED,
}
"""Document types by the name of their published schema."""
