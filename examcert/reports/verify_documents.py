"""The JSON document of a blind reading by a model."""

from collections.abc import Mapping, Sequence

from examcert.audit.agreement import Agreement
from examcert.audit.calibration import Calibration
from examcert.claude.setbacks import Setback
from examcert.core.bank import Bank
from examcert.core.reader import Count
from examcert.reports.claude_shapes import AuditorOut, CalibrationOut, CountOut, VerifyOut, VerifyViewOut


def count_out(count: Count) -> CountOut:
    """A share with its interval."""
    interval = count.interval
    return CountOut(
        hits=count.hits,
        n=count.n,
        share=round(count.share, 4),
        low=round(interval.low, 4),
        high=round(interval.high, 4),
    )


def calibration_out(found: Calibration) -> CalibrationOut:
    """What a reader flags."""
    return CalibrationOut(
        recall=count_out(found.recall),
        precision=count_out(found.precision),
        false_alarms=count_out(found.false_alarms),
    )


def verify_document(
    bank: Bank,
    reader: str,
    repeats: int,
    found: Sequence[Agreement],
    calibration: Calibration | None,
    cost_usd: str | None,
    stopped: Setback | None,
    *,
    failed: int,
    unanswered: Mapping[str, int],
) -> VerifyOut:
    """What a model answered, beside the keys."""
    return VerifyOut(
        exam=bank.exam,
        reader=reader,
        repeats=repeats,
        views=[
            VerifyViewOut(
                view=one.view,
                agreement=count_out(one.count),
                disagreements=list(one.disagreements),
                doubts={name: doubt.say for name in one.doubts if (doubt := one.items[name].doubt)},
            )
            for one in found
        ],
        calibration=None if calibration is None else calibration_out(calibration),
        failed=failed,
        unanswered=dict(unanswered),
        cost_usd=cost_usd,
        stopped=None if stopped is None else stopped.note,
    )


def auditor_document(reader: str, items: int, answered: int, found: Calibration, cost_usd: str | None) -> AuditorOut:
    """A reader on keys that people have checked."""
    return AuditorOut(
        reader=reader, items=items, answered=answered, calibration=calibration_out(found), cost_usd=cost_usd
    )
