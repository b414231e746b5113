"""The JSON document of an evaluation."""

from examcert.evaluation.metrics import METRICS
from examcert.evaluation.report import Page
from examcert.evaluation.running import Figure, Run
from examcert.reports.claude_documents import dollars
from examcert.reports.claude_shapes import ChangeOut, EvaluationOut, FigureOut, SubjectOut, TrustOut
from examcert.reports.verify_documents import count_out


def evaluation_document(page: Page) -> EvaluationOut:
    """Everything that was measured."""
    trust = page.trust
    return EvaluationOut(
        only_fakes=page.only_fakes,
        subjects=[_subject(run) for run in page.runs],
        trust=None
        if trust is None
        else TrustOut(
            judge=page.judge,
            agreement=count_out(trust.agreement),
            kappa=None if trust.kappa is None else round(trust.kappa, 4),
            faults_found=count_out(trust.faults_found),
            flips=count_out(trust.flips),
        ),
        changes=[
            ChangeOut(
                subject=one.subject,
                metric=one.metric,
                before=round(one.before, 4),
                after=round(one.after, 4),
                low=round(one.difference.low, 4),
                high=round(one.difference.high, 4),
                n=one.n,
                regressed=one.regressed,
            )
            for one in page.changes
        ],
        uncompared=list(page.uncompared),
    )


def _subject(run: Run) -> SubjectOut:
    return SubjectOut(
        name=run.name,
        prompt_version=run.prompt_version,
        metrics={metric: _figure(run.figure(metric)) for metric in METRICS},
        judged_sound=_figure(run.sound),
        judged_against_reference=_figure(run.wins),
        refused=sum(item.refused for item in run.items),
        failed=run.failed,
        cost_usd=dollars(run.cost) or "0",
        unpriced_calls=run.unpriced,
        median_seconds=run.seconds(0.5),
        p95_seconds=run.seconds(0.95),
    )


def _figure(figure: Figure | None) -> FigureOut | None:
    if figure is None:
        return None
    return FigureOut(
        mean=round(figure.mean, 4),
        low=round(figure.interval.low, 4),
        high=round(figure.interval.high, 4),
        n=figure.n,
    )
