"""Asking Claude back in practice on lines, against the API on a loopback port; and the language that it speaks."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from examcert import locations
from tests.api_server import Api, Body, explained, served
from tests.cli.conftest import Run
from tests.cli.test_terminal import Spawn, finished, spawn  # noqa: F401 - a fixture

PRACTICE = ("practice", "tiny-01", "-n", "1", "--seed", "2", "--plain")


def answer(body: Body) -> str:
    if "format" in body.get("output_config", {}):
        return explained(body)
    return f"Answer {len(body['messages'])}, in words enough for more than one piece of a stream."


@pytest.fixture
def api(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    with served(Api(answer=answer)) as running:
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", running.url)
        yield running


def booked(run: Run) -> dict[str, int]:
    """Calls in the ledger, by purpose."""
    return {line["name"]: line["calls"] for line in run("cost", "--by", "purpose", "--json").document()["lines"]}


def language_of(body: Body) -> Any:
    document = body["messages"][0]["content"].split("\n\n")[0]
    return json.loads(document)["language"]


class TestAskingBack:
    """After an answer, about this question, until an empty line."""

    def test_answers_and_goes_on_with_the_exam(self, run: Run, api: Api) -> None:
        told = run(*PRACTICE, typed="skip\nask Why is the second one wrong?\nAnd now?\n\n\n")
        assert told.code == 0
        assert "Claude (claude-sonnet-5-5): Answer 1, in words" in told.out
        assert "Claude (claude-sonnet-5-5): Answer 3, in words" in told.out
        assert re.findall(r"^.*?> ", told.out, re.MULTILINE) == [
            "Answer> ", "Enter to finish> ", "Your question> ", "Your question> ", "Enter to finish> ",
        ]  # fmt: skip
        assert "Session summary" in told.out

    def test_tells_claude_what_stands_on_the_screen(self, run: Run, api: Api) -> None:
        run(*PRACTICE, "--objective", "1.1", typed="skip\nask Why not B?\n\n\n")
        document, screen, words = api.asked[0]["messages"][0]["content"].split("\n\n")
        shown = json.loads(screen)["on_screen"]
        assert sorted(shown)[:3] == ["A", "B", "C"]
        assert {part["label"] for part in json.loads(document)["parts"]} == set(shown.values())
        assert words == "Why not B?"

    def test_remembers_what_was_said_in_an_earlier_session(self, run: Run, api: Api) -> None:
        run(*PRACTICE, typed="skip\nask Why?\n\n\n")
        told = run(*PRACTICE, "--only", "missed", typed="skip\nask\nAnd now?\n\n\n").out
        assert "You: Why?" in told
        assert "Answer 3" in told

    def test_never_mixes_questions(self, run: Run, api: Api) -> None:
        typed = "skip\nask Why?\n\n\n" * 2
        told = run("practice", "tiny-01", "-n", "2", "--plain", typed=typed).out
        assert told.count("Answer 1, in words") == 2
        assert api.asked[0]["messages"] != api.asked[1]["messages"]

    def test_is_named_among_the_keys(self, run: Run) -> None:
        told = run(*PRACTICE, typed="?\nskip\n?\n\n").out
        before, after = told.split("Enter to finish> ", 1)
        assert "ask: " not in before
        assert "ask: ask Claude about this question" in after

    def test_waits_for_the_answer(self, run: Run, api: Api) -> None:
        told = run(*PRACTICE, typed="ask Which one is right?\nforget\nskip\n\n").out
        assert told.count("Answer first: Claude answers questions afterwards.") == 2
        assert api.paid == 0

    def test_is_not_to_be_had_in_a_mock_exam(self, run: Run, api: Api) -> None:
        told = run("mock", "tiny-01", "--plain", typed="ask Which one is right?\na\nask Was that right?\nquit\n").out
        assert told.count("ask does nothing here.") == 2
        assert "Your question> " not in told
        assert api.paid == 0

    def test_starts_afresh_when_told_to(self, run: Run, api: Api) -> None:
        run(*PRACTICE, typed="skip\nask Why?\n\nforget\nask Why again?\n\n\n")
        assert [len(body["messages"]) for body in api.asked] == [1, 1]

    def test_can_leave_the_exam_from_the_dialogue(self, run: Run, api: Api) -> None:
        told = run("practice", "tiny-01", "-n", "2", "--plain", typed="skip\nask Why?\nquit\n").out
        assert "Paused. Go on with: examcert resume 1" in told

    def test_ends_with_closed_input(self, run: Run, api: Api) -> None:
        assert run(*PRACTICE, typed="skip\nask Why?\n").code == 0

    def test_is_the_fakes_where_that_stands_in(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EXAMCERT_EXPLAINER", "fake")
        told = run(*PRACTICE, typed="skip\nclaude\nask Why?\n\n\n").out
        assert "Fake words: the key calls" in told
        assert "A test tutor, no model: Fake words" in told


class TestWithoutAnAnswer:
    """One plain line, and on with the exam."""

    def told(self, run: Run, typed: str = "skip\nask Why?\n\n") -> str:
        result = run(*PRACTICE, typed=typed)
        assert result.code == 0
        assert "Session summary" in result.out
        return result.out.partition("Enter to finish> ")[2]

    @pytest.mark.parametrize("words", ["", " Why?"])
    def test_without_a_key(self, run: Run, words: str) -> None:
        told = self.told(run, f"skip\nask{words}\n\n")
        assert told.splitlines()[1] == "There is no API key. Set ANTHROPIC_API_KEY."
        assert "Your question" not in told

    def test_offline(self, run: Run, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EXAMCERT_OFFLINE", "1")
        told = self.told(run)
        assert told.count("EXAMCERT_OFFLINE is set, so no connection is opened. Unset it to ask Claude.") == 1
        assert api.paid == 0

    def test_with_its_budget_spent(self, run: Run, api: Api) -> None:
        api.usage = {"output_tokens": 20_000}
        told = self.told(run, "skip\nask Why?\nask\n\n")
        assert told.count("This dialogue has spent its $0.10. Type forget to start it afresh.") == 2
        assert (len(api.asked), told.count("Answer 1")) == (1, 1)

    def test_with_a_key_that_is_refused(self, run: Run, api: Api) -> None:
        api.failures = [(401, "authentication_error", {})]
        assert self.told(run).count("Check ANTHROPIC_API_KEY") == 1

    def test_with_a_stream_that_is_cut(self, run: Run, api: Api) -> None:
        api.cut = 5
        told = self.told(run, "skip\nask Why?\n\n\n")
        assert told.count("The connection to Claude broke in the middle of its answer.") == 1
        assert booked(run) == {"ask": 2}


def test_ctrl_c_in_the_middle_of_an_answer_keeps_all_and_books_the_call(
    run: Run,
    api: Api,
    spawn: Spawn,  # noqa: F811 - a fixture
) -> None:
    api.drip = 0.3
    child = spawn("practice tiny-01 -n 2 --plain")
    child.expect("Answer> ")
    child.sendline("skip")
    child.expect("next question> ")
    child.sendline("ask Why?")
    child.expect_exact("Answer 1,")
    child.sendintr()
    child.expect_exact("Go on with: examcert resume 1")
    assert finished(child) == 130
    again = spawn("resume --plain")
    again.expect_exact("Question 2 of 2")
    (call,) = run("cost", "--by", "purpose", "--json").document()["lines"]
    assert (call["name"], call["calls"], call["failed"]) == ("ask", 1, 1)


class TestTheLanguage:
    """Of this command, else of the settings, else English."""

    @pytest.fixture
    def german(self, home: Path) -> None:
        locations.settings().parent.mkdir(parents=True)
        locations.settings().write_text('language = "de"\n', encoding="utf-8")

    def languages(self, api: Api) -> list[str]:
        return [language_of(body) for body in api.asked]

    def test_is_english_by_itself(self, run: Run, api: Api) -> None:
        run(*PRACTICE, typed="skip\nclaude\nask Why?\n\n\n")
        assert self.languages(api) == ["en", "en"]

    def test_is_that_of_the_option(self, run: Run, api: Api, german: None) -> None:
        run(*PRACTICE, "--lang", "fr", typed="skip\nclaude\nask Why?\n\n\n")
        assert self.languages(api) == ["fr", "fr"]

    def test_is_that_of_the_settings(self, run: Run, api: Api, german: None) -> None:
        run(*PRACTICE, typed="skip\nclaude\nask Why?\n\n\n")
        assert self.languages(api) == ["de", "de"]

    def test_holds_when_one_resumes(self, run: Run, api: Api) -> None:
        run("practice", "tiny-01", "-n", "1", "--plain", typed="quit\n")
        run("resume", "--plain", "--lang", "it", typed="skip\nask Why?\n\n\n")
        assert self.languages(api) == ["it"]

    def test_of_the_settings_is_that_of_explain_too(self, run: Run, api: Api, german: None) -> None:
        run("explain", "one", "--with", "claude")
        run("explain", "one", "--ask", "Why?")
        assert self.languages(api) == ["de", "de"]

    def test_of_the_settings_asks_nobody_by_itself(self, run: Run, api: Api, german: None) -> None:
        assert run("explain", "one", "--json").document()["source"] == "authored"
        assert api.paid == 0

    def test_has_a_dialogue_of_its_own(self, run: Run, api: Api) -> None:
        for lang in ("de", "en"):
            run("explain", "one", "--ask", "Why?", "--lang", lang)
        assert [len(body["messages"]) for body in api.asked] == [1, 1]

    @pytest.mark.parametrize(
        "command", [PRACTICE, ("resume",), ("explain", "one"), ("explanations", "status", "tiny-01")]
    )
    def test_that_is_none_is_refused_before_anything_begins(self, run: Run, command: tuple[str, ...]) -> None:
        result = run(*command, "--lang", "german!")
        assert (result.code, result.out) == (2, "")
        assert "Use one such as en, de or pt-BR." in result.err


def test_the_model_of_the_settings_is_asked_on_lines_too(run: Run, api: Api) -> None:
    locations.settings().parent.mkdir(parents=True)
    locations.settings().write_text('model = "claude-haiku-5-5"\n', encoding="utf-8")
    run(*PRACTICE, typed="skip\nclaude\nask Why?\n\n\n")
    assert {body["model"] for body in api.asked} == {"claude-haiku-5-5"}
