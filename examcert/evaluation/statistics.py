"""Intervals by bootstrap, and agreement beyond chance.

A resample draws items, not answers: two prompts that answered the same item are compared on that item. The seed is
fixed, so the same answers always give the same interval.
"""

from collections.abc import Sequence
from random import Random
from statistics import fmean

from examcert.core.intervals import Interval

RESAMPLES = 2000
LEVEL = 0.95


def bootstrap(values: Sequence[float], *, seed: int = 0) -> Interval:
    """The percentile interval of a mean. Of nothing it is everything."""
    if not values:
        return Interval(low=0.0, high=1.0, level=LEVEL)
    if len(set(values)) == 1:
        return _certain(values)
    # `random()` is the one method whose values are promised to stay the same.
    chance, n = Random(seed), len(values)  # noqa: S311 - a figure, not a secret
    means = sorted(fmean(values[int(chance.random() * n)] for _ in range(n)) for _ in range(RESAMPLES))
    cut = int(RESAMPLES * (1 - LEVEL) / 2)
    return Interval(low=means[cut], high=means[-cut - 1], level=LEVEL)


def _certain(values: Sequence[float]) -> Interval:
    """All alike: resampling would call it certain. By the rule of three, the unseen rest is up to 3/n."""
    value, unseen = values[0], min(1.0, 3 / len(values))
    low, high = (value - unseen if value > 0 else 0.0), (value + unseen if value < 1 else 1.0)
    return Interval(low=max(0.0, low), high=min(1.0, high), level=LEVEL)


def paired_difference(before: Sequence[float], after: Sequence[float], *, seed: int = 0) -> Interval:
    """The interval of the mean of `after` less `before`, item by item."""
    changes = [new - old for old, new in zip(before, after, strict=True)]
    if len(set(changes)) <= 1:
        change = changes[0] if changes else 0.0
        return Interval(low=change, high=change, level=LEVEL)
    return bootstrap(changes, seed=seed)


def kappa(one: Sequence[bool], other: Sequence[bool]) -> float | None:
    """Cohen's kappa of two raters; None where either said the same of everything."""
    n = len(one)
    if not n or len(set(one)) == 1 or len(set(other)) == 1:
        return None
    seen = sum(a == b for a, b in zip(one, other, strict=True)) / n
    yes_one, yes_other = sum(one) / n, sum(other) / n
    expected = yes_one * yes_other + (1 - yes_one) * (1 - yes_other)
    return (seen - expected) / (1 - expected)


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value that this share of values does not exceed; None of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None
