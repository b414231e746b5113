"""The app in a real headless Chromium: `make test-browser`, for machines that have one.

Not a part of `make test`, which must pass where no browser is. Set CHROMIUM to its path if it is not
found by itself. The browser is driven over its own debugging protocol; what counts is what history holds.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp
import pytest

from examcert.history import History
from tests.tui.terminal import environment

pytestmark = pytest.mark.anyio
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "no Chromium was found: install it, or set CHROMIUM to its path"
    return found


@contextmanager
def served(env: dict[str, str]) -> Iterator[str]:
    """`examcert serve` on a free port. Its address."""
    command = [sys.executable, "-m", "examcert", "serve", "--port", "0"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(timeout=20)


class Page:
    """A page of the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._numbers = socket, count(1)

    async def call(self, method: str, **parameters: Any) -> Any:
        """Call a method of the debugging protocol."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            told = await self._socket.receive_json(timeout=30)
            if told.get("id") == number:
                assert "error" not in told, told
                return told["result"]

    async def until(self, expression: str, seconds: float = 40.0) -> None:
        """Wait until an expression of the page is true."""
        end = monotonic() + seconds
        while monotonic() < end:
            told = await self.call("Runtime.evaluate", expression=f"Boolean({expression})")
            if told["result"].get("value"):
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"never true in the page: {expression}")

    async def press(self, key: str) -> None:
        """Press a key."""
        text = "\r" if key == "Enter" else key
        await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, unmodifiedText=text,
                        windowsVirtualKeyCode=13 if key == "Enter" else ord(key.upper()))  # fmt: skip
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def click(self) -> None:
        """Click on the top line, where nothing happens but that the page gets the keys."""
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, x=400, y=5, button="left", clickCount=1)


@asynccontextmanager
async def browsing(chromium: str, address: str, profile: Path) -> AsyncIterator[Page]:
    """The page at an address."""
    command = [chromium, *FLAGS, f"--user-data-dir={profile}", "--window-size=1200,800", address]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            told = next(line for line in process.stderr if "DevTools listening" in line)
            found = re.search(r"ws://([^/]+)/", told)
            assert found is not None
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://{found[1]}/json/list") as answer:
                    pages = json.loads(await answer.text())
                socket = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
                async with session.ws_connect(socket, max_msg_size=0) as connected:
                    yield Page(connected)
        finally:
            process.terminate()
            process.wait(timeout=20)


async def test_a_question_is_answered_in_a_browser(tmp_path: Path, banks: Path, chromium: str) -> None:
    env = environment(tmp_path / "home", banks)
    with served(env) as address:
        async with browsing(chromium, address, tmp_path / "profile") as page:
            await page.until("document.body?.classList.contains('-first-byte')")
            await page.click()
            (begun,) = await _pressed(page, "p", env, lambda history: history.unfinished())
            responses = await _pressed(page, "s", env, lambda history: history.load(begun.id).responses)
            assert [response.confirmed for response in responses] == [True]
            loaded = await page.call("Runtime.evaluate", expression=_LOADED, returnByValue=True)
            foreign = [one for one in loaded["result"]["value"] if not one.startswith(address.rsplit("/", 2)[0])]
            assert foreign == [], "the page loads from elsewhere"


_LOADED = "performance.getEntriesByType('resource').filter(one => one.transferSize > 0).map(one => one.name)"


async def _pressed(page: Page, key: str, env: dict[str, str], look: Callable[[History], Any]) -> Any:
    """What history holds of a key, which is pressed until it does: the app may still be reading its banks."""
    path = Path(env["EXAMCERT_HOME"], "history.sqlite")
    end = monotonic() + 40.0
    while monotonic() < end:
        await page.press(key)
        await asyncio.sleep(0.5)
        if path.exists():
            with History.open(f"sqlite:///{path}") as history:
                if found := look(history):
                    return found
    raise AssertionError(f"{key} stored nothing")
