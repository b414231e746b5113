"""Intervals for a share of points: how far chance alone may have moved it."""

from collections.abc import Collection, Sequence
from math import sqrt
from statistics import NormalDist

from examcert.core.record import Record

LEVEL = 0.95
"""The confidence level of every interval in a report."""


class Interval(Record):
    """A range from low to high that holds the true value with probability `level`."""

    low: float
    high: float
    level: float = LEVEL


def wilson(points: float, n: int, level: float = LEVEL) -> Interval:
    """Wilson score interval for `points` of `n` right, as shares from 0.0 to 1.0.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical
    inference", JASA 22 (1927), 209-212.
    """
    if n == 0:
        return Interval(low=0.0, high=1.0, level=level)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = points / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return Interval(low=max(0.0, centre - half), high=min(1.0, centre + half), level=level)


def mean_interval(credits: Sequence[float], level: float = LEVEL) -> Interval:
    """Normal interval for the mean of credits from 0.0 to 1.0, some of them partial.

    The variance takes one extra observation, half a point off the mean, so that it is never zero.
    """
    n = len(credits)
    if n == 0:
        return Interval(low=0.0, high=1.0, level=level)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    mean = sum(credits) / n
    spread = (sum((credit - mean) ** 2 for credit in credits) + 0.5**2) / n
    half = z * sqrt(spread / n)
    return Interval(low=max(0.0, mean - half), high=min(1.0, mean + half), level=level)


def share_interval(credits: Sequence[float], level: float = LEVEL) -> Interval:
    """Wilson where every credit is whole, the normal interval where some are partial."""
    if all(credit in (0.0, 1.0) for credit in credits):
        return wilson(sum(credits), len(credits), level)
    return mean_interval(credits, level)


def clustered_interval(clusters: Collection[tuple[float, int]], level: float = LEVEL) -> Interval:
    """Interval for the share of points where questions were answered more than once.

    A cluster is one question: points earned, and how often it was asked. A second answer to the same
    question is no new question, so what varies is taken between questions (the linearised variance of a
    ratio; see Cochran, "Sampling Techniques", 3rd ed., section 9A). With each question asked once, or
    answered alike each time, this is `share_interval` of the questions.
    """
    means = [points / asked for points, asked in clusters]
    n, asked_in_all = len(clusters), sum(asked for _, asked in clusters)
    if len({asked for _, asked in clusters}) <= 1:
        return share_interval(means, level)
    share = sum(points for points, _ in clusters) / asked_in_all
    if all(mean in (0.0, 1.0) for mean in means):
        return wilson(share * n, n, level)
    mean_asked = asked_in_all / n
    spread = (sum(((points - share * asked) / mean_asked) ** 2 for points, asked in clusters) + 0.5**2) / n
    half = NormalDist().inv_cdf(0.5 + level / 2) * sqrt(spread / n)
    return Interval(low=max(0.0, share - half), high=min(1.0, share + half), level=level)
