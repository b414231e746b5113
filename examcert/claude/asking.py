"""One call to Claude, whatever it is for: within time, pace and budget, booked before anything is done about it.

The caller brings the request and judges the message. What the provider did never raises; it is a `Setback`. An
answer that is no good, or a stream that broke, is asked for once more; what HTTP can tell the SDK has retried.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, TypeVar

from examcert.claude import setbacks
from examcert.claude.booking import Occasion, Spent, row
from examcert.claude.budget import Budget, BudgetSpentError, NoPriceError
from examcert.claude.client import Attempts, check, make_client
from examcert.claude.pace import ComeBackLaterError, Pace
from examcert.claude.prices import TABLE, PriceTable
from examcert.claude.reply import Reply
from examcert.claude.request import worst_case
from examcert.claude.setbacks import Setback
from examcert.claude.settings import Settings
from examcert.claude.text import brief
from examcert.claude.tracing import span
from examcert.core.records import Call, OutcomeKind
from examcert.errors import ProviderError

if TYPE_CHECKING:
    from anthropic import Anthropic
    from anthropic.types import Message

    from examcert.claude.request import Request

T = TypeVar("T")
W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Judged(Generic[T]):
    """What a whole message is worth. Only `ok` has a value."""

    kind: OutcomeKind
    detail: str = ""
    value: T | None = None


Judge = Callable[["Message"], Judged[T]]


@dataclass
class Asker:
    """Asks, on one account. Threads may share one."""

    settings: Settings
    clock: Callable[[], datetime]
    book: Callable[[Call], None]
    prices: PriceTable = TABLE
    budget: Budget = field(default_factory=Budget)
    pace: Pace | None = None
    spent: Spent = field(default_factory=Spent)
    """All calls so far."""
    _client: Anthropic | None = None
    _lasting: Setback | None = None
    _making: threading.Lock = field(default_factory=threading.Lock)
    _calls: threading.local = field(default_factory=threading.local)

    def hopeless(self) -> Setback | None:
        """What keeps every call from being made, if anything does. Makes the client on first use."""
        with self._making:
            if self._client is None and self._lasting is None:
                try:
                    self._client = make_client(self.settings)
                except ProviderError as error:
                    self._lasting = Setback(str(error), lasting=True)
            return self._lasting

    def foreseen(self) -> Setback | None:
        """What keeps every call from being made, as far as can be told without loading the SDK."""
        if self._client is None and self._lasting is None:
            try:
                check(self.settings)
            except ProviderError as error:
                return Setback(str(error), lasting=True)
        return self._lasting

    @property
    def client(self) -> Anthropic:
        """The SDK's client, once it is known that somebody can be asked."""
        assert self._client is not None, "asked before it was known to be possible"
        return self._client

    def watched(self) -> Callable[[], tuple[Call, ...]]:
        """From now on, the calls that this thread books; call the result to see them."""
        rows: list[Call] = []
        self._calls.rows = rows
        return lambda: tuple(rows)

    def ask(self, wanted: Request, of: Occasion, judge: Judge[T]) -> T | Setback:
        """The whole answer."""
        growing = self.stream(wanted, of, judge)
        while True:
            try:
                next(growing)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]  # a generator's value has no type here

    def stream(self, wanted: Request, of: Occasion, judge: Judge[T]) -> Generator[str, None, T | Setback]:
        """The answer's text so far, ever longer, then the whole as its judge has it."""
        if lasting := self.hopeless():
            return lasting
        watch = Attempts(self.clock, seconds=self.settings.seconds, patience=self.settings.patience, pace=self.pace)
        try:
            result = yield from self._once(wanted, of, judge, watch)
            if isinstance(result, Setback) and result.again:
                result = yield from self._once(wanted, of, judge, watch)
        except (BudgetSpentError, NoPriceError) as error:
            return Setback(str(error), kind="budget")
        if isinstance(result, Setback):
            result = setbacks.plain(result, key=self.settings.api_key)
            if result.lasting:
                self._lasting = result
        return result

    def _once(
        self, wanted: Request, of: Occasion, judge: Judge[T], watch: Attempts
    ) -> Generator[str, None, T | Setback]:
        asked = str(wanted)
        judged: Judged[T] = Judged("incomplete", "nobody read it to its end")
        most = worst_case(self.prices, of.model, asked=len(asked.encode()), max_tokens=wanted["max_tokens"])
        began = self.clock()
        with (
            span(f"{of.purpose}_question", question=of.question, exam=of.exam) as told,
            self.budget.reserved(most, model=of.model) as held,
        ):
            held.cost = Decimal(0)
            stream = self.client.with_options(middleware=[watch]).messages.stream
            reply = Reply(lambda: told.around(stream(**wanted)))
            try:
                with closing(reply.events()) as events:
                    for event in events:
                        if event.type == "text":
                            yield event.snapshot
                if reply.finished and reply.message is not None:
                    judged = _stopped(reply.message) or judge(reply.message)
            finally:
                held.cost = self._booked(reply, judged, of, watch, asked, began)
                told.tell(outcome=judged.kind)
                if judged.kind != "ok":
                    told.fail(judged.kind)
        if judged.kind == "ok" and judged.value is not None:
            return judged.value
        if reply.error and not reply.finished:
            return setbacks.of_error(reply.error, model=of.model)
        return setbacks.of_outcome(judged.kind, judged.detail) if reply.message else setbacks.NONSENSE

    def _booked(
        self, reply: Reply, judged: Judged[T], of: Occasion, watch: Attempts, asked: str, began: datetime
    ) -> Decimal:
        if not (reply.connected or watch.unanswered):
            return Decimal(0)
        watch.unanswered = False
        now = self.clock()
        call = row(reply, judged.kind, judged.detail, of=of, asked=asked, at=now, latency=(now - began).total_seconds())
        with self._making:
            self.spent.add(call)
        if hasattr(self._calls, "rows"):
            self._calls.rows.append(call)
        self.book(call.model_copy(update={"detail": setbacks.without_key(call.detail, self.settings.api_key)}))
        return Decimal(call.cost_usd or 0)


def _stopped(message: Message) -> Judged[T] | None:
    """What the way a message ended says of it, if it did not simply end."""
    match message.stop_reason:
        case "refusal":
            category = message.stop_details.category if message.stop_details else None
            return Judged("refused", brief(category or "no category", limit=40))
        case "max_tokens" | "model_context_window_exceeded":
            return Judged("truncated", message.stop_reason)
        case _:
            return None


def ends_the_run(setback: Setback) -> bool:
    """Whether the next call would fare no better."""
    return setback.lasting or setback.kind in ("budget", "later", "offline")


def for_each(
    work: Sequence[W], one: Callable[[W], T | Setback], *, width: int, pace: Pace | None = None
) -> Iterator[tuple[W, T | Setback]]:
    """Do all work at once, results as they come. The first alone, so that the others find its cache; and when
    one meets what none would survive, the rest is not begun.
    """  # noqa: D205
    stop = threading.Event()

    def safely(item: W) -> tuple[W, T | Setback]:
        if stop.is_set():
            return item, Setback("Not asked.", kind="stopped")
        try:
            if pace is None:
                result = one(item)
            else:
                with pace.turn():
                    result = one(item)
        except ComeBackLaterError as error:
            result = Setback(str(error), kind="later")
        if isinstance(result, Setback) and ends_the_run(result):
            stop.set()
        return item, result

    if not work:
        return
    yield safely(work[0])
    with ThreadPoolExecutor(width, thread_name_prefix="ask") as pool:
        try:
            yield from pool.map(safely, work[1:])
        finally:
            stop.set()
