"""The JSON documents of the commands. Their shape is a promise; `schemas/` publishes it.

Scores are numbers: whole where all credit is whole. A figure that is not yet known is null.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from examcert.core.bank import Bank
from examcert.core.explanation import Explanation, OptionWhy, Usage
from examcert.core.marking import Report
from examcert.core.paper import Item, Paper
from examcert.core.problem import Problem
from examcert.core.question import Answer, MatchingQuestion, Question
from examcert.core.records import SittingRecord
from examcert.core.sitting import Sitting


class Document(BaseModel):
    """A document or a part of one."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    def as_data(self) -> Any:
        """Plain data; optional fields that have no value are left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


Number = int | float
AnswerOut = list[str] | dict[str, str]
"""Option ids, or {slot: option id} for a matching."""


class ScaleOut(Document):
    """The reporting scale."""

    low: int
    pass_mark: int = Field(alias="pass")
    high: int


class IntervalOut(Document):
    """An interval on the reporting scale."""

    low: Number
    high: Number
    level: float


class ExamOut(Document):
    """One exam in the list of `exams --json`."""

    code: str
    title: str
    vendor: str
    status: Literal["active", "beta", "retired"]
    retired_on: str | None
    successor: str | None
    questions: int
    forms: int


class OptionOut(Document):
    """An option as a candidate sees it."""

    id: str
    text: str


class SlotOut(Document):
    """A slot of a matching as a candidate sees it."""

    id: str
    text: str
    options: list[str] | None = None


class CaseOut(Document):
    """A shared scenario."""

    id: str
    title: str
    text: str


class ItemOut(Document):
    """One item of a paper."""

    id: str
    kind: Literal["choice", "ordering", "matching"]
    domain: str
    stem: str
    options: list[OptionOut]
    choose: int
    slots: list[SlotOut] | None = None
    reuse: bool | None = None
    case: CaseOut | None = None


class PaperOut(Document):
    """`paper --json`: nowhere a key or a why."""

    code: str
    exam: str
    seed: int
    bank_digest: str
    minutes: int
    items: list[ItemOut]


class TallyOut(Document):
    """Points in one domain."""

    id: str
    name: str
    correct: Number
    total: int


class MarkOut(Document):
    """What one item earned."""

    id: str
    domain: str
    credit: Number
    scored: bool
    answer: AnswerOut


class ReportOut(Document):
    """`sit --json` and `report --json`."""

    exam: str
    code: str
    candidate: str
    correct: Number
    total: int
    scaled: int
    scale: ScaleOut
    passed: bool
    interval: IntervalOut
    domains: list[TallyOut]
    items: list[MarkOut]
    note: str


class SittingOut(Document):
    """One line of `history --json`."""

    id: int
    exam: str
    code: str
    mode: Literal["practice", "mock", "sit"]
    candidate: str
    started: datetime
    submitted: datetime | None
    answered: int
    total: int | None
    correct: Number | None
    scaled: int | None
    passed: bool | None


class ExplanationOut(Document):
    """`explain --json`."""

    question: str
    source: Literal["authored", "claude", "fake"]
    model: str | None = None
    prompt_version: str | None = None
    options: list[OptionWhy]
    takeaway: str | None = None
    refs: list[Any]
    usage: Usage | None = None
    cost_usd: str | None = None
    note: str | None = None


class QuestionOut(Document):
    """A whole question, key included, in `bank show --json`."""

    id: str
    kind: Literal["choice", "ordering", "matching"]
    objective: str
    difficulty: str
    family: str | None = None
    skill: str | None = None
    decision: str | None = None
    stem: str
    options: list[dict[str, Any]]
    key: AnswerOut
    slots: list[dict[str, Any]] | None = None
    reuse: bool | None = None
    refs: list[Any]
    case: str | None = None
    enemies: list[str] | None = None
    fingerprint: str


class BankOut(Document):
    """`bank show --json`."""

    blueprint: dict[str, Any]
    digest: str
    questions: list[QuestionOut]
    cases: list[CaseOut]
    facts: list[dict[str, Any]]
    misconceptions: list[dict[str, Any]]


class ProblemsOut(Document):
    """`bank check --json`."""

    path: str
    errors: int
    warnings: int
    problems: list[Problem]


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
        items=[_item(item) for item in paper.items],
    )


def _item(item: Item) -> ItemOut:
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


def problems_document(path: str, problems: Sequence[Problem]) -> ProblemsOut:
    """The problems of a bank."""
    errors = sum(problem.severity == "error" for problem in problems)
    return ProblemsOut(path=path, errors=errors, warnings=len(problems) - errors, problems=list(problems))


class ReviewItemOut(Document):
    """One question of a review, in shown order, with its key."""

    id: str
    stem: str
    options: list[dict[str, Any]]
    slots: list[dict[str, Any]] | None = None
    answer: AnswerOut
    key: AnswerOut
    credit: Number
    scored: bool
    refs: list[Any]


class ReviewOut(Document):
    """`review --json`."""

    exam: str
    code: str
    items: list[ReviewItemOut]


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


PUBLISHED: dict[str, Any] = {
    "exams": list[ExamOut],
    "bank-show": BankOut,
    "bank-check": ProblemsOut,
    "paper": PaperOut,
    "report": ReportOut,
    "history": list[SittingOut],
    "explain": ExplanationOut,
    "review": ReviewOut,
}
"""Document types by the name of their published schema."""
