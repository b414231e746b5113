"""As fast as the account's limits let calls go, and no faster."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from examcert.claude.pace import ComeBackLaterError, Pace

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.at, self.waits = NOON, list[float | None]()

    def now(self) -> datetime:
        return self.at

    def pause(self, _: threading.Condition, seconds: float | None) -> None:
        self.waits.append(seconds)
        assert seconds is not None, "nobody would ever wake this thread"
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def time() -> Time:
    return Time()


def pace(time: Time, width: int = 4, patience: float = 60.0) -> Pace:
    return Pace(width, patience=patience, now=time.now, pause=time.pause)


def limit(name: str, remaining: int, seconds: int) -> dict[str, str]:
    reset = (NOON + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")
    head = f"anthropic-ratelimit-{name}"
    return {f"{head}-remaining": str(remaining), f"{head}-reset": reset}


def test_nobody_waits_without_a_reason(time: Time) -> None:
    with pace(time).turn():
        pass
    assert time.waits == []


@pytest.mark.parametrize("name", ["requests", "input-tokens", "output-tokens", "tokens"])
def test_nobody_starts_while_nothing_is_left(time: Time, name: str) -> None:
    kept = pace(time)
    with kept.turn():
        kept.note(200, limit(name, 0, 12))
    with kept.turn():
        pass
    assert time.waits == [12]


def test_what_is_left_is_used(time: Time) -> None:
    kept = pace(time)
    with kept.turn():
        kept.note(200, limit("requests", 50, 12) | limit("input-tokens", 9000, 12))
    with kept.turn():
        pass
    assert time.waits == []


@pytest.mark.parametrize("status", [429, 529])
def test_everyone_waits_when_one_is_told_to(time: Time, status: int) -> None:
    kept = pace(time)
    kept.note(status, {"retry-after": "7"})
    with kept.turn():
        pass
    assert time.waits == [7]


def test_fewer_run_at_once_until_a_row_goes_well(time: Time) -> None:
    kept = pace(time)
    kept.note(429, {})
    assert kept.width == 2
    for _ in range(2):
        kept.note(200, {})
    assert kept.width == 3
    for _ in range(20):
        kept.note(200, {})
    assert kept.width == 4


def test_at_least_one_runs(time: Time) -> None:
    kept = pace(time)
    for _ in range(5):
        kept.note(529, {})
    assert kept.width == 1


@pytest.mark.parametrize(
    "headers", [{"retry-after": "3600"}, {"retry-after": "Wed, 25 Nov 2026 13:00:00 GMT"}, limit("requests", 0, 3600)]
)
def test_an_hour_is_not_waited_for(time: Time, headers: dict[str, str]) -> None:
    kept = pace(time)
    kept.note(429, headers)
    with pytest.raises(ComeBackLaterError, match="wait 60 minutes"), kept.turn():
        pass
    assert time.waits == []


@pytest.mark.parametrize(
    "junk", [{"retry-after": "soon"}, limit("requests", 0, 5) | {"anthropic-ratelimit-requests-reset": "?"}]
)
def test_headers_that_say_nothing_hold_nobody_up(time: Time, junk: dict[str, str]) -> None:
    kept = pace(time)
    kept.note(200, junk)
    with kept.turn():
        pass
    assert time.waits == []
