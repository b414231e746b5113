"""`bank preview` and `bank stats`, and watching a bank while it is written."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from examcert.cli.watching import watched
from examcert.errors import ExamcertError, ExitCode
from examcert.reports.shapes import PUBLISHED
from tests.cli.banks import FOUR, blueprint, single, write_bank
from tests.cli.conftest import Run


class TestPreview:
    def test_shows_first_what_a_candidate_sees_and_then_the_answers(self, run: Run) -> None:
        told = run("bank", "preview", "one", "--exam", "tiny-01").out
        before, _, after = told.partition("With its answers")
        assert "The stem of one?" in before
        assert "The why of" not in before
        assert "The why of right." in after
        assert "The right answer: A." in after

    @pytest.mark.parametrize("name", ["two", "three", "four"])
    def test_shows_every_kind(self, run: Run, name: str) -> None:
        assert run("bank", "preview", name, "--exam", "tiny-01").code == 0

    def test_the_app_needs_a_terminal_and_says_so(self, run: Run) -> None:
        result = run("bank", "preview", "tiny-01", "--app")
        assert result.code == ExitCode.USAGE
        assert "TERM" in result.err

    def test_finds_the_bank_by_itself(self, run: Run) -> None:
        told = run("bank", "preview", "aif-1.1-seismic").out
        assert "Family inference-kind, with aif-1.1-library" in told
        assert "tempts with realtime-default" in told

    def test_keeps_the_author_s_order_unless_a_seed_is_given(self, run: Run) -> None:
        told = {
            seed: run("bank", "preview", "one", "--exam", "tiny-01", *seed).out
            for seed in [(), ("--seed", "1"), ("--seed", "3")]
        }
        assert "A. Option right of one" in told[()]
        assert len(set(told.values())) > 1

    @pytest.mark.parametrize(
        ("args", "says"),
        [
            (("oen", "--exam", "tiny-01"), "Did you mean one?"),
            (("zzz", "--exam", "tiny-01"), "`examcert bank show` lists them"),
            (("nowhere-1",), "No bank here has a question 'nowhere-1'"),
        ],
    )
    def test_says_what_to_do_about_a_name_that_is_none(self, run: Run, args: tuple[str, ...], says: str) -> None:
        result = run("bank", "preview", *args)
        assert (result.code, says in result.err) == (2, True)

    def test_shows_a_hostile_bank_as_text(self, run: Run) -> None:
        told = run("bank", "preview", "evil-1", "--exam", "evil-01").out
        assert "\x1b" not in told


class TestStats:
    @pytest.mark.parametrize("exam", ["aif-c01", "tiny-01", "empty-01", "evil-01"])
    def test_fit_their_published_schema(self, run: Run, exam: str) -> None:
        TypeAdapter(PUBLISHED["bank-stats"]).validate_json(run("bank", "stats", exam, "--json").out)

    def test_count_what_there_is(self, run: Run) -> None:
        told = run("bank", "stats", "tiny-01", "--json").document()
        assert (told["questions"], told["families"], told["stem_words"]) == (
            4, 0, {"least": 4, "middle": 4.0, "most": 4},
        )  # fmt: skip
        assert {part["id"]: part["held"] for part in told["coverage"]["kinds"]} == {
            "single": 1, "multiple": 1, "ordering": 1, "matching": 1,
        }  # fmt: skip

    def test_are_a_page_without_json(self, run: Run) -> None:
        assert "Misconceptions that no option names" in run("bank", "stats", "aif-c01").out


class _EnoughError(Exception):
    """Ends a watch."""


class TestWatching:
    def test_acts_again_after_each_save_and_outlives_a_broken_bank(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        seen: list[str] = []
        path = tmp_path / "questions.yaml"
        path.write_text("first", encoding="utf-8")

        def act() -> None:
            seen.append(path.read_text(encoding="utf-8"))
            match len(seen):
                case 1:
                    path.write_text("second, longer", encoding="utf-8")
                    raise ExamcertError("The bank is broken.", remedy="Mend it.")
                case 2:
                    path.write_text("third", encoding="utf-8")
                case _:
                    raise _EnoughError

        with pytest.raises(_EnoughError):
            watched(tmp_path, act, pause=0.001)
        assert seen == ["first", "second, longer", "third"]
        assert "The bank is broken. Mend it." in capsys.readouterr().err

    @pytest.mark.usefixtures("home")
    def test_ends_with_ctrl_c(self, tmp_path: Path) -> None:
        bank = write_bank(tmp_path / "bank", blueprint(), *FOUR)
        command = [sys.executable, "-m", "examcert", "bank", "preview", "one", "--exam", str(bank), "--watch"]
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ,
            # Tests that run in the background inherit deaf ears.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread runs yet
        ) as child:
            late = threading.Timer(60, child.kill)
            late.start()
            assert child.stderr is not None
            assert child.stdout is not None
            assert "Watching" in child.stderr.readline()
            edited = write_bank(tmp_path / "edited", blueprint(), single("one", stem="Another stem?"), *FOUR[1:])
            (edited / "questions.yaml").replace(bank / "questions.yaml")
            assert "Watching" in child.stderr.readline() + child.stderr.readline()
            child.send_signal(signal.SIGINT)
            out, err = child.communicate()
            late.cancel()
        assert (child.returncode, "Another stem?" in out, "Traceback" in err) == (130, True, False)
