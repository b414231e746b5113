"""The app in a browser: textual-serve behind an address that nobody can guess.

textual-serve lets in whoever reaches its port. Here all of it hangs below a random path; other origins
cannot open its socket; nothing is loaded from elsewhere; and where others can reach the port, a password
is asked for as well. Each page is a process of its own with the candidate's history behind it.
"""

import asyncio
import base64
import binascii
import contextlib
import hmac
import secrets
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from aiohttp import web

Handler = Callable[["web.Request"], Awaitable["web.StreamResponse"]]
COMMAND = (sys.executable, "-c", "from examcert.cli.screen import served; served()")
COOKIE = "examcert"
FAILED = 1.0
"""Seconds that a wrong password takes: too long to try many."""
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY = (
    "default-src 'self'; connect-src 'self' ws://{host} wss://{host}; img-src 'self' data:; font-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the host."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Guard:
    """Who gets in: whoever knows the address and, where one is set, the password."""

    def __init__(self, token: str, password: str | None) -> None:
        self.token, self._password = token, password
        self._session = secrets.token_urlsafe(32)

    async def let_in(self, request: "web.Request", handler: Handler) -> "web.StreamResponse":
        """Let a request through, or not."""
        from aiohttp import web

        if not hmac.compare_digest(request.path.split("/")[1].encode(), self.token.encode()):
            raise web.HTTPNotFound
        if not _same_origin(request):
            raise web.HTTPForbidden
        if self._password is None or self._knows_session(request):
            return await handler(request)
        if not self._knows_password(request.headers.get("Authorization", "")):
            await asyncio.sleep(FAILED)
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": 'Basic realm="examcert", charset="UTF-8"'})
        response = await handler(request)
        if not response.prepared:
            # The socket's handshake carries a cookie in every browser, but a password in some only.
            response.set_cookie(COOKIE, self._session, path=f"/{self.token}", httponly=True, samesite="Strict")
        return response

    def _knows_session(self, request: "web.Request") -> bool:
        return hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), self._session.encode())

    def _knows_password(self, told: str) -> bool:
        scheme, _, encoded = told.partition(" ")
        try:
            _, _, given = base64.b64decode(encoded, validate=True).partition(b":")
        except (binascii.Error, ValueError):
            return False
        return scheme.lower() == "basic" and hmac.compare_digest(given, (self._password or "").encode())


def _same_origin(request: "web.Request") -> bool:
    """A browser names the origin of a page that opens a socket; programs need not."""
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.host


def make_app(token: str, password: str | None) -> "Awaitable[web.Application]":
    """The whole web application, below its random path."""
    import aiohttp_jinja2
    from aiohttp import web
    from textual_serve.server import Server

    class Served(Server):
        """textual-serve without its banner, below a path, at whatever host it is reached by."""

        async def on_startup(self, app: web.Application) -> None:
            """Say nothing: the command has said where."""

        async def handle_index(self, request: web.Request) -> web.Response:
            """The page, with the addresses as this browser reaches them."""
            router, host = request.app.router, f"{request.scheme}://{request.host}"
            socket = f"{host.replace('http', 'ws', 1)}{router['websocket'].url_for()}"
            static = f"{host}{router['static'].url_for(filename='/')}".rstrip("/") + "/"
            context = {
                "font_size": 16,
                "app_websocket_url": socket,
                "config": {"static": {"url": static}},
                "application": {"name": "examcert"},
            }
            return aiohttp_jinja2.render_template("app_index.html", request, context)

        async def whole(self) -> web.Application:
            """Everything below the path, with its guard and its headers."""
            guard = Guard(token, password)

            @web.middleware
            async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
                return await guard.let_in(request, handler)

            outer = web.Application(middlewares=[guarded])
            outer.on_response_prepare.append(_headers)
            outer.add_subapp(f"/{token}", await self._make_app())
            return outer

    return Served(subprocess.list2cmdline(COMMAND) if sys.platform == "win32" else _shell()).whole()


def _shell() -> str:
    import shlex

    return shlex.join(COMMAND)


async def _headers(request: "web.Request", response: "web.StreamResponse") -> None:
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] = POLICY.format(host=request.host)


def serve(*, host: str, port: int, password: str | None, say: Callable[[str], None]) -> None:
    """Serve until Ctrl-C. `say` gets the address once it answers."""
    try:
        asyncio.run(_serve(host, port, password, say))
    except ModuleNotFoundError as error:
        raise ExamcertError(
            "Serving the app needs one more package.", remedy="Install it with: pip install 'examcert[serve]'"
        ) from error
    except OSError as error:
        raise ExamcertError(
            f"Nothing can be served at {host}:{port} ({error.strerror or error}).",
            remedy="Choose another --port, or stop what uses it.",
        ) from error


async def _serve(host: str, port: int, password: str | None, say: Callable[[str], None]) -> None:
    token = secrets.token_urlsafe(24)
    whole = await make_app(token, password)
    from aiohttp import web

    runner: Any = web.AppRunner(whole, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        at = runner.addresses[0][1]
        shown = f"[{host}]" if ":" in host else host
        say(f"http://{shown}:{at}/{token}/")
        stop = asyncio.Event()
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await stop.wait()
    finally:
        await runner.cleanup()
