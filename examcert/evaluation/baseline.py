"""A baseline: the figures of an earlier run, and whether today's are worse beyond the noise.

Two runs are compared item by item, so what makes an item hard drops out. A metric has regressed when the whole
interval of the mean change lies below zero. Items that only one of the runs has do not count.
"""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from pydantic import ValidationError

from examcert.core.intervals import Interval
from examcert.core.record import Record
from examcert.errors import ExamcertError
from examcert.evaluation.metrics import METRICS
from examcert.evaluation.running import Run
from examcert.evaluation.statistics import paired_difference

JUDGED = "judged_sound"


class Baseline(Record):
    """Every metric of every item, by the name of what was evaluated."""

    format: str = "examcert-evaluation-1"
    runs: dict[str, dict[str, dict[str, float]]]
    """Subject, metric, item."""


class Change(Record):
    """One metric, then and now."""

    subject: str
    metric: str
    before: float
    after: float
    difference: Interval
    n: int

    @property
    def regressed(self) -> bool:
        """Worse, and by more than chance explains."""
        return self.difference.high < 0


def baseline_of(runs: tuple[Run, ...]) -> Baseline:
    """What to compare the next run with."""
    return Baseline(runs={run.name: _values(run) for run in runs})


def _values(run: Run) -> dict[str, dict[str, float]]:
    told: dict[str, dict[str, float]] = {metric: run.values(metric) for metric in METRICS}
    told[JUDGED] = {item.id: float(item.sound) for item in run.items if item.sound is not None}
    return {name: values for name, values in told.items() if values}


def changes(before: Baseline, runs: tuple[Run, ...]) -> tuple[Change, ...]:
    """Every metric that both have, subject by subject."""
    return tuple(
        change
        for run in runs
        for metric, now in _values(run).items()
        if (change := _change(run.name, metric, before.runs.get(run.name, {}).get(metric, {}), now)) is not None
    )


def uncompared(before: Baseline, names: Iterable[str], items: Collection[str]) -> tuple[str, ...]:
    """The subjects that the baseline has no figure of on these items."""
    return tuple(
        name for name in names if all(one.keys().isdisjoint(items) for one in before.runs.get(name, {}).values())
    )


def _change(subject: str, metric: str, then: Mapping[str, float], now: Mapping[str, float]) -> Change | None:
    shared = sorted(then.keys() & now.keys())
    if not shared:
        return None
    old, new = [then[name] for name in shared], [now[name] for name in shared]
    return Change(
        subject=subject,
        metric=metric,
        before=sum(old) / len(old),
        after=sum(new) / len(new),
        difference=paired_difference(old, new),
        n=len(shared),
    )


def read_baseline(path: Path) -> Baseline:
    """A baseline as `--save` wrote it."""
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ExamcertError(
            f"The baseline {path} cannot be read: {error.strerror}.", remedy="Check the path."
        ) from error
    except ValidationError as error:
        raise ExamcertError(f"{path} is no baseline.", remedy="Write one with --save FILE.") from error
