"""Guessers that never read a stem, or read it for its words alone: what a bank gives away for nothing.

Each scores the options of an item by one habit of authors and picks the best; where several
are equally good, the point is split. A bank that asks for knowledge gives each of them no
more than chance does.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import comb, sqrt

from examcert.audit.words import content_stems, jaccard, normalise, tokens
from examcert.core.question import ChoiceQuestion, Question
from examcert.core.ranks import shuffled

SEEDS = 4
"""Papers over which positions as shown are averaged."""


@dataclass(frozen=True)
class Single:
    """A single-answer item taken apart for guessing."""

    question: ChoiceQuestion

    @cached_property
    def key(self) -> int:
        """The place of the right option in the file."""
        return self.question.option_ids.index(self.question.key[0])

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """Characters of each option."""
        return tuple([len(normalise(option.text)) for option in self.question.options])

    @cached_property
    def stems(self) -> tuple[frozenset[str], ...]:
        """Words that carry meaning, by option."""
        return tuple([content_stems(option.text) for option in self.question.options])

    @cached_property
    def asked(self) -> frozenset[str]:
        """Words that carry meaning in stem and case."""
        case = self.question.case
        return content_stems(self.question.stem) | (content_stems(case.text) if case else frozenset())

    @cached_property
    def overlap(self) -> tuple[float, ...]:
        """Words that each option shares with the stem."""
        return tuple([float(len(words & self.asked)) for words in self.stems])

    @cached_property
    def convergence(self) -> tuple[float, ...]:
        """How much each option resembles the others, on average."""
        size = len(self.stems)
        alike = [[0.0] * size for _ in range(size)]
        for one in range(size):
            for other in range(one):
                alike[one][other] = alike[other][one] = jaccard(self.stems[one], self.stems[other])
        return tuple([sum(row) / max(1, size - 1) for row in alike])

    @cached_property
    def detail(self) -> tuple[float, ...]:
        """How much each option says: its words that carry meaning, and once more each that has a figure."""
        texts = [option.text for option in self.question.options]
        figures = [sum(any(map(str.isdigit, word)) for word in tokens(text)) for text in texts]
        return tuple([len(words) + number for words, number in zip(self.stems, figures, strict=True)])


Picker = Callable[[Single], Sequence[float]]
"""Scores the options of an item; the highest is picked."""

PICKERS: dict[str, Picker] = {
    "longest": lambda item: item.lengths,
    "shortest": lambda item: [-length for length in item.lengths],
    "most-detailed": lambda item: item.detail,
    "stem-words": lambda item: item.overlap,
    "convergent": lambda item: item.convergence,
}


def singles(questions: Iterable[Question]) -> list[Single]:
    """The single-answer items."""
    return [Single(q) for q in questions if isinstance(q, ChoiceQuestion) and len(q.key) == 1]


def points(items: Iterable[Single], pick: Picker) -> float:
    """What a picker earns; a point is split between options that it finds equally good."""
    return sum(earned(pick(item), item.key) for item in items)


def earned(scores: Sequence[float], key: int) -> float:
    """The share of one point that picking the best score earns."""
    best = max(scores)
    # Scores are sums of floats: what differs by rounding alone is equal.
    tied = [place for place, score in enumerate(scores) if best - score <= 1e-9]
    return 1 / len(tied) if key in tied else 0.0


def chance(items: Sequence[Single]) -> float:
    """What blind guessing earns per item."""
    return sum(1 / len(item.lengths) for item in items) / len(items) if items else 0.0


@dataclass(frozen=True)
class Positions:
    """Where keys stand, over items with the commonest number of options."""

    counts: tuple[float, ...]

    @property
    def n(self) -> float:
        """Items counted."""
        return sum(self.counts)

    @property
    def best(self) -> int:
        """The commonest position, from 0."""
        return self.counts.index(max(self.counts))

    @property
    def chi_square(self) -> float:
        """Pearson's statistic against equal shares."""
        expected = self.n / len(self.counts)
        return sum((count - expected) ** 2 for count in self.counts) / expected

    @property
    def cramers_v(self) -> float:
        """The same on a scale from 0 to 1 that does not grow with the number of items."""
        return sqrt(self.chi_square / (self.n * (len(self.counts) - 1)))


def stored_positions(items: Sequence[Single]) -> Positions | None:
    """Positions of keys in the file; None without items."""
    return _positions(items, lambda item: [item.key])


def shown_positions(items: Sequence[Single]) -> Positions | None:
    """Positions of keys as papers show them, averaged over a few seeds."""
    return _positions(items, _shown)


def _shown(item: Single) -> list[int]:
    question = item.question
    if not question.shuffle:
        return [item.key] * SEEDS
    orders = (shuffled(question.option_ids, "options", seed, question.id) for seed in range(SEEDS))
    return [order.index(question.key[0]) for order in orders]


def _positions(items: Sequence[Single], places: Callable[[Single], list[int]]) -> Positions | None:
    if not items:
        return None
    sizes = Counter(len(item.lengths) for item in items)
    size = max(sizes, key=lambda n: (sizes[n], n))
    counts = [0.0] * size
    for item in items:
        if len(item.lengths) == size:
            found = places(item)
            for place in found:
                counts[place] += 1 / len(found)
    return Positions(tuple(counts))


def multiples(questions: Iterable[Question]) -> list[ChoiceQuestion]:
    """The items with several right options."""
    return [q for q in questions if isinstance(q, ChoiceQuestion) and len(q.key) > 1]


def longest_of_several(question: ChoiceQuestion) -> float:
    """How likely ticking the longest options, as many as the key has, ticks exactly the key."""
    lengths = {option.id: len(normalise(option.text)) for option in question.options}
    edge = sorted(lengths.values(), reverse=True)[question.choose - 1]
    surely = {name for name, length in lengths.items() if length > edge}
    tied = {name for name, length in lengths.items() if length == edge}
    if not surely <= set(question.key) <= surely | tied:
        return 0.0
    return 1 / comb(len(tied), question.choose - len(surely))


def chance_of_several(question: ChoiceQuestion) -> float:
    """How likely blind ticking of the right number ticks exactly the key."""
    return 1 / comb(len(question.options), question.choose)


def commonest_count(questions: Sequence[ChoiceQuestion]) -> tuple[int, int]:
    """The commonest number of right options, and how many items have it."""
    return Counter(question.choose for question in questions).most_common(1)[0]


def solvable_by_construction(items: Sequence[Single]) -> float:
    """What somebody earns per item who knows, for each set of options, which keys it has, and no stem.

    A family of stems with k different keys earns 1/k; an item that stands alone earns 1, because
    its options may give its key away.
    """
    keys: dict[str, set[str]] = {}
    for item in items:
        if item.question.family:
            keys.setdefault(item.question.family, set()).update(item.question.key)
    told = [1 / len(keys[item.question.family]) if item.question.family else 1.0 for item in items]
    return sum(told) / len(told) if told else 0.0
