"""`examcert eval`: how good explanations are, and how far a blind reader can be trusted."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from examcert import __version__, locations
from examcert.cli import claude_wiring, wiring
from examcert.cli.claude_wiring import BudgetOption, ModelOption
from examcert.cli.help import Command, Group
from examcert.cli.options import Json
from examcert.errors import ExamcertError, ExitCode

if TYPE_CHECKING:
    from examcert.claude.asking import Asker
    from examcert.claude.budget import Budget
    from examcert.evaluation.golden import Golden
    from examcert.evaluation.judging import Judge, Trust
    from examcert.evaluation.report import Page
    from examcert.evaluation.running import Speaker, Subject
    from examcert.explainers.prompts import Prompt
    from examcert.history import History

GOOD = "fake:good"

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help="Evaluate explanations, and the reader who tests keys.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command(cls=Command)
def explanations(
    models: Annotated[
        list[str] | None,
        typer.Option("--model", metavar="MODEL", help="A model, or fake:NAME, which needs no key. Repeat to compare."),
    ] = None,
    prompts: Annotated[
        list[Path] | None, typer.Option("--prompt", metavar="FILE", help="A prompt file. Repeat to compare.")
    ] = None,
    policies: Annotated[
        list[Path] | None, typer.Option("--policy", metavar="FILE", help="A policy file. Repeat to compare.")
    ] = None,
    judge: Annotated[
        str | None, typer.Option("--judge", metavar="MODEL", help="A model as judge, or fake:fair|lazy|noisy.")
    ] = None,
    golden: Annotated[
        Path | None, typer.Option("--golden", metavar="FOLDER", help="Another golden set.", show_default=False)
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="Only N items, evenly spread.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="Exit 1 where it got worse beyond the noise.")
    ] = None,
    save: Annotated[Path | None, typer.Option("--save", metavar="FILE", help="Write a baseline.")] = None,
    md: Annotated[Path | None, typer.Option("--md", metavar="FILE", help="Also write the page as Markdown.")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Also write the page as HTML.")] = None,
    budget: BudgetOption = None,
    width: Annotated[int, typer.Option("--width", metavar="N", min=1, max=64, help="Calls at once.")] = 4,
    as_json: Json = False,
) -> None:
    """Have models explain the golden set, and measure how well.

    Quality, cost and latency, each with an interval. Every model and policy is tried with every
    prompt. Fakes need no key and no network: they show what the metrics catch. docs/evaluation.md
    says what each figure means.

    Examples:
        examcert eval explanations --model fake:good --model fake:invents-facts --judge fake:fair
        examcert eval explanations --model claude-haiku-5-5 --judge claude-opus-5-5 --budget 3
    """
    from examcert.evaluation import report as pages
    from examcert.evaluation.baseline import baseline_of, changes, read_baseline, uncompared
    from examcert.evaluation.running import run

    items = golden_items(golden, limit)
    before = read_baseline(baseline) if baseline else None
    with wiring.open_history() as history:
        most = claude_wiring.limit_of(budget)
        subjects = _subjects(history, models or [], prompts or [], policies or [], most, width)
        ids = {one.item.id for one in items}
        unknown = uncompared(before, [subject.name for subject in subjects], ids) if before else ()
        if len(unknown) == len(subjects):  # said before anything is paid
            raise ExamcertError(
                f"The baseline {baseline} has nothing to compare with: no figure of {', '.join(unknown)} on these "
                "items.",
                remedy="Write one that has with --save FILE.",
            )
        judging, named = _judge(history, judge, most)
        trusted = _trusted(judging, items) if judging else None
        runs = tuple(run(subject, items, judge=judging, width=width) for subject in subjects)
    told = changes(before, runs) if before else ()
    page = pages.Page(
        runs=runs, trust=trusted, judge=named, changes=told,
        uncompared=tuple(run.name for run in runs if before and run.name not in {one.subject for one in told}),
        made=f"Made by examcert {__version__} on {wiring.now().date()}.",
    )  # fmt: skip
    for path, text in ((md, pages.markdown), (html, pages.html)):
        if path is not None:
            _write(path, text(page))
    if save is not None:
        _write(save, baseline_of(runs).model_dump_json(indent=1) + "\n")
    _show(page, as_json=as_json)
    raise typer.Exit(_exit_code(page))


def _exit_code(page: "Page") -> ExitCode:
    if any(run.failed for run in page.runs):
        return ExitCode.PROVIDER
    if page.uncompared and not page.changes:
        return ExitCode.USAGE
    return ExitCode.BELOW if page.regressed else ExitCode.OK


def golden_items(folder: Path | None, limit: int | None) -> "tuple[Golden, ...]":
    """The golden set beside the blueprints of its exams; with a limit, evenly spread over it."""
    from examcert.evaluation.golden import Golden, read_golden

    sets = read_golden(folder or locations.shipped("evals") / "golden")
    found = [
        Golden(blueprint=wiring.bank_of(one.exam, questions=False).blueprint, item=item)
        for one in sets
        for item in one.item
    ]
    if limit is None or limit >= len(found):
        return tuple(found)
    return tuple(found[place * len(found) // limit] for place in range(limit))


def _subjects(
    history: "History",
    models: list[str],
    prompts: list[Path],
    policies: list[Path],
    limit: "Budget",
    width: int,
) -> "list[Subject]":
    from examcert.evaluation.running import Subject
    from examcert.explainers.prompts import read_prompt

    chosen: list[Prompt] = [read_prompt(path) for path in prompts] or [claude_wiring.prompt()]
    if len({prompt.version for prompt in chosen}) < len(chosen):
        raise ExamcertError("Two of the prompts are the same.", remedy="Name different files.")
    names = models or ([] if policies else [GOOD])
    subjects = []
    for prompt in chosen:
        told = f", prompt {prompt.version}" if len(chosen) > 1 else ""
        for name in names:
            speak = _speaker(history, name, prompt, width, limit)
            subjects.append(Subject(f"{name}{told}", prompt, speak))
        for path in policies:
            policy = claude_wiring.policy(path)
            speak = _speaker(history, "", prompt, width, limit, policy=path)
            subjects.append(Subject(f"policy {policy.name}{told}", prompt, speak))
    return subjects


def _speaker(
    history: "History", name: str, prompt: "Prompt", width: int, limit: "Budget", *, policy: Path | None = None
) -> "Speaker":
    from examcert.claude.routing import ONE_MODEL
    from examcert.evaluation.fakes import FAKES
    from examcert.evaluation.running import FAKE, claude_speaker, fake_speaker

    if name.startswith(FAKE):
        fake = name.removeprefix(FAKE)
        if fake not in FAKES:
            raise ExamcertError(f"There is no fake {fake!r}.", remedy=f"There are {', '.join(FAKES)}.")
        return fake_speaker(fake)
    asker = _asker(history, name or None, width, limit)
    return claude_speaker(asker, prompt, claude_wiring.policy(policy) if policy else ONE_MODEL)


def _asker(history: "History", model: str | None, width: int, limit: "Budget") -> "Asker":
    """A way to ask a model; `ProviderError` at once when nobody can be asked."""
    from examcert.errors import ProviderError

    asker = claude_wiring.asker(history.notebook, model=model, width=width)
    asker.budget = limit  # one for all models of a run
    if hopeless := asker.hopeless():
        raise ProviderError(hopeless.note, remedy="Or evaluate a fake: --model fake:good.")
    return asker


def _judge(history: "History", name: str | None, limit: "Budget") -> "tuple[Judge | None, str]":
    from examcert.evaluation.judging import FAKE_JUDGES, ClaudeJudge
    from examcert.evaluation.running import FAKE
    from examcert.explainers.prompts import JUDGE, read_prompt

    if name is None:
        return None, ""
    if name.startswith(FAKE):
        fake = name.removeprefix(FAKE)
        if fake not in FAKE_JUDGES:
            raise ExamcertError(f"There is no fake judge {fake!r}.", remedy=f"There are {', '.join(FAKE_JUDGES)}.")
        return FAKE_JUDGES[fake], name
    asker = _asker(history, name, 1, limit)
    return ClaudeJudge(asker, prompt=read_prompt(locations.prompts() / JUDGE)), name


def _trusted(judge: "Judge", items: "tuple[Golden, ...]") -> "Trust":
    """How the judge does on the labelled set: sound keys only, so that what is sound is beyond doubt."""
    from examcert.evaluation.judging import trust
    from examcert.evaluation.running import task_of

    return trust(judge, [(one.item, task_of(one)) for one in items if one.item.trap in ("none", "refusal-prone")])


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ExamcertError(f"{path} cannot be written: {error.strerror}.", remedy="Check the path.") from error


def _show(page: "Page", *, as_json: bool) -> None:
    from examcert.evaluation.report import sentences

    if as_json:
        from examcert.reports.evaluation_documents import evaluation_document

        wiring.emit(evaluation_document(page))
        return
    from examcert import render_claude

    wiring.console().print(render_claude.evaluation(page))
    for sentence in sentences(page):
        wiring.say(sentence)


@app.command(cls=Command)
def auditor(
    redux: Annotated[
        Path, typer.Option("--redux", metavar="FILE", help="The CSV of MMLU-Redux: keys that people have checked.")
    ],
    model: ModelOption = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N items.")] = None,
    repeats: Annotated[int, typer.Option("--repeats", metavar="K", min=1, max=9, help="Answers to each item.")] = 1,
    budget: BudgetOption = None,
    width: Annotated[int, typer.Option("--width", metavar="N", min=1, max=64, help="Calls at once.")] = 8,
    as_json: Json = False,
) -> None:
    """Try the blind reader on a set whose wrong keys are known.

    The reader is that of `bank verify`. Shows how many of the wrong keys it flags, and how many
    flags are right. `bank verify` shows the same for keys of your own bank that were made wrong on
    purpose.

    Example:
        examcert eval auditor --redux mmlu_redux.csv --limit 200 --budget 2
    """
    from examcert.audit.calibration import agrees, counted
    from examcert.audit.redux import read_redux
    from examcert.cli.bank_verify import agreements_of, solved
    from examcert.reports.verify_documents import auditor_document

    try:
        with redux.open(encoding="utf-8-sig", newline="") as opened:
            bank, wrong = read_redux(opened, limit=limit)
    except OSError as error:
        raise ExamcertError(f"{redux} cannot be read: {error.strerror}.", remedy="Check the path.") from error
    with wiring.open_history() as history:
        asker = claude_wiring.asker(history.notebook, model=model, budget=budget, width=width)
        run = solved(bank, asker, repeats=repeats, views=("full",), width=width)
        found = agreements_of(bank, run)
    answers = {name: item.answer for one in found for name, item in one.items.items()}
    told = counted(
        (name in wrong, not agrees(bank.by_id[name], answer, bank.by_id[name].key)) for name, answer in answers.items()
    )
    if as_json:
        wiring.emit(auditor_document(run.reader, len(bank.questions), len(answers), told, asker.spent.cost_usd))
    else:
        from examcert import render_claude

        wiring.console().print(render_claude.auditor(len(bank.questions), len(answers), told), soft_wrap=True)
    if run.stopped is not None:
        wiring.say(run.stopped.note)
        raise typer.Exit(ExitCode.BUDGET if run.stopped.kind == "budget" else ExitCode.PROVIDER)
    if run.left:
        raise typer.Exit(ExitCode.PROVIDER)
