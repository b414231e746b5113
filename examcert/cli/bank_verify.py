"""`examcert bank verify`: a model solves a bank blind, with its stems and without."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from examcert import locations
from examcert.cli import claude_wiring, wiring
from examcert.cli.claude_wiring import BudgetOption, ModelOption
from examcert.cli.options import Exam, Json
from examcert.errors import ExamcertError, ExitCode

if TYPE_CHECKING:
    from examcert.audit.agreement import Agreement
    from examcert.audit.blind import BlindCopy
    from examcert.audit.calibration import Calibration
    from examcert.claude.asking import Asker
    from examcert.claude.setbacks import Setback
    from examcert.core.bank import Bank
    from examcert.core.reader import AnswerSheet
    from examcert.core.records import Disagreement
    from examcert.explainers.claude.solving import Solution, Solver
    from examcert.explainers.prompts import Prompt
    from examcert.history import History

REPEATS = 3
SAYS = {"two-answers": "two answers", "no-answer": "none", "unclear": "unclear"}


@dataclass
class Verified:
    """What a run came to."""

    reader: str
    sheets: "list[AnswerSheet]" = field(default_factory=list)
    grounds: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)
    """A model's argument, by question and answer, in the bank's own names."""
    asked: int = 0
    kept: int = 0
    failed: int = 0
    """Answers that did not come, counting each order that an item was put in."""
    unanswered: dict[str, frozenset[str]] = field(default_factory=dict)
    """Questions, by view, that no order has brought an answer to."""
    stopped: "Setback | None" = None

    @property
    def left(self) -> int:
        """How many are unanswered in all views."""
        return sum(map(len, self.unanswered.values()))


def verify(
    exam: Exam,
    repeats: Annotated[
        int, typer.Option("--repeats", metavar="K", min=1, max=9, help="Answer each item so often, in other orders.")
    ] = REPEATS,
    model: ModelOption = None,
    budget: BudgetOption = None,
    choices_only: Annotated[
        bool, typer.Option("--choices-only/--no-choices-only", help="Also answer the options without their stems.")
    ] = True,
    record: Annotated[
        bool, typer.Option("--record/--no-record", help="Keep the readings beside the bank, for its scorecard.")
    ] = True,
    width: Annotated[int, typer.Option("--width", metavar="N", min=1, max=64, help="Calls at once.")] = 8,
    as_json: Json = False,
) -> None:
    """Have Claude answer every item without its key, and compare.

    Exits 1 on a disagreement or where a question got no answer, 3 where none got any. Items are shown as in
    `bank blind`, in another order each time; the most frequent answer counts. A second round shows the options alone:
    what they give away is in the scorecard. What is answered is kept, so a run that was stopped goes on.
    Disagreements go to `bank disputes`.

    Example:
        examcert bank verify aif-c01 --repeats 3 --budget 5
    """
    bank = wiring.bank_of(exam)
    with wiring.open_history() as history:
        asker = claude_wiring.asker(history.notebook, model=model, budget=budget, width=width)
        views = ("full", "choices-only") if choices_only else ("full",)
        run = solved(bank, asker, repeats=repeats, views=views, width=width)
        found = agreements_of(bank, run)
        fresh = _disputes(bank, history, run, found)
    calibration = _calibration(bank, found)
    if record and found:
        _recorded(exam, found, run)
    if as_json:
        from examcert.reports.verify_documents import verify_document

        unanswered = {view: len(names) for view, names in run.unanswered.items()}
        wiring.emit(
            verify_document(
                bank, run.reader, repeats, found, calibration, asker.spent.cost_usd, run.stopped,
                failed=run.failed, unanswered=unanswered,
            )
        )  # fmt: skip
    else:
        _show(bank, run, found, calibration, fresh)
    if run.stopped is not None:
        wiring.say(run.stopped.note)
    raise typer.Exit(_exit_code(run, found))


def _exit_code(run: Verified, found: "tuple[Agreement, ...]") -> ExitCode:
    if run.stopped is not None:
        return ExitCode.BUDGET if run.stopped.kind == "budget" else ExitCode.PROVIDER
    if run.left and not run.sheets:
        return ExitCode.PROVIDER
    return ExitCode.BELOW if run.left or any(one.disputed for one in found) else ExitCode.OK


def solved(bank: "Bank", asker: "Asker", *, repeats: int, views: Iterable[str], width: int) -> Verified:
    """Every item answered, as far as the run gets; what earlier runs answered is not asked again."""
    from typing import cast

    from examcert.audit.blind import blind_copy
    from examcert.core.reader import View
    from examcert.explainers.claude.solving import Solver
    from examcert.explainers.prompts import SOLVE_BLIND, read_prompt

    prompt = read_prompt(locations.prompts() / SOLVE_BLIND)
    solver = Solver(asker, prompt=prompt, exam=bank.exam)
    run = Verified(reader=f"{asker.settings.model}, prompt {prompt.version.partition('-')[0]}")
    run.unanswered = {view: frozenset(bank.by_id) for view in views}
    for view in views:
        for seed in range(repeats):
            copy = blind_copy(bank, view=cast("View", view), seed=seed)
            if run.stopped is None:
                _round(copy, solver, asker, prompt, run, bank, width)
    return run


def _round(
    copy: "BlindCopy", solver: "Solver", asker: "Asker", prompt: "Prompt", run: Verified, bank: "Bank", width: int
) -> None:
    from examcert.audit.blind import blind_id
    from examcert.claude.asking import ends_the_run, for_each
    from examcert.claude.setbacks import Setback
    from examcert.core.paper import Item

    own = {blind_id(question, copy.view): question.id for question in bank.questions}
    file = _kept_in(copy, asker.settings.model, prompt.version)
    done = {one.item: one for one in _kept(file) if one.item in {item.id for item in copy.items}}
    run.kept += len(done)
    todo = [item for item in copy.items if item.id not in done]

    def one(item: Item) -> "Solution | Setback":
        result = solver.solve(item)
        if not isinstance(result, Setback):
            _keep(file, result)
        return result

    for item, result in for_each(todo, one, width=width, pace=asker.pace):
        if not isinstance(result, Setback):
            done[item.id] = result
            run.asked += 1
        elif result.kind == "stopped":
            continue
        elif ends_the_run(result):
            run.stopped = run.stopped or result
        else:
            run.failed += 1
            wiring.say(f"{own[item.id]}: {result.note}")
    run.unanswered[copy.view] -= {own[name] for name in done}
    _add_sheet(run, copy, done, bank)


def _kept_in(copy: "BlindCopy", model: str, prompt: str) -> Path:
    """The file of one round. Its items name themselves by what they say, so an edited one is asked again."""
    named = "".join(char if char.isalnum() or char in ".-" else "_" for char in f"{model}.{prompt}")
    return locations.data() / "verify" / f"{copy.exam.lower()}.{copy.view}.{copy.seed}.{named}.jsonl"


def _keep(file: Path, solution: "Solution") -> None:
    """Add a line at once: it is paid."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as opened:
        # The line end comes first: a line that a kill cut short must not spoil the next one.
        opened.write("\n" + solution.model_dump_json())


