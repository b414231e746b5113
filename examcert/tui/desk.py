"""A sitting on screen: the core's moves, each stored before anything else is shown."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from examcert.core.bank import Bank
from examcert.core.marking import Report, credit, mark
from examcert.core.paper import Item
from examcert.core.question import Answer, Question
from examcert.core.sitting import Sitting
from examcert.errors import HistoryError, TimeUpError
from examcert.line.session import Store

Clock = Callable[[], datetime]


class Desk:
    """One sitting, its bank and where it is kept."""

    def __init__(self, *, bank: Bank, number: int, sitting: Sitting, store: Store, clock: Clock) -> None:
        self.bank, self.number, self.sitting = bank, number, sitting
        self._store, self._clock = store, clock
        self._shown_at = clock()
        self.adrift = False
        """It cannot be saved any more: another terminal has it, or the disk is full."""
        self.report: Report | None = None

    @property
    def item(self) -> Item:
        """The item on screen."""
        return self.sitting.item

    @property
    def left(self) -> timedelta | None:
        """Time left; None where no clock runs."""
        return self.sitting.remaining(self._clock())

    @property
    def time_is_up(self) -> bool:
        """Whether a timed sitting has no time left."""
        return self.sitting.is_open and self.sitting.time_is_up(self._clock())

    def asked(self, item: Item) -> Question | None:
        """The bank's question behind an item; None when the bank no longer holds it as it was drawn."""
        found = self.bank.by_id.get(item.id)
        return found if found is not None and item.fits(found) else None

    def answer(self, answer: Answer) -> None:
        """Give or change the answer to the item on screen."""
        self._move(self.sitting.answer(self.item.id, answer, at=self._clock(), seconds=self._seconds()))

    def confirm(self, answer: Answer) -> float | None:
        """Give a final answer in practice. What it earned; None where the bank's question has changed."""
        item, asked = self.item, self.asked(self.item)
        after = self.sitting.answer(item.id, answer, at=self._clock(), seconds=self._seconds())
        if asked is None:
            self._move(after)
            return None
        earned = credit(asked, after.response(item.id).answer, self.bank.blueprint.credit)
        self._move(after, {item.id: earned})
        return earned

    def flag(self) -> bool:
        """Set or clear the flag of the item on screen. Whether it is flagged now."""
        self._move(self.sitting.flag(self.item.id, at=self._clock()))
        return self.sitting.response(self.item.id).flagged

    def strike(self, option: str) -> bool:
        """Cross an option out, or bring it back. Whether it is crossed out now."""
        self._move(self.sitting.strike(self.item.id, option, at=self._clock()))
        return option in self.sitting.response(self.item.id).struck

    def go(self, place: int) -> None:
        """Show another item; the time with this one is counted."""
        now = self._clock()
        seconds = self._seconds()
        spent = self.sitting
        if not spent.response(self.item.id).confirmed:
            spent = spent.spend(self.item.id, seconds, at=now)
        self._move(spent.jump(place, at=now))

    def pause(self) -> None:
        """Stop the clock."""
        if self.sitting.is_open and not self.adrift:
            self._move(self.sitting.pause(at=self._clock()))

    def reopen(self) -> None:
        """Start the clock again after a pause."""
        if self.sitting.is_open and not self.adrift and self.sitting.opened is None:
            self._move(self.sitting.open(at=self._clock()))
            self._shown_at = self._clock()

    def beat(self) -> None:
        """Say that the sitting is still on screen."""
        if self.sitting.is_open and self.sitting.opened is not None and not self.adrift:
            self._store.beat(self.number, self._clock())

    def submit(self) -> Report:
        """Hand the paper in and mark it."""
        now = self._clock()
        spent = self.sitting
        try:
            if not spent.response(self.item.id).confirmed:
                spent = spent.spend(self.item.id, self._seconds(), at=now)
        except TimeUpError:
            pass
        submitted = spent.submit(at=now)
        self.report = mark(self.bank, submitted)
        self._guarded(lambda: self._store.finish(self.number, self.sitting, submitted, self.report_made(), at=now))
        self.sitting = submitted
        return self.report

    def report_made(self) -> Report:
        """The report of a paper that was handed in."""
        assert self.report is not None, "asked before the paper was handed in"
        return self.report

    def _move(self, after: Sitting, credits: Mapping[str, float] | None = None) -> None:
        if after is not self.sitting:
            before = self.sitting
            self._guarded(lambda: self._store.save(self.number, before, after, at=self._clock(), credits=credits))
            self.sitting = after

    def _guarded(self, write: Callable[[], None]) -> None:
        try:
            write()
        except HistoryError:
            self.adrift = True
            raise

    def _seconds(self) -> float:
        """Time since the item was shown, or since the last move with it."""
        now = self._clock()
        spent, self._shown_at = now - self._shown_at, now
        return max(0.0, spent.total_seconds())
