"""The true program in a true terminal: killed, interrupted, timed out and resumed."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.tui.terminal import hears_ctrl_c

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are not to be had on Windows", allow_module_level=True)

Spawn = Callable[..., "pexpect.spawn[str]"]


@pytest.fixture
def spawn(home: Path) -> Iterator[Spawn]:
    """Start examcert in a terminal of its own."""
    started: list[pexpect.spawn[str]] = []

    def spawn(command: str, **env: str) -> "pexpect.spawn[str]":
        child = pexpect.spawn(
            sys.executable, ["-m", "examcert", *command.split()], encoding="utf-8", timeout=20, dimensions=(40, 100),
            env={**os.environ, "TERM": "xterm-256color", **env}, preexec_fn=hears_ctrl_c,
        )  # fmt: skip
        child.delaybeforesend = None
        started.append(child)
        return child

    yield spawn
    for child in started:
        child.close(force=True)


def ask(*args: str) -> Any:
    """A command's JSON, from a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "examcert", *args, "--json"], capture_output=True, text=True, check=True
    )
    return json.loads(told.stdout)


def finished(child: "pexpect.spawn[str]") -> int:
    """The exit code of a program that ends by itself; minus the signal where one ended it."""
    child.expect(pexpect.EOF)
    child.wait()
    return child.exitstatus if child.exitstatus is not None else -(child.signalstatus or 0)


def test_a_killed_exam_loses_nothing_that_was_confirmed(spawn: Spawn) -> None:
    child = spawn("mock aif-c01 --seed 1 --plain")
    for number in range(1, 6):
        child.expect_exact(f"Question {number} of 65")
        child.expect("Answer> ")
        child.sendline("flag" if number == 3 else "next")
        if number == 3:
            child.expect_exact("Flagged.")
            child.expect("Answer> ")
            child.sendline("next")
    child.expect_exact("Question 6 of 65")
    child.expect("Choose 1")
    child.expect("Answer> ")
    child.sendline("b")
    child.expect_exact("Saved: B.")
    # The next question shows only after the answer is on disk.
    child.expect_exact("Question 7 of 65")
    child.kill(signal.SIGKILL)
    assert finished(child) == -signal.SIGKILL
    assert ask("history")[0]["answered"] == 1
    again = spawn("resume --plain")
    again.expect_exact("1 of 65 answered.")
    again.expect(r"8\d minutes left\.")
    again.expect_exact("Question 7 of 65")
    again.expect("Answer> ")
    again.sendline("list")
    again.expect_exact("Unanswered: 1 to 5, 7 to 65")
    again.expect_exact("Flagged: 3")
    again.expect("Answer> ")
    again.sendline("go 6")
    again.expect_exact("Your answer: B")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_polite_end_stops_the_clock_and_says_how_to_go_on(spawn: Spawn, number: signal.Signals) -> None:
    child = spawn("mock tiny-01 --plain")
    child.expect("Answer> ")
    child.kill(number)
    child.expect_exact("everything confirmed is kept. Go on with: examcert resume 1")
    assert finished(child) == 130


def test_ctrl_c_is_a_way_to_leave(spawn: Spawn) -> None:
    child = spawn("practice tiny-01 --plain")
    child.expect("Answer> ")
    child.sendintr()
    child.expect_exact("Go on with: examcert resume 1")
    assert finished(child) == 130


def test_a_paper_hands_itself_in_when_its_time_is_up(spawn: Spawn, tmp_path: Path) -> None:
    # One minute is the shortest exam; a stored clock near its end makes the wait short.
    child = spawn("mock quick-01 --plain")
    child.expect("Answer> ")
    child.sendline("next")
    child.expect("Answer> ")
    child.sendline("quit")
    assert finished(child) == 0
    spend(tmp_path / "home" / "history.sqlite", seconds=58)
    again = spawn("resume --plain")
    again.expect(r"[12] seconds? left\.")
    again.expect("Answer> ")
    again.expect_exact("Time is up. The paper is handed in with the answers given so far.")
    again.expect_exact("NOT PASSED")
    assert finished(again) == 1
    assert ask("history")[0]["submitted"] is not None


