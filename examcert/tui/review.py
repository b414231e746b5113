"""Review on screen: the questions as they were sat, the answers, every option explained."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from examcert.core.bank import Bank
from examcert.core.marking import Report as ScoreReport
from examcert.core.sitting import Sitting
from examcert.tui import explained
from examcert.tui.bars import KeyBar, TopBar
from examcert.tui.explained import Answered, Explained
from examcert.tui.pages import Page
from examcert.tui.prose import bare, marked, prose


class Review(Page):
    """One question after the other, with what was answered and why."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,n,right", "step(1)", "Next", key_display="→"),
        Binding("p,left", "step(-1)", "Back", key_display="←"),
        Binding("w", "turn", "Mistakes or all"),
        Binding("a", "ask", "Ask"),
        Binding("r", "report", "Report it"),
        Binding("escape,q", "close", "Close", key_display="esc"),
    ]

    FIRST = ("enter", "p", "w", "a", "escape", "r")

    def __init__(self, bank: Bank, sitting: Sitting, found: ScoreReport, *, only_wrong: bool) -> None:
        super().__init__()
        self.bank, self.sitting = bank, sitting
        self.marks, self.withdrawn = {mark.item: mark for mark in found.marks}, frozenset(found.withdrawn)
        self.only_wrong = only_wrong
        self.at = 0
        self.places = self._places()

    def _places(self) -> list[int]:
        shown = {name for name, mark in self.marks.items() if not (self.only_wrong and mark.credit >= 1)}
        if not self.only_wrong:
            shown |= self.withdrawn
        return [place for place, item in enumerate(self.sitting.paper.items) if item.id in shown]

    def compose(self) -> ComposeResult:
        """The question and its explanation in one column."""
        yield TopBar()
        with VerticalScroll(id="review"):
            yield Static(id="case", classes="column", markup=False)
            yield Static(id="stem", classes="column", markup=False)
            yield Static(id="verdict", classes="column", markup=False)
            yield Explained(id="author")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the first."""
        self.query_one("#review").focus()
        self.draw()

    def draw(self) -> None:
        """Show the question at hand."""
        if not self.places:
            self._nothing()
            return
        item = self.sitting.paper.items[self.places[self.at]]
        mark, to, answer = self.marks.get(item.id), self.answered(), self.sitting.response(item.id).answer
        asked = to.asked if to is not None else None
        self._head(unscored=mark is not None and not mark.scored)
        case, panel = self.query_one("#case", Static), self.query_one(Explained)
        case.display = item.case is not None
        if item.case is not None:
            case.update(Content.assemble((f"{bare(item.case.title).plain}\n", "bold $accent"), prose(item.case.text)))
        clues = explained.clues(asked) if asked is not None else []
        self.query_one("#stem", Static).update(marked(prose(item.stem), clues))
        self.query_one("#verdict", Static).update(explained.verdict(item, asked, answer, mark.credit if mark else None))
        panel.display = to is not None
        if to is not None:
            *_, said = self.room.house.author().explain(to.asked, answer)
            panel.show(to, said)
        self.query_one("#review").scroll_home(animate=False)
        self.refresh_bindings()

    def answered(self) -> Answered | None:
        """The question at hand; none where the bank no longer holds it as it was sat."""
        if not self.places:
            return None
        item = self.sitting.paper.items[self.places[self.at]]
        asked = self.bank.by_id.get(item.id)
        if asked is None or not item.fits(asked):
            return None
        return Answered(item, asked, self.sitting.response(item.id).answer, self.bank)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is not there any more cannot be talked about."""
        return self.answered() is not None if action == "ask" else super().check_action(action, parameters)

    def _head(self, *, unscored: bool) -> None:
        what = "mistakes" if self.only_wrong else "all questions"
        left = Content.assemble((self.bank.exam, "bold $accent"), (f"  review, {what}", "$muted"))
        place = self.places[self.at] + 1
        middle = Content.assemble((f"Question {place}", "bold"), ("  unscored", "$muted") if unscored else "")
        self.query_one(TopBar).show(left, middle, Content.styled(f"{self.at + 1} of {len(self.places)}", "$muted"))

    def _nothing(self) -> None:
        self.query_one(TopBar).show(Content.styled(self.bank.exam, "bold $accent"), "", "")
        told = "Nothing to review: no question lost points." if self.only_wrong else "Nothing to review yet."
        self.query_one("#stem", Static).update(bare(told, "$muted"))
        for name in ("#case", "#verdict", "#author"):
            self.query_one(name).display = False

    def action_step(self, by: int) -> None:
        """Another question."""
        if self.places:
            self.at = min(max(self.at + by, 0), len(self.places) - 1)
            self.draw()

    def action_turn(self) -> None:
        """Between the mistakes and all questions."""
        place = self.places[self.at] if self.places else 0
        self.only_wrong = not self.only_wrong
        self.places = self._places()
        later = [at for at, other in enumerate(self.places) if other >= place]
        self.at = later[0] if later else max(0, len(self.places) - 1)
        for name in ("#verdict", "#author"):
            self.query_one(name).display = True
        self.draw()

    def action_report(self) -> None:
        """Write an issue text about this question."""
        from examcert.tui.issue import report_question

        if self.places:
            report_question(self.room, self.bank, self.sitting.paper.items[self.places[self.at]])
