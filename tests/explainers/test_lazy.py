"""The SDK takes seconds to load, so nothing loads it before Claude can be asked."""

import subprocess
import sys

import pytest

UNASKED = """
from tests.explainers.desk import CHOICE, Clock, MemoryNotebook, explainer
(whole,) = explainer(MemoryNotebook(), Clock(), api_key=None).explain(CHOICE, ())
assert whole.source == "authored", whole
"""


@pytest.mark.parametrize(
    "code",
    ["import examcert.explainers", "import examcert.explainers.claude", UNASKED],
    ids=["the room", "the package", "asked without a key"],
)
def test_the_sdk_is_not_loaded(code: str) -> None:
    loaded = "import sys; sys.exit(sorted({'anthropic', 'httpx2'} & set(sys.modules)) or 0)"
    run = subprocess.run([sys.executable, "-c", f"{code}\n{loaded}"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