def spend(database: Path, *, seconds: int) -> None:
    """Let a paused sitting have used so much of its time."""
    import sqlite3

    with sqlite3.connect(database) as connection:
        changed = connection.execute("UPDATE sitting SET used = ?", (float(seconds),)).rowcount
    connection.close()
    assert changed == 1


def test_two_terminals_on_one_sitting_do_not_overwrite_each_other(spawn: Spawn) -> None:
    first = spawn("mock tiny-01 --seed 1 --plain")
    first.expect("Answer> ")
    second = spawn("resume --plain")
    second.expect("Answer> ")
    second.sendline("flag")
    second.expect_exact("Flagged.")
    first.sendline("flag")
    first.expect("another")
    assert finished(first) == 2
    second.sendline("list")
    second.expect_exact("Flagged: 1")


def test_two_sittings_in_two_terminals_do_not_disturb_each_other(spawn: Spawn) -> None:
    first, second = spawn("mock tiny-01 --seed 1 --plain"), spawn("mock tiny-01 --seed 2 --plain")
    for child in (first, second, first, second):
        child.expect("Answer> ")
        child.sendline("flag")
        child.expect("Flag")
    for child in (first, second):
        child.expect("Answer> ")
        child.sendline("quit")
        assert finished(child) == 0


@pytest.mark.parametrize(("args", "env"), [("--plain", {}), ("", {"TERM": "dumb"})])
def test_plain_lines_hold_no_cursor_tricks(spawn: Spawn, args: str, env: dict[str, str]) -> None:
    child = spawn(f"practice tiny-01 -n 1 {args}", **env)
    child.expect("Answer> ")
    seen = child.before or ""
    child.sendline("skip")
    child.expect("Enter to finish> ")
    seen += child.before or ""
    child.sendline("")
    child.expect(pexpect.EOF)
    seen += child.before or ""
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", seen)


class TestTheHomeMenu:
    """What a bare `examcert` shows where no full screen is to be had."""

    def test_offers_what_is_unfinished_first(self, spawn: Spawn) -> None:
        child = spawn("practice tiny-01 -n 2", TERM="dumb")
        child.expect("Answer> ")
        child.sendline("quit")
        assert finished(child) == 0
        home = spawn("", TERM="dumb")
        home.expect_exact("--plain gives them anywhere.")
        home.expect_exact("r: go on with sitting 1, TINY-01 practice, 0 of 2 answered")
        home.expect("Choose> ")
        home.sendline("r")
        home.expect_exact("Question 1 of 2")

    def test_starts_an_exam_in_one_key(self, spawn: Spawn) -> None:
        home = spawn("", TERM="dumb")
        home.expect(r"m(\d+): mock exam TINY-01")
        number = home.match.group(1)  # type: ignore[union-attr]  # it matched, or expect had raised
        home.expect("Choose> ")
        home.sendline("nonsense")
        home.expect_exact("'nonsense' is not on the menu.")
        home.expect("Choose> ")
        home.sendline(f"m{number}")
        home.expect_exact("Question 1 of 4")

    def test_is_left_with_q(self, spawn: Spawn) -> None:
        home = spawn("", TERM="dumb")
        home.expect("Choose> ")
        home.sendline("q")
        assert finished(home) == 0


def test_nothing_is_printed_while_a_candidate_thinks(spawn: Spawn) -> None:
    child = spawn("mock tiny-01 --plain")
    child.expect("Answer> ")
    with pytest.raises(pexpect.TIMEOUT):
        child.expect(".", timeout=1.5)


def test_output_into_a_closed_pipe_is_no_crash(home: Path) -> None:
    command = f"{sys.executable} -m examcert paper aif-c01 --json | head -c 10"
    told = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in told.stderr
