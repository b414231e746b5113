"""The tree of commands.

A command is imported when it is named, all of them only for help: who practises does not wait
for the parsers of the others. Everything heavy is imported inside the command that needs it, and
a test holds that `--help` loads no model SDK, no database and no validation library.
"""

import sys
from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Annotated, Any, cast

import typer
from typer.main import get_group

from examcert import __version__
from examcert.cli.help import Command, Group

HOMES = {
    "exams": "exams.exams",
    "practice": "practice.practice",
    "mock": "practice.mock",
    "resume": "practice.resume",
    "paper": "paper.paper",
    "sit": "sit.sit",
    "mark": "sit.mark",
    "history": "past.history",
    "report": "past.reports",
    "review": "past.review",
    "explain": "explain.explain",
    "explanations": "explanations.app",
    "cost": "cost.cost",
    "eval": "evaluate.app",
    "bank": "bank.app",
    "serve": "serve.serve",
    "doctor": "doctor.doctor",
}
"""Where in this room each command lives, in the order of the help page."""

EPILOG = (
    "Exit codes: 0 passed or clean, 1 below the pass mark or findings, 2 usage or unreadable input, "
    "3 the provider failed, 4 the budget is spent, 130 interrupted."
)


class Shelf(Mapping[str, Any]):
    """The commands by name, each imported when it is taken."""

    def __getitem__(self, name: str) -> Any:
        module, _, attribute = HOMES[name].partition(".")
        found = getattr(import_module(f"examcert.cli.{module}"), attribute)
        parent = typer.Typer(rich_markup_mode=None)
        if isinstance(found, typer.Typer):
            parent.add_typer(found, name=name)
        else:
            parent.command(name, cls=Command)(found)
        return get_group(parent).commands[name]

    # A `Mapping` takes any KeyError for a name that is not there, one out of a broken module too.

    def __contains__(self, name: object) -> bool:
        return name in HOMES

    def get(self, name: str, default: Any = None) -> Any:
        """The command of this name, or the default where there is none."""
        return self[name] if name in HOMES else default

    def __iter__(self) -> Iterator[str]:
        return iter(HOMES)

    def __len__(self) -> int:
        return len(HOMES)


class Root(Group):
    """The program itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read only: nothing adds a command to it.
        self.commands = cast("MutableMapping[str, Any]", Shelf())

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names, without importing one."""
        return list(self.commands)


app = typer.Typer(
    name="examcert",
    cls=Root,
    help="Practice exams for AI certifications, with every option explained.",
    epilog=EPILOG,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"examcert {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def home(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", callback=_version, is_eager=True)
    ] = False,
    plain: Annotated[bool, typer.Option("--plain", help="The home menu on bare lines instead of the app.")] = False,
) -> None:
    """Practice exams for AI certifications, with every option explained.

    Without a command, in a terminal: the full-screen app. Start with `examcert practice aif-c01`.
    """
    if context.invoked_subcommand is not None:
        return
    from examcert.cli import wiring

    if wiring.full_screen(plain=plain):
        from examcert.cli.screen import home as home_screen

        home_screen()
    if sys.stdin.isatty() and sys.stdout.isatty():
        from examcert.cli.menu import menu

        raise typer.Exit(menu(plain=plain))
    typer.echo(context.get_help())
