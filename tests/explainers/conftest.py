"""No test sees the machine's own Claude: no variables, no login on disk, no network."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import respx

from tests.claude_http import claude_api
from tests.explainers.desk import Clock, MemoryNotebook


@pytest.fixture(autouse=True)
def no_ambient_claude(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(("ANTHROPIC_", "EXAMCERT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def api() -> Iterator[respx.MockRouter]:
    with claude_api() as router:
        yield router


@pytest.fixture
def notebook() -> MemoryNotebook:
    return MemoryNotebook()


@pytest.fixture
def clock() -> Clock:
    return Clock()
