"""Whatever goes wrong with Claude, the candidate gets the author's words and one plain line about why."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import httpx2
import pytest
import respx

from examcert.core.explanation import Explanation
from examcert.core.records import Disagreement
from examcert.explainers.authored import authored
from examcert.explainers.claude.wire import labelled
from tests.claude_http import NOW, events, message, problem, refusal, stream
from tests.explainers.desk import (
    CHOICE,
    KEY,
    MATCHING,
    NOON,
    PROMPT,
    Clock,
    MemoryNotebook,
    explainer,
    good_answer,
    last,
    said,
)

WHOLE = message(said(CHOICE))


def good() -> httpx.Response:
    return stream(events(WHOLE))


def changed(change: Callable[[dict[str, Any]], object]) -> Callable[[], httpx.Response]:
    """An answer that a change has spoilt."""

    def answer() -> httpx.Response:
        told = good_answer(CHOICE)
        change(told)
        return stream(events(message(json.dumps(told))))

    return answer


def text(words: str, **fields: Any) -> Callable[[], httpx.Response]:
    return lambda: stream(events(message(words, **fields)))


def cut(*, after: int = 9, then: Exception | None = None) -> Callable[[], httpx.Response]:
    return lambda: stream(list(events(WHOLE))[:after], then=then)


def event(kind: str) -> Callable[[], httpx.Response]:
    return lambda: stream([*list(events(WHOLE))[:9], problem(kind)])


def status(code: int, kind: str, **details: Any) -> Callable[[], httpx.Response]:
    return lambda: refusal(code, kind, **details)


def body(content: str, kind: str) -> Callable[[], httpx.Response]:
    return lambda: httpx.Response(200, text=content, headers={"content-type": kind})


@dataclass(frozen=True)
class Failure:
    name: str
    answer: Callable[[], httpx.Response] | type[Exception] | Exception
    note: str
    """A part of the line that the candidate reads."""
    asked: int = 1
    """HTTP requests in all, the SDK's retries and ours."""
    booked: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return self.name


def unusable(name: str, answer: Callable[[], httpx.Response]) -> Failure:
    return Failure(name, answer, "Claude's answer was not usable", 2, ["invalid"] * 2)


REFUSED = {"stop_reason": "refusal", "stop_details": {"type": "refusal", "category": "cyber", "explanation": None}}
NULLS = 'event: message_start\ndata: {"type": "message_start", "message": {}}\n\n'
SPENT = {"error_code": "enforced_spend_limit_reached", "headers": {"x-should-retry": "false"}}

