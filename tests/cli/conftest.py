"""A home of one's own for each test, small banks, and the command line in this process."""

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from examcert.__main__ import main
from examcert.claude import client
from examcert.claude.settings import Settings
from tests.api_server import KEY, Api, served
from tests.cli.banks import FOUR, blueprint, evil_bank, write_bank

if TYPE_CHECKING:
    from anthropic import Anthropic


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def document(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)


Run = Callable[..., Result]


@pytest.fixture(scope="session")
def banks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder with a bank for every occasion."""
    folder = tmp_path_factory.mktemp("banks")
    write_bank(folder / "tiny-01", blueprint(), *FOUR)
    write_bank(folder / "quick-01", blueprint("QUICK-01", minutes=1), *FOUR)
    write_bank(folder / "thin-01", blueprint("THIN-01", scored=8), *FOUR)
    write_bank(folder / "empty-01", blueprint("EMPTY-01"))
    retired = blueprint("OLD-01", status="retired", retired_on="2026-01-31", successor="TINY-01")
    write_bank(folder / "old-01", retired, *FOUR)
    write_bank(folder / "bare-01", {**retired, "code": "BARE-01"})
    evil_bank(folder / "evil-01")
    return folder


@pytest.fixture
def home(tmp_path: Path, banks: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with nothing in it yet, and the small banks."""
    for name in [name for name in os.environ if name.startswith(("EXAMCERT_", "ANTHROPIC_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("EXAMCERT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EXAMCERT_BANKS", str(banks))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def no_connection_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command's connections end with its process. Here the process goes on, so somebody has to close them."""
    made: list[Anthropic] = []
    make = client._client

    def noted(settings: Settings, key: str) -> "Anthropic":
        made.append(make(settings, key))
        return made[-1]

    monkeypatch.setattr(client, "_client", noted)
    yield
    for one in made:
        one.close()


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process, with lines to type."""

    def run(*args: str, typed: str = "") -> Result:
        monkeypatch.setattr(sys, "argv", ["examcert", *args])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsys.readouterr()
        return Result(int(left.value.code or 0), out, err)

    return run


@pytest.fixture
def api(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """Claude's API on a loopback port, and a key for it."""
    with served(Api()) as running:
        monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", running.url)
        yield running
