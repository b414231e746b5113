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


class DefaultGroup(Group):
    """A group that is a command too: whatever does not name one of its commands goes to the first of them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the name of the first command in front, unless another one stands there."""
        first, *others = self.commands
        if not args or args[0] not in others:
            args = [first, *args]
        return super().parse_args(ctx, args)


class DefaultCommand(Command):
    """The first command of a `DefaultGroup`. It goes by the group's name, in help and in complaints."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """A context in the group's place."""
        return super().make_context(parent.info_name, args, parent=parent.parent, **extra)


def _kept(text: str | None) -> str | None:
    """The text with the mark that keeps a paragraph's lines as they are."""
    return _EXAMPLES.sub("\n\n\\1\b\n\\1\\2", text) if text else text


def _coloured(page: str) -> str:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb":
        return page
    page = _NAME.sub(lambda found: typer.style(found[0], fg="cyan"), page)
    return _HEADING.sub(lambda found: typer.style(found[0], bold=True), page)
