"""Batches over the true SDK: what becomes of each item, and that nothing is paid or lost by it twice."""

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import respx

from examcert.claude.budget import Budget
from examcert.core.question import Question
from examcert.explainers.claude.batching import BatchBuilder
from examcert.explainers.claude.building import Built
from examcert.history import History
from tests.claude_http import message, problem, refusal
from tests.explainers.desk import CHOICE, KEY, MATCHING, MULTIPLE, NOON, ORDERING, QUESTIONS, Clock, explainer, said

REFUSED = {"stop_reason": "refusal", "stop_details": {"type": "refusal", "category": "cyber", "explanation": None}}
BATCHES = "/v1/messages/batches"


class Provider:
    """The batch endpoints, with a fate for each question in each batch."""

    def __init__(self, api: respx.MockRouter) -> None:
        self.fates: list[dict[str, str]] = []
        """By batch, then by question: `errored`, `expired`, `canceled`, or an answer that is not usable."""
        self.sent: list[dict[str, str]] = []
        """By batch: the question behind each name."""
        self.asked: list[list[Any]] = []
        self.looks = Counter[int]()
        """How often each batch was looked at. The second time it has ended."""
        api.post(BATCHES).mock(side_effect=self._take)
        api.get(url__regex=r".*/batches/batch_\d+$").mock(side_effect=self._show)
        api.get(url__regex=r".*/batches/batch_\d+/results$").mock(side_effect=self._results)

    def _take(self, request: httpx.Request) -> httpx.Response:
        requests = json.loads(request.content)["requests"]
        self.asked.append(requests)
        stems = {question.stem: question.id for question in QUESTIONS}
        put = {one["custom_id"]: json.loads(one["params"]["messages"][0]["content"]) for one in requests}
        self.sent.append({name: stems[told["stem"]] for name, told in put.items()})
        return httpx.Response(200, json=self._batch(len(self.sent), ended=False))

    def _show(self, request: httpx.Request) -> httpx.Response:
        number = int(request.url.path[-1])
        self.looks[number] += 1
        return httpx.Response(200, json=self._batch(number, ended=self.looks[number] > 1))

    def _batch(self, number: int, *, ended: bool) -> dict[str, Any]:
        count = len(self.sent[number - 1])
        counts = dict.fromkeys(("errored", "expired", "canceled"), 0)
        return {
            "id": f"batch_{number}", "type": "message_batch", "processing_status": "ended" if ended else "in_progress",
            "request_counts": {"processing": 0 if ended else count, "succeeded": count if ended else 0, **counts},
            "created_at": NOON.isoformat(), "expires_at": NOON.isoformat(), "archived_at": None,
            "cancel_initiated_at": None, "ended_at": NOON.isoformat() if ended else None,
            "results_url": f"https://api.anthropic.com{BATCHES}/batch_{number}/results" if ended else None,
        }  # fmt: skip

    def _results(self, request: httpx.Request) -> httpx.Response:
        number = int(request.url.path.split("/")[-2][-1])
        fates = self.fates[number - 1] if number <= len(self.fates) else {}
        lines = [
            json.dumps({"custom_id": name, "result": self._result(question, fates.get(question, ""))})
            for name, question in reversed(self.sent[number - 1].items())
        ]
        return httpx.Response(200, text="\n".join(lines) + "\n", headers={"content-type": "application/x-jsonl"})

    def _result(self, question: str, fate: str) -> dict[str, Any]:
        asked = next(one for one in QUESTIONS if one.id == question)
        match fate:
            case "errored":
                return {"type": "errored", "error": problem("invalid_request_error")}
            case "expired" | "canceled":
                return {"type": fate}
            case "refused":
                return {"type": "succeeded", "message": message("", id=f"msg_{question}", **REFUSED)}
            case "":
                return {"type": "succeeded", "message": message(said(asked), id=f"msg_{question}")}
            case words:
                return {"type": "succeeded", "message": message(words, id=f"msg_{question}")}


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    """A true one: it is what keeps an item from being settled twice."""
    with History.open(f"sqlite:///{tmp_path}/history.sqlite") as opened:
        yield opened


@pytest.fixture
def provider(api: respx.MockRouter) -> Provider:
    return Provider(api)


def build(history: History, *questions: Question, limit: str | None = None, **fields: Any) -> Built:
    budget = Budget(None if limit is None else Decimal(limit))
    claude = explainer(cast("Any", history.notebook), Clock(), budget=budget, **fields)
    builder = BatchBuilder(claude, budget=budget, watch=lambda *_: None, pause=lambda _: None)
    return builder.build(questions or QUESTIONS)


def outcomes(history: History) -> list[tuple[str, str]]:
    return sorted((call.question, call.outcome) for call in history.notebook.calls())


