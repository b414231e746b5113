"""How far a run is, on stderr: a line that changes where a person watches, a line now and then in a log."""

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from examcert.cli import wiring

if TYPE_CHECKING:
    from decimal import Decimal

    from examcert.candidates.running import Given

_OFTEN, _SELDOM = 0.2, 30.0


class Progress:
    """Counts answers, and says so not too often."""

    def __init__(self, total: int, *, known: int) -> None:
        self._total, self._done = total, known
        self._incidents: Counter[str] = Counter()
        self._live = sys.stderr.isatty()
        self._next = time.monotonic() + (0 if self._live else _SELDOM)

    def step(self, given: "Given", spent: "Decimal") -> None:
        """One more answer, or one that did not come."""
        self._done += 1
        if given.kind:
            self._incidents[given.kind] += 1
        moment = time.monotonic()
        if moment < self._next and self._done < self._total:
            return
        self._next = moment + (_OFTEN if self._live else _SELDOM)
        parts = [f"{self._done} of {self._total} questions"]
        parts += [f"{count} {kind}" for kind, count in sorted(self._incidents.items())]
        parts += [f"${spent:.4f}"] if spent else []
        if self._live:
            sys.stderr.write(f"\r\x1b[2K{', '.join(parts)}")
            sys.stderr.flush()
        else:
            wiring.say(", ".join(parts))

    def end(self) -> None:
        """Leave the line."""
        if self._live:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
