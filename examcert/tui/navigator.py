"""All questions of a paper at a glance: answered, in part, open, flagged, and where we are. Never right or wrong."""

from typing import ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from examcert.core.sitting import Sitting
from examcert.tui.bars import KeyBar
from examcert.tui.dialogs import EVERY_KEY
from examcert.tui.drafts import missing

CELL = 7
State = Literal["answered", "partly", "open"]
MARKS: dict[State, str] = {"answered": "●", "partly": "◐", "open": "○"}
WORDS: dict[State, str] = {"answered": "answered", "partly": "in part", "open": "open"}


def state(sitting: Sitting, place: int) -> State:
    """How far an item is answered."""
    item = sitting.paper.items[place]
    answer = sitting.response(item.id).answer
    if not any(answer):
        return "open"
    return "partly" if missing(item, answer) else "answered"


def cell(sitting: Sitting, place: int, *, here: bool, pointed: bool = False) -> Content:
    """One question in a grid: where we are, its number, how far it is, its flag."""
    how = state(sitting, place)
    flagged = sitting.response(sitting.paper.items[place].id).flagged
    text = f"{'❯' if here else ' '}{place + 1:>3}{MARKS[how]}{'⚑' if flagged else ' '}"
    style = "bold $accent" if here else "$note" if flagged else "$foreground" if how == "answered" else "$muted"
    return Content.styled(text, f"{style} on $cursor-ground" if pointed else style) + " "


def key(sitting: Sitting) -> Content:
    """What the marks mean, with counts."""
    counts = dict.fromkeys(WORDS, 0)
    for place in range(len(sitting.paper.items)):
        counts[state(sitting, place)] += 1
    parts = [f"{MARKS[how]} {counts[how]} {word}" for how, word in WORDS.items() if counts[how] or how != "partly"]
    return Content.styled("\n".join([*parts, f"⚑ {len(sitting.flagged)} flagged"]), "$muted")


