"""Spans: ours around each question, the SDK's inside, and no content on either."""

import sys
from collections.abc import Iterator

import httpx
import pytest
import respx
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from examcert.claude import tracing
from examcert.claude.asking import Asker, Judged
from examcert.claude.booking import Occasion
from examcert.claude.prices import TABLE
from examcert.claude.request import request
from tests.claude_http import events, message, stream
from tests.explainers.desk import CHOICE, KEY, Clock, MemoryNotebook, explainer, said, settings


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.use(provider)
    yield exporter
    tracing.use(None)


HERE = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}


def good(_: httpx.Request) -> httpx.Response:
    return stream(events(message(said(CHOICE))))


class TestSpans:
    """With a provider."""

    def test_a_question_has_one_with_the_sdks_inside(
        self, api: respx.MockRouter, notebook: MemoryNotebook, spans: InMemorySpanExporter
    ) -> None:
        api.post("/v1/messages").mock(side_effect=good)
        list(explainer(notebook, Clock()).explain(CHOICE, ()))
        inner, outer = spans.get_finished_spans()
        assert (inner.name, outer.name) == ("anthropic.messages.create", "explain_question")
        assert inner.parent is not None
        assert inner.parent.span_id == outer.context.span_id
        told = dict(outer.attributes or {})
        assert (told["examcert.question"], told["examcert.outcome"], told["examcert.cost_usd"]) == (
            "q-choice", "ok", "0.000624",
        )  # fmt: skip
        assert told["examcert.cache_read_tokens"] == 2000

    def test_what_the_sdk_calls_a_success_can_be_a_failure_of_ours(
        self, api: respx.MockRouter, notebook: MemoryNotebook, spans: InMemorySpanExporter
    ) -> None:
        refused = message("", stop_reason="refusal", stop_details={"type": "refusal", "category": "cyber"})
        api.post("/v1/messages").mock(return_value=stream(events(refused)))
        list(explainer(notebook, Clock()).explain(CHOICE, ()))
        inner, outer = spans.get_finished_spans()
        assert (inner.status.is_ok, outer.status.is_ok, outer.status.description) == (True, False, "refused")

    def test_a_question_that_was_left_says_so(
        self, api: respx.MockRouter, notebook: MemoryNotebook, spans: InMemorySpanExporter
    ) -> None:
        api.post("/v1/messages").mock(side_effect=good)
        growing = explainer(notebook, Clock()).explain(CHOICE, ())
        next(growing)
        growing.close()  # type: ignore[attr-defined]  # it is a generator
        asker = Asker(settings(), Clock(), notebook.book)
        of = Occasion("ask", CHOICE.id, "TEST-01", settings().model, "1", TABLE)
        wanted = request(settings(), system=("S",), messages=(("user", "U"),), max_tokens=99)
        words = asker.stream(wanted, of, lambda message: Judged("ok", "", "words"))
        next(words)
        words.close()
        outer = {span.name: dict(span.attributes or {}) for span in spans.get_finished_spans()}
        assert [outer[name]["examcert.outcome"] for name in ("explain_question", "ask_question")] == ["incomplete"] * 2

    def test_no_content_and_no_key_is_on_them(
        self, api: respx.MockRouter, notebook: MemoryNotebook, spans: InMemorySpanExporter
    ) -> None:
        api.post("/v1/messages").mock(side_effect=good)
        list(explainer(notebook, Clock()).explain(CHOICE, ()))
        told = " ".join(span.to_json() for span in spans.get_finished_spans())
        assert not any(words in told for words in (CHOICE.stem, "The async way", "at length", KEY))

    def test_the_reader_is_not_inside_them(
        self, api: respx.MockRouter, notebook: MemoryNotebook, spans: InMemorySpanExporter
    ) -> None:
        from opentelemetry.trace import INVALID_SPAN, get_current_span

        api.post("/v1/messages").mock(side_effect=good)
        growing = explainer(notebook, Clock()).explain(CHOICE, ())
        next(growing)
        assert get_current_span() is INVALID_SPAN
        list(growing)

    def test_no_trace_header_goes_out(
        self, api: respx.MockRouter, notebook: MemoryNotebook, spans: InMemorySpanExporter
    ) -> None:
        route = api.post("/v1/messages").mock(side_effect=good)
        list(explainer(notebook, Clock()).explain(CHOICE, ()))
        assert "traceparent" not in route.calls.last.request.headers


class TestStarting:
    """Only the standard variables start it."""

    @pytest.fixture(autouse=True)
    def stopped(self) -> Iterator[None]:
        yield
        tracing.use(None)

    @pytest.mark.parametrize(
        "env",
        [{}, {"OTEL_TRACES_EXPORTER": "none"}, HERE | {"OTEL_SDK_DISABLED": "true"}, HERE | {"EXAMCERT_OFFLINE": "1"}],
    )
    def test_otherwise_nothing_is_sent(self, env: dict[str, str]) -> None:
        assert tracing.start(env) is None
        assert tracing.tracing() is False

    def test_the_console_is_an_exporter(self) -> None:
        assert tracing.start({"OTEL_TRACES_EXPORTER": "console"}) is None
        assert tracing.tracing() is not False

    def test_without_the_packages_it_says_how_to_get_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in [name for name in sys.modules if name.startswith("opentelemetry.sdk")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "opentelemetry.sdk", None)
        monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)
        said = tracing.start({"OTEL_TRACES_EXPORTER": "otlp"})
        assert said is not None
        assert "pip install 'examcert[otel]'" in said

    def test_what_a_variable_has_wrong_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def strict(env: object) -> SpanExporter:
            raise ValueError("'soon' is no number of seconds")

        monkeypatch.setattr(tracing, "over_http", strict)
        said = tracing.start(HERE)
        assert said == "Traces cannot be sent as the OTEL variables ask for it: 'soon' is no number of seconds."
        assert tracing.tracing() is False
