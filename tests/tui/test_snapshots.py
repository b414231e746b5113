"""Pictures of screens, compared with those that somebody looked at. `make snapshots` draws them again.

What differs is left beside the kept picture as `NAME.new.svg`, for eyes to compare.
"""

import os
import time
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from textual.widgets import Input

from examcert.explainers.fake import FakeExplainer, FakeTutor
from tests.tui.conftest import TestHouse, Visit, sitting, visit

pytestmark = pytest.mark.anyio

FOLDER = Path(__file__).parent / "snapshots"
WRITING = os.environ.get("EXAMCERT_SNAPSHOTS") == "write"


@pytest.fixture(autouse=True)
def greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same day and hour wherever the test runs."""
    monkeypatch.setenv("TZ", "UTC")
    if hasattr(time, "tzset"):
        time.tzset()
        yield
        monkeypatch.undo()
        time.tzset()
    else:
        yield


def compare(guest: Visit, name: str) -> None:
    """Hold the screen to its picture."""
    kept, fresh = FOLDER / f"{name}.svg", FOLDER / f"{name}.new.svg"
    drawn = guest.app.export_screenshot()
    if WRITING:
        kept.write_text(drawn, encoding="utf-8")
        fresh.unlink(missing_ok=True)
        return
    assert kept.exists(), f"there is no picture {name}: run `make snapshots` and look at it"
    if drawn != kept.read_text(encoding="utf-8"):
        fresh.write_text(drawn, encoding="utf-8")
        raise AssertionError(f"{name} looks otherwise now: compare {fresh.name} with {kept.name} in {FOLDER}")
    fresh.unlink(missing_ok=True)


def opened(
    house: TestHouse, theme: str, exam: str, mode: str, width: int, height: int
) -> AbstractAsyncContextManager[Visit]:
    """A sitting in a theme and a size."""
    house.preferences = house.preferences.but(theme=theme)
    return sitting(house, exam, mode, size=(width, height))


@pytest.mark.parametrize(("theme", "size"), [("dark", (120, 40)), ("light", (80, 24)), ("dark", (60, 20))])
async def test_home(house: TestHouse, theme: str, size: tuple[int, int]) -> None:
    async with sitting(house) as guest:
        await guest.press("s", "y", "ctrl+q")
    async with sitting(house, mode="practice") as guest:
        await guest.press("s", "ctrl+q")
    house.preferences = house.preferences.but(theme=theme)
    async with visit(house, size=size) as guest:
        compare(guest, f"home-{theme}-{size[0]}x{size[1]}")


@pytest.mark.parametrize(("theme", "size"), [("dark", (120, 40)), ("light", (80, 24)), ("light-contrast", (60, 24))])
async def test_a_mock_exam(house: TestHouse, theme: str, size: tuple[int, int]) -> None:
    house.preferences = house.preferences.but(contrast=theme.endswith("-contrast"))
    async with opened(house, theme.split("-", maxsplit=1)[0], "TINY-01", "mock", *size) as guest:
        await guest.to("two")
        await guest.press("a", "b", "down", "x", "m")
        compare(guest, f"mock-{theme}-{size[0]}x{size[1]}")


async def test_the_review_list(house: TestHouse) -> None:
    async with opened(house, "dark", "TINY-01", "mock", 80, 24) as guest:
        await guest.press("a", "m", "o")
        compare(guest, "overview-dark-80x24")


@pytest.mark.parametrize(("theme", "size"), [("dark", (140, 50)), ("light", (60, 40))])
async def test_an_explained_answer_with_claude_beside_it(house: TestHouse, theme: str, size: tuple[int, int]) -> None:
    house.explains = FakeExplainer()
    async with opened(house, theme, "TINY-01", "practice", *size) as guest:
        await guest.to("one")
        await guest.press(guest.letter("w1"), "enter", "c")
        compare(guest, f"explained-{theme}-{size[0]}x{size[1]}")


@pytest.mark.parametrize(("theme", "size"), [("dark", (140, 40)), ("light", (80, 24)), ("light-contrast", (60, 20))])
async def test_asking_back(house: TestHouse, theme: str, size: tuple[int, int]) -> None:
    house.tutors = FakeTutor()
    house.preferences = house.preferences.but(contrast=theme.endswith("-contrast"))
    async with opened(house, theme.split("-", maxsplit=1)[0], "TINY-01", "practice", *size) as guest:
        await guest.to("one")
        await guest.press(guest.letter("w1"), "enter", "a")
        for words in ("Why is the second one wrong?", "And what would make it right?"):
            guest.app.screen.query_one(Input).value = words
            await guest.press("enter")
        # A cursor that blinks is not always there.
        guest.app.screen.query_one(Input).cursor_blink = False
        await guest.settled()
        compare(guest, f"talk-{theme}-{size[0]}x{size[1]}")


@pytest.mark.parametrize("item", ["grid", "drops", "in-a-case"])
async def test_a_question_of_another_kind(house: TestHouse, item: str) -> None:
    async with opened(house, "dark", "GRID-01", "practice", 120, 30) as guest:
        await guest.to(item)
        await guest.press("right", "down")
        compare(guest, f"{item}-dark-120x30")


async def test_a_report(house: TestHouse) -> None:
    async with opened(house, "light", "TINY-01", "mock", 100, 44) as guest:
        await guest.to("one")
        house.time.move(seconds=42)
        await guest.press(guest.letter("right"), "s", "y")
        compare(guest, "report-light-100x44")


async def test_history(house: TestHouse) -> None:
    for days in (1, 2, 30):
        async with sitting(house) as guest:
            await guest.to("one")
            await guest.press(guest.letter("right" if days == 2 else "w1"), "s", "y")
        house.time.move(days=days)
    async with visit(house, "h", size=(100, 44)) as guest:
        compare(guest, "history-dark-100x44")
