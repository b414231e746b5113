"""A budget that many calls share and that none of them can break.

A call reserves its worst case before it is sent and settles for what it cost. So calls in flight count, and
the sum never passes the limit. A call that does not fit waits for those in flight: most settle for less.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from threading import Condition

from examcert.errors import ExamcertError, ExitCode


class BudgetSpentError(ExamcertError):
    """The next call might cost more than is left."""

    exit_code = ExitCode.BUDGET


class NoPriceError(ExamcertError):
    """A budget cannot be kept for a model that has no price."""

    def __init__(self, model: str) -> None:
        super().__init__(
            f"No price is known for {model}, so a budget cannot be kept.",
            remedy="Name its prices in a file and set EXAMCERT_PRICES to it, or leave the budget out.",
        )


class Reservation:
    """What one call may cost, until it is known what it did cost."""

    def __init__(self, worst: Decimal) -> None:
        self.cost = worst
        """Set it to what the call cost. A call that never says so counts as its worst case."""


class Budget:
    """So many US dollars; without a limit it only counts. For many threads."""

    def __init__(self, limit: Decimal | None = None) -> None:
        self.limit = limit
        self._spent, self._reserved, self._flying = Decimal(0), Decimal(0), 0
        self._changed = Condition()

    @property
    def spent(self) -> Decimal:
        """What calls have cost so far."""
        return self._spent

    @property
    def left(self) -> Decimal | None:
        """What is neither spent nor reserved; None without a limit."""
        return None if self.limit is None else self.limit - self._spent - self._reserved

    def room_for(self, worst: Decimal | None) -> bool:
        """Whether a call of this worst case could be sent now."""
        return self.left is None or (worst is not None and worst <= self.left)

    def spend(self, cost: Decimal) -> None:
        """Count what was paid without a reservation."""
        with self._changed:
            self._spent += cost

    @contextmanager
    def reserved(self, worst: Decimal | None, *, model: str) -> Iterator[Reservation]:
        """Hold back the worst case while a call is on its way.

        Raises:
            BudgetSpentError: it does not fit, and nothing in flight could make room.
            NoPriceError: there is a limit, and the worst case is not known.
        """
        if worst is None and self.limit is not None:
            raise NoPriceError(model)
        held = Reservation(worst or Decimal(0))
        amount = held.cost
        with self._changed:
            while not self.room_for(amount):
                if not self._flying:
                    raise BudgetSpentError(
                        f"The budget of ${self.limit} is spent: ${self._spent:.6f} so far, and the next call may cost "
                        f"up to ${amount:.6f}.",
                        remedy="Run the same command again with a larger --budget; nothing is paid twice.",
                    )
                self._changed.wait()
            self._reserved += amount
            self._flying += 1
        try:
            yield held
        finally:
            with self._changed:
                self._reserved -= amount
                self._flying -= 1
                self._spent += held.cost
                self._changed.notify_all()
