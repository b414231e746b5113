"""Candidates that are programs: the port, and how one sits a paper."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from examcert.core.paper import Item, Paper
from examcert.core.question import Answer
from examcert.core.sitting import Response, Sitting


class Candidate(Protocol):
    """Anything that answers items. It sees what a person would see, and no key."""

    name: str

    def answer(self, item: Item) -> Answer:
        """Option ids for an item; empty to leave it unanswered."""
        ...


def sit(paper: Paper, candidate: Candidate, *, clock: Callable[[], datetime]) -> Sitting:
    """Have a candidate answer every item of a paper, and submit. An answer that does not fit raises `AnswerError`."""
    started = clock()
    responses = tuple([Response(item=i.id, answer=i.checked(candidate.answer(i))) for i in paper.items])
    begun = Sitting.begin(paper, mode="sit", candidate=candidate.name, at=started)
    whole = begun.model_copy(update={"responses": responses})
    return whole.submit(at=clock())
