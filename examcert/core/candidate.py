"""Candidates that are programs: the port, and how one sits a paper.

A candidate that has no answer says why by raising `NoAnswerError`: the item stays unanswered, and what
happened is reported apart from wrong answers. What ends a whole sitting, such as a key that is not
accepted, is an `ExamcertError` like everywhere else.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, Protocol, get_args

from examcert.core.paper import Item, Paper
from examcert.core.question import Answer
from examcert.core.sitting import Response, Sitting

IncidentKind = Literal["timeout", "crashed", "garbage", "refused", "truncated", "invalid", "failed"]
"""Why there is no answer. `failed` says nothing of the candidate: its provider did not answer."""
INCIDENT_KINDS: tuple[IncidentKind, ...] = get_args(IncidentKind)


class NoAnswerError(Exception):
    """A candidate has no answer to one item, for a reason that is not ignorance."""

    def __init__(self, kind: IncidentKind, detail: str) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind, self.detail = kind, detail


class Candidate(Protocol):
    """Anything that answers items. It sees what a person would see, and no key."""

    @property
    def name(self) -> str:
        """Who answers, for reports and history."""
        ...

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
