"""Somebody listens while an answer comes, and may hang up at any moment, from another thread.

Whoever waits for an answer waits in a thread of its own and cannot look whether it is still wanted. So the one who
wants it keeps a `Listener`, and whatever streams on its behalf asks `listener()` who that is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock


class Listener:
    """Whoever an answer is for."""

    def __init__(self) -> None:
        self._door = Lock()
        self._gone = False
        self._told: dict[object, Callable[[], None]] = {}

    @property
    def gone(self) -> bool:
        """Nobody wants the answer any more."""
        return self._gone

    def hang_up(self) -> None:
        """Want no more, and end what is under way. Returns at once."""
        with self._door:
            self._gone = True
            told, self._told = self._told, {}
        for do in told.values():
            do()

    def on_hang_up(self, do: Callable[[], None]) -> Callable[[], None]:
        """Do something when the listener hangs up, at once if that has happened; call the result to let it be."""
        mark = object()
        with self._door:
            if not self._gone:
                self._told[mark] = do
                return lambda: self._forget(mark)
        do()
        return lambda: None

    def _forget(self, mark: object) -> None:
        with self._door:
            self._told.pop(mark, None)


_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def listener() -> Listener | None:
    """Who listens to what is streamed here; None where nobody can hang up but by closing the stream."""
    return _listener.get()


@contextmanager
def heard_by(who: Listener) -> Iterator[None]:
    """Have everything that is streamed within the block be for this listener."""
    before = _listener.set(who)
    try:
        yield
    finally:
        _listener.reset(before)