def _kept(file: Path) -> "list[Solution]":
    from contextlib import suppress

    from pydantic import ValidationError

    from examcert.explainers.claude.solving import Solution

    found: list[Solution] = []
    if file.exists():
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValidationError):  # the last line may be cut: then it is asked again
                found.append(Solution.model_validate_json(line))
    return found


def _add_sheet(run: Verified, copy: "BlindCopy", done: "dict[str, Solution]", bank: "Bank") -> None:
    from examcert.audit.agreement import decoded
    from examcert.core.reader import AnswerSheet, Doubt

    if not done:
        return
    slots = {item.id: [slot.id for slot in item.slots] for item in copy.items}
    answers: dict[str, list[str] | dict[str, str]] = {}
    for name, one in done.items():
        places = slots[name]
        answers[name] = (
            {slot: option for slot, option in zip(places, one.answer, strict=False) if option}
            if places
            else list(one.answer)
        )
    doubts = {
        name: Doubt(say=f"{SAYS[one.doubt]}: {one.grounds}"[:4000], options=one.about)
        for name, one in done.items()
        if one.doubt != "none" and copy.view == "full"
    }
    sheet = AnswerSheet(
        reader=run.reader, kind="model", date=wiring.now().date().isoformat(), answers=answers, doubts=doubts
    )
    run.sheets.append(sheet)
    if copy.view == "full":
        own = decoded(bank, sheet, source=run.reader).items["full"]
        by_place = dict(zip(sheet.answers, done.values(), strict=True))
        for (_, read), said in zip(own.items(), by_place.values(), strict=True):
            run.grounds.setdefault((read.of, read.answer), said.grounds)


