"""The way in: `examcert` and `python -m examcert`."""

import sys

from examcert.errors import ExamcertError


def main() -> None:
    """Run the command line; a failure the reader can act on becomes one plain line and its exit code."""
    from examcert.cli import app

    try:
        app()
    except ExamcertError as error:
        from examcert.core.visible import visible

        sys.stderr.write(visible(str(error)) + "\n")
        sys.exit(int(error.exit_code))


if __name__ == "__main__":
    main()
