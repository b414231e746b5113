"""The true program on a terminal: a whole mock exam through SIGKILL and back, Ctrl-C, Ctrl-Z, few colours."""

import os
import signal
import sys
from pathlib import Path
from time import monotonic

import pytest

from examcert.errors import ExitCode
from examcert.history import History
from tests.api_server import KEY, Api, served
from tests.tui.terminal import Terminal, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a thing of POSIX systems")


@pytest.fixture
def env(tmp_path: Path, banks: Path) -> dict[str, str]:
    """A candidate's environment."""
    return environment(tmp_path / "home", banks)


def history(env: dict[str, str]) -> History:
    """What is on disk, as another process finds it."""
    return History.open(f"sqlite:///{env['EXAMCERT_HOME']}/history.sqlite")


def test_a_whole_mock_exam_through_a_kill_and_back(env: dict[str, str]) -> None:
    with Terminal("mock", "tiny-01", env=env) as terminal:
        terminal.see("Question 1 of 4", "10 min left")
        terminal.press("1")
        terminal.press("\r")
        terminal.see("Question 2 of 4")
        terminal.press("m")
        terminal.see("flagged")
        terminal.kill()
    with history(env) as held:
        (record,) = held.unfinished()
        stored = held.load(record.id)
        assert (stored.place, len(stored.flagged)) == (1, 1)
    with Terminal(env=env) as terminal:
        terminal.see("Unfinished", "Press r to go on")
        terminal.press("r")
        terminal.see("Question 2 of 4", "flagged")
        terminal.press("o")
        terminal.see("Review list", "1 flagged")
        terminal.press("s")
        terminal.see("Hand the paper in?")
        terminal.press("y")
        terminal.see("Report", "PASSED")
        terminal.press("\x1b")
        terminal.see("last score")
        terminal.press("q")
        assert terminal.left() == ExitCode.OK
    with history(env) as held:
        assert held.unfinished() == ()


def test_ctrl_c_keeps_the_answer_says_how_to_go_on_and_leaves_with_130(env: dict[str, str]) -> None:
    with Terminal("mock", "tiny-01", env=env) as terminal:
        terminal.see("Question 1 of 4")
        terminal.press("m")
        terminal.see("Flagged.")
        terminal.press("\x03")
        assert terminal.left() == ExitCode.INTERRUPTED
        assert "Go on with: examcert resume 1" in terminal.text
    with history(env) as held:
        stored = held.load(1)
        assert (len(stored.flagged), stored.opened) == (1, None)


