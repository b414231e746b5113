"""Blind solutions over the true SDK: what the provider may do, and that no answer is ever taken for a wrong one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
import respx

from examcert.claude.asking import Asker
from examcert.claude.setbacks import Setback
from examcert.explainers.claude.solving import Solution, Solver
from examcert.explainers.prompts import SOLVE_BLIND, read_prompt
from tests.build import choice, item, matching
from tests.claude_http import NOW, events, message, problem, refusal, stream
from tests.explainers.desk import KEY, Clock, MemoryNotebook, settings

PROMPT = read_prompt(Path(__file__).parents[2] / "prompts" / SOLVE_BLIND)
ONE = item(choice("Which?", key="a", more={"id": "one"}))
GRID = item(matching("Which where?", key={"x": "a", "y": "b"}, more={"id": "grid"}))
Answer = Callable[[], httpx.Response]


def solution(*picks: tuple[str, str], **more: Any) -> str:
    """What a reader answers: slots, empty for a choice, with options."""
    answer = [{"slot": slot, "option": option} for slot, option in picks]
    return json.dumps({"answer": answer, "doubt": "none", "options_in_doubt": [], "grounds": "So it is.", **more})


def text(words: str, **fields: Any) -> Answer:
    return lambda: stream(events(message(words, **fields)))


def solver(notebook: MemoryNotebook, **fields: Any) -> Solver:
    return Solver(Asker(settings(**fields), Clock(), notebook.book), prompt=PROMPT, exam="TEST-01")


def playing(api: respx.MockRouter, answer: Answer) -> respx.Route:
    return api.post("/v1/messages").mock(side_effect=lambda _: answer())


class TestASolution:
    """What Claude answers, in the names of the blind copy."""

    def test_is_read_and_booked_as_what_it_is(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        playing(api, text(solution(("", "b"))))
        solved = solver(notebook).solve(ONE)
        assert solved == Solution(item="one", answer=("b",), doubt="none", grounds="So it is.")
        (call,) = notebook.calls
        assert (call.purpose, call.question, call.exam, call.outcome) == ("solve", "one", "TEST-01", "ok")

    def test_of_a_matching_goes_by_slot(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        playing(api, text(solution(("y", "b"), ("x", "a"))))
        solved = solver(notebook).solve(GRID)
        assert isinstance(solved, Solution)
        assert solved.answer == ("a", "b")

    def test_that_is_none_of_the_items_counts_as_no_answer(
        self, api: respx.MockRouter, notebook: MemoryNotebook
    ) -> None:
        playing(api, text(solution(("", "a"), ("", "b"))))
        solved = solver(notebook).solve(ONE)
        assert isinstance(solved, Solution)
        assert (solved.answer, notebook.calls[0].detail) == ((), "no answer to this item")

    def test_asks_for_its_shape_and_nothing_else(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        route = playing(api, text(solution(("", "a"))))
        solver(notebook).solve(ONE)
        sent = json.loads(route.calls.last.request.content)
        assert sent["output_config"]["format"]["type"] == "json_schema"
        assert sorted(json.loads(sent["messages"][0]["content"])) == ["choose", "kind", "options", "stem"]

    def test_names_doubtful_options_of_the_item_only(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        told = solution(("", "a"), doubt="two-answers", options_in_doubt=["b", "zzz", "b"])
        playing(api, text(told))
        solved = solver(notebook).solve(ONE)
        assert isinstance(solved, Solution)
        assert (solved.doubt, solved.about) == ("two-answers", ("b",))


GOOD = solution(("", "a"))
PART = list(events(message(GOOD)))[:6]
REFUSED = {"stop_reason": "refusal", "stop_details": {"type": "refusal", "category": "cyber", "explanation": None}}
FAILURES: dict[str, tuple[Answer, str, int, list[str]]] = {
    "400": (lambda: refusal(400, "invalid_request_error"), "rejected the request (400)", 1, []),
    "401": (lambda: refusal(401, "authentication_error"), "Check ANTHROPIC_API_KEY", 1, []),
    "429": (lambda: refusal(429, "rate_limit_error"), "too many requests", 3, []),
    "529": (lambda: refusal(529, "overloaded_error"), "overloaded (529)", 3, []),
    "cut": (
        lambda: stream(PART, then=httpx2.RemoteProtocolError("closed")), "broke in the middle", 2, ["incomplete"] * 2,
    ),
    "silent end": (lambda: stream(PART), "broke in the middle", 2, ["incomplete"] * 2),
    "overload event": (lambda: stream([*PART, problem("overloaded_error")]), "overloaded", 2, ["incomplete"] * 2),
    "refusal": (text("", **REFUSED), "declined", 1, ["refused"]),
    "too long": (text(GOOD[:20], stop_reason="max_tokens"), "too long", 2, ["truncated"] * 2),
    "words": (text("It is a."), "not usable", 2, ["invalid"] * 2),
    "another shape": (text('{"answer": "a"}'), "not usable", 2, ["invalid"] * 2),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
class TestAFailure:
    """A setback with one plain line, and everything booked."""

    def test_is_no_answer(self, api: respx.MockRouter, notebook: MemoryNotebook, name: str) -> None:
        playing(api, FAILURES[name][0])
        setback = solver(notebook).solve(ONE)
        assert isinstance(setback, Setback)
        assert FAILURES[name][1] in setback.note
        assert "author" not in setback.note
        assert KEY not in f"{setback!r} {notebook.calls!r}"

    def test_is_asked_and_booked_as_often_as_it_makes_sense(
        self, api: respx.MockRouter, notebook: MemoryNotebook, name: str
    ) -> None:
        route = playing(api, FAILURES[name][0])
        solver(notebook).solve(ONE)
        assert (route.call_count, notebook.outcomes) == FAILURES[name][2:]


def test_a_busy_provider_is_asked_again(api: respx.MockRouter, notebook: MemoryNotebook) -> None:
    busy = httpx.Response(429, json=problem("rate_limit_error"), headers=NOW)
    route = api.post("/v1/messages").mock(side_effect=[busy, stream(events(message(GOOD)))])
    solved = solver(notebook).solve(ONE)
    assert isinstance(solved, Solution)
    assert (solved.answer, route.call_count, notebook.outcomes) == (("a",), 2, ["ok"])


def test_an_hour_is_not_waited_for(api: respx.MockRouter, notebook: MemoryNotebook) -> None:
    route = playing(api, lambda: refusal(429, "rate_limit_error", headers={"retry-after": "3600"}))
    assert isinstance(solver(notebook).solve(ONE), Setback)
    assert route.call_count == 1
