"""`paper`: an exam for a program to sit."""

from typing import Annotated

import typer

from examcert.cli import wiring
from examcert.cli.options import Exam, Json


def paper(
    exam: Exam,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, max=999_999_999, help="Which paper.")] = 0,
    as_json: Json = False,
) -> None:
    """Print a paper without its key, for an outside candidate.

    Example:
        examcert paper aif-c01 --seed 1 --json
    """
    from examcert.core.drawing import draw
    from examcert.reports.documents import paper_document

    bank = wiring.offered(exam)
    drawn = draw(bank, seed=seed)
    if as_json:
        wiring.emit(paper_document(drawn))
        return
    from examcert.line import script
    from examcert.line.keys import how_to_answer
    from examcert.line.script import Para

    face = wiring.face_of(plain=False)
    face.say([Para(f"Paper {drawn.code}: {len(drawn.items)} questions, {drawn.minutes} minutes.", "title")])
    for place, item in enumerate(drawn.items, start=1):
        face.say([Para(f"Question {place} of {len(drawn.items)} ({item.id})", "title"), *script.body(item)])
        face.say([*script.options(item), Para(how_to_answer(item), "muted")])
