"""The action and the recipes before the eyes of those who know: actionlint and the published schemas."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
BLOCKS = re.findall(
    r"^```yaml\n(.*?)^```$", (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository that holds the recipes, and uses the action from its own folder."""
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    for place, text in enumerate(BLOCKS):
        local = re.sub(r"uses: [\w-]+/examcert@main.*", "uses: ./", text)
        name = f".github/workflows/recipe{place}.yml" if "runs-on:" in text else ".gitlab-ci.yml"
        (tmp_path / name).write_text(local, encoding="utf-8")
    for recipe in (ROOT / "docs" / "recipes").glob("*.yml"):
        shutil.copy(recipe, tmp_path / ".github" / "workflows")
    shutil.copy(ROOT / "action.yml", tmp_path)
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    return tmp_path


def run(*command: str | Path, folder: Path) -> str:
    """What a checker complains of."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_actionlint_finds_nothing(project: Path) -> None:
    assert run(BIN / "actionlint", *sorted(project.glob(".github/workflows/*.yml")), folder=project) == ""


def test_actionlint_would_find_a_wrong_input(project: Path) -> None:
    recipe = project / ".github" / "workflows" / "recipe0.yml"
    recipe.write_text(recipe.read_text().replace("min-score:", "minimum:"))
    assert '"minimum" is not defined' in run(BIN / "actionlint", recipe, folder=project)


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", ".github/workflows/*.yml"),
        ("vendor.gitlab-ci", ".gitlab-ci.yml"),
    ],
)
def test_the_published_schemas_take_them(project: Path, schema: str, files: str) -> None:
    found = sorted(project.glob(files))
    assert found
    assert run(BIN / "check-jsonschema", "--builtin-schema", schema, *found, folder=project) == ""
