"""`explain --ask` and `--lang` against the API on a loopback port."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter

from examcert.reports.shapes import PUBLISHED
from tests.api_server import Api, Body, explained, served
from tests.cli.conftest import Run


def answer(body: Body) -> str:
    if "output_config" in body and "format" in body["output_config"]:
        return explained(body)
    return f"Answer {len(body['messages'])}. See https://evil.example/x for more."


@pytest.fixture
def api(home: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    with served(Api(answer=answer)) as running:
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", running.url)
        yield running


def ask(run: Run, words: str, *args: str) -> Any:
    result = run("explain", "one", "--ask", words, "--json", *args)
    told = result.document()
    TypeAdapter(PUBLISHED["explain-ask"]).validate_python(told)
    return result.code, told


class TestAskingBack:
    """A short dialogue, bound to the question."""

    def test_is_answered_and_remembered(self, run: Run, api: Api) -> None:
        first = ask(run, "Why not w1?")
        second = ask(run, "And w2?")
        assert (first[0], first[1]["turns"], second[1]["turns"]) == (0, 2, 4)
        messages = api.asked[-1]["messages"]
        assert [message["role"] for message in messages] == ["user", "assistant", "user"]
        assert messages[0]["content"].endswith("\n\nWhy not w1?")
        assert messages[2]["content"] == "And w2?"

    def test_shows_no_address_that_it_made_up(self, run: Run, api: Api) -> None:
        assert ask(run, "Why?")[1]["answer"] == "Answer 1. See for more."

    def test_gives_the_question_as_data(self, run: Run, api: Api) -> None:
        ask(run, "Why?")
        document = json.loads(api.asked[0]["messages"][0]["content"].removesuffix("\n\nWhy?"))
        assert document["stem"] == "The stem of one?"
        assert "The why of right." in document["author_says"].values()
        assert "tools" not in api.asked[0]

    def test_starts_afresh_when_forgotten(self, run: Run, api: Api) -> None:
        ask(run, "Why?")
        assert run("explain", "one", "--forget").code == 0
        assert ask(run, "Again?")[1]["turns"] == 2

    def test_has_a_budget_of_its_own(self, run: Run, api: Api) -> None:
        api.usage = {"output_tokens": 20_000}
        ask(run, "Why?")
        code, told = ask(run, "Why again?")
        assert (code, told["answer"], len(api.asked)) == (4, None, 1)
        assert "has spent its $0.10" in told["note"]

    def test_has_an_end(self, run: Run, api: Api) -> None:
        for number in range(10):
            ask(run, f"Why {number}?")
        assert ask(run, "Once more?")[0] == 4

    def test_is_booked_as_what_it_is(self, run: Run, api: Api) -> None:
        ask(run, "Why?")
        (line,) = run("cost", "--by", "purpose", "--json").document()["lines"]
        assert (line["name"], line["calls"]) == ("ask", 1)

    def test_says_why_nobody_answers(self, run: Run, api: Api) -> None:
        api.failures = [(401, "authentication_error", {})]
        result = run("explain", "one", "--ask", "Why?")
        assert (result.code, "Check ANTHROPIC_API_KEY" in result.err) == (3, True)

    def test_grows_on_screen(self, run: Run, api: Api) -> None:
        result = run("explain", "one", "--ask", "Why?")
        assert (result.code, "Answer 1." in result.out) == (0, True)

    @pytest.mark.parametrize(
        ("args", "env"), [(["--with", "fake"], ""), ([], "fake")], ids=["the option", "the environment"]
    )
    def test_of_a_fake_costs_nothing(
        self, run: Run, api: Api, monkeypatch: pytest.MonkeyPatch, args: list[str], env: str
    ) -> None:
        monkeypatch.setenv("EXAMCERT_EXPLAINER", env)
        code, told = ask(run, "Why?", *args)
        assert (code, told["answer"].startswith("Fake words"), told["turns"]) == (0, True, 2)
        assert api.paid == 0

    def test_of_claude_is_meant_where_claude_is_named(
        self, run: Run, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("EXAMCERT_EXPLAINER", "fake")
        assert ask(run, "Why?", "--with", "claude")[1]["answer"] == "Answer 1. See for more."

    def test_of_an_author_is_refused(self, run: Run, api: Api) -> None:
        result = run("explain", "one", "--with", "authored", "--ask", "Why?")
        assert (result.code, "An author answers no questions." in result.err, api.paid) == (2, True, 0)

    @pytest.mark.parametrize("words", ["", " \x1b[0m ", "x" * 3000])
    def test_needs_a_question(self, run: Run, api: Api, words: str) -> None:
        assert run("explain", "one", "--ask", words).code == 2


class TestALanguage:
    """Another language has explanations of its own."""

    def test_is_asked_for_and_kept_apart(self, run: Run, api: Api) -> None:
        for lang in ("de", "de", "en"):
            run("explain", "one", "--with", "claude", "--lang", lang)
        asked = [json.loads(body["messages"][0]["content"])["language"] for body in api.asked]
        assert asked == ["de", "en"]

    def test_needs_claude_and_says_so_without(self, run: Run) -> None:
        result = run("explain", "one", "--lang", "de", "--json")
        assert (result.code, result.document()["source"]) == (3, "authored")

    @pytest.mark.parametrize("code", ["german!", "x" * 30, "dé"])
    def test_that_is_none_is_refused(self, run: Run, code: str) -> None:
        assert run("explain", "one", "--with", "claude", "--lang", code).code == 2


class TestTheDoctor:
    """One tiny paid call, and only when asked."""

    def test_calls_nobody_unasked(self, run: Run, api: Api) -> None:
        assert run("doctor").code == 0
        assert api.paid == 0

    def test_asks_for_one_word_and_books_it(self, run: Run, api: Api) -> None:
        result = run("doctor", "--online")
        assert (result.code, "claude-sonnet-5-5 answered, for $0.000624" in result.out) == (0, True)
        assert api.asked[0]["max_tokens"] == 256
        (line,) = run("cost", "--by", "purpose", "--json").document()["lines"]
        assert line["name"] == "check"

    def test_says_what_is_wrong(self, run: Run, api: Api) -> None:
        api.failures = [(401, "authentication_error", {})]
        result = run("doctor", "--online")
        assert (result.code, "Check ANTHROPIC_API_KEY" in result.out) == (3, True)
