"""`examcert explanations`: Claude's explanations of a whole bank: made, looked after, shared."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from examcert.cli import claude_wiring, wiring
from examcert.cli.claude_wiring import BudgetOption, LangOption, ModelOption, PolicyOption
from examcert.cli.help import Command, Group
from examcert.cli.options import Exam, ExamOption, Json
from examcert.errors import ExamcertError, ExitCode

if TYPE_CHECKING:
    from examcert.core.bank import Bank
    from examcert.core.question import Question
    from examcert.core.records import StoredExplanation
    from examcert.explainers.claude.building import Built
    from examcert.explainers.claude.freshness import Standing
    from examcert.history import History

WIDTH = 8
"""Calls at once. More gains little against the account's rate limits."""
EVERY = 30.0
"""Seconds between looks at a batch; most end within an hour."""

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help="Claude's explanations of whole banks: make, check, share.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command(cls=Command)
def build(
    exam: Exam,
    batch: Annotated[
        bool, typer.Option("--batch", help="By Message Batches: half the price, within a day. Resumes after a crash.")
    ] = False,
    budget: BudgetOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would cost, and ask nothing.")] = False,
    model: ModelOption = None,
    policy: PolicyOption = None,
    lang: LangOption = "en",
    only: Annotated[
        list[str] | None, typer.Option("--question", metavar="ID", help="Only this question. Repeat for more.")
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Also what is explained already; it is paid again.")] = False,
    width: Annotated[
        int, typer.Option("--width", metavar="N", min=1, max=64, help="Calls at once, without --batch.")
    ] = WIDTH,
    every: Annotated[
        float, typer.Option("--every", metavar="SECONDS", min=0.05, help="Between looks at a batch.")
    ] = EVERY,
    as_json: Json = False,
) -> None:
    """Have Claude explain the questions of a bank that it has not yet.

    Kill it whenever you like and run it again: what is made is kept, a batch on its way is
    collected, and nothing is paid twice. Exits 1 when a question got none, 3 when the provider
    failed, 4 when the budget is spent.

    Examples:
        examcert explanations build aif-c01 --dry-run
        examcert explanations build aif-c01 --batch --budget 2.50
    """
    bank = wiring.bank_of(exam)
    questions = _chosen(bank, only)
    with wiring.open_history() as history:
        if dry_run:
            _estimate(bank, history, questions, model, policy, lang, batch=batch, anew=anew, as_json=as_json)
            return
        from examcert.cli.explanations_run import run

        built = run(
            bank, history, questions, model=model, policy=policy, lang=lang, budget=budget, batch=batch, anew=anew,
            width=width, every=every,
        )  # fmt: skip
    if as_json:
        from examcert.reports.claude_documents import build_document

        wiring.emit(build_document(bank.exam, built))
    else:
        _say_built(built)
    raise typer.Exit(_exit_code(built))


def _chosen(bank: "Bank", only: list[str] | None) -> "tuple[Question, ...]":
    if not only:
        return bank.questions
    if unknown := [name for name in only if name not in bank.by_id]:
        raise ExamcertError(
            f"There is no question {unknown[0]!r} in {bank.exam}.",
            remedy=f"Find ids with `examcert bank show {bank.exam.lower()}`.",
        )
    return tuple(bank.by_id[name] for name in dict.fromkeys(only))


def _estimate(
    bank: "Bank",
    history: "History",
    questions: "tuple[Question, ...]",
    model: str | None,
    policy: Path | None,
    lang: str,
    *,
    batch: bool,
    anew: bool,
    as_json: bool,
) -> None:
    from examcert.explainers.claude.estimating import estimate
    from examcert.reports.claude_documents import estimate_document

    explainer = claude_wiring.explainer(bank, history.notebook, model=model, policy_file=policy, lang=lang)
    client = None if explainer.hopeless() else explainer.client
    try:
        found = estimate(
            explainer.desk, questions, calls=history.notebook.calls(), client=client, batch=batch, anew=anew
        )
    except Exception as error:
        # Counting is free and optional; whatever keeps it from working, length will do.
        if client is None or isinstance(error, ExamcertError):
            raise
        found = estimate(explainer.desk, questions, calls=history.notebook.calls(), client=None, batch=batch, anew=anew)
    if as_json:
        wiring.emit(estimate_document(bank.exam, found))
        return
    from examcert import render_claude

    wiring.console().print(render_claude.estimate(bank.exam, found), soft_wrap=True)


def _say_built(built: "Built") -> None:
    parts = [f"{built.made} made", f"{built.kept} there before"]
    parts += [f"{len(built.disagreed)} against the key (see `examcert bank disputes`)"] if built.disagreed else []
    parts += [f"{len(built.failed)} without one"] if built.failed else []
    parts += [f"{built.open} not asked"] if built.open else []
    parts += [f"{built.invented} invented references dropped"] if built.invented else []
    unpriced = f", and {built.unpriced} calls without a known price" if built.unpriced else ""
    typer.echo(f"Of {built.wanted} questions: {', '.join(parts)}. Paid: ${built.cost:.4f}{unpriced}.")
    for name, why in built.failed.items():
        wiring.say(f"{name}: {why}")
    if built.reason:
        wiring.say(built.reason)


def _exit_code(built: "Built") -> ExitCode:
    match built.stopped:
        case "budget":
            return ExitCode.BUDGET
        case "provider" | "later":
            return ExitCode.PROVIDER
        case "interrupted":
            return ExitCode.INTERRUPTED
        case _:
            return ExitCode.BELOW if built.failed or built.disagreed else ExitCode.OK


@app.command(cls=Command)
def status(exam: Exam, lang: LangOption = "en", as_json: Json = False) -> None:
    """Show how many questions are explained, and whether it still fits.

    fresh: of the question, key and facts as they are, by today's prompt. older-prompt: still
    true, by an earlier prompt. stale: the question has changed, so the author's words are shown.

    Example:
        examcert explanations status aif-c01
    """
    _show_standings(exam, lang, as_json=as_json, only_stale=False)


@app.command(cls=Command)
def stale(exam: Exam, lang: LangOption = "en", as_json: Json = False) -> None:
    """List the questions whose explanations no longer fit. Exits 1 when there are any.

    Example:
        examcert explanations stale aif-c01 --json
    """
    if _show_standings(exam, lang, as_json=as_json, only_stale=True):
        raise typer.Exit(ExitCode.BELOW)


def _show_standings(exam: str, lang: str, *, as_json: bool, only_stale: bool) -> int:
    from examcert.reports.claude_documents import standings_document

    bank = wiring.bank_of(exam)
    prompt = claude_wiring.prompt()
    told = _standings(bank, lang)
    shown = [one for one in told if one.state == "stale"] if only_stale else told
    if as_json:
        wiring.emit(standings_document(bank.exam, lang, prompt.version, told, shown))
    else:
        from examcert import render_claude

        wiring.console().print(render_claude.standings(bank.exam, told, shown), soft_wrap=True)
    return len(shown)


def _standings(bank: "Bank", lang: str) -> "list[Standing]":
    from examcert.explainers.claude.freshness import standing
    from examcert.explainers.claude.wire import task

    stored: tuple[StoredExplanation, ...] = ()
    if wiring.has_history():
        with wiring.open_history() as history:
            stored = history.notebook.explanations(bank.by_id)
    prompt = claude_wiring.prompt()
    by_question: dict[str, list[StoredExplanation]] = {}
    for one in stored:
        if one.explanation.language == lang and one.explanation.source == "claude":
            by_question.setdefault(one.explanation.question, []).append(one)
    return [
        standing(
            task(question, blueprint=bank.blueprint, facts=bank.fact_by_id, language=lang),
            [one.explanation for one in by_question.get(question.id, [])],
            prompt,
        )
        for question in bank.questions
    ]


@app.command(cls=Command)
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write; `-` for stdout.")],
    exam: ExamOption = None,
    with_stale: Annotated[bool, typer.Option("--stale", help="Also those that no longer fit their question.")] = False,
) -> None:
    """Write an exam's explanations as JSON lines, to share them.

    Each line says which model and prompt made it, when, and of which text. Whoever imports the
    file needs no key and no network.

    Example:
        examcert explanations export aif-c01.jsonl --exam aif-c01
    """
    from examcert import __version__
    from examcert.explainers.packs import pack

    if exam is None:
        raise ExamcertError("Which exam's explanations?", remedy="Add --exam EXAM.")
    bank = wiring.bank_of(exam)
    stored = _exported(bank, with_stale=with_stale)
    text = "".join(f"{line}\n" for line in pack(bank.exam, __version__, stored))
    if str(file) == "-":
        sys.stdout.buffer.write(text.encode("utf-8", errors="backslashreplace"))
    else:
        try:
            file.write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise ExamcertError(f"{file} cannot be written: {error.strerror}.", remedy="Check the path.") from error
    wiring.say(f"{len(stored)} explanations of {bank.exam}.")


