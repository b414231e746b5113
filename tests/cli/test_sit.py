"""`sit` and `mark`: who may sit, what must be reached, what is written, what can be resumed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from examcert.candidates import plugins
from tests.cli.banks import EVIL
from tests.cli.conftest import Result, Run
from tests.reports.junit_rules import complaints

FIRST = (
    "print(json.dumps({'id': item['id'], 'answer': [o['id'] for o in item['options']][:item['choose']]}), flush=True)"
)

Program = Callable[..., str]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A spec of a program that notes each item it is asked and then does this; `item` is what it was given."""

    def program(body: str = FIRST) -> str:
        file, asked = tmp_path / "program.py", tmp_path / "asked"
        asked.touch()
        file.write_text(
            "import json, os, sys, time\nfor line in sys.stdin:\n    item = json.loads(line)\n"
            f"    n = len(open({str(asked)!r}).read().split())\n"
            f"    open({str(asked)!r}, 'a').write(item['id'] + ' ')\n    {body}\n",
            encoding="utf-8",
        )
        return f"cmd:{sys.executable} {file}"

    return program


def asked(tmp_path: Path) -> list[str]:
    return (tmp_path / "asked").read_text().split()


def last_line(result: Result) -> str:
    return (result.out or result.err).splitlines()[-1]


class TestWhoSits:
    """Each candidate by its name."""

    @pytest.mark.parametrize("spec", ["key", "guess", "longest", "first"])
    def test_one_that_comes_with_examcert(self, run: Run, spec: str) -> None:
        assert run("sit", "tiny-01", "--candidate", spec, "--json").document()["candidate"] == spec

    def test_first_takes_the_first_shown(self, run: Run) -> None:
        paper = run("paper", "tiny-01", "--json").document()
        given = run("sit", "tiny-01", "--candidate", "first", "--json").document()
        shown = {item["id"]: [option["id"] for option in item["options"]][: item["choose"]] for item in paper["items"]}
        for item in given["items"]:
            if item["id"] != "four":
                assert item["answer"] == shown[item["id"]]

    def test_a_program(self, run: Run, program: Program, tmp_path: Path) -> None:
        result = run("sit", "tiny-01", "--candidate", program(FIRST))
        assert sorted(asked(tmp_path)) == ["four", "one", "three", "two"]
        assert "Traceback" not in result.err

    def test_a_program_whose_faults_are_counted(self, run: Run, program: Program) -> None:
        body = "os._exit(2) if item['id'] == 'one' else print('rubbish', flush=True)"
        result = run("sit", "tiny-01", "--candidate", program(body))
        assert "No usable answer: 1 crashed, 3 garbage" in result.out
        assert result.code == 1

    def test_one_from_another_package(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        entry = EntryPoint("theirs", "tests.candidates.test_plugins:Theirs", plugins.GROUP)
        monkeypatch.setattr(plugins, "named", lambda: {"theirs": entry})
        result = run("sit", "tiny-01", "--candidate", "theirs:raises", "--json")
        assert result.document()["candidate"] == "theirs:raises"

    @pytest.mark.parametrize("spec", ["nobody", "", ":", "key:x", "answers", "cmd:"])
    def test_nobody_else(self, run: Run, spec: str) -> None:
        result = run("sit", "tiny-01", "--candidate", spec)
        assert (result.code, result.out) == (2, "")


class TestTheLine:
    """What must be reached; the exit code and the last line say whether it was."""

    @pytest.mark.parametrize(
        ("args", "code", "said"),
        [
            ("--candidate key", 0, "Passed: the score 1000 reaches the pass mark of 700."),
            ("--candidate key --gate lower", 1, "Not passed: the lower bound of the 95 % interval 540 is below"),
            (
                "--candidate key --gate lower --min-score 540",
                0,
                "Passed: the lower bound of the 95 % interval 540 reaches",
            ),
            ("--candidate key --min-score 100%", 0, "Passed: the share 100 % (4 of 4 points) reaches 100 %."),
            ("--candidate key --min-domain 1=100% --min-domain 2=50", 0, "domain 2 100 % (2 of 2) reaches 50 %."),
            ("--candidate guess --min-score 0% --min-domain 2=90%", 1, "domain 2 0 % (0 of 2) is below 90 %."),
        ],
    )
    def test_decides(self, run: Run, args: str, code: int, said: str) -> None:
        result = run("sit", "tiny-01", *args.split())
        assert said in last_line(result)
        assert result.code == code

    def test_is_said_on_stderr_when_stdout_is_a_document(self, run: Run) -> None:
        result = run("sit", "tiny-01", "--candidate", "key", "--json")
        assert result.err == "Passed: the score 1000 reaches the pass mark of 700.\n"

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            ("--min-score high", "--min-score high is no number. Give one from 100 to 1000, or a share such as 75%."),
            ("--min-score 1001", "--min-score 1001 is not on the scale."),
            ("--min-score 101%", "--min-score 101% is no share of the points. Give one from 0% to 100%."),
            ("--min-score nan%", "--min-score nan% is no share of the points."),
            (
                "--min-domain 3=50%",
                "--min-domain 3=50% names no domain. Write, for example, 1=60%. It has 1 (Small things)",
            ),
            ("--min-domain 1", "--min-domain 1 names no domain."),
            ("--min-domain 1=x", "--min-domain x is no share of the points."),
            ("--gate upper", "'upper' is not one of"),
            ("--repeats 0", "Invalid value for '--repeats'"),
            ("--seed 1 --code TINY-01-1-12345678", "Both --seed and --code were given."),
            ("--code rubbish", "'rubbish' is no exam code."),
            (
                "--report pdf=x.pdf",
                "--report pdf=x.pdf cannot be understood. Write FORMAT=FILE with one of junit, json",
            ),
            ("--report junit", "--report junit cannot be understood."),
            ("--report junit=", "cannot be understood"),
            ("--report junit=/nowhere/x.xml", "/nowhere/x.xml is in a folder that does not exist."),
            ("--report junit=/", "The report / is a folder."),
        ],
    )
    def test_that_cannot_be_understood_is_said_before_anybody_sits(self, run: Run, args: str, said: str) -> None:
        result = run("sit", "tiny-01", "--candidate", "key", *args.split())
        assert said in result.err
        assert (result.code, result.out) == (2, "")


