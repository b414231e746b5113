"""The app: themes, the keys that work everywhere, and the way in and out.

Only what the first paint of the home screen needs is imported here; every other screen, the core,
the database and the model SDK come when they are asked for.
"""

import asyncio
import contextlib
import gc
import os
import signal
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from rich.console import Console
from textual import work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from examcert.errors import ExamcertError, ExitCode
from examcert.tui.home import Home
from examcert.tui.house import House
from examcert.tui.themes import CONTRAST, SIXTEEN, THEMES, sixteen

if TYPE_CHECKING:
    from examcert.core.marking import Report
    from examcert.tui.desk import Desk
    from examcert.tui.sitting import SittingScreen

BREAKPOINTS = [(0, "-narrow"), (78, "-medium"), (112, "-wide"), (150, "-vast")]
HEIGHTS = [(0, "-low"), (30, "-tall")]


class ExamcertApp(App[None]):
    """The exam room on a terminal."""

    TITLE = "examcert"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "keys", "Every key here", show=False, key_display="?"),
        Binding("ctrl+p", "command_palette", "Find a command", show=False, priority=True),
        Binding("ctrl+c", "interrupt", "Leave; everything is kept", show=False, priority=True),
        Binding("ctrl+q", "leave", "Leave examcert", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "To the shell; fg comes back", show=False, priority=True),
    ]

    def __init__(
        self,
        house: House,
        *,
        start: "Callable[[], Desk] | None" = None,
        authors: str | None = None,
        question: str | None = None,
        few_colours: bool = False,
    ) -> None:
        # Said here and not by the theme alone: NO_COLOR is heeded before there is a theme, and would else turn the
        # terminal's own colours into black on black.
        super().__init__(ansi_color=True if few_colours else None)
        self.house = house
        self._few_colours = few_colours
        self._start = start
        self._authors, self._question = authors, question
        self.first: Desk | None = None
        """The sitting that the app was opened for."""
        self.paused: int | None = None
        """A sitting that was left unfinished, for the last word in the terminal."""
        for theme in (*THEMES, sixteen()):
            self.register_theme(theme)
        # Before the first style is read: a change of theme reads them all again.
        self.dress()
        self._styled_with = self.get_css_variables()
        self.stylesheet.set_variables(self._styled_with)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour names, before a theme is chosen."""
        return dict(THEMES[0].variables)

    # The way in.

    def on_mount(self) -> None:
        """Show the home screen."""
        self._hear_signals()
        self.push_screen(Home())
        if self._start is not None:
            self.open(self._start, first=True)
        if self._authors is not None:
            from examcert.tui.authors import Authors

            self.push_screen(Authors(self._authors, self._question))

    def refresh_css(self, animate: bool = True) -> None:
        """Read the styles again where something that they are made of has changed: it takes its time."""
        variables = self.get_css_variables()
        if variables != self._styled_with:
            self._styled_with = variables
            super().refresh_css(animate=animate)

    def dress(self) -> None:
        """Look as the settings say."""
        told = self.house.preferences
        self.theme = SIXTEEN if self._few_colours else told.theme + (CONTRAST if told.contrast else "")
        self.animation_level = "full" if told.motion else "none"

    def _hear_signals(self) -> None:
        """A closed terminal or a polite kill leaves as Ctrl-C does."""
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            if (number := getattr(signal, name, None)) is not None:
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.action_interrupt)

    # Sittings.

    @work(thread=True, exclusive=True, group="open")
    def open(self, make: "Callable[[], Desk]", *, first: bool = False) -> None:
        """Make a desk in a thread, then show its sitting."""
        try:
            desk = make()
        except ExamcertError as error:
            self.call_from_thread(self.fail, error)
            return
        _settle()
        self.call_from_thread(self._seat, desk, first=first)

    def _seat(self, desk: "Desk", *, first: bool) -> None:
        if first:
            self.first = desk
        desk.reopen()
        if desk.sitting.mode == "mock":
            from examcert.tui.mock import Mock

            self.push_screen(Mock(desk))
        else:
            from examcert.tui.practice import Practice

            self.push_screen(Practice(desk))

    def fail(self, error: ExamcertError) -> None:
        """Say what went wrong and what to do."""
        from examcert.tui.dialogs import Told

        self.push_screen(Told.failure(error))

    @property
    def seat(self) -> "SittingScreen | None":
        """The sitting on screen, whatever windows stand above it."""
        from examcert.tui.sitting import SittingScreen

        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, SittingScreen)), None)

    # The way out.

    def action_interrupt(self) -> None:
        """Leave as Ctrl-C means it. With text selected it copies, as it does everywhere."""
        if self.screen.get_selected_text():
            self.screen.action_copy_text()
            return
        self._away(ExitCode.INTERRUPTED)

    def action_leave(self) -> None:
        """Leave."""
        self._away(self._code())

    def _code(self) -> ExitCode:
        """Below the pass mark counts where the app was opened for a mock exam."""
        if self.first is None or self.first.sitting.mode != "mock":
            return ExitCode.OK
        report: Report | None = self.first.report
        return ExitCode.BELOW if report is not None and not report.passed else ExitCode.OK

    def _away(self, code: ExitCode) -> None:
        if len(self.screen_stack) > 1 and (seat := self.seat) is not None:
            with contextlib.suppress(ExamcertError):
                seat.rest()
        self.exit(return_code=int(code))

    def action_keys(self) -> None:
        """Every key that works here."""
        from examcert.tui.bars import every_key
        from examcert.tui.dialogs import Keys

        self.push_screen(Keys([(self.get_key_display(one), one.description) for one in every_key(self.screen)]))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers beside the keys of a screen."""
        from examcert.tui.commands import commands

        yield from commands(self, screen)


def _settle() -> None:
    """Have the collector of cycles pass over all that is alive now.

    A bank, a database and a toolkit are hundreds of thousands of objects that stay. Walking them all takes a tenth
    of a second, and the walk would begin while somebody turns a page.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def run(
    house: House,
    *,
    start: "Callable[[], Desk] | None" = None,
    authors: str | None = None,
    question: str | None = None,
) -> ExamcertApp:
    """Run the app until it is left."""
    if "TEXTUAL_DRIVER" not in os.environ:
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)  # an exported size would outlive the window's next resize
    few = Console().color_system in ("standard", "windows") and "TEXTUAL_COLOR_SYSTEM" not in os.environ
    app = ExamcertApp(house, start=start, authors=authors, question=question, few_colours=few)
    app.run()
    return app
