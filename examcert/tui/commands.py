"""What the command palette offers: every place, every exam."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.markup import escape
from textual.screen import Screen

from examcert.core.visible import visible
from examcert.tui.home import Home
from examcert.tui.pages import Page

if TYPE_CHECKING:
    from examcert.tui.app import ExamcertApp


def commands(app: "ExamcertApp", screen: Screen[object]) -> Iterator[SystemCommand]:
    """Commands that make sense on this screen."""
    yield SystemCommand("Keys", "Every key that works here", app.action_keys)
    if isinstance(screen, Page) and screen.answered() is not None:
        yield SystemCommand("Ask Claude about this question", "In a short dialogue", screen.action_ask)
    yield SystemCommand("Leave examcert", "Everything is kept", app.action_leave)
    told = app.house.preferences
    other = "light" if told.theme == "dark" else "dark"
    yield SystemCommand(f"Theme: {other}", "Change the colours", lambda: _keep(app, theme=other))
    contrast = "off" if told.contrast else "on"
    yield SystemCommand(f"High contrast: {contrast}", "", lambda: _keep(app, contrast=not told.contrast))
    if app.seat is not None:
        return  # a sitting is left by its own key, so that its clock stops
    home = next((one for one in app.screen_stack if isinstance(one, Home)), None)
    if home is None:
        return
    yield SystemCommand("History and progress", "Past sittings, scores, domains, days", home.action_history)
    yield SystemCommand("Settings", "Theme, text width, explainer, model", home.action_settings)
    if home.unfinished is not None:
        yield SystemCommand("Go on", f"Sitting {home.unfinished.id}, {home.unfinished.exam}", home.action_resume)
    for row in home.exams.values():
        if row.questions:
            # The palette reads its help as markup, and titles come from banks.
            yield SystemCommand(f"Open {row.code}", escape(visible(row.title)), lambda row=row: _exam(app, row))
            yield SystemCommand(
                f"Read the bank of {row.code}", "Keys included", lambda row=row: _authors(app, row.code)
            )


def _keep(app: "ExamcertApp", **changes: object) -> None:
    from examcert.errors import ExamcertError

    try:
        app.house.keep(app.house.preferences.but(**changes))
    except ExamcertError as error:
        app.fail(error)
    app.dress()


def _exam(app: "ExamcertApp", row: object) -> None:
    from examcert.reports.exam_shape import ExamOut
    from examcert.tui.exam import Exam

    assert isinstance(row, ExamOut)
    app.push_screen(Exam(row))


def _authors(app: "ExamcertApp", code: str) -> None:
    from examcert.tui.authors import Authors

    app.push_screen(Authors(code))
