"""The tables of sittings, and the base of every table; `notebook_rows` has the explainers'.

A paper and a report are whole JSON documents in tables of their own: a sitting's row is
written with every answer, and SQLite would write a long document again each time.

Change a table here and add a migration; a test holds the two together.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, MetaData, Text
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


SITTING = METADATA.tables["sitting"]
PAPER = METADATA.tables["paper"]
REPORT = METADATA.tables["report"]
RESPONSE = METADATA.tables["response"]
