"""Candidates from other packages: found by their entry point, held to the port."""

from importlib.metadata import EntryPoint
from typing import Any

import pytest

from examcert.candidates import plugins
from examcert.core.candidate import NoAnswerError
from examcert.core.paper import Item
from examcert.errors import ExamcertError
from tests.build import choice, item

ITEM = item(choice())


class Theirs:
    """What another package might bring; the argument names what it answers."""

    def __init__(self, argument: str, *, seed: int) -> None:
        self.name, self.argument, self.closed = f"theirs:{argument}", argument, False
        if argument == "broken":
            raise RuntimeError("no weights")

    def answer(self, item: Item) -> Any:
        if self.argument == "raises":
            raise ZeroDivisionError("x")
        return {"list": ["b"], "text": "b", "none": None}[self.argument]

    def close(self) -> None:
        self.closed = True


ENTRY = EntryPoint("theirs", "tests.candidates.test_plugins:Theirs", plugins.GROUP)


def test_it_answers() -> None:
    candidate = plugins.make(ENTRY, "list", seed=0)
    assert (candidate.name, candidate.answer(ITEM)) == ("theirs:list", ("b",))


@pytest.mark.parametrize(("argument", "kind"), [("text", "garbage"), ("none", "garbage"), ("raises", "crashed")])
def test_its_faults_cost_it_the_item(argument: str, kind: str) -> None:
    with pytest.raises(NoAnswerError) as caught:
        plugins.make(ENTRY, argument, seed=0).answer(ITEM)
    assert caught.value.kind == kind


def test_one_that_cannot_be_made_is_named() -> None:
    with pytest.raises(ExamcertError, match=r"The candidate 'theirs' of .* cannot be made: RuntimeError: no weights"):
        plugins.make(ENTRY, "broken", seed=0)


def test_it_is_let_go() -> None:
    candidate = plugins.make(ENTRY, "list", seed=0)
    candidate.close()
    assert candidate._made.closed