class TestSeveralSittings:
    """Own seeds, one result."""

    def test_have_the_next_papers(self, run: Run, tmp_path: Path) -> None:
        told = run("sit", "tiny-01", "--candidate", "guess", "--seed", "5", "--repeats", "3", "--json").document()
        assert [sitting["seed"] for sitting in told["sittings"]] == [5, 6, 7]
        assert told["total"] == 12

    def test_or_the_same_one(self, run: Run) -> None:
        told = run("sit", "tiny-01", "--candidate", "guess", "--repeats", "3", "--papers", "same", "--json").document()
        assert len({sitting["code"] for sitting in told["sittings"]}) == 1
        assert len({json.dumps(sitting["items"]) for sitting in told["sittings"]}) > 1

    def test_are_each_in_history(self, run: Run) -> None:
        run("sit", "tiny-01", "--candidate", "guess", "--repeats", "3")
        assert [entry["candidate"] for entry in run("history", "--json").document()] == ["guess"] * 3

    def test_need_not_be(self, run: Run, home: Path) -> None:
        run("sit", "tiny-01", "--candidate", "guess", "--repeats", "3", "--no-history")
        assert not (home / "history.sqlite").exists()

    def test_add_up_on_the_screen(self, run: Run) -> None:
        told = run("sit", "tiny-01", "--candidate", "key", "--repeats", "2").out
        assert "over 2 sittings" in told
        assert "2 of 2 sittings passed; scores 1000, 1000" in told

    def test_of_a_file_make_no_sense(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "a.json").write_text('{"answers": {}}')
        result = run("sit", "tiny-01", "--candidate", f"answers:{tmp_path / 'a.json'}", "--seed", "1", "--repeats", "2")
        assert "A file of answers is sat once." in result.err


