"""Claude sits an exam, against the API on a loopback port: scored, paid within a budget, never paid twice."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from examcert.candidates import claude_batch
from examcert.history import History
from tests.api_server import Api, served
from tests.cli.conftest import Run

KEYS = {"one": ["right"], "two": ["a", "b"], "three": ["c", "a", "b"], "four": ["a", "b"]}


def name_of(put: dict[str, Any]) -> str:
    """Which question of the small bank was put."""
    return next(name for name in KEYS if f" of {name}" in put["question"] or f" of {name}:" in put["question"])


def right(body: dict[str, Any]) -> str:
    """What a model says that knows everything."""
    put = json.loads(body["messages"][0]["content"])
    label = {
        option["text"].split()[1 if option["text"].startswith("Option") else -1]: option["label"]
        for option in put["options"]
    }
    return json.dumps({"choices": [label[name] for name in KEYS[name_of(put)]]})


@pytest.fixture
def api(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Api]:
    with served(Api(answer=right, looks=0)) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test-0f1e2d3c4b5a")
        monkeypatch.setenv("HOME", str(tmp_path))
        yield api


def ledger(home: Path) -> list[Any]:
    with History.open(f"sqlite:///{home / 'history.sqlite'}") as history:
        return list(history.notebook.calls())


SIT = ("sit", "tiny-01", "--candidate", "claude")


class TestASitting:
    """Scored like anybody's."""

    def test_counts(self, run: Run, api: Api) -> None:
        result = run(*SIT, "--json")
        assert (result.code, result.document()["correct"]) == (0, 4)
        assert result.document()["candidate"] == "claude:claude-sonnet-5-5"

    def test_is_named_by_what_was_asked_for(self, run: Run, api: Api, tmp_path: Path) -> None:
        (tmp_path / "notes, v2.md").write_text("Read this.")
        spec = f"claude:claude-haiku-5-5,effort=high,context={tmp_path / 'notes, v2.md'}"
        result = run("sit", "tiny-01", "--candidate", spec, "--json")
        assert result.document()["candidate"] == "claude:claude-haiku-5-5,effort=high,context=notes, v2.md"
        assert {body["model"] for body in api.asked} == {"claude-haiku-5-5"}
        assert {body["output_config"]["effort"] for body in api.asked} == {"high"}

    def test_is_in_the_ledger_and_in_the_report(self, run: Run, api: Api, home: Path, tmp_path: Path) -> None:
        run(*SIT, "--repeats", "2", "--concurrency", "3", "--report", f"json={tmp_path / 'run.json'}")
        told = json.loads((tmp_path / "run.json").read_text())
        calls = ledger(home)
        assert told["calls"] == len(calls) == api.paid == 8
        assert {call.purpose for call in calls} == {"sit"}
        assert Decimal(told["cost_usd"]) == sum(Decimal(call.cost_usd) for call in calls)

    def test_counts_refusals_apart_from_wrong_answers(self, run: Run, api: Api) -> None:
        api.answer = lambda body: (
            right(body) if "of one" not in body["messages"][0]["content"] else "I would rather not."
        )
        result = run(*SIT)
        assert "No usable answer: 1 invalid" in result.out
        assert "3 of 4 points" in result.out

    @pytest.mark.parametrize(
        ("spec", "said"),
        [
            ("claude:m,effort=huge", "There is no effort 'huge'. Use one of low, medium, high, xhigh, max."),
            ("claude:m,temperature=1", "cannot be understood"),
            ("claude:m,effort=low,effort=high", "cannot be understood"),
            ("claude,context=/nowhere", "/nowhere cannot be read: No such file or directory."),
            ("claude,context=/dev/null", "/dev/null is empty."),
        ],
    )
    def test_that_cannot_be_understood_asks_nobody(self, run: Run, api: Api, spec: str, said: str) -> None:
        result = run("sit", "tiny-01", "--candidate", spec)
        assert said in result.err
        assert (result.code, api.paid) == (2, 0)

    @pytest.mark.parametrize("option", [("--budget", "1"), ("--batch",)])
    def test_options_of_claude_are_for_claude(self, run: Run, option: tuple[str, ...]) -> None:
        result = run("sit", "tiny-01", "--candidate", "key", *option)
        assert "--budget and --batch are for Claude." in result.err
        assert result.code == 2


