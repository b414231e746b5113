"""Builders: each shows only what a test is about, and fills in the rest.

Options are written as keywords, `choice("Which two are prime?", a="2", b="3", c="4", key="ab")`,
and a key of one-letter options as one word. Whatever a test does not name has a plain default.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import ValidationError

from examcert.core.bank import Bank
from examcert.core.blueprint import Blueprint
from examcert.core.candidate import Candidate, sit
from examcert.core.marking import Report, mark
from examcert.core.paper import Item, Paper, item_of, paper_of
from examcert.core.question import (
    Answer,
    Case,
    ChoiceQuestion,
    MatchingQuestion,
    OrderingQuestion,
    Question,
)
from examcert.core.record import Record
from examcert.core.sitting import Mode, Sitting

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
_LETTERS = {"a": "Alpha", "b": "Bravo", "c": "Charlie", "d": "Delta"}


def later(minutes: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def option(name: str, text: str | None = None, **fields: Any) -> dict[str, Any]:
    """An option as a file would write it."""
    return {"id": name, "text": text or _LETTERS.get(name, name.title()), "why": f"Because of {name}.", **fields}


def _fields(stem: str, options: Mapping[str, str], more: Mapping[str, Any]) -> dict[str, Any]:
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    listed = [option(name, text) for name, text in (options or _LETTERS).items()]
    return {"id": slug, "objective": "1.1", "difficulty": "medium", "stem": stem, "options": listed, **more}


def choice(
    stem: str = "Which one?", *, key: Iterable[str] = "a", more: Mapping[str, Any] | None = None, **options: str
) -> ChoiceQuestion:
    """A choice; `more` holds any other field of a question."""
    return ChoiceQuestion.model_validate({**_fields(stem, options, more or {}), "key": list(key)})


def ordering(
    stem: str = "In which order?",
    *,
    key: Iterable[str] = "cab",
    more: Mapping[str, Any] | None = None,
    **options: str,
) -> OrderingQuestion:
    """Steps to put in order; options that the key leaves out are distractors."""
    return OrderingQuestion.model_validate({**_fields(stem, options, more or {}), "key": list(key)})


def matching(
    stem: str = "Which goes where?",
    *,
    key: Mapping[str, str] | None = None,
    limits: Mapping[str, Iterable[str]] | None = None,
    reuse: bool = False,
    more: Mapping[str, Any] | None = None,
    **options: str,
) -> MatchingQuestion:
    """Slots named by the key, `{slot: option}`; `limits` names the options a slot may take."""
    key = key or {"x": "a", "y": "b"}
    slots = [
        {"id": name, "text": f"Slot {name}", "why": f"So for {name}.", "options": list((limits or {}).get(name, ()))}
        for name in key
    ]
    fields = _fields(stem, options, more or {})
    return MatchingQuestion.model_validate({**fields, "slots": slots, "reuse": reuse, "key": dict(key), **(more or {})})


def case(name: str) -> Case:
    """A scenario."""
    return Case(id=name, title=f"The {name} case", text="A company wants something.")


def blueprint(
    *,
    domains: Mapping[str, Any] | None = None,
    items: int = 10,
    unscored: int = 0,
    scale: tuple[int, int, int] = (100, 700, 1000),
    kinds: Mapping[str, float] | None = None,
    objectives: int = 1,
    **fields: Any,
) -> Blueprint:
    """An exam; `domains` maps names to weights. Domains are numbered from 1, objectives below them."""
    named = list((domains or {"Networking": 100}).items())
    plan = {
        "code": "TST-C01",
        "name": "Test Practitioner",
        "vendor": "Nobody",
        "guide": {"version": "1.0"},
        "minutes": 90,
        "items": {"scored": items, "unscored": unscored},
        "scale": dict(zip(("low", "pass", "high"), scale, strict=True)),
        "kinds": [{"kind": kind, "share": share} for kind, share in (kinds or {"single": 1.0}).items()],
        "domains": [
            {
                "id": str(place),
                "name": name,
                "weight": weight,
                "objectives": [{"id": f"{place}.{n}", "name": f"Task {n}"} for n in range(1, objectives + 1)],
            }
            for place, (name, weight) in enumerate(named, 1)
        ],
    }
    return Blueprint.model_validate(plan | fields)


def singles(number: int, *, domain: int = 1, prefix: str = "q", objectives: int = 1, **more: Any) -> list[Question]:
    """Plain questions of one domain, spread over its objectives."""
    return [
        choice(
            f"What is {prefix} {n} of {domain}?",
            more={"id": f"{prefix}{domain}-{n}", "objective": f"{domain}.{n % objectives + 1}", **more},
        )
        for n in range(number)
    ]


def family(name: str, stems: int, *, domain: int = 1) -> list[Question]:
    """Stems that share their options; each has its own key."""
    return [
        choice(
            f"Which {name} fits the need number {n}?",
            key="abcd"[n % 4],
            more={"id": f"{name}-{n}", "family": name, "objective": f"{domain}.1"},
        )
        for n in range(stems)
    ]


def bank_of(
    number: int = 0,
    *,
    domains: Mapping[str, int] | None = None,
    families: Mapping[str, int] | None = None,
    questions: Iterable[Question] = (),
    plan: Blueprint | None = None,
    **parts: Any,
) -> Bank:
    """A bank of so many plain questions, in one domain or in each of `domains`, and of those given.

    Without a plan the blueprint asks for every question that it counts here.
    """
    held = dict(domains or {"Networking": number})
    whole = [question for place, n in enumerate(held.values(), 1) for question in singles(n, domain=place)]
    whole += [question for name, stems in (families or {}).items() for question in family(name, stems)]
    whole += questions
    weighted = {name: 100 * n / max(1, sum(held.values())) for name, n in held.items()}
    plan = plan or blueprint(domains=weighted if sum(held.values()) else None, items=max(1, len(whole)))
    return Bank.model_validate({"blueprint": plan, "questions": whole, **parts})


def item(question: Question, *, seed: int = 0) -> Item:
    """A question as a paper shows it."""
    return item_of(question, domain="1", seed=seed)


def paper(*questions: Question, seed: int = 0, plan: Blueprint | None = None) -> Paper:
    """A paper of exactly these questions, in this order."""
    whole = list(questions) or [choice(), ordering(), matching()]
    return paper_of(bank_of(questions=whole, plan=plan), whole, seed=seed)


def begun(*questions: Question, mode: Mode = "mock") -> Sitting:
    """A sitting of these questions that began at noon, with 90 minutes where a clock runs."""
    return Sitting.begin(paper(*questions), mode=mode, candidate="me", at=NOON)


class Answers:
    """A candidate that gives prepared answers by question id, and else the same for all."""

    name = "prepared"

    def __init__(self, answers: Mapping[str, Answer] | None = None, *, otherwise: Answer = ()) -> None:
        self.answers, self.otherwise = answers or {}, otherwise

    def answer(self, item: Item) -> Answer:
        """What was prepared."""
        return self.answers.get(item.id, self.otherwise)


def report_of(bank: Bank, paper: Paper, candidate: Candidate) -> Report:
    """The report of a candidate who sat this paper."""
    return mark(bank, sit(paper, candidate, clock=lambda: NOON))


def rule_of(make: Callable[[], Record]) -> str:
    """The rule that a value breaks when it is made."""
    try:
        make()
    except ValidationError as error:
        details = error.errors()[0]
        return str(details.get("ctx", {}).get("rule") or details["type"])
    raise AssertionError("nothing was refused")
