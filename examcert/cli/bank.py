"""`examcert bank`: looking into banks and finding their mistakes."""

from pathlib import Path
from typing import Annotated

import typer

from examcert.cli import bank_looking, bank_new, bank_readers, bank_scorecard, bank_writing, wiring
from examcert.cli.help import Command, Group
from examcert.cli.options import Exam, Json
from examcert.errors import ExitCode

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help="Look into question banks and find their mistakes.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command(cls=Command)
def show(exam: Exam, as_json: Json = False) -> None:
    """Print a whole bank, keys included.

    Example:
        examcert bank show aif-c01 --json
    """
    from examcert.reports.documents import bank_document

    bank = wiring.bank_of(exam, questions=False)
    wiring.say_status(bank.blueprint)
    if as_json:
        wiring.emit(bank_document(bank))
        return
    from examcert.core.paper import paper_of
    from examcert.line import script
    from examcert.line.script import Para

    face, author = wiring.face_of(plain=False), wiring.author()
    face.say([Para(f"{bank.blueprint.name} ({bank.exam}): {len(bank.questions)} questions", "title")])
    # In the author's order: a bank is read beside its files, not sat.
    for question in bank.questions:
        fixed = question.model_copy(update={"shuffle": False})
        (item,) = paper_of(bank, [fixed], seed=0).items
        face.say([Para(f"{question.id} ({question.objective}, {question.difficulty})", "title"), *script.body(item)])
        face.say([*script.options(item), Para(f"Key: {script.spoken(item, question.key)}", "right")])
        *_, said = author.explain(question, ())
        face.say(script.explained(item, question, (), said, bank))


@app.command(cls=Command)
def check(
    path: Annotated[str, typer.Argument(metavar="PATH", help="The folder of a bank, a file in it, or an exam code.")],
    as_json: Json = False,
) -> None:
    """Find every mistake of a bank. Exits 1 when there is one.

    Each comes with its file, line and column, and with what to do.

    Example:
        examcert bank check question_banks/aif-c01
    """
    from examcert import locations
    from examcert.bank_files import check as check_bank
    from examcert.reports.documents import problems_document

    folder = Path(path) if path and Path(path).exists() else locations.bank(path)
    reading = check_bank(folder)
    if as_json:
        wiring.emit(problems_document(str(folder), reading.problems))
    else:
        from examcert import render

        console = wiring.console()
        if reading.problems:
            console.print(render.problems(reading.problems), soft_wrap=True)
        noun = "problem" if len(reading.problems) == 1 else "problems"
        held = f"{len(reading.bank.questions)} questions, " if reading.bank else ""
        wiring.say(f"{folder}: {held}{len(reading.problems)} {noun}.")
    raise typer.Exit(ExitCode.BELOW if reading.problems else ExitCode.OK)


app.command(cls=Command)(bank_readers.blind)
app.command(cls=Command)(bank_readers.agreement)
app.command(cls=Command)(bank_scorecard.scorecard)
app.command(cls=Command)(bank_writing.schema)
app.command(cls=Command)(bank_writing.fmt)
app.command(cls=Command)(bank_new.new)
app.command(cls=Command)(bank_looking.preview)
app.command(cls=Command)(bank_looking.stats)
