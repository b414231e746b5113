"""History and progress: past sittings, the trend of scores, strong and weak domains, days of practice."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from examcert.core.bank import Bank
from examcert.core.marking import mark
from examcert.core.records import AnswerRecord, SittingRecord
from examcert.errors import ExamcertError
from examcert.render import when
from examcert.study.standing import activity, standing
from examcert.tui import opening
from examcert.tui.bars import KeyBar, TopBar
from examcert.tui.charts import Drawn, calendar, labelled, trend
from examcert.tui.pages import Page
from examcert.tui.prose import bare


class History(Page):
    """Everything that was sat, and where it leads."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ignore", "Open", key_display="⏎"),
        Binding("e,right", "exam(1)", "Other exam", key_display="e"),
        Binding("left", "exam(-1)", "Exam before", show=False),
        Binding("escape,q", "close", "Back", key_display="esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.records: tuple[SittingRecord, ...] = ()
        self.answers: dict[str, tuple[AnswerRecord, ...]] = {}
        self.banks: dict[str, Bank] = {}
        self.exam: str | None = None

    def compose(self) -> ComposeResult:
        """Progress in one exam, then the sittings of all."""
        yield TopBar(Content.styled("History and progress", "bold $accent"), "", "")
        with VerticalScroll(id="history", can_focus=False):
            yield Static("Reading your history …", id="reading", markup=False)
            yield Static("Score", id="trend-title", classes="title")
            yield Drawn(id="trend")
            yield Static("Domains, by your last answer to each question", id="domains-title", classes="title")
            yield Drawn(id="domains")
            yield Static("Days of practice", id="days-title", classes="title")
            yield Drawn(id="days")
            yield Static("Sittings", id="sittings-title", classes="title")
            yield OptionList(id="sittings")
        yield KeyBar()

    def on_mount(self) -> None:
        """Nothing is known yet."""
        for name in ("trend", "domains", "days", "sittings"):
            self._shown(name, False)
        self.read()

    def on_screen_resume(self) -> None:
        """Something may have been sat meanwhile."""
        if self.records:
            self.read()

    def _shown(self, name: str, yes: bool) -> None:
        self.query_one(f"#{name}").display = yes
        self.query_one(f"#{name}-title").display = yes

    @work(thread=True, exclusive=True)
    def read(self) -> None:
        """Records, and the banks they belong to."""
        house = self.room.house
        answers: dict[str, tuple[AnswerRecord, ...]] = {}
        banks: dict[str, Bank] = {}
        complaint = ""
        try:
            records = house.records()
            for exam in sorted({record.exam for record in records}):
                answers[exam] = house.history().answers(exam)
                try:
                    banks[exam] = house.bank(exam)
                except ExamcertError:
                    continue  # its sittings are listed all the same
        except ExamcertError as error:
            records, complaint = (), f"{error.what} {error.remedy}"
        self.app.call_from_thread(self.show, records, answers, banks, complaint)

    def show(
        self,
        records: tuple[SittingRecord, ...],
        answers: dict[str, tuple[AnswerRecord, ...]],
        banks: dict[str, Bank],
        complaint: str,
    ) -> None:
        """Show what was read."""
        if not self.is_attached:
            return
        self.records, self.answers, self.banks = records, answers, banks
        told = self.query_one("#reading", Static)
        told.display = bool(complaint) or not records
        told.update(
            bare(complaint or "Nothing yet. Your sittings, scores and days of practice will show here.", "$muted")
        )
        if not records:
            return
        if self.exam not in self.answers:
            self.exam = records[0].exam
        self._draw()

    def _draw(self) -> None:
        exam = self.exam
        if exam is None:
            return
        others = f"   {len(self.answers)} exams, e shows another" if len(self.answers) > 1 else ""
        self.query_one(TopBar).show(
            right=Content.assemble((bare(exam).plain, "bold"), (others if self.size.width > 80 else "", "$muted"))
        )
        self._trend(exam)
        self._domains(exam)
        days = activity(self.answers[exam], lambda moment: moment.astimezone().date())
        self._shown("days", True)
        today = self._today()
        self.query_one("#days", Drawn).show(lambda width: calendar(days, today=today, width=width))
        self._list()

    def _today(self) -> date:
        return self.room.house.clock()().astimezone().date()

    def _trend(self, exam: str) -> None:
        scored = [r for r in reversed(self.records) if r.exam == exam and r.mode == "mock" and r.scaled is not None]
        bank = self.banks.get(exam)
        self._shown("trend", bool(scored) and bank is not None)
        if not scored or bank is None:
            return
        scores = [(r.started.astimezone().strftime("%d %b"), r.scaled or 0) for r in scored]
        scale = bank.blueprint.scale
        self.query_one("#trend", Drawn).show(
            lambda width: trend(
                scores, low=scale.low, high=scale.high, pass_mark=scale.pass_mark, width=min(width, 110)
            )
        )

    def _domains(self, exam: str) -> None:
        bank = self.banks.get(exam)
        self._shown("domains", bank is not None)
        if bank is None:
            return
        where = standing(bank, self.answers[exam])
        rows = [
            (f"{d.id} {d.name}", d.share, f"{d.share:4.0%} of {d.met} met" if d.share is not None else "not met yet")
            for d in where.domains
        ]
        enough = bank.blueprint.assumed_pass_share
        self.query_one("#domains", Drawn).show(lambda width: labelled(rows, width, line=enough))

    def _list(self) -> None:
        self._shown("sittings", True)
        listed = self.query_one("#sittings", OptionList)
        at = listed.highlighted
        listed.set_options([Option(_line(record), id=str(record.id)) for record in self.records])
        listed.highlighted = min(at or 0, len(self.records) - 1)
        listed.focus()

    def action_exam(self, by: int) -> None:
        """Progress in another exam."""
        exams: Sequence[str] = sorted(self.answers)
        if self.exam in exams:
            self.exam = exams[(exams.index(self.exam) + by) % len(exams)]
            self._draw()

    @on(OptionList.OptionSelected)
    def _opened(self, event: OptionList.OptionSelected) -> None:
        record = next(record for record in self.records if str(record.id) == event.option_id)
        if record.submitted is None and record.mode != "sit":
            self.room.open(lambda: opening.resumed(self.room.house, record.id))
        elif record.exam in self.banks:
            self._report(record)
        else:
            self.room.fail(
                ExamcertError(
                    f"The bank of {record.exam} is not among the known ones.",
                    remedy="Start examcert with EXAMCERT_BANKS naming its folder.",
                )
            )

    def _report(self, record: SittingRecord) -> None:
        from examcert.tui.report import Report

        history, bank = self.room.house.history(), self.banks[record.exam]
        try:
            sitting = history.load(record.id)
            found, before = mark(bank, sitting), history.stored_report(record.id)
            note = ""
            if before is not None and not found.withdrawn and before.marks != found.marks:
                note = (
                    f"The bank has been corrected since: {before.correct:g} of {before.total} points then, "
                    f"{found.correct:g} of {found.total} now."
                )
                history.restate(record.id, found)
        except ExamcertError as error:
            self.room.fail(error)
            return
        self.app.push_screen(Report(bank, sitting, found, record.id, note=note))


def _line(record: SittingRecord) -> Content:
    """One sitting on a line."""
    if record.submitted is None:
        result, style = f"unfinished, {record.answered} of {record.items} answered", "$note"
    elif record.mode == "practice":
        result, style = f"{record.correct or 0:g} of {record.answered} right", "$muted"
    elif record.passed:
        result, style = f"✓ {record.scaled}, passed", "bold $right"
    else:
        result, style = f"✗ {record.scaled}, not passed", "bold $wrong"
    mode = {"mock": "mock exam", "practice": "practice", "sit": "sat by a program"}[record.mode]
    who = "" if record.candidate == "you" else f" ({record.candidate})"
    return Content.assemble(
        (f"{when(record.started)}  ", "$muted"), bare(f"{record.exam:<10} ", "bold"), bare(f"{mode}{who}  "),
        (result, style),
    )  # fmt: skip
