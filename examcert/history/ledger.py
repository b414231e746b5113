"""What explainers were told and what it cost: explanations, paid calls, disagreements with the key."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from examcert.core.explanation import Explanation, Usage
from examcert.core.records import Call, Disagreement, Dispute, Ruling, StoredExplanation, Turn
from examcert.history.notebook_rows import CALL, DISAGREEMENT, EXPLANATION, TURN


def find(
    connection: Connection, *, fingerprint: str, model: str, prompt_version: str, language: str
) -> Explanation | None:
    """The stored explanation of this text by this model and prompt, if there is one that can still be read."""
    named = _named(fingerprint, model, prompt_version, language)
    told = connection.execute(select(EXPLANATION.c.document).filter_by(**named)).scalar()
    if told is None:
        return None
    try:
        return Explanation.model_validate_json(told)
    except ValidationError:
        # Kept by a version that wrote explanations differently: ask anew, as if there were none.
        return None


def stored(connection: Connection, *where: ColumnElement[bool]) -> tuple[StoredExplanation, ...]:
    """Stored explanations that can still be read, newest first."""
    query = select(EXPLANATION).where(*where).order_by(EXPLANATION.c.created.desc(), EXPLANATION.c.id.desc())
    found = []
    for row in connection.execute(query).mappings():
        with suppress(ValidationError):
            told = Explanation.model_validate_json(row["document"])
            found.append(StoredExplanation(explanation=told, created=row["created"], origin=row["origin"]))
    return tuple(found)


def about(connection: Connection, *, fingerprint: str, language: str) -> tuple[Explanation, ...]:
    """Every stored explanation of a text, newest first."""
    named = (EXPLANATION.c.fingerprint == fingerprint, EXPLANATION.c.language == language)
    return tuple(one.explanation for one in stored(connection, *named))


def of_questions(connection: Connection, questions: Collection[str]) -> tuple[StoredExplanation, ...]:
    """Every stored explanation of these questions, newest first."""
    wanted = set(questions)
    # One by one in Python: a bank has more questions than SQLite likes in one list.
    return tuple(one for one in stored(connection) if one.explanation.question in wanted)


def take_in(connection: Connection, pack: Iterable[StoredExplanation]) -> int:
    """Store a pack's explanations where there are none of the same name. How many were new."""
    new = 0
    for one in pack:
        told = one.explanation
        named = _named(told.fingerprint, told.model, told.prompt_version, told.language)
        if connection.execute(select(EXPLANATION.c.id).filter_by(**named)).scalar() is None:
            keep(connection, told, at=one.created, origin=one.origin)
            new += 1
    return new


def keep(connection: Connection, explanation: Explanation, *, at: datetime, origin: str | None = None) -> None:
    """Store an explanation in the place of an earlier one of the same name."""
    named = _named(explanation.fingerprint, explanation.model, explanation.prompt_version, explanation.language)
    connection.execute(delete(EXPLANATION).filter_by(**named))
    connection.execute(
        insert(EXPLANATION),
        {
            **named,
            "question": explanation.question,
            "source": explanation.source,
            "document": explanation.model_dump_json(),
            "created": at,
            "origin": origin,
        },
    )


def _named(fingerprint: str, model: str | None, prompt_version: str | None, language: str) -> dict[str, str]:
    # Empty rather than NULL, which a unique key would take any number of times.
    return {
        "fingerprint": fingerprint,
        "model": model or "",
        "prompt_version": prompt_version or "",
        "language": language,
    }


def book(connection: Connection, call: Call) -> None:
    """Add a paid call."""
    connection.execute(insert(CALL), {**call.model_dump(exclude={"usage"}), **call.usage.model_dump()})


def book_missing(connection: Connection, paid: Iterable[Call]) -> None:
    """Add the calls that are not here: of another message, or, where none came, of another moment."""
    rows = connection.execute(select(CALL.c.message_id, CALL.c.at))
    here = {message_id or at for message_id, at in rows}
    for call in paid:
        if (call.message_id or call.at) not in here:
            book(connection, call)


def calls(connection: Connection, **wanted: str) -> tuple[Call, ...]:
    """Every paid call, or those whose columns have these values, oldest first."""
    told = []
    for row in connection.execute(select(CALL).filter_by(**wanted).order_by(CALL.c.at, CALL.c.id)).mappings():
        held = {name: value for name, value in row.items() if name != "id"}
        usage = Usage(**{name: held.pop(name) for name in Usage.model_fields})
        told.append(Call(usage=usage, **held))
    return tuple(told)


def dispute(connection: Connection, found: tuple[Disagreement, ...]) -> None:
    """Store disagreements with the key."""
    if found:
        connection.execute(insert(DISAGREEMENT), [one.model_dump() for one in found])


def disputes(connection: Connection, exam: str | None = None) -> tuple[Dispute, ...]:
    """Every disagreement of an exam or of all, with what became of it, oldest first."""
    query = select(DISAGREEMENT).order_by(DISAGREEMENT.c.at, DISAGREEMENT.c.id)
    if exam is not None:
        query = query.where((DISAGREEMENT.c.exam == exam) | DISAGREEMENT.c.exam.is_(None))
    return tuple(_dispute(dict(row)) for row in connection.execute(query).mappings())


def _dispute(row: dict[str, Any]) -> Dispute:
    own = {name: row.pop(name) for name in ("id", "settled", "ruling", "note")}
    return Dispute(found=Disagreement(**row), **own)


def settle(connection: Connection, number: int, *, ruling: Ruling, note: str, at: datetime) -> bool:
    """Write down what an author made of a dispute. False when there is none of this number."""
    said = {"settled": at, "ruling": ruling, "note": note}
    return connection.execute(update(DISAGREEMENT).where(DISAGREEMENT.c.id == number).values(said)).rowcount == 1


def say(connection: Connection, turns: Iterable[Turn]) -> None:
    """Add to a dialogue."""
    connection.execute(insert(TURN), [turn.model_dump() for turn in turns])


def dialogue(connection: Connection, *, fingerprint: str, language: str) -> tuple[Turn, ...]:
    """What was said about a question as it was then, oldest first."""
    query = select(TURN).filter_by(fingerprint=fingerprint, language=language).order_by(TURN.c.id)
    rows = connection.execute(query).mappings()
    return tuple(Turn(**{name: value for name, value in row.items() if name != "id"}) for row in rows)


def forget(connection: Connection, *, fingerprint: str, language: str) -> None:
    """End a dialogue."""
    connection.execute(delete(TURN).filter_by(fingerprint=fingerprint, language=language))