BEFORE = [
    Failure("400", status(400, "invalid_request_error"), "rejected the request (400): injected"),
    Failure("401", status(401, "authentication_error"), "did not accept the API key (401). Check ANTHROPIC_API_KEY"),
    Failure("402", status(402, "billing_error"), "cannot pay (402)"),
    Failure("403", status(403, "permission_error"), "may not use claude-sonnet-5-5 (403)"),
    Failure("404", status(404, "not_found_error"), "no model claude-sonnet-5-5 at this address (404)"),
    Failure("413", status(413, "request_too_large"), "too long for Claude (413)"),
    Failure("429", status(429, "rate_limit_error"), "too many requests from this account (429)", asked=3),
    Failure("spend limit", status(429, "rate_limit_error", **SPENT), "spend limit"),
    Failure("500", status(500, "api_error"), "trouble of its own (500)", asked=3),
    Failure("503", status(503, "api_error"), "trouble of its own (503)", asked=3),
    Failure("504", status(504, "timeout_error"), "trouble of its own (504)", asked=3),
    Failure("529", status(529, "overloaded_error"), "overloaded (529)", asked=3),
]
CONNECTION = [
    Failure("offline", httpx.ConnectError, "no connection"),
    Failure("connect time-out", httpx.ConnectTimeout, "did not answer in time"),
    Failure("read time-out", httpx2.ReadTimeout("slow"), "did not answer in time", booked=["failed"]),
]
BROKEN = [
    Failure("cut", cut(then=httpx2.RemoteProtocolError("closed")), "broke in the middle", 2, ["incomplete"] * 2),
    Failure("read error", cut(then=httpx2.ReadError("reset")), "broke in the middle", 2, ["incomplete"] * 2),
    Failure("stall", cut(then=httpx2.ReadTimeout("slow")), "broke in the middle", 2, ["incomplete"] * 2),
    Failure("silent end", cut(), "broke in the middle", 2, ["incomplete"] * 2),
    Failure("cut at once", cut(after=0, then=httpx2.ReadError("reset")), "broke in the middle", 2, ["failed"] * 2),
    Failure("no event", cut(after=0), "not Claude, perhaps a proxy", 2, ["failed"] * 2),
    Failure("html", body("<html>Sign in</html>", "text/html"), "perhaps a proxy or a sign-in page", 2, ["failed"] * 2),
    Failure("no json", body("event: message_start\ndata: {oops\n\n", "text/event-stream"), "proxy", 2, ["failed"] * 2),
    Failure("null fields", body(NULLS, "text/event-stream"), "broke in the middle", 2, ["incomplete"] * 2),
    Failure("overload event", event("overloaded_error"), "overloaded at the moment", 2, ["incomplete"] * 2),
    Failure("error event", event("invalid_request_error"), "broke off its answer (invalid_", 1, ["incomplete"]),
]
USELESS = [
    Failure("refusal", text("", **REFUSED), "declined to explain this question (cyber)", 1, ["refused"]),
    Failure("half a refusal", text(said(CHOICE)[:60], **REFUSED), "declined", 1, ["refused"]),
    Failure("refusal without a reason", text("No.", stop_reason="refusal"), "no category", 1, ["refused"]),
    Failure("truncated", text(said(CHOICE)[:90], stop_reason="max_tokens"), "too long", 2, ["truncated"] * 2),
    Failure("context", text("", stop_reason="model_context_window_exceeded"), "too long", 2, ["truncated"] * 2),
    unusable("words", text("Here you are:")),
    unusable("nothing", text("")),
    unusable("wrong shape", text('{"options": {}}')),
    unusable("missing option", changed(lambda a: a["options"].pop())),
    unusable("double option", changed(lambda a: a["options"].append(a["options"][0]))),
    unusable("swapped option", changed(lambda a: a["options"].__setitem__(2, a["options"][0]))),
    unusable("strange option", changed(lambda a: a["options"][0].update(label="A"))),
    unusable("unknown verdict", changed(lambda a: a["options"][0].update(verdict="maybe"))),
    unusable("empty words", changed(lambda a: a["options"][0].update(explanation=" \x1b[0m\u200b "))),
    unusable("nothing but an address", changed(lambda a: a["options"][0].update(explanation="https://evil.example"))),
    unusable("a label that is not there", changed(lambda a: a.update(takeaway="Prefer option-0000."))),
    unusable("a letter", changed(lambda a: a["options"][0].update(explanation="Unlike option B, it waits."))),
    unusable("a place", changed(lambda a: a["options"][0].update(explanation="The second option is faster."))),
    unusable("an absent option", changed(lambda a: a.update(takeaway="The option “Kendra” is for search."))),
    Failure("disagreement", changed(lambda a: a["options"][0].update(verdict="correct")), "agree", 1, ["disagreed"]),
]
FAILURES = [*BEFORE, *CONNECTION, *BROKEN, *USELESS]


def failing(api: respx.MockRouter, failure: Failure) -> respx.Route:
    """Every request fails in this way."""
    answer = failure.answer

    def one_more(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, (Exception, type)):
            raise answer
        return answer()

    if isinstance(answer, type):
        return api.post("/v1/messages").mock(side_effect=answer)
    return api.post("/v1/messages").mock(side_effect=one_more)


def tries(failure: Failure) -> dict[str, Any]:
    """Connection failures carry no header that would make the SDK's retries instant."""
    return {"retries": 0} if failure in CONNECTION else {}


