"""The author's explanation: always there, offline, and what every other explainer falls back to."""

from collections.abc import Iterator

from examcert.core.explanation import Explanation, OptionWhy, Usage
from examcert.core.question import Answer, Question
from examcert.explainers.parts import parts_of


def authored(
    question: Question, *, note: str | None = None, usage: Usage | None = None, cost_usd: str | None = None
) -> Explanation:
    """The author's words on every part.

    `note` says why they stand in for someone else's; `usage` and `cost_usd` are what was
    paid in vain before.
    """
    return Explanation(
        question=question.id,
        fingerprint=question.fingerprint,
        options=tuple(OptionWhy(id=part.id, verdict=part.verdict, why=part.why) for part in parts_of(question)),
        refs=question.refs,
        source="authored",
        note=note,
        usage=usage,
        cost_usd=cost_usd,
    )


class AuthoredExplainer:
    """Explains every option in its author's words. Same question, same words, no network."""

    def explain(self, question: Question, answer: Answer) -> Iterator[Explanation]:
        """The whole explanation at once."""
        yield authored(question)
