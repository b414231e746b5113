"""A stream that is read in a thread of its own, so that whoever waits for it can leave in the middle of a silence.

Between a question and its first word lie a connection, the SDK's pauses and the model's thoughts. A thread that waits
there cannot be woken. So it waits apart, as a daemon that no exit waits for, and its reader waits for it or for the
listener to hang up, whichever comes first.
"""

from collections.abc import Callable, Generator
from contextlib import closing, suppress
from contextvars import copy_context
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

from examcert.core.listening import Listener

T = TypeVar("T")

GRACE = 0.25
"""Seconds in which a stream that was cut may still say what had come."""


class HungUpError(Exception):
    """Nobody wants the answer any more."""


def apart(stream: Callable[[], Generator[T, None, None]], listener: Listener) -> Generator[T, None, None]:
    """What a stream yields, one step for each that is wanted.

    Raises:
        HungUpError: the listener has hung up. The stream is closed as soon as it can be.
    """
    if listener.gone:
        raise HungUpError
    wanted: SimpleQueue[bool] = SimpleQueue()
    come: SimpleQueue[T | _End | BaseException] = SimpleQueue()
    context = copy_context()
    reader = Thread(target=lambda: context.run(_read, stream, wanted, come), name="apart", daemon=True)
    forget = listener.on_hang_up(lambda: come.put(HungUpError()))
    reader.start()
    try:
        while True:
            wanted.put(True)
            match come.get():
                case _End():
                    return
                case BaseException() as error:
                    raise error
                case step:
                    yield step
    finally:
        forget()
        wanted.put(False)
        reader.join(GRACE)


class _End:
    """There is no more."""


def _read(
    stream: Callable[[], Generator[T, None, None]],
    wanted: "SimpleQueue[bool]",
    come: "SimpleQueue[T | _End | BaseException]",
) -> None:
    """Take a step each time one is wanted, and close the stream when none is."""
    with suppress(Exception), closing(stream()) as steps:  # what closing it raises, nobody is left to hear
        while wanted.get():
            try:
                come.put(next(steps, _End()))
            except BaseException as error:  # it belongs to whoever waits, whatever it is
                come.put(error)
