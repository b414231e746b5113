"""Asking Claude back about one question: what was said, what is being said, and a line to write on.

The window holds the one question that it was opened for. Whatever waits for the disk or the network does so in a
thread, and closing the window ends the call: what nobody reads is not paid for.
"""

from contextlib import closing
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from examcert.core.listening import Listener, heard_by
from examcert.core.tutoring import Said, Tutor
from examcert.errors import ExamcertError
from examcert.line.talk import sight
from examcert.tui import explained
from examcert.tui.dialogs import Confirm, Window
from examcert.tui.explained import Answered, Explained
from examcert.tui.prose import bare, marked, phrase, prose

if TYPE_CHECKING:
    from examcert.tui.app import ExamcertApp

LONGEST = 2000
"""Characters of one question."""
INTRODUCTION = (
    "Ask what a word means, why an option fits or not, or what would change the answer. "
    "What Claude says here changes no key and no score."
)


class Talk(Window[None]):
    """A dialogue about one question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ignore", "Ask", key_display="⏎"),
        Binding("escape", "close", "Close", key_display="esc"),
        Binding("up", "scroll(-1)", "Up", show=False),
        Binding("down", "scroll(1)", "Down", show=False),
        Binding("pageup", "scroll(-8)", "Page up", show=False),
        Binding("pagedown", "scroll(8)", "Page down", show=False),
        Binding("ctrl+r", "afresh", "Start afresh"),
    ]

    def __init__(self, about: Answered) -> None:
        super().__init__("Ask Claude about this question")
        self.about = about
        self._tutor: Tutor | None = None
        self._past: list[Content] = []
        self._asked = ""
        """What is being answered. Empty: nothing is."""
        self._trouble = ""
        """Why nobody can be asked at all."""
        self._hurried = False
        """Enter was pressed before it was known who answers."""
        self._busy = False
        """The dialogue is being started afresh."""
        self._reader = Listener()
        """Who reads what is said here: nobody, once the window has closed."""

    def inside(self) -> ComposeResult:
        """The question where there is room for it; what was said; the line to write on."""
        with Horizontal(id="talk"):
            with VerticalScroll(id="about"):
                yield Static(id="about-stem", markup=False)
                yield Explained()
            with Vertical(id="dialogue"):
                with VerticalScroll(id="turns", can_focus=False):
                    yield Static(id="past", markup=False)
                    yield Static(id="saying", markup=False)
                yield Static(id="told", markup=False)
                yield Input(placeholder="Your question", max_length=LONGEST)

    def on_mount(self) -> None:
        """Show the question, and fetch what was said before."""
        about = self.about
        stem = marked(prose(about.item.stem), explained.clues(about.asked))
        self.query_one("#about-stem", Static).update(stem)
        *_, said = self.room.house.author().explain(about.asked, about.answer)
        self.query_one(Explained).show(about, said)
        self.query_one("#saying").display = False
        self.query_one("#turns", VerticalScroll).anchor()
        self._draw()
        self.query_one(Input).focus()
        self._begin()

    def on_unmount(self) -> None:
        """However the window ends, so does the call."""
        self._reader.hang_up()

    @property
    def _gone(self) -> bool:
        # A window that closes loses what it holds before it is told.
        return self._reader.gone or not self.is_attached or self not in self.app.screen_stack

    @property
    def room(self) -> "ExamcertApp":
        """The app, as what it is."""
        return cast("ExamcertApp", self.app)

    # Threads.

    @work(thread=True, exclusive=True, group="talk")
    def _begin(self) -> None:
        """Find the tutor, and what was said before."""
        try:
            tutor = self.room.house.tutor(self.about.bank)
            turns, closed = tutor.before(self.about.asked), tutor.closed(self.about.asked)
        except ExamcertError as error:
            self.app.call_from_thread(self._cannot_begin, f"{error.what} {error.remedy}")
            return
        past = [turn_of("You" if turn.speaker == "candidate" else tutor.voice, turn.text) for turn in turns]
        self.app.call_from_thread(self._begun, tutor, past, closed)

    @work(thread=True, exclusive=True, group="talk")
    def _stream(self, tutor: Tutor, words: str) -> None:
        """Read an answer as it grows."""
        about, asked = self.about, self.about.asked
        if self._gone:
            return
        try:
            with (
                heard_by(self._reader),
                closing(tutor.ask(asked, words, sight(about.item, asked, about.answer))) as growing,
            ):
                for said in growing:
                    if self._gone:
                        return
                    self.app.call_from_thread(self._grow, tutor, said)
            closed = tutor.closed(asked)
        except ExamcertError as error:
            said, closed = Said(text="", complete=True, note=f"{error.what} {error.remedy}"), None
        if not self._gone:
            self.app.call_from_thread(self._end, tutor, said, closed)

    # Showing.

    def _begun(self, tutor: Tutor, past: list[Content], closed: Said | None) -> None:
        if self._gone:
            return
        self._busy = False
        self._tutor, self._past = tutor, past
        self._draw()
        self._tell(_told(closed))
        if self._hurried:
            self._hurried = False
            self._put(self.query_one(Input).value)

    def _cannot_begin(self, trouble: str) -> None:
        self._trouble = trouble
        self._tell(trouble)

    def _draw(self) -> None:
        shown = self._past or [Content.styled(INTRODUCTION, "$muted")]
        self.query_one("#past", Static).update(Content("\n\n").join(shown))

    def _grow(self, tutor: Tutor, said: Said) -> None:
        if self._gone or not said.text:
            return
        saying = self.query_one("#saying", Static)
        saying.display = True
        saying.update(turn_of(tutor.voice + ("" if said.complete else " …"), said.text))
        self._tell("")

    def _end(self, tutor: Tutor, said: Said, closed: Said | None) -> None:
        """The answer is whole and joins the past; or there is none, and the question comes back to be asked again."""
        if self._gone:
            return
        self.query_one("#saying").display = False
        line = self.query_one(Input)
        if said.note:
            self._past.pop()
            line.value = line.value or self._asked
            line.cursor_position = len(line.value)
        else:
            self._past.append(turn_of(tutor.voice, said.text))
        self._asked = ""
        self._draw()
        self._tell(_told(said) or _told(closed))

    def _tell(self, text: str, style: str = "$note") -> None:
        """One line above the one to write on."""
        if not self._gone:
            told = self.query_one("#told", Static)
            told.display = bool(text)
            told.update(bare(text, style))

    # What keys do.

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        """Ask what was written."""
        self._put(event.value)

    def _put(self, words: str) -> None:
        """One question at a time, and none before it is known who answers."""
        words = words.strip()
        if not words:
            return
        if self._tutor is None:
            self._hurried = True
            self._tell(self._trouble or "One moment.")
            return
        if self._busy:
            self._tell("One moment.", "$muted")
            return
        if self._asked:
            self._tell("One moment: Claude is still answering.", "$muted")
            return
        self._asked, self.query_one(Input).value = words, ""
        self._past.append(turn_of("You", words))
        self._draw()
        self.query_one("#turns", VerticalScroll).anchor()
        self._tell("Claude reads your question …", "$muted")
        self._stream(self._tutor, words)

    def action_ignore(self) -> None:
        """Enter is the line's own; it stands here for the line of keys."""

    def action_scroll(self, by: int) -> None:
        """Move through what was said."""
        self.query_one("#turns", VerticalScroll).scroll_relative(y=by, animate=False)

    def action_afresh(self) -> None:
        """Forget what was said about this question, if that is meant."""
        tutor = self._tutor
        if tutor is None or self._asked or self._busy or not self._past:
            return

        def answered(sure: bool | None) -> None:
            if sure:
                self._busy = True
                self._forget(tutor)

        text = Content("Forget what was said about this question?")
        self.app.push_screen(Confirm("Start afresh", text, yes="Forget it", no="Keep it"), answered)

    @work(thread=True, exclusive=True, group="talk")
    def _forget(self, tutor: Tutor) -> None:
        try:
            tutor.forget(self.about.asked)
            closed = tutor.closed(self.about.asked)
        except ExamcertError as error:
            self.app.call_from_thread(self._not_forgotten, f"{error.what} {error.remedy}")
            return
        self.app.call_from_thread(self._begun, tutor, [], closed)

    def _not_forgotten(self, trouble: str) -> None:
        self._busy = False
        self._tell(trouble)


def turn_of(who: str, text: str) -> Content:
    """One thing said, and whose words it is."""
    return Content.assemble(bare(who, "bold" if who == "You" else "bold $accent"), "\n", phrase(text))


def _told(said: Said | None) -> str:
    if said is None or not said.note:
        return ""
    return f"{said.note} Ctrl+R starts afresh." if said.kind == "budget" else said.note
