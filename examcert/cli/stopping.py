"""Being stopped from outside while a run goes on."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def stoppable(first: Callable[[], None]) -> Iterator[threading.Event]:
    """An event that Ctrl-C, or a CI server's SIGTERM, sets; `first` is called with it. A second one interrupts at once.

    A run looks at the event between answers, so that no answer is lost half-way to the disk.
    """
    stop = threading.Event()

    def asked(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        first()

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
