"""Settings on screen: each on a line, changed by Enter or the arrows, kept at once in a file people can read."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from examcert.errors import ExamcertError
from examcert.preferences import EXPLAINERS, THEMES, Preferences, fits
from examcert.tui.bars import KeyBar, TopBar
from examcert.tui.pages import Page
from examcert.tui.prose import bare
from examcert.tui.rows import Hung

CHOICES: dict[str, tuple[Any, ...]] = {
    "theme": THEMES,
    "contrast": (False, True),
    "motion": (True, False),
    "text_width": (60, 72, 84, 96, 120, 160),
    "clock": (True, False),
    "explainer": EXPLAINERS,
}
TOLD = {
    "theme": ("Theme", "light or dark"),
    "contrast": ("High contrast", "stronger colours, for bright rooms and tired eyes"),
    "motion": ("Motion", "off: nothing slides or fades"),
    "text_width": ("Text width", "the widest line of text, in characters"),
    "clock": ("Clock", "whether a mock exam begins with its clock in sight"),
    "explainer": ("After an answer", "whose words come by themselves; Claude's only with a key"),
    "language": ("Language", "what Claude speaks, such as en, de or pt-BR; questions stay as they are"),
    "model": ("Model", "which Claude explains; empty: the one examcert is made for"),
}
WORDS = {"authored": "the author", "claude": "the author and Claude", "fake": "the author and a test explainer"}


class Settings(Page):
    """What a person can set."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ignore", "Change", key_display="⏎"),
        Binding("right", "turn(1)", "Next value", key_display="→", show=False),
        Binding("left", "turn(-1)", "Value before", key_display="←", show=False),
        Binding("escape,q,s", "close", "Back", key_display="esc"),
    ]

    def compose(self) -> ComposeResult:
        """The settings, and where they are kept."""
        yield TopBar(Content.styled("Settings", "bold $accent"), "", "")
        with VerticalScroll(id="settings", can_focus=False):
            yield OptionList(id="values")
            yield Static(id="where", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what holds now."""
        self.draw()
        self.query_one("#values").focus()
        self.query_one("#where", Static).update(
            Content.assemble(("Kept in ", "$muted"), bare(str(self.room.house.settings_file)), ("\n", ""),
                             ("EXAMCERT_EXPLAINER and EXAMCERT_MODEL go before what is set here.", "$muted"))
        )  # fmt: skip

    def draw(self) -> None:
        """Show every value."""
        listed = self.query_one("#values", OptionList)
        at = listed.highlighted
        told = self.room.house.preferences
        listed.set_options([Option(_line(name, getattr(told, name)), id=name) for name in TOLD])
        listed.highlighted = at or 0

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == "model":
            self._ask("model", "An id such as claude-sonnet-5-5; empty for the default.")
        elif event.option_id == "language":
            self._ask("language", "The code of a language, such as en, de or pt-BR; empty for English.")
        else:
            self.action_turn(1)

    def action_turn(self, by: int) -> None:
        """The next value of the setting under the cursor."""
        option = self.query_one("#values", OptionList).highlighted_option
        name = option.id if option else None
        if name is None or name not in CHOICES:
            return
        values, now = CHOICES[name], getattr(self.room.house.preferences, name)
        at = values.index(now) if now in values else 0
        self.change(self.room.house.preferences.but(**{name: values[(at + by) % len(values)]}))

    def _ask(self, name: str, hint: str) -> None:
        from examcert.tui.dialogs import Ask

        def given(text: str | None) -> None:
            if text is None:
                return
            value = text.strip() or getattr(Preferences(), name)
            if fits(name, value):
                self.change(self.room.house.preferences.but(**{name: value}))
            else:
                self.room.fail(ExamcertError(f"{value!r} makes no sense here.", remedy=hint))

        self.app.push_screen(Ask(TOLD[name][0], hint, getattr(self.room.house.preferences, name)), given)

    def change(self, preferences: Preferences) -> None:
        """Hold new settings from now on, and keep them."""
        try:
            self.room.house.keep(preferences)
        except ExamcertError as error:
            self.room.fail(error)
        self.room.dress()
        self.draw()


def _line(name: str, value: Any) -> Hung:
    title, told = TOLD[name]
    shown = ("on" if value else "off") if isinstance(value, bool) else WORDS.get(str(value), str(value)) or "default"
    text = Content.assemble(bare(shown, "bold $accent"), (f"\n{told}", "$muted"))
    return Hung(Content.styled(title, "bold"), text, 17)
