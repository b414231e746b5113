"""The tables.

A paper and a report are whole JSON documents in tables of their own: a sitting's row is
written with every answer, and SQLite would write a long document again each time.

Change a table here and add a migration; a test holds the two together.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, MetaData, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from examcert.history.columns import Ids, Utc

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Row(SQLModel):
    """The base of every table."""

    metadata = METADATA


class SittingRow(Row, table=True):
    """One sitting: where it stands, and its figures once it is submitted."""

    __tablename__ = "sitting"
    # An id is never given twice: `examcert report 7` means the same sitting for ever.
    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    exam: str = Field(index=True)
    code: str
    mode: str
    candidate: str
    item_ids: tuple[str, ...] = Field(sa_type=Ids)
    """The items of the paper, to count them without reading the paper."""
    started: datetime = Field(sa_type=Utc)
    place: int
    used: float
    """Seconds on the clock before the present stretch."""
    opened: datetime | None = Field(default=None, sa_type=Utc)
    heartbeat: datetime | None = Field(default=None, sa_type=Utc)
    """When the sitting last showed signs of life; a stretch that was cut off ended there."""
    submitted: datetime | None = Field(default=None, sa_type=Utc)
    revision: int = Field(sa_type=BigInteger)
    """Another number after each write: who knows an earlier one is stale."""
    total: int | None = None
    correct: float | None = None
    scaled: int | None = None
    passed: bool | None = None


class PaperRow(Row, table=True):
    """The paper of a sitting, whole."""

    __tablename__ = "paper"

    sitting: int = Field(primary_key=True, foreign_key="sitting.id", ondelete="CASCADE")
    document: str = Field(sa_type=Text)


class ReportRow(Row, table=True):
    """The report of a sitting, as it was when it was submitted."""

    __tablename__ = "report"

    sitting: int = Field(primary_key=True, foreign_key="sitting.id", ondelete="CASCADE")
    document: str = Field(sa_type=Text)


class ResponseRow(Row, table=True):
    """What was done with one item. Without a row id of its own, an answer is one page written."""

    __tablename__ = "response"
    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    sitting: int = Field(primary_key=True, foreign_key="sitting.id", ondelete="CASCADE")
    item: str = Field(primary_key=True)
    position: int
    """Its place in the order of first contact."""
    answer: tuple[str, ...] = Field(sa_type=Ids)
    answered: bool
    seconds: float
    flagged: bool
    struck: tuple[str, ...] = Field(sa_type=Ids)
    confidence: int | None = None
    confirmed: bool
    credit: float | None = None
    at: datetime = Field(sa_type=Utc)
    """When it last changed."""


class ExplanationRow(Row, table=True):
    """An explanation that was paid for, found again by the text it explains and what made it."""

    __tablename__ = "explanation"
    __table_args__ = (UniqueConstraint("fingerprint", "model", "prompt_version", "language"),)

    id: int | None = Field(default=None, primary_key=True)
    question: str
    fingerprint: str
    source: str
    model: str
    prompt_version: str
    language: str
    document: str = Field(sa_type=Text)
    created: datetime = Field(sa_type=Utc)
    origin: str | None = None
    """The pack it was imported from; None where it was made here."""


class CallRow(Row, table=True):
    """One paid call, as `core.records.Call` has it."""

    __tablename__ = "call"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Utc)
    purpose: str = Field(sa_column_kwargs={"server_default": "explain"})
    question: str
    exam: str | None = None
    model: str
    prompt_version: str | None = None
    message_id: str | None = None
    request_id: str | None = None
    input_tokens: int
    output_tokens: int
    cache_write_tokens: int
    cache_read_tokens: int
    cache_write_1h_tokens: int = Field(sa_column_kwargs={"server_default": "0"})
    thinking_tokens: int = Field(sa_column_kwargs={"server_default": "0"})
    outcome: str
    detail: str = Field(sa_type=Text)
    cost_usd: str | None = None
    prices_as_of: str | None = None
    batch: bool = Field(sa_column_kwargs={"server_default": "0"})
    latency: float | None = None
    estimated: bool


class DisagreementRow(Row, table=True):
    """A verdict against the key, as `core.records.Disagreement` has it."""

    __tablename__ = "disagreement"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Utc)
    exam: str | None = None
    source: str = Field(sa_column_kwargs={"server_default": "explain"})
    question: str
    fingerprint: str
    model: str
    prompt_version: str
    option: str
    key_says: str
    model_says: str
    why: str = Field(sa_type=Text)
    settled: datetime | None = Field(default=None, sa_type=Utc)
    ruling: str | None = None
    note: str = Field(sa_column_kwargs={"server_default": ""})


class BatchRow(Row, table=True):
    """A batch that was handed to the provider, or is about to be: written before it is sent."""

    __tablename__ = "batch"

    id: int | None = Field(default=None, primary_key=True)
    provider_id: str | None = None
    """The provider's name for it; None while nobody knows whether it arrived."""
    exam: str
    language: str
    made: datetime = Field(sa_type=Utc)
    open: bool = Field(index=True)


class BatchItemRow(Row, table=True):
    """One question in a batch, and whether its result is booked."""

    __tablename__ = "batch_item"
    __table_args__: ClassVar[dict[str, Any]] = {"sqlite_with_rowid": False}

    name: str = Field(primary_key=True)
    """The custom id it travels under."""
    batch: int = Field(foreign_key="batch.id", ondelete="CASCADE", index=True)
    question: str
    model: str
    prompt_version: str
    state: str


class TurnRow(Row, table=True):
    """One thing said in a dialogue about a question."""

    __tablename__ = "turn"

    id: int | None = Field(default=None, primary_key=True)
    question: str
    fingerprint: str = Field(index=True)
    language: str
    at: datetime = Field(sa_type=Utc)
    speaker: str
    text: str = Field(sa_type=Text)
    cost_usd: str | None = None


SITTING = METADATA.tables["sitting"]
PAPER = METADATA.tables["paper"]
REPORT = METADATA.tables["report"]
RESPONSE = METADATA.tables["response"]
EXPLANATION = METADATA.tables["explanation"]
CALL = METADATA.tables["call"]
DISAGREEMENT = METADATA.tables["disagreement"]
BATCH = METADATA.tables["batch"]
BATCH_ITEM = METADATA.tables["batch_item"]
TURN = METADATA.tables["turn"]
