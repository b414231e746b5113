"""The question on screen: case, stem and rows, and what keys and clicks do to the answer.

It changes nothing by itself: it tells its screen what the candidate wants (`Wanted`, `Crossed`), and
shows a new answer when the screen has had it stored.
"""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.line.keys import label
from examcert.tui import asking, drafts
from examcert.tui.drafts import Refused
from examcert.tui.prose import bare, prose
from examcert.tui.rows import Row, Rows, Still

LETTERS = "abcdefghijkl"
"""Letters that choose an option; those behind them are commands."""
_ANSWERING = frozenset({"choose", "shift", "turn", "strike", "clear", "by_letter", "by_number", "to_place"})
Move = Callable[[], Answer]


class Question(VerticalScroll, can_focus=True):
    """One item, answered by keys and mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # No terminal sends these three: they tell among the keys what on_key does.
        Binding("letters", "by_letter", "Choose the option of that letter", show=False, key_display="A–L"),
        Binding("numbers", "by_number", "Choose the option of that number", show=False, key_display="1–9"),
        Binding("places", "to_place", "Go to the place of that number", show=False, key_display="1–9"),
        Binding("up", "point(-1)", "Up", show=False),
        Binding("down", "point(1)", "Down", show=False),
        Binding("space", "choose", "Choose", key_display="space"),
        Binding("shift+up,minus", "shift(-1)", "Move up", key_display="shift+↑"),
        Binding("shift+down,plus", "shift(1)", "Move down", key_display="shift+↓"),
        Binding("left", "turn(-1)", "Option before, or question before", show=False),
        Binding("right", "turn(1)", "Next option, or next question", show=False),
        Binding("x", "strike", "Cross out"),
        Binding("backspace", "clear", "Clear answer", show=False, key_display="⌫"),
        Binding("home", "scroll_home", "Top", show=False),
        Binding("end", "scroll_end", "Bottom", show=False),
    ]

    class Wanted(Message):
        """The candidate wants this answer."""

        def __init__(self, answer: Answer) -> None:
            super().__init__()
            self.answer = answer

    class Crossed(Message):
        """The candidate wants an option crossed out, or back."""

        def __init__(self, option: str) -> None:
            super().__init__()
            self.option = option

    class Pick(Message):
        """The candidate wants to see what a place takes."""

        def __init__(self, slot: int) -> None:
            super().__init__()
            self.slot = slot

    class Said(Message):
        """A key did nothing, and why."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Step(Message):
        """The candidate wants another question."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, *below: Widget, id: str | None = None) -> None:
        super().__init__(id=id)
        self._below = below
        self.item: Item | None = None
        self.answer: Answer = ()
        self.struck: tuple[str, ...] = ()
        self.locked = False
        """Answered for good; keys no longer change it."""
        self._rows = Rows(lead_width=9, spare=6, id="options")

    def compose(self) -> ComposeResult:
        """Case, stem, rows and what stands below them."""
        yield Still(id="case", markup=False)
        yield Still(id="stem", markup=False)
        yield Still(id="how", markup=False)
        yield self._rows
        yield from self._below
        yield Still(id="legend", markup=False)

    def show(self, item: Item, answer: Answer, struck: tuple[str, ...] = (), *, stem: Content | None = None) -> None:
        """Show an item. `stem` takes the place of its stem, such as one with its clues marked."""
        fresh = self.item is None or item.id != self.item.id
        self.item, self.answer, self.struck = item, answer, struck
        if fresh:
            self._rows.cursor = 0
            self._set("stem", stem or prose(item.stem))
            self._set("legend", asking.legend(item) if asking.has_legend(item) else None)
            case = item.case
            text = Content.assemble((f"{bare(case.title).plain}\n", "bold $accent"), prose(case.text)) if case else None
            self._set("case", text)
            self.scroll_home(animate=False)
            self.refresh_bindings()
        elif stem is not None:
            self._set("stem", stem)
        self._set("how", None if self.locked else bare(asking.how(item, answer)))
        self._keep_cursor(item)
        self._rows.display = not self.locked

    def _keep_cursor(self, item: Item) -> None:
        """Show the rows; the cursor stays with its row, also when the row moves."""
        current = self._rows.current
        key = current.face.key if current else None
        faces = asking.faces(item, self.answer, self.struck)
        keys = [face.key for face in faces]
        self._rows.cursor = keys.index(key) if key in keys else 0
        self._rows.show(faces)

    def _set(self, name: str, text: Content | None) -> None:
        widget = self.query_one(f"#{name}", Still)
        widget.display = text is not None
        if text is not None:
            widget.update(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean something for this kind of question."""
        kind = self.item.kind if self.item else "choice"
        if self.locked and action in _ANSWERING:
            return False
        match action:
            case "shift":
                return kind == "ordering"
            case "to_place":
                return kind == "matching"
            case "strike" | "by_number":
                return kind != "matching"
            case _:
                return True

    # What keys do.

    def action_point(self, by: int) -> None:
        """Move the cursor; at an end, or once answered, scroll."""
        at = self._rows.cursor
        if self.locked or at is None or not 0 <= at + by < self._rows.shown:
            self.scroll_relative(y=by * 2, animate=False)
            return
        self._rows.point(at + by)
        self._follow()

    def _follow(self) -> None:
        if (row := self._rows.current) is not None:
            self.scroll_to_widget(row, animate=False)

    def action_choose(self) -> None:
        """Choose, place or fill what is under the cursor."""
        if (row := self._rows.current) is not None:
            self._press(row)

    def _press(self, row: Row) -> None:
        item = self.item
        if item is None or self.locked:
            return
        match item.kind:
            case "choice":
                self._want(lambda: drafts.chosen(item, self.answer, row.face.key))
            case "ordering":
                self._want(lambda: drafts.placed(item, self.answer, row.face.key))
            case "matching" if asking.is_grid(item):
                self.action_turn(1)
            case "matching":
                self.post_message(self.Pick(self._rows.keys().index(row.face.key)))

    def _want(self, move: Move) -> None:
        try:
            answer = move()
        except Refused as refusal:
            self.post_message(self.Said(str(refusal)))
        else:
            self.post_message(self.Wanted(answer))

    def action_shift(self, by: int) -> None:
        """Move a placed step."""
        if (row := self._rows.current) is not None:
            self._want(lambda: drafts.moved(self.answer, row.face.key, by))

    def action_turn(self, by: int) -> None:
        """Give a place its next option; elsewhere, show another question."""
        item, at = self.item, self._rows.cursor
        if item is None or item.kind != "matching" or at is None:
            self.post_message(self.Step(by))
            return
        self._want(lambda: drafts.turned(item, self.answer, at, by))

    def action_strike(self) -> None:
        """Cross the option out, or bring it back."""
        if (row := self._rows.current) is None:
            return
        if row.face.key in self.answer:
            # Also while an answer is open, of which the sitting does not know yet.
            self.post_message(self.Said("What is chosen cannot be crossed out. Take it out of the answer first."))
            return
        self.post_message(self.Crossed(row.face.key))

    def action_clear(self) -> None:
        """Take the answer back."""
        if any(self.answer):
            self.post_message(self.Wanted(()))

    def fill(self, slot: int, option: str) -> None:
        """Fill a place, then go to the next."""
        item = self.item
        assert item is not None, "no question is shown"
        self._want(lambda: drafts.filled(item, self.answer, slot, option))
        if slot + 1 < self._rows.shown:
            self._rows.point(slot + 1)
            self._follow()

    def on_row_pressed(self, message: Row.Pressed) -> None:
        """A click chooses."""
        message.stop()
        if self.locked:
            return
        keys = self._rows.keys()
        if message.row.face.key in keys:
            self._rows.point(keys.index(message.row.face.key))
            self._press(message.row)

    def on_key(self, event: events.Key) -> None:
        """Letters and numbers choose."""
        item = self.item
        if item is None or self.locked or not event.character:
            return
        name = event.character.lower()
        if name in LETTERS[: len(item.options)]:
            place = LETTERS.index(name)
        elif event.character.isascii() and event.character.isdigit() and event.character != "0":
            place = int(event.character) - 1
        else:
            return
        if self._named(item, place, number=name not in LETTERS):
            event.stop()
            event.prevent_default()

    def _named(self, item: Item, place: int, *, number: bool) -> bool:
        """Do what a letter or a number says. False where it names nothing here."""
        if item.kind == "matching" and number:
            if place >= len(item.slots):
                return False
            self._rows.point(place)
            self._follow()
            return True
        if place >= len(item.options):
            return False
        option = item.options[place].id
        if item.kind == "matching":
            self.fill(self._rows.cursor or 0, option)
            return True
        self._rows.point(self._rows.keys().index(option))
        row = self._rows.current
        assert row is not None, f"no row {label(place)}"
        self._press(row)
        return True
