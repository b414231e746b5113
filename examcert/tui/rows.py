"""Rows with a mark in front: the options, steps and places of a question, and whatever else is picked from a list.

One widget a row, used again for the next question: changing a text repaints, mounting lays out anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.css.styles import RulesMap
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

EMPTY = Content("")


@dataclass(frozen=True)
class Face:
    """How a row looks."""

    key: str
    text: Content
    lead: Content = EMPTY
    """What stands before the first line; the lines below hang behind it."""
    classes: frozenset[str] = frozenset()


class Hung(Visual):
    """A text behind a lead: the lead stands on the first line, the other lines hang below the text."""

    def __init__(self, lead: Content, text: Content, indent: int) -> None:
        self.lead, self.text, self.indent = lead, text, indent

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The lines."""
        lines = self.text.render_strips(max(1, width - self.indent), height, style, options)
        blank = Strip([Segment(" " * self.indent, style.rich_style)], self.indent)
        head = blank
        if self.lead:
            bare = RenderOptions(options.get_style, options.rules)
            lead = self.lead.render_strips(self.indent, 1, style, bare)[0].crop(0, self.indent)
            head = lead.extend_cell_length(self.indent, style.rich_style)
        return [Strip.join([head if number == 0 else blank, line]) for number, line in enumerate(lines)]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width at which nothing wraps."""
        return self.indent + self.text.get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:
        """The width below which words break."""
        return self.indent + self.text.get_minimal_width(rules)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Lines at a width."""
        return self.text.get_height(rules, max(1, width - self.indent))


class Still(Static):
    """A text that never scrolls.

    A layout has the last word on its size. Textual lays the screen out once more when the size of what a widget
    could scroll has changed, which would paint every other page twice.
    """

    virtual_size = Reactive(Size(0, 0), repaint=False)


class Row(Still):
    """One row. Its text hangs behind its lead."""

    LEAD = 8

    class Pressed(Message):
        """A row was clicked."""

        def __init__(self, row: "Row") -> None:
            super().__init__()
            self.row = row

    def __init__(self, lead_width: int) -> None:
        super().__init__(markup=False)
        self.face = Face("", EMPTY)
        self.lead_width = lead_width
        self._pointed = False

    def show(self, face: Face) -> None:
        """Look like this from now on."""
        before, self.face = self.face, face
        if face.classes != before.classes:
            self.remove_class(*(before.classes - face.classes)).add_class(*(face.classes - before.classes))
        same_text = face.text.is_same(before.text)
        if not same_text or not face.lead.is_same(before.lead):
            self._look(layout=not same_text)

    def point(self, here: bool) -> None:
        """Have the cursor, or lose it."""
        if here != self._pointed:
            self._pointed = here
            self.set_class(here, "-cursor")
            self._look(layout=False)

    def _look(self, *, layout: bool) -> None:
        # The mark says where the cursor is to those who do not see its colour.
        lead = Content.assemble(("❯ " if self._pointed else "  ", "bold $accent"), self.face.lead)
        self.update(Hung(lead, self.face.text, self.lead_width), layout=layout)

    def on_click(self, event: events.Click) -> None:
        """Say that it was clicked."""
        event.stop()
        self.post_message(self.Pressed(self))


class Rows(VerticalGroup):
    """Rows, of which one may be under the cursor."""

    virtual_size = Reactive(Size(0, 0), repaint=False)  # as in `Still`

    def __init__(self, *, lead_width: int = Row.LEAD, spare: int = 0, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lead_width = lead_width
        self._rows = [Row(lead_width) for _ in range(spare)]
        for row in self._rows:
            row.display = False
        self.cursor: int | None = None
        self.shown = 0

    def compose(self) -> ComposeResult:
        """Spare rows, so that a first question mounts nothing."""
        yield from self._rows

    def show(self, faces: Sequence[Face]) -> None:
        """Show these rows; the cursor stays where it is, as far as there are rows."""
        fresh = [Row(self.lead_width) for _ in range(len(faces) - len(self._rows))]
        self._rows += fresh
        for row, face in zip(self._rows, faces, strict=False):
            row.show(face)
            row.display = True
        for row in self._rows[len(faces) :]:
            row.display = False
        self.shown = len(faces)
        if fresh and self.is_attached:
            self.mount(*fresh)
        if self.cursor is not None and self.shown:
            self.point(min(self.cursor, self.shown - 1))

    def point(self, place: int | None) -> None:
        """Put the cursor on a row, or take it away."""
        self.cursor = place
        for at, row in enumerate(self._rows):
            row.point(at == place)

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor is not None and self.cursor < self.shown else None

    def keys(self) -> list[str]:
        """What the rows shown stand for, in order."""
        return [row.face.key for row in self._rows[: self.shown]]
