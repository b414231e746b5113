"""A question in which no rule finds anything, and changes of it in which one does."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from examcert.audit.rule import Circumstances, Fired, run
from examcert.audit.rules import RULES
from examcert.core.bank import Bank
from examcert.core.question import Question
from examcert.core.vendor import Vendor
from tests.build import blueprint

TODAY = date(2026, 11, 25)
STEM = (
    "A support desk answers from a manual that changes every week. Nobody there can label examples, and each reply has "
    "to name the page it rests on. Which technique gives current replies with their sources?"
)
TEXTS = {
    "retrieval": "Look passages up per request",
    "tuning": "Fine-tune on earlier tickets",
    "heat": "Lower the model temperature",
    "limit": "Raise the output token limit",
}
WHYS = {
    "retrieval": "Passages of this week's edition reach the prompt, so that the reply can quote where it comes from.",
    "tuning": "Training changes the style of a model and is out of date by next week; it needs labelled examples too.",
    "heat": "Sampling becomes steadier, yet the model still knows nothing of this week's edition.",
    "limit": "Longer output leaves the knowledge of the model as it was, however long it may get.",
}
CLUES = {"tuning": "Nobody there can label examples", "heat": "changes every week", "limit": "name the page"}
NAMES = Vendor.model_validate(
    {
        "vendor": "Nobody",
        "hosts": ["nobody.example", "github.com/nobody"],
        "names": [
            {
                "old": ["Cloudy Search"], "now": "Nobody Search", "change": "renamed", "since": "2025-01-01",
                "note": "The API keeps its name.", "source": "https://nobody.example/news",
                "allowed": ["Cloudy Search SDK"],
            },
            {
                "old": ["Nobody Old"], "now": "Nobody Young", "change": "closed", "note": "It takes no new customers.",
                "source": "https://nobody.example/old",
            },
        ],
        "spellings": [{"right": "SageMaker", "wrong": ["Sagemaker"]}],
    }
)  # fmt: skip


def question(
    name: str = "q1",
    *,
    texts: Mapping[str, str] | None = None,
    whys: Mapping[str, str] | None = None,
    clues: Mapping[str, str] | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """The sound question with some of its fields changed. Named texts replace all of them."""
    options: list[dict[str, Any]] = []
    own, said = texts or TEXTS, {**WHYS, **(whys or {})}
    quoted = CLUES if clues is None else clues
    for place, (option, text) in enumerate(own.items()):
        why = (
            said.get(option) or f"It does thing number {place} of the story and leaves the need of the desk unmet here."
        )
        made: dict[str, Any] = {"id": option, "text": text, "why": why}
        if "stem" not in fields and option in quoted:
            made["clue"] = quoted[option]
        if option not in fields.get("key", ["retrieval"]):
            made["misconception"] = "m1"
        options.append(made)
    return {
        "id": name, "kind": "choice", "objective": "1.1", "difficulty": "medium", "stem": STEM, "options": options,
        "key": ["retrieval"], "refs": ["f1"], "origin": "written for the tests", **fields,
    }  # fmt: skip


def bank(*questions: dict[str, Any], plan: dict[str, Any] | None = None, **parts: Any) -> Bank:
    """A bank of these questions with one fact and one misconception, unless others are given."""
    fields = {
        "licence": "CC-BY-4.0",
        "affiliation": "Nobody made it.",
        "kinds": {"single": 0.7, "multiple": 0.1, "ordering": 0.1, "matching": 0.1},
        **(plan or {}),
    }
    held: dict[str, Any] = {
        "facts": [{"id": "f1", "claim": "It is so.", "url": "https://nobody.example/docs", "checked": "2026-11-01"}],
        "misconceptions": [{"id": "m1", "belief": "It is otherwise.", "corrects": "It is so."}],
        **parts,
    }
    whole = Bank.model_validate({"blueprint": blueprint(**fields), "questions": [], **held})
    made = [_made(one) for one in questions]
    return Bank.of_checked(whole.blueprint, made, whole.facts, whole.misconceptions)


def _made(fields: dict[str, Any]) -> Question:
    from pydantic import TypeAdapter

    from examcert.core.question import AnyQuestion

    one: Question = TypeAdapter(AnyQuestion).validate_python(fields)
    return one


def fired(held: Bank, *codes: str, **circumstances: Any) -> list[Fired]:
    """What the rules of these codes find, of all rules when none is named."""
    rules = [rule for rule in RULES if not codes or rule.code in codes]
    return list(run(held, rules, Circumstances(**{"today": TODAY, "vendors": (NAMES,), **circumstances})))


def codes(found: Iterable[Fired]) -> list[str]:
    """The codes of findings that are not waived, each once."""
    return sorted({one.rule.code for one in found if one.waived is None})
