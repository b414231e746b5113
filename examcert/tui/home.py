"""Home: the exams, how they went, and what is unfinished."""

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from examcert.tui.bars import KeyBar, TopBar
from examcert.tui.pages import Page
from examcert.tui.prose import bare
from examcert.tui.rows import Hung

if TYPE_CHECKING:
    from collections.abc import Sequence

    from examcert.core.records import SittingRecord
    from examcert.reports.exam_shape import ExamOut

WELCOME = Content.assemble(
    ("Welcome. ", "bold $accent"), "Pick an exam and press ", ("p", "bold $accent"),
    " to practise ten questions: each answer is marked at once, and every option, right or wrong, is explained. Press ",
    ("m", "bold $accent"), " for a full, timed mock exam. Stop whenever you like: every answer is on disk before "
    "the next question shows. ", ("?", "bold $accent"), " shows the keys of any screen.",
)  # fmt: skip


class Home(Page):
    """The first screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "resume", "Go on"),
        Binding("enter", "ignore", "Open", key_display="⏎"),
        Binding("p", "practise", "Practise 10"),
        Binding("m", "mock", "Mock exam"),
        Binding("h", "history", "History"),
        Binding("s", "settings", "Settings"),
        Binding("q", "app.leave", "Leave"),
        Binding("a", "authors", "Read the bank, keys included", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.exams: dict[str, ExamOut] = {}
        self.unfinished: SittingRecord | None = None

    def compose(self) -> ComposeResult:
        """What is unfinished, a welcome, the exams."""
        yield TopBar(Content.styled("examcert", "bold $accent"), "", Content.styled("every option explained", "$muted"))
        with VerticalScroll(id="home", can_focus=False):
            yield Static(id="unfinished", markup=False)
            yield Static(WELCOME, id="welcome", classes="column", markup=False)
            yield Static("Reading the banks …", id="reading", markup=False)
            yield OptionList(id="exams")
        yield KeyBar()

    def on_mount(self) -> None:
        """Nothing is known yet."""
        self.query_one("#unfinished").display = False
        self.query_one("#welcome").display = False
        self.query_one("#exams").display = False
        self.call_after_refresh(self.read)

    def on_screen_resume(self) -> None:
        """Something may have been sat meanwhile."""
        if self.exams:
            self.read()

    @work(thread=True, exclusive=True)
    def read(self) -> None:
        """Read banks and history off the first paint; then load what the first question needs."""
        from examcert.study.standing import missed

        house = self.room.house
        exams, complaints = house.exams()
        due: dict[str, int] = {}
        try:
            records = house.records()
            for exam in {record.exam for record in records} & {row.code for row in exams}:
                due[exam] = missed(house.history().answers(exam))
        except Exception as error:  # whatever the database says must not keep anybody from the exams
            records, complaints = (), [*complaints, str(error)]
        self.app.call_from_thread(self.show, exams, records, complaints, due)
        house.warm()

    def show(
        self,
        exams: "Sequence[ExamOut]",
        records: "Sequence[SittingRecord]",
        complaints: "Sequence[str]",
        due: "dict[str, int]",
    ) -> None:
        """Show what was read."""
        if not self.is_attached:
            return
        self.exams = {row.code: row for row in exams}
        open_ones = [record for record in records if record.submitted is None and record.mode != "sit"]
        self.unfinished = open_ones[0] if open_ones else None
        ready = sorted(exams, key=lambda row: (row.questions == 0, row.status == "retired", row.code))
        listed = self.query_one("#exams", OptionList)
        at = listed.highlighted
        listed.set_options([Option(_entry(row, records, due.get(row.code, 0)), id=row.code) for row in ready])
        listed.highlighted = min(at or 0, max(0, len(ready) - 1)) if ready else None
        listed.display = bool(ready)
        told = self.query_one("#reading", Static)
        told.display = bool(complaints) or not ready
        told.update(bare("\n".join(complaints) or "No bank of questions was found.", "$note"))
        self._greet(first=not records)
        listed.focus()
        self.refresh_bindings()

    def _greet(self, *, first: bool) -> None:
        one = self.query_one("#unfinished", Static)
        one.display = self.unfinished is not None
        if self.unfinished is not None:
            one.update(_unfinished(self.unfinished))
        self.query_one("#welcome").display = first

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that have something to act on."""
        row = self._chosen()
        match action:
            case "resume":
                return self.unfinished is not None
            case "practise" | "mock":
                return row is not None and row.questions > 0
            case _:
                return True

    def _chosen(self) -> "ExamOut | None":
        listed = self.query("#exams")
        option = listed.first(OptionList).highlighted_option if listed else None
        return self.exams.get(option.id or "") if option else None

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def _opened(self) -> None:
        if (row := self._chosen()) is not None:
            from examcert.tui.exam import Exam

            self.app.push_screen(Exam(row))

    def action_resume(self) -> None:
        """Go on with what is unfinished."""
        from examcert.tui import opening

        if (one := self.unfinished) is not None:
            self.room.open(lambda: opening.resumed(self.room.house, one.id))

    def action_practise(self) -> None:
        """Ten questions, at once."""
        from examcert.study.practice import Wish
        from examcert.tui import opening

        if (row := self._chosen()) is not None:
            self.room.open(lambda: opening.practice(self.room.house, row.code, Wish(), 10))

    def action_mock(self) -> None:
        """A mock exam, after a look at what it takes."""
        if (row := self._chosen()) is not None:
            from examcert.tui.exam import Exam

            self.app.push_screen(Exam(row, mock=True))

    def action_history(self) -> None:
        """Past sittings and progress."""
        from examcert.tui.history import History

        self.app.push_screen(History())

    def action_settings(self) -> None:
        """Settings."""
        from examcert.tui.settings import Settings

        self.app.push_screen(Settings())

    def action_authors(self) -> None:
        """The bank as its authors see it."""
        if (row := self._chosen()) is not None:
            from examcert.tui.authors import Authors

            self.app.push_screen(Authors(row.code))


def _unfinished(one: "SittingRecord") -> Content:
    what = "mock exam" if one.mode == "mock" else "practice"
    return Content.assemble(
        ("Unfinished   ", "bold $note"),
        bare(f"{one.exam} {what}, {one.answered} of {one.items} answered.", "bold"),
        "   Press ", ("r", "bold $accent"), " to go on.",
    )  # fmt: skip


def _entry(row: "ExamOut", records: "Sequence[SittingRecord]", due: int) -> Hung:
    """An exam: what it is, and how it stands."""
    own = [r for r in records if r.exam == row.code]
    scores = [r.scaled for r in own if r.mode == "mock" and r.scaled is not None]
    facts = [f"{row.questions} questions", f"{row.forms} forms"] if row.questions else ["no questions yet"]
    if row.forms == 1:
        facts[1] = "1 form"
    if scores:
        facts += [f"last score {scores[0]}", f"best {max(scores)}"]
    elif own:
        facts.append(f"{len(own)} {'sitting' if len(own) == 1 else 'sittings'}")
    if due:
        facts.append(f"{due} to go over again")
    status = Content("")
    if row.status == "retired":
        instead = f", {row.successor} took its place" if row.successor else ""
        status = bare(f"\nRetired since {row.retired_on}{instead}.", "$note")
    elif row.status == "beta":
        status = Content.styled("   in beta", "$note")
    code = bare(row.code, "bold $accent" if row.questions else "bold $muted")
    title = bare(row.title, "" if row.questions else "$muted")
    return Hung(code, Content.assemble(title, status, ("\n" + " · ".join(facts), "$muted")), 18)
