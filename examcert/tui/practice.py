"""Practice on screen: each answer is marked and explained before the next question."""

from collections.abc import Generator, Iterable
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from examcert.core.explanation import Explainer, Explanation
from examcert.core.listening import Listener, heard_by
from examcert.core.question import Answer
from examcert.tui import drafts, explained
from examcert.tui.desk import Desk
from examcert.tui.explained import Answered, Explained
from examcert.tui.prose import marked, prose
from examcert.tui.question import Question
from examcert.tui.sitting import SittingScreen


class Explanations(HorizontalGroup):
    """The verdict and, below it, the author's words with Claude's beside them."""

    def compose(self) -> ComposeResult:
        """Two columns where there is room; the second stays away until it is asked for."""
        yield Explained(id="author")
        yield Explained(id="claude")


class Practice(SittingScreen):
    """Questions one by one, each explained as soon as it is answered."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "onward", "Answer", key_display="⏎"),
        Binding("s", "skip", "Skip"),
        Binding("c", "claude", "Claude"),
        Binding("a", "ask", "Ask"),
        Binding("r", "report", "Report it"),
        Binding("p", "look(-1)", "Back to the one before", show=False),
        Binding("n", "look(1)", "Next", show=False),
    ]

    FIRST = ("enter", "space", "s", "c", "a", "m", "escape", "x", "r")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._draft: Answer = ()
        self._credits: dict[str, float | None] = {}
        self._claude: Explainer | None = None
        self._reader = Listener()
        """Whom Claude explains to: somebody who looks at this question."""

    def on_mount(self) -> None:
        """Begin at the first question that is not answered."""
        if self.confirmed and (place := self._next_open()) is not None:
            self.tried(lambda: self.desk.go(place))

    def on_unmount(self) -> None:
        """However the screen ends, so does the call."""
        self._reader.hang_up()

    def below(self) -> Iterable[Widget]:
        """The verdict and the explanations, once there is an answer."""
        return (Static(id="verdict", markup=False), Explanations(id="explanations"))

    # Where we are.

    @property
    def confirmed(self) -> bool:
        """Whether the item on screen is answered for good."""
        return self.desk.sitting.response(self.item.id).confirmed

    def _next_open(self) -> int | None:
        sitting = self.desk.sitting
        items = sitting.paper.items
        after = [*range(sitting.place + 1, len(items)), *range(sitting.place + 1)]
        return next((place for place in after if not sitting.response(items[place].id).confirmed), None)

    def draft(self) -> Answer:
        """What was answered, or what is about to be."""
        return super().draft() if self.confirmed else self._draft

    def head(self) -> None:
        """Exam, question, points so far."""
        from examcert.tui.bars import TopBar

        sitting = self.desk.sitting
        done = sum(response.confirmed for response in sitting.responses)
        left = Content.assemble((f"{self.desk.bank.exam}", "bold $accent"), ("  practice", "$muted"))
        right = Content.styled(f"{done} of {len(sitting.paper.items)} done", "$muted")
        self.query_one(TopBar).show(left, self.where(), right)

    def draw(self) -> None:
        """Show the item, with its explanation once it is answered."""
        self._reader.hang_up()
        self.question.locked = self.confirmed
        super().draw()
        self._explain()
        self.question.refresh_bindings()
        self.refresh_bindings()

    def _explain(self) -> None:
        shown = self.confirmed
        self.query_one("#verdict").display = shown
        self.query_one(Explanations).display = shown
        self.query_one("#claude").display = False
        self.query_one("#legend").display = not shown and self.query_one("#legend", Static).display
        if not shown:
            return
        item, answer, to = self.item, super().draft(), self.answered()
        earned = self._earned()
        self.query_one("#verdict", Static).update(explained.verdict(item, to.asked if to else None, answer, earned))
        if to is None:
            self.query_one(Explanations).display = False
            return
        stem = marked(prose(item.stem), explained.clues(to.asked))
        self.question.show(item, answer, stem=stem)
        *_, said = self.room.house.author().explain(to.asked, answer)
        self.query_one("#author", Explained).show(to, said)
        if self.room.house.explainer() != "authored":
            self.action_claude()

    def _earned(self) -> float | None:
        from examcert.core.marking import credit

        asked = self.desk.asked(self.item)
        if asked is None:
            return None
        return credit(asked, super().draft(), self.desk.bank.blueprint.credit)

    # What keys do.

    def meaning(self, binding: Binding) -> str:
        """Enter answers, goes on, or ends."""
        if binding.action != "onward" or not self.confirmed:
            return binding.description
        return "Next question" if self._next_open() is not None else "Finish"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys for before or after the answer."""
        match action:
            case "skip":
                return not self.confirmed
            case "claude" | "report":
                return self.confirmed
            case "ask":
                return self.answered() is not None
            case _:
                return super().check_action(action, parameters)

    def on_question_wanted(self, message: Question.Wanted) -> None:
        """A choice stays open until Enter confirms it."""
        if not self.confirmed:
            self._draft = message.answer
            for name in set(message.answer) & set(self.question.struck):
                self.tried(partial(self.desk.strike, name))  # choosing brings it back
            self.question.show(self.item, self._draft, self.desk.sitting.response(self.item.id).struck)
            self.say("Enter answers." if drafts.missing(self.item, self._draft) == 0 else "", "$muted")

    def action_onward(self) -> None:
        """Answer, or after the answer go on."""
        if self.confirmed:
            self._next()
        elif left := drafts.missing(self.item, self._draft):
            parts = {"choice": "choose", "ordering": "place", "matching": "fill"}[self.item.kind]
            self.say(f"{left} still to {parts}. s skips this question and shows its explanation.")
        else:
            self._confirm(self._draft)

    def action_skip(self) -> None:
        """Leave it unanswered and see why."""
        self._confirm(())

    def _confirm(self, answer: Answer) -> None:
        if self.tried(lambda: self.desk.confirm(answer)):
            self._draft = ()
            self.draw()
            self.question.scroll_to_widget(self.query_one("#verdict"), animate=False, top=True)

    def _next(self) -> None:
        place = self._next_open()
        if place is None:
            self._finish()
        elif self.tried(lambda: self.desk.go(place)):
            self._draft = ()
            self.draw()

    def action_look(self, by: int) -> None:
        """Look at a question that was met in this session."""
        place = self.desk.sitting.place + by
        items = self.desk.sitting.paper.items
        if not 0 <= place < len(items):
            self.say("This is the first question." if by < 0 else "This is the last question.")
        elif self.tried(lambda: self.desk.go(place)):
            self._draft = ()
            self.draw()

    def _finish(self) -> None:
        if self.tried(self.desk.submit):
            from examcert.tui.report import Report

            self.app.switch_screen(Report(self.desk.bank, self.desk.sitting, self.desk.report_made(), self.desk.number))

    def action_report(self) -> None:
        """Write an issue text about this question."""
        from examcert.tui.issue import report_question

        report_question(self.room, self.desk.bank, self.item)

    # Claude.

    def answered(self) -> Answered | None:
        """The question on screen, once it is answered for good."""
        asked = self.desk.asked(self.item)
        if asked is None or not self.confirmed:
            return None
        return Answered(self.item, asked, super().draft(), self.desk.bank)

    def action_claude(self) -> None:
        """Have Claude, or what stands in by the settings, explain every option beside the author."""
        if (to := self.answered()) is None:
            return
        panel = self.query_one("#claude", Explained)
        panel.display = True
        panel.waits("Claude explains")
        self._reader.hang_up()
        self._reader = Listener()
        self._stream(to, self._reader)

    @work(thread=True, exclusive=True, group="claude")
    def _stream(self, to: Answered, reader: Listener) -> None:
        """Read an explanation as it grows. Leaving the question ends the call, or keeps it from being made."""
        if reader.gone:
            return
        explainer = self._claude or self.room.house.claude(to.bank)
        self._claude = explainer
        if explainer is None:
            self.app.call_from_thread(self._no_claude)
            return
        with heard_by(reader):
            told = explainer.explain(to.asked, to.answer)
            try:
                for said in told:
                    if reader.gone:
                        return
                    self.app.call_from_thread(self._grow, to, said, reader)
            finally:
                # Closing the stream closes the connection: what nobody reads is not paid for.
                if isinstance(told, Generator):
                    told.close()

    def _grow(self, to: Answered, said: Explanation, reader: Listener) -> None:
        if not reader.gone and self.is_attached and self in self.app.screen_stack:
            self.query_one("#claude", Explained).show(to, said)

    def _no_claude(self) -> None:
        self.query_one("#claude").display = False
        self.say("Claude needs a key: set ANTHROPIC_API_KEY, then start examcert again.")
