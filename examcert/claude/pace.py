"""How fast many calls may go out: as fast as the account's limits let them, and no faster.

The provider says with every answer how many requests and tokens are left and when there will be more. Pace
believes it before an error forces it to: nobody starts while nothing is left. After a 429 or 529 everyone
waits, not just the call that was told to, and fewer run at once until a row of them went well.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from examcert.claude.waiting import seconds_to_wait
from examcert.errors import ProviderError

LIMITS = ("requests", "tokens", "input-tokens", "output-tokens")
_BUSY = (429, 529)


class ComeBackLaterError(ProviderError):
    """The provider wants a longer pause than anybody should sit through."""

    def __init__(self, seconds: float) -> None:
        wait = f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} seconds"
        super().__init__(
            f"Claude asks this account to wait {wait}.",
            remedy="Run the same command again then: it goes on where it stopped, and nothing is paid twice.",
        )
        self.seconds = seconds


class Pace:
    """Lets calls start, for many threads. `now` and `pause` are the clock; tests bring their own."""

    def __init__(
        self,
        width: int,
        *,
        patience: float,
        now: Callable[[], datetime],
        pause: Callable[[threading.Condition, float | None], object] = threading.Condition.wait,
    ) -> None:
        self._most, self.width = width, width
        self._patience, self._now, self._pause = patience, now, pause
        self._flying, self._row = 0, 0
        self._not_before: datetime | None = None
        self._changed = threading.Condition()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a place, and hold it while the call is on its way.

        Raises:
            ComeBackLaterError: the wait would be longer than our patience.
        """
        with self._changed:
            while (wait := self._wait()) != 0:
                self._pause(self._changed, wait)
            self._flying += 1
        try:
            yield
        finally:
            with self._changed:
                self._flying -= 1
                self._changed.notify_all()

    def _wait(self) -> float | None:
        """Seconds until it is worth looking again; 0 for go, None for when somebody is done."""
        left = (self._not_before - self._now()).total_seconds() if self._not_before else 0.0
        if left > self._patience:
            raise ComeBackLaterError(left)
        if left > 0:
            return left
        return 0.0 if self._flying < self.width else None

    def note(self, status: int, headers: Mapping[str, str]) -> None:
        """Learn from an answer, whatever its status."""
        with self._changed:
            if status in _BUSY:
                self.width, self._row = max(1, self.width // 2), 0
                self._hold(seconds_to_wait(headers, self._now()))
            elif status < 400:
                self._row += 1
                if self._row >= self.width and self.width < self._most:
                    self.width, self._row = self.width + 1, 0
            for name in LIMITS:
                self._read_limit(headers, f"anthropic-ratelimit-{name}")
            self._changed.notify_all()

    def _read_limit(self, headers: Mapping[str, str], name: str) -> None:
        try:
            remaining = int(headers[f"{name}-remaining"])
            reset = datetime.fromisoformat(headers[f"{name}-reset"])
        except (KeyError, ValueError):
            return  # not every answer has it, and other homes have none
        # What is left counts no call that is still on its way.
        needed = max(1, self._flying) if name.endswith("-requests") else 1
        if remaining < needed and reset.tzinfo is not None:
            self._hold((reset - self._now()).total_seconds())

    def _hold(self, seconds: float) -> None:
        if seconds <= 0:
            return
        until = self._now() + timedelta(seconds=seconds)
        self._not_before = max(until, self._not_before) if self._not_before else until
