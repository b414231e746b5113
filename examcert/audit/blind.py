"""Blind copies of a bank: its items without keys and whys, under names that tell nothing.

Ids tie siblings together and hint at what a stem is about, and where options are called a
to d they tell the author's order. So a blind copy renames both. The names depend on what a
reader sees of the item, not on the seed: an answer finds its question again whatever the
order was, and not at all once the item has changed.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from examcert.core.bank import Bank
from examcert.core.paper import Item
from examcert.core.question import Case, MatchingQuestion, Question
from examcert.core.ranks import ranking, shuffled
from examcert.core.reader import View, read_of
from examcert.core.record import Record
from examcert.core.shown import ItemOption, ItemSlot

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_PREFIX: Mapping[View, str] = {"full": "f-", "choices-only": "c-"}


class BlindCopy(Record):
    """Items in shown order, renamed. Stems are empty in a choices-only copy."""

    exam: str
    view: View
    seed: int
    bank_digest: str
    items: tuple[Item, ...]


def blind_copy(bank: Bank, *, view: View, seed: int = 0, only: Iterable[str] | None = None) -> BlindCopy:
    """The bank's questions, or only those of these ids, in an order that keeps siblings apart by chance alone."""
    asked = None if only is None else frozenset(only)
    chosen = [question for question in bank.questions if asked is None or question.id in asked]
    place = ranking("blind", seed, view)
    whole = view == "full"
    chosen.sort(key=lambda q: place(f"case:{q.case.id}" if whole and q.case else q.id))
    items = tuple([_item(question, view, seed) for question in chosen])
    return BlindCopy(exam=bank.exam, view=view, seed=seed, bank_digest=bank.digest, items=items)


class Names(NamedTuple):
    """What the parts of one question are called, by their ids."""

    options: Mapping[str, str]
    slots: Mapping[str, str]


def blind_names(question: Question) -> Names:
    """What a blind copy calls the question's options and slots: short, and different from one another."""
    slots = slot_ids(question)
    for length in range(3, 14):
        options = {name: _spelled(length, "option", question.id, name) for name in question.option_ids}
        places = {name: _spelled(length, "slot", question.id, name) for name in slots}
        if len({*options.values(), *places.values()}) == len(options) + len(places):
            return Names(options, places)
    raise AssertionError("hashes of 13 letters differ")


def own_names(question: Question) -> Names:
    """The bank's own names."""
    return Names({name: name for name in question.option_ids}, {name: name for name in slot_ids(question)})


def slot_ids(question: Question) -> tuple[str, ...]:
    """Ids of the slots of a matching; none for other kinds."""
    return tuple(slot.id for slot in question.slots) if isinstance(question, MatchingQuestion) else ()


def blind_id(question: Question, view: View) -> str:
    """What a blind copy of this view calls a question, as long as what is seen of it stays the same."""
    return _PREFIX[view] + _spelled(10, "item", view, question.id, read_of(question, view))


def looks_blind(name: str) -> bool:
    """Whether an id has the form that blind copies give."""
    head, rest = name[:2], name[2:]
    return head in _PREFIX.values() and len(rest) == 10 and all(letter in _LETTERS for letter in rest)


def _spelled(length: int, *names: str) -> str:
    number = int.from_bytes(blake2b("\x1f".join(names).encode(), digest_size=16).digest(), "big")
    spelled = ""
    for _ in range(length):
        number, place = divmod(number, len(_LETTERS))
        spelled += _LETTERS[place]
    return spelled


def _item(question: Question, view: View, seed: int) -> Item:
    named, ids = blind_names(question), question.option_ids
    order = shuffled(ids, "blind options", seed, question.id) if question.shuffle else ids
    text = {option.id: option.text for option in question.options}
    whole = view == "full"
    case = question.case
    return Item(
        id=blind_id(question, view),
        kind=question.kind,
        # An objective would tie siblings together, and tell what the stem asks about.
        domain="",
        objective="",
        stem=question.stem if whole else "",
        options=tuple([ItemOption(id=named.options[name], text=text[name]) for name in order]),
        choose=question.choose,
        slots=_slots(question, named),
        reuse=isinstance(question, MatchingQuestion) and question.reuse,
        case=Case(id=_spelled(6, "case", case.id), title=case.title, text=case.text) if whole and case else None,
    )


def _slots(question: Question, named: Names) -> tuple[ItemSlot, ...]:
    if not isinstance(question, MatchingQuestion):
        return ()
    return tuple(
        ItemSlot(
            id=named.slots[slot.id], text=slot.text, options=tuple(sorted(named.options[name] for name in slot.options))
        )
        for slot in question.slots
    )
