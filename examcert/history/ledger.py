"""What explainers were told and what it cost: explanations, paid calls, disagreements with the key."""

from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import Connection, delete, insert, select

from examcert.core.explanation import Explanation, Usage
from examcert.core.records import Call, Disagreement
from examcert.history.rows import CALL, DISAGREEMENT, EXPLANATION


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


def keep(connection: Connection, explanation: Explanation, *, at: datetime) -> None:
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


def calls(connection: Connection) -> tuple[Call, ...]:
    """Every paid call, oldest first."""
    told = []
    for row in connection.execute(select(CALL).order_by(CALL.c.at, CALL.c.id)).mappings():
        held = {name: value for name, value in row.items() if name != "id"}
        usage = Usage(**{name: held.pop(name) for name in Usage.model_fields})
        told.append(Call(usage=usage, **held))
    return tuple(told)


def dispute(connection: Connection, found: tuple[Disagreement, ...]) -> None:
    """Store disagreements with the key."""
    if found:
        connection.execute(insert(DISAGREEMENT), [one.model_dump() for one in found])


def disagreements(connection: Connection) -> tuple[Disagreement, ...]:
    """Every disagreement, oldest first."""
    rows = connection.execute(select(DISAGREEMENT).order_by(DISAGREEMENT.c.at, DISAGREEMENT.c.id)).mappings()
    return tuple(Disagreement(**{name: value for name, value in row.items() if name != "id"}) for row in rows)
