"""Arguments and options that several commands share."""

from typing import Annotated

import typer

from examcert import locations


def _exam_codes(incomplete: str) -> list[str]:
    """Exam codes for the shell to offer. Names of folders: a key press must not wait for a bank."""
    return [name for name in locations.folder_names() if name.startswith(incomplete.lower())]


def language(code: str | None) -> str | None:
    """The code of a language, such as `de` or `pt-BR`; `ExamcertError` for anything else."""
    if code is not None:
        from examcert.errors import ExamcertError
        from examcert.preferences import is_language

        if not is_language(code):
            raise ExamcertError(f"{code!r} is no language code.", remedy="Use one such as en, de or pt-BR.")
    return code


Exam = Annotated[
    str,
    typer.Argument(
        metavar="EXAM",
        help="Exam code in any case, such as aif-c01, or the path of a bank folder.",
        autocompletion=_exam_codes,
    ),
]
ExamOption = Annotated[
    str | None, typer.Option("--exam", metavar="EXAM", help="Only this exam.", autocompletion=_exam_codes)
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
Plain = Annotated[bool, typer.Option("--plain", help="Bare lines without colour: for screen readers and pipes.")]
Seed = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", min=0, max=999_999_999, help="The same seed draws the same paper."),
]
SittingId = Annotated[
    str, typer.Argument(metavar="SITTING", help="The number of a sitting from `examcert history`, or `last`.")
]
Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="CODE",
        callback=language,
        help="The language of Claude's words, such as de. Product names stay. Default: the one of your settings.",
    ),
]
