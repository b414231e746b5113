"""Questions worded again by rule, so that it is known which are twins: what the search for twins is measured by.

Light: a few words changed, as when a question is copied into another bank. Medium: more words,
and the sentences of the story in another order. Heavy: half of the words, as when someone tells
the same story again; no comparison of words can find all of these.
"""

import random
from collections.abc import Sequence
from typing import Literal, NamedTuple

from examcert.audit.words import sentences

Level = Literal["light", "medium", "heavy"]
LEVELS: tuple[Level, ...] = ("light", "medium", "heavy")


def _words(told: str) -> list[str]:
    return told.split()


_CHANGED: dict[Level, float] = {"light": 0.04, "medium": 0.10, "heavy": 0.5}
_OTHER = _words(
    "archive bakery brewery bridge cinema clinic council dairy depot ferry garage harbor hostel kiosk library "
    "lodge market mill museum nursery observatory orchard pharmacy quarry ranch school shipyard stable studio "
    "theater tower vineyard workshop amber brisk calm dense early faint gentle heavy idle joint keen local "
    "mild narrow open plain quiet rapid solid tidy urgent vivid weekly yearly"
)


class Reworded(NamedTuple):
    """Texts, and which of them are twins: the place of the original by the place of what was made of it."""

    texts: list[str]
    twin_of: dict[int, int]


def reworded(stems: Sequence[str], level: Level, *, seed: int = 1) -> Reworded:
    """Every stem, and after them each one worded again."""
    chance = random.Random(f"{level} {seed}")
    made = [_again(stem, level, chance) for stem in stems]
    return Reworded([*stems, *made], {len(stems) + place: place for place in range(len(stems))})


def _again(stem: str, level: Level, chance: random.Random) -> str:
    told = list(sentences(stem))
    if level != "light" and len(told) > 3:
        first, *middle, last = told
        chance.shuffle(middle)
        told = [first, *middle, last]
    words = " ".join(told).split()
    for place in chance.sample(range(len(words)), max(1, round(_CHANGED[level] * len(words)))):
        words[place] = chance.choice(_OTHER)
    return " ".join(words)