class TestReports:
    """Files for machines and people."""

    ALL = ("junit", "json", "md", "html", "csv")

    def written(self, run: Run, folder: Path, *args: str) -> dict[str, bytes]:
        told = [part for form in self.ALL for part in ("--report", f"{form}={folder / form}")]
        run("sit", *args, *told)
        return {form: (folder / form).read_bytes() for form in self.ALL}

    def test_are_all_written(self, run: Run, tmp_path: Path) -> None:
        found = self.written(run, tmp_path, "tiny-01", "--candidate", "guess")
        assert complaints(found["junit"]) == []
        assert json.loads(found["json"])["exam"] == "TINY-01"
        assert found["md"].startswith("## ❌".encode())
        assert found["html"].startswith(b"<!DOCTYPE html>")
        assert found["csv"].count(b"\r\n") == 5
        assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == sorted(self.ALL)

    @pytest.mark.parametrize("concurrency", ["1", "4"])
    def test_are_the_same_bytes_apart_from_times(
        self, run: Run, tmp_path: Path, program: Program, concurrency: str
    ) -> None:
        spec = program()

        def document() -> dict[str, Any]:
            told = self.written(
                run, tmp_path, "tiny-01", "--candidate", spec, "--repeats", "2", "--concurrency", concurrency
            )["json"]
            return {name: value for name, value in json.loads(told).items() if name != "times"}

        assert json.dumps(document()) == json.dumps(document())

    def test_do_not_depend_on_the_order_of_sets(self, home: Path, tmp_path: Path) -> None:
        def document(seed: str) -> str:
            file = tmp_path / f"{seed}.json"
            command = [sys.executable, "-m", "examcert", "sit", "aif-c01", "--candidate", "guess", "--no-history"]
            env = {**os.environ, "PYTHONHASHSEED": seed}
            subprocess.run([*command, "--repeats", "2", "--report", f"json={file}"], env=env, check=False)
            return file.read_text().partition('"times"')[0]

        assert document("1") == document("2")

    def test_keep_the_key_unless_it_is_asked_for(self, run: Run, tmp_path: Path) -> None:
        def whys(*args: str) -> list[str]:
            found = self.written(run, tmp_path, "tiny-01", "--candidate", "guess", *args)
            return [form for form, whole in found.items() if b"The why of" in whole]

        assert whys() == []
        assert whys("--reveal") == ["junit", "html"]

    def test_survive_an_evil_bank(self, run: Run, tmp_path: Path) -> None:
        found = self.written(run, tmp_path, "evil-01", "--candidate", "guess", "--reveal")
        assert complaints(found["junit"]) == []
        for form, whole in found.items():
            assert form == "json" or not {"\x1b", "\x07", "\u200b"} & set(whole.decode())
        assert EVIL.encode() not in b"".join(found.values())

    def test_may_go_to_a_pipe(self, run: Run, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        with subprocess.Popen(["cat", str(tmp_path / "pipe")], stdout=subprocess.PIPE) as reader:
            run("sit", "tiny-01", "--candidate", "key", "--report", f"csv={tmp_path / 'pipe'}")
            assert reader.stdout is not None
            assert reader.stdout.read().startswith(b"exam,candidate")

    def test_replace_what_was_there_and_keep_its_mode(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "out.md"
        file.write_text("old")
        file.chmod(0o640)
        run("sit", "tiny-01", "--candidate", "key", "--report", f"md={file}")
        assert "old" not in file.read_text()
        assert file.stat().st_mode & 0o777 == 0o640


class TestMarking:
    """`mark`: papers sat elsewhere."""

    @pytest.fixture
    def code(self, run: Run) -> str:
        code = run("paper", "tiny-01", "--seed", "3", "--json").document()["code"]
        assert isinstance(code, str)
        return code

    @pytest.mark.parametrize("named", ["code", "paper"])
    def test_rebuilds_the_paper(self, run: Run, tmp_path: Path, code: str, named: str) -> None:
        (tmp_path / "answers.csv").write_text("question,answer\none,right\n")
        (tmp_path / "paper.json").write_text(run("paper", "tiny-01", "--seed", "3", "--json").out)
        paper = code if named == "code" else str(tmp_path / "paper.json")
        result = run("mark", paper, str(tmp_path / "answers.csv"), "--json")
        assert (result.document()["code"], result.document()["correct"], result.code) == (code, 1, 1)

    def test_is_not_added_to_history(self, run: Run, home: Path, tmp_path: Path, code: str) -> None:
        (tmp_path / "answers.csv").write_text("question,answer\none,right\n")
        run("mark", code, str(tmp_path / "answers.csv"))
        assert not (home / "history.sqlite").exists()

    def test_reads_back_what_sit_wrote_as_csv(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "out.csv"
        sat = run(
            "sit", "tiny-01", "--candidate", "guess", "--seed", "3", "--report", f"csv={file}", "--json"
        ).document()
        marked = run("mark", sat["code"], str(file), "--json").document()
        assert marked["items"] == sat["items"]

    def test_takes_a_bank_by_its_path(self, run: Run, tmp_path: Path, banks: Path, code: str, monkeypatch: Any) -> None:
        monkeypatch.delenv("EXAMCERT_BANKS")
        (tmp_path / "answers.yaml").write_text("answers: {one: [right]}\n")
        args = ("mark", code, str(tmp_path / "answers.yaml"), "--json")
        assert "There is no exam 'TINY-01'" in run(*args).err
        assert run(*args, "--exam", str(banks / "tiny-01")).document()["correct"] == 1

    @pytest.mark.parametrize(
        ("paper", "said"),
        [("rubbish", "is no exam code"), ("TINY-01-3-00000000", "has changed since"), ("{}", "is no paper")],
    )
    def test_says_what_is_wrong_with_a_paper(self, run: Run, tmp_path: Path, paper: str, said: str) -> None:
        (tmp_path / "answers.json").write_text('{"answers": {}}')
        if paper == "{}":
            (tmp_path / "paper.json").write_text(paper)
            paper = str(tmp_path / "paper.json")
        result = run("mark", paper, str(tmp_path / "answers.json"))
        assert said in result.err
        assert result.code == 2


class TestAnInterruptedRun:
    """Goes on where it stopped, and asks for nothing twice."""

    def killed(self, home: Path, spec: str, sent: signal.Signals, *args: str) -> subprocess.Popen[str]:
        """A process that was stopped by a signal while a question was under way."""
        command = [sys.executable, "-m", "examcert", "sit", "tiny-01", "--candidate", spec, *args]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        runs = home / "runs"
        for _ in range(6000):
            kept = list(runs.glob("*.jsonl")) if runs.exists() else []
            if kept and len(kept[0].read_text().splitlines()) > 2 and len(asked(home.parent)) > 2:
                break
            time.sleep(0.01)
        process.send_signal(sent)
        process.wait(timeout=60)
        return process

    @pytest.fixture
    def hanging(self, program: Program) -> str:
        """A program that does not answer the third question it is asked, the first time, as long as we live."""
        return program(f"n == 2 and sys.stdin.read(); {FIRST}")

    @pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
    def test_asks_only_for_what_was_not_answered(
        self, run: Run, home: Path, tmp_path: Path, hanging: str, sent: signal.Signals
    ) -> None:
        process = self.killed(home, hanging, sent)
        process.communicate()
        before = asked(tmp_path)
        assert process.returncode == (-9 if sent == signal.SIGKILL else 130)
        result = run("sit", "tiny-01", "--candidate", hanging, "--resume", "--json")
        assert "Going on with 2 of 4 questions answered." in result.err
        assert sorted(before[:2] + asked(tmp_path)[3:]) == ["four", "one", "three", "two"]
        whole = run("sit", "tiny-01", "--candidate", "first", "--json").document()
        assert [item["answer"] for item in result.document()["items"] if item["id"] != "four"] == [
            item["answer"] for item in whole["items"] if item["id"] != "four"
        ]

    def test_says_where_it_is_kept_and_how_to_go_on(self, home: Path, hanging: str) -> None:
        _, said = self.killed(home, hanging, signal.SIGINT).communicate()
        assert f"What was answered is kept in {home / 'runs'}" in said
        assert "The same command and --resume goes on." in said

    def test_is_not_begun_again_by_accident(self, run: Run, home: Path, hanging: str) -> None:
        self.killed(home, hanging, signal.SIGKILL).communicate()
        result = run("sit", "tiny-01", "--candidate", hanging)
        assert "holds an interrupted run" in result.err
        assert result.code == 2

    def test_leaves_nothing_behind_once_it_is_whole(self, run: Run, home: Path, program: Program) -> None:
        run("sit", "tiny-01", "--candidate", program())
        assert list((home / "runs").iterdir()) == []

    def test_that_never_began_leaves_nothing_behind_either(self, run: Run, home: Path, tmp_path: Path) -> None:
        result = run("sit", "tiny-01", "--candidate", f"cmd:{tmp_path}")
        assert "cannot be started: Permission denied" in result.err
        assert "--resume" not in result.err
        assert list((home / "runs").iterdir()) == []

    def test_of_a_named_file_stays_and_costs_nothing_again(self, run: Run, tmp_path: Path, program: Program) -> None:
        args = ("sit", "tiny-01", "--candidate", program(), "--state", str(tmp_path / "state.jsonl"), "--json")
        first = run(*args).document()
        assert run(*args, "--resume").document() == first
        assert len(asked(tmp_path)) == 4

    def test_with_nothing_to_resume_begins(self, run: Run, tmp_path: Path, program: Program) -> None:
        result = run("sit", "tiny-01", "--candidate", program(), "--resume")
        assert "There is nothing to resume" in result.err
        assert len(asked(tmp_path)) == 4
