"""An outside program as a candidate: whatever it does costs it the item, and nothing of it stays behind."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from examcert.candidates.command import CommandCandidate
from examcert.core.candidate import NoAnswerError
from examcert.core.question import Answer
from examcert.errors import ExamcertError
from examcert.reports.documents import item_document
from tests.build import choice, item, matching

ITEM = item(choice("Which?", key="a", more={"id": "q1"}))
GRID = item(matching("Which where?", key={"x": "a", "y": "b"}, more={"id": "q2"}))

Make = Callable[..., CommandCandidate]


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Make]:
    """A candidate that runs these lines of Python for each item it reads; `item` is what it was given."""
    made: list[CommandCandidate] = []

    def make(body: str, *, first: str = "", seconds: float = 60.0) -> CommandCandidate:
        file = tmp_path / f"program{len(made)}.py"
        lines = "\n    ".join(body.splitlines())
        file.write_text(
            f"import json, os, subprocess, sys, time\n{first}\n"
            "def say(*told): print(json.dumps(told[0]) if not isinstance(told[0], str) else told[0], flush=True)\n"
            f"for line in sys.stdin:\n    item = json.loads(line)\n    {lines}\n",
            encoding="utf-8",
        )
        command = f"{sys.executable} {file}"
        candidate = CommandCandidate(command, told=lambda item: item_document(item).as_data(), seconds=seconds)
        made.append(candidate)
        return candidate

    yield make
    for candidate in made:
        candidate.close()


def why_not(candidate: CommandCandidate, asked: Any = ITEM) -> tuple[str, str]:
    """The kind and the detail of what is no answer."""
    with pytest.raises(NoAnswerError) as caught:
        candidate.answer(asked)
    return caught.value.kind, caught.value.detail


def ends(pid: int) -> bool:
    """Whether a process that was killed is gone, or just waiting to be collected, before long."""
    for _ in range(200):
        try:
            if "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize(
    ("asked", "said", "answer"),
    [
        (ITEM, '["a"]', ("a",)),
        (ITEM, "[]", ()),
        (GRID, '{"x": "b", "y": "a"}', ("b", "a")),
        (GRID, '{"y": "a"}', ("", "a")),
    ],
)
def test_an_answer_is_read(program: Make, asked: Any, said: str, answer: Answer) -> None:
    assert program(f"say({{'id': item['id'], 'answer': {said}, 'sure': 3}})").answer(asked) == answer


def test_it_is_told_what_a_paper_tells_and_nothing_more(program: Make, tmp_path: Path) -> None:
    seen = tmp_path / "seen.json"
    program(f"open({str(seen)!r}, 'w').write(line)\nsay({{'id': item['id'], 'answer': []}})").answer(ITEM)
    assert json.loads(seen.read_text()) == item_document(ITEM).as_data()
    assert "key" not in seen.read_text()
    assert "Because of" not in seen.read_text()


def test_one_process_answers_item_after_item(program: Make) -> None:
    candidate = program("n += 1\nsay({'id': item['id'], 'answer': ['abcd'[n]]})", first="n = -1")
    assert [candidate.answer(ITEM) for _ in range(3)] == [("a",), ("b",), ("c",)]


@pytest.mark.parametrize(
    ("body", "kind", "detail"),
    [
        ("say('Let me think.')", "garbage", "no JSON: Let me think."),
        ("say('[' * 100000)", "garbage", "no JSON: [[["),
        ("say(['a'])", "garbage", 'no {"id": …, "answer": …}: ["a"]'),
        ("say({'id': 'q9', 'answer': ['a']})", "garbage", "an answer to something else"),
        ("say({'id': 'q1', 'answer': ['z']})", "garbage", "q1 has no option 'z'."),
        ("say({'id': 'q1', 'answer': ['a', 'b']})", "garbage", "q1 takes 1, not 2."),
        ("say({'id': 'q1', 'answer': 'a'})", "garbage", "The answer to q1 has the wrong shape."),
        ("say('x' * 2_000_000)", "garbage", "a line of more than 1,000,000 characters"),
        ("sys.stdout.buffer.write(bytes([255, 27, 10])); sys.stdout.flush()", "garbage", "no JSON: \ufffd␛"),
        ("os._exit(3)", "crashed", "it left with exit code 3"),
        ("os.kill(os.getpid(), 11)", "crashed", "it was ended by SIGSEGV"),
        ("os.close(1); time.sleep(60)", "crashed", "it closed its output"),
    ],
)
def test_anything_else_is_no_answer(program: Make, body: str, kind: str, detail: str) -> None:
    found = why_not(program(body))
    assert found[0] == kind
    assert found[1].startswith(detail)


@pytest.mark.parametrize("body", ["time.sleep(60)", "while True: pass"])
def test_time_runs_out_for_each_item(program: Make, body: str) -> None:
    started = time.monotonic()
    assert why_not(program(body, seconds=0.3)) == ("timeout", "no answer within 0.3 s")
    assert time.monotonic() - started < 5


def test_a_program_that_does_not_read_is_no_better(program: Make) -> None:
    vast = item(choice("Which? " + "x" * 300_000, key="a", more={"id": "vast"}))
    assert why_not(program("", first="time.sleep(60)", seconds=0.3), vast)[0] == "timeout"


def test_a_program_that_floods_its_output_does_not_flood_us(program: Make) -> None:
    candidate = program("while True: say('x' * 1000)")
    assert why_not(candidate)[0] == "garbage"


def test_after_a_fault_it_is_started_anew(program: Make) -> None:
    candidate = program("say({'id': item['id'], 'answer': ['a']}) if item['id'] == 'q1' else os._exit(1)")
    assert candidate.answer(ITEM) == ("a",)
    assert why_not(candidate, GRID)[0] == "crashed"
    assert candidate.answer(ITEM) == ("a",)


@pytest.mark.parametrize("body", ["say({'id': item['id'], 'answer': []})", "time.sleep(60)"])
def test_whatever_it_started_is_ended_with_it(program: Make, tmp_path: Path, body: str) -> None:
    pids = tmp_path / "pids"
    first = (
        "child = subprocess.Popen(['sleep', '300'], stdout=subprocess.DEVNULL)\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')"
    )
    hangs = "sleep" in body
    candidate = program(body, first=first, seconds=1.0 if hangs else 60.0)
    while hangs and not (pids.exists() and pids.read_text()):  # a slow machine may not have started it in time
        why_not(candidate)
    if not hangs:
        candidate.answer(ITEM)
    candidate.close()
    assert [ends(int(pid)) for pid in pids.read_text().split()] == [True, True]


def test_a_program_may_tidy_up_before_it_is_ended(program: Make, tmp_path: Path) -> None:
    mark = tmp_path / "tidied"
    first = f"import atexit; atexit.register(lambda: open({str(mark)!r}, 'w').close())"
    candidate = program("say({'id': item['id'], 'answer': []})", first=first)
    candidate.answer(ITEM)
    candidate.close()
    assert mark.exists()


def test_once_closed_it_starts_nothing(program: Make) -> None:
    candidate = program("say({'id': item['id'], 'answer': []})")
    candidate.close()
    assert why_not(candidate) == ("crashed", "the run was stopped")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/nowhere/at-all", "cannot be started: No such file or directory"),
        (os.devnull, "cannot be started"),
        ("", "names no program"),
        ("'open", "is not closed"),
    ],
)
def test_what_cannot_be_started_is_the_users_to_mend(command: str, said: str) -> None:
    with pytest.raises(ExamcertError, match=said):
        CommandCandidate(command, told=lambda item: {}, seconds=1).answer(ITEM)