@pytest.mark.parametrize("key", ["\x03", "\x11"])
def test_leaving_in_the_middle_of_claudes_answer_books_the_call(env: dict[str, str], key: str) -> None:
    with served(Api(answer=lambda body: "Word after word after word. " * 40, drip=0.2)) as api:
        key_and_address = {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": api.url}
        with Terminal("practice", "tiny-01", env={**env, **key_and_address}) as terminal:
            terminal.see("Question 1 of 4")
            terminal.press("s")
            terminal.see("a Ask")
            terminal.press("a")
            terminal.see("Ask Claude about this question")
            terminal.press("Why is B wrong?\r")
            terminal.see("Word after word")
            terminal.press(key)
            assert terminal.left() == (ExitCode.INTERRUPTED if key == "\x03" else ExitCode.OK)
    with history(env) as held:
        assert [(call.purpose, call.outcome) for call in held.notebook.calls()] == [("ask", "incomplete")]


@pytest.mark.parametrize(
    ("silence", "outcome"),
    [({"pause": 60.0}, "failed"), ({"drip": 60.0}, "incomplete")],
    ids=["before its headers", "while it thinks"],
)
def test_leaving_while_claude_is_silent_waits_for_nothing_and_books_the_call(
    env: dict[str, str], silence: dict[str, float], outcome: str
) -> None:
    with served(Api(answer=lambda body: "Words.", **silence)) as api:  # type: ignore[arg-type]  # fields of one type
        key_and_address = {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": api.url}
        with Terminal("practice", "tiny-01", env={**env, **key_and_address}) as terminal:
            terminal.see("Question 1 of 4")
            terminal.press("s")
            terminal.see("a Ask")
            terminal.press("a")
            terminal.see("Ask Claude about this question")
            terminal.press("Why is B wrong?\r")
            until = monotonic() + 20
            while not api.asked and monotonic() < until:
                terminal.read()
            for _ in range(10):
                terminal.read()  # time for the headers
            terminal.press("\x03")
            assert terminal.left(seconds=10) == ExitCode.INTERRUPTED
    with history(env) as held:
        assert [(call.purpose, call.outcome) for call in held.notebook.calls()] == [("ask", outcome)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_polite_kill_or_a_closed_terminal_stops_the_clock(env: dict[str, str], number: int) -> None:
    with Terminal("mock", "tiny-01", env=env) as terminal:
        terminal.see("Question 1 of 4")
        os.kill(terminal.pid, number)
        terminal.left()
    with history(env) as held:
        assert held.load(1).opened is None


def test_ctrl_z_sleeps_with_a_stopped_clock_and_fg_comes_back(env: dict[str, str]) -> None:
    with Terminal("mock", "tiny-01", env=env) as terminal:
        terminal.see("Question 1 of 4")
        terminal.press("\x1a")
        terminal.sleeps()
        with history(env) as held:
            assert 0 < held.load(1).used.total_seconds() < 30
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.see("Question 1 of 4")
        terminal.press("m")
        terminal.see("Flagged.")
        terminal.press("\x11")
        assert terminal.left() == ExitCode.OK


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 50)])
def test_it_is_whole_at_every_size(env: dict[str, str], size: tuple[int, int]) -> None:
    with Terminal("practice", "tiny-01", env=env, size=size) as terminal:
        terminal.see("Question 1 of 4", "? Keys", "Answer")
        terminal.press("s")
        terminal.see("Not answered.")
        terminal.press("\x11")
        assert terminal.left() == ExitCode.OK


def test_few_colours_are_the_terminals_own(env: dict[str, str]) -> None:
    few = {**env, "TERM": "xterm", "COLORTERM": ""}
    with Terminal("practice", "tiny-01", env=few) as terminal:
        terminal.see("Question 1 of 4")
        colours = {cell.fg for line in terminal.screen.buffer.values() for cell in line.values()}
        colours |= {cell.bg for line in terminal.screen.buffer.values() for cell in line.values()}
        terminal.press("\x11")
        terminal.left()
    assert {one for one in colours if len(one) == 6 and one.isalnum() and not one.isalpha()} == set()


def test_without_colour_the_few_are_the_terminals_own_too(env: dict[str, str]) -> None:
    with Terminal("practice", "tiny-01", env={**env, "TERM": "xterm", "COLORTERM": "", "NO_COLOR": "1"}) as terminal:
        terminal.see("Question 1 of 4", "A")
        colours = {(cell.fg, cell.bg) for line in terminal.screen.buffer.values() for cell in line.values()}
        terminal.press("\x11")
        terminal.left()
    assert colours == {("default", "default")}


def test_with_few_colours_the_row_under_the_cursor_is_underlined(env: dict[str, str]) -> None:
    with Terminal(env={**env, "TERM": "xterm", "COLORTERM": ""}) as terminal:
        terminal.see("AIF-C01", "? Keys")
        rows = [y for y, line in terminal.screen.buffer.items() if any(cell.underscore for cell in line.values())]
        terminal.press("\x11")
        terminal.left()
    assert len(rows) == 2, "an exam takes two lines"


def test_a_dumb_terminal_gets_lines(env: dict[str, str]) -> None:
    with Terminal("practice", "tiny-01", env={**env, "TERM": "dumb"}) as terminal:
        terminal.see("Answer>")
        terminal.press("quit\n")
        assert terminal.left() == ExitCode.OK
        assert "\x1b" not in terminal.text


def test_plain_gets_lines_in_any_terminal(env: dict[str, str]) -> None:
    with Terminal("mock", "tiny-01", "--plain", env=env) as terminal:
        terminal.see("Answer>")
        terminal.press("quit\n")
        assert terminal.left() == ExitCode.OK