class Navigator(Widget):
    """The numbers beside the question, for the mouse and the eye."""

    class Chosen(Message):
        """A number was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sitting: Sitting | None = None

    def show(self, sitting: Sitting) -> None:
        """Show a sitting as it stands."""
        self._sitting = sitting
        self.refresh()

    @property
    def columns(self) -> int:
        """Numbers a line."""
        return max(1, self.content_size.width // CELL)

    def render(self) -> Content:
        """The numbers, and what their marks mean."""
        sitting = self._sitting
        if sitting is None:
            return Content("")
        cells = [cell(sitting, place, here=place == sitting.place) for place in range(len(sitting.paper.items))]
        lines = [Content("").join(cells[at : at + self.columns]) for at in range(0, len(cells), self.columns)]
        return Content("\n").join([*lines, Content(""), *key(sitting).split("\n")])

    def on_click(self, event: events.Click) -> None:
        """Go to the number that was clicked."""
        at = event.get_content_offset(self)
        if at is None or self._sitting is None:
            return
        place = at.y * self.columns + at.x // CELL
        if at.x // CELL < self.columns and place < len(self._sitting.paper.items):
            self.post_message(self.Chosen(place))


class Grid(Widget, can_focus=True):
    """The numbers in the overview, with a cursor."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting, self.at = sitting, sitting.place

    @property
    def columns(self) -> int:
        """Numbers a line."""
        return max(1, self.container_size.width // CELL)

    def render(self) -> Content:
        """The numbers."""
        number = len(self.sitting.paper.items)
        cells = [
            cell(self.sitting, place, here=place == self.sitting.place, pointed=place == self.at)
            for place in range(number)
        ]
        lines = [Content("").join(cells[at : at + self.columns]) for at in range(0, number, self.columns)]
        return Content("\n").join(lines)

    def point(self, place: int) -> None:
        """Move the cursor."""
        self.at = min(max(place, 0), len(self.sitting.paper.items) - 1)
        self.refresh()
        self.screen.query_one("#stem-of", Static).update(glance(self.sitting, self.at))
        self.scroll_visible(animate=False)
        line = self.at // self.columns
        if isinstance(self.parent, VerticalScroll):
            self.parent.scroll_to_region(Region(0, line, 1, 1), animate=False)

    def on_click(self, event: events.Click) -> None:
        """Go to the number that was clicked."""
        place = event.y * self.columns + event.x // CELL
        if event.x // CELL < self.columns and place < len(self.sitting.paper.items):
            self.screen.dismiss(place)


def glance(sitting: Sitting, place: int) -> Content:
    """The start of a question and how it stands."""
    from examcert.tui.prose import prose

    item = sitting.paper.items[place]
    flagged = ", flagged" if sitting.response(item.id).flagged else ""
    words = " ".join(prose(item.stem).plain.split())
    return Content.assemble((f"{place + 1}, {WORDS[state(sitting, place)]}{flagged}. ", "bold"), (words, "$muted"))


class Overview(ModalScreen[int]):
    """The review list: every question, to jump to, and the way to the end."""

    HAND_IN = -1
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "Go there", key_display="⏎"),
        Binding("u", "find('open')", "Next open"),
        Binding("m", "find('flagged')", "Next flagged"),
        Binding("s", "hand_in", "Hand in"),
        Binding("numbers", "by_number", "To the question of that number", show=False, key_display="0–9"),
        Binding("escape,o", "close", "Back", key_display="esc"),
        EVERY_KEY,
        Binding("left", "point(-1)", "Left", show=False),
        Binding("right", "point(1)", "Right", show=False),
        Binding("up", "line(-1)", "Up", show=False),
        Binding("down", "line(1)", "Down", show=False),
    ]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self._typed = ""

    def compose(self) -> ComposeResult:
        """The grid, what its marks mean, the question under the cursor."""
        with Vertical(classes="window overview") as frame:
            frame.border_title = Content("Review list")
            told = Content("   ").join(key(self.sitting).split("\n"))
            yield Static(told, markup=False, id="tally")
            with VerticalScroll(can_focus=False):
                yield Grid(self.sitting)
            yield Static(glance(self.sitting, self.sitting.place), markup=False, id="stem-of")
            yield KeyBar()

    @property
    def grid(self) -> Grid:
        """The numbers."""
        return self.query_one(Grid)

    def on_mount(self) -> None:
        """The cursor begins where we are."""
        self.grid.focus()

    def on_key(self, event: events.Key) -> None:
        """Digits in a row are the number of a question."""
        if not (event.character and event.character.isascii() and event.character.isdigit()):
            self._typed = ""
            return
        event.stop()
        number = len(self.sitting.paper.items)
        typed = self._typed + event.character
        self._typed = typed if 1 <= int(typed) <= number else event.character.lstrip("0")
        if self._typed and int(self._typed) <= number:
            self.grid.point(int(self._typed) - 1)

    def action_point(self, by: int) -> None:
        """To a neighbour."""
        self.grid.point(self.grid.at + by)

    def action_line(self, by: int) -> None:
        """A line up or down."""
        self.grid.point(self.grid.at + by * self.grid.columns)

    def action_find(self, what: str) -> None:
        """To the next question that is open, or flagged, around the end."""
        number = len(self.sitting.paper.items)
        flagged = set(self.sitting.flagged)
        for step in range(1, number + 1):
            place = (self.grid.at + step) % number
            item = self.sitting.paper.items[place]
            if (item.id in flagged) if what == "flagged" else state(self.sitting, place) != "answered":
                self.grid.point(place)
                return

    def action_go(self) -> None:
        """To the question under the cursor."""
        self.dismiss(self.grid.at)

    def action_hand_in(self) -> None:
        """To the end of the exam."""
        self.dismiss(self.HAND_IN)

    def action_close(self) -> None:
        """Back to the question."""
        self.dismiss(None)
