"""What the commands that call Claude gather: settings, prices, the policy, the prompt, the pace."""

import os
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from examcert import locations
from examcert.cli import wiring
from examcert.cli.options import language
from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from examcert.claude.asking import Asker
    from examcert.claude.budget import Budget
    from examcert.claude.pace import Pace
    from examcert.claude.prices import PriceTable
    from examcert.claude.routing import Policy
    from examcert.claude.settings import Settings
    from examcert.core.bank import Bank
    from examcert.core.records import Notebook
    from examcert.explainers.claude.explainer import ClaudeExplainer
    from examcert.explainers.prompts import Prompt

BudgetOption = Annotated[
    str | None, typer.Option("--budget", metavar="USD", help="Stop before more than this is spent. Exits 4 then.")
]
PolicyOption = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help="Which model for which question. Default: EXAMCERT_POLICY."),
]
LangOption = Annotated[
    str,
    typer.Option(
        "--lang",
        metavar="CODE",
        callback=language,
        help="The language to explain in, such as de. Product names stay.",
    ),
]
ModelOption = Annotated[str | None, typer.Option("--model", metavar="MODEL", help="Default: EXAMCERT_MODEL.")]


def settings(model: str | None = None) -> "Settings":
    """Settings of the environment, with another model if one is named."""
    from examcert.claude.settings import Settings

    env = {**os.environ, **({"EXAMCERT_MODEL": model} if model else {})}
    return Settings.from_environment(env)


def prices(home: str = "api") -> "PriceTable":
    """The vendor's prices, or those of a file. Another home of Claude has only the file's."""
    from examcert.claude.prices import TABLE, PriceTable, read_prices

    base = TABLE if home == "api" else PriceTable("unknown", {})
    named = os.environ.get("EXAMCERT_PRICES", "").strip()
    return read_prices(Path(named).expanduser(), base=base) if named else base


def policy(path: Path | None) -> "Policy":
    """The policy of the option or of the environment; one model for all questions otherwise."""
    from examcert.claude.routing import ONE_MODEL, read_policy

    named = str(path) if path else os.environ.get("EXAMCERT_POLICY", "").strip()
    return read_policy(Path(named).expanduser()) if named else ONE_MODEL


def prompt() -> "Prompt":
    """The prompt of explanations."""
    from examcert.explainers.prompts import EXPLAIN_OPTION, read_prompt

    return read_prompt(locations.prompts() / EXPLAIN_OPTION)


def limit_of(text: str | None) -> "Budget":
    """A budget in US dollars; decimal text, so that no binary fraction changes it."""
    from examcert.claude.budget import Budget

    if text is None:
        return Budget()
    try:
        limit = Decimal(text.strip().removeprefix("$"))
    except InvalidOperation:
        limit = Decimal("NaN")
    if not limit.is_finite() or limit < 0:
        raise ExamcertError(f"{text!r} is no amount of dollars.", remedy="Write it like --budget 0.50.")
    return Budget(limit)


def pace(width: int, patience: float) -> "Pace":
    """The pace of many calls at once."""
    from examcert.claude.pace import Pace

    return Pace(width, patience=patience, now=wiring.now)


def explainer(
    bank: "Bank",
    notebook: "Notebook",
    *,
    model: str | None = None,
    policy_file: Path | None = None,
    lang: str = "en",
    budget: "Budget | None" = None,
    pace: "Pace | None" = None,
    change: "Callable[[Settings], Settings] | None" = None,
) -> "ClaudeExplainer":
    """Claude as explainer of a bank's questions."""
    from examcert.explainers.claude.explainer import ClaudeExplainer

    start_tracing()
    told = settings(model)
    return ClaudeExplainer(
        notebook,
        change(told) if change else told,
        prompt=prompt(),
        blueprint=bank.blueprint,
        facts=bank.fact_by_id,
        clock=wiring.now,
        language=lang,
        policy=policy(policy_file),
        prices=prices(told.home),
        budget=budget,
        pace=pace,
    )


def asker(book: "Notebook", *, model: str | None = None, budget: str | None = None, width: int = 1) -> "Asker":
    """A way to ask Claude anything once, on the ledger of this history."""
    from examcert.claude.asking import Asker

    start_tracing()
    told = settings(model)
    return Asker(
        told,
        wiring.now,
        book.book,
        prices=prices(told.home),
        budget=limit_of(budget),
        pace=pace(width, told.patience) if width > 1 else None,
    )


def start_tracing() -> None:
    """Export traces if the standard OTEL variables ask for it."""
    from examcert.claude import tracing

    if trouble := tracing.start(os.environ, last_word=wiring.say):
        wiring.say(trouble)
