"""The house that the app is given: what it loads behind the first screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api_server import KEY

_AT_HOME = """
import asyncio, sys
from examcert.cli.house import House
from examcert.tui.app import ExamcertApp

async def visit():
    house = House()
    app = ExamcertApp(house)
    before = "anthropic" in sys.modules
    async with app.run_test() as pilot:
        while "examcert.history" not in sys.modules:
            await pilot.pause(0.02)
        await app.workers.wait_for_complete()
    house.close()
    print(before, "anthropic" in sys.modules)

asyncio.run(visit())
"""


@pytest.mark.parametrize(("more", "after"), [({"ANTHROPIC_API_KEY": KEY}, "True"), ({}, "False")], ids=["key", "none"])
def test_the_sdk_is_loaded_behind_the_home_screen_where_there_is_a_key(
    home: Path, more: dict[str, str], after: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _AT_HOME], env={**os.environ, "HOME": str(home), **more},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.stdout.split(), done.stderr) == (["False", after], "")
