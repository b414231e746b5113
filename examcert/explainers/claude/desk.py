"""The desk where explanations are made: how a question is put, how an answer is judged, what is kept of it.

One question at a time, a whole bank at once and a batch that comes back tomorrow all go over this desk, so that
the same things are sent, checked and stored whichever way is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from examcert.claude.booking import Occasion
from examcert.claude.prices import TABLE, PriceTable
from examcert.claude.request import Ttl, request, worst_case
from examcert.claude.routing import ONE_MODEL, Policy
from examcert.claude.setbacks import without_key
from examcert.claude.settings import Settings
from examcert.core.blueprint import Blueprint
from examcert.core.explanation import Explanation, OptionWhy
from examcert.core.question import Fact, Question
from examcert.core.records import Call, Disagreement, Notebook
from examcert.explainers.claude.freshness import binding, is_bound
from examcert.explainers.claude.reading import Outcome
from examcert.explainers.claude.wire import ExplanationOut, Task, exam_context, schema_text, task
from examcert.explainers.parts import parts_of
from examcert.explainers.prompts import Prompt

if TYPE_CHECKING:
    from examcert.claude.request import Request


@dataclass(frozen=True)
class Desk:
    """What all explanations of an exam share."""

    notebook: Notebook
    settings: Settings
    prompt: Prompt
    blueprint: Blueprint
    facts: Mapping[str, Fact]
    clock: Callable[[], datetime]
    language: str = "en"
    policy: Policy = ONE_MODEL
    prices: PriceTable = TABLE

    def put(self, question: Question) -> Task:
        """A question in the words of the prompt."""
        return task(question, blueprint=self.blueprint, facts=self.facts, language=self.language)

    def routes(self, question: Question) -> tuple[Settings, ...]:
        """Settings to try for a question, the first choice first."""
        return self.policy.routes(question, self.settings)

    def version(self, put: Task) -> str:
        """The prompt's version and what it was applied to. A fingerprint covers neither the key nor the facts."""
        return binding(self.prompt, put)

    @property
    def system(self) -> tuple[str, str]:
        """The part of the prompt that is the same for every question of the exam."""
        return (self.prompt.text, exam_context(self.blueprint))

    def request(self, put: Task, settings: Settings, *, max_tokens: int, ttl: Ttl = "5m") -> Request:
        """The arguments of one call."""
        return request(
            settings,
            system=self.system,
            messages=(("user", put.content),),
            max_tokens=max_tokens,
            answer=ExplanationOut,
            ttl=ttl,
        )

    def asked(self, put: Task) -> str:
        """Everything that is sent, as one text."""
        return "".join(self.system) + put.content

    def worst(self, put: Task, settings: Settings, *, max_tokens: int, batch: bool = False) -> Decimal | None:
        """What one call about the question can cost at most."""
        asked = len((self.asked(put) + schema_text()).encode())
        return worst_case(self.prices, settings.model, asked=asked, max_tokens=max_tokens, batch=batch)

    def occasion(self, put: Task, settings: Settings) -> Occasion:
        """What the ledger says of a call about the question, whatever becomes of it."""
        return Occasion(
            purpose="explain",
            question=put.question.id,
            exam=self.blueprint.code,
            model=settings.model,
            prompt_version=self.version(put),
            prices=self.prices,
        )

    # What was explained before.

    def exact(self, put: Task) -> Explanation | None:
        """What is stored of exactly this prompt and one of the models that would be asked."""
        for settings in self.routes(put.question):
            found = self.notebook.find(
                fingerprint=put.question.fingerprint,
                model=settings.model,
                prompt_version=self.version(put),
                language=self.language,
            )
            if found is not None and (usable := self.usable(put, found)):
                return usable
        return None

    def kept(self, put: Task) -> Explanation | None:
        """What serves without asking: exactly this, or, unless somebody chose a model, this prompt by any model."""
        if found := self.exact(put):
            return found
        if self.settings.model_chosen:
            return None
        return self._any(put, lambda found: found.prompt_version == self.version(put))

    def fallback(self, put: Task) -> Explanation | None:
        """What serves when nobody can be asked: by any model and any edition of the prompt, if it is not stale."""
        return self._any(put, lambda found: is_bound(found, put))

    def _any(self, put: Task, serves: Callable[[Explanation], bool]) -> Explanation | None:
        stored = self.notebook.about(fingerprint=put.question.fingerprint, language=self.language)
        return next((usable for found in stored if serves(found) and (usable := self.usable(put, found))), None)

    def usable(self, put: Task, found: Explanation) -> Explanation | None:
        """A stored explanation as this question shows it; None where it contradicts the key."""
        # A pack can be made by hand, and a database changed.
        wanted = [(part.id, part.verdict) for part in parts_of(put.question)]
        if not found.complete or [(option.id, option.verdict) for option in found.options] != wanted:
            return None
        own = tuple(ref for ref in put.question.refs if ref in found.refs)
        # Reading it again costs nothing; what it cost once is in the ledger.
        return found.model_copy(update={"question": put.question.id, "refs": own, "usage": None, "cost_usd": "0"})

    # What comes of an answer.

    def partial(self, put: Task, settings: Settings, options: tuple[OptionWhy, ...]) -> Explanation:
        """An explanation that still grows."""
        return Explanation(
            question=put.question.id,
            fingerprint=put.question.fingerprint,
            options=options,
            source="claude",
            model=settings.model,
            prompt_version=self.version(put),
            language=self.language,
            complete=False,
        )

    def whole(self, put: Task, settings: Settings, outcome: Outcome) -> Explanation:
        """The explanation in an answer that is ok."""
        cited = [put.facts[name] for name in outcome.cited]
        return self.partial(put, settings, outcome.options).model_copy(
            update={
                "takeaway": outcome.takeaway,
                "refs": tuple(ref for ref in put.question.refs if ref in cited),
                "complete": True,
            }
        )

    def disputes(self, put: Task, settings: Settings, outcome: Outcome) -> tuple[Disagreement, ...]:
        """The verdicts against the key."""
        return tuple(
            Disagreement(
                at=self.clock(),
                exam=self.blueprint.code,
                question=put.question.id,
                fingerprint=put.question.fingerprint,
                model=settings.model,
                prompt_version=self.version(put),
                option=against.part,
                key_says=against.key_says,
                model_says=against.model_says,
                why=against.why,
            )
            for against in outcome.contradictions
        )

    def without_key(self, text: str) -> str:
        """A provider's words may quote the API key back at us."""
        return without_key(text, self.settings.api_key)

    def discreet(self, call: Call) -> Call:
        """A row without the API key in it."""
        return call.model_copy(update={"detail": self.without_key(call.detail)})

    def speaking(self, language: str) -> Desk:
        """The same desk in another language."""
        return replace(self, language=language)
