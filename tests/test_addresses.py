"""Which addresses are called dead, asked of a server on this machine."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from examcert.addresses import dead
from examcert.errors import ExamcertError

ANSWERS = {"/ok": 200, "/gone": 404, "/broken": 500, "/robots": 403, "/busy": 429, "/members": 401}


class Site(BaseHTTPRequestHandler):
    """Answers as a documentation site might."""

    def do_HEAD(self) -> None:
        self._answer(405)

    def do_GET(self) -> None:
        self._answer(200)

    def _answer(self, get_only: int) -> None:
        self.server.asked.append((self.command, self.path))  # type: ignore[attr-defined]
        match self.path:
            case "/get-only":
                self._say(get_only)
            case "/moved":
                self._say(301, "/ok")
            case "/circle":
                self._say(302, "/circle")
            case "/file":
                self._say(302, "file:///etc/hostname")
            case "/slow":
                threading.Event().wait(1.5)
            case path:
                self._say(ANSWERS[path])

    def _say(self, code: int, location: str | None = None) -> None:
        self.send_response(code)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *told: object) -> None:
        """Nothing: the test speaks."""


class Server(ThreadingHTTPServer):
    """A server that remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Site)
        self.asked: list[tuple[str, str]] = []

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def site() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["/ok", "/moved", "/get-only", "/robots", "/busy", "/members"])
def test_what_answers_or_only_keeps_robots_out_is_not_dead(site: Server, path: str) -> None:
    assert dead([site.root + path]) == {}


@pytest.mark.parametrize(
    ("path", "said"),
    [("/gone", "it answers 404 Not Found"), ("/broken", "it answers 500"), ("/circle", "it answers 302")],
)
def test_what_answers_that_there_is_nothing_is_dead(site: Server, path: str, said: str) -> None:
    assert dead([site.root + path])[site.root + path].startswith(said)


def test_a_redirect_never_opens_a_file(site: Server) -> None:
    assert "302" in dead([site.root + "/file"])[site.root + "/file"]


def test_an_answer_that_does_not_come_is_not_waited_for(site: Server) -> None:
    assert "timed out" in dead([site.root + "/slow"], seconds=0.2)[site.root + "/slow"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://[", "http://127.0.0.1:99999/", "ftp://127.0.0.1/", "file:///x"]
)
def test_what_cannot_be_opened_is_dead_and_no_accident(url: str) -> None:
    assert url in dead([url])


def test_a_host_that_nobody_knows_is_not_asked(site: Server) -> None:
    said = dead([site.root + "/ok", "https://gone.example/a"], known=lambda host: host == "127.0.0.1")
    assert said == {"https://gone.example/a": "its host is unknown"}
    assert site.asked == [("HEAD", "/ok")]


def test_offline_nothing_is_called_dead() -> None:
    with pytest.raises(ExamcertError, match=r"seems to be offline\. Check without --online"):
        dead(["https://one.example/", "https://two.example/"], known=lambda host: False)


def test_no_address_needs_no_network() -> None:
    assert dead([]) == {}


def test_each_address_is_asked_once_and_its_body_only_where_head_fails(site: Server) -> None:
    dead([site.root + "/ok", site.root + "/ok", site.root + "/get-only"])
    assert sorted(site.asked) == [("GET", "/get-only"), ("HEAD", "/get-only"), ("HEAD", "/ok")]
