"""The tree of commands.

Importing it stays cheap: everything heavy is imported inside the command that needs
it, and a test holds that `--help` loads no model SDK, no database and no validation library.
"""

import sys
from typing import Annotated

import typer

from examcert import __version__
from examcert.cli import (
    bank,
    bank_disputes,
    bank_verify,
    cost,
    doctor,
    evaluate,
    exams,
    explain,
    explanations,
    paper,
    past,
    practice,
    serve,
)
from examcert.cli import sit as sitting
from examcert.cli.help import Command, Group

EPILOG = (
    "Exit codes: 0 passed or clean, 1 below the pass mark or findings, 2 usage or unreadable input, "
    "3 the provider failed, 4 the budget is spent, 130 interrupted."
)

app = typer.Typer(
    name="examcert",
    cls=Group,
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


app.command(cls=Command)(exams.exams)
app.command(cls=Command)(practice.practice)
app.command(cls=Command)(practice.mock)
app.command(cls=Command)(practice.resume)
app.command(cls=Command)(paper.paper)
app.command(cls=Command)(sitting.sit)
app.command(cls=Command)(sitting.mark)
app.command(cls=Command)(past.history)
app.add_typer(past.reports, name="report")
app.command(cls=Command)(past.review)
app.command(cls=Command)(explain.explain)
app.add_typer(explanations.app, name="explanations")
app.command(cls=Command)(cost.cost)
app.add_typer(evaluate.app, name="eval")
app.add_typer(bank.app, name="bank")
bank.app.command(cls=Command)(bank_verify.verify)
bank.app.command(cls=Command)(bank_disputes.disputes)
app.command(cls=Command)(serve.serve)
app.command(cls=Command)(doctor.doctor)
