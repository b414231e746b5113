"""The JSON documents of the commands, made from core values.

Scores are numbers: whole where all credit is whole.
"""

from collections.abc import Sequence
from typing import Any

from examcert.core.bank import Bank
from examcert.core.explanation import Explanation
from examcert.core.marking import Report
from examcert.core.paper import Item, Paper
from examcert.core.question import Answer, MatchingQuestion, Question
from examcert.core.records import SittingRecord
from examcert.core.sitting import Sitting
from examcert.reports.shapes import (
    AnswerOut,
    BankOut,
    CaseOut,
    ExplanationOut,
    IntervalOut,
    ItemOut,
    MarkOut,
    Number,
    OptionOut,
    PaperOut,
    QuestionOut,
    ReportOut,
    ReviewItemOut,
    ReviewOut,
    ScaleOut,
    SittingOut,
    SlotOut,
    TallyOut,
)


def number(value: float) -> Number:
    """A whole number where the value is whole, four decimals otherwise."""
    return int(value) if float(value).is_integer() else round(value, 4)


def answer_out(answer: Answer, slots: Sequence[str]) -> AnswerOut:
    """An answer as documents write it."""
    if not slots:
        return list(answer)
    return {slot: option for slot, option in zip(slots, answer, strict=False) if option}


def paper_document(paper: Paper) -> PaperOut:
    """A paper for an outside candidate."""
    return PaperOut(
        code=paper.code,
        exam=paper.exam,
        seed=paper.seed,
        bank_digest=paper.bank_digest,
        minutes=paper.minutes,
        items=[item_document(item) for item in paper.items],
    )


def item_document(item: Item) -> ItemOut:
    """One item, as a paper and an outside program get it."""
    more: dict[str, Any] = {}
    if item.slots:
        more["slots"] = [
            SlotOut(id=s.id, text=s.text, **({"options": list(s.options)} if s.options else {})) for s in item.slots
        ]
        more["reuse"] = item.reuse
    if item.case:
        more["case"] = CaseOut(id=item.case.id, title=item.case.title, text=item.case.text)
    return ItemOut(
        id=item.id,
        kind=item.kind,
        domain=item.domain,
        stem=item.stem,
        options=[OptionOut(id=option.id, text=option.text) for option in item.options],
        choose=item.choose,
        **more,
    )


def report_document(report: Report, slots: dict[str, tuple[str, ...]]) -> ReportOut:
    """A report; `slots` gives the slot ids of the matching items, by item."""
    interval = report.interval
    return ReportOut(
        exam=report.exam,
        code=report.code,
        candidate=report.candidate,
        correct=number(report.correct),
        total=report.total,
        scaled=report.scaled,
        scale=ScaleOut(low=report.scale.low, pass_mark=report.scale.pass_mark, high=report.scale.high),
        passed=report.passed,
        interval=IntervalOut(low=number(interval.low), high=number(interval.high), level=interval.level),
        domains=[
            TallyOut(id=tally.id, name=tally.name, correct=number(tally.correct), total=tally.total)
            for tally in report.by_domain
        ],
        items=[
            MarkOut(
                id=mark.item,
                domain=mark.domain,
                credit=number(mark.credit),
                scored=mark.scored,
                answer=answer_out(mark.answer, slots.get(mark.item, ())),
            )
            for mark in report.marks
        ],
        note=report.caveat,
    )


def slots_of(paper: Paper) -> dict[str, tuple[str, ...]]:
    """Slot ids of the matching items of a paper, by item."""
    return {item.id: tuple(slot.id for slot in item.slots) for item in paper.items if item.slots}


def sitting_document(record: SittingRecord) -> SittingOut:
    """One past sitting."""
    return SittingOut(
        **record.model_dump(exclude={"items", "correct"}),
        correct=None if record.correct is None else number(record.correct),
    )


def explanation_document(explanation: Explanation) -> ExplanationOut:
    """An explanation, with what it cost if it did."""
    optional = {
        name: getattr(explanation, name)
        for name in ("model", "prompt_version", "takeaway", "usage", "cost_usd", "note")
        if getattr(explanation, name) is not None
    }
    return ExplanationOut(
        question=explanation.question,
        source=explanation.source,
        options=list(explanation.options),
        refs=[ref if isinstance(ref, str) else ref.model_dump(exclude_none=True) for ref in explanation.refs],
        **optional,
    )


def bank_document(bank: Bank) -> BankOut:
    """The whole bank, keys included."""
    cases = {q.case.id: q.case for q in bank.questions if q.case is not None}
    return BankOut(
        blueprint=bank.blueprint.model_dump(mode="json", by_alias=True),
        digest=bank.digest,
        questions=[_question(question) for question in bank.questions],
        cases=[CaseOut(id=case.id, title=case.title, text=case.text) for case in cases.values()],
        facts=[fact.model_dump(mode="json", exclude_none=True) for fact in bank.facts],
        misconceptions=[card.model_dump(mode="json") for card in bank.misconceptions],
    )


def _question(question: Question) -> QuestionOut:
    more: dict[str, Any] = {
        name: getattr(question, name) for name in ("family", "skill", "decision") if getattr(question, name) is not None
    }
    key: AnswerOut = list(question.key)
    if isinstance(question, MatchingQuestion):
        key = {slot.id: name for slot, name in zip(question.slots, question.key, strict=True)}
        more["slots"] = [slot.model_dump(mode="json", exclude_defaults=True) for slot in question.slots]
        more["reuse"] = question.reuse
    if question.case is not None:
        more["case"] = question.case.id
    if question.enemies:
        more["enemies"] = list(question.enemies)
    return QuestionOut(
        id=question.id,
        kind=question.kind,
        objective=question.objective,
        difficulty=question.difficulty,
        stem=question.stem,
        options=[option.model_dump(mode="json", exclude_none=True) for option in question.options],
        key=key,
        refs=[ref if isinstance(ref, str) else ref.model_dump(exclude_none=True) for ref in question.refs],
        fingerprint=question.fingerprint,
        **more,
    )


def review_document(bank: Bank, sitting: Sitting, report: Report, *, only_wrong: bool) -> ReviewOut:
    """A sitting's questions with answers, keys and whys, as they were sat."""
    slots = slots_of(sitting.paper)
    marks = {mark.item: mark for mark in report.marks}
    items = []
    for item in sitting.paper.items:
        asked, mark = bank.by_id.get(item.id), marks.get(item.id)
        if asked is None or mark is None or (only_wrong and mark.credit >= 1):
            continue
        whole = _question(asked)
        by_id = {option["id"]: option for option in whole.options}
        more = {"slots": whole.slots} if whole.slots is not None else {}
        items.append(
            ReviewItemOut(
                id=item.id,
                stem=item.stem,
                options=[by_id[option.id] for option in item.options if option.id in by_id],
                answer=answer_out(mark.answer, slots.get(item.id, ())),
                key=whole.key,
                credit=number(mark.credit),
                scored=mark.scored,
                refs=whole.refs,
                **more,
            )
        )
    return ReviewOut(exam=report.exam, code=report.code, items=items)
