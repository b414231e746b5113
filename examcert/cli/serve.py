"""`examcert serve`: the app in a browser."""

import os
import sys
from typing import Annotated

import typer

from examcert.cli import wiring
from examcert.errors import ExamcertError


def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="HOST", help="Where to listen. Others than this machine need a password.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="0 takes a free one.")] = 8000,
) -> None:
    """Serve the app to a browser.

    The address has a secret in it: who knows it can use the app.

    On this machine only, unless --host says otherwise; then a password is asked for, or taken
    from EXAMCERT_PASSWORD. It and everything else travels unencrypted: put a tunnel or a proxy
    with TLS in front. Needs the extra `serve`. Stop it with Ctrl-C.

    Examples:
        examcert serve
        examcert serve --host 0.0.0.0 --port 8080
    """
    from examcert import web

    password = None if web.is_loopback(host) else _password()
    web.serve(host=host, port=port, password=password, say=_say)


def _say(address: str) -> None:
    typer.echo(address)
    sys.stdout.flush()
    wiring.say("Open it in a browser on this machine. Stop with Ctrl-C; every answer is kept.")


def _password() -> str:
    told = os.environ.get("EXAMCERT_PASSWORD", "")
    if not told and sys.stdin.isatty():
        told = str(
            typer.prompt("A password for those who open it", hide_input=True, confirmation_prompt=True, err=True)
        )
    if not told:
        raise ExamcertError(
            "Others can reach this address, so it needs a password.",
            remedy="Set EXAMCERT_PASSWORD, or leave --host away to serve this machine alone.",
        )
    return told
