"""Two learned guessers: what all surface cues together, and what the options' wording alone, give away.

Both are trained on nine parts of a bank and tested on the tenth, ten times. Families and
twins stay in one part: otherwise a guesser would remember them, and the figure would lie.
The standard library does it: a bank has a few hundred items and a dozen features.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from examcert.audit.guessers import Single, earned
from examcert.audit.words import absolutes, hedges, normalise, plain
from examcert.core.ranks import ranking

FOLDS = 10
MOST = 2_000
"""Items that are looked at; of a larger bank a sample drawn by a fixed seed."""
_TURNS, _ENOUGH = 5, 600
"""A small bank is parted several times over, because one way of parting it is a matter of luck."""

_ALL_OR_NONE = ("all of the above", "none of the above", "all of these", "none of these", "both of the above")
_RIDGE = 1.0
_STEPS, _CLOSE = 12, 1e-4
_EPOCHS, _RATE = 6, 0.6

Rows = list[list[float]]
"""The features of one item: a row an option."""


@dataclass(frozen=True)
class Learned:
    """What both guessers earn per item, and how many items they were tried on."""

    n: int
    cues: float
    wording: float


def learned(items: Sequence[Single], cluster: Mapping[str, str]) -> Learned | None:
    """Train and test both. None where a bank is too small to be parted."""
    turns = [parts(items, cluster, turn) for turn in range(max(1, min(_TURNS, _ENOUGH // max(1, len(items)))))]
    if len(turns[0]) < 2:
        return None
    n = sum(map(len, turns[0]))
    cues, wording = (sum(map(trial, turns)) / len(turns) / n for trial in (cue_points, text_points))
    return Learned(n, cues, wording)


def parts(items: Sequence[Single], cluster: Mapping[str, str], turn: int = 0) -> list[list[Single]]:
    """The items in `FOLDS` parts of about equal size, whole clusters each, the same on every machine."""
    place = ranking("fold", turn)
    grouped: dict[str, list[Single]] = {}
    for item in items:
        grouped.setdefault(cluster[item.question.id], []).append(item)
    folds: list[list[Single]] = [[] for _ in range(FOLDS)]
    taken = 0
    for name in sorted(grouped, key=place):
        if taken >= MOST:
            break
        min(folds, key=len).extend(grouped[name])
        taken += len(grouped[name])
    return [fold for fold in folds if fold]


def cue_points(folds: Sequence[Sequence[Single]]) -> float:
    """What a conditional logit over twelve surface cues earns on items it was not trained on."""
    told = [[(_cues(item), item.key) for item in fold] for fold in folds]
    everything = [pair for fold in told for pair in fold]
    # A warm start saves most of the steps, and what is found does not depend on it: one optimum.
    start = _fitted(everything, [0.0] * 12)
    total = 0.0
    for place, fold in enumerate(told):
        weights = _fitted([pair for n, other in enumerate(told) if n != place for pair in other], start)
        total += sum(earned([_dot(weights, row) for row in rows], key) for rows, key in fold)
    return total


def _cues(item: Single) -> Rows:
    lengths, size = item.lengths, len(item.lengths)
    mean = sum(lengths) / size
    texts = [plain(option.text) for option in item.question.options]
    commas = [float(text.count(",")) for text in texts]
    overlap, alike, comma = (_centred(values) for values in (item.overlap, item.convergence, commas))
    rows = []
    for n, text in enumerate(texts):
        others = frozenset().union(*(words for place, words in enumerate(item.stems) if place != n))
        rows.append(
            [
                log(max(1, lengths[n]) / max(1.0, mean)),
                float(lengths[n] == max(lengths)),
                float(lengths[n] == min(lengths)),
                overlap[n],
                float(any(len(word) >= 5 for word in (item.stems[n] & item.asked) - others)),
                alike[n],
                float(bool(absolutes(text))),
                float(bool(hedges(text))),
                float(any(map(str.isdigit, text))),
                comma[n],
                float("(" in text),
                float(any(phrase in normalise(text) for phrase in _ALL_OR_NONE)),
            ]
        )
    return rows


def _centred(values: Sequence[float]) -> list[float]:
    mean = sum(values) / len(values)
    return [value - mean for value in values]


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(map(float.__mul__, one, other))


def _fitted(items: Sequence[tuple[Rows, int]], start: Sequence[float]) -> list[float]:
    """Weights of a conditional logit with a ridge, by Newton's steps."""
    weights = list(start)
    for _ in range(_STEPS):
        step = _newton(items, weights)
        weights = [old + new for old, new in zip(weights, step, strict=True)]
        if max(map(abs, step)) < _CLOSE:
            break
    return weights


