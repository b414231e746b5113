"""`explanations build` against the API on a loopback port, with the true SDK: calls, batches, kills."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from examcert.reports.shapes import PUBLISHED
from tests.api_server import Api, explained
from tests.cli.banks import FOUR, blueprint, single, write_bank
from tests.cli.conftest import Run
from tests.cli.explaining import against_the_key, build

WAYS = pytest.mark.parametrize("way", [(), ("--batch", "--every", "0.05")], ids=["calls", "batch"])


@WAYS
class TestABuild:
    """One run explains a bank; the next finds nothing to do."""

    def test_explains_every_question_once(self, run: Run, api: Api, way: tuple[str, ...]) -> None:
        code, told = build(run, *way)
        assert (code, told["made"], told["open"], told["stopped"]) == (0, 4, 0, None)
        assert build(run, *way)[1] | {"reason": ""} == told | {"made": 0, "kept": 4, "cost_usd": "0"}
        assert api.paid == 4

    def test_books_what_it_paid(self, run: Run, api: Api, way: tuple[str, ...]) -> None:
        _, told = build(run, *way)
        cost = run("cost", "--by", "exam", "--json").document()
        TypeAdapter(PUBLISHED["cost"]).validate_python(cost)
        assert (cost["total"]["calls"], cost["total"]["cost_usd"]) == (4, told["cost_usd"])
        assert (cost["total"]["saved_by_batch_usd"] == told["cost_usd"]) == bool(way)

    def test_serves_candidates_without_a_key(
        self, run: Run, api: Api, way: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build(run, *way)
        monkeypatch.delenv("ANTHROPIC_API_KEY")
        told = run("explain", "one", "--with", "claude", "--json").document()
        assert told["source"] == "claude"
        assert told["options"][0]["why"].startswith("Claude on Option right")

    def test_sends_what_is_against_the_key_to_the_author(self, run: Run, api: Api, way: tuple[str, ...]) -> None:
        api.answer = against_the_key
        code, told = build(run, *way, "--question", "one")
        assert (code, told["disagreed"]) == (1, ["one"])
        listed = run("bank", "disputes", "tiny-01", "--json")
        TypeAdapter(PUBLISHED["bank-disputes"]).validate_json(listed.out)
        (dispute,) = listed.document()["disputes"]
        assert listed.code == 1
        assert (dispute["option"], dispute["author"], dispute["argument"]) == (
            "right", "The why of right.", "The documents say otherwise.",
        )  # fmt: skip

    def test_stops_at_its_budget_and_goes_on_with_a_larger_one(self, run: Run, api: Api, way: tuple[str, ...]) -> None:
        api.usage = {"output_tokens": 4000}
        code, told = build(run, *way, "--budget", "0.05" if way else "0.09")
        assert (code, told["stopped"]) == (4, "budget")
        assert 0 < told["made"] < 4
        assert "author's words" not in told["reason"]
        assert float(told["cost_usd"]) < 0.09
        again, rest = build(run, *way, "--budget", "2")
        assert (again, rest["made"] + told["made"], api.paid) == (0, 4, 4)

    def test_says_what_a_wrong_key_needs(self, run: Run, api: Api, way: tuple[str, ...], monkeypatch: Any) -> None:
        monkeypatch.delenv("ANTHROPIC_API_KEY")
        code, told = build(run, *way)
        assert (code, told["stopped"]) == (3, "provider")
        assert "Set ANTHROPIC_API_KEY" in told["reason"]

    def test_needs_a_price_to_keep_a_budget(self, run: Run, api: Api, way: tuple[str, ...]) -> None:
        code, told = build(run, *way, "--model", "claude-unheard-of", "--budget", "1")
        assert (code, told["made"], api.paid) == (4, 0, 0)
        assert "No price is known for claude-unheard-of" in told["reason"]

    def test_goes_by_the_policy(self, run: Run, api: Api, way: tuple[str, ...], tmp_path: Path) -> None:
        policy = tmp_path / "policy.toml"
        policy.write_text(
            'name = "by-kind"\n[default]\nmodel = "claude-haiku-5-5"\n'
            '[[rule]]\nkind = ["matching"]\nmodel = "claude-opus-5-5"\n'
        )
        build(run, *way, "--policy", str(policy))
        lines = run("cost", "--by", "model", "--json").document()["lines"]
        assert {line["name"]: line["calls"] for line in lines} == {"claude-haiku-5-5": 3, "claude-opus-5-5": 1}


class TestManyCalls:
    """One first call that warms the cache, then many at once, at the account's pace."""

    @pytest.fixture
    def eight(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        questions = [single(f"q{n}", "1.1" if n % 2 else "2.1") for n in range(8)]
        write_bank(tmp_path / "more" / "many-01", blueprint("MANY-01", scored=8), *questions)
        monkeypatch.setenv("EXAMCERT_BANKS", str(tmp_path / "more"))

    def test_begin_after_the_first_has_begun(self, run: Run, api: Api, eight: None) -> None:
        api.pause = 0.3
        assert run("explanations", "build", "many-01", "--width", "8").code == 0
        first, *others = api.times
        assert min(others) - first >= 0.3
        assert max(others) - min(others) < 0.3

    def test_wait_together_when_one_is_told_to(self, run: Run, api: Api, eight: None) -> None:
        api.failures = [(429, "rate_limit_error", {"retry-after-ms": "200"})] * 3
        result = run("explanations", "build", "many-01")
        assert (result.code, len(api.asked)) == (0, 8)

    def test_wait_when_the_headers_say_that_nothing_is_left(self, run: Run, api: Api, eight: None) -> None:
        reset = datetime.now(UTC) + timedelta(seconds=3)
        api.headers = {
            "anthropic-ratelimit-requests-remaining": "0",
            "anthropic-ratelimit-requests-reset": reset.isoformat().replace("+00:00", "Z"),
        }
        assert run("explanations", "build", "many-01").code == 0
        waited = datetime.now(UTC) - reset
        assert len(api.asked) == 8
        assert api.times[1] >= time.monotonic() - waited.total_seconds() - 0.1

    def test_end_when_the_wait_would_be_an_hour(self, run: Run, api: Api, eight: None) -> None:
        api.failures = [(429, "rate_limit_error", {"retry-after": "3600"})] * 20
        result = run("explanations", "build", "many-01", "--width", "2")
        assert result.code == 3
        assert "wait 60 minutes" in result.err

    def test_end_when_nobody_answers(self, run: Run, api: Api, eight: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
        result = run("explanations", "build", "many-01", "--width", "1")
        assert result.code == 3
        assert "no connection" in result.err

    @pytest.mark.parametrize("way", [(), ("--batch", "--every", "0.05")], ids=["calls", "batch"])
    def test_count_the_references_that_claude_invented(self, run: Run, api: Api, way: tuple[str, ...]) -> None:
        api.answer = lambda body: explained(body).replace("at some length", "at https://evil.example", 1)
        assert build(run, *way)[1]["invented_references"] == 4
        assert build(run, "--anew", *way)[1]["made"] == 4
        assert "4 invented references dropped" in run("explanations", "build", "tiny-01", "--anew", *way).out

    def test_survives_a_kill_right_after_booking(self, run: Run, api: Api) -> None:
        process = subprocess.run(
            [sys.executable, "-c", _BOOKED, "explanations", "build", "tiny-01", "--question", "one"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=False,
        )  # fmt: skip
        assert (process.returncode, api.paid) == (-signal.SIGKILL, 1)
        code, told = build(run, "--question", "one")
        assert (code, told["kept"], api.paid) == (0, 1, 1)


_BOOKED = (
    "import os, signal; from examcert.__main__ import main\nfrom examcert.history.notebook import LedgerKeeper\n"
    "book = LedgerKeeper.book\n"
    "def dying(*args):\n"
    "    book(*args)\n"
    "    os.kill(os.getpid(), signal.SIGKILL)\n"
    "LedgerKeeper.book = dying\nmain()"
)


class TestABatch:
    """It can be killed at any moment: nothing is lost, and nothing is paid twice."""

    BATCH = ("--batch", "--every", "0.05")

    def test_asks_again_what_came_back_empty(self, run: Run, api: Api) -> None:
        spoilt = iter(["errored", "expired", None, "canceled"])
        fates: dict[int, str | None] = {}
        api.spoil = lambda place: fates.setdefault(place, next(spoilt, None)) if len(api.batches) == 1 else None
        code, told = build(run, *self.BATCH)
        assert (code, told["made"], told["failed"]) == (0, 4, {})
        assert [len(requests) for requests in api.batches.values()] == [4, 3]
        assert run("cost", "--json").document()["total"]["calls"] == 4

    def test_gives_up_what_keeps_coming_back_empty(self, run: Run, api: Api) -> None:
        api.spoil = lambda place: "errored" if place == 0 else None
        code, told = build(run, *self.BATCH)
        assert (code, told["made"]) == (1, 3)
        assert list(told["failed"].values()) == ["The batch came back with errored (invalid_request_error)."]

    def test_whose_answer_got_lost_is_found_and_not_sent_again(self, run: Run, api: Api) -> None:
        api.lose = 1
        code, told = build(run, *self.BATCH)
        assert (code, told["stopped"], told["made"]) == (3, "provider", 0)
        assert "may have arrived" in told["reason"]
        code, told = build(run, *self.BATCH)
        assert (code, told["made"], len(api.batches)) == (0, 4, 1)

    def test_that_never_arrived_is_sent(self, run: Run, api: Api) -> None:
        api.lose = 1
        build(run, *self.BATCH)
        api.batches.clear()
        assert build(run, *self.BATCH)[1]["made"] == 4

    def test_knows_a_question_that_has_changed_meanwhile(
        self, run: Run, api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "mine"
        monkeypatch.setenv("EXAMCERT_BANKS", str(folder))
        write_bank(folder / "tiny-01", blueprint(), *FOUR)
        api.lose = 1
        build(run, *self.BATCH)
        write_bank(folder / "tiny-01", blueprint(), single("one", stem="Another stem?"), *FOUR[1:])
        _, told = build(run, *self.BATCH)
        assert told["made"] == 4
        assert [len(requests) for requests in api.batches.values()] == [4, 1]
        assert run("cost", "--json").document()["total"]["failed"] == 1

    def test_is_collected_whatever_is_asked_for_next(self, run: Run, api: Api) -> None:
        api.lose = 1
        build(run, *self.BATCH, "--lang", "de")
        code, told = build(run, *self.BATCH, "--question", "one")
        assert (code, told["wanted"], told["made"]) == (0, 1, 1)
        german = run("explanations", "status", "tiny-01", "--lang", "de", "--json").document()
        assert (german["fresh"], [len(requests) for requests in api.batches.values()]) == (4, [4, 1])

    def test_asks_the_next_model_after_the_first_has_failed(self, run: Run, api: Api, tmp_path: Path) -> None:
        policy = tmp_path / "policy.toml"
        policy.write_text('name = "x"\n[default]\nmodel = "claude-haiku-5-5"\nfallback = ["claude-sonnet-5-5"]\n')
        api.answer = lambda body: "No." if body["model"] == "claude-haiku-5-5" else explained(body)
        code, told = build(run, *self.BATCH, "--policy", str(policy))
        assert (code, told["made"]) == (0, 4)
        lines = run("cost", "--by", "model", "--json").document()["lines"]
        assert {one["name"]: one["failed"] for one in lines} == {"claude-haiku-5-5": 4, "claude-sonnet-5-5": 0}

    def test_is_refused_where_there_are_none(self, run: Run, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in (("ANTHROPIC_FOUNDRY_API_KEY", "k"), ("ANTHROPIC_FOUNDRY_RESOURCE", "acme"),
                            ("EXAMCERT_CLAUDE_HOME", "foundry"), ("EXAMCERT_MODEL", "claude-sonnet-5-5")):  # fmt: skip
            monkeypatch.setenv(name, value)
        code, told = build(run, *self.BATCH)
        assert (code, told["reason"]) == (3, "This home of Claude takes no batches. Leave --batch out.")

    @pytest.mark.parametrize("moment", ["before it is sent", "while it runs", "while results come"])
    def test_survives_a_kill(self, run: Run, api: Api, moment: str) -> None:
        api.looks = 10_000
        process = subprocess.Popen(
            [sys.executable, "-c", _KILLED[moment], "explanations", "build", "tiny-01", *self.BATCH],
            env=os.environ | {"COLUMNS": "80"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        if moment == "while it runs":
            _until(lambda: any(api.seen.values()))
            process.send_signal(signal.SIGKILL)
        if moment == "while results come":
            api.looks = 1
        assert process.wait(60) == -signal.SIGKILL
        api.looks = 1
        code, told = build(run, *self.BATCH)
        assert (code, told["made"] + told["kept"], len(api.batches)) == (0, 4, 1)
        assert run("cost", "--json").document()["total"]["calls"] == 4


_KILLED = {
    "while it runs": "from examcert.__main__ import main; main()",
    # The batch has arrived, and its name was not noted.
    "before it is sent": (
        "import os, signal; from examcert.__main__ import main\nfrom examcert.history.notebook import LedgerKeeper\n"
        "LedgerKeeper.batch_sent = lambda *args: os.kill(os.getpid(), signal.SIGKILL)\nmain()"
    ),
    # Two results are stored, and two are not.
    "while results come": (
        "import os, signal; from examcert.__main__ import main\nfrom examcert.history.notebook import LedgerKeeper\n"
        "settle, done = LedgerKeeper.settle_item, []\n"
        "def dying(*args):\n"
        "    if len(done) == 2: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    done.append(1)\n"
        "    return settle(*args)\n"
        "LedgerKeeper.settle_item = dying\nmain()"
    ),
}


def _until(happened: Any, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)
