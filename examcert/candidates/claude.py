"""Claude as a candidate: what it is asked, how its answer is read, and what counts as none.

The answer has one form for all items, a list of labels, because a form that changed with each item would undo
the provider's cache of the prompt; that the labels are those of the item is checked here. A refusal, a cut or a
failure is never a wrong answer: each is reported by its kind.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from examcert.candidates.labels import answer_of, in_text
from examcert.claude.asking import Asker, Judged, ends_the_run
from examcert.claude.booking import Occasion
from examcert.claude.reply import text_of
from examcert.claude.request import Ttl, request
from examcert.claude.setbacks import Setback
from examcert.claude.text import brief
from examcert.core.blueprint import Blueprint
from examcert.core.candidate import IncidentKind, NoAnswerError
from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.errors import BudgetError, ProviderError

if TYPE_CHECKING:
    from anthropic.types import Message

MAX_TOKENS = 8192
"""For one answer, thinking included."""
_KINDS: dict[str, IncidentKind] = {"refused": "refused", "truncated": "truncated", "invalid": "invalid"}


class ChoicesOut(BaseModel):
    """The answer's form. Only what the provider's grammar can hold."""

    model_config = ConfigDict(extra="forbid")

    choices: list[str]


def exam_context(plan: Blueprint, material: str | None = None) -> str:
    """What the prompt says of the exam, the same for all its questions; study material makes it an open book."""
    lines = [
        "# The exam",
        "",
        f"{plan.code}, {plan.name}, by {plan.vendor}. Exam guide {plan.guide.version}. Its domains and objectives:",
    ]
    for domain in plan.domains:
        lines += ["", f"## {domain.id} {domain.name}", ""]
        lines += [f"- {objective.id} {objective.name}" for objective in domain.objectives]
    if material is not None:
        lines += ["", "# Study material handed out for this exam", "", material.strip()]
    return "\n".join(lines)


class ClaudeCandidate:
    """Puts items to Claude, one call each. Threads may share one."""

    def __init__(self, asker: Asker, *, name: str, role: str, context: str, prompt_version: str, exam: str) -> None:
        self.name, self.asker = name, asker
        self._role, self._context = role, context
        self._prompt_version, self._exam = prompt_version, exam

    def answer(self, item: Item) -> Answer:
        """What Claude chose."""
        with self.asker.pace.turn() if self.asker.pace else nullcontext():
            told = self.asker.ask(self.request(item), self.occasion(item.id), reader(item))
        if isinstance(told, Setback):
            raise _trouble(told)
        return told

    def request(self, item: Item, *, ttl: Ttl = "5m") -> dict[str, Any]:
        """The arguments of one call."""
        return request(
            self.asker.settings,
            system=(self._role, self._context),
            messages=(("user", in_text(item)),),
            max_tokens=MAX_TOKENS,
            answer=ChoicesOut,
            ttl=ttl,
        )

    def occasion(self, item: str) -> Occasion:
        """What stands in the ledger beside a call's price."""
        model = self.asker.settings.model
        return Occasion("sit", item, self._exam, model, self._prompt_version, self.asker.prices)


def reader(item: Item) -> Callable[[Message], Judged[Answer]]:
    """Judges what a message is worth as an answer to this item."""

    def judge(message: Message) -> Judged[Answer]:
        match message.stop_reason:
            case "refusal":
                category = message.stop_details.category if message.stop_details else None
                return Judged("refused", brief(category or "no category", limit=40))
            case "max_tokens" | "model_context_window_exceeded":
                return Judged("truncated", message.stop_reason)
        try:
            said = ChoicesOut.model_validate_json(text_of(message))
            return Judged("ok", "", answer_of(item, said.choices))
        except ValidationError:
            return Judged("invalid", "the answer does not have the form asked for")
        except NoAnswerError as error:
            return Judged("invalid", error.detail)

    return judge


def incident(kind: str, detail: str) -> NoAnswerError:
    """The reason why there is no answer. What is not the model's doing is the provider's."""
    return NoAnswerError(_KINDS.get(kind, "failed"), detail)


def _trouble(setback: Setback) -> Exception:
    """What a setback means for a run: the end of it, or one question without an answer."""
    if not ends_the_run(setback):
        return incident(setback.kind, setback.note)
    what, _, remedy = setback.note.partition(". ")
    what = f"{what.rstrip('.')}."
    if setback.kind == "budget":
        return BudgetError(what, remedy="Go on with --resume and a larger --budget; nothing is paid twice.")
    return ProviderError(what, remedy=remedy or "Go on with --resume when it can be reached.")
