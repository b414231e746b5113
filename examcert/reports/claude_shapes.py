"""The shapes of the JSON documents about Claude: what is explained, what it cost, what is disputed."""

from datetime import datetime
from typing import Literal

from examcert.core.explanation import Usage
from examcert.core.records import Purpose, Ruling
from examcert.reports.document import Document


class StandingOut(Document):
    """How the explanations of one question stand."""

    question: str
    state: Literal["fresh", "older-prompt", "stale", "missing"]
    model: str | None
    prompt_version: str | None
    stale: int


class StandingsOut(Document):
    """`explanations status --json` and `explanations stale --json`."""

    exam: str
    language: str
    prompt_version: str
    """Of the prompt as it is now."""
    fresh: int
    older_prompt: int
    stale: int
    missing: int
    questions: list[StandingOut]


class EstimateOut(Document):
    """`explanations build --dry-run --json`. Dollars are decimal text, null where a price is not known."""

    exam: str
    asked: int
    kept: int
    batch: bool
    prefix_tokens: int
    question_tokens: int
    output_tokens_low: int
    output_tokens_high: int
    cost_usd_low: str | None
    cost_usd_high: str | None
    unpriced: list[str]
    prices_as_of: str
    counted_by_provider: bool
    answers_from_ledger: bool


class BuildOut(Document):
    """`explanations build --json`."""

    exam: str
    wanted: int
    made: int
    kept: int
    disagreed: list[str]
    failed: dict[str, str]
    open: int
    cost_usd: str
    unpriced_calls: int
    invented_references: int
    """Of the answers of this run; they were dropped."""
    stopped: Literal["budget", "provider", "later", "interrupted"] | None
    reason: str


class CostLineOut(Document):
    """Calls added up. `cost_usd` holds only calls with a known price; `unpriced` says how many others there are."""

    name: str
    calls: int
    failed: int
    unpriced: int
    estimated: int
    usage: Usage
    cost_usd: str
    cache_hit_rate: float | None
    saved_by_cache_usd: str
    saved_by_batch_usd: str
    seconds: float


class CostOut(Document):
    """`cost --json`."""

    by: Literal["day", "exam", "model", "purpose"]
    prices_as_of: str
    total: CostLineOut
    lines: list[CostLineOut]


class DisputeOut(Document):
    """One verdict of a model against the key, with both arguments."""

    id: int
    at: datetime
    question: str
    option: str
    source: Purpose
    model: str
    current: bool
    """The question still has the text that was disputed."""
    key_says: Literal["correct", "incorrect"]
    author: str | None
    """The author's why of the option; null where the option is gone."""
    model_says: Literal["correct", "incorrect"]
    argument: str
    settled: datetime | None
    ruling: Ruling | None
    note: str


class DisputesOut(Document):
    """`bank disputes --json`."""

    exam: str
    open: int
    settled: int
    disputes: list[DisputeOut]


class CountOut(Document):
    """How many of so many, with a 95 % interval of the share."""

    hits: int
    n: int
    share: float
    low: float
    high: float


class VerifyViewOut(Document):
    """The answers in one view: with the stems, or the options alone."""

    view: Literal["full", "choices-only"]
    agreement: CountOut
    disagreements: list[str]
    doubts: dict[str, str]


class CalibrationOut(Document):
    """What the reader flags where half of the keys are made wrong on purpose."""

    recall: CountOut
    precision: CountOut
    false_alarms: CountOut


class VerifyOut(Document):
    """`bank verify --json`."""

    exam: str
    reader: str
    repeats: int
    views: list[VerifyViewOut]
    calibration: CalibrationOut | None
    failed: int
    """Answers that did not come in this run; each item is asked as often as `repeats` says."""
    unanswered: dict[str, int]
    """Questions without any answer, by view, whatever kept it away."""
    cost_usd: str | None
    stopped: str | None


class AskOut(Document):
    """`explain --ask --json`: the answer, or why there is none."""

    question: str
    asked: str
    answer: str | None
    note: str | None
    cost_usd: str | None
    turns: int
    """Things said about this question so far, by both together."""


class AuditorOut(Document):
    """`eval auditor --json`: the blind reader on keys that people have checked."""

    reader: str
    items: int
    answered: int
    calibration: CalibrationOut
    cost_usd: str | None


class FigureOut(Document):
    """A mean with its 95 % interval by bootstrap."""

    mean: float
    low: float
    high: float
    n: int


class SubjectOut(Document):
    """One model or policy with one prompt. A figure is null where nothing was measured."""

    name: str
    prompt_version: str
    metrics: dict[str, FigureOut | None]
    judged_sound: FigureOut | None
    judged_against_reference: FigureOut | None
    refused: int
    failed: int
    cost_usd: str
    unpriced_calls: int
    median_seconds: float | None
    p95_seconds: float | None


class TrustOut(Document):
    """The judge on the labelled set."""

    judge: str
    agreement: CountOut
    kappa: float | None
    faults_found: CountOut
    flips: CountOut


class ChangeOut(Document):
    """One figure against the baseline."""

    subject: str
    metric: str
    before: float
    after: float
    low: float
    high: float
    n: int
    regressed: bool


class EvaluationOut(Document):
    """`eval explanations --json`."""

    only_fakes: bool
    """No model was asked: the figures say nothing of any."""
    subjects: list[SubjectOut]
    trust: TrustOut | None
    changes: list[ChangeOut]
    uncompared: list[str]
    """Subjects that the baseline has nothing of."""


CLAUDE_PUBLISHED = {
    "eval-explanations": EvaluationOut,
    "eval-auditor": AuditorOut,
    "explain-ask": AskOut,
    "bank-verify": VerifyOut,
    "explanations-status": StandingsOut,
    "explanations-estimate": EstimateOut,
    "explanations-build": BuildOut,
    "cost": CostOut,
    "bank-disputes": DisputesOut,
}
"""Document types by the name of their published schema."""
