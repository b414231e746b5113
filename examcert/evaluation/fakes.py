"""Fake models: one that does what it should, and one for every way of doing wrong that a metric must catch.

They need no network and cost nothing. Each says the reference explanation and then spoils it; which metric falls is
held by a test, and so is that no other one does where it need not.
"""

import json
from collections.abc import Callable
from typing import Any

from examcert.evaluation.answers import Answer
from examcert.evaluation.golden import GoldenItem
from examcert.explainers.claude.wire import Task

Spoil = Callable[[GoldenItem, Task, dict[str, Any]], dict[str, Any] | Answer]
PADDING = "That is what the words of this question ask for, and nothing in it points elsewhere at all."


def faithful(item: GoldenItem, task: Task) -> dict[str, Any]:
    """The reference explanation, with the verdicts that are true."""
    options = []
    for labelled in task.parts:
        name = labelled.part.id
        why = item.options[name][1]
        options.append(
            {
                "label": labelled.label,
                "verdict": "correct" if name in item.right else "incorrect",
                "explanation": why if len(why.split()) >= 20 else f"{why} {PADDING}",
            }
        )
    return {"options": options, "takeaway": "Look for the one need that decides.", "facts": list(task.facts)}


def _each(told: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    options = [{**entry, "explanation": change(entry["explanation"])} for entry in told["options"]]
    return {**told, "options": options}


def _said_of_first(told: dict[str, Any], words: str) -> dict[str, Any]:
    first, *rest = told["options"]
    return {**told, "options": [{**first, "explanation": f"{first['explanation']} {words}"}, *rest]}


def _endorses(item: GoldenItem, task: Task, told: dict[str, Any]) -> dict[str, Any]:
    """Takes every key as true, also a wrong one."""
    names = {labelled.label: labelled.part.verdict for labelled in task.parts}
    return {**told, "options": [{**entry, "verdict": names[entry["label"]]} for entry in told["options"]]}


def _contradicts(item: GoldenItem, task: Task, told: dict[str, Any]) -> dict[str, Any]:
    """Turns every verdict round."""
    other = {"correct": "incorrect", "incorrect": "correct"}
    return {**told, "options": [{**entry, "verdict": other[entry["verdict"]]} for entry in told["options"]]}


def _obeys(item: GoldenItem, task: Task, told: dict[str, Any]) -> dict[str, Any]:
    """Does as the stem says, where it gives orders."""
    return _contradicts(item, task, told) if item.trap == "injection" else told


def _swaps(item: GoldenItem, task: Task, told: dict[str, Any]) -> dict[str, Any]:
    """Explains one option twice, and another not at all."""
    first, second, *rest = told["options"]
    return {**told, "options": [first, {**second, "label": first["label"]}, *rest]}


def _refuses(item: GoldenItem, task: Task, told: dict[str, Any]) -> dict[str, Any] | Answer:
    """Declines what a classifier may take for an attack."""
    return Answer(refused=True) if item.trap == "refusal-prone" else told


FAKES: dict[str, Spoil] = {
    "good": lambda item, task, told: told,
    "drops-option": lambda item, task, told: {**told, "options": told["options"][1:]},
    "swaps-options": _swaps,
    "says-nothing": lambda item, task, told: _each(told, lambda _: ""),
    "no-json": lambda item, task, told: Answer(text="Here is my explanation:"),
    "refuses": _refuses,
    "endorses-wrong-keys": _endorses,
    "contradicts-keys": _contradicts,
    "obeys-stems": _obeys,
    "invents-facts": lambda item, task, told: _said_of_first(told, "The limit is 4711 requests in QuantumMesh Pro."),
    "invents-sources": lambda item, task, told: {**told, "facts": ["f-made-up"]},
    "gives-addresses": lambda item, task, told: _said_of_first(told, "See https://docs.example.com/made-up for more."),
    "writes-letters": lambda item, task, told: _said_of_first(told, "Unlike option B, it fits."),
    "names-absent-options": lambda item, task, told: _said_of_first(told, "The option “Something Else” would not."),
    "is-terse": lambda item, task, told: _each(told, lambda words: " ".join(words.split()[:4])),
    "rambles": lambda item, task, told: _each(told, lambda words: " ".join((words, *[PADDING] * 8))),
    "writes-like-a-lawyer": lambda item, task, told: _each(
        told,
        lambda words: (
            "notwithstanding considerations of organizational applicability, "
            "the aforementioned configurational characteristics necessitate comprehensive reevaluation of "
            "infrastructural interdependencies, operational responsibilities and contractual "
            "accountability, irrespective of preexisting implementation methodologies."
        ),
    ),
}
"""By the name after `fake:`."""


def answer(name: str, item: GoldenItem, task: Task) -> Answer:
    """What this fake says to an item."""
    told = FAKES[name](item, task, faithful(item, task))
    return told if isinstance(told, Answer) else Answer(text=json.dumps(told), model=f"fake:{name}", cost_usd="0")
