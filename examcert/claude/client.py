"""The SDK's client, made when the first question is put to Claude, and a watch over its attempts.

The SDK retries what HTTP can tell. It would also sleep as long as a `retry-after` says, and read as long
as a stream drips; `Attempts` holds both to the time that one explanation may take. The key goes from the
settings into the SDK's client and nowhere else.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from weakref import finalize

from examcert.claude.apart import HungUpError
from examcert.claude.pace import Pace
from examcert.claude.settings import Settings
from examcert.claude.tracing import tracing
from examcert.claude.waiting import seconds_to_wait
from examcert.core.listening import listener
from examcert.errors import ProviderError

if TYPE_CHECKING:
    from anthropic import Anthropic, APIResponse
    from anthropic._middleware import CallNext
    from anthropic._request import APIRequest
    from httpcore2 import NetworkStream
    from httpx2 import Request, Response

ADDRESS = "https://api.anthropic.com"
Clock = Callable[[], datetime]


class NoKeyError(ProviderError):
    """There is nothing to sign a request with."""


class NoAddressError(ProviderError):
    """There is nowhere to send a request."""


class OfflineError(ProviderError):
    """The user has forbidden every connection."""


class TimeIsUpError(Exception):
    """One explanation has taken all the time it may take."""


def check(settings: Settings) -> None:
    """A `ProviderError` that says what to do, where it is clear without the SDK that nobody can be asked."""
    if settings.offline:
        raise OfflineError("EXAMCERT_OFFLINE is set, so no connection is opened.", remedy="Unset it to ask Claude.")
    if settings.home != "api":
        return  # only the SDK knows how a cloud is signed in to
    key = _key(settings)
    if not key and not settings.sdk_login:
        raise NoKeyError("There is no API key.", remedy="Set ANTHROPIC_API_KEY.")
    if not all(char.isascii() and char.isprintable() and char != " " for char in key):
        # The SDK would report it as a failed connection, after all its retries.
        raise NoKeyError("The API key holds characters that no key has.", remedy="Copy it to ANTHROPIC_API_KEY again.")
    if settings.base_url and not settings.base_url.lower().startswith(("http://", "https://")):
        raise NoAddressError("The address of Claude is no web address.", remedy="Correct ANTHROPIC_BASE_URL.")


def _key(settings: Settings) -> str:
    return settings.api_key.get_secret_value().strip() if settings.api_key else ""


def make_client(settings: Settings) -> Anthropic:
    """A client that has something to sign with; otherwise a `ProviderError` that says what to do.

    Loads the SDK, unless it is clear without it that nobody can be asked.
    """
    check(settings)
    if settings.home != "api":
        from examcert.claude.homes import client_at

        return client_at(settings)
    client = _client(settings, _key(settings))
    if not (client.auth_token or client.credentials or (client.api_key or "").strip()):
        raise NoKeyError("There is no API key and no login.", remedy="Set ANTHROPIC_API_KEY.")
    return client


def _client(settings: Settings, key: str) -> Anthropic:
    from anthropic import Anthropic, CredentialsError, DefaultHttpxClient
    from httpx2 import InvalidURL

    line = DefaultHttpxClient(event_hooks={"request": [_follow]})
    try:
        client = Anthropic(
            http_client=line,
            api_key=key or None,
            # Named even where it is the default: the SDK would take a blank variable for an address.
            base_url=settings.base_url or (None if settings.sdk_login else ADDRESS),
            timeout=settings.patience,
            max_retries=settings.retries,
            open_telemetry=tracing(),
        )
        finalize(client, line.close)  # the SDK closes none but its own
        return client
    except CredentialsError as error:
        raise NoKeyError("The login for Claude is broken.", remedy="Log in again, or set ANTHROPIC_API_KEY.") from error
    except InvalidURL as error:
        raise NoAddressError("The address of Claude is malformed.", remedy="Correct ANTHROPIC_BASE_URL.") from error


_under_way: ContextVar[Attempts | None] = ContextVar("under_way", default=None)


def _follow(request: Request) -> None:
    """Tell the attempt that is under way of its connection, which is silent for as long as the model thinks."""
    if (attempt := _under_way.get()) is not None:
        attempt.out = False
        request.extensions["trace"] = attempt.see


class Attempts:
    """Middleware for one explanation: no attempt starts, sleeps or reads past its time, or past its listener."""

    def __init__(self, clock: Clock, *, seconds: float, patience: float, pace: Pace | None = None) -> None:
        self._clock, self._patience, self._pace = clock, patience, pace
        self._end = clock() + timedelta(seconds=seconds)
        self._listener = listener()
        self._line: NetworkStream | None = None
        """What the attempt under way speaks through, as far as that is known."""
        self.out = False
        """The request under way is out, as far as can be told, and there is no answer yet."""
        self.unanswered = False
        """A request went out whole and no answer came: the provider may have worked on it, and may bill it."""
        if self._listener is not None:
            self._listener.on_hang_up(self._cut)

    @property
    def left(self) -> float:
        """Seconds until the time is up."""
        return (self._end - self._clock()).total_seconds()

    @property
    def _deserted(self) -> bool:
        return self._listener is not None and self._listener.gone

    def check(self) -> None:
        """Raise `TimeIsUpError` once it is, and `HungUpError` where nobody listens any more."""
        if self._deserted:
            raise HungUpError
        if self.left <= 0:
            raise TimeIsUpError

    def __call__(self, request: APIRequest, call_next: CallNext) -> APIResponse[Any]:
        """One HTTP attempt."""
        from httpx2 import ReadTimeout

        self.check()
        self._line, self.out = None, True
        before = _under_way.set(self)
        try:
            answer = call_next(request.copy(timeout=min(self._patience, self.left)))
        except Exception as error:
            self.unanswered = self.unanswered or isinstance(error.__cause__, ReadTimeout)
            raise
        finally:
            _under_way.reset(before)
            self.out = False
        response = answer.http_response
        self._speaks_through(response.extensions.get("network_stream"))
        if self._pace is not None:
            self._pace.note(response.status_code, response.headers)
        if response.is_success:
            _watch(response, self.check, self._over)
        elif seconds_to_wait(response.headers, self._clock()) > min(self._patience, self.left):
            response.headers["x-should-retry"] = "false"  # the SDK asks this header first
        return answer

    def see(self, event: str, told: Mapping[str, Any]) -> None:
        """What the connection does, in the words of httpx2's `trace`."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._speaks_through(told["return_value"])
        elif event.endswith(".send_request_body.started"):
            self.out = True

    def _speaks_through(self, line: NetworkStream | None) -> None:
        self._line = line
        if self._deserted:  # a moment ago, when there was nothing to cut yet
            self._cut()

    def _over(self) -> None:
        """The answer has ended; what it came through may carry another one soon."""
        self._line = None

    def _cut(self) -> None:
        """End what is under way, from another thread: closing alone would not wake the one that reads."""
        self.unanswered = self.unanswered or self.out
        line = self._line.get_extra_info("socket") if self._line is not None else None
        if isinstance(line, socket.socket):
            with suppress(OSError, ValueError):
                line.shutdown(socket.SHUT_RDWR)


def _watch(response: Response, check: Callable[[], None], over: Callable[[], None]) -> None:
    """Have the body check the time with each chunk: pings keep a stream alive that never says anything."""
    from httpx2 import SyncByteStream

    if not isinstance(response.stream, SyncByteStream):
        return
    body: SyncByteStream = response.stream

    class Watched(SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for chunk in body:
                check()
                yield chunk

        def close(self) -> None:
            over()
            body.close()

    response.stream = Watched()