def agreements_of(bank: "Bank", run: Verified) -> "tuple[Agreement, ...]":
    """The answers beside the keys, one agreement for each view."""
    from examcert.audit.agreement import agreements, decoded

    return agreements(bank, [decoded(bank, sheet, source=run.reader) for sheet in run.sheets])


def _calibration(bank: "Bank", found: "tuple[Agreement, ...]") -> "Calibration | None":
    from examcert.audit.calibration import calibrate

    full = next((one for one in found if one.view == "full"), None)
    return None if full is None else calibrate(bank, {name: item.answer for name, item in full.items.items()})


def _disputes(bank: "Bank", history: "History", run: Verified, found: "tuple[Agreement, ...]") -> int:
    """Put disagreements to the author, each once. How many are new."""
    known = {
        (d.found.fingerprint, d.found.option, d.found.model, d.found.source)
        for d in history.notebook.disputes(bank.exam)
    }
    new: list[Disagreement] = []
    for one in found:
        for name in one.disagreements if one.view == "full" else ():
            new += [d for d in _against(bank, run, name, one.items[name].answer) if _named(d) not in known]
    history.notebook.dispute(tuple(new))
    return len(new)


def _named(d: "Disagreement") -> tuple[str, str, str, str]:
    return (d.fingerprint, d.option, d.model, d.source)


def _against(bank: "Bank", run: Verified, name: str, answer: tuple[str, ...]) -> "list[Disagreement]":
    """Where an answer differs from the key: options of a choice, the first step of an ordering, slots."""
    from examcert.core.question import ChoiceQuestion, MatchingQuestion
    from examcert.core.records import Disagreement

    question = bank.by_id[name]
    if not answer:
        return []
    if isinstance(question, ChoiceQuestion):
        parts = [(o, o in question.key) for o in question.option_ids if (o in question.key) != (o in answer)]
    elif isinstance(question, MatchingQuestion):
        told = zip(question.slots, question.key, (*answer, *[""] * len(question.slots)), strict=False)
        parts = [(f"slot:{slot.id}", True) for slot, right, given in told if right != given]
    else:
        told_steps = zip(question.key, (*answer, *[""] * len(question.key)), strict=False)
        parts = [(right, True) for right, given in told_steps if right != given][:1]
    grounds = run.grounds.get((question.fingerprint, answer)) or "It answers otherwise."
    model, _, prompt = run.reader.partition(", prompt ")
    return [
        Disagreement(
            at=wiring.now(),
            exam=bank.exam,
            source="solve",
            question=name,
            fingerprint=question.fingerprint,
            model=model,
            prompt_version=prompt,
            option=part,
            key_says="correct" if keyed else "incorrect",
            model_says="incorrect" if keyed else "correct",
            why=grounds,
        )
        for part, keyed in parts
    ]


def _recorded(exam: str, found: "tuple[Agreement, ...]", run: Verified) -> None:
    from examcert.cli.bank_readers import record_readings

    try:
        today = str(run.sheets[0].date)
        where = record_readings(wiring.bank_folder(exam), [(one, "model", today) for one in found])
    except ExamcertError as error:
        # What was paid for is kept; only the place beside the bank is not ours to write.
        wiring.say(f"{error} The answers are kept: run the same command where the bank can be written.")
    else:
        wiring.say(f"Kept in {where}.")


def _show(
    bank: "Bank", run: Verified, found: "tuple[Agreement, ...]", calibration: "Calibration | None", fresh: int
) -> None:
    from examcert import render_audit

    for one in found:
        wiring.console().print(render_audit.agreement(one), soft_wrap=True)
    if calibration is not None:
        from examcert import render_claude

        wiring.console().print(render_claude.calibration(calibration), soft_wrap=True)
    for view, names in run.unanswered.items():
        if names:
            typer.echo(f"Without an answer, {view}: {len(names)} of {len(bank.questions)} questions.")
    if fresh:
        wiring.say(f"{fresh} new disputes: see `examcert bank disputes`.")
