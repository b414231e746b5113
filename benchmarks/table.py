"""The table: what was measured, against which floor, and whether it keeps its limit."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

README = Path(__file__).parent / "README.md"
_START, _END = "<!-- table: start -->\n", "<!-- table: end -->\n"
_HEAD = ("What", "Ours", "Floor", "Ratio", "Limit", "Verdict")

Verdict = Literal["ok", "MISSED", "not measured", "for information"]


@dataclass(frozen=True)
class Row:
    """One comparison. Times are seconds; rates, where more is better, are per second."""

    what: str
    ours: float | None = None
    """None when it could not be measured."""
    floor: float | None = None
    limit: float | None = None
    """The largest ratio allowed (of rates: the smallest). None: a row for information."""
    rate: str = ""
    """What is counted per second, where the row compares rates."""
    unit: str = ""
    """What is counted, where the row compares sizes."""
    broken: bool = False
    """Ours did not run at all, which no limit forgives."""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over the floor."""
        return self.ours / self.floor if self.ours is not None and self.floor else None

    @property
    def verdict(self) -> Verdict:
        """Whether the limit is kept. A row without a measurement never passes as kept."""
        if self.broken:
            return "MISSED"
        if self.limit is None:
            return "for information"
        if self.ratio is None:
            return "not measured"
        kept = self.ratio >= self.limit if self.rate else self.ratio <= self.limit
        return "ok" if kept else "MISSED"

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        limit = "" if self.limit is None else f"{'≥' if self.rate else '≤'} {self.limit:g}x"
        ratio = "" if self.ratio is None else f"{self.ratio:.0f}x" if self.ratio >= 10 else f"{self.ratio:.2f}x"
        what = f"{self.what} ({self.note})" if self.note else self.what
        return (what, self._shown(self.ours), self._shown(self.floor), ratio, limit, self.verdict)

    def _shown(self, value: float | None) -> str:
        if value is None:
            return "–"
        if self.unit:
            return f"{value:,.0f} {self.unit}"
        return f"{value:,.0f} {self.rate}/s" if self.rate else duration(value)


def duration(seconds: float) -> str:
    """A time in the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}" if seconds < 100 * size else f"{seconds / size:.0f} {unit}"
    return f"{seconds * 1e6:.0f} µs"


def markdown(rows: Iterable[Row], machine: str) -> str:
    """The machine line and the table, columns aligned so that a terminal shows them well too."""
    lines = [_HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    shown = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) + " |" for line in lines]
    shown.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return f"{machine}\n\n" + "\n".join(shown) + "\n"


def keep(table: str) -> None:
    """Put the table between the markers of the README."""
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(_START)
    _, _, after = rest.partition(_END)
    README.write_text(f"{before}{_START}\n{table}\n{_END}{after}", encoding="utf-8")
