"""Claude in the candidate's place: settings, prompt, study material, budget and pace, from what was typed."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from examcert import locations
from examcert.cli import claude_wiring, wiring
from examcert.cli.seats import Order, Seat
from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from examcert.candidates.claude_batch import BatchSitter
    from examcert.candidates.journal import Journal
    from examcert.candidates.spec import ClaudeSpec
    from examcert.claude.asking import Asker
    from examcert.claude.batches import Progress
    from examcert.core.records import Call

PROMPT = Path("candidate", "v1.md")
"""The prompt of the candidate, inside the folder of prompts."""
SECONDS = 240.0
"""For one question, where no time limit was asked for: a model that thinks hard takes its time."""


def claude_seat(order: Order, *, book: "Callable[[Call], None]") -> Seat:
    """Claude as `claude[:MODEL][,effort=LEVEL][,context=FILE]` names it."""
    from examcert.candidates.claude import ClaudeCandidate, exam_context
    from examcert.candidates.spec import ClaudeSpec
    from examcert.claude.asking import Asker
    from examcert.explainers.prompts import read_prompt

    spec = ClaudeSpec.parse(order.spec.argument)
    settings = claude_wiring.settings(spec.model)
    settings = settings.model_copy(update={"effort": spec.effort, "seconds": order.seconds or SECONDS})
    prompt = read_prompt(locations.prompts() / PROMPT)
    material = _material(spec.context) if spec.context else None
    claude_wiring.start_tracing()
    asker = Asker(
        settings,
        wiring.now,
        book,
        prices=claude_wiring.prices(settings.home),
        budget=claude_wiring.limit_of(order.budget),
        pace=claude_wiring.pace(order.concurrency, settings.patience),
    )
    _check_price(asker)
    candidate = ClaudeCandidate(
        asker,
        name=_name(settings.model, spec),
        role=prompt.text,
        context=exam_context(order.bank.blueprint, material),
        prompt_version=prompt.version,
        exam=order.bank.exam,
    )

    def batches(journal: "Journal", pause: Callable[[float], None]) -> "BatchSitter":
        from examcert.candidates.claude_batch import BatchSitter

        def say(found: "Progress") -> None:
            wiring.say(f"Batch {found.id}: {found.done} of {found.total} done.")

        return BatchSitter(candidate, journal, pause=pause, looked=say)

    return Seat(
        candidate.name,
        lambda _: candidate,
        patient=True,
        paid=True,
        batches=batches if order.batch else None,
        spent=asker.budget.spend,
        plan={
            "model": settings.model,
            "effort": spec.effort,
            "prompt": prompt.version,
            "context": sha256(material.encode()).hexdigest()[:16] if material is not None else None,
        },
    )


def _name(model: str, spec: "ClaudeSpec") -> str:
    """The candidate by all that may change its answers. Of study material the file's name alone."""
    effort = f",effort={spec.effort}" if spec.effort else ""
    return f"claude:{model}{effort}" + (f",context={spec.context.name}" if spec.context else "")


def _check_price(asker: "Asker") -> None:
    """Refuse a budget that could not be kept, before anybody is asked."""
    from examcert.claude.budget import NoPriceError
    from examcert.core.explanation import Usage

    model = asker.settings.model
    if asker.budget.limit is not None and asker.prices.price(model, Usage()) is None:
        raise NoPriceError(model)


def _material(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ExamcertError(
            f"{path} cannot be read: {error.strerror}.", remedy="Check the path after context=."
        ) from error
    except UnicodeDecodeError as error:
        raise ExamcertError(f"{path} is not UTF-8 text.", remedy="Save it as UTF-8 text.") from error
    if not text.strip():
        raise ExamcertError(f"{path} is empty.", remedy="Leave context= out, or name a file with study material.")
    return text
