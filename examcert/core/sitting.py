"""One candidate's answers to one paper, and the moves that a sitting allows.

A sitting is a value: each move returns a new one, and time is always an argument. The clock
counts while the sitting is open on a screen; `pause` stops it and `open` starts it again, so
that a sitting that was stopped, or whose process died, goes on with the time it had left.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from examcert.core.paper import Item, Paper
from examcert.core.question import Answer
from examcert.core.record import Record
from examcert.errors import SittingError, TimeUpError

Mode = Literal["practice", "mock", "sit"]
"""`practice`: feedback after each answer, no clock. `mock`: timed, none. `sit`: scored without a screen."""


class Response(Record):
    """What the candidate did with one item."""

    item: str
    answer: Answer = ()
    """Empty: not answered."""
    seconds: float = 0.0
    """Time spent with the item on screen."""
    flagged: bool = False
    struck: tuple[str, ...] = ()
    """Options the candidate has crossed out."""
    confidence: int | None = Field(default=None, ge=1, le=3)
    """1 guessed, 2 fairly sure, 3 sure."""
    confirmed: bool = False
    """In practice, the answer was given and cannot change any more."""

    @property
    def answered(self) -> bool:
        """Whether at least one option was chosen."""
        return any(self.answer)


class Sitting(Record):
    """A paper, who sits it, and what was answered so far."""

    paper: Paper
    mode: Mode
    candidate: str
    started: datetime
    responses: tuple[Response, ...] = ()
    """In the order of first contact; items not yet touched have none."""
    place: int = 0
    """Index of the item on screen."""
    used: timedelta = timedelta(0)
    """Time on the clock before the present stretch."""
    opened: datetime | None = None
    """Start of the present stretch; None while paused or submitted."""
    submitted: datetime | None = None

    @staticmethod
    def begin(paper: Paper, *, mode: Mode, candidate: str, at: datetime) -> "Sitting":
        """A fresh sitting whose clock starts now."""
        return Sitting.model_construct(
            paper=paper, mode=mode, candidate=candidate, started=at, responses=(), place=0,
            used=timedelta(0), opened=at, submitted=None,
        )  # fmt: skip

    @cached_property
    def _by_item(self) -> dict[str, Response]:
        return {response.item: response for response in self.responses}

    def response(self, item_id: str) -> Response:
        """The response to an item; an empty one when it was not touched. `KeyError` for an unknown item."""
        held = self._by_item.get(item_id)
        if held is None:
            held = Response(item=self.paper.item(item_id).id)
        return held

    @property
    def item(self) -> Item:
        """The item on screen."""
        return self.paper.items[self.place]

    @property
    def timed(self) -> bool:
        """Whether a clock runs out."""
        return self.mode == "mock"

    @property
    def is_open(self) -> bool:
        """Not submitted yet."""
        return self.submitted is None

    def elapsed(self, at: datetime) -> timedelta:
        """Time on the clock, without the time away."""
        return self.used + (max(at - self.opened, timedelta(0)) if self.opened else timedelta(0))

    def remaining(self, at: datetime) -> timedelta | None:
        """Time left, never below zero; None where no clock runs."""
        if not self.timed:
            return None
        return max(timedelta(minutes=self.paper.minutes) - self.elapsed(at), timedelta(0))

    def time_is_up(self, at: datetime) -> bool:
        """Whether a timed sitting has no time left."""
        return self.timed and self.elapsed(at) >= timedelta(minutes=self.paper.minutes)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Ids of the items without an answer, in paper order."""
        return tuple(item.id for item in self.paper.items if not self.response(item.id).answered)

    @property
    def flagged(self) -> tuple[str, ...]:
        """Ids of the flagged items, in paper order."""
        return tuple(item.id for item in self.paper.items if self.response(item.id).flagged)

    # Moves. Each returns a new sitting.

    def answer(self, item_id: str, answer: Iterable[str], *, at: datetime, seconds: float = 0.0) -> "Sitting":
        """Give, change or (with nothing) take back an answer; what it chooses is no longer crossed out.

        In practice it is final.
        """
        self._check_open(at)
        if self.mode == "practice" and self.response(item_id).confirmed:
            raise SittingError(f"{item_id} is answered already.", remedy="Practice answers are final; go on.")
        checked = self.paper.item(item_id).checked(tuple(answer))
        before = self.response(item_id)
        return self._with(
            item_id,
            answer=checked,
            struck=tuple(name for name in before.struck if name not in checked),
            seconds=before.seconds + seconds,
            confirmed=self.mode == "practice",
        )

    def spend(self, item_id: str, seconds: float, *, at: datetime) -> "Sitting":
        """Add time on screen to an item."""
        self._check_open(at)
        return self._with(item_id, seconds=self.response(item_id).seconds + seconds)

    def flag(self, item_id: str, *, at: datetime) -> "Sitting":
        """Set or clear the flag of an item."""
        self._check_open(at)
        return self._with(item_id, flagged=not self.response(item_id).flagged)

    def strike(self, item_id: str, option_id: str, *, at: datetime) -> "Sitting":
        """Cross an option out, or bring it back. One that is chosen stays."""
        self._check_open(at)
        item = self.paper.item(item_id)
        if option_id not in {option.id for option in item.options}:
            raise SittingError(f"{item_id} has no option {option_id!r}.", remedy="Strike one that is shown.")
        response = self.response(item_id)
        struck = response.struck
        if option_id in struck:
            return self._with(item_id, struck=tuple(name for name in struck if name != option_id))
        if option_id in response.answer:
            raise SittingError("What is chosen cannot be crossed out.", remedy="Take it out of the answer first.")
        return self._with(item_id, struck=(*struck, option_id))

    def sure(self, item_id: str, confidence: int, *, at: datetime) -> "Sitting":
        """Say how sure the answer is: 1 guessed, 2 fairly sure, 3 sure."""
        self._check_open(at)
        return self._with(item_id, confidence=confidence)

    def jump(self, place: int, *, at: datetime) -> "Sitting":
        """Show the item at this index."""
        self._check_open(at)
        if not 0 <= place < len(self.paper.items):
            raise SittingError(
                f"There is no question {place + 1}.", remedy=f"Go to one from 1 to {len(self.paper.items)}."
            )
        return self._moved(place=place)

    def pause(self, *, at: datetime) -> "Sitting":
        """Stop the clock. A paused sitting stays as it is."""
        return self._moved(used=self._capped(at), opened=None) if self.opened and self.is_open else self

    def open(self, *, at: datetime) -> "Sitting":
        """Start the clock again."""
        if not self.is_open:
            raise SittingError("This sitting is submitted.", remedy="Look at it with `examcert report`.")
        return self._moved(used=self._capped(at), opened=at) if self.opened else self._moved(opened=at)

    def submit(self, *, at: datetime) -> "Sitting":
        """Hand the paper in. Allowed after the time is up, with the answers given until then."""
        if not self.is_open:
            raise SittingError("This sitting is submitted already.", remedy="Look at it with `examcert report`.")
        return self._moved(used=self._capped(at), opened=None, submitted=at)

    def _capped(self, at: datetime) -> timedelta:
        """Time used, never more than the paper allows."""
        return min(self.elapsed(at), timedelta(minutes=self.paper.minutes)) if self.timed else self.elapsed(at)

    def _check_open(self, at: datetime) -> None:
        if not self.is_open:
            raise SittingError("This sitting is submitted.", remedy="Look at it with `examcert report`.")
        if self.time_is_up(at):
            raise TimeUpError

    def _with(self, item_id: str, **changes: Any) -> "Sitting":
        changed = Response.model_validate({**self.response(item_id).model_dump(), **changes})
        if item_id in self._by_item:
            return self._moved(responses=tuple(changed if r.item == item_id else r for r in self.responses))
        return self._moved(responses=(*self.responses, changed))

    def _moved(self, **changes: Any) -> "Sitting":
        # Not `model_copy`: it would carry over the cached map of responses.
        return Sitting.model_construct(**{name: getattr(self, name) for name in Sitting.model_fields} | changes)
