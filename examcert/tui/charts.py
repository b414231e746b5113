"""Bars, a trend and a calendar in characters: drawn for a width, readable without colour.

Own drawing, because the plotting widget for Textual pins an old plotting library, and because a pass line
and a calendar need their words beside them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from textual.content import Content
from textual.widget import Widget

from examcert.tui.prose import bare

FULL, HALF, EMPTY = "━", "╸", "─"
Maker = Callable[[int], Content]


class Drawn(Widget):
    """A picture that is made for the width it gets."""

    DEFAULT_CSS = "Drawn { height: auto; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._make: Maker = lambda width: Content("")
        self._made: tuple[int, Content] | None = None

    def show(self, make: "Maker") -> None:
        """Draw this from now on."""
        self._make, self._made = make, None
        self.refresh(layout=True)

    def _drawn(self, width: int) -> Content:
        if self._made is None or self._made[0] != width:
            self._made = (width, self._make(max(20, width)))
        return self._made[1]

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as were drawn."""
        return self._drawn(width).plain.count("\n") + 1

    def render(self) -> Content:
        """The picture."""
        return self._drawn(self.content_size.width)


def bar(share: float, cells: int, style: str) -> Content:
    """A bar of a share from 0 to 1, to half a cell."""
    halves = round(min(max(share, 0.0), 1.0) * cells * 2)
    filled, half = divmod(halves, 2)
    return Content.assemble((FULL * filled + HALF * half, f"bold {style}"), (EMPTY * (cells - filled - half), "$rule"))


def labelled(rows: Sequence[tuple[str, float | None, str]], width: int, *, line: float | None = None) -> Content:
    """Rows of a name, a bar and words; names on a line of their own where it is narrow.

    Args:
        rows: names, shares (None where there is nothing yet) and the words behind the bar.
        width: cells there are.
        line: a share that counts as enough; below it the mark says so.
    """
    words = max((len(told) for *_, told in rows), default=0)
    names = max((len(name) for name, *_ in rows), default=0)
    stacked = names + words + 18 > width
    cells = max(8, min(40, width - words - 4 if stacked else width - names - words - 6))
    out = []
    for name, share, told in rows:
        enough = share is not None and (line is None or share >= line)
        mark = " " if line is None or share is None else "✓" if enough else "✗"
        style = "$accent" if line is None else "$right" if enough else "$wrong"
        shown = bar(share, cells, style) if share is not None else Content.styled(EMPTY * cells, "$rule")
        head = bare(name) + ("\n" if stacked else " " * (names - len(name) + 2))
        out.append(Content.assemble(head, (f"{mark} ", f"bold {style}"), shown, f"  {told}"))
    return Content("\n").join(out)


def trend(
    scores: Sequence[tuple[str, int]], *, low: int, high: int, pass_mark: int, width: int, height: int = 9
) -> Content:
    """Scores over time, the newest at the right, with the pass line drawn through.

    Args:
        scores: a short date and a score, oldest first. Only as many as have room are shown.
        low: the lower end of the scale.
        high: the upper end of the scale.
        pass_mark: where the line runs.
        width: cells there are.
        height: lines of the plot.
    """
    margin = len(str(high)) + 2
    step = 8
    shown = scores[-max(1, (width - margin - 6) // step) :]
    plot = max(width - margin - 6, step)

    def line_of(score: int) -> int:
        return round((high - score) / (high - low) * (height - 1))

    level = line_of(pass_mark)

    def drawn_at(score: int) -> int:
        """Its line; rounding never moves a score across the pass mark."""
        return min(line_of(score), level) if score >= pass_mark else max(line_of(score), level + 1)

    labels = {0: str(high), height - 1: str(low), level: str(pass_mark)}
    rows = [[" "] * plot for _ in range(height)]
    rows[level] = ["╌"] * plot
    for place, (_, score) in enumerate(shown):
        at, text = place * step + 1, f"●{score}"
        rows[drawn_at(score)][at : at + len(text)] = text
    out = []
    for number, row in enumerate(rows):
        tail = " pass" if number == level else ""
        cells = Content("".join(row[:plot]))
        cells = cells.highlight_regex(r"●\d+", style="bold $foreground").highlight_regex(r"╌+", style="$note")
        head = Content.styled(f"{labels.get(number, ''):>{margin - 2}} ", "$muted")
        out.append(Content.assemble(head, ("┤" if number in labels else "│", "$rule"), cells, (tail, "bold $note")))
    days = "".join(f" {day:<{step - 1}}" for day, _ in shown)
    out.append(Content.styled(" " * margin + days, "$muted"))
    return Content("\n").join(out)


SHADES = "·░▒▓█"
"""None, a few, some, many, very many answers a day: told apart without colour."""


def calendar(days: Mapping[date, int], *, today: date, width: int) -> Content:
    """Answers a day, a column a week and a line a weekday, this week at the right."""
    weeks = min(53, max(4, (width - 6) // 2))
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=weeks - 1)
    most = max(days.values(), default=0)
    months = [" "] * (weeks * 2 + 4)
    for week in range(weeks):
        start = first + timedelta(weeks=week)
        if start.day <= 7:
            months[week * 2 : week * 2 + 3] = start.strftime("%b")
    out = [Content.styled("      " + "".join(months).rstrip(), "$muted")]
    for weekday in range(7):
        cells = Content("")
        for week in range(weeks):
            day = first + timedelta(weeks=week, days=weekday)
            if day > today:
                break
            shade = 0 if not days.get(day) else 1 + min(3, 4 * (days[day] - 1) // max(1, most))
            cells += Content.styled(SHADES[shade] + " ", "$right" if shade else "$muted")
        name = ("Mon", "", "Wed", "", "Fri", "", "Sun")[weekday]
        out.append(Content.styled(f"{name:<6}", "$muted") + cells)
    total = sum(days.values())
    out.append(
        Content.styled(f"      {SHADES[0]} none  {SHADES[1]} few  {SHADES[4]} many   {total} answers in all", "$muted")
    )
    return Content("\n").join(out)


def spark(values: Sequence[float]) -> str:
    """A row of bars, one a value, as high as the largest."""
    most = max(values, default=0.0)
    return "".join("▁▂▃▄▅▆▇█"[min(7, int(8 * value / most))] if most else "▁" for value in values)
