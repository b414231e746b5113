"""The action and the recipes of docs/ci.md: their shell runs here as it would there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.banks import FOUR, blueprint, write_bank
from tests.reports.junit_rules import complaints

ROOT = Path(__file__).resolve().parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
BLOCKS = re.findall(
    r"^```(\w+)\n(.*?)^```$", (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)
RECIPES = [yaml.safe_load(text) for language, text in BLOCKS if language == "yaml"]
MODEL = (
    "import json, sys\nfor line in sys.stdin:\n    item = json.loads(line)\n"
    "    answer = ['right'] if item['id'] == 'one' else []\n"
    "    print(json.dumps({'id': item['id'], 'answer': answer}), flush=True)\n"
)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a model in it, and a bank that goes by the name of AIF-C01."""
    write_bank(tmp_path / "banks" / "aif-c01", blueprint("AIF-C01"), *FOUR)
    (tmp_path / "model.py").write_text(MODEL, encoding="utf-8")
    for name in [name for name in os.environ if name.startswith(("EXAMCERT_", "ANTHROPIC_", "GITHUB_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("EXAMCERT_BANKS", str(tmp_path / "banks"))
    monkeypatch.setenv("EXAMCERT_HOME", str(tmp_path / "home"))
    return tmp_path


def shell(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a step as a runner would: bash that stops at the first failure."""
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], cwd=folder, env={**os.environ, **variables},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


class TestTheAction:
    """action.yml: every input reaches the command, every output comes back."""

    STEP = ACTION["runs"]["steps"][-1]

    def sit(self, workspace: Path, **inputs: str) -> tuple[int, dict[str, str], str]:
        """The exit code, the outputs and the summary of the step, with these inputs and else their defaults."""
        told = {name: str(entry.get("default", "")) for name, entry in ACTION["inputs"].items()}
        told |= {name.replace("_", "-"): value for name, value in inputs.items()}
        variables = {
            name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: told[found[1]], text)
            for name, text in self.STEP["env"].items()
        }
        files = {name: str(workspace / name.lower()) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        done = shell(self.STEP["run"], workspace, GITHUB_ACTION_PATH=str(ROOT), **variables, **files)
        assert "Traceback" not in done.stderr
        outputs = dict(line.split("=", 1) for line in Path(files["GITHUB_OUTPUT"]).read_text().splitlines())
        summary = Path(files["GITHUB_STEP_SUMMARY"])
        return done.returncode, outputs, summary.read_text() if summary.exists() else ""

    def test_passes(self, workspace: Path) -> None:
        code, outputs, summary = self.sit(workspace, exam="aif-c01", candidate="key")
        assert code == 0
        assert outputs == {
            "verdict": "passed", "score": "1000", "exit-code": "0", "reports": "exam-reports",
            "sentence": "Passed: the score 1000 reaches the pass mark of 700.",
        }  # fmt: skip
        assert summary.startswith("## ✅ Passed: AIF-C01 by key")
        assert complaints((workspace / "exam-reports" / "exam.xml").read_bytes()) == []
        assert {path.suffix for path in (workspace / "exam-reports").iterdir()} == {
            ".xml",
            ".json",
            ".html",
            ".csv",
            ".md",
        }

    def test_fails_below_the_line_and_says_so(self, workspace: Path) -> None:
        code, outputs, summary = self.sit(workspace, exam="aif-c01", candidate="cmd:python model.py", min_score="75%")
        assert (code, outputs["verdict"], outputs["exit-code"]) == (1, "below", "1")
        assert summary.startswith("## ❌ Not passed")

    def test_may_leave_the_job_green(self, workspace: Path) -> None:
        code, outputs, _ = self.sit(workspace, exam="aif-c01", candidate="first", fail="false", min_score="100%")
        assert (code, outputs["verdict"]) == (0, "below")

    @pytest.mark.parametrize("fail", ["true", "false"])
    def test_fails_where_nobody_sat(self, workspace: Path, fail: str) -> None:
        code, outputs, summary = self.sit(workspace, exam="aif-c01", candidate="nobody", fail=fail)
        assert (code, outputs["verdict"], outputs["score"], summary) == (2, "error", "", "")

    def test_hands_every_input_on(self, workspace: Path) -> None:
        code, outputs, summary = self.sit(
            workspace, exam="aif-c01", candidate="key", seed="4", repeats="2", gate="lower", min_score="50%",
            min_domain="1=100%\n\n2=100%\n", concurrency="2", reports="out/here", reveal="true", summary="false",
            arguments="--papers\nsame\n",
        )  # fmt: skip
        assert (code, summary) == (0, "")
        assert outputs["sentence"] == (
            "Passed: the lower bound of the 95 % interval 51 % reaches 50 % and domain 1 100 % (4 of 4) reaches 100 % "
            "and domain 2 100 % (4 of 4) reaches 100 %."
        )
        told = (workspace / "out" / "here" / "exam.json").read_text()
        assert told.count('"code": "AIF-C01-4-') == 2

    @pytest.mark.parametrize("evil", ["$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "key\nverdict=passed"])
    def test_runs_nothing_that_an_input_says(self, workspace: Path, evil: str) -> None:
        code, outputs, _ = self.sit(workspace, exam="aif-c01", candidate=evil)
        assert (code, outputs["verdict"]) == (2, "error")
        assert not (workspace / "pwned").exists()

    def test_names_inputs_and_outputs_that_are_there(self) -> None:
        text = (ROOT / "action.yml").read_text(encoding="utf-8")
        assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])
        written = {"verdict", "score", "sentence", "exit-code", "reports"}
        assert set(ACTION["outputs"]) == set(re.findall(r"steps\.sit\.outputs\.([\w-]+)", text)) == written

    def test_puts_no_input_into_a_script(self) -> None:
        assert [step["run"] for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")] == []


def lines_of(recipe: Any) -> list[str]:
    """The shell lines of a GitHub or GitLab recipe that call examcert."""
    found: list[str] = []
    if isinstance(recipe, dict):
        found += [line for line in recipe.get("script", []) if isinstance(line, str)]
        found += [recipe["run"]] if isinstance(recipe.get("run"), str) else []
        found += [line for below in recipe.values() for line in lines_of(below)]
    elif isinstance(recipe, list):
        found += [line for below in recipe for line in lines_of(below)]
    return [line for line in found if line.startswith("examcert")]


class TestRecipes:
    """docs/ci.md: what can be copied from it works."""

    def test_there_is_one_for_each_server(self) -> None:
        assert [language for language, _ in BLOCKS].count("yaml") == 3
        assert [language for language, _ in BLOCKS].count("groovy") == 1

    def test_use_the_action_as_it_is(self) -> None:
        (used,) = [step for step in RECIPES[0]["jobs"]["exam"]["steps"] if "/examcert@" in step.get("uses", "")]
        assert set(used["with"]) <= set(ACTION["inputs"])

    def test_a_regression_is_one(self, workspace: Path) -> None:
        (workspace / "exams").mkdir()
        sit, compare = lines_of(RECIPES[1])
        assert (
            shell(sit.replace("cmd:python model.py", "key").replace("branch", "exams/main"), workspace).returncode == 0
        )
        assert shell(sit, workspace).returncode == 0
        assert "No difference beyond noise" in shell(compare, workspace).stdout  # four questions prove nothing

    def test_gitlabs_line_writes_its_artefacts(self, workspace: Path) -> None:
        job = RECIPES[2]["mock-exam"]
        (line,) = lines_of(RECIPES[2])
        assert shell(line, workspace).returncode == 1
        artefacts = job["artifacts"]
        for name in (*artefacts["paths"], artefacts["reports"]["junit"], *job["cache"]["paths"]):
            assert (workspace / name).is_file()

    def test_gitlabs_retry_goes_on(self, workspace: Path) -> None:
        (line,) = lines_of(RECIPES[2])
        shell(line, workspace)
        assert "Going on with 4 of 4 questions answered." in shell(line, workspace).stderr

    def test_jenkins_line_writes_what_it_archives(self, workspace: Path) -> None:
        (recipe,) = [text for language, text in BLOCKS if language == "groovy"]
        (line,) = [line.strip() for line in recipe.splitlines() if "examcert sit" in line]
        assert shell(line.replace(".exam/bin/examcert", "examcert"), workspace).returncode == 1
        for name in re.findall(r"(?:testResults|artifacts): '([^']+)'", recipe):
            assert (workspace / name).is_file()
        assert recipe.count("{") == recipe.count("}")

    def test_every_command_of_the_page_is_one(self) -> None:
        page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
        told = {shlex.split(line)[1] for line in re.findall(r"^examcert [^\n]+$", page, re.MULTILINE)}
        assert told == {"sit"}
