"""An item in the words of a prompt, and the labels of its options back as ids.

A model reads letters, as a person does on a screen: ids are an author's, and `rag-wrong` or `b-distractor`
would tell what nobody should be told. Letters follow the paper's order, which its seed has shuffled.
"""

import json
import re
from collections.abc import Sequence
from itertools import count, islice, product
from string import ascii_uppercase
from typing import Any

from examcert.core.candidate import NoAnswerError
from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.core.visible import visible
from examcert.errors import AnswerError


def letters(number: int) -> list[str]:
    """So many labels: A to Z, then AA, AB and so on."""
    endless = ("".join(parts) for length in count(1) for parts in product(ascii_uppercase, repeat=length))
    return list(islice(endless, number))


def labelled(item: Item) -> dict[str, Any]:
    """The item as data without ids: what is asked, how many to give, options under letters, slots in order."""
    labels = {option.id: label for option, label in zip(item.options, letters(len(item.options)), strict=True)}
    told: dict[str, Any] = {"kind": item.kind, "give": item.choose, "question": item.stem}
    if item.case:
        told = {"scenario": {"title": item.case.title, "text": item.case.text}} | told
    told["options"] = [{"label": labels[option.id], "text": option.text} for option in item.options]
    if item.slots:
        told["slots"] = [
            {"text": slot.text} | ({"takes_only": [labels[name] for name in slot.options]} if slot.options else {})
            for slot in item.slots
        ]
        told["an_option_may_fill_several_slots"] = item.reuse
    return told


def in_text(item: Item) -> str:
    """The item as the JSON document that a prompt carries."""
    return json.dumps(labelled(item), ensure_ascii=False, indent=1)


def answer_of(item: Item, chosen: Sequence[str]) -> Answer:
    """Labels back as option ids. `NoAnswerError` for labels that are not there, or an answer that does not fit."""
    ids = {label: option.id for label, option in zip(letters(len(item.options)), item.options, strict=True)}
    named = [label.strip().upper() for label in chosen]
    if stray := [label for label in named if label not in ids and not (label == "" and item.kind == "matching")]:
        raise NoAnswerError("invalid", f"there is no option {visible(stray[0])[:40]!r}")
    try:
        return item.checked(tuple(ids.get(label, "") for label in named))
    except AnswerError as error:
        raise NoAnswerError("invalid", error.what) from None


_ANSWER = re.compile(r"^[\s*_>#`-]*answer\s*(?:is)?\s*:\s*(?P<labels>[^\n]*)", re.IGNORECASE | re.MULTILINE)


def in_prose(item: Item) -> str:
    """The item as a prompt without JSON, for engines that give a model nothing but text and read nothing but text."""
    lines = [f"{item.case.title}\n{item.case.text}\n"] if item.case else []
    lines += [item.stem, ""]
    names = letters(len(item.options))
    labels = {option.id: label for option, label in zip(item.options, names, strict=True)}
    lines += [f"{labels[option.id]}) {option.text}" for option in item.options]
    for place, slot in enumerate(item.slots, start=1):
        limit = f" (takes only {', '.join(labels[name] for name in slot.options)})" if slot.options else ""
        lines.append(f"Slot {place}: {slot.text}{limit}")
    return "\n".join([*lines, "", _how(item)])


def _how(item: Item) -> str:
    match item.kind:
        case "choice" if item.choose == 1:
            what = "the letter of the best option, such as ANSWER: A"
        case "choice":
            what = f"the letters of exactly {item.choose} options, such as ANSWER: A, B"
        case "ordering":
            what = f"the letters of the {item.choose} right steps in their order, such as ANSWER: B, A"
        case _:
            again = "An option may fill several slots." if item.reuse else "An option fills one slot only."
            what = f"one letter for each of the {item.choose} slots, in their order, such as ANSWER: B, A. {again}"
    return f"End with one line that says ANSWER: and {what}".removesuffix(".") + "."


def out_of_prose(item: Item, said: str) -> Answer:
    """The answer in the last line that gives one. `NoAnswerError` where none does, or it does not fit."""
    found = list(_ANSWER.finditer(said))
    if not found:
        raise NoAnswerError("invalid", "no line says ANSWER:")
    return answer_of(item, [label for label in re.split(r"[\s,;.*_`()]+", found[-1]["labels"]) if label])
