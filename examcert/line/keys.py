"""What a typed line means: an answer in letters or numbers, or a command word."""

import re
from dataclasses import dataclass

from examcert.core.paper import Item
from examcert.core.question import Answer

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
    "claude": "ask Claude to explain every option",
    "quit": "stop here; examcert resume goes on",
}
"""Every command word and what it does."""

_SAME = {"help": "?", "h?": "?", "n?": "next", "exit": "quit", "q": "quit", "review": "list", "goto": "go"}


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


def read(line: str, item: Item) -> Command | Given | Unclear:
    """The meaning of a line typed at a question."""
    text = line.strip()
    if not text:
        return Command("next")
    word, _, rest = text.lower().partition(" ")
    word = _SAME.get(word, word)
    if word in COMMANDS and not (word == "q" and len(item.options) > LETTERS.index("Q")):
        return Command(word, rest.strip())
    if item.kind == "matching":
        return _matching(text, item)
    return _letters(text, item)


def option_at(text: str, item: Item) -> str | None:
    """The option id behind one letter or number, if there is one."""
    text = text.strip().upper().rstrip(".)")
    place = int(text) - 1 if text.isdecimal() and text.isascii() else LETTERS.find(text) if len(text) == 1 else -1
    return item.options[place].id if 0 <= place < len(item.options) else None


def letter(item: Item, option_id: str) -> str:
    """The letter an option has on screen."""
    return LETTERS[[option.id for option in item.options].index(option_id)]


def how_to_answer(item: Item) -> str:
    """One line that says how to answer this item."""
    last = LETTERS[len(item.options) - 1]
    match item.kind:
        case "choice" if item.choose == 1:
            return f"Choose 1. Type a letter from A to {last}."
        case "choice":
            return f"Choose {item.choose}. Type {item.choose} letters, such as {' '.join(LETTERS[: item.choose])}."
        case "ordering":
            example = " ".join(reversed(LETTERS[: item.choose]))
            return f"Put {item.choose} in order. Type {item.choose} letters from the start, such as {example}."
        case "matching":
            more = " A letter may be used more than once." if item.reuse else ""
            return f"Give each of the {item.choose} places a letter, such as 1A 2B.{more}"


def _parts(text: str, item: Item) -> list[str]:
    parts = [part for part in re.split(r"[\s,;+&>]+", text.upper()) if part and part != "AND"]
    out: list[str] = []
    for part in parts:
        glued = part.isalpha() or (part.isdecimal() and int(part) > len(item.options))
        out.extend(part if glued else [part])
    return out


def _letters(text: str, item: Item) -> Given | Unclear:
    chosen: list[str] = []
    for part in _parts(text, item):
        option = option_at(part, item)
        if option is None:
            last = LETTERS[len(item.options) - 1]
            return Unclear(f"{part!r} is no option. Use letters from A to {last}, or ? for the keys.")
        if option in chosen:
            return Unclear(f"{part} stands twice. Type each letter once.")
        chosen.append(option)
    if len(chosen) != item.choose:
        return Unclear(f"{how_to_answer(item)} That was {len(chosen)}.")
    return Given(tuple(chosen))


def _matching(text: str, item: Item) -> Given | Unclear:
    pairs = re.findall(r"(\d+)\s*[=:.)-]?\s*([A-Za-z])(?![A-Za-z])", text)
    filled: dict[int, str] = {}
    if pairs and not re.sub(r"(\d+)\s*[=:.)-]?\s*([A-Za-z])(?![A-Za-z])|[\s,;]", "", text):
        for number, name in pairs:
            option = option_at(name, item)
            place = int(number) - 1
            if option is None or not 0 <= place < len(item.slots):
                return Unclear(f"{number}{name} does not exist here. {how_to_answer(item)}")
            if place in filled:
                return Unclear(f"Place {number} stands twice. Type each place once.")
            filled[place] = option
    else:
        parts = _parts(text, item)
        options = [option_at(part, item) for part in parts]
        if len(options) != len(item.slots) or None in options:
            return Unclear(how_to_answer(item))
        filled = {place: option for place, option in enumerate(options) if option}
    if len(set(filled.values())) < len(filled) and not item.reuse:
        return Unclear("Each letter may be used once only.")
    return Given(tuple(filled.get(place, "") for place in range(len(item.slots))))