class TestResults:
    """Each for itself, whatever becomes of the others."""

    def test_that_succeeded_are_kept_and_booked_at_half_the_price(self, provider: Provider, history: History) -> None:
        built = build(history)
        assert (built.made, built.failed, built.stopped) == (4, {}, None)
        assert all(call.batch for call in history.notebook.calls())
        assert built.cost == sum(Decimal(call.cost_usd or 0) for call in history.notebook.calls())
        whole = Decimal(explained_alone(history))
        assert built.cost * 2 == whole * 4

    @pytest.mark.parametrize("fate", ["errored", "expired", "canceled"])
    def test_that_came_back_empty_are_not_billed_and_asked_once_more(
        self, provider: Provider, history: History, fate: str
    ) -> None:
        provider.fates = [{"q-choice": fate, "q-matching": fate}]
        built = build(history)
        assert (built.made, built.failed) == (4, {})
        assert [sorted(names.values()) for names in provider.sent][1] == ["q-choice", "q-matching"]
        assert [call.question for call in history.notebook.calls()].count("q-choice") == 1

    @pytest.mark.parametrize(
        ("fate", "why"),
        [("errored", "errored (invalid_request_error)"), ("expired", "expired"), ("canceled", "canceled")],
    )
    def test_that_keep_coming_back_empty_are_given_up(
        self, provider: Provider, history: History, fate: str, why: str
    ) -> None:
        provider.fates = [{"q-choice": fate}] * 3
        built = build(history)
        assert (built.made, built.failed) == (3, {"q-choice": f"The batch came back with {why}."})
        assert len(provider.sent) == 2
        assert "q-choice" not in dict(outcomes(history))

    def test_of_no_use_are_booked_and_asked_once_more(self, provider: Provider, history: History) -> None:
        provider.fates = [{"q-choice": "Here you are:"}]
        assert build(history).made == 4
        assert outcomes(history)[:2] == [("q-choice", "invalid"), ("q-choice", "ok")]

    def test_that_were_refused_are_booked_as_that(self, provider: Provider, history: History) -> None:
        provider.fates = [{"q-choice": "refused"}] * 3
        built = build(history)
        assert "declined" in built.failed["q-choice"]
        assert ("q-choice", "refused") in outcomes(history)

    def test_against_the_key_go_to_the_author(self, provider: Provider, history: History) -> None:
        told = json.loads(said(CHOICE))
        told["options"][0]["verdict"] = "correct"
        provider.fates = [{"q-choice": json.dumps(told)}]
        built = build(history)
        assert (built.made, built.disagreed) == (3, ["q-choice"])
        assert [one.question for one in history.notebook.disagreements()] == ["q-choice"]

    def test_of_all_kinds_at_once_are_told_apart(self, provider: Provider, history: History) -> None:
        provider.fates = [{"q-choice": "errored", "q-multiple": "expired", "q-ordering": "canceled"}] * 2
        built = build(history)
        assert (built.made, sorted(built.failed)) == (1, [CHOICE.id, MULTIPLE.id, ORDERING.id])
        assert outcomes(history) == [(MATCHING.id, "ok")]


def explained_alone(history: History) -> str:
    """What one such answer costs outside of a batch."""
    from examcert.claude.prices import TABLE, in_text
    from examcert.explainers.claude import DEFAULT_MODEL

    return in_text(TABLE.cost(DEFAULT_MODEL, history.notebook.calls()[0].usage)) or ""


class TestSending:
    """Once, and only what is owed an answer."""

    def test_again_asks_nothing_twice(self, provider: Provider, history: History) -> None:
        build(history)
        built = build(history)
        assert (built.kept, built.made, len(provider.sent)) == (4, 0, 1)

    def test_holds_the_same_prefix_for_every_question_and_keeps_it_for_an_hour(
        self, provider: Provider, history: History
    ) -> None:
        build(history)
        systems = [json.dumps(one["params"]["system"]) for one in provider.asked[0]]
        assert len(set(systems)) == 1
        assert '"ttl": "1h"' in systems[0]

    def test_is_not_tried_again_where_it_was_refused(
        self, api: respx.MockRouter, provider: Provider, history: History
    ) -> None:
        route = api.post(BATCHES).mock(return_value=refusal(401, "authentication_error"))
        built = build(history)
        assert (built.stopped, route.call_count) == ("provider", 1)
        assert "Check ANTHROPIC_API_KEY" in built.reason
        assert KEY not in built.reason
        assert history.notebook.open_batches("TEST-01") == ()

    @pytest.mark.parametrize("effect", [httpx.ReadError, httpx.ConnectTimeout, refusal(500, "api_error")])
    def test_that_may_have_arrived_is_tried_once_and_looked_for_next_time(
        self, api: respx.MockRouter, provider: Provider, history: History, effect: Any
    ) -> None:
        answer = {"return_value": effect} if isinstance(effect, httpx.Response) else {"side_effect": effect}
        route = api.post(BATCHES).mock(**answer)
        listed = api.get(BATCHES).mock(
            return_value=httpx.Response(200, json={"data": [], "has_more": False, "first_id": None, "last_id": None})
        )
        built = build(history)
        assert (built.stopped, route.call_count) == ("provider", 1)
        assert "may have arrived" in built.reason
        assert len(history.notebook.open_batches("TEST-01")) == 1
        api.post(BATCHES).mock(side_effect=provider._take)
        assert build(history).made == 4
        assert (listed.call_count, len(provider.sent)) == (1, 1)

    def test_is_as_large_as_the_budget_holds_at_its_worst(self, provider: Provider, history: History) -> None:
        built = build(history, limit="0.05")
        assert (built.made, max(len(names) for names in provider.sent)) == (4, 2)

    def test_sends_nothing_that_the_budget_does_not_hold(self, provider: Provider, history: History) -> None:
        built = build(history, limit="0.01")
        assert (built.stopped, built.made, provider.sent) == ("budget", 0, [])
