"""Claude's explanation of every option; the author's words wherever that fails.

Three promises. A candidate always gets a whole explanation, and never an exception for what the provider did.
Every call that may be paid is in the ledger before anything is done about its answer, also when the reader
walks away in mid-stream. Only an explanation that is whole and agrees with the key is shown as whole, and
only such a one is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from examcert.core.blueprint import Blueprint
from examcert.core.explanation import Explanation, OptionWhy
from examcert.core.question import Answer, Fact, Question
from examcert.core.records import Disagreement, Notebook
from examcert.errors import ProviderError
from examcert.explainers.authored import authored
from examcert.explainers.claude import setbacks
from examcert.explainers.claude.client import Attempts, make_client
from examcert.explainers.claude.ledger import Spent, row
from examcert.explainers.claude.reading import Outcome, read
from examcert.explainers.claude.setbacks import Setback
from examcert.explainers.claude.settings import Settings
from examcert.explainers.claude.stream import OptionTracker, Reply
from examcert.explainers.claude.text import brief
from examcert.explainers.claude.wire import Task, exam_context, request, task
from examcert.explainers.parts import parts_of
from examcert.explainers.prompts import Prompt

if TYPE_CHECKING:
    from anthropic import Anthropic
    from anthropic.lib.streaming import MessageStream


@dataclass(slots=True)
class Asking:
    """One question on its way to Claude."""

    task: Task
    watch: Attempts
    spent: Spent
    shown: int = 0
    """Characters the reader has seen: a second try shows nothing until it has more."""


class ClaudeExplainer:
    """Explains by Claude, or from the notebook where Claude has explained before."""

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
    ) -> None:
        self._notebook, self._settings = notebook, settings
        self._prompt, self._blueprint, self._facts = prompt, blueprint, facts
        self._clock, self._language = clock, language
        self._context = exam_context(blueprint)
        self._client: Anthropic | None = None
        self._lasting: Setback | None = None

    def explain(self, question: Question, answer: Answer) -> Iterator[Explanation]:
        """Growing partial explanations for show, then the whole: Claude's or, with a note, the author's."""
        put = task(question, blueprint=self._blueprint, facts=self._facts, language=self._language)
        if kept := self._kept(put):
            yield kept
            return
        if lasting := self._hopeless():
            yield authored(question, note=lasting.note)
            return
        limits = self._settings
        asking = Asking(put, Attempts(self._clock, seconds=limits.seconds, patience=limits.patience), Spent())
        told = yield from self._asked(asking)
        if isinstance(told, Setback):
            paid = asking.spent
            yield authored(question, note=self._without_key(told.note), usage=paid.usage, cost_usd=paid.cost_usd)
            return
        whole = self._whole(asking, told)
        self._notebook.keep(whole)
        yield whole

    def _kept(self, put: Task) -> Explanation | None:
        """What the notebook holds for this task, if it is whole and agrees with the key; notebooks can be imported."""
        found = self._notebook.find(
            fingerprint=put.question.fingerprint,
            model=self._settings.model,
            prompt_version=self._version(put),
            language=self._language,
        )
        wanted = [(part.id, part.verdict) for part in parts_of(put.question)]
        if found is None or [(option.id, option.verdict) for option in found.options] != wanted:
            return None
        # Reading it again costs nothing; what it cost once is in the ledger.
        return found.model_copy(update={"question": put.question.id, "usage": None, "cost_usd": "0"})

    def _version(self, put: Task) -> str:
        """The prompt's version and what it was applied to. A fingerprint covers neither the key nor the facts."""
        return f"{self._prompt.version}.{put.digest}"

    def _hopeless(self) -> Setback | None:
        """What keeps every question from being asked, if anything does. Makes the client on first use."""
        if self._client is None and self._lasting is None:
            try:
                self._client = make_client(self._settings)
            except ProviderError as error:
                self._lasting = setbacks.unasked(error)
        return self._lasting

    def _asked(self, asking: Asking) -> Generator[Explanation, None, Outcome | Setback]:
        """Ask, and once more where that may help."""
        tokens = self._settings.max_tokens
        outcome, setback = yield from self._reply(asking, tokens)
        if setback and setback.again:
            tokens *= 2 if outcome.kind == "truncated" else 1
            outcome, setback = yield from self._reply(asking, tokens)
        if setback and setback.lasting:
            self._lasting = setback
        return setback or outcome

    def _reply(self, asking: Asking, max_tokens: int) -> Generator[Explanation, None, tuple[Outcome, Setback | None]]:
        """One call: its partial explanations, its row in the ledger, its worth."""
        reply = Reply(lambda: self._connected(asking, max_tokens))
        tracker = OptionTracker(asking.task)
        outcome = Outcome("incomplete", "nobody read it to its end")
        try:
            # Closed before the ledger is written: only a closed stream knows what had come.
            with closing(reply.events()) as events:
                for event in events:
                    grown = tracker.feed(event)
                    if (size := sum(len(option.why) for option in grown)) > asking.shown:
                        asking.shown = size
                        yield self._partial(asking.task, grown)
            outcome = read(reply.message, asking.task)
        finally:
            self._book(asking, reply, outcome)
        if outcome.kind == "disagreed":
            self._dispute(asking.task, outcome)
        return outcome, self._setback(reply, outcome)

    def _connected(self, asking: Asking, max_tokens: int) -> AbstractContextManager[MessageStream[None]]:
        assert self._client is not None, "asked before it was known to be possible"
        wanted = request(
            self._settings,
            role=self._prompt.text,
            context=self._context,
            content=asking.task.content,
            max_tokens=max_tokens,
        )
        return self._client.with_options(middleware=[asking.watch]).messages.stream(**wanted)

    def _setback(self, reply: Reply, outcome: Outcome) -> Setback | None:
        if outcome.kind == "ok":
            return None
        if reply.error and not reply.finished:
            return setbacks.of_error(reply.error, model=self._settings.model)
        return setbacks.of_outcome(outcome) if reply.message else setbacks.NONSENSE

    def _book(self, asking: Asking, reply: Reply, outcome: Outcome) -> None:
        if not (reply.connected or asking.watch.unanswered):
            return  # refused or never sent, and so not billed
        asking.watch.unanswered = False
        call = row(
            reply,
            outcome,
            question=asking.task.question.id,
            exam=self._blueprint.code,
            model=self._settings.model,
            asked=self._prompt.text + self._context + asking.task.content,
            at=self._clock(),
        )
        asking.spent.add(call)
        self._notebook.book(call.model_copy(update={"detail": self._without_key(call.detail)}))

    def _dispute(self, put: Task, outcome: Outcome) -> None:
        found = [
            Disagreement(
                at=self._clock(),
                question=put.question.id,
                fingerprint=put.question.fingerprint,
                model=self._settings.model,
                prompt_version=self._version(put),
                option=against.part,
                key_says=against.key_says,
                model_says=against.model_says,
                why=against.why,
            )
            for against in outcome.contradictions
        ]
        self._notebook.dispute(tuple(found))

    def _partial(self, put: Task, options: tuple[OptionWhy, ...]) -> Explanation:
        return Explanation(
            question=put.question.id,
            fingerprint=put.question.fingerprint,
            options=options,
            source="claude",
            model=self._settings.model,
            prompt_version=self._version(put),
            language=self._language,
            complete=False,
        )

    def _whole(self, asking: Asking, outcome: Outcome) -> Explanation:
        put = asking.task
        cited = [put.facts[name] for name in outcome.cited]
        return self._partial(put, outcome.options).model_copy(
            update={
                "takeaway": outcome.takeaway,
                "refs": tuple(ref for ref in put.question.refs if ref in cited),
                "usage": asking.spent.usage,
                "cost_usd": asking.spent.cost_usd,
                "complete": True,
            }
        )

    def _without_key(self, text: str) -> str:
        """A provider's words may quote the key back at us."""
        key = self._settings.api_key
        return brief(text.replace(key.get_secret_value(), "[key]") if key else text, limit=300)
