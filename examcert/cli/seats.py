"""Who sits: from the text after `--candidate` to something that answers items."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from examcert.candidates.claude_batch import BatchSitter
    from examcert.candidates.journal import Journal
    from examcert.candidates.spec import Spec
    from examcert.core.bank import Bank
    from examcert.core.candidate import Candidate
    from examcert.core.paper import Paper
    from examcert.core.records import Call
    from examcert.core.run import Papers


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    bank: "Bank"
    spec: "Spec"
    paper: "Paper"
    """The first paper."""
    repeats: int = 1
    papers: "Papers" = "fresh"
    concurrency: int = 1
    seconds: float | None = None
    """For one answer; None: as long as suits the candidate."""
    budget: str | None = None
    batch: bool = False
    resume: bool = False
    state: Path | None = None


@dataclass(frozen=True)
class Seat:
    """A candidate in its place."""

    name: str
    at: "Callable[[int], Candidate]"
    """Who answers, by the seed of the sitting."""
    patient: bool = False
    """It takes its time: its answers are kept as they come, and progress is shown."""
    paid: bool = False
    """Whoever stops waits for what is under way."""
    batches: "Callable[[Journal, Callable[[float], None]], BatchSitter] | None" = None
    """How it answers a whole run at once."""
    spent: "Callable[[Decimal], None]" = field(default=lambda _: None)
    """Told what an interrupted run had spent before."""
    close: Callable[[], None] = field(default=lambda: None)
    plan: dict[str, Any] = field(default_factory=dict)
    """What makes its run another one, beside what was typed."""


def chosen_paper(bank: "Bank", spec: "Spec", *, seed: int | None, code: str | None) -> "Paper":
    """The first paper of a run. An answers file may name its own."""
    from examcert.core.drawing import draw, draw_code

    if seed is not None and code is not None:
        raise ExamcertError("Both --seed and --code were given.", remedy="Give one of them.")
    if code is None and spec.name == "answers" and (named := _sheet(spec).code) is not None:
        drawn = draw_code(bank, named)
        if seed is not None and seed != drawn.seed:
            raise ExamcertError(
                f"--seed {seed} is not the seed of {drawn.code}.", remedy="Leave --seed out: the file names its paper."
            )
        return drawn
    if spec.name == "answers" and code is None and seed is None:
        raise ExamcertError(f"{spec.argument} does not say which paper it answers.", remedy="Add --code or --seed.")
    return draw_code(bank, code) if code is not None else draw(bank, seed=seed or 0)


def seat_of(order: Order, *, book: "Callable[[Call], None]") -> Seat:
    """The candidate that an order names, ready to be asked. What it pays for, it books."""
    from examcert.candidates import plugins
    from examcert.candidates.baselines import FirstCandidate, GuessCandidate, KeyCandidate, LongestCandidate
    from examcert.candidates.spec import FORMS

    spec = order.spec
    built_in: dict[str, Callable[[int], Candidate]] = {
        "key": lambda _: KeyCandidate(order.bank),
        "guess": GuessCandidate,
        "longest": lambda _: LongestCandidate(),
        "first": lambda _: FirstCandidate(),
    }
    if spec.name == "claude":
        from examcert.cli.claude_seat import claude_seat

        return claude_seat(order, book=book)
    if order.budget is not None or order.batch:
        raise ExamcertError(
            "--budget and --batch are for Claude.", remedy="Leave them out: this candidate costs nothing."
        )
    if spec.text in built_in:
        return Seat(spec.text, built_in[spec.text])
    if spec.name == "answers" and spec.argument:
        return _file_seat(order)
    if spec.name == "cmd":
        return _command_seat(order)
    if (entry := plugins.named().get(spec.name)) is not None and spec.name not in built_in:
        made = plugins.make(entry, spec.argument, seed=order.paper.seed)
        return Seat(made.name, lambda _: made, patient=True, close=made.close)
    more = "".join(f", {name}" for name in plugins.named())
    raise ExamcertError(f"There is no candidate {spec.text!r}.", remedy=f"Use {FORMS}{more}.")


def _sheet(spec: "Spec") -> Any:
    from examcert.bank_files.plain import plain_data
    from examcert.candidates.answers_file import read_sheet

    return read_sheet(Path(spec.argument), yaml=plain_data)


def _file_seat(order: Order) -> Seat:
    from examcert.candidates.answers_file import candidate_of

    if order.repeats > 1:
        raise ExamcertError("A file of answers is sat once.", remedy="Leave --repeats out.")
    candidate = candidate_of(_sheet(order.spec), order.paper)
    return Seat(candidate.name, lambda _: candidate)


def _command_seat(order: Order) -> Seat:
    from examcert.candidates.command import CommandCandidate
    from examcert.reports.documents import item_document

    candidate = CommandCandidate(
        order.spec.argument, told=lambda item: item_document(item).as_data(), seconds=order.seconds or 60.0
    )
    return Seat(candidate.name, lambda _: candidate, patient=True, close=candidate.close)
