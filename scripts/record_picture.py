"""Record the README's pictures: the true app, driven by keys, as SVG files."""

import asyncio
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from examcert.candidates.baselines import GuessCandidate, KeyCandidate
from examcert.cli.house import House
from examcert.core.candidate import Candidate
from examcert.core.drawing import draw
from examcert.core.marking import mark
from examcert.core.sitting import Sitting
from examcert.tui.app import ExamcertApp

ROOT = Path(__file__).resolve().parent.parent
EXAM = "aif-c01"
SIZE = (116, 34)
NOW = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_MONO = 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace'


class Still(House):
    """The real house at a moment that stands still, so that a picture changes only when the app does."""

    def clock(self) -> Callable[[], datetime]:
        """The moment."""
        return lambda: NOW


async def picture(name: str, keys: Sequence[str], *, theme: str = "dark") -> None:
    """Open the app, press keys, and keep what is on screen."""
    house = Still()
    house.preferences = house.preferences.but(theme=theme)
    app = ExamcertApp(house)
    async with app.run_test(size=SIZE) as pilot:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
        drawn = app.export_screenshot(title="examcert")
    house.close()
    out = ROOT / "docs" / f"{name}.svg"
    # Fonts of the reader's own: a picture should load nothing.
    out.write_text(_FONT.sub("", drawn).replace("Fira Code, monospace", _MONO), encoding="utf-8")
    print(f"{out.relative_to(ROOT)}: {out.stat().st_size} bytes")


def past() -> None:
    """Some weeks of sittings, so that there is progress to see."""
    house = Still()
    bank, history = house.bank(EXAM.upper()), house.history()
    for days, seed, known in ((40, 0, 0.45), (33, 1, 0.55), (21, 2, 0.62), (12, 3, 0.71), (3, 4, 0.8)):
        at = NOW - timedelta(days=days)
        paper, key, guesser = draw(bank, seed=seed), KeyCandidate(bank), GuessCandidate(seed)
        sitting = Sitting.begin(paper, mode="mock", candidate="you", at=at)
        number = history.begin(sitting)
        now = sitting
        for place, item in enumerate(paper.items):
            who: Candidate = key if place % 20 < 20 * known else guesser
            now = now.answer(item.id, who.answer(item), at=at + timedelta(seconds=60 * place), seconds=60)
        history.save(number, sitting, now, at=at)
        submitted = now.submit(at=at + timedelta(minutes=66))
        history.finish(number, now, submitted, mark(bank, submitted), at=at + timedelta(minutes=66))
    house.close()


async def main() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["EXAMCERT_HOME"], os.environ["TZ"] = home, "UTC"
        await picture("practice", ["p", "n", "b", "enter"])
        await picture("mock", ["m", "enter", "b", "enter", "m", "c", "enter", "a", "enter", "enter", "down", "x", "a"])
        past()
        await picture("progress", ["h"], theme="light")


if __name__ == "__main__":
    asyncio.run(main())
