"""Help pages: every command has one, with an example; and asking for help loads nothing heavy."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from examcert import cli, locations
from examcert.cli.commands import HOMES
from examcert.cli.help import _coloured
from tests.cli.conftest import Run

COMMANDS = [
    ("exams",), ("practice",), ("mock",), ("resume",), ("paper",), ("sit",), ("history",), ("report",), ("review",),
    ("mark",), ("report", "compare"),
    ("explain",), ("serve",), ("doctor",), ("bank", "show"), ("bank", "check"),
    ("bank", "blind"), ("bank", "agreement"), ("bank", "scorecard"), ("bank", "fmt"), ("bank", "schema"),
    ("bank", "new"), ("bank", "preview"), ("bank", "stats"), ("cost",), ("explanations", "build"),
    ("explanations", "status"), ("explanations", "stale"), ("explanations", "export"), ("explanations", "import"),
    ("bank", "disputes"), ("bank", "verify"), ("eval", "explanations"), ("eval", "auditor"),
]  # fmt: skip
HEAVY = ("anthropic", "sqlmodel", "sqlalchemy", "textual")
SLOW = ("alembic", "examcert.history.notebook_rows", "examcert.cli.bank", "examcert.cli.explanations")
"""Of our own modules and of the database's, what no question waits for."""


def loaded(*args: str, typed: str = "", among: tuple[str, ...] = HEAVY) -> tuple[set[str], int]:
    """Which of some modules a fresh interpreter has loaded after a command, and the exit code."""
    code = (
        "import sys; from examcert.__main__ import main\n"
        "try: main()\n"
        f"finally: print(*[name for name in {among!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, input=typed, check=False)
    return set(done.stderr.splitlines()[-1].split()), done.returncode


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_has_a_page_with_an_example_on_its_own_line(
    run: Run, command: tuple[str, ...], flag: str
) -> None:
    result = run(*command, flag)
    assert result.code == 0
    assert f"Usage: examcert {' '.join(command)}" in result.out
    assert f"      examcert {' '.join(command)}" in result.out


def test_the_page_of_all_commands_names_each_and_the_exit_codes(run: Run) -> None:
    page = run("--help").out
    assert [name for (name, *_) in COMMANDS if f"\n  {name} " not in page] == []
    assert "Exit codes: 0 passed or clean" in page


def test_no_summary_is_cut_in_80_columns(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    summaries = "".join(
        run(*of, "--help").out for of in [(), ("bank",), ("explanations",), ("eval",), ("report",)]
    ).splitlines()
    assert [line for line in summaries if line.endswith("...") and "Usage:" not in line] == []


def test_without_a_terminal_a_bare_examcert_shows_the_help(run: Run) -> None:
    result = run()
    assert (result.code, result.out) == (0, run("--help").out)


def test_a_page_has_no_colour_unless_a_terminal_reads_it() -> None:
    assert _coloured("Usage: examcert\n  -h, --help  Help.") == "Usage: examcert\n  -h, --help  Help."


def test_the_version_is_one_line(run: Run) -> None:
    assert run("--version").out.startswith("examcert 0.")


@pytest.mark.usefixtures("home")
class TestLoading:
    """What is heavy is loaded by the commands that need it, and by no other."""

    @pytest.mark.parametrize(
        "args", [("--help",), ("practice", "--help"), ("exams", "--json"), ("paper", "tiny-01", "--json")]
    )
    def test_nothing_heavy(self, args: tuple[str, ...]) -> None:
        assert loaded(*args) == (set(), 0)

    @pytest.mark.parametrize(
        ("args", "typed"),
        [
            (("practice", "tiny-01", "--plain"), "A\n\nskip\n\nquit\n"),
            (("mock", "tiny-01", "--plain"), "submit\nyes\n"),
            (("sit", "tiny-01", "--candidate", "key"), ""),
            (("explain", "one"), ""),
            (("history",), ""),
        ],
    )  # fmt: skip
    def test_a_model_is_not_loaded_without_being_asked_for(self, args: tuple[str, ...], typed: str) -> None:
        found, _ = loaded(*args, typed=typed)
        assert "anthropic" not in found
        assert "textual" not in found

    def test_a_question_waits_for_no_other_command_and_for_no_ledger(self) -> None:
        # The first start makes the tables, those of the ledger among them.
        assert "examcert.history.notebook_rows" in loaded("practice", "tiny-01", "--plain", among=SLOW)[0]
        assert loaded("practice", "tiny-01", "--plain", typed="A\n\nquit\n", among=SLOW)[0] == set()

    def test_a_mistyped_command_is_told_the_one_that_was_meant(self, run: Run) -> None:
        result = run("pratice")
        assert (result.code, "Did you mean 'practice'?" in result.err) == (2, True)

    def test_a_command_whose_module_is_broken_is_not_said_to_be_missing(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "broken_command.py").write_text("{}['a name of its own']")
        monkeypatch.setattr(cli, "__path__", [*cli.__path__, str(tmp_path)])
        monkeypatch.setitem(HOMES, "broken", "broken_command.broken")
        with pytest.raises(KeyError, match="a name of its own"):
            run("broken")

    def test_the_shell_completes_the_names_of_commands(self) -> None:
        asked = {"COMP_WORDS": "examcert expl", "COMP_CWORD": "1", "_EXAMCERT_COMPLETE": "complete_bash"}
        done = subprocess.run(
            [sys.executable, "-m", "examcert"], capture_output=True, text=True, env={**os.environ, **asked}, check=True
        )
        assert done.stdout.split() == ["explain", "explanations"]

    def test_the_shell_completes_exam_codes_from_folder_names(self) -> None:
        asked = {"COMP_WORDS": "examcert practice t", "COMP_CWORD": "2", "_EXAMCERT_COMPLETE": "complete_bash"}
        done = subprocess.run(
            [sys.executable, "-m", "examcert"], capture_output=True, text=True, env={**os.environ, **asked}, check=True
        )
        assert done.stdout.split() == ["thin-01", "tiny-01"]

    def test_the_shell_offers_no_file_and_no_folder_beside_the_banks(self) -> None:
        beside = locations.shipped("question_banks")
        assert [path.name for path in beside.iterdir() if path.name.lower() == "license"]
        asked = {"COMP_WORDS": "examcert practice li", "COMP_CWORD": "2", "_EXAMCERT_COMPLETE": "complete_bash"}
        done = subprocess.run(
            [sys.executable, "-m", "examcert"], capture_output=True, text=True, env={**os.environ, **asked}, check=True
        )
        assert done.stdout.split() == []

    @pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
    def test_completion_can_be_installed_and_shown(self, run: Run, option: str) -> None:
        assert option in run("--help").out
