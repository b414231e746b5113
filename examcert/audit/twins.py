"""Texts that are nearly the same, found without comparing each with each.

MinHash proposes pairs, the exact share of common word triples disposes: a pair that is told
is one. What is proposed for one text is bounded, so that a bank of 100,000 copies costs no
more per question than any other; such a bank hears of a few twins of each question, not of all.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import eq
from typing import NamedTuple

from examcert.audit.words import jaccard, shingles

_PLANS = ((2_000, 3, 40), (20_000, 4, 60), (1 << 62, 5, 60))
"""Up to how many texts, rows of a band, and bands. In a large bank strangers meet more often, so it takes more to meet.
A pair that shares 60 % of its triples is proposed with a chance of 99.99, 99.97 or 99.2 %, one with 40 % of 93, 79
or 46 %."""
_DOUBT = 0.15
"""How far the share that MinHash estimates may lie below the true one: more than three standard deviations."""
_MET = 4
"""Texts of one band that a later one is compared with."""
_ENOUGH = 3
"""Twins of one text, after which no more are looked for."""
_TRIED = 60
"""Comparisons for one text in all."""
_AT_ONCE = 2048
_SEED = 1


class Twins(NamedTuple):
    """Two texts by their places, the later first, and the share of word triples that they have in common."""

    later: int
    earlier: int
    shared: float


def twins(texts: Sequence[str], *, least: float, apart: Callable[[int, int], bool] | None = None) -> list[Twins]:
    """Pairs of texts that share at least so much, in the order of the later one.

    `apart` tells pairs that are not to be compared, by their places.
    """
    _, rows, bands = next(plan for plan in _PLANS if len(texts) <= plan[0])
    digests = _digests(texts, rows * bands)
    agreeing = (least - _DOUBT) * rows * bands
    triples = lru_cache(4096)(lambda place: _triples(texts[place]))
    met: list[set[int] | None] = [None] * len(texts)
    found: list[Twins] = []
    told = array("B", bytes(len(texts)))
    for one, other in _proposed(digests, rows, bands):
        tried = met[one]
        if tried is None:
            tried = met[one] = set()
        if other in tried or told[one] >= _ENOUGH or len(tried) >= _TRIED or (apart and apart(one, other)):
            continue
        tried.add(other)
        if sum(map(eq, digests[one], digests[other])) < agreeing:
            continue
        shared = jaccard(triples(one), triples(other))
        if shared >= least:
            found.append(Twins(one, other, shared))
            told[one] += 1
    return sorted(found)


def _triples(text: str) -> frozenset[str]:
    return frozenset(map(" ".join, shingles(text)))


def _digests(texts: Sequence[str], size: int) -> "list[array[int]]":
    """A MinHash of each text; empty for a text without words."""
    # Deferred: a compiled module that only a check needs.
    from rensa import RMinHash

    made: list[array[int]] = []
    for start in range(0, len(texts), _AT_ONCE):
        sets = [sorted(_triples(text)) for text in texts[start : start + _AT_ONCE]]
        rows = RMinHash.digests_from_token_sets(sets, size, _SEED)
        made += [array("I", row if held else ()) for row, held in zip(rows, sets, strict=True)]
    return made


def _proposed(digests: "Sequence[array[int]]", rows: int, bands: int) -> Iterator[tuple[int, int]]:
    """Pairs that agree in a whole band, band by band, so that one band at a time is held in memory."""
    for start in range(0, rows * bands, rows):
        held: dict[bytes, list[int]] = {}
        for place, digest in enumerate(digests):
            if not digest:
                continue
            others = held.setdefault(digest[start : start + rows].tobytes(), [])
            for other in others:
                yield place, other
            if len(others) < _MET:
                others.append(place)
            else:
                # The first ones stay, the last makes room: neighbours in a file are likely twins.
                others[-1] = place
