"""Chance from a seed: a rank for a name, the same on every Python and platform.

`random` is not used: its algorithms for shuffling and sampling may change between
Python versions, and an exam code must draw the same paper for years.
"""

from collections.abc import Callable, Iterable
from hashlib import blake2b


def rank(*names: str | int) -> int:
    """A 64-bit number that looks random and depends on the names alone."""
    told = "\x1f".join(map(str, names)).encode()
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big")


def ranking(*names: str | int) -> Callable[[str], int]:
    """`rank` of these names and one more, for ranking many alike: what they share is hashed once."""
    start = blake2b("\x1f".join(map(str, names)).encode(), digest_size=8)

    def place(name: str) -> int:
        state = start.copy()
        state.update(b"\x1f" + name.encode())
        return int.from_bytes(state.digest(), "big")

    return place


def shuffled(ids: Iterable[str], *names: str | int) -> tuple[str, ...]:
    """The ids in an order that depends on the names (a seed and a purpose) and on the ids alone."""
    return tuple(sorted(ids, key=ranking(*names)))
