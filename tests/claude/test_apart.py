"""A stream read apart: step by step for whoever reads it, left at once by whoever hangs up."""

from collections.abc import Generator
from threading import Event, Timer
from time import monotonic, sleep

import pytest

from examcert.claude.apart import HungUpError, apart
from examcert.claude.asking import Asker, Judged
from examcert.claude.booking import Occasion
from examcert.claude.prices import TABLE
from examcert.claude.request import request
from examcert.claude.setbacks import LEFT
from examcert.core.listening import Listener, heard_by
from examcert.core.records import Call
from tests.api_server import Api, Body, served
from tests.explainers.desk import Clock as Standing
from tests.explainers.desk import MemoryNotebook, settings


def words(body: Body) -> str:
    return "Word after word. " * 20


def test_gives_what_the_stream_gives() -> None:
    assert list(apart(lambda: (n for n in range(3)), Listener())) == [0, 1, 2]


def test_takes_no_step_that_is_not_wanted() -> None:
    taken: list[int] = []

    def stream() -> Generator[int, None, None]:
        for n in range(9):
            taken.append(n)
            yield n

    steps = apart(stream, Listener())
    next(steps)
    next(steps)
    steps.close()
    assert taken == [0, 1]


def test_closes_the_stream_when_it_is_closed() -> None:
    closed = Event()

    def stream() -> Generator[int, None, None]:
        try:
            yield 1
            yield 2
        finally:
            closed.set()

    steps = apart(stream, Listener())
    next(steps)
    steps.close()
    assert closed.is_set()


def test_what_the_stream_raises_reaches_its_reader() -> None:
    def stream() -> Generator[int, None, None]:
        yield 1
        raise ZeroDivisionError

    steps = apart(stream, Listener())
    next(steps)
    with pytest.raises(ZeroDivisionError):
        next(steps)


def test_whoever_hangs_up_waits_for_nothing() -> None:
    listener, reached, never = Listener(), Event(), Event()

    def stream() -> Generator[int, None, None]:
        reached.set()
        listener.hang_up()
        never.wait(30)
        yield 1

    with pytest.raises(HungUpError):
        next(apart(stream, listener))
    assert reached.is_set()
    never.set()


def test_nothing_begins_once_nobody_listens() -> None:
    listener, begun = Listener(), Event()
    listener.hang_up()

    def stream() -> Generator[int, None, None]:
        begun.set()
        yield 1

    with pytest.raises(HungUpError):
        next(apart(stream, listener))
    assert not begun.is_set()


class TestACallThatIsLeft:
    """Over a true connection, long before the provider says a word."""

    def left(self, api: Api, after: float = 0.0) -> list[Call]:
        """Ask, and hang up so many seconds after the request has arrived. What was booked."""
        listener, book = Listener(), MemoryNotebook()
        api.on_message = lambda number: Timer(after, listener.hang_up).start()
        told = settings(base_url=api.url)
        of = Occasion("check", "", "", told.model, "1", TABLE)
        wanted = request(told, system=("S",), messages=(("user", "U"),), max_tokens=99)
        with heard_by(listener):
            said = Asker(told, Standing(), book.book).ask(wanted, of, lambda message: Judged("ok", "", "words"))
        assert said == LEFT
        return book.calls

    def test_is_booked_though_nothing_came(self) -> None:
        with served(Api(answer=words, pause=60)) as api:
            (call,) = self.left(api)
        assert (call.outcome, call.estimated, call.usage.output_tokens) == ("failed", True, 0)
        assert call.usage.input_tokens > 0

    def test_is_booked_with_what_came(self) -> None:
        with served(Api(answer=words, drip=60)) as api:
            (call,) = self.left(api, after=0.5)
        assert (call.outcome, call.estimated, call.message_id) == ("incomplete", True, "msg_1")

    def test_is_not_made_again(self) -> None:
        with served(Api(answer=words, pause=60)) as api:
            self.left(api)
            assert len(api.asked) == 1

    def test_is_hung_up_on(self) -> None:
        with served(Api(answer=words, pause=0.5, drip=0.1)) as api:
            self.left(api)
            until = monotonic() + 10
            while not api.hung_up and monotonic() < until:
                sleep(0.02)
            assert api.hung_up == 1
