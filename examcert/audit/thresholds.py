"""The lines that a bank must not cross, each with its reason. `docs/scorecard.md` prints this table.

Where chance alone moves a figure, the line depends on how many items there are: it is where
a bank without any leak would end in one of twenty cases, or the house's own line where that is
wider. With fewer than `GATED_FROM` single-answer items a figure is shown and judges nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma, log, sqrt

GATED_FROM = 100
"""Single-answer items from which a line judges: below, chance hides what we want to see."""
FALSE_ALARM = 0.05
_CHI_SQUARE_95 = {1: 3.841, 2: 5.991, 3: 7.815, 4: 9.488, 5: 11.070}
"""The 95 % point of chi-square, by degrees of freedom; of any table."""

Limits = tuple[float | None, float | None]
"""The lowest and the highest value that is fine; None where that side is open."""


@dataclass(frozen=True)
class Threshold:
    """One line: how it is found from the number of items and from what chance gives, and why it is there."""

    figure: str
    limits: Callable[[int, float], Limits]
    rule: str
    """The line in words."""
    source: str


def _around_chance(n: int, chance: float) -> Limits:
    low, high = binomial_limits(n, chance)
    return min(low, chance - 0.05), max(high, chance + 0.05)


def _above_chance(points: float) -> Callable[[int, float], Limits]:
    return lambda n, chance: (None, max(binomial_limits(n, chance)[1], chance + points))


def _at_most(value: float) -> Callable[[int, float], Limits]:
    return lambda n, chance: (None, value)


def _at_least(value: float) -> Callable[[int, float], Limits]:
    return lambda n, chance: (value, None)


def _position(n: int, chance: float) -> Limits:
    free = round(1 / chance) - 1 if chance else 0
    if free not in _CHI_SQUARE_95 or not n:
        return None, None
    return None, max(0.10, sqrt(_CHI_SQUARE_95[free] / (n * free)))


_CHANCE_LINE = "chance ± 5 points, or where chance alone ends in one of twenty banks if that is wider"
_GUESSER = "Ten open banks for these exams, measured in 2026, give 24-89 % to the longest option unread"

THRESHOLDS: tuple[Threshold, ...] = (
    Threshold("longest", _around_chance, _CHANCE_LINE, f"{_GUESSER}; 28.7 % in MMLU-Redux"),
    Threshold(
        "shortest", _around_chance, _CHANCE_LINE, "1.3-26.7 % in the same banks: what is never right helps as well"
    ),
    Threshold(
        "most-detailed", _around_chance, _CHANCE_LINE, "Long keys are detailed keys; detail betrays short ones too"
    ),
    Threshold("stem-words", _around_chance, _CHANCE_LINE, "24.8-61.1 % in the same banks"),
    Threshold("convergent", _around_chance, _CHANCE_LINE, "25.5-37 % in the same banks"),
    Threshold(
        "position-v",
        _position,
        "0.10, or the 95 % point of chi-square for so many items if that is larger",
        "0.41-0.97 in three banks of models, 0.04-0.10 elsewhere; a test of significance alone fires on large banks",
    ),
    Threshold(
        "longest-several",
        _above_chance(0.05),
        "chance + 5 points, or as above",
        "66 % and 57 % in two banks, 14 % in a third",
    ),
    Threshold(
        "cue-score",
        _above_chance(0.05),
        "chance + 5 points, or as above",
        "73.8-89.6 % in three banks, 25.6-29.6 % elsewhere",
    ),
    Threshold(
        "option-wording",
        _above_chance(0.08),
        "chance + 8 points, or as above",
        "55-79 % in three banks, 27-31 % elsewhere",
    ),
    Threshold(
        "clearly-longest",
        _at_most(0.03),
        "3 % of items",
        "6-7 % in two banks that people wrote, 44-68 % in three of models",
    ),
    Threshold(
        "absolutes",
        _at_most(2.0),
        "2 in a distractor for each in a key",
        "3.5 in one bank, 0.8-1.5 where nothing leaks",
    ),
    Threshold("negatives", _at_most(0.03), "3 % of items", "Marked negatives are fair and tiring; 0-7.5 % measured"),
    Threshold("same", _at_most(0), "none", "33.5 % of the items of one community bank are in such a pair"),
    Threshold("twins", _at_most(0.01), "1 % of items, families and enemies apart", "The same bank"),
    Threshold(
        "by-construction",
        _at_most(0.55),
        "55 %",
        "Two stems with two keys bring an item to 50 %; the rest leaves room for items that stand alone",
    ),
    Threshold(
        "objectives-missing", _at_most(0), "none", "A full form must be able to ask about every task of the guide"
    ),
    Threshold("forms", _at_least(1), "one", "Without one there is no mock exam"),
    Threshold("whys", _at_least(1.0), "100 % of options", "Explained options are what the product is for"),
    Threshold("refs", _at_least(1.0), "100 % of questions", "A key rests on a page that somebody has read"),
    Threshold(
        "choices-only",
        lambda n, chance: (None, chance),
        "the lower end of its interval is no higher than what is solvable by construction",
        "Models solve up to 33 points more than chance without the stem in published sets",
    ),
)
BY_FIGURE = {threshold.figure: threshold for threshold in THRESHOLDS}


@lru_cache(256)
def binomial_limits(n: int, chance: float) -> tuple[float, float]:
    """The shares below and above which blind luck ends in one of twenty cases each, for n items."""
    if n <= 0 or not 0 < chance < 1:
        return 0.0, 1.0
    mean, spread = n * chance, sqrt(n * chance * (1 - chance))
    first, last = max(0, int(mean - 9 * spread)), min(n, int(mean + 9 * spread) + 1)
    low, high, below = None, n, 0.0
    for hits in range(first, last + 1):
        below += exp(
            lgamma(n + 1) - lgamma(hits + 1) - lgamma(n - hits + 1) + hits * log(chance) + (n - hits) * log(1 - chance)
        )
        if low is None and below > FALSE_ALARM:
            low = hits
        if below >= 1 - FALSE_ALARM:
            high = hits
            break
    return (low or 0) / n, high / n
