"""Packs: explanations as JSON lines, so that one run by an instructor serves every candidate, offline.

The first line says what the file is, then one line an explanation, each with what made it and when. A pack is
untrusted input. What it says is cleaned of everything that could steer a terminal, and an explanation is shown
only where it fits a question's text, key and facts as they are; its references only as far as the question has
them itself.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Literal

from pydantic import Field, ValidationError

from examcert.claude.text import clean
from examcert.core.explanation import Explanation, OptionWhy
from examcert.core.question import Reference
from examcert.core.record import Record
from examcert.core.records import StoredExplanation
from examcert.errors import ExamcertError

FORMAT = "examcert-explanations"
LONGEST = 200_000
"""Bytes in a line. The longest honest one has a tenth of that."""


class PackError(ExamcertError):
    """A pack that cannot be read. Nothing of it is taken in."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The pack cannot be imported: {what}.",
            remedy="Nothing was imported. Ask for the file again; `examcert explanations export` writes such files.",
        )


class Head(Record):
    """The first line."""

    format: Literal["examcert-explanations"] = "examcert-explanations"
    version: Literal[1] = 1
    exam: str
    made_with: str
    """The version of examcert that wrote it."""


class Line(Record):
    """One explanation, with its provenance."""

    question: str
    fingerprint: str
    """Of the text that it explains."""
    model: str = Field(min_length=1, max_length=200)
    prompt_version: str = Field(min_length=1, max_length=200)
    """The prompt's version and hash, then a hash of all that the model was told of the question."""
    language: str = Field(min_length=1, max_length=40)
    created: datetime
    options: tuple[OptionWhy, ...] = Field(min_length=1, max_length=100)
    takeaway: str | None = None
    refs: tuple[str | Reference, ...] = ()


def pack(exam: str, made_with: str, stored: Iterable[StoredExplanation]) -> Iterator[str]:
    """The lines of a pack. What an explanation cost stays at home."""
    yield json.dumps(Head(exam=exam, made_with=made_with).model_dump(mode="json"), ensure_ascii=False)
    for one in stored:
        told = one.explanation
        line = Line(
            question=told.question,
            fingerprint=told.fingerprint,
            model=told.model or told.source,
            prompt_version=told.prompt_version or "unknown",
            language=told.language,
            created=one.created,
            options=told.options,
            takeaway=told.takeaway,
            refs=told.refs,
        )
        yield json.dumps(line.model_dump(mode="json", exclude_none=True), ensure_ascii=False)


def unpack(lines: Iterable[bytes], *, origin: str) -> tuple[str, tuple[StoredExplanation, ...]]:
    """The exam of a pack and its explanations.

    Raises:
        PackError: one of its lines is no such thing; the message says which.
    """
    told = enumerate(lines, start=1)
    try:
        head = Head.model_validate(_data(*next(told)))
    except StopIteration:
        raise PackError("it is empty") from None
    except ValidationError as error:
        raise PackError("line 1 does not say that it is a pack of explanations of a version we know") from error
    return head.exam, tuple(_stored(number, raw, origin) for number, raw in told if raw.strip())


def _data(number: int, raw: bytes) -> Any:
    if len(raw) > LONGEST:
        raise PackError(f"line {number} is longer than {LONGEST:,} bytes")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise PackError(f"line {number} is no JSON") from error


def _stored(number: int, raw: bytes, origin: str) -> StoredExplanation:
    try:
        line = Line.model_validate(_data(number, raw))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the line"
        raise PackError(f"line {number}: {place}: {first['msg']}") from error
    if line.created.tzinfo is None:
        raise PackError(f"line {number}: created has no time zone")
    options = tuple(option.model_copy(update={"why": clean(option.why)}) for option in line.options)
    if not all(option.why for option in options):
        raise PackError(f"line {number}: an option has no words")
    explanation = Explanation(
        question=line.question,
        fingerprint=line.fingerprint,
        options=options,
        takeaway=clean(line.takeaway) or None if line.takeaway else None,
        refs=line.refs,
        source="claude",
        model=clean(line.model),
        prompt_version=clean(line.prompt_version),
        language=clean(line.language),
    )
    return StoredExplanation(explanation=explanation, created=line.created, origin=origin)
