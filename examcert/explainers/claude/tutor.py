"""Questions back: a short dialogue about one question, after it was answered.

The dialogue is bound to all that Claude was told of the question: its text, its key, its facts, its author's words.
Once any of that is corrected, another begins that knows nothing of the mistake. It has a budget of its own and an end,
so that a chat never becomes the dearest thing about an exam; both are counted in the ledger, which outlives a process.
What Claude says here is a tutor's word in passing: it changes no score, and it is never stored as an explanation.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import closing
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal, Protocol

from examcert.claude.asking import Asker, Judged
from examcert.claude.booking import Occasion, Spent
from examcert.claude.reply import text_of
from examcert.claude.request import request
from examcert.claude.setbacks import Setback
from examcert.claude.text import clean
from examcert.core.question import MatchingQuestion, Question
from examcert.core.records import Call, Purpose, Turn
from examcert.core.tutoring import Said, Sight
from examcert.errors import ExamcertError
from examcert.explainers.claude.desk import Desk
from examcert.explainers.claude.mentions import without_addresses
from examcert.explainers.claude.wire import Task
from examcert.explainers.parts import SLOT
from examcert.explainers.prompts import Prompt

if TYPE_CHECKING:
    from anthropic.types import Message

    from examcert.claude.request import Request

BUDGET = Decimal("0.10")
"""US dollars for the dialogue about one question."""
TURNS = 20
"""Things said, by both together."""
CALLS = 20
"""Calls for the dialogue about one question, answered or not: what bounds it where no price is known."""
LONGEST = 2000
"""Characters of one question back."""
MAX_TOKENS = 2048
"""Thinking counts against it; the prompt asks for 120 words."""


class DialogueBook(Protocol):
    """A notebook that keeps dialogues, and what was paid for them. History has one."""

    def say(self, *turns: Turn) -> None:
        """Add to a dialogue."""
        ...

    def dialogue(self, *, fingerprint: str, language: str) -> tuple[Turn, ...]:
        """What was said about a text, oldest first."""
        ...

    def forget(self, *, fingerprint: str, language: str) -> None:
        """End a dialogue."""
        ...

    def calls_about(self, question: str, purpose: Purpose) -> tuple[Call, ...]:
        """The paid calls about a question for one purpose, oldest first."""
        ...


class ClaudeTutor:
    """Answers a candidate's questions about one question. Threads may share one."""

    def __init__(self, desk: Desk, asker: Asker, book: DialogueBook, *, prompt: Prompt) -> None:
        self._desk, self._asker, self._book, self._prompt = desk, asker, book, prompt

    @property
    def voice(self) -> str:
        """Claude, and which."""
        return f"Claude ({self._asker.settings.model})"

    def ask(self, question: Question, words: str, sight: Sight | None = None) -> Generator[Said, None, None]:
        """The answer as it grows, then the whole. Whatever the provider does, the last one says it in `note`."""
        words = clean(words)
        if not words or len(words) > LONGEST:
            raise ExamcertError(
                "There is nothing to ask." if not words else f"That is more than {LONGEST:,} characters.",
                remedy="Ask one short question.",
            )
        if limit := self._limit(question):
            yield limit
            return
        booked = self._asker.watched()
        result = yield from self._growing(question, self._request(question, self.before(question), words, sight))
        cost = _sum(booked())
        if isinstance(result, Setback):
            yield Said(text="", complete=True, note=result.note, kind=result.kind, cost_usd=cost)
            return
        self._keep(question, words, result, cost)
        yield Said(text=result, complete=True, cost_usd=cost)

    def _growing(self, question: Question, wanted: Request) -> Generator[Said, None, str | Setback]:
        growing = self._asker.stream(wanted, self._occasion(question), _judge)
        shown = ""
        # Closed at once, not when it is forgotten: what came until then has to reach the ledger.
        with closing(growing):
            while True:
                try:
                    text = clean(next(growing))
                except StopIteration as end:
                    return end.value  # type: ignore[no-any-return]  # a generator's value has no type here
                if len(text) > len(shown):
                    shown = text
                    yield Said(text=text, complete=False)

    def before(self, question: Question) -> tuple[Turn, ...]:
        """What was said about the question, oldest first."""
        return tuple(turn for turn in self._turns(question) if turn.text)

    def closed(self, question: Question) -> Said | None:
        """That the dialogue has had its share, or that nobody can be reached."""
        if limit := self._limit(question):
            return limit
        setback = self._asker.foreseen()
        return Said(text="", complete=True, note=setback.note, kind=setback.kind) if setback else None

    def forget(self, question: Question) -> None:
        """Start afresh. What was paid stays in the ledger, so an empty turn marks from where it counts again."""
        self._book.forget(fingerprint=self._told(question), language=self._desk.language)
        self._book.say(self._turn(question, "candidate", ""))

    def _turns(self, question: Question) -> tuple[Turn, ...]:
        return self._book.dialogue(fingerprint=self._told(question), language=self._desk.language)

    def _told(self, question: Question) -> str:
        """What a dialogue hangs on: a digest of all that Claude was told, where a fingerprint has no key in it."""
        return sha256(_document(self._desk.put(question)).encode()).hexdigest()[:16]

    def _limit(self, question: Question) -> Said | None:
        turns = self._turns(question)
        began = turns[0].at if turns and not turns[0].text else None
        same = self._version(question).rpartition(".")[2]  # whatever the edition of the prompt
        calls = [
            call
            for call in self._book.calls_about(question.id, "ask")
            if (call.prompt_version or "").endswith(f".{same}") and (began is None or call.at > began)
        ]
        if sum(bool(turn.text) for turn in turns) >= TURNS:
            why = f"This dialogue has its {TURNS} turns."
        elif sum(Decimal(call.cost_usd or 0) for call in calls) >= BUDGET:
            why = f"This dialogue has spent its ${BUDGET}."
        elif len(calls) >= CALLS:
            why = f"This dialogue has had its {CALLS} calls."
        else:
            return None
        return Said(text="", complete=True, note=why, kind="budget")

    def _version(self, question: Question) -> str:
        return f"{self._prompt.version}.{self._told(question)[:8]}"

    def _request(self, question: Question, before: tuple[Turn, ...], words: str, sight: Sight | None) -> Request:
        put = self._desk.put(question)
        told: list[tuple[Literal["user", "assistant"], str]] = [
            ("user" if turn.speaker == "candidate" else "assistant", turn.text) for turn in before
        ]
        # Only with the latest: how an earlier question was shown is not known any more.
        told.append(("user", f"{_screen(put, sight)}\n\n{words}" if sight else words))
        told[0] = ("user", f"{_document(put)}\n\n{told[0][1]}")
        return request(
            self._asker.settings,
            system=(self._prompt.text, self._desk.system[1]),
            messages=told,
            max_tokens=MAX_TOKENS,
        )

    def _occasion(self, question: Question) -> Occasion:
        return Occasion(
            "ask",
            question.id,
            self._desk.blueprint.code,
            self._asker.settings.model,
            self._version(question),
            self._asker.prices,
        )

    def _keep(self, question: Question, words: str, answer: str, cost: str | None) -> None:
        self._book.say(self._turn(question, "candidate", words), self._turn(question, "claude", answer, cost))

    def _turn(
        self, question: Question, speaker: Literal["candidate", "claude"], text: str, paid: str | None = None
    ) -> Turn:
        return Turn(
            question=question.id,
            fingerprint=self._told(question),
            language=self._desk.language,
            at=self._desk.clock(),
            speaker=speaker,
            text=text,
            cost_usd=paid,
        )


