"""One exam: what it takes, how you stand in it, and every way to begin."""

from typing import ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from examcert.core.bank import Bank
from examcert.errors import ExamcertError
from examcert.line.script import counted
from examcert.reports.exam_shape import ExamOut
from examcert.study.practice import Only, Wish
from examcert.study.standing import Standing, standing
from examcert.tui import opening
from examcert.tui.bars import KeyBar, TopBar
from examcert.tui.charts import bar
from examcert.tui.pages import Page
from examcert.tui.prose import bare

NUMBERS = (5, 10, 20, 30, 50)


class Exam(Page):
    """Ways to practise one exam, and its mock exam."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ignore", "Begin", key_display="⏎"),
        Binding("plus,right", "more(1)", "More questions", key_display="+"),
        Binding("minus,left", "more(-1)", "Fewer", key_display="-"),
        Binding("m", "mock", "Mock exam"),
        Binding("a", "authors", "Read the bank", show=False),
        Binding("escape,q", "close", "Back", key_display="esc"),
    ]

    def __init__(self, row: ExamOut, *, mock: bool = False) -> None:
        super().__init__()
        self.row, self._mock_first = row, mock
        self.number = 10
        self.bank: Bank | None = None
        self.standing: Standing | None = None

    def compose(self) -> ComposeResult:
        """Facts, then the ways to begin."""
        yield TopBar(Content.styled(self.row.code, "bold $accent"), "", "")
        with VerticalScroll(id="exam", can_focus=False):
            yield Static(bare(self.row.title, "bold"), markup=False)
            yield Static(id="facts", markup=False)
            yield OptionList(id="ways")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the bank and where you stand."""
        self.query_one("#ways").display = False
        self.read()

    def on_screen_resume(self) -> None:
        """Something may have been sat meanwhile."""
        if self.bank is not None:
            self.read()

    @work(thread=True, exclusive=True)
    def read(self) -> None:
        """The bank and the records, in a thread."""
        house = self.room.house
        try:
            bank = house.bank(self.row.code)
            records = house.history().answers(bank.exam)
        except ExamcertError as error:
            self.app.call_from_thread(self._failed, error)
            return
        self.app.call_from_thread(self.show, bank, standing(bank, records))

    def _failed(self, error: ExamcertError) -> None:
        self.query_one("#facts", Static).update(bare(f"{error.what} {error.remedy}", "$note"))

    def show(self, bank: Bank, where: Standing) -> None:
        """Show what was read."""
        if not self.is_attached:
            return
        self.bank, self.standing = bank, where
        plan = bank.blueprint
        guide = f"exam guide {plan.guide.version}"
        facts = f"{counted(len(bank.questions), 'question')} in the bank, {plan.vendor}, {guide}"
        lines = [bare(facts, "$muted")]
        if plan.status == "retired":
            instead = f" {plan.successor} took its place." if plan.successor else ""
            lines.append(bare(f"Retired since {plan.retired_on}.{instead}", "$note"))
        if plan.status_note:
            lines.append(bare(plan.status_note, "$note"))
        self.query_one("#facts", Static).update(Content("\n").join(lines))
        self._list()
        ways = self.query_one("#ways", OptionList)
        ways.display = True
        ways.focus()
        if self._mock_first:
            self._mock_first = False
            ways.highlighted = ways.get_option_index("mock")

    def _list(self) -> None:
        bank, where = self.bank, self.standing
        if bank is None or where is None:
            return
        ways = self.query_one("#ways", OptionList)
        at = ways.highlighted
        plan, number = bank.blueprint, counted(self.number, "question")
        limits = f"{plan.items.total} questions, {plan.minutes} minutes, pass mark {plan.scale.pass_mark}"
        options: list[Option | None] = [
            _way("any", f"Practise {number}", "least met first"),
            _way("new", f"Practise {number} you have not met", f"{where.new} of {len(bank.questions)} are new"),
            _way("missed", "Practise what you missed", f"{where.missed} wrong or left out the last time"),
            _way("flagged", "Practise what you flagged", f"{where.flagged} flagged"),
            _way("mock", "Mock exam", f"{limits}, no feedback before the end"),
            Option(Content.styled("\nBy domain", "bold $accent"), disabled=True),
        ]
        options += [
            Option(_domain(domain.id, domain.name, domain.share, domain.met, domain.held), id=f"domain:{domain.id}",
                   disabled=not domain.held)
            for domain in where.domains
        ]  # fmt: skip
        ways.set_options(options)
        ways.highlighted = at if at is not None else 0

    @on(OptionList.OptionSelected)
    def _begin(self, event: OptionList.OptionSelected) -> None:
        name = event.option_id or ""
        house, code, number = self.room.house, self.row.code, self.number
        if name == "mock":
            self.room.open(lambda: opening.mock(house, code))
            return
        wish = Wish()
        if name.startswith("domain:"):
            wish = Wish(domain=name.removeprefix("domain:"))
        elif name != "any":
            wish = Wish(only=cast("Only", name))
        self.room.open(lambda: opening.practice(house, code, wish, number))

    def action_more(self, by: int) -> None:
        """More or fewer questions a session."""
        self.number = NUMBERS[min(max(NUMBERS.index(self.number) + by, 0), len(NUMBERS) - 1)]
        self._list()

    def action_mock(self) -> None:
        """The mock exam, at once."""
        self.room.open(lambda: opening.mock(self.room.house, self.row.code))

    def action_authors(self) -> None:
        """The bank as its authors see it."""
        from examcert.tui.authors import Authors

        self.app.push_screen(Authors(self.row.code))


def _way(name: str, what: str, told: str) -> Option:
    return Option(Content.assemble((what, "bold"), (f"   {told}", "$muted")), id=name)


def _domain(name: str, title: str, share: float | None, met: int, held: int) -> Content:
    head = Content.assemble((f"{name} ", "bold"), bare(title, "bold"))
    if share is None:
        return Content.assemble(head, (f"\n  not met yet, {counted(held, 'question')}", "$muted"))
    told = f" {share:4.0%} right, {met} of {held} met"
    return Content.assemble(head, "\n  ", bar(share, 16, "$accent"), (told, "$muted"))
