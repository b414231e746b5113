"""The Claude API on a loopback port, for programs that run in a process of their own.

It plays messages (streamed or not), batches and token counts well enough for the true SDK, and misbehaves on
request. What it was asked stays in `asked`; a batch "ends" after being looked at so many times.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.claude_http import events, message, problem, usage

KEY = "sk-test-0f1e2d3c4b5a"
Body = dict[str, Any]
Answer = Callable[[Body], str]


def explained(body: Body) -> str:
    """What a model says that takes the key as true."""
    put = json.loads(body["messages"][0]["content"])
    key = put["key"]
    right = set(key.values()) if isinstance(key, dict) else set(key)
    options = [
        {
            "label": part["label"],
            "verdict": "correct" if part["is"] == "slot" or part["label"] in right else "incorrect",
            "explanation": f"Claude on {part['text']}, at some length.",
        }
        for part in put["parts"]
    ]
    return json.dumps({"options": options, "takeaway": "Read the stem.", "facts": []})


@dataclass
class Api:
    """What the server does, and what it saw."""

    answer: Answer = explained
    pause: float = 0.0
    """Seconds before an answer begins."""
    drip: float = 0.0
    """Seconds between two events of a stream. Without it an answer arrives at once."""
    cut: int | None = None
    """After so many events of a stream the connection breaks."""
    hung_up: int = 0
    """Streams that the caller closed before their end."""
    failures: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    """Statuses that the next requests for a message get instead, with error type and headers."""
    looks: int = 1
    """How often a batch is looked at before it has ended."""
    spoil: Callable[[int], str | None] = lambda _: None
    """What becomes of the batch item at this place instead: errored, expired or canceled."""
    lose: int = 0
    """So many batches arrive, and their answers get lost on the way back."""
    on_message: Callable[[int], None] = lambda _: None
    """Told of each message before it is answered, with the count."""
    asked: list[Body] = field(default_factory=list)
    batches: dict[str, list[Body]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    usage: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""

    @property
    def paid(self) -> int:
        """Messages answered, one at a time or in a batch."""
        return len(self.asked) + sum(map(len, self.batches.values()))


def _handler(api: Api) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])) or b"{}")
            match self.path.partition("?")[0]:
                case "/v1/messages":
                    self._message(body)
                case "/v1/messages/count_tokens":
                    self._json({"input_tokens": len(json.dumps(body)) // 4})
                case "/v1/messages/batches":
                    self._batch(body)
                case _:
                    self._json(problem("not_found_error"), 404)

        def do_GET(self) -> None:
            path, _, _ = self.path.partition("?")
            parts = path.removeprefix("/v1/messages/batches").strip("/").split("/")
            if parts == [""]:
                shown = [self._shown(name) for name in reversed(api.batches)]
                api.seen = {name: count + 1 for name, count in api.seen.items()}
                self._json({"data": shown, "has_more": False, "first_id": None, "last_id": None})
            elif parts[0] not in api.batches:
                self._json(problem("not_found_error"), 404)
            elif parts[1:] == ["results"]:
                self._results(parts[0])
            else:
                api.seen[parts[0]] += 1
                self._json(self._shown(parts[0]))

        def _message(self, body: Body) -> None:
            with api.lock:
                failure = api.failures.pop(0) if api.failures else None
                if failure is None:
                    api.asked.append(body)
                    api.times.append(time.monotonic())
                number = len(api.asked)
            if failure:
                status, kind, headers = failure
                self._json(problem(kind), status, headers)
                return
            api.on_message(number)
            time.sleep(api.pause)
            told = usage(**api.usage)
            whole = message(api.answer(body), id=f"msg_{number}", model=body["model"], usage=told)
            if not body.get("stream"):
                self._json(whole)
                return
            parts = [f"event: {e['type']}\ndata: {json.dumps(e)}\n\n".encode() for e in events(whole, size=40)]
            if api.drip or api.cut is not None:
                self._drip(parts[: api.cut])
                return
            self._send(200, b"".join(parts), {"content-type": "text/event-stream", **api.headers})

        def _drip(self, parts: list[bytes]) -> None:
            """Event by event, in chunks; one that is cut lacks the chunk that ends it."""
            self.close_connection = True
            self.send_response(200)
            for key, value in {"content-type": "text/event-stream", "transfer-encoding": "chunked"}.items():
                self.send_header(key, value)
            self.end_headers()
            try:
                for part in parts:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                    self.wfile.flush()
                    time.sleep(api.drip)
                if api.cut is None:
                    self.wfile.write(b"0\r\n\r\n")
            except OSError:
                api.hung_up += 1

        def _batch(self, body: Body) -> None:
            with api.lock:
                name = f"batch_{len(api.batches) + 1}"
                api.batches[name], api.seen[name] = body["requests"], 0
                if api.lose:
                    api.lose -= 1
                    self.close_connection = True
                    self.connection.close()
                    return
            self._json(self._shown(name))

        def _shown(self, name: str) -> Body:
            count, ended = len(api.batches[name]), api.seen[name] >= api.looks
            spoilt = [api.spoil(place) for place in range(count)]
            counts = {kind: spoilt.count(kind) if ended else 0 for kind in ("errored", "expired", "canceled")}
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            return {
                "id": name, "type": "message_batch", "processing_status": "ended" if ended else "in_progress",
                "request_counts": {
                    "processing": 0 if ended else count, "succeeded": spoilt.count(None) if ended else 0, **counts
                },
                "created_at": now, "expires_at": now, "ended_at": now if ended else None, "archived_at": None,
                "cancel_initiated_at": None,
                "results_url": f"{api.url}/v1/messages/batches/{name}/results" if ended else None,
            }  # fmt: skip

        def _results(self, name: str) -> None:
            lines = []
            for place, entry in enumerate(api.batches[name]):
                params, spoilt = entry["params"], api.spoil(place)
                result: Body = {"type": spoilt or "succeeded"}
                if spoilt == "errored":
                    result["error"] = problem("invalid_request_error")
                elif spoilt is None:
                    told = usage(**api.usage)
                    result["message"] = message(
                        api.answer(params), id=f"msg_{name}_{place}", model=params["model"], usage=told
                    )
                lines.append(json.dumps({"custom_id": entry["custom_id"], "result": result}))
            # In another order than they were asked in: nothing promises theirs.
            self._send(200, "\n".join(reversed(lines)).encode() + b"\n", {"content-type": "application/x-jsonl"})

        def _json(self, body: Any, status: int = 200, headers: dict[str, str] | None = None) -> None:
            self._send(status, json.dumps(body).encode(), {"content-type": "application/json", **(headers or {})})

        def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


@contextmanager
def served(api: Api) -> Iterator[Api]:
    """The server, for as long as the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(api))
    server.daemon_threads = True
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
