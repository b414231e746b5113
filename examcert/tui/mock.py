"""A mock exam on screen: the clock runs, and nothing tells right from wrong before the end.

Every change is stored at once; Enter only goes on. So there is nothing to lose, and nothing to confirm
but handing the paper in.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from examcert.core.marking import Report as ScoreReport
from examcert.tui import drafts
from examcert.tui.bars import TopBar
from examcert.tui.desk import Desk
from examcert.tui.navigator import Navigator, Overview
from examcert.tui.question import Question
from examcert.tui.sitting import SittingScreen

NEAR_END = timedelta(minutes=5)


class Mock(SittingScreen):
    """A timed paper."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,n", "go_on", "Next", key_display="⏎"),
        Binding("p", "step(-1)", "Back"),
        Binding("o", "overview", "List"),
        Binding("s", "submit", "Hand in"),
        Binding("t", "clock", "Clock"),
    ]

    FIRST = ("enter", "space", "m", "o", "s", "p", "x", "escape", "t")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._clock_shown: bool | None = None
        self._warned = False
        self._over = False

    def beside(self) -> ComposeResult:
        """All questions of the paper, where there is room."""
        yield Navigator(id="navigator")

    def on_mount(self) -> None:
        """Show the question and start looking at the clock."""
        self._clock_shown = self.room.house.preferences.clock
        self.set_interval(1.0, self._tick)

    # Showing.

    def head(self) -> None:
        """Exam, question, clock."""
        left = Content.assemble((self.desk.bank.exam, "bold $accent"), ("  mock exam", "$muted"))
        self.query_one(TopBar).show(left, self.where(), self._clock())
        self.query_one(Navigator).show(self.desk.sitting)

    def _clock(self) -> Content:
        left = self.desk.left
        if left is None or not self._clock_shown:
            return Content.styled("clock hidden", "$muted")
        near = left <= NEAR_END
        return Content.styled(clock(left), "bold $note" if near else "$foreground")

    def _tick(self) -> None:
        """Look at the clock. What it says changes by the minute, near the end by ten seconds: nobody is hurried."""
        if self._over:
            return
        if self.desk.time_is_up:
            self.time_up()
            return
        if self.is_current:
            self.query_one(TopBar).show(right=self._clock())
        left = self.desk.left
        if left is not None and left <= NEAR_END and not self._warned:
            self._warned = True
            self.say("Five minutes or less are left. Unanswered questions count as wrong, so a guess costs nothing.")

    # Moving.

    def on_question_wanted(self, message: Question.Wanted) -> None:
        """Store an answer, then show it."""
        if self.tried(lambda: self.desk.answer(message.answer)):
            response = self.desk.sitting.response(self.item.id)
            self.question.show(self.item, response.answer, response.struck)
            self.say("")
            self.head()

    def on_question_step(self, message: Question.Step) -> None:
        """The arrows turn pages."""
        self.action_step(message.by)

    def action_go_on(self) -> None:
        """The next question; after the last one, the review list."""
        if self.desk.sitting.place + 1 < len(self.desk.sitting.paper.items):
            self.action_step(1)
        else:
            self.action_overview()

    def action_step(self, by: int) -> None:
        """Another question."""
        place = self.desk.sitting.place + by
        if not 0 <= place < len(self.desk.sitting.paper.items):
            self.say("This is the first question." if by < 0 else "This is the last question. o shows all of them.")
            return
        self.go(place)

    def go(self, place: int) -> None:
        """Show the question at an index."""
        if self.tried(lambda: self.desk.go(place)):
            self.draw()

    def on_navigator_chosen(self, message: Navigator.Chosen) -> None:
        """A click on a number."""
        self.go(message.place)
        self.question.focus()

    def action_clock(self) -> None:
        """Show the clock, or hide it."""
        self._clock_shown = not self._clock_shown
        self.head()

    def action_overview(self) -> None:
        """All questions, what is open and what is flagged; from there anywhere, or to the end."""

        def chosen(place: int | None) -> None:
            if place is None:
                return
            if place == Overview.HAND_IN:
                self.action_submit()
            else:
                self.go(place)

        self.app.push_screen(Overview(self.desk.sitting), chosen)

    def action_submit(self) -> None:
        """Hand the paper in, after a look at what is open."""
        from examcert.tui.dialogs import Confirm

        def confirmed(yes: bool | None) -> None:
            if yes:
                self._hand_in("")

        told = Content("\n").join([Content(line) for line in loose_ends(self.desk)])
        self.app.push_screen(
            Confirm("Hand the paper in?", told, yes="Hand it in and see the report", no="Go on with the exam"),
            confirmed,
        )

    def time_up(self) -> None:
        """The paper is handed in as it stands."""
        if not self._over:
            self._hand_in("Time is up. The paper was handed in with the answers given so far.")

    def _hand_in(self, note: str) -> None:
        if self._over:
            return
        self._over = True
        if self.tried(self.desk.submit):
            self._show_report(self.desk.report_made(), note)

    def _show_report(self, found: ScoreReport, note: str) -> None:
        from examcert.tui.report import Report

        while self.app.screen is not self:
            self.app.pop_screen()  # a window that stood open when the time ran out
        self.app.switch_screen(Report(self.desk.bank, self.desk.sitting, found, self.desk.number, note=note))


def clock(left: timedelta) -> str:
    """The time left: whole minutes, near the end also tens of seconds."""
    seconds = int(left.total_seconds())
    if left > NEAR_END:
        hours, minutes = divmod(-(-seconds // 60), 60)
        return f"{hours} h {minutes:02} min left" if hours else f"{minutes} min left"
    minutes, rest = divmod(-(-seconds // 10) * 10, 60)
    return f"{minutes}:{rest:02} left"


def loose_ends(desk: Desk) -> Sequence[str]:
    """What is open before the paper is handed in, in words."""
    sitting = desk.sitting
    partly = sum(
        0 < drafts.missing(item, sitting.response(item.id).answer) < item.choose for item in sitting.paper.items
    )
    number = len(sitting.paper.items)
    lines = [f"{number - len(sitting.unanswered) - partly} of {number} answered."]
    for count, words in (
        (len(sitting.unanswered), "unanswered: these count as wrong."),
        (partly, "answered in part."),
        (len(sitting.flagged), "flagged for another look."),
    ):
        if count:
            lines.append(f"{count} {words}")
    return [*lines, "", "Once handed in, answers cannot change."]
