"""Texts that are nearly the same, found without comparing each with each.

MinHash proposes pairs, the exact share of common word triples disposes: a pair that is told
is one. What is proposed for one text is bounded, so that a bank of 100,000 copies costs no
more per question than any other; such a bank hears of a few twins of each question, not of all.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from examcert.audit.words import jaccard, shingles

ROWS, BANDS = 3, 40
"""A pair that shares 40 % of its triples is proposed with a chance of 93 %, one with 60 % of 99.99 %."""
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
    digests = _digests(texts)
    triples = lru_cache(4096)(lambda place: _triples(texts[place]))
    met: list[set[int] | None] = [None] * len(texts)
    found: list[Twins] = []
    told = array("B", bytes(len(texts)))
    for one, other in _proposed(digests):
        tried = met[one]
        if tried is None:
            tried = met[one] = set()
        if other in tried or told[one] >= _ENOUGH or len(tried) >= _TRIED or (apart and apart(one, other)):
            continue
        tried.add(other)
        shared = jaccard(triples(one), triples(other))
        if shared >= least:
            found.append(Twins(one, other, shared))
            told[one] += 1
    return sorted(found)


def _triples(text: str) -> frozenset[str]:
    return frozenset(map(" ".join, shingles(text)))


def _digests(texts: Sequence[str]) -> list[bytes]:
    """A MinHash of each text as bytes; empty for a text without words."""
    # Deferred: a compiled module that only a check needs.
    from rensa import RMinHash

    made: list[bytes] = []
    for start in range(0, len(texts), _AT_ONCE):
        sets = [sorted(_triples(text)) for text in texts[start : start + _AT_ONCE]]
        rows = RMinHash.digests_from_token_sets(sets, ROWS * BANDS, _SEED)
        made += [array("I", row).tobytes() if held else b"" for row, held in zip(rows, sets, strict=True)]
    return made


def _proposed(digests: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Pairs that agree in a whole band, band by band, so that one band at a time is held in memory."""
    width = ROWS * array("I").itemsize
    for start in range(0, BANDS * width, width):
        held: dict[bytes, list[int]] = {}
        for place, digest in enumerate(digests):
            if not digest:
                continue
            others = held.setdefault(digest[start : start + width], [])
            for other in others:
                yield place, other
            if len(others) < _MET:
                others.append(place)
            else:
                # The first ones stay, the last makes room: neighbours in a file are likely twins.
                others[-1] = place
