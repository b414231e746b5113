"""What history tells the other rooms, and what they ask it to keep.

These are values and one port, so that the rooms that study and explain need not know
how history stores anything.
"""

from datetime import datetime
from typing import Literal, Protocol

from examcert.core.explanation import Explanation, Usage, Verdict
from examcert.core.record import Record
from examcert.core.sitting import Mode

OutcomeKind = Literal["ok", "refused", "truncated", "invalid", "incomplete", "disagreed", "failed"]
"""What became of a call: `disagreed` means its verdicts contradict the key, `failed` that no message came."""


Purpose = Literal["explain", "ask", "solve", "judge", "check", "sit"]
"""What a paid call was for: an explanation, a question back, a blind solution, a judgement of an explanation,
a check that Claude can be reached, an exam sat by Claude."""


class AnswerRecord(Record):
    """One past contact with a question. A mock exam's count once it is submitted."""

    question: str
    at: datetime
    credit: float | None
    """None when it was shown and not answered, or not yet marked."""
    flagged: bool
    mode: Mode
    sitting: int
    passed_over: bool = False
    """It was shown in a practice that has not ended, and neither answered nor skipped: nothing can be told from it."""


class SittingRecord(Record):
    """One line of the list of past sittings. Figures that are not yet known are None."""

    id: int
    exam: str
    code: str
    mode: Mode
    candidate: str
    started: datetime
    submitted: datetime | None
    answered: int
    total: int | None
    correct: float | None
    scaled: int | None
    passed: bool | None
    items: int
    """Items on the paper."""


class Call(Record):
    """One paid call, booked whatever became of it."""

    at: datetime
    purpose: Purpose = "explain"
    question: str
    """Empty where the call was about none."""
    exam: str | None
    model: str
    """The model that served it, which need not be the one asked for."""
    prompt_version: str | None = None
    message_id: str | None
    request_id: str | None
    usage: Usage
    outcome: OutcomeKind
    detail: str = ""
    cost_usd: str | None
    """Decimal text; None where no price is known."""
    prices_as_of: str | None
    batch: bool = False
    """It came in a batch, at half the price."""
    latency: float | None = None
    """Seconds from asking to the end of the answer; None for a batch."""
    estimated: bool = False
    """The token counts are ours, because the stream broke before the provider's came."""


Ruling = Literal["key-stands", "key-changed", "question-changed"]
"""How an author settles a dispute: the model was wrong, the key was, or the question said too little."""


class Disagreement(Record):
    """A model's verdict that contradicts the key: for the author to look at, never shown as the truth."""

    at: datetime
    exam: str | None = None
    source: Purpose = "explain"
    """What the model was asked when it disagreed: to explain, or to solve blind."""
    question: str
    fingerprint: str
    model: str
    prompt_version: str
    option: str
    key_says: Verdict
    model_says: Verdict
    why: str


class Dispute(Record):
    """A disagreement as the author finds it, and what the author made of it."""

    id: int
    found: Disagreement
    settled: datetime | None = None
    ruling: Ruling | None = None
    note: str = ""


class StoredExplanation(Record):
    """An explanation with where it comes from."""

    explanation: Explanation
    created: datetime
    origin: str | None = None
    """The pack it was imported from; None where it was made here."""


class Turn(Record):
    """One thing said in a dialogue about a question, bound to the question as it was then."""

    question: str
    fingerprint: str
    """Of all that was told about the question, its key too: not the question's own fingerprint."""
    language: str
    at: datetime
    speaker: Literal["candidate", "claude"]
    text: str
    """Empty where a dialogue was started afresh: nobody said anything, and what was paid before counts no more."""
    cost_usd: str | None = None
    """What the answer cost; None for what the candidate said, and where no price is known."""


class Notebook(Protocol):
    """Where explainers keep what they were told and what it cost. History has one."""

    def find(self, *, fingerprint: str, model: str, prompt_version: str, language: str) -> Explanation | None:
        """A stored whole explanation of exactly this text by exactly this prompt and model."""
        ...

    def about(self, *, fingerprint: str, language: str) -> tuple[Explanation, ...]:
        """Every stored explanation of this text in this language, whoever made it, newest first."""
        ...

    def keep(self, explanation: Explanation) -> None:
        """Store a whole explanation."""
        ...

    def book(self, call: Call, explanation: Explanation | None = None, disputes: tuple[Disagreement, ...] = ()) -> None:
        """Add a paid call to the ledger and store what came of it, all or nothing."""
        ...

    def dispute(self, found: tuple[Disagreement, ...]) -> None:
        """Store disagreements with the key."""
        ...
