"""The authoring guide does what it says: its files are written and its commands are run, in their order."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "authoring.md"
_BLOCK = re.compile(r"^```(sh|yaml)( >>)?(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, bool, str, str]]:
    """Language, whether to append, file name, and text of each block."""
    return [(m[1], bool(m[2]), m[3] or "", m[4]) for m in _BLOCK.finditer(GUIDE.read_text(encoding="utf-8"))]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command line of the guide, in a shell, with this examcert."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("EXAMCERT_")}
    env |= {"EXAMCERT_HOME": str(folder / "home"), "PYTHONUTF8": "1"}
    ours = f'examcert() {{ "{sys.executable}" -m examcert "$@"; }}\n'
    return subprocess.run(
        ["/bin/sh", "-c", ours + command], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_guide_works_from_its_first_line_to_its_last(tmp_path: Path) -> None:
    for language, appended, name, text in blocks():
        if language == "yaml" and name:
            with (tmp_path / name).open("a" if appended else "w", encoding="utf-8") as file:
                file.write(text)
        for command in text.splitlines() if language == "sh" else ():
            if "--watch" in command:
                continue
            done = run(command, tmp_path)
            assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def test_every_command_that_watches_is_one_that_can() -> None:
    watching = [
        line for language, _, _, text in blocks() if language == "sh" for line in text.splitlines() if "--watch" in line
    ]
    assert len(watching) == 2
    for command in watching:
        words = command.split()
        done = run(f"examcert {words[1]} {words[2]} --help", ROOT)
        assert "--watch" in done.stdout


def steps() -> list[str]:
    recipe: Any = yaml.safe_load((ROOT / "docs" / "recipes" / "check-banks.yml").read_text(encoding="utf-8"))
    return [step["run"] for step in recipe["jobs"]["banks"]["steps"] if "examcert bank" in step.get("run", "")]


def hooks() -> list[str]:
    told: Any = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return [f'{hook["entry"]} "$BANK"' for hook in told]


@pytest.mark.parametrize("command", [*steps(), *hooks()])
def test_every_command_of_the_ci_recipes_passes_a_new_bank(tmp_path: Path, command: str) -> None:
    made = run("examcert bank new banks/my-exam --no-ask", tmp_path)
    assert made.returncode == 0, made.stderr
    done = run(f"BANK=banks/my-exam; {command}", tmp_path)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
