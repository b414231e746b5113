"""Numbers and ranges that stand as options: what they are worth, so that 0.5 meets 50 %.

Exact arithmetic, and short inputs only: a bank is a stranger's text, and `1e999999999`
must cost nothing.
"""

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

_FIGURE = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,15})?|[0-9]{1,18}(?:\.[0-9]{1,15})?|\.[0-9]{1,15})"


def _figure(n: int) -> str:
    return (
        rf"(?:about |around |approximately |roughly |exactly |~ ?|≈ ?)?(?P<sign{n}>[-−]?)(?P<money{n}>[$€£]?) ?"
        rf"(?P<figure{n}>{_FIGURE})(?P<power{n}>e[-+]?[0-9]{{1,2}})?(?:/(?P<under{n}>[0-9]{{1,9}}))?"
        rf" ?(?P<unit{n}>%|percent|[^\W\d_]+(?:[ -][^\W\d_]+)?(?: per [^\W\d_]+)?)?"
    )


_ONE = re.compile(_figure(1))
_SPAN = re.compile(rf"(?:from |between )?{_figure(1)} ?(?:-|–|—|to|and|through) ?{_figure(2)}")
_BELOW = re.compile(
    rf"(?:(?:less|fewer|lower|shorter|smaller) than|below|under|at most|up to|no more than|max(?:imum)?|<=?|≤)"
    rf" ?{_figure(1)}|{_figure(2)} (?:or|and) (?:less|fewer|lower|below|under)(?P<of> [^\W\d_]+)?"
)
_ABOVE = re.compile(
    rf"(?:(?:more|greater|higher|longer|larger) than|over|above|at least|no less than|min(?:imum)?|>=?|≥)"
    rf" ?{_figure(1)}|{_figure(2)}(?: (?:or|and) (?:more|greater|higher|above|over)|\+)(?P<of> [^\W\d_]+)?"
)
_UNITS = {
    **dict.fromkeys(("%", "percent", "per cent"), (Fraction(1, 100), "")),
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), (Fraction(1, 1000), "s")),
    **dict.fromkeys(("s", "sec", "second", "seconds"), (Fraction(1), "s")),
    **dict.fromkeys(("min", "minute", "minutes"), (Fraction(60), "s")),
    **dict.fromkeys(("h", "hr", "hour", "hours"), (Fraction(3600), "s")),
    **dict.fromkeys(("day", "days"), (Fraction(86_400), "s")),
    **dict.fromkeys(("week", "weeks"), (Fraction(604_800), "s")),
    **dict.fromkeys(("month", "months"), (Fraction(2_629_800), "s")),
    **dict.fromkeys(("year", "years"), (Fraction(31_557_600), "s")),
    "b": (Fraction(1), "b"), "kb": (Fraction(10**3), "b"), "kib": (Fraction(10**3), "b"),
    "mb": (Fraction(10**6), "b"), "mib": (Fraction(10**6), "b"), "gb": (Fraction(10**9), "b"),
    "gib": (Fraction(10**9), "b"), "tb": (Fraction(10**12), "b"), "tib": (Fraction(10**12), "b"),
    "thousand": (Fraction(10**3), ""), "million": (Fraction(10**6), ""), "billion": (Fraction(10**9), ""),
}  # fmt: skip


class Quantity(NamedTuple):
    """A value in the smallest common unit, and that unit ("" for a bare number or a share)."""

    value: Fraction
    unit: str


class Span(NamedTuple):
    """A range; an open end is infinite."""

    low: float
    high: float
    unit: str

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share more than an end point."""
        return self.unit == other.unit and max(self.low, other.low) < min(self.high, other.high)


def _bare(text: str) -> str:
    one = unicodedata.normalize("NFKC", text).replace("\u00a0", " ").replace("`", "").replace("*", "")
    return " ".join(one.split()).casefold().rstrip(".")


@lru_cache(1 << 15)
def quantity(text: str) -> Quantity | None:
    """The number an option consists of, or None when it is anything else."""
    found = _ONE.fullmatch(_bare(text)) if len(text) <= 60 else None
    return _read(found, 1) if found else None


@lru_cache(1 << 15)
def span(text: str) -> Span | None:
    """The range an option consists of, or None when it is anything else."""
    bare = _bare(text)
    if len(text) > 80 or not any(sign.isdigit() for sign in bare):
        return None
    if found := _SPAN.fullmatch(bare):
        high = _read(found, 2)
        low = _read(found, 1, unit=found["unit2"] if not found["unit1"] else None)
        if low and high and low.unit == high.unit and low.value <= high.value:
            return Span(float(low.value), float(high.value), low.unit)
    for pattern, is_upper in ((_BELOW, True), (_ABOVE, False)):
        if found := pattern.fullmatch(bare):
            edge = _read(found, 1) or _read(found, 2, unit=(found["of"] or "").strip() or None)
            if edge:
                value = float(edge.value)
                return Span(*((float("-inf"), value) if is_upper else (value, float("inf"))), edge.unit)
    return None


def _read(found: re.Match[str], n: int, *, unit: str | None = None) -> Quantity | None:
    figure = found[f"figure{n}"]
    if figure is None:
        return None
    value = Fraction(figure.replace(",", "") + (found[f"power{n}"] or ""))
    if under := found[f"under{n}"]:
        if int(under) == 0:
            return None
        value /= int(under)
    if found[f"sign{n}"]:
        value = -value
    factor, base = _unit(unit or found[f"unit{n}"] or "")
    return Quantity(value * factor, found[f"money{n}"] + base)


def _unit(name: str) -> tuple[Fraction, str]:
    if name in _UNITS or not name:
        return _UNITS.get(name, (Fraction(1), ""))
    first, _, rest = name.partition(" ")
    if rest and first in ("thousand", "million", "billion"):
        return _UNITS[first][0], rest.removesuffix("s")
    return Fraction(1), name.removesuffix("s")
