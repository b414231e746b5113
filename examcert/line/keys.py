"""What a typed line means: an answer in letters or numbers, or a command word.

Nothing that can be typed raises: what makes no sense comes back as `Unclear` with what to type instead.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.core.visible import visible

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

COMMANDS = {
    "?": "show the keys",
    "next": "go on (the Enter key alone does the same)",
    "back": "go to the question before",
    "go": "go to a question: go 12",
    "flag": "flag this question, or clear the flag",
    "strike": "cross an option out, or bring it back: strike B",
    "clear": "take the answer back",
    "time": "show the time left",
    "list": "list unanswered and flagged questions",
    "show": "show this question again",
    "submit": "hand the paper in",
    "skip": "leave this question unanswered and see its explanation",
    "claude": "have Claude explain every option",
    "ask": "ask Claude about this question: ask, or ask why is B wrong?",
    "forget": "start the dialogue with Claude about this question afresh",
    "quit": "stop here; examcert resume goes on",
}
"""Every command word and what it does."""

_SAME = {"help": "?", "exit": "quit", "q": "quit", "previous": "back", "review": "list", "goto": "go"}
_GLUED_GO = re.compile(r"go(?=\d+$)")
_PAIR = re.compile(r"(\d{1,3})\s*(?:[=:.)-]\s*(\d{1,3}|[A-Za-z])|([A-Za-z]))(?![A-Za-z0-9])", re.ASCII)
_BETWEEN = re.compile(r"[\s,;]*")
_SHOWN = 20
"""Characters of a typed line that a hint repeats."""


@dataclass(frozen=True)
class Command:
    """A command word with what followed it."""

    word: str
    rest: str = ""


@dataclass(frozen=True)
class Given:
    """An answer, as option ids."""

    answer: Answer


@dataclass(frozen=True)
class Unclear:
    """A line that means nothing here, and what to type instead."""

    hint: str


def read(line: str, item: Item, held: Answer = ()) -> Command | Given | Unclear:
    """The meaning of a line typed at a question.

    Args:
        line: what was typed.
        item: the question on screen.
        held: the answer given before; places of a matching that the line leaves out keep it.
    """
    text = line.strip()
    if not text:
        return Command("next")
    word, _, rest = _GLUED_GO.sub("go ", text.lower(), count=1).partition(" ")
    is_option = len(word) == 1 and option_at(word, item) is not None
    word = word if is_option else _SAME.get(word, word)
    if word == "ask":
        rest = text[len(word) :]  # a person's own words keep their capitals
    if word in COMMANDS:
        return Command(word, rest.strip())
    return _matching(text, item, held) if item.kind == "matching" else _letters(text, item)


def label(place: int) -> str:
    """What the option at an index is called on screen: A to Z, then numbers."""
    return LETTERS[place] if place < len(LETTERS) else str(place + 1)


def option_at(text: str, item: Item) -> str | None:
    """The option id behind one letter or number, if there is one."""
    name = text.strip().strip("().").upper()
    if not name.isascii() or len(name) > 3:
        return None
    place = int(name) - 1 if name.isdecimal() else LETTERS.find(name) if len(name) == 1 else -1
    return item.options[place].id if 0 <= place < len(item.options) else None


def letter(item: Item, option_id: str) -> str:
    """The letter an option has on screen."""
    return label([option.id for option in item.options].index(option_id))


def span(item: Item) -> str:
    """The letters that this item takes, in words."""
    last = min(len(item.options), len(LETTERS)) - 1
    more = f", or a number up to {len(item.options)}" if len(item.options) > len(LETTERS) else ""
    return f"from A to {LETTERS[last]}{more}"


def how_to_answer(item: Item) -> str:
    """One line that says how to answer this item."""
    match item.kind:
        case "choice" if item.choose == 1:
            return f"Choose 1. Type a letter {span(item)}."
        case "choice":
            return f"Choose {item.choose}. Type {item.choose} letters, such as {_example(range(item.choose))}."
        case "ordering":
            example = _example(reversed(range(item.choose)))
            return f"Put {item.choose} in order. Type {item.choose} letters, the first step first, such as {example}."
        case "matching":
            more = " A letter may be used more than once." if item.reuse else ""
            if item.reuse and all(len(option.text.split()) == 1 for option in item.options):
                more += " Their words in a row will do too."
            return f"Give each of the {item.choose} places a letter, such as {_example_pairs(item)}.{more}"


def _example(places: Iterable[int]) -> str:
    return " ".join(label(place) for place in places)


def _example_pairs(item: Item) -> str:
    """A legal answer that says nothing of the key: the first letters that each place takes."""
    used: set[str] = set()
    pairs = []
    for number, slot in enumerate(item.slots, start=1):
        takes = [o.id for o in item.options if not slot.options or o.id in slot.options]
        free = [name for name in takes if item.reuse or name not in used] or takes
        used.add(free[0])
        name = letter(item, free[0])
        pairs.append(f"{number}{'=' if name.isdecimal() else ''}{name}")
    return " ".join(pairs)


def _parts(text: str, item: Item) -> list[str]:
    out: list[str] = []
    for part in re.split(r"[\s,;+&>/-]+", text.upper()):
        too_many = part.isdecimal() and (len(part) > 3 or int(part) > len(item.options))
        if part and part != "AND":
            out.extend(part if too_many or part.isalpha() else [part])
    return out


def _letters(text: str, item: Item) -> Given | Unclear:
    chosen: list[str] = []
    for part in _parts(text, item):
        option = option_at(part, item)
        if option is None:
            return Unclear(f"{_quoted(text)} is no answer here. Type letters {span(item)}, or ? for the keys.")
        if option in chosen:
            return Unclear(f"{letter(item, option)} is there twice. Type each letter once.")
        chosen.append(option)
    if len(chosen) != item.choose:
        return Unclear(f"{how_to_answer(item)} That was {len(chosen)}.")
    return Given(tuple(chosen))


def _quoted(text: str) -> str:
    shown = visible(text).replace("\t", " ")
    return f"'{shown}'" if len(shown) <= _SHOWN else f"'{shown[:_SHOWN]}…'"


def _matching(text: str, item: Item, held: Answer) -> Given | Unclear:
    given = _pairs(text, item) or _spelled(text, item) or _in_a_row(text, item)
    if isinstance(given, Unclear):
        return given
    filled = {place: name for place, name in enumerate(held) if name} | given
    for place, name in sorted(filled.items()):
        takes = item.slots[place].options
        if takes and name not in takes:
            letters = " or ".join(sorted(letter(item, other) for other in takes))
            return Unclear(f"Place {place + 1} takes {letters} only.")
    if not item.reuse and len(set(filled.values())) < len(filled):
        names = list(filled.values())
        twice = next(letter(item, name) for name in names if names.count(name) > 1)
        return Unclear(f"{twice} is at two places. Each letter may be used once only.")
    return Given(tuple(filled.get(place, "") for place in range(len(item.slots))))


def _pairs(text: str, item: Item) -> dict[int, str] | Unclear | None:
    """Places with their letters, as in 1A 2B; None when the line is not written like that."""
    pairs = _PAIR.findall(text)
    if not pairs or _BETWEEN.fullmatch(_PAIR.sub("", text)) is None:
        return None
    filled: dict[int, str] = {}
    for number, apart, glued in pairs:
        option, place = option_at(apart or glued, item), int(number) - 1
        if option is None or not 0 <= place < len(item.slots):
            return Unclear(f"{number}{(apart or glued).upper()} does not exist here. {how_to_answer(item)}")
        if place in filled:
            return Unclear(f"Place {number} is there twice. Type each place once.")
        filled[place] = option
    return filled


def _spelled(text: str, item: Item) -> dict[int, str] | None:
    """One option a place in its own words, such as yes no yes, or y n y; None when the line is no such thing."""
    ids = {option.text.casefold(): option.id for option in item.options}
    if any(option_at(word, item) is not None for word in ids):
        return None
    firsts = {word[0]: name for word, name in ids.items() if option_at(word[0], item) is None}
    if len(firsts) == len(ids):
        ids |= firsts
    words = text.casefold().replace(",", " ").split()
    if len(words) != len(item.slots) or not all(word in ids for word in words):
        return None
    return {place: ids[word] for place, word in enumerate(words)}


def _in_a_row(text: str, item: Item) -> dict[int, str] | Unclear:
    """One letter a place, in the order of the places."""
    options = [option_at(part, item) for part in _parts(text, item)]
    filled = {place: option for place, option in enumerate(options) if option is not None}
    if len(options) != len(item.slots) or len(filled) != len(options):
        return Unclear(how_to_answer(item))
    return filled
