"""What a user without a checkout installs carries everything, and works from anywhere."""

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.banks import blueprint
from tests.cli.test_bank_check import one_domain, written

ROOT = Path(__file__).resolve().parent.parent
Examcert = Callable[..., "subprocess.CompletedProcess[str]"]


def run(*command: str | Path, **more: object) -> "subprocess.CompletedProcess[str]":
    """Run a command that must succeed; what it said is shown when it does not."""
    told = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload]  # options of any kind
    assert told.returncode == 0, f"{command}\n{told.stdout}\n{told.stderr}"
    return told  # type: ignore[no-any-return]  # follows from the line above


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Examcert:
    """The wheel with its locked dependencies in an environment of its own, and a folder far from the checkout."""
    place = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place / "dist", cwd=ROOT)
    (wheel,) = (place / "dist").glob("*.whl")
    run(sys.executable, "-m", "venv", place / "env")
    python = place / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    # pip, as in the Makefile: an index and certificates that served it once serve it again.
    install = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*install, "--require-hashes", "-r", ROOT / "requirements" / "run.lock")
    run(*install, "--no-deps", wheel)
    own = {name: value for name, value in os.environ.items() if not name.startswith(("EXAMCERT_", "PYTHON"))}

    def examcert(*args: str, typed: str = "", code: int = 0) -> "subprocess.CompletedProcess[str]":
        told = subprocess.run(
            [python.with_name("examcert" + (sysconfig.get_config_var("EXE") or "")), *args],
            input=typed, capture_output=True, text=True, check=False, cwd=place, timeout=60,
            env={**own, "EXAMCERT_HOME": str(place / "home")},
        )  # fmt: skip
        assert told.returncode == code, told.stderr
        return told

    return examcert


def test_the_wheel_brings_the_banks(installed: Examcert) -> None:
    counts = {entry["code"]: entry["questions"] for entry in json.loads(installed("exams", "--json").stdout)}
    assert counts["AIF-C01"] >= 130
    assert len(counts) == 8


def test_a_mock_exam_is_sat_from_the_wheel(installed: Examcert) -> None:
    told = installed("mock", "aif-c01", "--seed", "1", "--plain", typed="a\nsubmit\nyes\n", code=1).stdout
    assert "Question 1 of 65" in told
    assert "NOT PASSED" in told
    assert "Left unanswered: " in told


def test_every_option_is_explained_from_the_wheel(installed: Examcert) -> None:
    told = installed("practice", "aif-c01", "-n", "1", "--seed", "7", "--plain", typed="skip\n\n").stdout
    assert told.count("\n     ") >= 4
    assert "https://docs.aws.amazon.com/" in told


def test_the_wheel_brings_the_prompts(installed: Examcert) -> None:
    where = {line.split(":")[0]: line for line in installed("doctor").stdout.splitlines() if ":" in line}
    (prompts,) = [line for name, line in where.items() if name.strip().lower().startswith("prompts")]
    assert "_data" in prompts
    assert "missing" not in prompts


def test_the_wheel_brings_the_tables_of_names(installed: Examcert, tmp_path: Path) -> None:
    exam = {**blueprint(vendor="Amazon Web Services"), "domains": one_domain()}
    folder = written(tmp_path / "bank", exam=exam)
    told = json.loads(installed("bank", "check", str(folder), "--select", "H1", "--json").stdout)
    assert [problem["message"] for problem in told["problems"]] == [
        "https://nobody.example is on none of Amazon Web Services's hosts."
    ]
