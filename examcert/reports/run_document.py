"""A run as one JSON document."""

from collections.abc import Iterator

from examcert import __version__
from examcert.core.bank import Bank
from examcert.core.gate import Decision, Gate
from examcert.core.intervals import Interval
from examcert.core.marking import ESTIMATE, Report
from examcert.core.run import Run
from examcert.reports.documents import answer_out, number, slots_of
from examcert.reports.run_shapes import (
    DecisionOut,
    FindingOut,
    IncidentOut,
    RunMarkOut,
    RunOut,
    RunSittingOut,
    TimesOut,
)
from examcert.reports.shapes import IntervalOut, ScaleOut, TallyOut


def run_document(run: Run, gate: Gate, decision: Decision) -> RunOut:
    """Everything there is to know of a run, its times apart."""
    totals, plan = run.totals, run.bank.blueprint
    spent = run.spending
    paid = {"calls": spent.calls, "usage": spent.usage, "cost_usd": spent.cost_usd} if spent else {}
    return RunOut(
        format=1,
        examcert=__version__,
        exam=run.bank.exam,
        title=plan.name,
        bank_digest=run.bank.digest,
        candidate=run.candidate,
        papers=run.papers,
        seed=run.seed,
        repeats=len(run.sat),
        credit_rule=plan.credit,
        scale=ScaleOut(low=plan.scale.low, pass_mark=plan.scale.pass_mark, high=plan.scale.high),
        pass_share=totals.pass_share,
        correct=number(totals.correct),
        total=totals.total,
        share=number(totals.share),
        share_interval=_interval(totals.share_interval),
        scaled=totals.scaled,
        interval=_interval(totals.interval),
        passed=totals.passed,
        passes=totals.passes,
        unanswered=totals.unanswered,
        unscored=totals.unscored,
        domains=[TallyOut(id=t.id, name=t.name, correct=number(t.correct), total=t.total) for t in totals.by_domain],
        incidents=[IncidentOut(**one.model_dump() | {"sitting": one.sitting + 1}) for one in run.incidents],
        decision=decision_out(gate, decision),
        sittings=list(_sittings(run)),
        note=ESTIMATE.format(share=totals.pass_share),
        times=TimesOut(started=run.started.isoformat(), finished=run.finished.isoformat()),
        **paid,
    )


def decision_out(gate: Gate, decision: Decision) -> DecisionOut:
    """What was decided, as data."""
    return DecisionOut(
        verdict=decision.verdict,
        exit_code=int(decision.exit_code),
        by=gate.by,
        sentence=decision.sentence,
        findings=[FindingOut(**one.model_dump()) for one in decision.findings],
    )


def _sittings(run: Run) -> Iterator[RunSittingOut]:
    for sitting, report in run.marked():
        yield _sitting(run.bank, sitting.paper.seed, report, slots_of(sitting.paper))


def _sitting(bank: Bank, seed: int, report: Report, slots: dict[str, tuple[str, ...]]) -> RunSittingOut:
    return RunSittingOut(
        seed=seed,
        code=report.code,
        correct=number(report.correct),
        total=report.total,
        scaled=report.scaled,
        passed=report.passed,
        items=[
            RunMarkOut(
                id=mark.item,
                fingerprint=bank.by_id[mark.item].fingerprint,
                domain=mark.domain,
                objective=mark.objective,
                difficulty=mark.difficulty,
                scored=mark.scored,
                credit=number(mark.credit),
                answer=answer_out(mark.answer, slots.get(mark.item, ())),
            )
            for mark in report.marks
        ],
    )


def _interval(found: Interval) -> IntervalOut:
    return IntervalOut(low=number(found.low), high=number(found.high), level=found.level)
