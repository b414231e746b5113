"""Files that scripts write from the code and the banks are what they would write today."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("script", ["write_schemas.py", "write_readme.py", "write_rules.py"])
def test_a_generated_file_is_current(script: str) -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "scripts" / script, "--check"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (ran.returncode, ran.stderr) == (0, "")
