"""`examcert bank new`, `fmt` and `schema`: what authors write with."""

from pathlib import Path
from typing import Annotated

import typer

from examcert import locations
from examcert.cli import wiring
from examcert.errors import ExamcertError, ExitCode


def schema(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="questions, facts, misconceptions, exam or readings; none lists them."),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="DIR", help="Write all of them into a folder, as NAME.schema.json."),
    ] = None,
) -> None:
    """Print a JSON Schema of a bank's files, for editors.

    Editors with a YAML server read the line `# yaml-language-server: $schema=…` at the top of
    a file; docs/authoring.md shows it at work.

    Examples:
        examcert bank schema questions
        examcert bank schema --write question_banks/schemas
    """
    from examcert.bank_files.schemas import written_schemas

    schemas = written_schemas()
    if write is not None:
        try:
            write.mkdir(parents=True, exist_ok=True)
            for known, text in schemas.items():
                (write / f"{known}.schema.json").write_text(text, encoding="utf-8")
        except OSError as error:
            raise ExamcertError(
                f"{error.filename} cannot be written: {error.strerror}.", remedy="Name a folder that is yours to write."
            ) from error
        wiring.say(f"{write}: {len(schemas)} schemas.")
        return
    if name is None:
        typer.echo("\n".join(schemas))
        return
    if name not in schemas:
        raise ExamcertError(f"There is no schema {name!r}.", remedy=f"There are {', '.join(schemas)}.")
    typer.echo(schemas[name], nl=False)


def fmt(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Folders of banks, single YAML files, or exam codes.")
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 and name the files that are laid out otherwise.")
    ] = False,
) -> None:
    """Lay out a bank's files in one way; comments and meaning stay.

    Indentation, line breaks and blank lines become the same everywhere, long texts are wrapped. A file
    with mistakes in its YAML is left as it is and named, with exit code 2; the others are written.

    Examples:
        examcert bank fmt question_banks/aif-c01
        examcert bank fmt --check question_banks/aif-c01/domain-1.yaml
    """
    from examcert.bank_files import files_to_format, formatted, replace_text

    changed, refused = 0, 0
    for path in files_to_format(path if path.exists() else locations.bank(str(path)) for path in paths):
        try:
            raw = path.read_bytes()
            text = formatted(str(path), raw)
            if text.encode() == raw:
                continue
            if not check:
                replace_text(path, text)
        except (ExamcertError, OSError) as error:
            refused += 1
            wiring.say(str(error) if isinstance(error, ExamcertError) else f"{path}: {error.strerror}.")
            continue
        changed += 1
        typer.echo(f"{'would lay out' if check else 'laid out'} {path}")
    if refused:
        raise typer.Exit(ExitCode.USAGE)
    raise typer.Exit(ExitCode.BELOW if check and changed else ExitCode.OK)
