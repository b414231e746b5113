"""Small windows above a screen: a question with two answers, a failure, a pick, a text, the keys."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from examcert.errors import ExamcertError
from examcert.tui.bars import KeyBar
from examcert.tui.prose import bare

T = TypeVar("T")
EVERY_KEY = Binding("question_mark", "app.keys", "Every key here", show=False, key_display="?")
"""A window bars the keys of the app below it, so each has this one of its own."""


class Window(ModalScreen[T]):
    """A frame in the middle of the screen, with its keys at the foot."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close"), EVERY_KEY]

    def __init__(self, title: str) -> None:
        super().__init__()
        self.headline = title

    def compose(self) -> ComposeResult:
        """The frame around what a window holds."""
        with Vertical(classes="window") as frame:
            frame.border_title = Content(self.headline)
            yield from self.inside()
            yield KeyBar()

    def inside(self) -> ComposeResult:
        """What the window holds."""
        raise NotImplementedError

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


class Confirm(Window[bool]):
    """A question with two answers. Enter takes the one that changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", "Yes"),
        Binding("n,enter", "no", "No", key_display="n"),
        Binding("escape", "no", "Back", show=False),
    ]

    def __init__(self, title: str, text: Content, *, yes: str, no: str) -> None:
        super().__init__(title)
        self.text, self.yes, self.no = text, yes, no

    def inside(self) -> ComposeResult:
        """The question and both answers as rows, for the mouse too."""
        yield Static(self.text, markup=False, classes="told")
        yield OptionList(Option(Content(f"n  {self.no}"), id="no"), Option(Content(f"y  {self.yes}"), id="yes"))

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id == "yes")

    def action_yes(self) -> None:
        """Do it."""
        self.dismiss(True)

    def action_no(self) -> None:
        """Leave everything as it is."""
        self.dismiss(False)


class Told(Window[None]):
    """Something to read, and nothing to decide."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "close", "Close", key_display="⏎")]

    def __init__(self, title: str, text: Content) -> None:
        super().__init__(title)
        self.text = text

    @classmethod
    def failure(cls, error: ExamcertError) -> "Told":
        """What went wrong, and what to do."""
        return cls("That did not work", Content.assemble(bare(error.what, "bold"), "\n\n", bare(error.remedy)))

    def inside(self) -> ComposeResult:
        """The text, which may be long."""
        with VerticalScroll():
            yield Static(self.text, markup=False, classes="told")


class Pick(Window[str]):
    """One of several; None when nothing was picked."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "ignore", "Choose", key_display="⏎")]

    def __init__(
        self, title: str, options: Sequence[tuple[str, Content]], at: str | None = None, letters: str = ""
    ) -> None:
        super().__init__(title)
        self.options, self.at, self.letters = options, at, letters

    def inside(self) -> ComposeResult:
        """The options."""
        yield OptionList(*(Option(text, id=name) for name, text in self.options))

    def on_mount(self) -> None:
        """Begin at the one that holds now."""
        names = [name for name, _ in self.options]
        if self.at in names:
            self.query_one(OptionList).highlighted = names.index(self.at)

    def on_key(self, event: events.Key) -> None:
        """A letter picks at once, where each option stands behind one."""
        place = self.letters.find((event.character or " ").lower())
        if place >= 0:
            event.stop()
            self.dismiss(self.options[place][0])

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


class Ask(Window[str]):
    """One line of text; None when it was not given."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "ignore", "Done", key_display="⏎")]

    def __init__(self, title: str, hint: str, text: str = "") -> None:
        super().__init__(title)
        self.hint, self.text = hint, text

    def inside(self) -> ComposeResult:
        """What is asked, and where to type it."""
        yield Static(bare(self.hint), classes="told")
        yield Input(self.text)

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class Write(Window[str]):
    """Some lines of text; None when they are to stay as they were."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "Keep", priority=True),
        Binding("escape", "close", "Forget"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self.text = text

    def inside(self) -> ComposeResult:
        """Where to write."""
        yield TextArea(self.text, show_line_numbers=False, tab_behavior="focus")

    def action_keep(self) -> None:
        """Keep what was written."""
        self.dismiss(self.query_one(TextArea).text.strip())


class Keys(Told):
    """Every key that works where it was opened."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark", "close", "Close", show=False)]

    def __init__(self, bindings: Sequence[tuple[str, str]]) -> None:
        width = max((len(key) for key, _ in bindings), default=0)
        lines = [Content.assemble((f"{key:<{width}}", "bold $accent"), f"   {what}") for key, what in bindings]
        super().__init__("Keys", Content("\n").join(lines))