def _judge(message: Message) -> Judged[str]:
    words, dropped = without_addresses(clean(text_of(message)))
    detail = f"{dropped} invented {'reference' if dropped == 1 else 'references'} dropped" if dropped else ""
    return Judged("ok", detail, words) if words else Judged("invalid", "it says nothing")


def _document(put: Task) -> str:
    """The question as for an explanation, and what its author says: the candidate has read that."""
    whys = {part.label: part.part.why for part in put.parts}
    return json.dumps({**json.loads(put.content), "author_says": whys}, ensure_ascii=False, indent=1)


def _screen(put: Task, sight: Sight) -> str:
    """What stands where on the candidate's screen, and what was answered, on one line."""
    labels = {part.part.id: part.label for part in put.parts}
    answered: Any = [labels[name] for name in sight.answer if name in labels]
    if isinstance(put.question, MatchingQuestion):
        filled = zip(put.question.slots, sight.answer, strict=False)
        answered = {labels[f"{SLOT}{slot.id}"]: labels[name] for slot, name in filled if name in labels}
    screen = {shown: labels[name] for name, shown in sight.names.items() if name in labels}
    return json.dumps({"on_screen": screen, "answered": answered}, ensure_ascii=False)


def _sum(calls: tuple[Call, ...]) -> str | None:
    spent = Spent()
    for call in calls:
        spent.add(call)
    return spent.cost_usd
