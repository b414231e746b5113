"""The shapes of the documents about runs: what `sit --report json=FILE` writes, and `report compare` prints.

Everything that a score rests on is in them, and nothing that gives a key away: with the credits the
figures can be worked out again, with the exam code, the answers and the bank the credits too. All that
changes from one run to the next of the same candidate stands under `times`.
"""

from typing import Any, Literal

from examcert.core.candidate import IncidentKind
from examcert.core.explanation import Usage
from examcert.core.gate import By, Verdict
from examcert.core.run import Papers
from examcert.reports.document import Document
from examcert.reports.shapes import AnswerOut, IntervalOut, Number, ScaleOut, TallyOut


class IncidentOut(Document):
    """One item without an answer, and why. `failed` is the provider's doing, everything else the candidate's."""

    sitting: int
    """Counts from 1."""
    item: str
    kind: IncidentKind
    detail: str


class RunMarkOut(Document):
    """What one item earned in one sitting."""

    id: str
    fingerprint: str
    """Of the question's text: items of two runs are the same question only where it agrees."""
    domain: str
    objective: str
    difficulty: str
    scored: bool
    credit: Number
    answer: AnswerOut


class RunSittingOut(Document):
    """One sitting of a run; its code rebuilds its paper."""

    seed: int
    code: str
    correct: Number
    total: int
    scaled: int
    passed: bool
    items: list[RunMarkOut]


class FindingOut(Document):
    """One line of the gate, and what was reached."""

    what: str
    wanted: str
    got: str
    met: bool


class DecisionOut(Document):
    """What was decided, and why."""

    verdict: Verdict
    exit_code: int
    by: By
    sentence: str
    findings: list[FindingOut]


class TimesOut(Document):
    """When the run was; the one part that differs between two runs of the same."""

    started: str
    finished: str


class RunOut(Document):
    """`sit --report json=FILE`, and `sit --json` with several sittings."""

    format: Literal[1] = 1
    examcert: str
    exam: str
    title: str
    bank_digest: str
    candidate: str
    papers: Papers
    seed: int
    repeats: int
    credit_rule: str
    scale: ScaleOut
    pass_share: float
    correct: Number
    total: int
    share: Number
    share_interval: IntervalOut
    scaled: int
    interval: IntervalOut
    passed: bool
    passes: int
    """Sittings that passed by themselves."""
    unanswered: int
    unscored: int
    domains: list[TallyOut]
    incidents: list[IncidentOut]
    decision: DecisionOut
    calls: int | None = None
    usage: Usage | None = None
    cost_usd: str | None = None
    sittings: list[RunSittingOut]
    note: str
    times: TimesOut


class ChangeOut(Document):
    """One question whose credit differs."""

    id: str
    domain: str
    before: Number
    after: Number


class ComparisonOut(Document):
    """`report compare --json`."""

    format: Literal[1] = 1
    exam: str
    before: dict[str, Any]
    after: dict[str, Any]
    shared: int
    only_before: int
    only_after: int
    changed_text: list[str]
    """Questions whose text is not the same in both; they are not compared."""
    not_answered_for: list[str]
    """Questions that a provider failed on in one of them; they are not compared."""
    share_before: Number
    share_after: Number
    difference: Number
    interval: IntervalOut
    better: int
    worse: int
    test: str
    p_value: float
    alpha: float
    verdict: Literal["better", "worse", "no difference beyond noise"]
    sentence: str
    changes: list[ChangeOut]
