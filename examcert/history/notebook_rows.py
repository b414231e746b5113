"""The tables of the explainers' notebook: explanations, paid calls, disagreements, batches, dialogues.

Apart from the sittings' tables, because making these classes takes as long as opening the database, and
no question waits for them.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from examcert.history.columns import Utc
from examcert.history.rows import METADATA, Row


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


EXPLANATION = METADATA.tables["explanation"]
CALL = METADATA.tables["call"]
DISAGREEMENT = METADATA.tables["disagreement"]
BATCH = METADATA.tables["batch"]
BATCH_ITEM = METADATA.tables["batch_item"]
TURN = METADATA.tables["turn"]
