"""Charts in characters: true to their figures at every width, and readable without colour."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.tui.charts import bar, calendar, labelled, trend


@pytest.mark.parametrize(
    ("share", "drawn"),
    [(0.0, "────"), (0.125, "╸───"), (0.5, "━━──"), (1.0, "━━━━"), (7.0, "━━━━"), (-1.0, "────")],
)
def test_a_bar_is_as_long_as_its_share(share: float, drawn: str) -> None:
    assert bar(share, 4, "").plain == drawn


@given(share=st.floats(0, 1), cells=st.integers(1, 80))
def test_a_bar_always_has_its_width(share: float, cells: int) -> None:
    assert len(bar(share, cells, "").plain) == cells


def test_enough_and_too_little_are_told_apart_by_a_mark() -> None:
    rows = [("one", 0.9, "9/10"), ("two", 0.1, "1/10"), ("three", None, "not met")]
    one, two, three = labelled(rows, 80, line=0.7).plain.splitlines()
    assert ("✓" in one, "✗" in two, "✓" in three or "✗" in three) == (True, True, False)


@given(width=st.integers(20, 200))
def test_rows_fit_their_width_or_stand_in_two_lines(width: int) -> None:
    drawn = labelled([("A name of twenty-five cell", 0.5, "10/20")], width).plain
    assert all(len(line) <= max(width, 28) for line in drawn.splitlines())


def plot(*scores: int, width: int = 80) -> list[str]:
    """A trend from 100 to 1000 with its pass line at 700."""
    days = [(f"day {n}", score) for n, score in enumerate(scores)]
    return trend(days, low=100, high=1000, pass_mark=700, width=width).plain.splitlines()


def test_a_score_below_the_pass_mark_never_stands_on_its_line() -> None:
    lines = plot(690, 700)
    (level,) = [line for line in lines if "pass" in line]
    assert "●700" in level
    assert "●690" not in level


def test_a_higher_score_never_stands_lower() -> None:
    lines = plot(150, 400, 690, 700, 990)
    places = [next(n for n, line in enumerate(lines) if f"●{score}" in line) for score in (150, 400, 690, 700, 990)]
    assert places == sorted(places, reverse=True)


def test_where_there_is_no_room_for_all_the_newest_are_shown() -> None:
    lines = "\n".join(plot(*range(100, 1000, 10), width=40))
    assert "●990" in lines
    assert "●100" not in lines


def test_a_calendar_ends_today_and_tells_days_apart() -> None:
    today = date(2026, 11, 20)
    days = {today: 40, today - timedelta(days=1): 1}
    lines = calendar(days, today=today, width=60).plain.splitlines()
    assert lines[5].rstrip().endswith("█")
    assert lines[4].rstrip().endswith("░")
    assert "41 answers in all" in lines[-1]
