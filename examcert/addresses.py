"""Whether web addresses answer. The only room that opens one, and only when asked to.

A few at a time, with a limit of seconds each; the body is never kept. An address that keeps
robots out (401, 403, 429) may be well, so it is not called dead.
"""

import socket
import ssl
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

from examcert.errors import ExamcertError

AT_ONCE = 6
SECONDS = 10.0
_AGENT = "examcert bank check"
_NO_ANSWER = frozenset({401, 403, 429})
_ASK_AGAIN = frozenset({400, 403, 404, 405, 406, 500, 501, 503})
"""Answers to HEAD that some servers do not mean; a GET decides."""


def dead(
    urls: Iterable[str], *, seconds: float = SECONDS, known: Callable[[str], bool] | None = None
) -> dict[str, str]:
    """Addresses that cannot be reached, and what came instead. `ExamcertError` when this machine is offline.

    Args:
        urls: the addresses.
        seconds: how long one answer may take.
        known: whether a host's name leads anywhere; asks the system when not given.
    """
    wanted = sorted(set(urls))
    opener = _opener()
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="addresses")
    try:
        hosts = sorted({host for url in wanted if (host := _host(url))})
        lost = {host for host, found in zip(hosts, pool.map(known or _is_known, hosts), strict=True) if not found}
        if hosts and lost == set(hosts):
            raise ExamcertError(
                f"None of the hosts can be found ({hosts[0]}): this machine seems to be offline.",
                remedy="Check without --online, or with a network.",
            )
        asked = [url for url in wanted if _host(url) not in lost]
        said = dict(zip(asked, pool.map(lambda url: _what_is_wrong(opener, url, seconds), asked), strict=True))
        return {url: wrong for url in wanted if (wrong := said.get(url, "its host is unknown"))}
    finally:
        # After Ctrl-C nobody waits for those that were not begun.
        pool.shutdown(wait=False, cancel_futures=True)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_known(host: str) -> bool:
    try:
        return bool(socket.getaddrinfo(host, 443))
    except (OSError, UnicodeError):
        return False


def _opener() -> OpenerDirector:
    """Opens http and https and nothing else: a redirect must not lead to a file."""
    opener = OpenerDirector()
    context = ssl.create_default_context()
    opener.add_handler(HTTPHandler())
    opener.add_handler(HTTPSHandler(context=context))
    opener.add_handler(HTTPRedirectHandler())
    opener.add_handler(HTTPErrorProcessor())
    opener.add_handler(HTTPDefaultErrorHandler())
    return opener


def _what_is_wrong(opener: OpenerDirector, url: str, seconds: float) -> str | None:
    wrong, code = _asked(opener, url, "HEAD", seconds)
    if code in _ASK_AGAIN:
        wrong, code = _asked(opener, url, "GET", seconds)
    return None if code in _NO_ANSWER else wrong


def _asked(opener: OpenerDirector, url: str, method: str, seconds: float) -> tuple[str | None, int | None]:
    if not url.startswith(("https://", "http://")):
        return "it is no web address", None
    try:
        request = Request(url, method=method, headers={"User-Agent": _AGENT})  # noqa: S310 - looked at above
        with opener.open(request, timeout=seconds) as answer:
            return None, answer.status
    except HTTPError as error:
        with error:
            return f"it answers {error.code} {error.reason}".rstrip(), error.code
    except URLError as error:
        return _short(error.reason), None
    except (OSError, HTTPException, ValueError) as error:
        return _short(error), None


def _short(error: object) -> str:
    said = " ".join(str(error).split()) or type(error).__name__
    return said[:120]
