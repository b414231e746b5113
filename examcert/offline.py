"""`EXAMCERT_OFFLINE=1`: a promise that no connection is opened, kept below everything that might.

Whoever would call out asks `is_offline` first and says so nicely. `guard` is for what nobody thought of: the
interpreter itself refuses the connection, whichever library wants it.
"""

import os
import sys
from collections.abc import Mapping
from typing import Any

_EVENTS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")
_guarded = False


def is_offline(env: Mapping[str, str]) -> bool:
    """Whether `EXAMCERT_OFFLINE` forbids every connection."""
    return env.get("EXAMCERT_OFFLINE", "").strip().lower() not in ("", "0", "no", "false", "off")


def guard() -> None:
    """Refuse connections of this process from now on, for as long as the variable is set."""
    global _guarded  # noqa: PLW0603 - a hook of the interpreter can be added, never taken away
    if is_offline(os.environ) and not _guarded:
        _guarded = True
        sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event not in _EVENTS or not is_offline(os.environ):
        return
    if event == "socket.connect" and not isinstance(args[1], tuple):
        return  # a socket of this machine's file system, such as a terminal or an event loop uses
    raise ConnectionRefusedError("EXAMCERT_OFFLINE is set, so no connection is opened.")
