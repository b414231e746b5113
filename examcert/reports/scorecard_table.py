"""Scorecards of several banks as one table, for a README."""

from collections.abc import Iterable, Iterator

from examcert.audit.figures import Figure
from examcert.audit.scorecard import Scorecard
from examcert.audit.thresholds import THRESHOLDS


def rows_of(cards: Iterable[Scorecard]) -> Iterator[str]:
    """The README's table, a bank a line."""
    titles = (
        "Bank", "Questions", "Longest", "Shortest", "Stem words", "All cues", "Options alone", "Without stems",
        "Twins", "Forms", "Blind readers",
    )  # fmt: skip
    yield f"| {' | '.join(titles)} |"
    yield f"|---{'|---:' * (len(titles) - 1)}|"
    names = (
        "longest", "shortest", "stem-words", "cue-score", "by-construction", "choices-only",
        "twins", "forms", "blind-agreement",
    )  # fmt: skip
    for card in cards:
        cells = [_cell(card.figure(name)) for name in names]
        yield f"| {card.exam} | {card.questions} | {' | '.join(cells)} |"


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    if not figure.is_share:
        return f"{figure.value:.0f}"
    half = (
        f" ± {(figure.high - figure.low) / 2 * 100:.0f}" if figure.low is not None and figure.high is not None else ""
    )
    return f"{figure.value * 100:.0f}{half} %"


def thresholds() -> Iterator[str]:
    """Every line a bank must not cross, with its reason."""
    yield "| Figure | Line | Why there |"
    yield "|---|---|---|"
    for threshold in THRESHOLDS:
        yield f"| `{threshold.figure}` | {threshold.rule} | {threshold.source} |"
