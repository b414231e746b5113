"""What is written of a sitting: its row, and only the responses that changed.

The statements are built once: this runs between an answer and the next question.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, update
from sqlalchemy.dialects.sqlite import insert

from examcert.core.marking import Report
from examcert.core.sitting import Response, Sitting
from examcert.history.rows import PAPER, REPORT, RESPONSE, SITTING

_SITTING = update(SITTING).where(SITTING.c.id == bindparam("of"), SITTING.c.revision == bindparam("known"))
_BEAT = update(SITTING).where(
    SITTING.c.id == bindparam("of"),
    SITTING.c.revision == bindparam("known"),
    SITTING.c.opened.is_not(None),
)
_FIGURES = update(SITTING).where(SITTING.c.id == bindparam("of"))
_THIS_RESPONSE = (RESPONSE.c.sitting == bindparam("of"), RESPONSE.c.item == bindparam("on"))
_CHANGED = update(RESPONSE).where(*_THIS_RESPONSE)
_ADDED = insert(RESPONSE)
# Not a plain insert: a save that Ctrl-C broke off may have stored this response already.
_NEW = _ADDED.on_conflict_do_update(
    index_elements=[RESPONSE.c.sitting, RESPONSE.c.item],
    set_={c.name: _ADDED.excluded[c.name] for c in RESPONSE.c if not c.primary_key},
)
_GONE = delete(RESPONSE).where(*_THIS_RESPONSE)


def begin(connection: Connection, sitting: Sitting, revision: int) -> int:
    """Store a sitting with its paper. Its id."""
    told = connection.execute(
        insert(SITTING).returning(SITTING.c.id),
        {
            "exam": sitting.paper.exam,
            "code": sitting.paper.code,
            "mode": sitting.mode,
            "candidate": sitting.candidate,
            "item_ids": tuple(item.id for item in sitting.paper.items),
            "started": sitting.started,
            "revision": revision,
            **_standing(sitting, sitting.opened or sitting.started),
        },
    )
    sitting_id = int(told.scalar_one())
    connection.execute(insert(PAPER), {"sitting": sitting_id, "document": sitting.paper.model_dump_json()})
    responses(connection, sitting_id, (), sitting.responses, credits={}, at=sitting.started)
    return sitting_id


def standing(
    connection: Connection, sitting_id: int, sitting: Sitting, *, known: int, revision: int, at: datetime
) -> bool:
    """Store where a sitting stands. False, and nothing is written, when its revision is not the known one."""
    told = connection.execute(
        _SITTING, {"of": sitting_id, "known": known, "revision": revision, **_standing(sitting, at)}
    )
    return told.rowcount == 1


def _standing(sitting: Sitting, at: datetime) -> dict[str, Any]:
    return {
        "place": sitting.place,
        "used": sitting.used.total_seconds(),
        "opened": sitting.opened,
        "heartbeat": at,
        "submitted": sitting.submitted,
    }


def heartbeat(connection: Connection, sitting_id: int, known: int, at: datetime) -> None:
    """Note a sign of life of an open sitting that nobody else has written to."""
    connection.execute(_BEAT, {"of": sitting_id, "known": known, "heartbeat": at})


def responses(
    connection: Connection,
    sitting_id: int,
    before: tuple[Response, ...],
    after: tuple[Response, ...],
    *,
    credits: Mapping[str, float],
    at: datetime,
) -> None:
    """Store the responses that differ, and the credits of those that are named."""
    held = {response.item: response for response in before}
    for position, response in enumerate(after):
        old = held.pop(response.item, None)
        item = response.item
        if old is None:
            new = {"sitting": sitting_id, "item": item, "position": position, "credit": credits.get(item)}
            connection.execute(_NEW, {**new, **_given(response), "at": at})
            continue
        changes: dict[str, Any] = {}
        if old is not response and old != response:
            changes = {**_given(response), "at": at}
            if old.answer != response.answer:
                # The credit of another answer says nothing of this one.
                changes["credit"] = None
        if item in credits:
            changes["credit"] = credits[item]
        if changes:
            connection.execute(_CHANGED, {"of": sitting_id, "on": item, **changes})
    for item in held:
        connection.execute(_GONE, {"of": sitting_id, "on": item})


def _given(response: Response) -> dict[str, Any]:
    return {
        "answer": response.answer,
        "answered": response.answered,
        "seconds": response.seconds,
        "flagged": response.flagged,
        "struck": response.struck,
        "confidence": response.confidence,
        "confirmed": response.confirmed,
    }


def figures(connection: Connection, sitting_id: int, report: Report) -> bool:
    """Store what a report says, and the credit of every answer. False when there is no such sitting."""
    said = {"total": report.total, "correct": report.correct, "scaled": report.scaled, "passed": report.passed}
    told = connection.execute(_FIGURES, {"of": sitting_id, **said})
    marks = [{"of": sitting_id, "on": mark.item, "credit": mark.credit} for mark in report.marks]
    if marks:
        connection.execute(_CHANGED, marks)
    return told.rowcount == 1


def document(connection: Connection, sitting_id: int, report: Report) -> None:
    """Store the report whole."""
    told = report.model_dump_json(by_alias=True)
    connection.execute(insert(REPORT), {"sitting": sitting_id, "document": told})
