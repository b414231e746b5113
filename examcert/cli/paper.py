"""`paper` and `sit`: exams for programs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from examcert.cli import wiring
from examcert.cli.options import Exam, Json, Seed
from examcert.errors import ExamcertError, ExitCode

if TYPE_CHECKING:
    from examcert.core.bank import Bank
    from examcert.core.candidate import Candidate
    from examcert.core.paper import Paper


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


def sit(
    exam: Exam,
    candidate: Annotated[
        str, typer.Option("--candidate", metavar="SPEC", help="answers:FILE, key, guess, or longest.")
    ],
    seed: Seed = None,
    min_score: Annotated[
        int | None,
        typer.Option("--min-score", metavar="N", help="Pass at this score on the vendor's scale instead of its mark."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Sit a scored exam without a screen. Exits 1 below the pass mark.

    Examples:
        examcert sit aif-c01 --candidate guess --seed 3 --json
        examcert sit aif-c01 --candidate answers:mine.json --min-score 750
    """
    from examcert.core.candidate import sit as sit_paper
    from examcert.core.marking import mark
    from examcert.reports.documents import report_document, slots_of

    bank = wiring.offered(exam)
    scale = bank.blueprint.scale
    if min_score is not None and not scale.low <= min_score <= scale.high:
        raise ExamcertError(
            f"--min-score {min_score} is not on the scale.", remedy=f"Give one from {scale.low} to {scale.high}."
        )
    drawn, who = _candidate(bank, candidate, seed)
    sitting = sit_paper(drawn, who, clock=wiring.now)
    report = mark(bank, sitting)
    with wiring.open_history() as history:
        begun = sitting.model_copy(update={"submitted": None, "responses": ()})
        number = history.begin(begun)
        history.finish(number, begun, sitting, report, at=wiring.now())
    if as_json:
        wiring.emit(report_document(report, slots_of(drawn)))
    else:
        from examcert import render

        wiring.console().print(render.report(report, f"{report.code}, candidate {report.candidate}, sitting {number}"))
    passed = report.passed if min_score is None else report.scaled >= min_score
    if min_score is not None:
        wiring.say(f"Score {report.scaled}, {'at least' if passed else 'below'} the {min_score} asked for.")
    raise typer.Exit(ExitCode.OK if passed else ExitCode.BELOW)


def _candidate(bank: "Bank", spec: str, seed: int | None) -> "tuple[Paper, Candidate]":
    """The paper and the candidate that a SPEC names. An answers file brings its own paper."""
    from examcert.candidates.answers_file import read_answers, read_code
    from examcert.candidates.baselines import GuessCandidate, KeyCandidate, LongestCandidate
    from examcert.core.drawing import draw, draw_code

    name, _, rest = spec.partition(":")
    if name == "answers" and rest:
        path = Path(rest)
        drawn = draw_code(bank, read_code(path))
        if seed is not None and seed != drawn.seed:
            raise ExamcertError(
                f"--seed {seed} is not the seed of {drawn.code}.", remedy="Leave --seed out: the file names its paper."
            )
        return drawn, read_answers(path, drawn)
    drawn = draw(bank, seed=seed or 0)
    match spec:
        case "key":
            return drawn, KeyCandidate(bank)
        case "guess":
            return drawn, GuessCandidate(drawn.seed)
        case "longest":
            return drawn, LongestCandidate()
    raise ExamcertError(f"There is no candidate {spec!r}.", remedy="Use answers:FILE, key, guess or longest.")
