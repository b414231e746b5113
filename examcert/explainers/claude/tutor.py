"""Questions back: a short dialogue about one question, after it was answered.

The dialogue is bound to the question's text and kept with it; edit the question and it starts afresh. It has a
budget of its own and an end, so that a chat never becomes the dearest thing about an exam. What Claude says here is a
tutor's word in passing: it changes no score, and it is never stored as an explanation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Protocol

from examcert.claude.asking import Asker, Judged
from examcert.claude.booking import Occasion, Spent
from examcert.claude.reply import text_of
from examcert.claude.request import request
from examcert.claude.setbacks import Setback
from examcert.claude.text import clean
from examcert.core.question import Question
from examcert.core.record import Record
from examcert.core.records import Turn
from examcert.errors import ExamcertError
from examcert.explainers.claude.desk import Desk
from examcert.explainers.claude.mentions import without_addresses
from examcert.explainers.prompts import Prompt

if TYPE_CHECKING:
    from anthropic.types import Message

BUDGET = Decimal("0.10")
"""US dollars for the dialogue about one question."""
TURNS = 20
"""Things said, by both together."""
LONGEST = 2000
"""Characters of one question back."""
MAX_TOKENS = 2048
"""Thinking counts against it; the prompt asks for 120 words."""


class DialogueBook(Protocol):
    """A notebook that keeps dialogues. History has one."""

    def say(self, *turns: Turn) -> None:
        """Add to a dialogue."""
        ...

    def dialogue(self, *, fingerprint: str, language: str) -> tuple[Turn, ...]:
        """What was said about a text, oldest first."""
        ...


class Said(Record):
    """What the tutor has said so far, and in the end."""

    text: str
    complete: bool
    note: str | None = None
    """Why there is no answer."""
    kind: str = "ok"
    cost_usd: str | None = None


class Tutor:
    """Answers a candidate's questions about one question."""

    def __init__(self, desk: Desk, asker: Asker, book: DialogueBook, *, prompt: Prompt) -> None:
        self._desk, self._asker, self._book, self._prompt = desk, asker, book, prompt

    def ask(self, question: Question, words: str) -> Iterator[Said]:
        """The answer as it grows, then the whole. Whatever the provider does, the last one says it in `note`."""
        words = clean(words)
        if not words or len(words) > LONGEST:
            raise ExamcertError(
                "There is nothing to ask." if not words else f"That is more than {LONGEST:,} characters.",
                remedy="Ask one short question.",
            )
        before = self._book.dialogue(fingerprint=question.fingerprint, language=self._desk.language)
        if limit := self._limit(before):
            yield Said(text="", complete=True, note=limit, kind="budget")
            return
        self._asker.spent = Spent()
        result: str | Setback
        growing = self._asker.stream(self._request(question, before, words), self._occasion(question), _judge)
        shown = ""
        while True:
            try:
                text = clean(next(growing))
            except StopIteration as end:
                result = end.value
                break
            if len(text) > len(shown):
                shown = text
                yield Said(text=text, complete=False)
        cost = self._asker.spent.cost_usd
        if isinstance(result, Setback):
            yield Said(text="", complete=True, note=result.note, kind=result.kind, cost_usd=cost)
            return
        self._keep(question, words, result, cost)
        yield Said(text=result, complete=True, cost_usd=cost)

    def _limit(self, before: tuple[Turn, ...]) -> str | None:
        spent = sum((Decimal(turn.cost_usd or 0) for turn in before), Decimal(0))
        if len(before) >= TURNS:
            return f"This dialogue has its {TURNS} turns. Start it afresh with --forget, or go on practising."
        if spent >= BUDGET:
            return f"This dialogue has spent its ${BUDGET}. Start it afresh with --forget, or go on practising."
        return None

    def _request(self, question: Question, before: tuple[Turn, ...], words: str) -> dict[str, object]:
        document = self._document(question)
        told: list[tuple[Literal["user", "assistant"], str]] = [
            ("user" if turn.speaker == "candidate" else "assistant", turn.text) for turn in before
        ]
        told.append(("user", words))
        told[0] = ("user", f"{document}\n\n{told[0][1]}")
        return request(
            self._asker.settings,
            system=(self._prompt.text, self._desk.system[1]),
            messages=told,
            max_tokens=MAX_TOKENS,
        )

    def _document(self, question: Question) -> str:
        """The question as for an explanation, and what its author says: the candidate has read that."""
        put = self._desk.put(question)
        whys = {part.label: part.part.why for part in put.parts}
        return json.dumps({**json.loads(put.content), "author_says": whys}, ensure_ascii=False, indent=1)

    def _occasion(self, question: Question) -> Occasion:
        return Occasion(
            "ask",
            question.id,
            self._desk.blueprint.code,
            self._asker.settings.model,
            self._prompt.version,
            self._asker.prices,
        )

    def _keep(self, question: Question, words: str, answer: str, cost: str | None) -> None:
        at = self._desk.clock()

        def turn(speaker: Literal["candidate", "claude"], text: str, paid: str | None) -> Turn:
            return Turn(
                question=question.id,
                fingerprint=question.fingerprint,
                language=self._desk.language,
                at=at,
                speaker=speaker,
                text=text,
                cost_usd=paid,
            )

        self._book.say(turn("candidate", words, None), turn("claude", answer, cost))


def _judge(message: Message) -> Judged[str]:
    words, dropped = without_addresses(clean(text_of(message)))
    detail = f"{dropped} invented {'reference' if dropped == 1 else 'references'} dropped" if dropped else ""
    return Judged("ok", detail, words) if words else Judged("invalid", "it says nothing")
