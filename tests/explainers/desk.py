"""Questions, an exam, a notebook and a clock for explainers to work with."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from examcert.core.blueprint import Blueprint
from examcert.core.explanation import Explanation
from examcert.core.question import (
    Case,
    ChoiceQuestion,
    Fact,
    MatchingQuestion,
    Option,
    OrderingQuestion,
    Question,
    Reference,
    Slot,
)
from examcert.core.records import Call, Disagreement
from examcert.explainers.claude import ClaudeExplainer, Settings
from examcert.explainers.claude.wire import labelled
from examcert.explainers.prompts import EXPLAIN_OPTION, read_prompt

KEY = "sk-test-0f1e2d3c4b5a"
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
PROMPT = read_prompt(Path(__file__).parents[2] / "prompts" / EXPLAIN_OPTION)

BLUEPRINT = Blueprint.model_validate(
    {
        "code": "TEST-01",
        "name": "Test Practitioner",
        "vendor": "Nobody",
        "guide": {"version": "1.0"},
        "minutes": 90,
        "items": {"scored": 50, "unscored": 15},
        "scale": {"low": 100, "pass": 700, "high": 1000},
        "domains": [
            {"id": "1", "name": "Basics", "weight": 100, "objectives": [{"id": "1.1", "name": "Tell models apart"}]}
        ],
    }
)

FACT = Fact(
    id="f-async",
    claim="Asynchronous inference takes payloads up to 1 GB.",
    url="https://docs.example.com/async",
    checked="2026-11-01",
    also_right_when="The payload is small and the caller can wait.",
)
REFERENCE = Reference(url="https://docs.example.com/batch", supports="Batch transform offers no endpoint.")
BARE = Reference(url="https://docs.example.com/more")


def option(name: str, **fields: Any) -> Option:
    return Option(id=name, text=f"The {name} way", why=f"Why {name}.", **fields)


CHOICE = ChoiceQuestion(
    id="q-choice",
    objective="1.1",
    difficulty="medium",
    stem="Which way takes 400 MB at once?",
    options=(option("real", about="It answers at once."), option("async"), option("batch")),
    key=("async",),
    refs=("f-async", REFERENCE, BARE),
)
MULTIPLE = ChoiceQuestion(
    id="q-multiple",
    objective="1.1",
    difficulty="hard",
    stem="Which two ways cost nothing at night?",
    options=(option("a"), option("b"), option("c"), option("d")),
    key=("b", "d"),
)
ORDERING = OrderingQuestion(
    id="q-ordering",
    objective="1.1",
    difficulty="easy",
    stem="Put the steps in order.",
    options=(option("train"), option("split"), option("dance")),
    key=("split", "train"),
)
MATCHING = MatchingQuestion(
    id="q-matching",
    objective="1.1",
    difficulty="easy",
    stem="Is it supervised?",
    options=(option("yes"), option("no"), option("maybe")),
    slots=(
        Slot(id="yes", text="Clustering", why="It has no labels."),
        Slot(id="regression", text="Regression", why="It has labels."),
    ),
    reuse=True,
    key=("no", "yes"),
    case=Case(id="c-1", title="A lab", text="A lab sorts models."),
)
QUESTIONS: tuple[Question, ...] = (CHOICE, MULTIPLE, ORDERING, MATCHING)


class Clock:
    """A clock that moves when told to, and, if wanted, a little with each look."""

    def __init__(self, *, tick: float = 0.0) -> None:
        self.at, self.tick = NOON, timedelta(seconds=tick)

    def __call__(self) -> datetime:
        self.at += self.tick
        return self.at


class MemoryNotebook:
    """A notebook that forgets everything at the end of the test."""

    def __init__(self) -> None:
        self.kept: list[Explanation] = []
        self.calls: list[Call] = []
        self.disputes: list[Disagreement] = []

    def find(self, *, fingerprint: str, model: str, prompt_version: str, language: str) -> Explanation | None:
        wanted = (fingerprint, model, prompt_version, language)
        found = (e for e in self.kept if (e.fingerprint, e.model, e.prompt_version, e.language) == wanted)
        return next(found, None)

    def about(self, *, fingerprint: str, language: str) -> tuple[Explanation, ...]:
        return tuple(e for e in reversed(self.kept) if (e.fingerprint, e.language) == (fingerprint, language))

    def keep(self, explanation: Explanation) -> None:
        self.kept.append(explanation)

    def book(self, call: Call, explanation: Explanation | None = None, disputes: tuple[Disagreement, ...] = ()) -> None:
        self.calls.append(call)
        self.disputes.extend(disputes)
        if explanation is not None:
            self.keep(explanation)

    def dispute(self, found: tuple[Disagreement, ...]) -> None:
        self.disputes.extend(found)

    @property
    def outcomes(self) -> list[str]:
        return [call.outcome for call in self.calls]


def settings(**fields: Any) -> Settings:
    return Settings.model_validate({"api_key": KEY, **fields})


DESK = ("prompt", "facts", "language", "policy", "prices", "budget", "pace")
"""What the explainer itself takes; everything else is a setting."""


def explainer(notebook: MemoryNotebook, clock: Clock, **fields: Any) -> ClaudeExplainer:
    own: dict[str, Any] = {"prompt": PROMPT, "facts": {FACT.id: FACT}}
    own |= {name: fields.pop(name) for name in DESK if name in fields}
    return ClaudeExplainer(notebook, settings(**fields), blueprint=BLUEPRINT, clock=clock, **own)


def good_answer(question: Question, **changes: Any) -> dict[str, Any]:
    """What a model says that agrees with the key. `changes` replace top-level fields."""
    parts = [
        {"label": p.label, "verdict": p.part.verdict, "explanation": f"Claude on {p.part.text}, at length."}
        for p in labelled(question)
    ]
    return {"options": parts, "takeaway": "Sizes decide.", "facts": [], **changes}


def said(question: Question, **changes: Any) -> str:
    return json.dumps(good_answer(question, **changes))


def last(explanations: list[Explanation]) -> Explanation:
    """The whole one at the end; those before it are partial."""
    assert [e.complete for e in explanations] == [False] * (len(explanations) - 1) + [True]
    return explanations[-1]
