"""Every command says how it went by its exit code, and what to do when it went wrong."""

import json
import os
import sqlite3
from pathlib import Path

import pytest

from examcert import locations
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ("practice tiny-02", "There is no exam 'tiny-02' here. Did you mean TINY-01?"),
        ("mock tinny", "Did you mean TINY-01?"),
        ("practice", "Missing argument 'EXAM'"),
        ("pracitce tiny-01", "Did you mean 'practice'?"),
        ("practice ./nowhere", "There is no bank at ./nowhere. Check the path, or give an exam code."),
        ("practice tiny-01 -n 0", "Input should be greater than or equal to 1"),
        ("practice tiny-01 --seed x", "Invalid value for '--seed'"),
        ("practice tiny-01 --domain 9", "has no domain '9'. Its domains are 1 (Small things), 2 (Large things)."),
        ("practice tiny-01 --objective 7.7", "has no objective '7.7'. Its objectives are 1.1, 2.1."),
        ("practice tiny-01 --difficulty odd", "'odd' is not one of"),
        ("practice tiny-01 --only missed", "No question of TINY-01 fits: only missed."),
        ("practice empty-01", "The bank of EMPTY-01 has a blueprint but no questions yet."),
        ("mock thin-01", "The paper needs"),
        ("mock tiny-01 --seed 1 --code TINY-01-1-12345678", "Both --seed and --code were given."),
        ("mock tiny-01 --code rubbish", "'rubbish' is no exam code. A code looks like"),
        ("mock tiny-01 --code OTHER-01-1-12345678", "This is a code of OTHER-01, not of TINY-01."),
        ("mock tiny-01 --code TINY-01-1-12345678", "The bank of TINY-01 has changed since this code was made"),
        ("resume", "There is no unfinished sitting."),
        ("resume 7", "There is no sitting 7."),
        ("resume rubbish", "'rubbish' is no sitting. Give a number from `examcert history`, or `last`."),
        ("report", "There is no sitting to look at yet."),
        ("report 999999999999999999999999", "is no sitting"),
        ("review 7", "There is no sitting 7."),
        ("history --exam tiny-02", "Did you mean TINY-01?"),
        ("paper thin-01", "The paper needs"),
        ("sit tiny-01 --candidate nobody", "There is no candidate 'nobody'. Use answers:FILE, "),
        ("sit tiny-01", "Missing option '--candidate'"),
        (
            "sit tiny-01 --candidate key --min-score 99",
            "--min-score 99 is not on the scale. Give one from 100 to 1000, or a share",
        ),
        ("explain nothing", "There is no question 'nothing'."),
        ("explain one --with nobody", "'nobody' is not one of"),
        ("bank show nowhere", "There is no exam 'nowhere' here."),
        ("bank check ./nowhere", "There is no bank at ./nowhere."),
        ("bank", "Commands:"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_remedy_and_leaves_with_2(run: Run, args: str, said: str) -> None:
    result = run(*args.split())
    assert said in result.err + result.out
    assert result.code == 2


class TestARetiredExam:
    """It says so wherever it is offered, and names what took its place."""

    NOTICE = "OLD-01 is retired since 2026-01-31. TINY-01 took its place."

    @pytest.mark.parametrize(
        "args",
        [
            "practice old-01", "mock old-01", "resume", "paper old-01", "paper old-01 --json", "bank show old-01",
            "sit old-01 --candidate key --json",
        ],
    )  # fmt: skip
    def test_says_so_on_stderr(self, run: Run, args: str) -> None:
        if args == "resume":
            run("mock", "old-01")
        assert self.NOTICE in run(*args.split()).err

    def test_says_so_in_the_list(self, run: Run) -> None:
        listed = run("exams").out
        assert self.NOTICE in listed
        assert "retired, see TINY-01" in listed

    def test_says_so_when_it_has_no_questions_either(self, run: Run) -> None:
        result = run("practice", "bare-01")
        assert "BARE-01 is retired since 2026-01-31. TINY-01 took its place." in result.err
        assert result.code == 2

    @pytest.mark.parametrize(("code", "successor"), [("AI-102", "AI-103"), ("MLA-C01", "MLA-C02")])
    def test_is_known_among_the_shipped_ones(self, run: Run, code: str, successor: str) -> None:
        assert f"{successor} took its place." in run("practice", code).err


class TestFoldersOfBanks:
    """A setting that leads nowhere is an error, not a silence."""

    def test_a_named_folder_must_be_there(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EXAMCERT_BANKS", "/nowhere")
        result = run("practice", "aif-c01")
        assert (result.code, result.err) == (
            2, "EXAMCERT_BANKS names /nowhere, which is no folder. Correct or unset it.\n",
        )  # fmt: skip

    def test_doctor_says_so_too(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EXAMCERT_BANKS", "/nowhere")
        result = run("doctor")
        assert "EXAMCERT_BANKS names /nowhere" in result.out
        assert result.code == 2

    def test_the_shipped_ones_may_be_missing(self, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("EXAMCERT_BANKS")
        monkeypatch.setattr(locations, "shipped", lambda name: tmp_path / name)
        result = run("exams")
        assert "The banks that come with examcert are missing" in result.err
        assert "Install examcert again" in result.err
        assert result.code == 2

    def test_a_broken_bank_does_not_hide_the_others(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, banks: Path
    ) -> None:
        (tmp_path / "broken").mkdir()
        (tmp_path / "broken" / "exam.yaml").write_text("code: BROKEN-01\n: [", encoding="utf-8")
        monkeypatch.setenv("EXAMCERT_BANKS", f"{tmp_path}{os.pathsep}{banks}")
        result = run("exams", "--json")
        assert "TINY-01" in result.out
        assert "broken" in result.err
        assert result.code == 0


class TestAHistoryThatCannotBeUsed:
    """It is named, left as it is, and needed only where it is needed."""

    @pytest.fixture(params=["corrupt", "newer", "no file"])
    def kept(self, request: pytest.FixtureRequest, home: Path, run: Run) -> Path:
        file = home / "history.sqlite"
        home.mkdir(parents=True, exist_ok=True)
        if request.param == "corrupt":
            file.write_bytes(b"no database at all" * 100)
        elif request.param == "newer":
            run("sit", "tiny-01", "--candidate", "key")
            with sqlite3.connect(file) as database:
                database.execute("UPDATE alembic_version SET version_num = 'from-the-future'")
            database.close()
        else:
            file.mkdir()
        return file

    @pytest.mark.parametrize("args", ["practice tiny-01", "mock tiny-01", "resume", "history", "report", "doctor"])
    def test_stops_what_needs_it(self, run: Run, kept: Path, args: str) -> None:
        before = kept.read_bytes() if kept.is_file() else None
        result = run(*args.split())
        assert result.code == 2
        assert str(kept) in result.out + result.err
        assert "Traceback" not in result.err
        assert (kept.read_bytes() if kept.is_file() else None) == before

    @pytest.mark.usefixtures("kept")
    def test_does_not_stop_the_list_of_exams(self, run: Run) -> None:
        result = run("exams")
        assert "TINY-01" in result.out
        assert "history" in result.err
        assert result.code == 0


def test_a_home_that_is_a_file_is_named(run: Run, home: Path) -> None:
    home.write_text("")
    result = run("practice", "tiny-01")
    assert result.code == 2
    assert "cannot be made" in result.err


def test_a_database_elsewhere_is_never_shown_with_its_password(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMCERT_DB", "postgresql://me:secret@host/base")
    for args in (("history",), ("doctor",)):
        result = run(*args)
        assert result.code == 2
        assert "secret" not in result.out + result.err


def test_a_home_may_have_any_name(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EXAMCERT_HOME", str(tmp_path / "what? 100% #1"))
    assert run("sit", "tiny-01", "--candidate", "key").code == 0
    assert [entry["id"] for entry in run("history", "--json").document()] == [1]


class TestAMockExam:
    """Passing decides the exit code; stopping is no failure."""

    def test_below_the_pass_mark_is_1(self, run: Run) -> None:
        result = run("mock", "tiny-01", "--plain", typed="submit\nyes\n")
        assert "NOT PASSED" in result.out
        assert result.code == 1

    @pytest.mark.parametrize("typed", ["quit\n", "", "A\n"])
    def test_left_early_is_0_and_can_go_on(self, run: Run, typed: str) -> None:
        result = run("mock", "tiny-01", "--plain", typed=typed)
        assert "Paused. Go on with: examcert resume 1" in result.out
        assert result.code == 0

    def test_tells_nothing_before_it_is_handed_in(self, run: Run) -> None:
        run("mock", "tiny-01", typed="A\nquit\n")
        for command in ("report", "review"):
            result = run(command, "1")
            assert "not handed in yet" in result.err
            assert (result.code, result.out) == (2, "")

    def test_that_is_finished_cannot_be_resumed(self, run: Run) -> None:
        run("mock", "tiny-01", typed="submit\nyes\n")
        assert "Sitting 1 is finished. Look at it with `examcert report 1`." in run("resume", "1").err


def test_a_practice_that_goes_on_reviews_only_what_was_answered(run: Run) -> None:
    run("practice", "tiny-01", "--seed", "3", "--plain", typed="A\nquit\n")
    out = run("review", "1", "--plain").out
    assert out.count("The right answer:") + out.count("Right.") == 1
    assert len(run("review", "1", "--json").document()["items"]) == 1


def test_a_sitting_of_a_bank_named_by_its_path_says_how_to_go_on(
    run: Run, monkeypatch: pytest.MonkeyPatch, banks: Path
) -> None:
    monkeypatch.delenv("EXAMCERT_BANKS")
    folder = banks / "tiny-01"
    paused = run("mock", str(folder), typed="quit\n").out
    assert f"Go on with: EXAMCERT_BANKS={folder} examcert resume 1" in paused
    lost = run("resume", "1")
    assert "The bank of TINY-01, which sitting 1 was drawn from, is not among the known ones." in lost.err
    assert lost.code == 2
    monkeypatch.setenv("EXAMCERT_BANKS", str(folder))
    assert "Mock exam TINY-01-0" in run("resume", "1", typed="quit\n").out


class TestFindings:
    """`bank check` exits 1 when there is something to mend."""

    def test_a_sound_bank_is_0(self, run: Run) -> None:
        assert run("bank", "check", "aif-c01").code == 0

    def test_a_bank_with_mistakes_is_1_and_names_each(self, run: Run, tmp_path: Path, banks: Path) -> None:
        (tmp_path / "exam.yaml").write_bytes((banks / "tiny-01" / "exam.yaml").read_bytes())
        (tmp_path / "questions.yaml").write_text(json.dumps([{"id": "x"}, {"id": "x"}]), encoding="utf-8")
        result = run("bank", "check", str(tmp_path), "--json")
        assert result.code == 1
        assert result.document()["errors"] > 1

    def test_a_model_that_fails_is_3_and_the_author_explains(self, run: Run) -> None:
        result = run("explain", "one", "--with", "claude")
        assert "The why of right." in result.out
        assert result.code == 3


@pytest.mark.parametrize(("command", "code"), [("history", 2), ("exams", 0), ("doctor", 2)])
def test_a_history_whose_place_the_system_refuses_to_look_at_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, code: int
) -> None:
    # Root may look into every folder; no one may look at a name of this length.
    path = tmp_path / ("x" * 300) / "history.db"
    monkeypatch.setenv("EXAMCERT_DB", str(path))
    result = run(command)
    assert result.code == code
    assert f"The history database {path}" in " ".join((result.out + result.err).split())
