"""What becomes of explanations: estimates before, freshness after, packs, disputes; and offline."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from examcert.reports.shapes import PUBLISHED
from tests.api_server import KEY, Api, served
from tests.cli.banks import FOUR, blueprint, single, write_bank
from tests.cli.conftest import Run
from tests.cli.explaining import against_the_key, build


class TestAnEstimate:
    """`--dry-run` asks for no message."""

    def test_is_a_range_with_its_grounds(self, run: Run, api: Api) -> None:
        told = run("explanations", "build", "tiny-01", "--dry-run", "--json").document()
        TypeAdapter(PUBLISHED["explanations-estimate"]).validate_python(told)
        assert (told["asked"], told["counted_by_provider"], api.paid) == (4, True, 0)
        assert 0 < float(told["cost_usd_low"]) < float(told["cost_usd_high"])

    def test_of_a_batch_is_lower_at_its_best(self, run: Run, api: Api) -> None:
        one, half = (
            float(run("explanations", "build", "tiny-01", "--dry-run", "--json", *way).document()["cost_usd_low"])
            for way in ((), ("--batch",))
        )
        assert half < one

    def test_needs_no_key(self, run: Run) -> None:
        result = run("explanations", "build", "tiny-01", "--dry-run")
        assert result.code == 0
        assert "estimated from their length" in result.out
        assert "not measured" in result.out

    def test_of_a_model_without_a_price_is_unknown(self, run: Run) -> None:
        told = run("explanations", "build", "tiny-01", "--dry-run", "--model", "claude-x", "--json").document()
        assert (told["cost_usd_low"], told["unpriced"]) == (None, ["claude-x"])

    def test_goes_by_the_prices_of_a_file(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        rates = "".join(f'{name} = "1"\n' for name in ("input", "output", "write_5m", "write_1h", "read"))
        prices = tmp_path / "prices.toml"
        prices.write_text(f'as_of = "2026-11-30"\n[models."claude-x"]\n{rates}')
        monkeypatch.setenv("EXAMCERT_PRICES", str(prices))
        told = run("explanations", "build", "tiny-01", "--dry-run", "--model", "claude-x", "--json").document()
        assert (told["prices_as_of"], told["unpriced"]) == ("2026-11-30", [])


class TestFreshness:
    """An explanation is bound to the text, the key and the facts it was made of."""

    @pytest.fixture
    def mine(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("EXAMCERT_BANKS", str(tmp_path / "mine"))
        return write_bank(tmp_path / "mine" / "tiny-01", blueprint(), *FOUR)

    def test_is_missing_before_and_fresh_after(self, run: Run, api: Api) -> None:
        states = []
        for _ in range(2):
            told = run("explanations", "status", "tiny-01", "--json").document()
            TypeAdapter(PUBLISHED["explanations-status"]).validate_python(told)
            states.append((told["missing"], told["fresh"]))
            build(run)
        assert states == [(4, 0), (0, 4)]

    @pytest.mark.parametrize(
        "edit",
        [
            {"stem": "Another stem?"},
            {"key": ["w1"]},
            {"options": {n: {"text": n, "why": "W."} for n in ("right", "w1")}},
        ],
        ids=["stem", "key", "options"],
    )
    def test_ends_with_an_edit(self, run: Run, api: Api, mine: Path, edit: dict[str, Any]) -> None:
        build(run)
        write_bank(mine, blueprint(), single("one", **edit), *FOUR[1:])
        result = run("explanations", "stale", "tiny-01", "--json")
        assert (result.code, [one["question"] for one in result.document()["questions"]]) == (1, ["one"])
        api.failures = [(401, "authentication_error", {})]
        assert run("explain", "one", "--with", "claude", "--json").document()["source"] == "authored"

    def test_outlives_a_better_why(self, run: Run, api: Api, mine: Path) -> None:
        build(run)
        better = single("one")
        better["options"]["right"]["why"] = "A better why."
        write_bank(mine, blueprint(), better, *FOUR[1:])
        assert run("explanations", "stale", "tiny-01").code == 0


class TestAPack:
    """One run by an instructor serves every candidate, offline."""

    @pytest.fixture
    def pack(self, run: Run, api: Api, tmp_path: Path) -> Path:
        build(run)
        file = tmp_path / "pack.jsonl"
        assert run("explanations", "export", str(file), "--exam", "tiny-01").code == 0
        return file

    @pytest.fixture
    def candidate(self, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A home with nothing in it, no key, and no way out."""
        for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"):
            monkeypatch.delenv(name)
        monkeypatch.setenv("EXAMCERT_HOME", str(tmp_path / "other"))
        monkeypatch.setenv("EXAMCERT_OFFLINE", "1")
        return pack

    def test_says_who_made_what_and_when(self, pack: Path) -> None:
        head, *lines = [json.loads(line) for line in pack.read_text().splitlines()]
        assert (head["format"], head["exam"], len(lines)) == ("examcert-explanations", "TINY-01", 4)
        assert {"model", "prompt_version", "created", "fingerprint", "language"} <= lines[0].keys()
        assert not any("cost" in line or "usage" in line for line in lines)

    def test_serves_a_candidate(self, run: Run, candidate: Path) -> None:
        assert run("explanations", "import", str(candidate)).out.startswith("4 explanations of TINY-01: 4 new")
        assert run("explain", "four", "--with", "claude", "--json").document()["source"] == "claude"
        assert run("explanations", "import", str(candidate)).out.endswith("0 new, 4 there before.\n")

    def test_saves_a_candidate_with_a_key_from_paying(
        self, run: Run, candidate: Path, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run("explanations", "import", str(candidate))
        monkeypatch.delenv("EXAMCERT_OFFLINE")
        monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        paid = api.paid
        assert run("explain", "one", "--with", "claude", "--json").document()["source"] == "claude"
        assert api.paid == paid
        monkeypatch.setenv("EXAMCERT_MODEL", "claude-opus-5-5")
        assert run("explain", "one", "--with", "claude", "--json").document()["model"] == "claude-opus-5-5"
        assert api.paid == paid + 1

    def test_of_another_key_is_not_shown(self, run: Run, candidate: Path) -> None:
        lines = candidate.read_text().splitlines()
        lines[1] = lines[1].replace('"verdict": "correct"', '"verdict": "incorrect"')
        candidate.write_text("\n".join(lines))
        run("explanations", "import", str(candidate))
        assert run("explain", "one", "--with", "claude", "--json").document()["source"] == "authored"

    def test_cannot_steer_the_terminal_or_add_a_source(self, run: Run, candidate: Path) -> None:
        head, line, *_ = candidate.read_text().splitlines()
        told = json.loads(line)
        told["options"][0]["why"] = "\x1b[31mRed [bold]x[/bold]"
        told["refs"] = [{"url": "https://evil.example"}]
        candidate.write_text(f"{head}\n{json.dumps(told)}\n")
        run("explanations", "import", str(candidate))
        shown = run("explain", "one", "--with", "claude", "--json").document()
        assert (shown["options"][0]["why"], shown["refs"]) == ("Red [bold]x[/bold]", [])

    @pytest.mark.parametrize(
        "spoilt",
        ["", "{}\n", "not json", '{"format": "examcert-explanations", "version": 2}', "HEAD\n{}\n", "HEAD\n[1,\n",
         "HEAD\n" + "x" * 300_000],
        ids=["empty", "no head", "no json", "newer", "no explanation", "broken", "huge"],
    )  # fmt: skip
    def test_that_is_none_is_refused_whole(self, run: Run, candidate: Path, spoilt: str) -> None:
        head, first, *_ = candidate.read_text().splitlines()
        candidate.write_text(spoilt.replace("HEAD", f"{head}\n{first}"))
        result = run("explanations", "import", str(candidate))
        assert (result.code, "Nothing was imported" in result.err) == (2, True)
        assert run("explanations", "status", "tiny-01", "--json").document()["missing"] == 4


class TestDisputes:
    """A disagreement is the author's to settle."""

    @pytest.fixture
    def disputed(self, run: Run, api: Api) -> None:
        api.answer = against_the_key
        build(run, "--question", "one")

    def test_are_open_until_settled(self, run: Run, disputed: None) -> None:
        shown = run("bank", "disputes", "tiny-01")
        assert shown.code == 1
        assert "The why of right." in shown.out
        assert "The documents say otherwise." in shown.out
        settled = run("bank", "disputes", "tiny-01", "--settle", "1", "--ruling", "key-stands", "--note", "Checked.")
        assert (settled.code, "0 open, 1 settled" in settled.out) == (0, True)
        (told,) = run("bank", "disputes", "tiny-01", "--all", "--json").document()["disputes"]
        assert (told["ruling"], told["note"]) == ("key-stands", "Checked.")

    @pytest.mark.parametrize("args", [("--settle", "1"), ("--settle", "9", "--ruling", "key-stands")])
    def test_need_a_number_and_a_ruling(self, run: Run, disputed: None, args: tuple[str, ...]) -> None:
        assert run("bank", "disputes", "tiny-01", *args).code == 2

    def test_of_a_bank_without_any_are_none(self, run: Run) -> None:
        assert (run("bank", "disputes", "tiny-01").code, run("cost").out) == (0, "No paid call yet.\n")


OPENING = """
import sys
def hook(event, args):
    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.bind'): print('OPENED', event, args)
sys.addaudithook(hook)
"""
"""A program that tells of every connection before it is opened."""


@pytest.mark.usefixtures("home")
class TestOffline:
    """`EXAMCERT_OFFLINE=1` keeps every connection from being opened, also one that nobody thought of."""

    @pytest.fixture
    def env(self) -> Iterator[dict[str, str]]:
        with served(Api()) as api:
            told = {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": api.url, "OTEL_EXPORTER_OTLP_ENDPOINT": api.url}
            yield os.environ | told

    def told(self, env: dict[str, str], *args: str, then: str = "from examcert.__main__ import main; main()") -> Any:
        command = [sys.executable, "-c", OPENING + then, *args]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    @pytest.mark.parametrize(
        "args",
        ["explain one --with claude", "explanations build tiny-01", "explanations build tiny-01 --batch --dry-run"],
    )
    def test_nothing_is_opened(self, env: dict[str, str], args: str) -> None:
        done = self.told(env | {"EXAMCERT_OFFLINE": "1"}, *args.split())
        assert "OPENED" not in done.stdout
        assert "Traceback" not in done.stderr

    def test_without_it_a_connection_is_seen(self, env: dict[str, str]) -> None:
        assert "OPENED socket.connect" in self.told(env, "explain", "one", "--with", "claude").stdout

    def test_a_library_of_its_own_mind_is_refused(self, env: dict[str, str]) -> None:
        calling = (
            "import socket, urllib.parse, os; from examcert.offline import guard; guard()\n"
            "place = urllib.parse.urlsplit(os.environ['ANTHROPIC_BASE_URL'])\n"
            "socket.create_connection((place.hostname, place.port))"
        )
        done = self.told(env | {"EXAMCERT_OFFLINE": "1"}, then=calling)
        assert "ConnectionRefusedError: EXAMCERT_OFFLINE is set" in done.stderr
