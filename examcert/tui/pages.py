"""What every full screen shares: the house behind it, the width of its text, the way back."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding
from textual.screen import Screen

if TYPE_CHECKING:
    from examcert.tui.app import ExamcertApp
    from examcert.tui.explained import Answered

COLUMN = ".column, #question > *, #author, #claude"
"""What is text to read, and so no wider than the reader wants."""


class Page(Screen[None]):
    """A full screen of the app."""

    FIRST: ClassVar[tuple[str, ...]] = ("enter",)
    """Keys in the order of their weight: where it is narrow, the last ones go behind `?`."""

    def meaning(self, binding: Binding) -> str:
        """What a key does at this moment."""
        return binding.description

    @property
    def room(self) -> "ExamcertApp":
        """The app, as what it is."""
        return cast("ExamcertApp", self.app)

    def on_mount(self) -> None:
        """Keep text to the width of the settings."""
        self.fit()

    def on_screen_resume(self) -> None:
        """The settings may have changed meanwhile."""
        self.fit()

    def fit(self) -> None:
        """Keep text to the width of the settings."""
        width = self.room.house.preferences.text_width
        for widget in self.query(COLUMN):
            if widget.id == "explanations":
                continue
            widget.styles.max_width = width

    # Talking about what is on screen.

    def answered(self) -> "Answered | None":
        """The question on screen, where it is answered and explained and so may be talked about. Else, none is."""
        return None

    def action_ask(self) -> None:
        """Ask Claude about the question on screen."""
        if (about := self.answered()) is not None:
            from examcert.tui.talk import Talk

            self.app.push_screen(Talk(about))

    def action_close(self) -> None:
        """Back to where it was opened."""
        self.dismiss()

    def action_ignore(self) -> None:
        """A key that the widget in focus acts on; it stands here for the line of keys."""
