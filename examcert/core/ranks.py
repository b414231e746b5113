"""Chance from a seed: a rank for a name, the same on every Python and platform.

`random` is not used: its algorithms for shuffling and sampling may change between
Python versions, and an exam code must draw the same paper for years.
"""

from collections.abc import Iterable
from hashlib import blake2b


def rank(*names: str | int) -> int:
    """A 64-bit number that looks random and depends on the names alone."""
    told = "\x1f".join(map(str, names)).encode()
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big")


def shuffled(ids: Iterable[str], *names: str | int) -> tuple[str, ...]:
    """The ids in an order that depends on the names (a seed and a purpose) and on the ids alone."""
    start = blake2b("\x1f".join(map(str, names)).encode(), digest_size=8)

    def place(option_id: str) -> bytes:
        state = start.copy()
        state.update(b"\x1f" + option_id.encode())
        return state.digest()

    return tuple(sorted(ids, key=place))
