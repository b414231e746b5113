"""Runs to report on: one of plain questions, one with everything that can go wrong."""

from collections.abc import Sequence

import pytest

from examcert.core.bank import Bank
from examcert.core.drawing import draw
from examcert.core.explanation import Usage
from examcert.core.gate import Decision, Gate, decide
from examcert.core.question import Question
from examcert.core.run import Incident, Run, Sat, Spending
from tests.build import NOON, bank_of, blueprint, choice, later, matching, ordering

EVIL = "<b>&amp;]]> | `x` [link](x) \x1b[31m\x00\ufffe @everyone =1+1"


def bank(*, evil: bool = False) -> Bank:
    """One question of each kind in two domains; the evil one is full of markup."""
    stem = f"Which? {EVIL}" if evil else "Which?"
    questions: list[Question] = [
        choice(stem, key="a", a="Alpha" if not evil else EVIL, b="Bravo", c="Charlie", more={"id": "one"}),
        choice("Which two?", key="ab", more={"id": "two"}),
        ordering("In which order?", key="cab", more={"id": "steps", "objective": "2.1"}),
        matching("Which where?", key={"x": "a", "y": "b"}, more={"id": "grid", "objective": "2.1"}),
    ]
    plan = blueprint(
        domains={"Small things": 50, "Large things": 50},
        items=4,
        kinds={"single": 0.25, "multiple": 0.25, "ordering": 0.25, "matching": 0.25},
    )
    return bank_of(questions=questions, plan=plan)


def run_of(held: Bank, given: Sequence[dict[str, tuple[str, ...]]], *incidents: Incident, candidate: str = "me") -> Run:
    """A run with these answers, a sitting each, all of paper 0."""
    order = [item.id for item in draw(held, seed=0).items]
    sat = tuple(Sat(0, tuple(answers.get(name, ()) for name in order), (0.5,) * len(order)) for answers in given)
    spending = Spending(5, Usage(input_tokens=10), "0.0123") if incidents else None
    return Run(held, candidate, candidate, "same", 0, sat, incidents, NOON, later(5), spending)


@pytest.fixture
def run() -> Run:
    """Two right, one wrong, one refused."""
    answers = {"one": ("a",), "two": ("b", "c"), "grid": ("a", "b")}
    return run_of(bank(), [answers], Incident(sitting=0, item="steps", kind="refused", detail="cyber"))


@pytest.fixture
def twice() -> Run:
    """The same paper twice: one question right once, one broken once."""
    whole = {"one": ("a",), "two": ("a", "b"), "steps": ("c", "a", "b"), "grid": ("a", "b")}
    less = {**whole, "one": ("b",), "grid": ()}
    return run_of(
        bank(), [whole, less], Incident(sitting=1, item="grid", kind="timeout", detail="no answer within 1 s")
    )


@pytest.fixture
def evil() -> Run:
    """Markup, escapes and formulas in every text there is."""
    found = Incident(sitting=0, item="one", kind="garbage", detail=EVIL)
    return run_of(bank(evil=True), [{"two": ("a",)}], found, candidate=f"={EVIL}")


def decided(run: Run) -> Decision:
    """By the vendor's mark."""
    return decide(Gate(), run)
