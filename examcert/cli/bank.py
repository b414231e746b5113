"""`examcert bank`: looking into banks and finding their mistakes."""

import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from examcert.cli import (
    bank_disputes,
    bank_looking,
    bank_new,
    bank_readers,
    bank_scorecard,
    bank_verify,
    bank_writing,
    wiring,
)
from examcert.cli.help import Command, Group
from examcert.cli.options import Exam, Json
from examcert.errors import ExitCode

if TYPE_CHECKING:
    from examcert.cli.checking import Checked, Wanted


class Form(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    GITHUB = "github"
    SARIF = "sarif"
    JSON = "json"


Rules = Annotated[
    list[str] | None,
    typer.Option(
        "--select", metavar="RULE", help="Only this rule: a code, a name, or a group's letter. May be given again."
    ),
]

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
    path: Annotated[
        str | None, typer.Argument(metavar="PATH", help="The folder of a bank, a file in it, or an exam code.")
    ] = None,
    as_json: Json = False,
    form: Annotated[
        Form, typer.Option("--format", help="How to print problems: text, github annotations, sarif, or json.")
    ] = Form.TEXT,
    select: Rules = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULE", help="Leave out this rule. May be given again.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings too.")] = False,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="RULE", help="Print a rule's page and leave.")
    ] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option("--beside", metavar="PATH", help="Another bank, to find twins in. May be given again."),
    ] = None,
    online: Annotated[
        bool, typer.Option("--online", help="Ask every cited address whether it is still there.")
    ] = False,
    max_age: Annotated[
        int, typer.Option("--max-age", metavar="DAYS", min=1, help="How old the check of a fact may be.")
    ] = 180,
    today: Annotated[
        datetime | None,
        typer.Option("--today", formats=["%Y-%m-%d"], help="Count ages from this day instead of today."),
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file of the bank is saved.")] = False,
) -> None:
    """Find every mistake of a bank. Exits 1 when there is an error.

    Each comes with its file, line and column, its rule, and what to do. A question can waive
    a rule, with a reason: `waive: {C1: the word is the name of the metric}`.

    Examples:
        examcert bank check question_banks/aif-c01
        examcert bank check aif-c01 --ignore F1 --strict
        examcert bank check --explain key-longest
    """
    from examcert.cli import checking

    if explain is not None:
        wiring.write("\n\n".join(page.page for page in checking.pages_of(explain)))
        return
    if path is None:
        raise typer.BadParameter("Give the folder of a bank or an exam code, or a rule with --explain.")
    wanted = checking.Wanted(
        today=(today or wiring.now()).date(),
        chosen=checking.Chosen(tuple(select or ()), tuple(ignore or ())),
        max_age_days=max_age,
        neighbours=checking.neighbours(_folder(other) for other in beside or ()),
        online=online,
    )
    folder, told = _folder(path), Form.JSON if as_json else form
    if watch:
        from examcert.cli.watching import watched

        watched(folder, lambda: _checked(folder, wanted, told))
    found = _checked(folder, wanted, told)
    failed = found.errors or (strict and found.problems)
    raise typer.Exit(ExitCode.BELOW if failed else ExitCode.OK)


def _checked(folder: Path, wanted: "Wanted", form: Form) -> "Checked":
    from examcert.cli import checking

    found = checking.checked(folder, wanted)
    _print(found, form)
    wiring.say(found.summary)
    return found


def _folder(path: str) -> Path:
    from examcert import locations

    return Path(path) if path and Path(path).exists() else locations.bank(path)


def _print(found: "Checked", form: Form) -> None:
    from examcert.cli import checking

    match form:
        case Form.JSON:
            wiring.emit(found.document())
        case Form.SARIF:
            from examcert.reports.problems import sarif

            wiring.write(json.dumps(sarif(found.problems, checking.by_name()), ensure_ascii=False, indent=2))
        case Form.GITHUB if found.problems:
            from examcert.reports.problems import github

            wiring.write(github(found.problems, checking.titles()))
        case Form.TEXT if found.problems:
            from examcert import render

            wiring.console().print(render.problems(found.problems, checking.titles()), soft_wrap=True)


app.command(cls=Command)(bank_readers.blind)
app.command(cls=Command)(bank_readers.agreement)
app.command(cls=Command)(bank_scorecard.scorecard)
app.command(cls=Command)(bank_writing.schema)
app.command(cls=Command)(bank_writing.fmt)
app.command(cls=Command)(bank_new.new)
app.command(cls=Command)(bank_looking.preview)
app.command(cls=Command)(bank_looking.stats)
app.command(cls=Command)(bank_verify.verify)
app.command(cls=Command)(bank_disputes.disputes)
