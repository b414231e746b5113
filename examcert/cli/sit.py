"""`sit` and `mark`: scored exams without a screen."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from examcert.cli import reporting, wiring
from examcert.cli.options import Exam, Json, Seed
from examcert.cli.wanted import gate_of, report_files
from examcert.errors import ExamcertError

MinScore = Annotated[
    str | None,
    typer.Option(
        "--min-score", metavar="S|N%", help="Pass at this score, or share of the points, not at the vendor's mark."
    ),
]
By = Annotated[
    Literal["score", "lower"],
    typer.Option("--gate", help="What must reach it: the score, or the lower bound of its 95 % interval."),
]
MinDomain = Annotated[
    list[str] | None,
    typer.Option("--min-domain", metavar="D=N%", help="Least share of the points in a domain. May be repeated."),
]
ReportTo = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="FORMAT=FILE", help="Write junit, json, md, html or csv. May be repeated."),
]
Reveal = Annotated[bool, typer.Option("--reveal", help="Put right answers and reasons into junit, md and html.")]


def sit(
    exam: Exam,
    candidate: Annotated[
        str,
        typer.Option(
            "--candidate",
            metavar="SPEC",
            help="answers:FILE, claude[:MODEL][,effort=LEVEL][,context=FILE], cmd:PROGRAM, key, guess, longest, first.",
        ),
    ],
    seed: Seed = None,
    code: Annotated[str | None, typer.Option("--code", metavar="CODE", help="The paper of this exam code.")] = None,
    repeats: Annotated[int, typer.Option("--repeats", metavar="K", min=1, max=10_000, help="How many sittings.")] = 1,
    papers: Annotated[
        Literal["fresh", "same"],
        typer.Option("--papers", help="Each sitting has the next seed's paper, or all have the first one."),
    ] = "fresh",
    concurrency: Annotated[
        int, typer.Option("--concurrency", metavar="N", min=1, max=64, help="Questions under way at once.")
    ] = 1,
    time_limit: Annotated[
        float | None,
        typer.Option("--time-limit", metavar="SECONDS", min=0.1, help="For one answer. A program has 60, Claude 240."),
    ] = None,
    budget: Annotated[
        str | None, typer.Option("--budget", metavar="USD", help="Most to spend on the whole run. Exits 4 before more.")
    ] = None,
    batch: Annotated[
        bool, typer.Option("--batch", help="Ask Claude by a batch: half the price, within a day.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an interrupted run; pay for nothing twice.")
    ] = False,
    state: Annotated[
        Path | None, typer.Option("--state", metavar="FILE", help="Keep the run here, not in the data folder.")
    ] = None,
    min_score: MinScore = None,
    gate: By = "score",
    min_domain: MinDomain = None,
    report: ReportTo = None,
    reveal: Reveal = False,
    history: Annotated[bool, typer.Option("--history/--no-history", help="Add the sittings to history.")] = True,
    as_json: Json = False,
) -> None:
    """Sit a scored exam without a screen. Exits 1 below the line.

    The last line says what was decided and why. --json prints the report of one sitting, or the
    whole run of several.

    Examples:
        examcert sit aif-c01 --candidate guess --seed 3 --json
        examcert sit aif-c01 --candidate answers:mine.json --min-score 750
        examcert sit aif-c01 --candidate 'cmd:python model.py' --repeats 2 --gate lower --report junit=out.xml
    """
    from examcert.candidates.spec import Spec
    from examcert.cli.executing import Execution, store
    from examcert.cli.seats import Order, chosen_paper
    from examcert.core.gate import decide

    bank = wiring.offered(exam)
    lines = gate_of(bank, min_score=min_score, by=gate, min_domain=min_domain or ())
    files = report_files(report or ())
    spec = Spec.parse(candidate)
    order = Order(
        bank=bank,
        spec=spec,
        paper=chosen_paper(bank, spec, seed=seed, code=code),
        repeats=repeats,
        papers=papers,
        concurrency=concurrency,
        seconds=time_limit,
        budget=budget,
        batch=batch,
        resume=resume,
        state=state,
    )
    execution = Execution(order)
    run = execution.run()
    decision = decide(lines, run)
    number = store(run) if history else None
    reporting.write(files, run, lines, decision, reveal=reveal)
    execution.end(run)
    named = f", sitting {number}" if number is not None and repeats == 1 else ""
    title = f"{order.paper.code}, candidate {run.candidate}{named}"
    reporting.show(run, lines, decision, as_document=as_json, title=title)
    raise typer.Exit(decision.exit_code)


def mark(
    paper: Annotated[
        str, typer.Argument(metavar="PAPER", help="An exam code, or a file from `examcert paper --json`.")
    ],
    answers: Annotated[Path, typer.Argument(metavar="ANSWERS", help="A file of answers: JSON, YAML or CSV.")],
    exam: Annotated[
        str | None,
        typer.Option("--exam", metavar="EXAM", help="The bank's folder, where the code alone does not find it."),
    ] = None,
    min_score: MinScore = None,
    gate: By = "score",
    min_domain: MinDomain = None,
    report: ReportTo = None,
    reveal: Reveal = False,
    as_json: Json = False,
) -> None:
    """Mark a paper that was sat elsewhere. Exits 1 below the line.

    Nothing is added to history.

    Example:
        examcert mark paper.json answers.csv --report html=report.html
    """
    from examcert.candidates.spec import Spec
    from examcert.cli.executing import Execution
    from examcert.cli.seats import Order
    from examcert.core.drawing import draw_code
    from examcert.core.gate import decide
    from examcert.core.paper import ExamCode

    code = _code_of(paper)
    bank = wiring.bank_of(exam or ExamCode.parse(code).exam)
    lines = gate_of(bank, min_score=min_score, by=gate, min_domain=min_domain or ())
    files = report_files(report or ())
    order = Order(bank=bank, spec=Spec("answers", "answers", str(answers)), paper=draw_code(bank, code))
    run = Execution(order).run()
    decision = decide(lines, run)
    reporting.write(files, run, lines, decision, reveal=reveal)
    reporting.show(run, lines, decision, as_document=as_json, title=f"{order.paper.code}, {run.candidate}")
    raise typer.Exit(decision.exit_code)


def _code_of(paper: str) -> str:
    """The exam code: what was typed, or what a paper's file says."""
    import json

    path = Path(paper)
    if not path.is_file():
        return paper
    try:
        code = json.loads(path.read_text(encoding="utf-8-sig"))["code"]
    except OSError as error:
        raise ExamcertError(f"{path} cannot be read: {error.strerror}.", remedy="Check the path.") from error
    except (ValueError, KeyError, TypeError, RecursionError):
        code = None
    if not isinstance(code, str):
        raise ExamcertError(
            f"{path} is no paper.", remedy="Give a file from `examcert paper EXAM --json`, or an exam code."
        )
    return code
