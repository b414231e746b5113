"""Traces over OTLP, from the true command in a process of its own to a small collector on a loopback port."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.api_server import KEY, Api, Body, explained

WORDS = "Because the key says so, in words of a tutor."
QUESTION = "Why is the first one wrong?"


@dataclass
class Collector:
    """Takes what OTLP over HTTP brings."""

    status: int = 200
    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def spans(self) -> list[tuple[dict[str, str], Any]]:
        """Every span with what the resource says of its sender."""
        out = []
        for body in self.bodies:
            for group in ExportTraceServiceRequest.FromString(body).resource_spans:
                sender = {one.key: one.value.string_value for one in group.resource.attributes}
                out += [(sender, span) for scope in group.scope_spans for span in scope.spans]
        return out

    def named(self, name: str) -> Any:
        """The one span of this name."""
        (span,) = [span for _, span in self.spans if span.name == name]
        return span


@pytest.fixture
def collector() -> Iterator[Collector]:
    taken = Collector()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            pass

        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            taken.headers.append({name.lower(): value for name, value in self.headers.items()})
            taken.bodies.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(taken.status)
            self.send_header("content-length", "0")
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    taken.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield taken
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def api(api: Api) -> Api:
    """Answers explanations and questions back."""

    def answer(body: Body) -> str:
        return explained(body) if "format" in body.get("output_config", {}) else WORDS

    api.answer = answer
    return api


def examcert(*args: str, **env: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "examcert", *args], env=os.environ | env, capture_output=True, text=True, check=False
    )


def attributes(span: Any) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in span.attributes}


def test_an_explanation_arrives_as_two_spans_without_its_content(api: Api, collector: Collector) -> None:
    ran = examcert(
        "explain", "one", "--with", "claude", OTEL_EXPORTER_OTLP_ENDPOINT=collector.url,
        OTEL_EXPORTER_OTLP_HEADERS="x-team=exams",
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    outer, inner = collector.named("explain_question"), collector.named("anthropic.messages.create")
    assert (inner.trace_id, inner.parent_span_id) == (outer.trace_id, outer.span_id)
    assert attributes(outer)["examcert.question"] == "one"
    assert attributes(outer)["examcert.cost_usd"] == "0.000624"
    assert {sender["service.name"] for sender, _ in collector.spans} == {"examcert"}
    assert {told["x-team"] for told in collector.headers} == {"exams"}
    secret = (b"The stem of one", b"Option right", b"The why of", b"Claude on", b"Read the stem", KEY.encode())
    assert [words for words in secret for body in collector.bodies if words in body] == []


def test_a_question_back_arrives_without_what_was_asked_or_said(api: Api, collector: Collector) -> None:
    ran = examcert("explain", "one", "--ask", QUESTION, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=f"{collector.url}/v1/traces")
    assert (ran.returncode, WORDS in ran.stdout) == (0, True)
    assert attributes(collector.named("ask_question"))["examcert.outcome"] == "ok"
    secret = (QUESTION.encode(), WORDS.encode(), b"on_screen", b"The stem of one", KEY.encode())
    assert [words for words in secret for body in collector.bodies if words in body] == []


@pytest.mark.parametrize("trouble", ["nobody listens", "it is out of order", "it is no address"])
def test_a_collector_that_takes_nothing_costs_one_line(api: Api, collector: Collector, trouble: str) -> None:
    collector.status = 503
    address = {"nobody listens": "http://127.0.0.1:1", "it is no address": "collector"}.get(trouble, collector.url)
    ran = examcert(
        "explain", "one", "--with", "claude", OTEL_EXPORTER_OTLP_ENDPOINT=address, OTEL_EXPORTER_OTLP_TIMEOUT="1"
    )
    assert (ran.returncode, "Claude on Option right" in ran.stdout) == (0, True)
    (line,) = ran.stderr.splitlines()
    assert line.startswith("Some traces did not arrive.")


def test_offline_nothing_is_sent(api: Api, collector: Collector) -> None:
    ran = examcert(
        "explain", "one", "--with", "claude", OTEL_EXPORTER_OTLP_ENDPOINT=collector.url, EXAMCERT_OFFLINE="1"
    )
    assert "EXAMCERT_OFFLINE is set" in ran.stdout
    assert (api.paid, collector.bodies) == (0, [])
