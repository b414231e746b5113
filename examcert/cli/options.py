"""Arguments and options that several commands share."""

from typing import Annotated

import typer

Exam = Annotated[str, typer.Argument(help="Exam code in any case, such as aif-c01, or the path of a bank folder.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
Plain = Annotated[bool, typer.Option("--plain", help="Bare lines without colour: for screen readers and pipes.")]
Seed = Annotated[int | None, typer.Option("--seed", min=0, max=999_999_999, help="The same seed draws the same paper.")]
SittingId = Annotated[str, typer.Argument(help="The number of a sitting from `examcert history`, or `last`.")]
