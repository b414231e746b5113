"""What a candidate is shown of an option or a slot: no why, no clue."""

from examcert.core.record import Record


class ItemOption(Record):
    """An option as shown: its id and its text."""

    id: str
    text: str


class ItemSlot(Record):
    """A slot as shown; `options` limits what it takes, empty means any."""

    id: str
    text: str
    options: tuple[str, ...] = ()
