"""Claude's explanations when all goes well: what is sent, shown, kept, booked."""

import json
from typing import Any

import pytest
import respx

from examcert.core.explanation import Explanation, Usage
from examcert.core.question import Question
from examcert.core.records import Call
from examcert.explainers.claude.wire import labelled
from examcert.explainers.prompts import Prompt
from tests.claude_http import NOW, claude_api, events, message, refusal, stream, usage
from tests.explainers.desk import (
    BARE,
    CHOICE,
    FACT,
    KEY,
    MATCHING,
    MULTIPLE,
    NOON,
    ORDERING,
    PROMPT,
    REFERENCE,
    Clock,
    MemoryNotebook,
    explainer,
    good_answer,
    last,
    said,
)


def reply_to(question: Question, *, fields: dict[str, Any] | None = None, **changes: Any) -> Any:
    return stream(events(message(said(question, **changes), **(fields or {}))))


def sent(route: respx.Route, place: int = -1) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(route.calls[place].request.content)
    return body


def asked(route: respx.Route, place: int = -1) -> dict[str, Any]:
    """The question as Claude got it."""
    document: dict[str, Any] = json.loads(sent(route, place)["messages"][0]["content"])
    return document


@pytest.fixture
def route(api: respx.MockRouter) -> respx.Route:
    return api.post("/v1/messages").mock(side_effect=lambda _: reply_to(CHOICE))


