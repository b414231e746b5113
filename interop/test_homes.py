"""Claude's other homes and a collector of traces, played on a loopback port for the clients that they really need.

The clients of Bedrock and Vertex sign requests with libraries that the tests of `make test` do without, and
Bedrock streams in frames of its own.
"""

import base64
import json
import os
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.api_server import explained
from tests.claude_http import events, message

QUESTION = "aif-4.1-dog-xrays"
STEM = "twelve clinics"
"""Words of the question, which no trace may hold."""


class Cloud(ThreadingHTTPServer):
    """Both clouds, the place that gives out tokens, and the collector."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.traces: list[bytes] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Desk(BaseHTTPRequestHandler):
    server: Cloud

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        if self.path == "/v1/traces":
            self.server.traces.append(body)
            self._answer("application/x-protobuf", b"")
        elif self.path == "/token":
            self._answer("application/json", b'{"access_token": "a-token", "expires_in": 3600, "token_type": "Bearer"}')
        else:
            told = events(message(explained(json.loads(body))))
            if self.path.endswith("/invoke-with-response-stream"):
                self._answer("application/vnd.amazon.eventstream", b"".join(map(_frame, told)))
            else:
                lines = "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in told)
                self._answer("text/event-stream", lines.encode())

    def _answer(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _frame(event: dict[str, object]) -> bytes:
    """An event as AWS frames it: lengths, headers and payload, each guarded by a checksum."""
    names = {":event-type": "chunk", ":content-type": "application/json", ":message-type": "event"}
    headers = b"".join(
        struct.pack(">B", len(name)) + name.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode()
        for name, value in names.items()
    )
    payload = json.dumps({"bytes": base64.b64encode(json.dumps(event).encode()).decode()}).encode()
    prelude = struct.pack(">II", 12 + len(headers) + len(payload) + 4, len(headers))
    whole = prelude + struct.pack(">I", zlib.crc32(prelude)) + headers + payload
    return whole + struct.pack(">I", zlib.crc32(whole))


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def explain(home: Path, *, source: str = "claude", **env: str) -> dict[str, object]:
    """What `examcert explain --with claude --json` prints in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "SYSTEMROOT")}
    done = subprocess.run(
        [sys.executable, "-m", "examcert", "explain", QUESTION, "--with", "claude", "--json"],
        env={**kept, "HOME": str(home), "EXAMCERT_HOME": str(home / "examcert"), **env},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == (0 if source == "claude" else 3), done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    assert told["source"] == source, told
    return told


def at_bedrock(cloud: Cloud) -> dict[str, str]:
    return {
        "EXAMCERT_CLAUDE_HOME": "bedrock",
        "EXAMCERT_MODEL": "anthropic.claude-x",
        "ANTHROPIC_BEDROCK_BASE_URL": cloud.url,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "AKIATEST",
        "AWS_SECRET_ACCESS_KEY": "not-a-secret",
    }


def at_vertex(cloud: Cloud, folder: Path) -> dict[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    account = {
        "type": "service_account", "project_id": "p", "private_key_id": "k", "private_key": pem, "client_id": "1",
        "client_email": "examcert@p.iam.gserviceaccount.com", "token_uri": f"{cloud.url}/token",
    }  # fmt: skip
    path = folder / "account.json"
    path.write_text(json.dumps(account), encoding="utf-8")
    return {
        "EXAMCERT_CLAUDE_HOME": "vertex",
        "EXAMCERT_MODEL": "claude-x@1",
        "ANTHROPIC_VERTEX_BASE_URL": f"{cloud.url}/v1",
        "ANTHROPIC_VERTEX_PROJECT_ID": "p",
        "CLOUD_ML_REGION": "us-east5",
        "GOOGLE_APPLICATION_CREDENTIALS": str(path),
    }


def test_bedrock_signs_and_streams(cloud: Cloud, tmp_path: Path) -> None:
    told = explain(tmp_path, **at_bedrock(cloud))
    assert (told["source"], told["model"], told.get("cost_usd")) == ("claude", "anthropic.claude-x", None)
    ((path, headers),) = cloud.asked
    assert path == "/model/anthropic.claude-x/invoke-with-response-stream"
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIATEST/")


def test_vertex_fetches_a_token_and_streams(cloud: Cloud, tmp_path: Path) -> None:
    told = explain(tmp_path, **at_vertex(cloud, tmp_path))
    assert (told["source"], told["model"], told.get("cost_usd")) == ("claude", "claude-x@1", None)
    (token, _), (path, headers) = cloud.asked
    assert token == "/token"
    assert path == "/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-x@1:streamRawPredict"
    assert headers["authorization"] == "Bearer a-token"


def test_bedrock_without_credentials_says_so(cloud: Cloud, tmp_path: Path) -> None:
    env = {name: value for name, value in at_bedrock(cloud).items() if not name.startswith("AWS_")}
    told = explain(tmp_path, source="authored", **env, AWS_REGION="us-east-1", AWS_EC2_METADATA_DISABLED="true")
    assert "bedrock has no credentials: AWS knows none here. Set AWS_PROFILE" in str(told["note"])
    assert cloud.asked == []


def test_vertex_without_credentials_says_so(cloud: Cloud, tmp_path: Path) -> None:
    env = {**at_vertex(cloud, tmp_path), "NO_GCE_CHECK": "true"}
    told = explain(tmp_path, source="authored", **{**env, "GOOGLE_APPLICATION_CREDENTIALS": str(tmp_path / "none")})
    assert "vertex has no credentials: File" in str(told["note"])
    del env["GOOGLE_APPLICATION_CREDENTIALS"]
    told = explain(tmp_path, source="authored", **env)
    assert "vertex has no credentials: Your default credentials were not found" in str(told["note"])
    assert "gcloud auth application-default login" in str(told["note"])
    assert cloud.asked == []


def test_traces_reach_a_collector_without_content(cloud: Cloud, tmp_path: Path) -> None:
    explain(tmp_path, **at_bedrock(cloud), OTEL_EXPORTER_OTLP_ENDPOINT=cloud.url)
    spans = {}
    for body in cloud.traces:
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            names = {a.key: a.value.string_value for a in resource.resource.attributes}
            assert names["service.name"] == "examcert"
            spans |= {span.name: span for scope in resource.scope_spans for span in scope.spans}
    ours, theirs = spans["explain_question"], spans["anthropic.messages.create"]
    assert theirs.parent_span_id == ours.span_id
    assert "examcert.question" in {a.key for a in ours.attributes}
    assert not any(STEM.encode() in body or b"Claude on" in body for body in cloud.traces)
