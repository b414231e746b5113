"""What the tests of the core share: patience with a loaded machine, and the real bank, read once."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from examcert.core.bank import Bank

# A deadline would fail a test for what else the machine is doing.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def aif() -> Bank:
    """The bank of AIF-C01 that ships."""
    # Deferred: a mistake in the room of files should not stop the tests of the core.
    from examcert.bank_files import read_bank

    return read_bank(Path(__file__).parents[2] / "question_banks" / "aif-c01")
