"""What keys do to an answer: pure moves on option ids, for each kind of item.

The core judges what an answer may be (`Item.checked`); a move here never makes one that it refuses,
and says in words why it does nothing.
"""

from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.line.keys import letter


class Refused(Exception):  # noqa: N818 - a move that is not made, not an error
    """A move that makes no sense; the message says what to do instead."""


def padded(item: Item, answer: Answer) -> Answer:
    """An answer with one entry a slot, blank ones too."""
    return (*answer, *("" for _ in range(item.choose - len(answer)))) if item.kind == "matching" else answer


def missing(item: Item, answer: Answer) -> int:
    """Parts still to choose, place or fill."""
    return item.choose - sum(bool(name) for name in answer)


def chosen(item: Item, answer: Answer, option: str) -> Answer:
    """Choose an option, or take it back where several are chosen."""
    if item.choose == 1:
        return (option,)
    if option in answer:
        return tuple(name for name in answer if name != option)
    if len(answer) >= item.choose:
        raise Refused(f"Choose {item.choose}: take one back first.")
    return (*answer, option)


def placed(item: Item, answer: Answer, option: str) -> Answer:
    """Put a step behind those that are placed, or take it out."""
    if option in answer:
        return tuple(name for name in answer if name != option)
    if len(answer) >= item.choose:
        raise Refused(f"All {item.choose} places are taken: take a step back first.")
    return (*answer, option)


def moved(answer: Answer, option: str, by: int) -> Answer:
    """Move a placed step up or down. At an end it stays."""
    if option not in answer:
        raise Refused("Place this step first.")
    at = answer.index(option)
    to = min(max(at + by, 0), len(answer) - 1)
    rest = [name for name in answer if name != option]
    return (*rest[:to], option, *rest[to:])


def takes(item: Item, slot: int) -> tuple[str, ...]:
    """The option ids that a slot takes, in shown order."""
    limit = item.slots[slot].options
    return tuple(option.id for option in item.options if not limit or option.id in limit)


def filled(item: Item, answer: Answer, slot: int, option: str) -> Answer:
    """Fill a slot. Where each option may be used once, it leaves the slot where it stood."""
    allowed = takes(item, slot)
    if option and option not in allowed:
        letters = ", ".join(letter(item, name) for name in allowed)
        raise Refused(f"Place {slot + 1} takes {letters} only.")
    held = list(padded(item, answer))
    if option and not item.reuse and option in held:
        held[held.index(option)] = ""
    held[slot] = option
    return tuple(held) if any(held) else ()


def turned(item: Item, answer: Answer, slot: int, by: int) -> Answer:
    """Fill a slot with the next option that it takes and that is free, around the end."""
    held = padded(item, answer)
    taken = set() if item.reuse else {name for place, name in enumerate(held) if name and place != slot}
    free = [name for name in takes(item, slot) if name not in taken]
    if not free:
        raise Refused("Every option for this place is used elsewhere.")
    at = free.index(held[slot]) if held[slot] in free else (-1 if by > 0 else 0)
    return filled(item, answer, slot, free[(at + by) % len(free)])
