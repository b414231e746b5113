"""Explanations for a whole bank, one call a question, many at a time.

The first question goes out alone: the cache can be read only once the first writer's answer has begun, and N
parallel first calls would be N writes. Then as many as the pace lets go. What is told to slow down goes back into
the queue; what cannot work for any question stops the run, and so does the budget. Everything made so far is kept,
and the next run goes on from there.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from examcert.claude.booking import Spent
from examcert.claude.pace import ComeBackLaterError, Pace
from examcert.claude.setbacks import Setback, without_author
from examcert.core.explanation import Explanation
from examcert.core.question import Question
from examcert.explainers.claude.explainer import ClaudeExplainer
from examcert.explainers.claude.wire import Task

Step = Literal["made", "refused", "disagreed", "failed", "again"]
"""What one question came to: `again` goes back into the queue."""
Stop = Literal["budget", "provider", "later", "interrupted"]
PATIENCE = 4
"""How often one question is asked again after being told to slow down."""
OUTAGE = 3
"""So many questions in a row that reach nobody mean that there is no connection."""


@dataclass
class Built:
    """What a run came to."""

    wanted: int
    made: int = 0
    kept: int = 0
    """Explained before, so that nothing was asked."""
    disagreed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    """Why, by question."""
    cost: Decimal = Decimal(0)
    unpriced: int = 0
    """Calls whose cost is not known."""
    invented: int = 0
    """References in the answers that were not there to cite, and so were dropped."""
    stopped: Stop | None = None
    """Why the run ended before its time."""
    reason: str = ""

    @property
    def open(self) -> int:
        """Questions that nobody got to."""
        return self.wanted - self.made - self.kept - len(self.disagreed) - len(self.failed)

    def count(self, spent: Spent) -> None:
        """Add what was paid, and what was dropped of it."""
        if spent.usage is None:
            return
        self.invented += spent.invented
        if spent.cost_usd is None:
            self.unpriced += 1
        else:
            self.cost += Decimal(spent.cost_usd)

    def settle(self, question: str, result: Explanation | Setback) -> Step:
        """Count what became of a question; whoever stops a run sets `stopped`."""
        if isinstance(result, Explanation):
            self.made += 1
            return "made"
        if result.kind == "disagreed":
            self.disagreed.append(question)
            return "disagreed"
        self.failed[question] = without_author(result.note)
        return "refused" if result.kind == "refused" else "failed"


Watcher = Callable[[str, Step], None]
"""Told of each question when it is done."""


class Builder:
    """A run over the questions of one exam."""

    def __init__(self, explainer: ClaudeExplainer, pace: Pace, *, width: int, watch: Watcher) -> None:
        self._explainer, self._pace, self._width, self._watch = explainer, pace, width, watch
        self._stop = threading.Event()
        self._unreached = 0

    def build(self, questions: Sequence[Question], *, anew: bool = False) -> Built:
        """Explain what is not explained yet; with `anew`, everything."""
        desk = self._explainer.desk
        tasks = [desk.put(question) for question in questions]
        todo = deque(put for put in tasks if anew or desk.exact(put) is None)
        built = Built(wanted=len(tasks), kept=len(tasks) - len(todo))
        if not todo:
            return built
        if lasting := self._explainer.hopeless():
            built.stopped, built.reason = "provider", without_author(lasting.note)
            return built
        with ThreadPoolExecutor(self._width, thread_name_prefix="explain") as pool:
            try:
                self._run(pool, todo, built)
            except KeyboardInterrupt:
                # Those in flight come to their end: they are paid already.
                built.stopped, built.reason = "interrupted", "Interrupted."
            finally:
                self._stop.set()
        return built

    def _run(self, pool: ThreadPoolExecutor, todo: deque[Task], built: Built) -> None:
        tries: dict[str, int] = {}
        begun = threading.Event()
        flying: dict[Future[tuple[Explanation | Setback, Spent]], Task] = {}
        try:
            first = todo.popleft()
            flying[pool.submit(self._one, first, begun)] = first
            begun.wait()
            while flying or (todo and not built.stopped):
                while todo and len(flying) < self._width and not built.stopped:
                    put = todo.popleft()
                    flying[pool.submit(self._one, put, begun)] = put
                done, _ = wait(flying, return_when=FIRST_COMPLETED)
                for one in done:
                    self._landed(flying.pop(one), one, todo, built, tries)
        except KeyboardInterrupt:
            self._stop.set()
            for one in flying:
                one.cancel()
            for one, put in flying.items():
                if not one.cancelled():
                    self._landed(put, one, deque(), built, tries)
            raise

    def _one(self, put: Task, begun: threading.Event) -> tuple[Explanation | Setback, Spent]:
        """One question to its end. `begun` is set with its first words: from then on the cache can be read."""
        spent = Spent()
        try:
            with self._pace.turn():
                if self._stop.is_set():
                    return Setback("Stopped.", kind="stopped"), spent
                growing = self._explainer.attempt(put, spent, shown=False)
                while True:
                    try:
                        next(growing)
                    except StopIteration as end:
                        return end.value, spent
                    begun.set()
        except ComeBackLaterError as error:
            return Setback(str(error), kind="later"), spent
        finally:
            begun.set()  # a first that failed must not hold up the others

    def _landed(
        self,
        put: Task,
        one: Future[tuple[Explanation | Setback, Spent]],
        todo: deque[Task],
        built: Built,
        tries: dict[str, int],
    ) -> None:
        result, spent = one.result()
        built.count(spent)
        name = put.question.id
        self._unreached = self._unreached + 1 if isinstance(result, Setback) and result.kind == "offline" else 0
        if isinstance(result, Setback):
            if result.kind == "stopped" or self._stops(result, built):
                return
            tries[name] = tries.get(name, 0) + 1
            if result.wait and tries[name] < PATIENCE:
                todo.append(put)
                self._watch(name, "again")
                return
        self._watch(name, built.settle(name, result))

    def _stops(self, setback: Setback, built: Built) -> bool:
        """Whether it ends the run: then the question stays open for the next one."""
        why: Stop = "budget" if setback.kind == "budget" else "later" if setback.kind == "later" else "provider"
        if why == "provider" and not setback.lasting and self._unreached < OUTAGE:
            return False
        if not built.stopped:
            built.stopped, built.reason = why, without_author(setback.note)
        return True
