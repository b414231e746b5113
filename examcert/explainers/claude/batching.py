"""Explanations for a whole bank by Message Batches, in a way that can be killed at any moment.

The order of steps is the point. A batch is written down, then sent, then its name is noted: whoever comes after
a crash between these finds out at the provider whether it arrived. Each result is booked, kept and crossed off in
one transaction: reading the results twice pays and stores nothing twice. What errored, expired or was canceled
is not billed, and is asked again next time.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from examcert.claude import batches, setbacks
from examcert.claude.batches import Progress, UnclearError
from examcert.claude.booking import Occasion, row_of_batch
from examcert.claude.budget import Budget, NoPriceError
from examcert.claude.settings import Settings
from examcert.core.batches import BatchBook, BatchItem, BatchRecord
from examcert.core.question import Question
from examcert.core.records import Disagreement
from examcert.errors import ProviderError
from examcert.explainers.claude.building import Built, Watcher
from examcert.explainers.claude.explainer import ClaudeExplainer
from examcert.explainers.claude.reading import Outcome, read
from examcert.explainers.claude.wire import Task

if TYPE_CHECKING:
    from anthropic.types import Message

Wait = Callable[[float], None]
CHANGED = "the question has changed since it was put into a batch"
ENOUGH = 2
"""How often one question is put into a batch in one run, before its failure stands."""


class BatchBuilder:
    """A run over the questions of one exam. `pause` waits for so many seconds between looks."""

    def __init__(
        self,
        explainer: ClaudeExplainer,
        *,
        budget: Budget,
        watch: Watcher,
        pause: Wait,
        every: float = 30.0,
        looked: Callable[[Progress], None] = lambda _: None,
        most: int = batches.MOST,
    ) -> None:
        self._explainer, self._budget, self._watch = explainer, budget, watch
        self._pause, self._every, self._looked, self._most = pause, every, looked, most
        self._made: set[str] = set()
        self._tries: dict[str, int] = {}
        self._wanted: frozenset[str] = frozenset()
        # Only a notebook that remembers batches is given to whoever builds by them.
        self._book = cast("BatchBook", explainer.desk.notebook)

    def build(self, questions: Sequence[Question], *, bank: Sequence[Question] = (), anew: bool = False) -> Built:
        """Finish what is on its way, then send what is not explained yet, as much at a time as the budget holds.

        `bank` has the questions that an earlier batch may be about, where that is more than those wanted now.
        """
        desk = self._explainer.desk
        tasks = {question.id: desk.put(question) for question in questions}
        built, self._wanted = Built(wanted=len(tasks)), frozenset(tasks)
        if lasting := self._explainer.hopeless():
            built.stopped, built.reason = "provider", setbacks.without_author(lasting.note)
            return built
        try:
            for batch in self._book.open_batches(desk.blueprint.code):
                # What an earlier run asked in another language is collected in that language.
                spoken = desk.speaking(batch.language)
                self._finish(batch, {q.id: spoken.put(q) for q in (*questions, *bank)}, built)
            done = set() if anew else {name for name, put in tasks.items() if desk.exact(put) is not None}
            built.kept = len(done - self._made)
            self._rounds({name: put for name, put in tasks.items() if name not in done}, built)
        except KeyboardInterrupt:
            built.stopped, built.reason = "interrupted", "Interrupted; what is on its way is collected next time."
        except NoPriceError as error:
            built.stopped, built.reason = "budget", str(error)
        except ProviderError as error:
            built.stopped, built.reason = "provider", desk.without_key(str(error))
        except Exception as error:
            setback = setbacks.of_provider(error, model=desk.settings.model)
            if setback is None:
                raise
            built.stopped, built.reason = "provider", setbacks.without_author(desk.without_key(setback.note))
        return built

    def _rounds(self, todo: dict[str, Task], built: Built) -> None:
        """Batch after batch, until everything is settled or the budget holds no more."""
        while True:
            given_up = {name for name in built.failed if self._tries.get(name, 0) >= ENOUGH}
            settled = {*self._made, *built.disagreed, *given_up}
            left = {name: put for name, put in todo.items() if name not in settled}
            chosen = self._affordable(left, built) if left else []
            if not chosen:
                return
            sent = self._send({name: left[name] for name in chosen})
            for name in chosen:
                self._tries[name] = self._tries.get(name, 0) + 1
                built.failed.pop(name, None)
            self._finish(sent, todo, built)

    def _affordable(self, todo: dict[str, Task], built: Built) -> list[str]:
        """As many questions, in order, as the budget holds at their worst."""
        desk, chosen, sum_ = self._explainer.desk, list[str](), Decimal(0)
        for name, put in todo.items():
            settings = self._route(put)
            worst = desk.worst(put, settings, max_tokens=settings.max_tokens, batch=True)
            if self._budget.limit is not None and worst is None:
                raise NoPriceError(settings.model)
            if len(chosen) >= self._most or not self._budget.room_for(sum_ + (worst or Decimal(0))):
                break
            sum_ += worst or Decimal(0)
            chosen.append(name)
        if not chosen:
            built.stopped = "budget"
            built.reason = f"The budget of ${self._budget.limit} does not hold another question at its worst."
        return chosen

    def _route(self, put: Task) -> Settings:
        """Whom to ask: the first choice, and after that has failed the next."""
        routes = self._explainer.desk.routes(put.question)
        return routes[min(self._tries.get(put.question.id, 0), len(routes) - 1)]

    def _send(self, todo: dict[str, Task]) -> BatchRecord:
        """Write it down, send it, note its name."""
        desk, stamp = self._explainer.desk, secrets.token_hex(6)
        items = tuple(
            BatchItem(
                name=f"{stamp}-{place}", question=name, model=self._route(put).model, prompt_version=desk.version(put)
            )
            for place, (name, put) in enumerate(todo.items())
        )
        requests = {
            item.name: desk.request(put, settings, max_tokens=settings.max_tokens, ttl="1h")
            for item, put in zip(items, todo.values(), strict=True)
            for settings in (self._route(put),)
        }
        at = desk.clock()
        number = self._book.plan_batch(exam=desk.blueprint.code, language=desk.language, items=items, at=at)
        record = BatchRecord(
            id=number, provider_id=None, exam=desk.blueprint.code, language=desk.language, made=at, items=items
        )
        try:
            provider_id = batches.send(self._explainer.client, requests)
        except UnclearError:
            raise
        except Exception:
            self._book.close_batch(number)  # refused: it is not there, and nothing is owed for it
            raise
        self._book.batch_sent(number, provider_id)
        return record.model_copy(update={"provider_id": provider_id})

    def _finish(self, batch: BatchRecord, tasks: dict[str, Task], built: Built) -> None:
        """Wait for a batch and read its results."""
        client, provider_id = self._explainer.client, batch.provider_id
        names = [item.name for item in batch.items]
        while True:
            if provider_id is None:
                known = [one.provider_id for one in self._book.open_batches(batch.exam) if one.provider_id]
                found = batches.arrived(client, names, sent_after=batch.made, known=known)
                if found is None:
                    self._book.close_batch(batch.id)  # it never arrived
                    return
                if found.ended:
                    provider_id = found.id
                    self._book.batch_sent(batch.id, provider_id)
            else:
                found = batches.progress(client, provider_id)
            self._looked(found)
            if found.ended:
                break
            self._pause(self._every)
        assert provider_id is not None, "an ended batch has its name noted"
        self._collect(provider_id, batch, tasks, built)
        self._book.close_batch(batch.id)

    def _collect(self, provider_id: str, batch: BatchRecord, tasks: dict[str, Task], built: Built) -> None:
        open_items = {item.name: item for item in batch.items if item.state == "open"}
        for found in batches.results(self._explainer.client, provider_id):
            item = open_items.get(found.name)
            if item is None:
                continue
            if found.message is None:
                self._book.void_item(item.name)
                why = f"{found.kind} ({found.error})" if found.error else found.kind
                if item.question in self._tries:
                    built.failed[item.question] = f"The batch came back with {why}."
                    self._watch(item.question, "failed")
                continue
            self._settle(item, found.message, tasks.get(item.question), batch.language, built)

    def _settle(self, item: BatchItem, message: Message, put: Task | None, language: str, built: Built) -> None:
        """Judge a result like any other answer, and book it whatever it is."""
        desk = self._explainer.desk.speaking(language)
        outcome, whole = Outcome("invalid", CHANGED), None
        disputes: tuple[Disagreement, ...] = ()
        settings = desk.settings.model_copy(update={"model": item.model})
        # Bound to what was asked, whatever has become of the prompt since.
        if put is not None and item.prompt_version.endswith(f".{put.digest}"):
            outcome = read(message, put)
            disputes = desk.disputes(put, settings, outcome)
            whole = desk.whole(put, settings, outcome) if outcome.kind == "ok" else None
        occasion = Occasion("explain", item.question, desk.blueprint.code, item.model, item.prompt_version, desk.prices)
        call = desk.discreet(row_of_batch(message, outcome.kind, outcome.detail, of=occasion, at=desk.clock()))
        if whole is not None:
            changes = {"prompt_version": item.prompt_version, "usage": call.usage, "cost_usd": call.cost_usd}
            whole = whole.model_copy(update=changes)
        if not self._book.settle_item(item.name, call, whole, disputes):
            return
        self._paid(call.cost_usd, built)
        built.invented += outcome.dropped
        wanted_now = put is not None and language == self._explainer.desk.language and item.question in self._wanted
        if outcome.detail == CHANGED or not wanted_now:
            return
        built.failed.pop(item.question, None)
        if whole is not None:
            self._made.add(item.question)
        result = whole or setbacks.of_outcome(outcome.kind, outcome.detail)
        self._watch(item.question, built.settle(item.question, result))

    def _paid(self, cost: str | None, built: Built) -> None:
        self._budget.spend(Decimal(cost or 0))
        built.cost += Decimal(cost or 0)
        built.unpriced += cost is None
