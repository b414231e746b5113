"""Who is asked what, when: one after the other, or several at once.

The results come back in whatever order they are ready; who wants the order of the paper puts them back.
Nothing is asked before there is room for it, so a run of any length holds a few papers at a time.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from examcert.core.candidate import Candidate, IncidentKind, NoAnswerError
from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.errors import AnswerError

_LOOK = 0.2
"""Seconds between looks at the stop signal while everybody is thinking."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One item of one sitting, and who is to answer it."""

    sitting: int
    place: int
    item: Item
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Given:
    """What came of a turn: an answer, or the reason why there is none."""

    answer: Answer = ()
    kind: IncidentKind | None = None
    detail: str = ""
    seconds: float = 0.0


def asked(candidate: Candidate, item: Item) -> Given:
    """Put one item to a candidate. An answer that does not fit the item is none, and reported."""
    start = perf_counter()
    answer: Answer = ()
    kind: IncidentKind | None = None
    detail = ""
    try:
        answer = item.checked(candidate.answer(item))
    except NoAnswerError as error:
        kind, detail = error.kind, error.detail
    except AnswerError as error:
        kind, detail = "garbage", error.what
    return Given(answer, kind, detail, round(perf_counter() - start, 3))


def one_by_one(turns: Iterator[Turn], stop: threading.Event) -> Iterator[tuple[Turn, Given]]:
    """Each turn in its order, here and now: for candidates that answer at once and cost nothing."""
    for turn in turns:
        if stop.is_set():
            raise KeyboardInterrupt
        yield turn, asked(turn.candidate, turn.item)


def side_by_side(
    turns: Iterator[Turn], stop: threading.Event, *, width: int, paid: bool
) -> Iterator[tuple[Turn, Given]]:
    """So many turns at a time, in threads.

    Paid turns start with one alone, whose prompt the provider caches for the others, and when a run is
    stopped those under way are waited for, because what is paid for must not be thrown away.
    """
    todo: queue.SimpleQueue[Turn] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[Turn, Given | BaseException]] = queue.SimpleQueue()
    hired = under_way = 0
    room = 1 if paid else width
    trouble: BaseException | None = None
    more = True
    while True:
        while more and under_way < room:
            turn = next(turns, None)
            if turn is None or stop.is_set() or trouble:
                more = False
                break
            if under_way >= hired:
                threading.Thread(target=_work, args=(todo, done), daemon=True).start()
                hired += 1
            todo.put(turn)
            under_way += 1
        if not under_way or (stop.is_set() and not paid):
            break
        try:
            turn, came = done.get(timeout=_LOOK)
        except queue.Empty:
            more = more and not stop.is_set()
            continue
        under_way, room = under_way - 1, width
        if isinstance(came, Given):
            yield turn, came
        else:
            trouble, more = trouble or came, False
    if trouble:
        raise trouble
    if stop.is_set():
        raise KeyboardInterrupt


def _work(todo: queue.SimpleQueue[Turn], done: queue.SimpleQueue[tuple[Turn, Given | BaseException]]) -> None:
    """A thread's work until the process ends. It is never waited for: a stopped run must not hang on it."""
    while True:
        turn = todo.get()
        try:
            done.put((turn, asked(turn.candidate, turn.item)))
        except BaseException as error:
            done.put((turn, error))
