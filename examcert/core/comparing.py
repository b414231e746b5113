"""Whether one run did better than another on the same questions, or whether chance explains the difference.

Two candidates on the same questions are compared question by question: what they have in common, such as
a hard question, cancels out, which two separate intervals cannot see. Where every question was answered once
and earned all or nothing, that is McNemar's test in its exact form; otherwise a sign-flip test of the
differences in credit. A question that was answered several times is still one question.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from math import comb, erfc, sqrt
from statistics import NormalDist

from examcert.core.intervals import LEVEL, Interval
from examcert.core.record import Record

ALPHA = 0.05
"""A difference counts as more than noise below this probability."""
_EXACT_UP_TO = 14
"""Differing questions whose signs are flipped in every way; 2^14 ways take a moment."""


class Test(Record):
    """The outcome of a paired test."""

    name: str
    p_value: float
    better: int
    worse: int
    difference: float
    """Mean gain in credit per question."""
    interval: Interval

    @property
    def beyond_noise(self) -> bool:
        """Whether chance alone is an unlikely reason."""
        return self.p_value < ALPHA


def paired(before: Mapping[str, Sequence[float]], after: Mapping[str, Sequence[float]]) -> Test:
    """Test the questions that both hold; values are the credits a question earned, one a sitting."""
    shared = sorted(before.keys() & after.keys())
    gains = [_mean(after[name]) - _mean(before[name]) for name in shared]
    better, worse = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
    if all(list(side[name]) in ([0.0], [1.0]) for side in (before, after) for name in shared):
        name, p_value = "McNemar's test, exact", mcnemar(better, worse)
    else:
        name, p_value = sign_flip([gain for gain in gains if gain])
    return Test(
        name=name,
        p_value=p_value,
        better=better,
        worse=worse,
        difference=_mean(gains),
        interval=_interval(gains),
    )


def mcnemar(better: int, worse: int) -> float:
    """The two-sided exact probability of such an uneven split, were both equally likely.

    Source: Q. McNemar, "Note on the sampling error of the difference between correlated
    proportions or percentages", Psychometrika 12 (1947), 153-157; exact form: the binomial test.
    """
    changed = better + worse
    tail = sum(comb(changed, k) for k in range(min(better, worse) + 1))
    return min(1.0, float(2 * tail / 2**changed))


def sign_flip(gains: Sequence[float]) -> tuple[str, float]:
    """Two-sided probability of so large a sum, were every gain as likely a loss; with the test's name.

    Source: R. A. Fisher, "The Design of Experiments" (1935), section 21.
    """
    total = abs(sum(gains))
    if len(gains) <= _EXACT_UP_TO:
        flips = product((1, -1), repeat=len(gains))
        sums = [abs(sum(sign * gain for sign, gain in zip(signs, gains, strict=True))) for signs in flips]
        return "sign-flip test, exact", sum(found >= total - 1e-9 for found in sums) / len(sums)
    spread = sqrt(sum(gain * gain for gain in gains))
    return "sign-flip test, normal approximation", erfc(total / spread / sqrt(2))


def _interval(gains: Sequence[float]) -> Interval:
    """Normal interval for the mean gain, with one extra observation of half a point, so that it is never nothing."""
    n = len(gains)
    if not n:
        return Interval(low=-1.0, high=1.0)
    mean = _mean(gains)
    spread = (sum((gain - mean) ** 2 for gain in gains) + 0.5**2) / n
    half = NormalDist().inv_cdf(0.5 + LEVEL / 2) * sqrt(spread / n)
    return Interval(low=max(-1.0, mean - half), high=min(1.0, mean + half))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
