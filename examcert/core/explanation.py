"""Explanations: what is right or wrong about every option, and who says so.

An explanation is bound to option ids and to the fingerprint of the question it explains:
edit an option and the explanation is stale, visibly. The key decides every verdict; a
model's words are shown only where its verdicts agree with the key.
"""

from collections.abc import Iterator
from typing import Literal, Protocol, assert_never

from examcert.core.question import (
    Answer,
    ChoiceQuestion,
    MatchingQuestion,
    OrderingQuestion,
    Question,
    Reference,
)
from examcert.core.record import Record

Verdict = Literal["correct", "incorrect"]
Source = Literal["authored", "claude", "fake"]


class OptionWhy(Record):
    """The explanation of one option (or, with `slot:`-prefixed ids, of one slot of a matching)."""

    id: str
    verdict: Verdict
    why: str


class Usage(Record):
    """Tokens of one paid call: four disjoint counts, and what two of them contain."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_write_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_1h_tokens: int = 0
    """The part of the cache writes that is kept for an hour, at a higher price."""
    thinking_tokens: int = 0
    """The part of the output that the model thought and did not say."""

    @property
    def prompt_tokens(self) -> int:
        """Everything that was read, whatever it cost."""
        return self.input_tokens + self.cache_write_tokens + self.cache_read_tokens

    def __add__(self, other: "Usage") -> "Usage":
        """Both together."""
        more = other.model_dump()
        return Usage(**{name: count + more[name] for name, count in self.model_dump().items()})


class Explanation(Record):
    """Every option of one question explained, once each, in the author's order."""

    question: str
    fingerprint: str
    options: tuple[OptionWhy, ...]
    takeaway: str | None = None
    refs: tuple[str | Reference, ...] = ()
    source: Source
    model: str | None = None
    prompt_version: str | None = None
    language: str = "en"
    usage: Usage | None = None
    cost_usd: str | None = None
    """Decimal text, so that no binary fraction changes a bill."""
    complete: bool = True
    """False while it still grows; only a whole explanation is stored."""
    note: str | None = None
    """One plain line for the reader, such as why the author's words stand in for Claude's."""


class Explainer(Protocol):
    """Explains the options of a question, as a stream of ever longer partial explanations.

    The last one yielded is whole. An implementation never raises for what a provider did:
    it falls back to the author's words and says so in `note`.
    """

    def explain(self, question: Question, answer: Answer) -> Iterator[Explanation]:
        """Partial explanations, then the whole one."""
        ...


def verdict(question: Question, option_id: str) -> Verdict:
    """What the key says of an option: whether it belongs to the right answer at all."""
    match question:
        case ChoiceQuestion() | OrderingQuestion() | MatchingQuestion():
            return "correct" if option_id in question.key else "incorrect"
        case _:
            assert_never(question)


def verdicts(question: Question) -> dict[str, Verdict]:
    """The key's verdict on every option id, in the author's order."""
    return {option_id: verdict(question, option_id) for option_id in question.option_ids}
