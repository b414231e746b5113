"""Help pages: examples on their own lines, and colour in a terminal.

Typer's own Rich pages load Markdown, syntax and emoji tables, which takes longer than
everything else that `--help` does together.
"""

import os
import re
import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from examcert.errors import ExitCode

_EXAMPLES = re.compile(r"\n\n([ \t]*)(Examples?:\n)")
_HEADING = re.compile(r"^(?:Usage|Options|Arguments|Commands|Examples?|Exit codes):", re.MULTILINE)
_NAME = re.compile(r"^  (?:-[^\s,]+(?:, -[^\s,]+)*|[a-z]+|[A-Z]+)(?=  |\s<|$)", re.MULTILINE)


class Command(TyperCommand):
    """A command whose examples stay as they are written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = _kept(self.help)

    def get_help(self, ctx: Any) -> str:
        """The page, coloured where a person reads it."""
        return _coloured(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands. A reader that goes away, such as `head`, is no failure of a command."""

    def get_help(self, ctx: Any) -> str:
        """The page, coloured where a person reads it."""
        return _coloured(super().get_help(ctx))

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise typer.Exit(ExitCode.INTERRUPTED) from None


def _kept(text: str | None) -> str | None:
    """The text with the mark that keeps a paragraph's lines as they are."""
    return _EXAMPLES.sub("\n\n\\1\b\n\\1\\2", text) if text else text


def _coloured(page: str) -> str:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb":
        return page
    page = _NAME.sub(lambda found: typer.style(found[0], fg="cyan"), page)
    return _HEADING.sub(lambda found: typer.style(found[0], bold=True), page)
