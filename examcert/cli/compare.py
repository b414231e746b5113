"""`report compare`: two runs held against each other."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from examcert.cli import wiring
from examcert.cli.options import Json
from examcert.errors import ExamcertError, ExitCode

if TYPE_CHECKING:
    from examcert.reports.run_shapes import ComparisonOut, RunOut


def compare(
    before: Annotated[Path, typer.Argument(metavar="A.json", help="A run, from `examcert sit --report json=A.json`.")],
    after: Annotated[Path, typer.Argument(metavar="B.json", help="Another run of the same exam.")],
    fail_on: Annotated[
        Literal["regression"] | None,
        typer.Option("--fail-on", help="Exit 1 when B is worse than A by more than chance explains."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say which questions changed from A to B, and whether it is more than noise.

    Only questions that both asked, in the same words, are compared. The test is paired and named.

    Example:
        examcert report compare main.json branch.json --fail-on regression
    """
    from examcert.reports.comparison import compared

    document = compared(_run(before), _run(after))
    if as_json:
        wiring.emit(document)
        wiring.say(document.sentence)
    else:
        _show(document)
    regressed = fail_on == "regression" and document.verdict == "worse"
    raise typer.Exit(ExitCode.BELOW if regressed else ExitCode.OK)


def _run(path: Path) -> "RunOut":
    from pydantic import ValidationError

    from examcert.reports.run_shapes import RunOut

    try:
        return RunOut.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ExamcertError(f"{path} cannot be read: {error.strerror}.", remedy="Check the path.") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"])) or "the document"
        raise ExamcertError(
            f"{path} is no run: {place}: {first['msg']}.", remedy="Give a file from `examcert sit --report json=FILE`."
        ) from error


def _show(document: "ComparisonOut") -> None:
    from rich.table import Table

    from examcert import render

    console = wiring.console()
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("Question", "Domain", "A", "B"):
        table.add_column(name, justify="right" if name in ("A", "B") else "left", overflow="fold")
    for change in document.changes:
        style = "green" if change.after > change.before else "red"
        cells: Iterable[Any] = (change.id, change.domain, f"{change.before:g}", f"{change.after:g}")
        table.add_row(*[render.plain(str(cell), style) for cell in cells])
    if document.changes:
        console.print(table)
    left_out = [
        (document.only_before, "only in A"),
        (document.only_after, "only in B"),
        (len(document.changed_text), "whose text has changed"),
        (len(document.not_answered_for), "that a provider failed on"),
    ]
    if told := ", ".join(f"{count} {what}" for count, what in left_out if count):
        console.print(render.plain(f"Questions not compared: {told}.", "yellow"))
    console.print(
        render.plain(
            f"{document.shared} questions: A {document.share_before:.1%}, B {document.share_after:.1%}, difference "
            f"{document.difference * 100:+.1f} points of 100 (95 % interval {document.interval.low * 100:+.1f} to "
            f"{document.interval.high * 100:+.1f})."
        ),
        soft_wrap=True,
    )
    console.print(render.plain(document.sentence, "bold"), soft_wrap=True)