class TestAnExplanation:
    """Claude's words by option id, growing; whole, checked and kept at the end."""

    def test_is_claudes_at_the_end(self, route: respx.Route, notebook: MemoryNotebook, clock: Clock) -> None:
        whole = last(list(explainer(notebook, clock).explain(CHOICE, ("real",))))
        assert [o.why for o in whole.options] == [f"Claude on The {name} way, at length." for name in CHOICE.option_ids]
        assert (whole.source, whole.model) == ("claude", "claude-sonnet-5-5")
        assert (whole.prompt_version or "").startswith(f"{PROMPT.version}.")
        assert (whole.takeaway, whole.note) == ("Sizes decide.", None)
        assert whole.usage == Usage(input_tokens=12, output_tokens=40, cache_read_tokens=2000)
        assert whole.cost_usd == "0.000624"  # (12 x 2 + 40 x 10 + 2000 x 0.10) / 1,000,000
        assert route.call_count == 1

    def test_grows_as_claudes_before_that(self, route: respx.Route, notebook: MemoryNotebook, clock: Clock) -> None:
        *partial, _ = explainer(notebook, clock).explain(CHOICE, ())
        assert len(partial) > 5
        assert {e.source for e in partial} == {"claude"}
        assert [o.id for o in partial[0].options] == ["real"]
        assert "Claude on The real way, at length.".startswith(partial[0].options[0].why)

    def test_is_kept_whole_and_once(self, route: respx.Route, notebook: MemoryNotebook, clock: Clock) -> None:
        whole = last(list(explainer(notebook, clock).explain(CHOICE, ())))
        assert notebook.kept == [whole]

    def test_cites_only_what_it_says_it_used(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        api.post("/v1/messages").mock(return_value=reply_to(CHOICE, facts=["reference-2", "f-async", "f-async"]))
        assert last(list(explainer(notebook, Clock()).explain(CHOICE, ()))).refs == ("f-async", REFERENCE)

    def test_is_text_and_never_obeyed(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        steering = "\x1b[31mRed\x1b[0m \x1b]8;;http:x\x07link\x07 \u202eback\x00\n\tnext."
        answer = good_answer(CHOICE)
        for entry in answer["options"]:
            entry["explanation"] = steering
        whole = message(json.dumps(answer))
        api.post("/v1/messages").mock(return_value=stream(events(whole, size=5)))
        shown = list(explainer(notebook, Clock()).explain(CHOICE, ()))
        assert {o.why for o in last(shown).options} == {"Red link back next."}
        assert not any(char < " " or char == "\u202e" for e in shown for o in e.options for char in o.why)

    def test_names_options_instead_of_labels(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        answer = good_answer(CHOICE)
        answer["takeaway"] = f"Prefer {labelled(CHOICE)[1].label}."
        api.post("/v1/messages").mock(return_value=stream(events(message(json.dumps(answer)))))
        assert last(list(explainer(notebook, Clock()).explain(CHOICE, ()))).takeaway == "Prefer “The async way”."

    def test_may_come_in_any_order_and_casing(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        answer = good_answer(CHOICE)
        answer["options"].reverse()
        for entry in answer["options"]:
            entry |= {"label": entry["label"].upper(), "verdict": entry["verdict"].title()}
        api.post("/v1/messages").mock(return_value=stream(events(message(json.dumps(answer)))))
        shown = list(explainer(notebook, Clock()).explain(CHOICE, ()))
        assert [o.id for o in last(shown).options] == list(CHOICE.option_ids)
        assert [o.id for o in shown[-2].options] == list(CHOICE.option_ids)


class TestTheCache:
    """What was paid once is free for as long as it fits: text, prompt, model, language, and key."""

    def test_a_hit_asks_nobody(self, route: respx.Route, notebook: MemoryNotebook, clock: Clock) -> None:
        first = last(list(explainer(notebook, clock).explain(CHOICE, ())))
        (again,) = explainer(notebook, clock, api_key=None).explain(CHOICE, ())
        assert again == first.model_copy(update={"usage": None, "cost_usd": "0"})
        assert (route.call_count, len(notebook.calls)) == (1, 1)

    @pytest.mark.parametrize("changes", [{"language": "de"}, {"model": "claude-opus-5-5"}])
    def test_another_language_or_model_misses(
        self, route: respx.Route, notebook: MemoryNotebook, clock: Clock, changes: dict[str, str]
    ) -> None:
        list(explainer(notebook, clock).explain(CHOICE, ()))
        whole = last(list(explainer(notebook, clock, **changes).explain(CHOICE, ())))
        assert whole.source == "claude"
        assert route.call_count == 2

    def test_an_edited_prompt_misses(self, route: respx.Route, notebook: MemoryNotebook, clock: Clock) -> None:
        list(explainer(notebook, clock).explain(CHOICE, ()))
        edited = explainer(notebook, clock, prompt=Prompt(version="1-edited", text="Explain."))
        assert (last(list(edited.explain(CHOICE, ()))).prompt_version or "").startswith("1-edited.")
        assert route.call_count == 2

    @pytest.mark.parametrize(
        ("question", "key"),
        [(CHOICE, ("batch",)), (ORDERING, ("train", "split")), (MATCHING, ("yes", "no"))],
        ids=["choice", "ordering", "matching"],
    )
    def test_a_corrected_key_misses(
        self, api: respx.MockRouter, notebook: MemoryNotebook, clock: Clock, question: Question, key: tuple[str, ...]
    ) -> None:
        fixed = type(question).model_validate(question.model_dump() | {"key": key})
        assert fixed.fingerprint == question.fingerprint
        api.post("/v1/messages").mock(side_effect=[reply_to(question), reply_to(fixed)])
        list(explainer(notebook, clock).explain(question, ()))
        whole = last(list(explainer(notebook, clock).explain(fixed, ())))
        assert whole.source == "claude"
        assert len(notebook.calls) == 2

    def test_a_mended_fact_misses(self, route: respx.Route, notebook: MemoryNotebook, clock: Clock) -> None:
        list(explainer(notebook, clock).explain(CHOICE, ()))
        fact = FACT.model_copy(update={"claim": "Asynchronous inference takes up to 2 GB."})
        mended = explainer(notebook, clock, facts={FACT.id: fact})
        list(mended.explain(CHOICE, ()))
        assert route.call_count == 2

    def test_a_kept_explanation_against_the_key_is_not_believed(
        self, route: respx.Route, notebook: MemoryNotebook, clock: Clock
    ) -> None:
        whole = last(list(explainer(notebook, clock).explain(CHOICE, ())))
        wrong = tuple(option.model_copy(update={"verdict": "correct"}) for option in whole.options)
        notebook.kept = [whole.model_copy(update={"options": wrong})]
        assert last(list(explainer(notebook, clock).explain(CHOICE, ()))).options == whole.options
        assert route.call_count == 2


class TestTheRequest:
    """One prefix for all questions of an exam; the question alone after it, with what grounds it."""

    def test_has_the_same_prefix_for_every_question(
        self, api: respx.MockRouter, notebook: MemoryNotebook, clock: Clock
    ) -> None:
        route = api.post("/v1/messages").mock(side_effect=[reply_to(CHOICE), reply_to(MATCHING)])
        one = explainer(notebook, clock)
        list(one.explain(CHOICE, ()))
        clock.tick *= 2
        list(one.explain(MATCHING, ("yes", "no")))
        first, second = (json.dumps({**sent(route, n), "messages": None}) for n in (0, 1))
        assert first == second

    def test_marks_the_exam_as_the_end_of_the_prefix(
        self, route: respx.Route, notebook: MemoryNotebook, clock: Clock
    ) -> None:
        list(explainer(notebook, clock).explain(CHOICE, ()))
        role, exam = sent(route)["system"]
        assert role == {"type": "text", "text": PROMPT.text}
        assert exam["cache_control"] == {"type": "ephemeral"}
        assert "TEST-01" in exam["text"]
        assert "Tell models apart" in exam["text"]
        assert "cache_control" not in json.dumps(sent(route)["messages"])

    def test_asks_for_json_at_low_effort_without_sampling(
        self, route: respx.Route, notebook: MemoryNotebook, clock: Clock
    ) -> None:
        list(explainer(notebook, clock).explain(CHOICE, ()))
        body = sent(route)
        assert body["output_config"]["effort"] == "low"
        schema = body["output_config"]["format"]["schema"]
        assert schema["required"] == ["options", "takeaway", "facts"]
        assert schema["additionalProperties"] is False
        assert not {"temperature", "top_p", "top_k", "tools", "thinking", "cache_control"} & body.keys()

    def test_gives_the_key_and_the_cited_facts(
        self, route: respx.Route, notebook: MemoryNotebook, clock: Clock
    ) -> None:
        list(explainer(notebook, clock).explain(CHOICE, ("real",)))
        real, right, batch = (part.label for part in labelled(CHOICE))
        assert asked(route) == {
            "language": "en",
            "kind": "choice",
            "objective": "1.1 Tell models apart",
            "stem": CHOICE.stem,
            "parts": [
                {"label": real, "is": "option", "text": "The real way"},
                {"label": right, "is": "option", "text": "The async way"},
                {"label": batch, "is": "option", "text": "The batch way"},
            ],
            "key": [right],
            "facts": [
                {
                    "id": "f-async",
                    "claim": "Asynchronous inference takes payloads up to 1 GB.",
                    "also_right_when": "The payload is small and the caller can wait.",
                },
                {"id": "reference-2", "claim": "Batch transform offers no endpoint."},
            ],
        }
        assert BARE.url not in json.dumps(sent(route))

    def test_tells_the_order_of_an_ordering_and_the_slots_of_a_matching(
        self, api: respx.MockRouter, notebook: MemoryNotebook, clock: Clock
    ) -> None:
        route = api.post("/v1/messages").mock(side_effect=[reply_to(ORDERING), reply_to(MATCHING)])
        one = explainer(notebook, clock)
        list(one.explain(ORDERING, ()))
        names = {part.part.id: part.label for part in labelled(ORDERING)}
        assert asked(route)["key"] == [names["split"], names["train"]]
        list(one.explain(MATCHING, ()))
        names = {part.part.id: part.label for part in labelled(MATCHING)}
        assert asked(route)["key"] == {names["slot:yes"]: names["no"], names["slot:regression"]: names["yes"]}
        assert [part["is"] for part in asked(route)["parts"]] == ["option"] * 3 + ["slot"] * 2
        assert asked(route)["scenario"] == {"title": "A lab", "text": "A lab sorts models."}

    def test_labels_tell_nothing_and_stay(self) -> None:
        labels = [part.label for part in labelled(MULTIPLE)]
        assert labels == [part.label for part in labelled(MULTIPLE)]
        assert len(set(labels)) == len(labels)
        assert all(label.startswith("option-") and len(label) == len("option-") + 4 for label in labels)

    def test_goes_out_signed_to_the_address_of_the_settings(self, notebook: MemoryNotebook, clock: Clock) -> None:
        with claude_api("http://gateway.local:9/claude") as gateway:
            route = gateway.post("/v1/messages").mock(return_value=reply_to(CHOICE))
            one = explainer(notebook, clock, base_url="http://gateway.local:9/claude", model="claude-opus-5-5")
            assert last(list(one.explain(CHOICE, ()))).source == "claude"
        headers = route.calls.last.request.headers
        assert headers["authorization"] == f"Bearer {KEY}"
        assert sent(route)["model"] == "claude-opus-5-5"


class TestTheLedger:
    """One row for each paid call."""

    def test_books_what_was_served(self, api: respx.MockRouter, notebook: MemoryNotebook, clock: Clock) -> None:
        api.post("/v1/messages").mock(return_value=reply_to(CHOICE, fields={"model": "claude-opus-5-5"}))
        list(explainer(notebook, clock).explain(CHOICE, ()))
        assert notebook.calls == [
            Call(
                at=NOON,
                question="q-choice",
                exam="TEST-01",
                model="claude-opus-5-5",
                message_id="msg_1",
                request_id="req_9",
                usage=Usage(input_tokens=12, output_tokens=40, cache_read_tokens=2000),
                outcome="ok",
                cost_usd="0.001248",
                prices_as_of="2026-10-07",
                purpose="explain",
                prompt_version=notebook.kept[0].prompt_version,
                latency=0.0,
            )
        ]

    def test_says_so_where_no_price_is_known(
        self, api: respx.MockRouter, notebook: MemoryNotebook, clock: Clock
    ) -> None:
        api.post("/v1/messages").mock(return_value=reply_to(CHOICE, fields={"model": "claude-new"}))
        whole = last(list(explainer(notebook, clock).explain(CHOICE, ())))
        (call,) = notebook.calls
        assert (call.model, call.cost_usd, call.prices_as_of) == ("claude-new", None, None)
        assert whole.cost_usd is None

    def test_notes_a_prefix_that_was_not_cached(
        self, api: respx.MockRouter, notebook: MemoryNotebook, clock: Clock
    ) -> None:
        cold = {"usage": usage(cache_read_input_tokens=0)}
        api.post("/v1/messages").mock(return_value=reply_to(CHOICE, fields=cold))
        list(explainer(notebook, clock).explain(CHOICE, ()))
        assert notebook.calls[0].detail == "the prompt was not cached"

    def test_is_written_with_the_explanation_at_once(self, route: respx.Route, clock: Clock) -> None:
        class Full(MemoryNotebook):
            def book(self, call: Call, *with_it: object) -> None:
                booked.append((call.outcome, *with_it))
                raise OSError("no space left")

        booked: list[tuple[object, ...]] = []
        with pytest.raises(OSError, match="no space"):
            list(explainer(Full(), clock).explain(CHOICE, ()))
        ((outcome, whole, disputes),) = booked
        assert isinstance(whole, Explanation)
        assert (outcome, whole.complete, whole.question, disputes) == ("ok", True, CHOICE.id, ())

    def test_has_a_row_when_the_reader_walks_away(
        self, route: respx.Route, notebook: MemoryNotebook, clock: Clock
    ) -> None:
        growing = explainer(notebook, clock).explain(CHOICE, ())
        next(growing)
        growing.close()  # type: ignore[attr-defined]  # the port promises an iterator, Python a generator
        (call,) = notebook.calls
        assert (call.outcome, call.estimated, call.message_id) == ("incomplete", True, "msg_1")
        assert call.usage.cache_read_tokens == 2000
        assert notebook.kept == []


class TestTheSdksRetries:
    """The SDK retries what HTTP can tell; nobody is asked twice for it."""

    def test_a_busy_provider_is_asked_again(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        busy = [refusal(429, "rate_limit_error"), refusal(529, "overloaded_error")]
        route = api.post("/v1/messages").mock(side_effect=[*busy, reply_to(CHOICE)])
        assert last(list(explainer(notebook, Clock()).explain(CHOICE, ()))).source == "claude"
        assert route.calls.last.request.headers["x-stainless-retry-count"] == "2"
        assert (route.call_count, notebook.outcomes) == (3, ["ok"])

    @pytest.mark.parametrize(
        "wait",
        [{"retry-after": "3600"}, {"retry-after-ms": "3600000"}, {"retry-after": "Wed, 25 Nov 2026 13:00:00 GMT"}],
    )
    def test_an_hour_is_not_waited_for(
        self, api: respx.MockRouter, notebook: MemoryNotebook, wait: dict[str, str]
    ) -> None:
        route = api.post("/v1/messages").mock(return_value=refusal(429, "rate_limit_error", headers=wait))
        whole = last(list(explainer(notebook, Clock()).explain(CHOICE, ())))
        assert (whole.source, route.call_count) == ("authored", 1)

    def test_a_short_wait_is(self, api: respx.MockRouter, notebook: MemoryNotebook) -> None:
        busy = refusal(429, "rate_limit_error", headers=NOW | {"retry-after": "3600"})
        api.post("/v1/messages").mock(side_effect=[busy, reply_to(CHOICE)])
        assert last(list(explainer(notebook, Clock()).explain(CHOICE, ()))).source == "claude"
