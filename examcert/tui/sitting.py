"""What practice and mock exams share on screen: the question, the flag, notes, the clock, leaving.

A screen asks its desk for a move and shows the result. A move that cannot be stored ends the screen:
what is shown is always what is kept.
"""

import contextlib
from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.errors import ExamcertError, TimeUpError
from examcert.line.keys import letter
from examcert.tui.bars import KeyBar, TopBar
from examcert.tui.desk import Desk
from examcert.tui.drafts import padded, takes
from examcert.tui.pages import Page
from examcert.tui.prose import bare, phrase, prose
from examcert.tui.question import Question
from examcert.tui.rows import Still

BEAT = 5.0
"""Seconds between two signs of life: what a killed process may lose of the clock."""


class SittingScreen(Page):
    """A sitting at its desk."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "flag", "Flag"),
        Binding("w", "note", "Note", show=False),
        Binding("escape,q", "rest", "Stop", key_display="esc"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._notes: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Bars, the case at the side where there is room, the question."""
        yield TopBar()
        with Horizontal(id="desk"):
            with VerticalScroll(id="scenario"):
                yield Still(id="scenario-text", markup=False)
            yield Question(*self.below(), id="question")
            yield from self.beside()
        yield Still(id="hint", markup=False)
        yield KeyBar()

    def below(self) -> Iterable[Widget]:
        """What stands below the options."""
        return ()

    def beside(self) -> ComposeResult:
        """What stands beside the question."""
        yield from ()

    def on_mount(self) -> None:
        """Show the question; stop the clock while the process is suspended."""
        # At once: what waits for its turn would run after the process has slept.
        self.app.app_suspend_signal.subscribe(self, lambda _: self.tried(self.desk.pause), immediate=True)
        self.app.app_resume_signal.subscribe(self, lambda _: self.tried(self.desk.reopen), immediate=True)
        if self.desk.sitting.timed:
            self.set_interval(BEAT, lambda: self.tried(self.desk.beat))
        self._notes = self.room.house.notes(self.desk.bank.exam)
        self.draw()
        self.question.focus()

    def on_unmount(self) -> None:
        """However the screen ends, such as a browser that goes away, the clock stops."""
        with contextlib.suppress(ExamcertError):
            self.desk.pause()

    def on_resize(self) -> None:
        """A case moves beside the question where there is room."""
        self._place_case()

    @property
    def question(self) -> Question:
        """The question on screen."""
        return self.query_one(Question)

    @property
    def item(self) -> Item:
        """The item on screen."""
        return self.desk.item

    # Showing.

    def draw(self) -> None:
        """Show the item as it stands."""
        response = self.desk.sitting.response(self.item.id)
        with self.app.batch_update():
            self.question.show(self.item, self.draft(), response.struck)
            self._place_case()
            self.say("")
            self.head()

    def draft(self) -> Answer:
        """The answer to show."""
        return self.desk.sitting.response(self.item.id).answer

    def head(self) -> None:
        """What the top line says."""
        raise NotImplementedError

    def say(self, text: str, style: str = "$note") -> None:
        """One line below the question. Empty: the note of the candidate, if there is one."""
        own = self._notes.get(self.item.id, "")
        shown = bare(text, style) if text else bare(f"Your note: {own}" if own else "", "italic $muted")
        self.query_one("#hint", Static).update(shown)

    def where(self) -> Content:
        """Which question this is, and whether it is flagged."""
        sitting = self.desk.sitting
        told = f"Question {sitting.place + 1} of {len(sitting.paper.items)}"
        flagged = sitting.response(self.item.id).flagged
        return Content.assemble((told, "bold"), ("  ⚑ flagged", "bold $note") if flagged else "")

    def _place_case(self) -> None:
        """The case beside its question where there is room for both, else above it."""
        case, wide = self.item.case, self.size.width >= 112
        side = self.query_one("#scenario")
        side.display = case is not None and wide
        if case is None:
            return
        if wide:
            text = Content.assemble((f"{bare(case.title).plain}\n\n", "bold $accent"), prose(case.text))
            self.query_one("#scenario-text", Static).update(text)
        self.query_one("#case").display = not wide

    # Moving.

    def tried(self, move: Callable[[], object]) -> bool:
        """Make a move of the desk. False when it could not be made; a failure to store it ends the screen."""
        try:
            move()
        except TimeUpError:
            self.time_up()
        except ExamcertError as error:
            if self.desk.adrift:
                self.dismiss()
                self.room.fail(error)
            else:
                self.say(f"{error.what} {error.remedy}")
        else:
            return True
        return False

    def time_up(self) -> None:
        """The clock ran out."""

    def rest(self) -> None:
        """Stop the clock; everything is kept."""
        self.desk.pause()
        if self.desk.sitting.is_open:
            self.room.paused = self.desk.number

    def action_rest(self) -> None:
        """Leave for now."""
        if self.tried(self.rest):
            self.dismiss()

    def action_flag(self) -> None:
        """Set or clear the flag."""
        if self.tried(self.desk.flag):
            self.head()
            self.say("Flagged." if self.desk.sitting.response(self.item.id).flagged else "Flag cleared.")

    def action_note(self) -> None:
        """Write a note on the question, for later."""
        from examcert.tui.dialogs import Write

        name, exam = self.item.id, self.desk.bank.exam

        def kept(text: str | None) -> None:
            if text is not None:
                try:
                    self.room.house.note(exam, name, text)
                except ExamcertError as error:
                    self.room.fail(error)
                self._notes[name] = text
                self.say("")

        self.app.push_screen(Write("A note on this question", self._notes.get(name, "")), kept)

    def on_question_said(self, message: Question.Said) -> None:
        """A key that did nothing, and why."""
        self.say(message.text)

    def on_question_crossed(self, message: Question.Crossed) -> None:
        """Cross an option out, or bring it back."""
        if self.tried(lambda: self.desk.strike(message.option)):
            response = self.desk.sitting.response(self.item.id)
            self.question.show(self.item, self.question.answer, response.struck)

    def on_question_pick(self, message: Question.Pick) -> None:
        """Show what a place takes."""
        from examcert.tui.dialogs import Pick

        item, slot = self.item, message.slot
        texts = {option.id: option.text for option in item.options}
        offers = [
            (name, Content.assemble((f"{letter(item, name)}  ", "bold"), phrase(texts[name])))
            for name in takes(item, slot)
        ]
        held = padded(item, self.question.answer)[slot]

        def picked(name: str | None) -> None:
            if name:
                self.question.fill(slot, name)

        letters = "".join(letter(item, name).lower() for name, _ in offers)
        self.app.push_screen(Pick(item.slots[slot].text, offers, held or None, letters), picked)
