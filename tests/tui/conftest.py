"""A house of one's own for each test: small banks, an empty history, a clock that the test moves."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from examcert import locations
from examcert.cli.house import House
from examcert.core.explanation import Explainer
from examcert.core.sitting import Response, Sitting
from examcert.core.tutoring import Tutor
from examcert.history import History
from examcert.tui.app import ExamcertApp
from examcert.tui.desk import Desk
from tests.cli.banks import FOUR, blueprint, evil_bank, single, write_bank

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def anyio_backend() -> str:
    """Textual runs on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def banks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder with a bank for every occasion."""
    folder = tmp_path_factory.mktemp("banks")
    write_bank(folder / "tiny-01", blueprint(), *FOUR)
    write_bank(folder / "grid-01", blueprint("GRID-01", scored=3), *_grids())
    retired = blueprint("OLD-01", status="retired", retired_on="2026-01-31", successor="TINY-01")
    write_bank(folder / "old-01", retired)
    evil_bank(folder / "evil-01")
    return folder


def _grids() -> tuple[dict[str, Any], ...]:
    """A yes/no grid, drop-downs, and a question of a case."""
    yes_no = {n: {"text": n.title(), "why": f"Why {n}."} for n in ("yes", "no")}
    lines = {n: {"text": f"Statement {n}", "why": f"So {n}."} for n in ("s1", "s2")}
    grid = single("grid", kind="matching", options=yes_no, slots=lines, reuse=True, key={"s1": "yes", "s2": "no"})
    menu = {n: {"text": f"Entry {n}", "why": f"Why {n}."} for n in ("a", "b", "c", "d")}
    drops = {
        "x": {"text": "First menu", "why": "So x.", "options": ["a", "b"]},
        "y": {"text": "Second menu", "why": "So y.", "options": ["c", "d"]},
    }
    dropdowns = single("drops", kind="matching", options=menu, slots=drops, key={"x": "b", "y": "c"})
    case = {"id": "mill", "title": "The mill", "text": "A mill grinds **grain** by night."}
    return grid, dropdowns, single("in-a-case", "2.1", case=case)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


class TestHouse(House):
    """The real house with a clock and an explainer of the test's choice."""

    __test__ = False

    def __init__(self) -> None:
        super().__init__()
        self.time = Clock()
        self.explains: Explainer | None = None
        self.tutors: Tutor | None = None

    def clock(self) -> Callable[[], datetime]:
        return self.time

    def claude(self, bank: Any) -> Explainer | None:
        return self.explains or super().claude(bank)

    def tutor(self, bank: Any) -> Tutor:
        return self.tutors or super().tutor(bank)

    def warm(self) -> None:
        """Nothing needs to be fast here."""


@pytest.fixture
def house(tmp_path: Path, banks: Path, monkeypatch: pytest.MonkeyPatch) -> TestHouse:
    """A house with small banks and nothing sat yet."""
    for name in [name for name in os.environ if name.startswith(("EXAMCERT_", "ANTHROPIC_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("EXAMCERT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EXAMCERT_BANKS", str(banks))
    # The banks that come with examcert grow; what a screen shows must not.
    monkeypatch.setattr(locations, "bank_roots", lambda: (banks,))
    return TestHouse()


class Visit:
    """Someone in front of the app."""

    def __init__(self, app: ExamcertApp, pilot: Pilot[None], house: TestHouse) -> None:
        self.app, self.pilot, self.house = app, pilot, house

    async def press(self, *keys: str) -> None:
        """Press keys, and wait for what they do."""
        await self.pilot.press(*keys)
        await self.settled()

    async def settled(self) -> None:
        """Wait for threads and for what they bring."""
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    @property
    def text(self) -> str:
        """What stands on the screen."""
        screen = self.app.screen
        lines = screen._compositor.render_strips(screen.size)
        return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines)

    @property
    def words(self) -> str:
        """What stands on the screen, as if on one line."""
        return " ".join(self.text.split())

    def on(self, kind: type[Screen[Any]]) -> bool:
        """Whether a screen of this kind is in front."""
        return isinstance(self.app.screen, kind)

    async def led_to(self, kind: type[Screen[Any]]) -> None:
        """Wait for a screen of this kind, which the app's own clock brings; a busy machine may take its time."""
        for _ in range(100):
            if self.on(kind):
                break
            await self.pilot.pause(0.1)
        await self.settled()
        assert self.on(kind), f"{self.app.screen} is in front"

    @property
    def desk(self) -> Desk:
        """The desk of the sitting on screen."""
        seat = self.app.seat
        assert seat is not None, "nothing is being sat"
        return seat.desk

    @property
    def stored(self) -> Sitting:
        """The sitting as another process would find it."""
        with History.open(locations.database()) as history:
            return history.load(self.desk.number)

    def response(self, item: str) -> Response:
        """A stored response."""
        return self.stored.response(item)

    async def to(self, item: str) -> None:
        """Go to a question, by the screen's own moves."""
        place = [one.id for one in self.desk.sitting.paper.items].index(item)
        while (here := self.desk.sitting.place) != place:
            await self.press("n" if here < place else "p")

    def letter(self, option: str) -> str:
        """The key that names an option of the question on screen."""
        return "abcdefghijkl"[[one.id for one in self.desk.item.options].index(option)]


@asynccontextmanager
async def visit(house: TestHouse, *keys: str, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Visit]:
    """Open the app on its home screen, and press keys."""
    app = ExamcertApp(house)
    async with app.run_test(size=size) as pilot:
        guest = Visit(app, pilot, house)
        await guest.settled()
        if keys:
            await guest.press(*keys)
        yield guest
    house.close()


@asynccontextmanager
async def sitting(
    house: TestHouse, exam: str = "TINY-01", mode: str = "mock", *, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Visit]:
    """Open the app at the first question of a sitting."""
    from examcert.study.practice import Wish
    from examcert.tui import opening

    def make() -> Desk:
        return opening.mock(house, exam) if mode == "mock" else opening.practice(house, exam, Wish(), 10)

    app = ExamcertApp(house, start=make)
    async with app.run_test(size=size) as pilot:
        guest = Visit(app, pilot, house)
        await guest.settled()
        yield guest
    house.close()
