"""Whether a stored explanation still speaks of the question as it is today.

An explanation is bound to the fingerprint of what the candidate reads and, in its prompt version, to a digest of
all that Claude was told: the key, the objective and the fact cards too. Change any of these and it is stale.
"""

from collections.abc import Iterable
from typing import Literal

from examcert.core.explanation import Explanation
from examcert.core.record import Record
from examcert.explainers.claude.wire import Task
from examcert.explainers.prompts import Prompt

State = Literal["fresh", "older-prompt", "stale", "missing"]
"""`older-prompt`: true of today's question, but made with another edition of the prompt."""


def binding(prompt: Prompt, put: Task) -> str:
    """The version of everything that made an explanation: the prompt's, then what it was applied to."""
    return f"{prompt.version}.{put.digest}"


def is_bound(found: Explanation, put: Task) -> bool:
    """Whether it was made of the question, key and facts as they are."""
    return found.fingerprint == put.question.fingerprint and (found.prompt_version or "").endswith(f".{put.digest}")


class Standing(Record):
    """How one question stands: the best explanation it has, and those that no longer fit."""

    question: str
    state: State
    model: str | None = None
    prompt_version: str | None = None
    stale: int = 0
    """Stored explanations of an earlier state of the question."""


def standing(put: Task, stored: Iterable[Explanation], prompt: Prompt) -> Standing:
    """How a question stands, among the explanations stored under its id or its text. Newest first decides ties."""
    found = list(stored)
    bound = [one for one in found if is_bound(one, put)]
    fresh = [one for one in bound if one.prompt_version == binding(prompt, put)]
    best = next(iter(fresh or bound), None)
    state: State = "fresh" if fresh else "older-prompt" if bound else "stale" if found else "missing"
    return Standing(
        question=put.question.id,
        state=state,
        model=best.model if best else None,
        prompt_version=best.prompt_version if best else None,
        stale=len(found) - len(bound),
    )
