"""The JSON documents about Claude, made from values of the rooms that explain and book.

Dollars are decimal text: a binary fraction would change a bill.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from examcert.claude.costs import Sum
from examcert.core.bank import Bank
from examcert.core.question import MatchingQuestion
from examcert.core.records import Dispute
from examcert.explainers.claude.building import Built
from examcert.explainers.claude.estimating import Estimate
from examcert.explainers.claude.freshness import Standing, State
from examcert.explainers.parts import SLOT
from examcert.reports.claude_shapes import (
    BuildOut,
    CostLineOut,
    CostOut,
    DisputeOut,
    DisputesOut,
    EstimateOut,
    StandingOut,
    StandingsOut,
)

By = Literal["day", "exam", "model", "purpose"]


def dollars(amount: Decimal | None) -> str | None:
    """Decimal text without an exponent and without noughts at the end."""
    if amount is None:
        return None
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def standings_document(
    exam: str, language: str, prompt_version: str, told: Sequence[Standing], shown: Sequence[Standing]
) -> StandingsOut:
    """How explanations stand; counts are of all, the list holds what is shown."""

    def count(state: State) -> int:
        return sum(one.state == state for one in told)

    return StandingsOut(
        exam=exam,
        language=language,
        prompt_version=prompt_version,
        fresh=count("fresh"),
        older_prompt=count("older-prompt"),
        stale=count("stale"),
        missing=count("missing"),
        questions=[StandingOut(**one.model_dump()) for one in shown],
    )


def estimate_document(exam: str, found: Estimate) -> EstimateOut:
    """What a run would cost."""
    return EstimateOut(
        exam=exam,
        asked=found.asked,
        kept=found.kept,
        batch=found.batch,
        prefix_tokens=found.prefix_tokens,
        question_tokens=found.question_tokens,
        output_tokens_low=found.output_low,
        output_tokens_high=found.output_high,
        cost_usd_low=dollars(found.low),
        cost_usd_high=dollars(found.high),
        unpriced=list(found.unpriced),
        prices_as_of=found.prices_as_of,
        counted_by_provider=found.counted,
        answers_from_ledger=found.from_ledger,
    )


def build_document(exam: str, built: Built) -> BuildOut:
    """What a run came to."""
    return BuildOut(
        exam=exam,
        wanted=built.wanted,
        made=built.made,
        kept=built.kept,
        disagreed=list(built.disagreed),
        failed=dict(built.failed),
        open=built.open,
        cost_usd=dollars(built.cost) or "0",
        unpriced_calls=built.unpriced,
        invented_references=built.invented,
        stopped=built.stopped,
        reason=built.reason,
    )


def cost_document(by: By, prices_as_of: str, total: Sum, lines: Sequence[Sum]) -> CostOut:
    """What was paid."""
    return CostOut(by=by, prices_as_of=prices_as_of, total=_line(total), lines=[_line(one) for one in lines])


def _line(one: Sum) -> CostLineOut:
    return CostLineOut(
        name=one.name,
        calls=one.calls,
        failed=one.failed,
        unpriced=one.unpriced,
        estimated=one.estimated,
        usage=one.usage,
        cost_usd=dollars(one.cost) or "0",
        cache_hit_rate=None if one.hit_rate is None else round(one.hit_rate, 4),
        saved_by_cache_usd=dollars(one.saved_by_cache) or "0",
        saved_by_batch_usd=dollars(one.saved_by_batch) or "0",
        seconds=round(one.seconds, 3),
    )


def disputes_document(bank: Bank, found: Sequence[Dispute], shown: Sequence[Dispute]) -> DisputesOut:
    """Disputes with both arguments; counts are of all, the list holds what is shown."""
    open_ones = sum(one.settled is None for one in found)
    return DisputesOut(
        exam=bank.exam,
        open=open_ones,
        settled=len(found) - open_ones,
        disputes=[_dispute(bank, one) for one in shown],
    )


def _dispute(bank: Bank, one: Dispute) -> DisputeOut:
    said = one.found
    question = bank.by_id[said.question]
    whys = {option.id: option.why for option in question.options}
    if isinstance(question, MatchingQuestion):
        whys |= {f"{SLOT}{slot.id}": slot.why for slot in question.slots}
    return DisputeOut(
        id=one.id,
        at=said.at,
        question=said.question,
        option=said.option,
        source=said.source,
        model=said.model,
        current=question.fingerprint == said.fingerprint,
        key_says=said.key_says,
        author=whys.get(said.option),
        model_says=said.model_says,
        argument=said.why,
        settled=one.settled,
        ruling=one.ruling,
        note=one.note,
    )
