"""Blind solutions: Claude answers an item of a blind copy, without key and whys, and says what is wrong with it.

A model that is given the key and asked why will find reasons for a wrong one. So a key is tested by a reader who
has not seen it; the same reader, shown the options alone, tells how much they give away.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from examcert.claude.asking import Asker, Judged
from examcert.claude.booking import Occasion
from examcert.claude.reply import text_of
from examcert.claude.request import request
from examcert.claude.setbacks import Setback
from examcert.claude.text import brief, clean
from examcert.core.paper import Item
from examcert.core.record import Record
from examcert.errors import AnswerError
from examcert.explainers.claude.mentions import without_addresses
from examcert.explainers.prompts import Prompt

if TYPE_CHECKING:
    from anthropic.types import Message

DoubtKind = Literal["none", "two-answers", "no-answer", "unclear"]
MAX_TOKENS = 3000
"""Thinking counts against it."""


class PickOut(BaseModel):
    """One choice, step or filled slot."""

    model_config = ConfigDict(extra="forbid")

    slot: str
    option: str


class SolutionOut(BaseModel):
    """The whole answer: only what the API's grammar can enforce."""

    model_config = ConfigDict(extra="forbid")

    answer: list[PickOut]
    doubt: DoubtKind
    options_in_doubt: list[str]
    grounds: str


class Solution(Record):
    """What Claude answers to one item, in the names of the blind copy."""

    item: str
    answer: tuple[str, ...]
    """Empty where its answer was none of the item's."""
    doubt: DoubtKind
    about: tuple[str, ...] = ()
    grounds: str = ""


class Solver:
    """Answers items of blind copies, one call each."""

    def __init__(self, asker: Asker, *, prompt: Prompt, exam: str) -> None:
        self._asker, self._prompt, self._exam = asker, prompt, exam

    def solve(self, item: Item) -> Solution | Setback:
        """Claude's answer to an item."""
        settings = self._asker.settings
        wanted = request(
            settings,
            system=(self._prompt.text,),
            messages=(("user", put(item)),),
            max_tokens=MAX_TOKENS,
            answer=SolutionOut,
        )
        of = Occasion("solve", item.id, self._exam, settings.model, self._prompt.version, self._asker.prices)
        return self._asker.ask(wanted, of, reader(item))


def put(item: Item) -> str:
    """An item as Claude gets it. A stem that the copy leaves out is left out here too."""
    document: dict[str, Any] = {"kind": item.kind, "choose": item.choose}
    if item.case:
        document["scenario"] = {"title": item.case.title, "text": item.case.text}
    if item.stem:
        document["stem"] = item.stem
    document["options"] = [{"label": option.id, "text": option.text} for option in item.options]
    if item.slots:
        document["slots"] = [
            {"label": slot.id, "text": slot.text} | ({"allows": list(slot.options)} if slot.options else {})
            for slot in item.slots
        ]
        document["reuse"] = item.reuse
    return json.dumps(document, ensure_ascii=False, indent=1)


def reader(item: Item) -> Callable[[Message], Judged[Solution]]:
    """Judges an answer to this item. One that the item does not take counts as no answer, not as a failure."""

    def judge(message: Message) -> Judged[Solution]:
        try:
            said = SolutionOut.model_validate_json(text_of(message))
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False, include_context=False)[0]
            return Judged("invalid", brief(f"{'.'.join(map(str, first['loc'])) or 'the answer'}: {first['msg']}"))
        known = {option.id for option in item.options}
        answer = _answer(item, said)
        return Judged(
            "ok",
            "" if answer else "no answer to this item",
            Solution(
                item=item.id,
                answer=answer,
                doubt=said.doubt,
                about=tuple(name for name in dict.fromkeys(said.options_in_doubt) if name in known),
                grounds=without_addresses(clean(said.grounds))[0][:1000],
            ),
        )

    return judge


def _answer(item: Item, said: SolutionOut) -> tuple[str, ...]:
    if item.slots:
        by_slot = {pick.slot.strip(): pick.option.strip() for pick in said.answer}
        given = tuple(by_slot.get(slot.id, "") for slot in item.slots)
    else:
        given = tuple(pick.option.strip() for pick in said.answer)
    try:
        return item.checked(given)
    except AnswerError:
        return ()
