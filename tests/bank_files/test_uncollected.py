"""No walk over the growing bank while it is read, and the collector as it was before."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from examcert.bank_files import check, read_bank
from examcert.errors import BadBankError
from tests.bank_files.building import folder


@pytest.fixture
def eager() -> Iterator[None]:
    """A collector that walks at every tenth object."""
    before = gc.get_threshold()
    gc.set_threshold(10)
    yield
    gc.set_threshold(*before)
    gc.enable()


@pytest.mark.usefixtures("eager")
def test_a_bank_is_read_without_a_walk(tmp_path: Path) -> None:
    walks = []

    def note(phase: str, _: dict[str, int]) -> None:
        walks.append(phase)

    gc.callbacks.append(note)
    try:
        check(folder(tmp_path))
    finally:
        gc.callbacks.remove(note)
    # A few are due just before and just after; during the reading of this bank there would be hundreds.
    assert len(walks) < 20
    assert gc.isenabled()


def test_a_broken_bank_leaves_the_collector_on(tmp_path: Path) -> None:
    with pytest.raises(BadBankError):
        read_bank(folder(tmp_path, questions="- id: [\n"))
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off(tmp_path: Path) -> None:
    gc.disable()
    try:
        check(folder(tmp_path))
        assert not gc.isenabled()
    finally:
        gc.enable()