def _exported(bank: "Bank", *, with_stale: bool) -> "tuple[StoredExplanation, ...]":
    from examcert.explainers.claude.freshness import is_bound
    from examcert.explainers.claude.wire import task

    if not wiring.has_history():
        return ()
    with wiring.open_history() as history:
        stored = [one for one in history.notebook.explanations(bank.by_id) if one.explanation.source == "claude"]

    def fits(one: "StoredExplanation") -> bool:
        question = bank.by_id[one.explanation.question]
        put = task(question, blueprint=bank.blueprint, facts=bank.fact_by_id, language=one.explanation.language)
        return is_bound(one.explanation, put)

    place = {question.id: number for number, question in enumerate(bank.questions)}
    stored.sort(key=lambda one: place[one.explanation.question])
    return tuple(one for one in stored if with_stale or fits(one))


@app.command("import", cls=Command)
def import_(file: Annotated[Path, typer.Argument(metavar="FILE", help="A pack of `explanations export`.")]) -> None:
    """Take in a pack of explanations. Nothing of it is taken when one line is wrong.

    What you have already stays. An explanation is shown only where it fits the question as it
    is in your bank: its text, its key and its facts.

    Example:
        examcert explanations import aif-c01.jsonl
    """
    from examcert.explainers.packs import unpack

    try:
        with file.open("rb") as opened:
            exam, pack = unpack(opened, origin=file.name)
    except OSError as error:
        raise ExamcertError(f"{file} cannot be read: {error.strerror}.", remedy="Check the path.") from error
    with wiring.open_history() as history:
        new = history.notebook.take_in(pack)
    typer.echo(f"{len(pack)} explanations of {wiring.shown(exam)}: {new} new, {len(pack) - new} there before.")