@pytest.mark.parametrize("failure", FAILURES, ids=str)
class TestAnyFailure:
    """One call to `explain`, one whole explanation, no exception."""

    def test_ends_with_the_authors_words_and_a_reason(
        self, api: respx.MockRouter, notebook: MemoryNotebook, failure: Failure
    ) -> None:
        failing(api, failure)
        whole = last(list(explainer(notebook, Clock(), **tries(failure)).explain(CHOICE, ("real",))))
        plain = whole.model_copy(update={"note": None, "usage": None, "cost_usd": None})
        assert plain == authored(CHOICE)
        assert whole.note
        assert failure.note in whole.note
        assert "\n" not in whole.note
        assert (whole.usage is None) == (not failure.booked)
        assert notebook.kept == []

    def test_is_asked_and_booked_as_often_as_it_makes_sense(
        self, api: respx.MockRouter, notebook: MemoryNotebook, failure: Failure
    ) -> None:
        route = failing(api, failure)
        list(explainer(notebook, Clock(), **tries(failure)).explain(CHOICE, ()))
        assert (route.call_count, notebook.outcomes) == (failure.asked, failure.booked)

    def test_never_shows_the_key(
        self,
        api: respx.MockRouter,
        notebook: MemoryNotebook,
        caplog: pytest.LogCaptureFixture,
        capfd: pytest.CaptureFixture[str],
        failure: Failure,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        failing(api, failure)
        shown = list(explainer(notebook, Clock(), **tries(failure)).explain(CHOICE, ()))
        printed = capfd.readouterr()
        told = [shown, notebook.calls, notebook.disputes, caplog.text, *printed]
        assert not any(KEY in f"{part!r} {part}" for part in told)


def test_a_key_quoted_by_the_provider_is_struck_out(api: respx.MockRouter, notebook: MemoryNotebook) -> None:
    quoting = httpx.Response(400, json=problem("invalid_request_error", f"bad key {KEY}!"))
    api.post("/v1/messages").mock(return_value=quoting)
    assert last(list(explainer(notebook, Clock()).explain(CHOICE, ()))).note == (
        "Claude rejected the request (400): bad key [key]!"
    )


def test_without_a_key_nobody_is_asked(api: respx.MockRouter, notebook: MemoryNotebook) -> None:
    (whole,) = explainer(notebook, Clock(), api_key=None).explain(CHOICE, ())
    assert whole == authored(
        CHOICE,
        note="Claude was not asked. There is no API key. Set ANTHROPIC_API_KEY. These are the author's words.",
    )
    assert api.calls.call_count == 0


@pytest.mark.parametrize("code", [401, 402, 403, 404])
def test_what_lasts_is_asked_once_for_all_questions(api: respx.MockRouter, notebook: MemoryNotebook, code: int) -> None:
    route = api.post("/v1/messages").mock(return_value=refusal(code, "error"))
    one = explainer(notebook, Clock())
    first, second = (last(list(one.explain(question, ()))).note for question in (CHOICE, MATCHING))
    assert first == second
    assert route.call_count == 1


def test_what_passes_is_asked_again_for_the_next_question(api: respx.MockRouter, notebook: MemoryNotebook) -> None:
    route = api.post("/v1/messages").mock(side_effect=[refusal(400, "invalid_request_error"), good()])
    one = explainer(notebook, Clock())
    assert [last(list(one.explain(CHOICE, ()))).source for _ in range(2)] == ["authored", "claude"]
    assert route.call_count == 2


class TestOurOwnRetry:
    """One more try for what the SDK cannot see."""

    @pytest.mark.parametrize(
        "failure", [one for one in FAILURES if one.asked == 2 and one.name != "truncated"], ids=str
    )
    def test_may_succeed(self, api: respx.MockRouter, notebook: MemoryNotebook, failure: Failure) -> None:
        assert callable(failure.answer)
        api.post("/v1/messages").mock(side_effect=[failure.answer(), good()])
        shown = list(explainer(notebook, Clock()).explain(CHOICE, ()))
        whole = last(shown)
        assert (whole.source, whole.note) == ("claude", None)
        assert notebook.outcomes == [failure.booked[0], "ok"]
        lengths = [sum(len(o.why) for o in e.options) for e in shown[:-1]]
        assert lengths == sorted(set(lengths))

    def test_costs_what_both_calls_cost(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        api.post("/v1/messages").mock(side_effect=[text("Sure!")(), good()])
        whole = last(list(explainer(notebook, Clock()).explain(CHOICE, ())))
        assert whole.usage
        assert (whole.usage.output_tokens, whole.cost_usd) == (80, "0.001248")
        assert [call.cost_usd for call in notebook.calls] == ["0.000624", "0.000624"]

    def test_gives_a_truncated_answer_twice_the_room(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        truncated = text("{", stop_reason="max_tokens")
        route = api.post("/v1/messages").mock(side_effect=[truncated(), good()])
        assert last(list(explainer(notebook, Clock(), max_tokens=700).explain(CHOICE, ()))).source == "claude"
        assert [json.loads(call.request.content)["max_tokens"] for call in route.calls] == [700, 1400]


class TestABrokenStream:
    """The provider's last counts never came: the ledger has our estimate and says so."""

    def test_is_booked_with_an_estimate(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        api.post("/v1/messages").mock(side_effect=[cut(after=-3, then=httpx2.ReadError("reset"))(), good()])
        list(explainer(notebook, Clock()).explain(CHOICE, ()))
        broken, whole = notebook.calls
        assert (broken.estimated, broken.detail, broken.message_id) == (
            True,
            "the stream ended early; ReadError",
            "msg_1",
        )
        assert (broken.usage.input_tokens, broken.usage.cache_read_tokens) == (12, 2000)
        assert broken.usage.output_tokens == len(said(CHOICE)) // 3
        assert broken.cost_usd
        assert not whole.estimated

    def test_without_a_first_event_is_booked_as_what_was_asked(
        self, api: respx.MockRouter, notebook: MemoryNotebook
    ) -> None:
        api.post("/v1/messages").mock(side_effect=[cut(after=0)(), good()])
        list(explainer(notebook, Clock()).explain(CHOICE, ()))
        lost = notebook.calls[0]
        assert (lost.outcome, lost.estimated, lost.message_id, lost.usage.output_tokens) == ("failed", True, None, 0)
        assert lost.usage.input_tokens > len(PROMPT.text) // 3

    def test_after_the_last_count_is_whole(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        api.post("/v1/messages").mock(return_value=cut(after=-1, then=httpx2.ReadError("reset"))())
        assert last(list(explainer(notebook, Clock()).explain(CHOICE, ()))).source == "claude"
        assert [(call.outcome, call.estimated) for call in notebook.calls] == [("ok", False)]


class TestADisagreement:
    """The candidate never sees it; the author gets it."""

    def test_is_reported_part_by_part(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        told = good_answer(MATCHING)
        told["options"][-1]["verdict"] = "incorrect"
        api.post("/v1/messages").mock(return_value=stream(events(message(json.dumps(told)))))
        list(explainer(notebook, Clock()).explain(MATCHING, ()))
        (dispute,) = notebook.disputes
        assert dispute.prompt_version.startswith(f"{PROMPT.version}.")
        assert dispute == (
            Disagreement(
                at=NOON,
                exam="TEST-01",
                question="q-matching",
                fingerprint=MATCHING.fingerprint,
                model="claude-sonnet-5-5",
                prompt_version=dispute.prompt_version,
                option="slot:regression",
                key_says="correct",
                model_says="incorrect",
                why="Claude on Regression, at length.",
            )
        )

    def test_stops_what_is_shown_before_its_first_word(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        told = good_answer(CHOICE)
        told["options"][1] |= {"verdict": "incorrect", "explanation": "The key is wrong!"}
        api.post("/v1/messages").mock(return_value=stream(events(message(json.dumps(told)), size=3)))
        shown = list(explainer(notebook, Clock()).explain(CHOICE, ()))
        assert len(shown) > 2
        assert {tuple(o.id for o in e.options) for e in shown[:-1]} == {("real",)}


class Pings(httpx.SyncByteStream):
    """A provider that is alive and says nothing, for ever."""

    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield b'event: ping\ndata: {"type": "ping"}\n\n'


class TestTheTimeLimit:
    """One explanation takes so many seconds in all."""

    @pytest.fixture
    def ticking(self) -> Clock:
        return Clock(tick=1.0)

    def slow(self, shown: list[Explanation]) -> bool:
        return "did not answer in time" in (last(shown).note or "")

    def test_ends_a_stream_that_only_pings(
        self, api: respx.MockRouter, notebook: MemoryNotebook, ticking: Clock
    ) -> None:
        alive = httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=Pings())
        route = api.post("/v1/messages").mock(return_value=alive)
        assert self.slow(list(explainer(notebook, ticking, seconds=30).explain(CHOICE, ())))
        assert (route.call_count, notebook.outcomes) == (1, ["failed"])

    def test_ends_a_stream_that_drips(self, api: respx.MockRouter, notebook: MemoryNotebook, ticking: Clock) -> None:
        api.post("/v1/messages").mock(return_value=stream(events(WHOLE, size=1)))
        assert self.slow(list(explainer(notebook, ticking, seconds=60).explain(CHOICE, ())))
        assert notebook.outcomes == ["incomplete"]

    def test_ends_the_sdks_retries(self, api: respx.MockRouter, notebook: MemoryNotebook, ticking: Clock) -> None:
        route = api.post("/v1/messages").mock(return_value=refusal(529, "overloaded_error", headers=NOW))
        list(explainer(notebook, ticking, seconds=6, retries=5).explain(CHOICE, ()))
        assert route.call_count < 3
        assert notebook.outcomes == []

    def test_books_a_request_that_was_never_answered(
        self, api: respx.MockRouter, notebook: MemoryNotebook, clock: Clock
    ) -> None:
        def hang(_: httpx.Request) -> httpx.Response:
            clock.at += timedelta(seconds=100)
            raise httpx2.ReadTimeout("slow")

        route = api.post("/v1/messages").mock(side_effect=hang)
        assert self.slow(list(explainer(notebook, clock, seconds=90, retries=1).explain(CHOICE, ())))
        assert (route.call_count, notebook.outcomes) == (1, ["failed"])

    def test_leaves_no_time_for_a_retry_of_ours(
        self, api: respx.MockRouter, notebook: MemoryNotebook, ticking: Clock
    ) -> None:
        route = api.post("/v1/messages").mock(return_value=cut()())
        list(explainer(notebook, ticking, seconds=10).explain(CHOICE, ()))
        assert route.call_count == 1


def test_labels_are_unique_within_a_question() -> None:
    assert len({part.label for part in labelled(MATCHING)}) == 5
