"""The scorecard as a picture: guessers against chance and their lines, coverage against the blueprint."""

from xml.sax.saxutils import escape

from examcert.audit.coverage import Part
from examcert.audit.figures import Figure
from examcert.audit.scorecard import Scorecard
from examcert.core.visible import visible

_WIDTH, _LEFT, _RIGHT, _ROW = 920, 350, 700, 26
_INK, _PALE, _GOOD, _BAD, _BAND = "#1f2933", "#66727f", "#1b7f5c", "#c2352b", "#e3f1ea"
_PLAIN = "#4a6785"
_BARS = (
    "longest", "shortest", "most-detailed", "stem-words", "convergent", "position-file", "position-shown", "cue-score",
    "option-wording", "longest-several", "by-construction", "choices-only", "blind-agreement",
)  # fmt: skip
_TILES = ("forms", "twins", "clearly-longest", "position-v", "whys", "refs", "facts-fresh", "flaw-free")


def scorecard_svg(card: Scorecard) -> str:
    """A picture that stands alone: no script, no font from elsewhere."""
    page = _Page()
    page.text(24, 40, f"{card.name}", size=20, bold=True)
    judged = "" if card.judged else "; fewer than 100 single-answer items judge nothing"
    page.text(
        24, 62, f"{card.exam} · {card.questions} questions, {card.single_answer} with a single answer · "
        f"bank {card.digest[:8]} · {card.day}{judged}", colour=_PALE,
    )  # fmt: skip
    page.at = 92
    bars = [figure for name in _BARS if (figure := card.figure(name)) is not None]
    if bars:
        _scale(page, bars)
    tiles = [figure for name in _TILES if (figure := card.figure(name)) is not None]
    if tiles:
        _tiles(page, tiles)
    if card.questions:
        _coverage(page, card.coverage.domains)
    if card.crossed:
        page.text(
            24, page.at + 8, f"Crossed: {', '.join(figure.title for figure in card.crossed)}", colour=_BAD, bold=True
        )
        page.at += 28
    return page.whole()


class _Page:
    """Elements and how far down they reach."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.at = 0.0

    def text(
        self,
        x: float,
        y: float,
        said: str,
        *,
        size: int = 13,
        colour: str = _INK,
        bold: bool = False,
        end: bool = False,
    ) -> None:
        """A line of text, at its start or its end."""
        more = (' font-weight="600"' if bold else "") + (' text-anchor="end"' if end else "")
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}"{more}>{escape(visible(said))}</text>'
        )

    def box(self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0) -> None:
        """A filled rectangle."""
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" height="{height:g}" rx="{radius:g}" '
            f'fill="{colour}"/>'
        )

    def whole(self) -> str:
        """The document."""
        height = self.at + 16
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:g}" width="{_WIDTH}" '
            f'height="{height:g}" font-family="system-ui, Segoe UI, Helvetica, Arial, sans-serif">'
        )
        return "\n".join(
            (head, f'<rect width="{_WIDTH}" height="{height:g}" fill="#ffffff"/>', *self.parts, "</svg>\n")
        )


def _x(share: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * min(1.0, max(0.0, share))


def _scale(page: _Page, bars: list[Figure]) -> None:
    page.text(24, page.at, "What can be had without knowing the subject", bold=True)
    for tick in (0, 0.25, 0.5, 0.75, 1):
        page.text(_x(tick) + 12, page.at, f"{tick:.0%}", size=11, colour=_PALE, end=True)
    top = page.at + 10
    for tick in (0, 0.25, 0.5, 0.75, 1):
        page.box(_x(tick), top, 1, _ROW * len(bars), "#e4e7eb")
    page.at = top
    for figure in bars:
        _bar(page, figure)
    page.at += 14
    page.box(24, page.at - 9, 22, 10, _BAND)
    page.text(54, page.at, "fine", size=11, colour=_PALE)
    page.box(94, page.at - 10, 2, 12, _PALE)
    page.text(104, page.at, "chance", size=11, colour=_PALE)
    page.box(160, page.at - 5, 24, 2, _PLAIN)
    page.text(192, page.at, "95 % interval", size=11, colour=_PALE)
    page.at += 34


def _bar(page: _Page, figure: Figure) -> None:
    middle = page.at + _ROW / 2
    if figure.judged:
        start = _x(figure.least or 0.0)
        page.box(start, page.at + 4, _x(1.0 if figure.most is None else figure.most) - start, _ROW - 8, _BAND)
    if figure.chance is not None:
        page.box(_x(figure.chance) - 1, page.at + 4, 2, _ROW - 8, _PALE)
    colour = _BAD if figure.crossed else _GOOD if figure.judged else _PLAIN
    if figure.low is not None and figure.high is not None:
        page.box(_x(figure.low), middle - 1, _x(figure.high) - _x(figure.low), 2, colour)
    page.parts.append(f'<circle cx="{_x(figure.value):.1f}" cy="{middle:g}" r="5" fill="{colour}"/>')
    page.text(24, middle + 4, figure.title)
    page.text(_RIGHT + 84, middle + 4, f"{figure.value:.1%}", bold=True, colour=colour, end=True)
    page.text(_WIDTH - 24, middle + 4, f"n = {figure.n}", size=11, colour=_PALE, end=True)
    page.at += _ROW


def _tiles(page: _Page, tiles: list[Figure]) -> None:
    width, gap = (_WIDTH - 48 - 36) / 4, 12
    for place, figure in enumerate(tiles):
        column, row = place % 4, place // 4
        x, y = 24 + column * (width + gap), page.at + row * 66
        page.box(x, y, width, 56, "#f5f7fa", 6)
        colour = _BAD if figure.crossed else _GOOD if figure.judged else _INK
        value = f"{figure.value:.1%}" if figure.is_share else f"{figure.value:.2f}".rstrip("0").rstrip(".")
        page.text(x + 12, y + 26, value, size=18, bold=True, colour=colour)
        page.text(x + 12, y + 45, _short(figure.title, 41), size=10, colour=_PALE)
    page.at += 66 * ((len(tiles) + 3) // 4) + 24


def _coverage(page: _Page, domains: tuple[Part, ...]) -> None:
    page.text(24, page.at, "Questions by domain; the mark is the blueprint's share", bold=True)
    page.at += 10
    most = max([0.01, *(max(part.share, part.wanted or 0.0) for part in domains)])
    for part in domains:
        middle = page.at + _ROW / 2
        page.text(24, middle + 4, _short(f"{part.id} {part.name}", 48))
        page.box(_LEFT, page.at + 6, (_RIGHT - _LEFT) * part.share / most, _ROW - 12, "#9fb8cf", 2)
        if part.wanted is not None:
            page.box(_LEFT + (_RIGHT - _LEFT) * part.wanted / most - 1, page.at + 2, 2, _ROW - 4, _INK)
        page.text(_RIGHT + 84, middle + 4, f"{part.share:.0%}", bold=True, end=True)
        wanted = "" if part.wanted is None else f"of {part.wanted:.0%}"
        page.text(_WIDTH - 24, middle + 4, wanted, size=11, colour=_PALE, end=True)
        page.at += _ROW
    page.at += 16


def _short(said: str, most: int) -> str:
    return said if len(said) <= most else said[: most - 1].rstrip() + "…"
