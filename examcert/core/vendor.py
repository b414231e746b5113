"""What is known of a vendor's products: names that changed, services that closed, and where it documents them."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from examcert.core.question import Text
from examcert.core.record import Record


class OldName(Record):
    """A name that a question should no longer use, or a service that no new project can."""

    old: tuple[Text, ...] = Field(min_length=1)
    """Spellings of it. Whole words, upper and lower case as written."""
    now: Text | None = None
    """What it is called, or what took its place; none where there is nothing."""
    change: Literal["renamed", "closed", "retired"]
    """`renamed`: the thing lives on. `closed`: no new customers. `retired`: it is gone."""
    since: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] | None = None
    note: Text
    source: Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
    allowed: tuple[Text, ...] = ()
    """Phrases that contain an old name and are right."""


class Spelling(Record):
    """How a name is written, and how it is often written instead."""

    right: Text
    wrong: tuple[Text, ...] = Field(min_length=1)


class Vendor(Record):
    """One vendor's table."""

    vendor: Text
    """As the blueprints of its exams name it."""
    hosts: tuple[Text, ...] = Field(min_length=1)
    """Hosts of its own documentation; hosts below them count too."""
    names: tuple[OldName, ...] = ()
    spellings: tuple[Spelling, ...] = ()