class TestAProviderThatFails:
    """Decides nothing."""

    def test_for_good_ends_the_run_with_3(self, run: Run, api: Api) -> None:
        api.failures = [(401, "authentication_error", {})]
        result = run(*SIT)
        assert "did not accept the API key (401)" in result.err
        assert (result.code, result.out) == (3, "")

    def test_now_and_then_leaves_it_undecided(self, run: Run, api: Api) -> None:
        now = {"retry-after-ms": "1"}
        api.failures = [(500, "api_error", now)] * 3
        result = run(*SIT, "--min-score", "100%")
        assert "The same command with --resume asks only for what the provider failed to answer." in result.err
        assert result.out.splitlines()[-1] == (
            "Undecided: the share 75 % (3 of 4 points) is below 100 %, but the provider failed on 1 question, "
            "which could have made up for it."
        )
        assert result.code == 3

    def test_owes_its_answers_and_nothing_more(self, run: Run, api: Api, home: Path) -> None:
        api.failures = [(500, "api_error", {"retry-after-ms": "1"})] * 3
        run(*SIT, "--min-score", "100%")
        result = run(*SIT, "--min-score", "100%", "--resume", "--json")
        assert (result.code, result.document()["correct"], api.paid) == (0, 4, 4)
        assert list((home / "runs").iterdir()) == []

    def test_without_a_key_says_which_variable(self, run: Run, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("ANTHROPIC_API_KEY")
        result = run(*SIT)
        assert "There is no API key. Set ANTHROPIC_API_KEY." in result.err
        assert result.code == 3


class TestTheBudget:
    """Ends a run before more is spent; a larger one goes on."""

    def test_ends_with_4_and_goes_on(self, run: Run, api: Api) -> None:
        api.usage = {"output_tokens": 8000}
        first = run(*SIT, "--budget", "0.20")
        assert (first.code, first.out) == (4, "")
        assert "The budget of $0.20 is spent" in first.err
        paid = api.paid
        assert 0 < paid < 4
        second = run(*SIT, "--budget", "1", "--resume", "--json")
        assert (second.code, second.document()["correct"], api.paid) == (0, 4, 4)

    def test_counts_what_was_spent_before(self, run: Run, api: Api) -> None:
        api.usage = {"output_tokens": 8000}
        run(*SIT, "--budget", "0.20")
        paid = api.paid
        again = run(*SIT, "--budget", "0.20", "--resume")
        assert (again.code, api.paid) == (4, paid)

    @pytest.mark.parametrize("sum_", ["x", "-1", "nan"])
    def test_is_a_sum_of_money(self, run: Run, api: Api, sum_: str) -> None:
        result = run(*SIT, f"--budget={sum_}")
        assert "is no amount of dollars" in result.err
        assert result.code == 2

    def test_needs_a_price(self, run: Run, api: Api) -> None:
        result = run("sit", "tiny-01", "--candidate", "claude:claude-unheard-of", "--budget", "1")
        assert "No price is known for claude-unheard-of" in result.err
        assert (result.code, api.paid) == (2, 0)


class TestBeingKilled:
    """Whatever was answered is paid once."""

    def stopped(self, api: Api, sent: signal.Signals, *args: str) -> tuple[int, str]:
        """Run in a process of its own and stop it while the third question is under way."""
        process: list[subprocess.Popen[str]] = []

        def stop(number: int) -> None:
            if number == 3 and process[0].poll() is None:
                process[0].send_signal(sent)
                time.sleep(0.3)

        api.on_message = stop
        command = [sys.executable, "-m", "examcert", *SIT, *args]
        process.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        _, said = process[0].communicate(timeout=60)
        api.on_message = lambda _: None
        return process[0].returncode, said

    def test_by_sigkill_costs_the_question_under_way_and_no_more(self, run: Run, api: Api) -> None:
        assert self.stopped(api, signal.SIGKILL)[0] == -9
        result = run(*SIT, "--resume", "--json")
        assert (result.code, result.document()["correct"]) == (0, 4)
        assert api.paid == 5

    def test_by_ctrl_c_waits_for_what_is_paid(self, run: Run, api: Api) -> None:
        code, said = self.stopped(api, signal.SIGINT)
        assert code == 130
        assert "what is under way and paid for is waited for" in said
        result = run(*SIT, "--resume", "--json")
        assert (result.code, result.document()["correct"], api.paid) == (0, 4, 4)


class TestALedgerThatFails:
    """Ends the run with every answer kept; whoever resumes books what is missing, and pays for nothing twice."""

    @pytest.fixture
    def full(self, home: Path) -> Iterator[sqlite3.Connection]:
        """A database without room for a second paid call."""
        home.mkdir()
        path = home / "history.sqlite"
        History.open(f"sqlite:///{path}").close()
        with sqlite3.connect(path) as disk:
            disk.execute(
                "CREATE TRIGGER full BEFORE INSERT ON call WHEN (SELECT count(*) FROM call) = 1 "
                "BEGIN SELECT RAISE(ABORT, 'no room'); END"
            )
        yield disk
        disk.close()

    @pytest.mark.parametrize("options", [(), ("--concurrency", "3"), ("--batch",)], ids=" ".join)
    def test_costs_no_answer_and_no_row(
        self, run: Run, api: Api, home: Path, full: sqlite3.Connection, options: tuple[str, ...]
    ) -> None:
        first = run(*SIT, *options)
        assert first.code not in (0, 1)
        assert "no room" in first.err
        assert len(ledger(home)) == 1
        full.execute("DROP TRIGGER full")
        second = run(*SIT, *options, "--resume", "--json")
        assert (second.code, second.document()["correct"]) == (0, 4)
        assert api.paid == len(ledger(home)) == len({call.message_id for call in ledger(home)}) == 4


class TestABatch:
    """Half the price, and a crash at any step pays for nothing twice."""

    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(claude_batch, "LOOK_EVERY", 0.01)

    def test_asks_for_everything_at_once_at_half_the_price(self, run: Run, api: Api, home: Path) -> None:
        api.looks = 3
        result = run(*SIT, "--batch", "--repeats", "2", "--json")
        assert (result.code, result.document()["correct"]) == (0, 8)
        assert [len(batch) for batch in api.batches.values()] == [8]
        assert api.asked == []
        calls = ledger(home)
        assert len(calls) == 8
        assert all(call.batch for call in calls)
        run(*SIT, "--json")
        assert Decimal(ledger(home)[-1].cost_usd) == 2 * Decimal(calls[0].cost_usd)

    def test_that_got_lost_on_the_way_back_is_found(self, run: Run, api: Api) -> None:
        api.lose = 1
        first = run(*SIT, "--batch")
        assert first.code == 3
        second = run(*SIT, "--batch", "--resume", "--json")
        assert (second.code, second.document()["correct"], len(api.batches)) == (0, 4, 1)

    def test_is_waited_for_by_whoever_resumes(self, run: Run, api: Api, home: Path) -> None:
        api.looks = 10**6
        command = [sys.executable, "-m", "examcert", *SIT, "--batch"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            while not any(api.seen.values()):
                time.sleep(0.02)
            process.kill()
        api.looks = 0
        result = run(*SIT, "--batch", "--resume", "--json")
        assert (result.code, result.document()["correct"], len(api.batches)) == (0, 4, 1)
        assert len(ledger(home)) == 4

    @pytest.mark.parametrize(
        ("sent", "after"),
        [(signal.SIGKILL, 1), (signal.SIGKILL, 3), (signal.SIGKILL, 4), (signal.SIGINT, 1), (signal.SIGINT, 3)],
    )
    def test_stopped_while_its_answers_are_noted_brings_the_others(
        self, run: Run, api: Api, home: Path, sent: signal.Signals, after: int
    ) -> None:
        code = (
            "import os\n"
            "from examcert.__main__ import main\n"
            "from examcert.candidates.journal import Journal\n"
            "real, noted = Journal.note, []\n"
            "def note(*args):\n"
            "    real(*args)\n"
            "    noted.append(args)\n"
            f"    if len(noted) == {after}: os.kill(os.getpid(), {int(sent)})\n"
            "Journal.note = note\n"
            "main()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, *SIT, "--batch"], capture_output=True, text=True, check=False
        )
        assert done.stdout == ""
        result = run(*SIT, "--batch", "--resume", "--json")
        assert f"Going on with {after} of 4 questions answered." in result.err
        assert (result.code, result.document()["correct"]) == (0, 4)
        assert (len(api.batches), api.paid) == (1, 4)
        assert len(ledger(home)) == len({call.message_id for call in ledger(home)}) == 4

    def test_on_its_way_is_not_left_behind_by_a_run_without_one(self, run: Run, api: Api, home: Path) -> None:
        api.looks = 10**6
        command = [sys.executable, "-m", "examcert", *SIT, "--batch"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            while not any(api.seen.values()):
                time.sleep(0.02)
            process.kill()
        result = run(*SIT, "--resume")
        assert "batch_1 of this run is on its way, and paid for." in result.err
        assert (result.code, api.asked) == (2, [])

    def test_that_came_back_with_gaps_asks_for_these_again(self, run: Run, api: Api) -> None:
        api.spoil = lambda place: "expired" if place == 0 else None
        args = (*SIT, "--batch", "--min-score", "100%")
        first = run(*args)
        assert first.code == 3
        assert "No usable answer: 1 failed" in first.out
        api.spoil = lambda place: None
        second = run(*args, "--resume", "--json")
        assert (second.code, second.document()["correct"]) == (0, 4)
        assert [len(batch) for batch in api.batches.values()] == [4, 1]

    def test_that_may_cost_too_much_is_not_sent(self, run: Run, api: Api) -> None:
        result = run(*SIT, "--batch", "--budget", "0.01")
        assert "A batch of 4 questions may cost" in result.err
        assert (result.code, api.batches) == (4, {})
