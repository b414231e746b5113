"""Running `explanations build`: the bar, the watch, and which of the two ways."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from examcert.cli import claude_wiring

if TYPE_CHECKING:
    from examcert.claude.batches import Progress as BatchProgress
    from examcert.claude.settings import Settings
    from examcert.core.bank import Bank
    from examcert.core.question import Question
    from examcert.explainers.claude.building import Built, Step
    from examcert.history import History

PATIENCE = 60.0
"""Seconds a whole run waits for the account's limits to open again; one candidate at a screen waits less."""


def run(
    bank: "Bank",
    history: "History",
    questions: "tuple[Question, ...]",
    *,
    model: str | None,
    policy: Path | None,
    lang: str,
    budget: str | None,
    batch: bool,
    anew: bool,
    width: int,
    every: float,
) -> "Built":
    """Explain the questions, with a bar on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from examcert.explainers.claude.batching import BatchBuilder
    from examcert.explainers.claude.building import Builder

    limit = claude_wiring.limit_of(budget)
    pace = claude_wiring.pace(width, PATIENCE)
    explainer = claude_wiring.explainer(
        bank, history.notebook, model=model, policy_file=policy, lang=lang, budget=limit, pace=pace, change=_patient
    )
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        shown = bar.add_task(f"Explaining {bank.exam}", total=len(questions))

        def watch(_: str, step: "Step") -> None:
            if step != "again":
                bar.advance(shown)

        def looked(batch: "BatchProgress") -> None:
            bar.update(shown, description=f"Batch {batch.status}: {batch.done} of {batch.total} done")

        if batch:
            builder = BatchBuilder(explainer, budget=limit, watch=watch, pause=time.sleep, every=every, looked=looked)
            return builder.build(questions, bank=bank.questions, anew=anew)
        return Builder(explainer, pace, width=width, watch=watch).build(questions, anew=anew)


def _patient(settings: "Settings") -> "Settings":
    return settings.model_copy(update={"patience": PATIENCE, "seconds": 300.0})
