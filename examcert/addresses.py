"""Whether web addresses answer. The only room that opens one, and only when asked to.

A few at a time, with a limit of seconds each; the body is never kept. An address that keeps
robots out (401, 403, 429) may be well, so it is not called dead.
"""

import ssl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

AT_ONCE = 6
SECONDS = 10.0
_AGENT = "examcert bank check"
_NO_ANSWER = frozenset({401, 403, 429})
_ASK_AGAIN = frozenset({400, 403, 404, 405, 406, 500, 501, 503})
"""Answers to HEAD that some servers do not mean; a GET decides."""


def dead(urls: Iterable[str], *, seconds: float = SECONDS) -> dict[str, str]:
    """Addresses that cannot be reached, and what came instead."""
    wanted = sorted(set(urls))
    opener = _opener()
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="addresses")
    try:
        said = pool.map(lambda url: _what_is_wrong(opener, url, seconds), wanted)
        return {url: wrong for url, wrong in zip(wanted, said, strict=True) if wrong}
    finally:
        # After Ctrl-C nobody waits for those that were not begun.
        pool.shutdown(wait=False, cancel_futures=True)


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
    request = Request(url, method=method, headers={"User-Agent": _AGENT})  # noqa: S310 - looked at above
    try:
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