def _newton(items: Sequence[tuple[Rows, int]], weights: list[float]) -> list[float]:
    size = len(weights)
    slope = [-_RIDGE * weight for weight in weights]
    bend = [[_RIDGE if a == b else 0.0 for b in range(a + 1)] for a in range(size)]
    for rows, key in items:
        shares = _softmax([_dot(weights, row) for row in rows])
        middle = [sum(share * row[a] for share, row in zip(shares, rows, strict=True)) for a in range(size)]
        for a in range(size):
            slope[a] += rows[key][a] - middle[a]
        for share, row in zip(shares, rows, strict=True):
            apart = [value - mean for value, mean in zip(row, middle, strict=True)]
            for a, value in enumerate(apart):
                if value:
                    heavy, line = share * value, bend[a]
                    for b in range(a + 1):
                        line[b] += heavy * apart[b]
    return _solved(bend, slope)


def _softmax(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    grown = [exp(score - top) for score in scores]
    whole = sum(grown)
    return [part / whole for part in grown]


def _solved(lower: list[list[float]], right: Sequence[float]) -> list[float]:
    """Solve a symmetric positive system, given its lower half, by Cholesky's method."""
    size = len(right)
    root: list[list[float]] = []
    for a in range(size):
        row: list[float] = []
        for b in range(a + 1):
            rest = lower[a][b] - sum(row[c] * (root[b][c] if b < a else row[c]) for c in range(b))
            row.append(rest**0.5 if a == b else rest / root[b][b])
        root.append(row)
    forward: list[float] = []
    for a in range(size):
        forward.append((right[a] - sum(root[a][b] * forward[b] for b in range(a))) / root[a][a])
    found = [0.0] * size
    for a in reversed(range(size)):
        found[a] = (forward[a] - sum(root[b][a] * found[b] for b in range(a + 1, size))) / root[a][a]
    return found


def text_points(folds: Sequence[Sequence[Single]]) -> float:
    """What a logistic regression on the options' letters earns, stems hidden, on items it was not trained on."""
    grams = _Grams()
    told = [[([grams.of(o.text) for o in item.question.options], item.key) for item in fold] for fold in folds]
    total = 0.0
    for place, fold in enumerate(told):
        score = _trained([pair for n, other in enumerate(told) if n != place for pair in other], len(grams.known))
        total += sum(earned([score(option) for option in options], key) for options, key in fold)
    return total


class _Grams:
    """Runs of two to four letters, numbered as they come."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.seen: dict[str, list[int]] = {}

    def of(self, text: str) -> list[int]:
        """The different runs of a text, by number."""
        if text not in self.seen:
            spelled = f" {normalise(text)[:400]} "
            runs = {spelled[at : at + size] for size in (2, 3, 4) for at in range(len(spelled) - size + 1)}
            self.seen[text] = [self.known.setdefault(run, len(self.known)) for run in sorted(runs)]
        return self.seen[text]


def _trained(items: Sequence[tuple[list[list[int]], int]], size: int) -> Callable[[list[int]], float]:
    """A trained scorer of options: stochastic descent in a fixed order, its rate falling."""
    weights, bias = [0.0] * size, 0.0
    weight_of = weights.__getitem__

    def score(grams: list[int]) -> float:
        return bias + sum(map(weight_of, grams)) / len(grams) ** 0.5 if grams else 0.0

    for epoch in range(_EPOCHS):
        rate = _RATE / (1 + epoch)
        for options, key in items:
            for n, grams in enumerate(options):
                if not grams:
                    continue
                miss = (n == key) - 1 / (1 + exp(-max(-30.0, min(30.0, score(grams)))))
                bias += 0.1 * rate * miss
                step = rate * miss / len(grams) ** 0.5
                for gram in grams:
                    weights[gram] += step
    return score
