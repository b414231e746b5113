"""The app's web address: nobody gets in without the secret in it, nor, from elsewhere, without the password."""

import base64
import http.client
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from examcert.errors import ExitCode
from examcert.web import is_loopback
from tests.cli.conftest import Run
from tests.tui.terminal import environment


def _served(env: dict[str, str], *more: str) -> Iterator[str]:
    command = [sys.executable, "-m", "examcert", "serve", "--port", "0", *more]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served app."""
    yield from _served(environment(tmp_path_factory.mktemp("home"), Path("/nowhere")))


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one that others could reach, were it not for the port of this machine's own network."""
    env = environment(tmp_path_factory.mktemp("home"), Path("/nowhere"), EXAMCERT_PASSWORD="sesame")
    yield from _served(env, "--host", "0.0.0.0")


@dataclass(frozen=True)
class Answer:
    """What an address answered."""

    status: int
    headers: HTTPMessage
    body: bytes


def get(address: str, path: str | None = None, **headers: str) -> Answer:
    """What an address answers; another path than its own where one is given."""
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection("127.0.0.1", parts.port, timeout=20)) as connection:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", parts.path if path is None else path, headers=sent)
        with connection.getresponse() as found:
            return Answer(found.status, found.headers, found.read())


SOCKET = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13",
          "Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA=="}  # fmt: skip


def basic(password: str) -> str:
    """The header of a password."""
    return "Basic " + base64.b64encode(f"anyone:{password}".encode()).decode()


class TestTheSecret:
    """In the address, and needed for everything."""

    def test_opens_the_page(self, address: str) -> None:
        answer = get(address)
        assert answer.status == 200
        assert b"textual.js" in answer.body

    @pytest.mark.parametrize("path", ["/", "/ws", "/static/js/textual.js", "/wrong/", "/wrong/ws"])
    def test_nothing_is_there_without_it(self, address: str, path: str) -> None:
        assert get(address, path).status == 404

    def test_is_another_each_time(self, address: str, guarded: str) -> None:
        assert urlsplit(address).path != urlsplit(guarded).path
        assert len(urlsplit(address).path) > 30

    def test_leaks_to_no_other_site(self, address: str) -> None:
        headers = get(address).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'self'" in headers["Content-Security-Policy"]

    def test_another_site_cannot_open_the_socket(self, address: str) -> None:
        path = urlsplit(address).path + "ws"
        assert get(address, path, Origin="https://evil.example", **SOCKET).status == 403

    def test_the_server_listens_on_this_machine_only(self, address: str) -> None:
        assert urlsplit(address).hostname == "127.0.0.1"


class TestThePassword:
    """Asked for where others can reach the address."""

    def test_is_needed_for_page_and_socket(self, guarded: str) -> None:
        path = urlsplit(guarded).path
        assert [get(guarded, path).status, get(guarded, path + "ws", **SOCKET).status] == [401, 401]

    def test_a_wrong_one_is_refused(self, guarded: str) -> None:
        assert get(guarded, Authorization=basic("guess")).status == 401

    def test_the_right_one_opens_and_gives_a_cookie_for_the_socket(self, guarded: str) -> None:
        answer = get(guarded, Authorization=basic("sesame"))
        assert answer.status == 200
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert get(guarded, Cookie=cookie.split(";")[0]).status == 200

    def test_a_host_for_others_without_one_is_refused(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("EXAMCERT_PASSWORD", raising=False)
        result = run("serve", "--host", "0.0.0.0", "--port", "0")
        assert result.code == ExitCode.USAGE
        assert "Set EXAMCERT_PASSWORD" in result.err


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("localhost", True), ("::1", True), ("[::1]", True), ("0.0.0.0", False),
     ("::", False), ("192.168.1.2", False), ("example.com", False), ("", False), ("127.0.0.1.evil.example", False)],
)  # fmt: skip
def test_only_loopback_is_this_machine(host: str, own: bool) -> None:
    assert is_loopback(host) is own


def test_a_port_in_use_says_what_to_do(run: Run, address: str) -> None:
    result = run("serve", "--port", str(urlsplit(address).port))
    assert result.code == ExitCode.USAGE
    assert "Choose another --port" in result.err
