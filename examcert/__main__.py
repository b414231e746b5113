"""The way in: `examcert` and `python -m examcert`."""

import contextlib
import os
import sys
from io import TextIOWrapper

from examcert.errors import ExamcertError, ExitCode
from examcert.offline import guard


def main() -> None:
    """Run the command line; a failure the reader can act on becomes one plain line and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A character that the terminal does not know must not end an exam.
            stream.reconfigure(errors="replace")
    guard()
    try:
        code = _run()
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    sys.exit(_flushed(code))


def _run() -> int:
    try:
        if len(sys.argv) == 1:
            _open_app()
        from examcert.cli.commands import app

        app(prog_name="examcert")
    except ExamcertError as error:
        from examcert.core.visible import visible

        with contextlib.suppress(OSError):
            sys.stderr.write(visible(str(error)) + "\n")
        return int(error.exit_code)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else ExitCode.OK
    return ExitCode.OK


def _open_app() -> None:
    """Open the app where there is a terminal for it. Ahead of the commands, which take as long to load as it does."""
    from examcert.cli import wiring

    if wiring.full_screen(plain=False):
        from examcert.cli.screen import home

        home()


def _flushed(code: int) -> int:
    """The exit code, after everything is written or the reader proved to be gone."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        # Else the interpreter would try again on its way out, complain, and leave with 120.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return ExitCode.INTERRUPTED
    return code


if __name__ == "__main__":
    main()
