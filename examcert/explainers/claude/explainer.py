"""Claude's explanation of every option; the author's words wherever that fails.

Three promises. A candidate always gets a whole explanation, and never an exception for what the provider did.
Every call that may be paid is in the ledger, together with what came of it, before its answer is shown as
whole, also when the reader walks away in mid-stream. Only an explanation that is whole and agrees with the key
is shown as whole, and only such a one is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from threading import Lock
from typing import TYPE_CHECKING

from examcert.claude import setbacks
from examcert.claude.booking import Spent, row
from examcert.claude.budget import Budget, BudgetSpentError, NoPriceError
from examcert.claude.client import Attempts, make_client
from examcert.claude.pace import Pace
from examcert.claude.prices import TABLE, PriceTable
from examcert.claude.reply import Reply
from examcert.claude.routing import ONE_MODEL, Policy
from examcert.claude.setbacks import Setback
from examcert.claude.settings import Settings
from examcert.claude.tracing import Told, span
from examcert.core.blueprint import Blueprint
from examcert.core.explanation import Explanation
from examcert.core.question import Answer, Fact, Question
from examcert.core.records import Notebook
from examcert.errors import ProviderError
from examcert.explainers.authored import authored
from examcert.explainers.claude.desk import Desk
from examcert.explainers.claude.reading import Outcome, read
from examcert.explainers.claude.tracker import OptionTracker
from examcert.explainers.claude.wire import Task
from examcert.explainers.prompts import Prompt

if TYPE_CHECKING:
    from anthropic import Anthropic
    from anthropic.lib.streaming import MessageStream


@dataclass(slots=True)
class Asking:
    """One question on its way to Claude."""

    task: Task
    settings: Settings
    watch: Attempts
    told: Told
    spent: Spent = field(default_factory=Spent)
    shown: int = 0
    """Characters the reader has seen: a second try shows nothing until it has more."""
    read_along: bool = True
    """False where nobody does, and so partial answers need not be taken apart."""
    made: Explanation | None = None
    """What is kept of an answer that is ok."""


class ClaudeExplainer:
    """Explains by Claude, or from the notebook where Claude has explained before. Threads may share one."""

    def __init__(
        self,
        notebook: Notebook,
        settings: Settings,
        *,
        prompt: Prompt,
        blueprint: Blueprint,
        facts: Mapping[str, Fact],
        clock: Callable[[], datetime],
        language: str = "en",
        policy: Policy = ONE_MODEL,
        prices: PriceTable = TABLE,
        budget: Budget | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.desk = Desk(
            notebook,
            settings,
            prompt=prompt,
            blueprint=blueprint,
            facts=facts,
            clock=clock,
            language=language,
            policy=policy,
            prices=prices,
        )
        self._budget, self._pace = budget or Budget(), pace
        self._client: Anthropic | None = None
        self._lasting: Setback | None = None
        self._making = Lock()

    def explain(self, question: Question, answer: Answer) -> Iterator[Explanation]:
        """Growing partial explanations for show, then the whole: Claude's or, with a note, the author's."""
        put = self.desk.put(question)
        if kept := self.desk.kept(put):
            yield kept
            return
        spent = Spent()
        told = yield from self.attempt(put, spent)
        if isinstance(told, Explanation):
            yield told
        elif earlier := self.desk.fallback(put):
            note = f"An earlier explanation by {earlier.model or 'a model'}, which still fits. {told.note}"
            yield earlier.model_copy(
                update={"note": setbacks.without_author(note), "usage": spent.usage, "cost_usd": spent.cost_usd or "0"}
            )
        else:
            yield authored(question, note=told.note, usage=spent.usage, cost_usd=spent.cost_usd)

    def attempt(
        self, put: Task, spent: Spent | None = None, *, shown: bool = True
    ) -> Generator[Explanation, None, Explanation | Setback]:
        """Ask about a question, whatever is stored: partial explanations, and at the end the whole or a setback.

        With `shown=False` nobody reads along: an empty partial says that the answer has begun, and no more come.
        """
        if lasting := self.hopeless():
            return lasting
        spent = spent if spent is not None else Spent()
        with span("explain_question", question=put.question.id, exam=self.desk.blueprint.code) as told:
            result: Explanation | Setback = setbacks.LEFT  # until it is known: a reader may leave at any point
            try:
                result = yield from self._along(put, spent, told, read_along=shown)
            finally:
                told.tell(
                    outcome=_outcome(result),
                    cost_usd=spent.cost_usd,
                    cache_read_tokens=spent.usage.cache_read_tokens if spent.usage else None,
                )
                if isinstance(result, Setback):
                    told.fail(result.kind)
            return result

    def _along(
        self, put: Task, spent: Spent, told: Told, *, read_along: bool
    ) -> Generator[Explanation, None, Explanation | Setback]:
        """Ask each model of the question's route until one has explained it."""
        setback: Setback | None = None
        shown = 0
        for settings in self.desk.routes(put.question):
            watch = Attempts(self.desk.clock, seconds=settings.seconds, patience=settings.patience, pace=self._pace)
            asking = Asking(put, settings, watch, told, spent, shown, read_along)
            result = yield from self._asked(asking)
            if not isinstance(result, Setback):
                return result
            setback, shown = result, asking.shown
            if not setback.elsewhere:
                break
        assert setback is not None, "a route has at least one model"
        return replace(setback, note=self.desk.without_key(setback.note))

    def hopeless(self) -> Setback | None:
        """What keeps every question from being asked, if anything does. Makes the client on first use."""
        with self._making:
            if self._client is None and self._lasting is None:
                try:
                    self._client = make_client(self.desk.settings)
                except ProviderError as error:
                    self._lasting = setbacks.unasked(error)
            return self._lasting

    @property
    def client(self) -> Anthropic:
        """The SDK's client, once it is known that somebody can be asked."""
        assert self._client is not None, "asked before it was known to be possible"
        return self._client

    def _asked(self, asking: Asking) -> Generator[Explanation, None, Explanation | Setback]:
        """Ask, and once more where that may help."""
        tokens = asking.settings.max_tokens
        try:
            outcome, setback = yield from self._reply(asking, tokens)
            if setback and setback.again:
                tokens *= 2 if outcome.kind == "truncated" else 1
                outcome, setback = yield from self._reply(asking, tokens)
        except (BudgetSpentError, NoPriceError) as error:
            return setbacks.of_budget(error)
        if setback and setback.lasting:
            self._lasting = setback
        if setback:
            return setback
        assert asking.made is not None, "an answer that is ok was booked, and kept with that"
        return asking.made

    def _reply(self, asking: Asking, max_tokens: int) -> Generator[Explanation, None, tuple[Outcome, Setback | None]]:
        """One call: its partial explanations, its row in the ledger, its worth."""
        reply = Reply(lambda: self._connected(asking, max_tokens))
        tracker = OptionTracker(asking.task)
        outcome = Outcome("incomplete", "nobody read it to its end")
        began = self.desk.clock()
        worst = self.desk.worst(asking.task, asking.settings, max_tokens=max_tokens)
        with self._budget.reserved(worst, model=asking.settings.model) as reserved:
            reserved.cost = Decimal(0)
            try:
                # Closed before the ledger is written: only a closed stream knows what had come.
                with closing(reply.events()) as events:
                    for event in events:
                        if not asking.read_along:
                            if event.type == "message_start":
                                yield self.desk.partial(asking.task, asking.settings, ())
                            continue
                        grown = tracker.feed(event)
                        if (size := sum(len(option.why) for option in grown)) > asking.shown:
                            asking.shown = size
                            yield self.desk.partial(asking.task, asking.settings, grown)
                outcome = read(reply.message, asking.task)
            finally:
                reserved.cost = self._book(asking, reply, outcome, began)
        return outcome, self._setback(asking, reply, outcome)

    def _connected(self, asking: Asking, max_tokens: int) -> AbstractContextManager[MessageStream[None]]:
        wanted = self.desk.request(asking.task, asking.settings, max_tokens=max_tokens)
        return asking.told.around(self.client.with_options(middleware=[asking.watch]).messages.stream(**wanted))

    def _setback(self, asking: Asking, reply: Reply, outcome: Outcome) -> Setback | None:
        if outcome.kind == "ok":
            return None
        if reply.error and not reply.finished:
            return setbacks.of_error(reply.error, model=asking.settings.model)
        return setbacks.of_outcome(outcome.kind, outcome.detail) if reply.message else setbacks.NONSENSE

    def _book(self, asking: Asking, reply: Reply, outcome: Outcome, began: datetime) -> Decimal:
        """Write the row of a call that may be paid, and with it what came of it. The cost, as far as is known."""
        if not (reply.connected or asking.watch.unanswered):
            return Decimal(0)  # refused or never sent, and so not billed
        asking.watch.unanswered = False
        now = self.desk.clock()
        call = row(
            reply,
            outcome.kind,
            outcome.detail,
            of=self.desk.occasion(asking.task, asking.settings),
            asked=self.desk.asked(asking.task),
            at=now,
            latency=(now - began).total_seconds(),
        )
        asking.spent.add(call)
        asking.spent.invented += outcome.dropped
        if outcome.kind == "ok":
            asking.made = self.desk.whole(asking.task, asking.settings, outcome).model_copy(
                update={"usage": asking.spent.usage, "cost_usd": asking.spent.cost_usd}
            )
        disputes = self.desk.disputes(asking.task, asking.settings, outcome)
        # One transaction: a kill between the two would have the explanation paid again.
        self.desk.notebook.book(self.desk.discreet(call), asking.made, disputes)
        return Decimal(call.cost_usd or 0)


def _outcome(result: Explanation | Setback) -> str:
    """What a span says of a question."""
    if not isinstance(result, Setback):
        return "ok"
    return result.kind if result.kind == setbacks.LEFT.kind else "setback"
