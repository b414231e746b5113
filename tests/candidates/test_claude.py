"""Claude as a candidate: what it is told, what counts as an answer, what is booked."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
import respx

from examcert.candidates.claude import ClaudeCandidate, exam_context
from examcert.claude.asking import Asker
from examcert.claude.budget import Budget
from examcert.claude.pace import Pace
from examcert.claude.settings import Settings
from examcert.core.candidate import NoAnswerError
from examcert.core.paper import Item
from examcert.core.records import Call
from examcert.errors import BudgetError, ProviderError
from examcert.explainers.prompts import read_prompt
from tests.build import NOON, blueprint, choice, item, matching, ordering
from tests.claude_http import claude_api, events, message, problem, refusal, stream

KEY = "sk-test-0f1e2d3c4b5a"
PROMPT = read_prompt(Path(__file__).parents[2] / "prompts" / "candidate" / "v1.md")
ONE = item(choice("Which?", key="a", more={"id": "one"}))
TWO = item(choice("Which two?", key="ab", more={"id": "two"}))
STEPS = item(ordering("In which order?", key="cab", more={"id": "steps"}))
GRID = item(matching("Which where?", key={"x": "a", "y": "b"}, limits={"x": "ab"}, more={"id": "grid"}))


@pytest.fixture(autouse=True)
def no_ambient_claude(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def api() -> Iterator[respx.MockRouter]:
    with claude_api() as router:
        yield router


class Candidate:
    """A candidate with a ledger that forgets, and a clock that stands still."""

    def __init__(self, *, limit: str | None = None, material: str | None = None, **settings: Any) -> None:
        self.booked: list[Call] = []
        self.budget = Budget(None if limit is None else Decimal(limit))
        asker = Asker(
            Settings.model_validate({"api_key": KEY, "effort": None, **settings}),
            lambda: NOON,
            self.booked.append,
            budget=self.budget,
            pace=Pace(4, patience=20, now=lambda: NOON),
        )
        context = exam_context(blueprint(), material)
        self.claude = ClaudeCandidate(
            asker, name="claude:test", role=PROMPT.text, context=context, prompt_version=PROMPT.version, exam="TST-C01"
        )

    def answer(self, item: Item) -> tuple[str, ...]:
        return self.claude.answer(item)

    def why_not(self, item: Item = ONE) -> tuple[str, str]:
        with pytest.raises(NoAnswerError) as caught:
            self.claude.answer(item)
        return caught.value.kind, caught.value.detail


def saying(*choices: str, **fields: Any) -> httpx.Response:
    return stream(events(message(json.dumps({"choices": choices}), **fields)))


def labels(asked: Item) -> dict[str, str]:
    """The letter of each option as shown."""
    return {option.id: "ABCDEFG"[place] for place, option in enumerate(asked.options)}


def sent(api: respx.MockRouter, place: int = -1) -> Any:
    return json.loads(api.calls[place].request.content)


class TestAnAnswer:
    """Letters of the options as shown, turned back into ids."""

    @pytest.mark.parametrize(
        ("asked", "chosen"),
        [(ONE, ("b",)), (TWO, ("d", "a")), (STEPS, ("c", "a", "b")), (GRID, ("a", "b")), (GRID, ("", "b")), (ONE, ())],
    )
    def test_is_read(self, api: respx.MockRouter, asked: Item, chosen: tuple[str, ...]) -> None:
        api.post("/v1/messages").mock(return_value=saying(*[labels(asked).get(name, "") for name in chosen]))
        assert Candidate().answer(asked) == chosen

    def test_may_be_spelled_carelessly(self, api: respx.MockRouter) -> None:
        api.post("/v1/messages").mock(return_value=saying(f" {labels(ONE)['b'].lower()} "))
        assert Candidate().answer(ONE) == ("b",)

    @pytest.mark.parametrize(
        ("asked", "told"),
        [(ONE, ["Z"]), (ONE, ["A", "B"]), (TWO, ["A", "A"]), (GRID, [labels(GRID)["c"]]), (ONE, [""])],
    )
    def test_that_does_not_fit_is_asked_for_once_more(
        self, api: respx.MockRouter, asked: Item, told: list[str]
    ) -> None:
        route = api.post("/v1/messages").mock(return_value=saying(*told))
        assert Candidate().why_not(asked)[0] == "invalid"
        assert route.call_count == 2


class TestWhatIsAsked:
    """The item as a candidate sees it, behind a prefix that never changes."""

    def test_tells_no_id_and_no_key(self, api: respx.MockRouter) -> None:
        api.post("/v1/messages").mock(return_value=saying("A"))
        secret = item(choice("Which?", key=["right"], right="This", wrong="That", more={"id": "the-key-is-this"}))
        Candidate().answer(secret)
        told = sent(api)["messages"][0]["content"]
        assert json.loads(told) == {
            "kind": "choice", "give": 1, "question": "Which?",
            "options": [{"label": "AB"[n], "text": option.text} for n, option in enumerate(secret.options)],
        }  # fmt: skip

    def test_tells_the_limits_of_slots_by_letter(self, api: respx.MockRouter) -> None:
        api.post("/v1/messages").mock(return_value=saying(labels(GRID)["a"], labels(GRID)["b"]))
        Candidate().answer(GRID)
        first = json.loads(sent(api)["messages"][0]["content"])["slots"][0]
        assert first == {"text": "Slot x", "takes_only": [labels(GRID)["a"], labels(GRID)["b"]]}

    def test_differs_in_nothing_but_the_question(self, api: respx.MockRouter) -> None:
        api.post("/v1/messages").mock(side_effect=[saying("A"), saying("A", "B")])
        candidate = Candidate()
        candidate.answer(ONE)
        candidate.answer(TWO)
        first, second = ({**sent(api, place), "messages": None} for place in (0, 1))
        assert json.dumps(first) == json.dumps(second)
        assert first["system"][-1]["cache_control"] == {"type": "ephemeral"}
        assert first["output_config"]["format"]["schema"]["properties"]["choices"]["type"] == "array"

    def test_names_the_effort_only_when_one_was_asked_for(self, api: respx.MockRouter) -> None:
        api.post("/v1/messages").mock(return_value=saying("A"))
        Candidate().answer(ONE)
        Candidate(effort="high").answer(ONE)
        assert [sent(api, place)["output_config"].get("effort") for place in (0, 1)] == [None, "high"]

    def test_hands_out_study_material_in_the_cached_part(self, api: respx.MockRouter) -> None:
        api.post("/v1/messages").mock(return_value=saying("A"))
        Candidate(material="Read this.").answer(ONE)
        assert sent(api)["system"][-1]["text"].endswith("Read this.")


class TestNoAnswer:
    """Refusals and failures are told apart from each other and from wrong answers."""

    def test_a_refusal_is_final(self, api: respx.MockRouter) -> None:
        details = {"type": "refusal", "category": "cyber", "explanation": None}
        route = api.post("/v1/messages").mock(
            return_value=stream(events(message("", stop_reason="refusal", stop_details=details)))
        )
        kind, detail = Candidate().why_not()
        assert kind == "refused"
        assert "cyber" in detail
        assert route.call_count == 1

    def test_a_cut_answer_is_asked_for_once_more(self, api: respx.MockRouter) -> None:
        route = api.post("/v1/messages").mock(side_effect=[saying(stop_reason="max_tokens"), saying("A")])
        assert Candidate().answer(ONE)
        assert route.call_count == 2

    def test_words_are_no_answer(self, api: respx.MockRouter) -> None:
        api.post("/v1/messages").mock(return_value=stream(events(message("I think it is A."))))
        assert Candidate().why_not()[0] == "invalid"

    def test_a_broken_stream_is_asked_again_and_then_failed(self, api: respx.MockRouter) -> None:
        cut = stream(list(events(message('{"choices": ["A"]}')))[:5], then=httpx2.ReadError("reset"))
        api.post("/v1/messages").mock(side_effect=[cut, saying("A")])
        assert Candidate().answer(ONE)

    @pytest.mark.parametrize(
        ("effect", "said"),
        [
            (refusal(529, "overloaded_error"), "Claude is overloaded (529). Try again later."),
            (refusal(500, "api_error"), "Claude has trouble of its own (500). Try again later."),
            (httpx.Response(200, text="<html>"), "Something answered that is not Claude"),
        ],
    )
    def test_a_provider_that_fails_is_no_fault_of_the_candidate(
        self, api: respx.MockRouter, effect: Any, said: str
    ) -> None:
        told = {"return_value": effect} if isinstance(effect, httpx.Response) else {"side_effect": effect}
        api.post("/v1/messages").mock(**told)
        kind, detail = Candidate(retries=0).why_not()
        assert kind == "failed"
        assert detail.startswith(said)
        assert "author" not in detail

    @pytest.mark.parametrize(
        ("status", "kind", "said"),
        [
            (401, "authentication_error", r"did not accept the API key \(401\)\. Check ANTHROPIC_API_KEY\."),
            (402, "billing_error", r"account cannot pay \(402\)"),
            (404, "not_found_error", r"There is no model .* at this address \(404\)"),
        ],
    )
    def test_what_no_question_would_survive_ends_the_run(
        self, api: respx.MockRouter, status: int, kind: str, said: str
    ) -> None:
        api.post("/v1/messages").mock(return_value=refusal(status, kind))
        with pytest.raises(ProviderError, match=said):
            Candidate().answer(ONE)

    def test_no_connection_ends_it_too(self, api: respx.MockRouter) -> None:
        api.post("/v1/messages").mock(side_effect=httpx.ConnectError)
        with pytest.raises(ProviderError, match="Claude cannot be reached"):
            Candidate(retries=0).answer(ONE)

    def test_no_key_ends_it_too(self) -> None:
        with pytest.raises(ProviderError, match="There is no API key"):
            Candidate(api_key=None).answer(ONE)


class TestTheLedger:
    """Every call that may be paid, whatever became of it."""

    def test_holds_what_an_answer_cost(self, api: respx.MockRouter) -> None:
        api.post("/v1/messages").mock(return_value=saying("A"))
        candidate = Candidate()
        candidate.answer(ONE)
        (call,) = candidate.booked
        assert (call.purpose, call.question, call.exam, call.outcome) == ("sit", "one", "TST-C01", "ok")
        assert call.prompt_version == PROMPT.version
        assert call.cost_usd is not None
        assert candidate.budget.spent == Decimal(call.cost_usd) > 0

    def test_holds_refusals_and_both_tries(self, api: respx.MockRouter) -> None:
        api.post("/v1/messages").mock(side_effect=[saying("A", stop_reason="max_tokens"), saying("Z")])
        candidate = Candidate()
        candidate.why_not()
        assert [call.outcome for call in candidate.booked] == ["truncated", "invalid"]

    def test_holds_nothing_that_was_turned_away(self, api: respx.MockRouter) -> None:
        api.post("/v1/messages").mock(return_value=refusal(529, "overloaded_error"))
        candidate = Candidate(retries=0)
        candidate.why_not()
        assert candidate.booked == []

    def test_never_holds_the_key(self, api: respx.MockRouter) -> None:
        api.post("/v1/messages").mock(
            return_value=httpx.Response(400, json=problem("invalid_request_error", f"bad key {KEY}"))
        )
        assert KEY not in Candidate().why_not()[1]


class TestTheBudget:
    """Is asked before each call, at its worst."""

    def test_stops_before_it_could_be_broken(self, api: respx.MockRouter) -> None:
        route = api.post("/v1/messages").mock(return_value=saying("A"))
        with pytest.raises(BudgetError):
            Candidate(limit="0.01").answer(ONE)
        assert route.call_count == 0

    def test_cannot_be_kept_without_a_price(self) -> None:
        with pytest.raises(BudgetError, match="No price is known"):
            Candidate(limit="5", model="claude-unheard-of").answer(ONE)
