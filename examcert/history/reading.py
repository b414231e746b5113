"""What is read back: sittings as they stand, and the records that the other rooms ask for."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select
from sqlalchemy.sql.elements import ColumnElement

from examcert.core.marking import Report
from examcert.core.paper import Paper
from examcert.core.records import AnswerRecord, SittingRecord
from examcert.core.sitting import Response, Sitting
from examcert.history.rows import PAPER, REPORT, RESPONSE, SITTING

_PERSONS = SITTING.c.mode != "sit"
"""A program that sits papers has seen nothing and learns nothing."""


def sitting(connection: Connection, sitting_id: int) -> tuple[int, Sitting] | None:
    """The revision of a sitting and where it stands; None when there is no such id."""
    row = connection.execute(
        select(SITTING, PAPER.c.document).join(PAPER, PAPER.c.sitting == SITTING.c.id).where(SITTING.c.id == sitting_id)
    ).first()
    if row is None:
        return None
    used, opened = timedelta(seconds=row.used), row.opened
    if opened is not None:
        # Nobody closed this stretch, so its process died: it ended at the last sign of life.
        used, opened = used + _stretch(opened, row.heartbeat), None
    return row.revision, Sitting.model_construct(
        paper=Paper.model_validate_json(row.document),
        mode=row.mode,
        candidate=row.candidate,
        started=row.started,
        responses=_responses(connection, sitting_id),
        place=row.place,
        used=used,
        opened=opened,
        submitted=row.submitted,
    )


def revision(connection: Connection, sitting_id: int) -> int | None:
    """The revision of a sitting; None when there is no such id."""
    return connection.execute(select(SITTING.c.revision).where(SITTING.c.id == sitting_id)).scalar()


def _stretch(opened: datetime, heartbeat: datetime | None) -> timedelta:
    return max(heartbeat - opened, timedelta(0)) if heartbeat else timedelta(0)


def _responses(connection: Connection, sitting_id: int) -> tuple[Response, ...]:
    rows = connection.execute(select(RESPONSE).where(RESPONSE.c.sitting == sitting_id).order_by(RESPONSE.c.position))
    return tuple(
        Response(
            item=row.item,
            answer=row.answer,
            seconds=row.seconds,
            flagged=row.flagged,
            struck=row.struck,
            confidence=row.confidence,
            confirmed=row.confirmed,
        )
        for row in rows
    )


def report(connection: Connection, sitting_id: int) -> Report | None:
    """The report of a sitting as it was submitted."""
    told = connection.execute(select(REPORT.c.document).where(REPORT.c.sitting == sitting_id)).scalar()
    return None if told is None else Report.model_validate_json(told)


def records(connection: Connection, *which: ColumnElement[bool], limit: int | None = None) -> tuple[SittingRecord, ...]:
    """Sittings, newest first."""
    answered = and_(RESPONSE.c.sitting == SITTING.c.id, RESPONSE.c.answered)
    found = (
        select(SITTING, func.count(RESPONSE.c.item).label("answered"))
        .outerjoin(RESPONSE, answered)
        .where(*which)
        .group_by(SITTING.c.id)
        .order_by(SITTING.c.started.desc(), SITTING.c.id.desc())
        .limit(limit)
    )
    return tuple(_record(row) for row in connection.execute(found))


def of_exam(exam: str | None) -> tuple[ColumnElement[bool], ...]:
    """Sittings of one exam, or of all."""
    return () if exam is None else (SITTING.c.exam == exam,)


def still_open() -> tuple[ColumnElement[bool], ...]:
    """Sittings that a person can go on with."""
    return (SITTING.c.submitted.is_(None), _PERSONS)


def _record(row: Row[Any]) -> SittingRecord:
    return SittingRecord(
        id=row.id,
        exam=row.exam,
        code=row.code,
        mode=row.mode,
        candidate=row.candidate,
        started=row.started,
        submitted=row.submitted,
        answered=row.answered,
        total=row.total,
        correct=row.correct,
        scaled=row.scaled,
        passed=row.passed,
        items=len(row.item_ids),
    )


def answers(connection: Connection, exam: str) -> tuple[AnswerRecord, ...]:
    """A person's contacts with the questions of an exam, oldest first."""
    found = (
        select(RESPONSE, SITTING.c.mode, SITTING.c.submitted)
        .join(SITTING, SITTING.c.id == RESPONSE.c.sitting)
        .where(SITTING.c.exam == exam, _PERSONS)
        # What a mock exam's answers were worth must not be read off before its end.
        .where((SITTING.c.mode == "practice") | SITTING.c.submitted.is_not(None))
        .order_by(RESPONSE.c.at, RESPONSE.c.sitting, RESPONSE.c.position)
    )
    return tuple(
        AnswerRecord(
            question=row.item,
            at=row.at,
            credit=row.credit if row.answered else None,
            flagged=row.flagged,
            mode=row.mode,
            sitting=row.sitting,
            passed_over=not (row.answered or row.confirmed or row.submitted),
        )
        for row in connection.execute(found)
    )


def exposure(connection: Connection, exam: str) -> dict[str, int]:
    """How often a person was shown each question.

    The paper of a mock exam counts from its start, since its candidate may still go on with it;
    a question of practice counts once it is confirmed.
    """
    mocks: Select[tuple[str, ...]] = select(SITTING.c.item_ids).where(SITTING.c.exam == exam, SITTING.c.mode == "mock")
    seen: Counter[str] = Counter(item for ids in connection.scalars(mocks) for item in ids)
    practised: Select[str] = (
        select(RESPONSE.c.item)
        .join(SITTING, SITTING.c.id == RESPONSE.c.sitting)
        .where(SITTING.c.exam == exam, SITTING.c.mode == "practice", RESPONSE.c.confirmed)
    )
    seen.update(connection.scalars(practised))
    return dict(seen)
