"""The authors' view: a bank with its keys and whys, what the checks say beside each question, and filters."""

from collections import defaultdict
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from examcert.core.bank import Bank
from examcert.core.paper import item_of
from examcert.core.problem import Problem
from examcert.core.question import Question
from examcert.errors import ExamcertError
from examcert.line.script import counted
from examcert.tui import explained
from examcert.tui.bars import KeyBar, TopBar
from examcert.tui.explained import Answered, Explained
from examcert.tui.pages import Page
from examcert.tui.prose import bare, marked, prose


class Authors(Page):
    """Every question of a bank, keys included."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Filter", key_display="/"),
        Binding("b", "broken", "Only with problems"),
        Binding("n", "step(1)", "Next", show=False),
        Binding("p", "step(-1)", "Before", show=False),
        Binding("escape,q", "close", "Back", key_display="esc"),
    ]

    def __init__(self, exam: str, question: str | None = None) -> None:
        super().__init__()
        self.exam, self._first = exam, question
        self.bank: Bank | None = None
        self.problems: dict[str | None, list[Problem]] = {}
        self.only_broken = False
        self._shown: str | None = None

    def compose(self) -> ComposeResult:
        """A list at the side, the question beside it."""
        yield TopBar(Content.styled("Authors' view", "bold $accent"), "", "")
        yield Input(placeholder="words, an id, an objective such as 2.1, a kind, a difficulty", id="filter")
        with Horizontal(id="authors"):
            yield OptionList(id="questions")
            with VerticalScroll(id="page"):
                yield Static(id="facts", classes="column", markup=False)
                yield Static(id="case", classes="column", markup=False)
                yield Static(id="stem", classes="column", markup=False)
                yield Explained(id="author")
                yield Static(id="problems", classes="column", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the bank."""
        self.query_one("#filter").display = False
        self.query_one("#facts", Static).update("Reading the bank …")
        self.read()

    @work(thread=True, exclusive=True)
    def read(self) -> None:
        """The bank and what is wrong with it, in a thread."""
        problems: tuple[Problem, ...] = ()
        try:
            problems = self.room.house.problems(self.exam)
            bank = self.room.house.bank(self.exam)
        except ExamcertError as error:
            self.app.call_from_thread(self._failed, error, problems)
            return
        self.app.call_from_thread(self.show, bank, problems)

    def _failed(self, error: ExamcertError, problems: tuple[Problem, ...]) -> None:
        """A bank that cannot be read has no questions to show, but says why."""
        self.query_one("#questions").display = False
        self.query_one("#facts", Static).update(bare(error.what if problems else str(error), "$note"))
        self._tell(list(problems))
        self.query_one("#page").focus()

    def show(self, bank: Bank, problems: tuple[Problem, ...]) -> None:
        """Show what was read."""
        if not self.is_attached:
            return
        self.bank = bank
        held: defaultdict[str | None, list[Problem]] = defaultdict(list)
        for problem in problems:
            held[problem.question].append(problem)
        self.problems = dict(held)
        self._list()
        if self._first is not None and self._first in bank.by_id:
            listed = self.query_one("#questions", OptionList)
            listed.highlighted = listed.get_option_index(self._first)
        self.query_one("#questions").focus()

    def _list(self) -> None:
        bank = self.bank
        if bank is None:
            return
        words = self.query_one("#filter", Input).value.lower().split()
        fitting = [q for q in bank.questions if _fits(q, words) and (not self.only_broken or q.id in self.problems)]
        listed = self.query_one("#questions", OptionList)
        listed.set_options([Option(self._entry(question), id=question.id) for question in fitting])
        listed.highlighted = 0 if fitting else None
        found = sum(len(problems) for problems in self.problems.values())
        right = Content.assemble(
            (f"{len(fitting)} of {len(bank.questions)} questions", "$muted"),
            (f"   {found} problems" if found else "   no problems", "bold $note" if found else "$muted"),
        )
        left = Content.assemble((bare(bank.exam).plain, "bold $accent"), ("  authors' view", "$muted"))
        self.query_one(TopBar).show(left, "", right)
        if not fitting:
            self.query_one("#facts", Static).update(bare("No question fits.", "$muted"))
            for name in ("#problems", "#case", "#stem", "#author"):
                self.query_one(name).display = False

    def _entry(self, question: Question) -> Content:
        problems = self.problems.get(question.id, [])
        errors = sum(one.severity == "error" for one in problems)
        mark = Content.styled(f"  ✗ {errors}", "bold $wrong") if errors else Content("")
        if warnings := len(problems) - errors:
            mark += Content.styled(f"  ! {warnings}", "bold $note")
        told = f"{question.objective}  {question.kind_name}, {question.difficulty}"
        return Content.assemble(bare(question.id, "bold"), mark, "\n", bare(told, "$muted"))

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        name = event.option_id
        if self.bank is not None and name is not None and name in self.bank.by_id:
            self._page(self.bank, self.bank.by_id[name])

    def _page(self, bank: Bank, question: Question) -> None:
        told = [question.objective, question.kind_name, question.difficulty]
        told += [f"family {question.family}"] if question.family else []
        told += [f"enemies {', '.join(question.enemies)}"] if question.enemies else []
        lines = [bare(question.id, "bold $accent"), bare(", ".join(told), "$muted")]
        if problems := self.problems.get(question.id):
            lines.append(Content.styled(f"{counted(len(problems), 'problem')}, told below", "bold $note"))
        if question.decision:
            lines.append(bare(f"Decision: {question.decision}", "$muted"))
        self.query_one("#facts", Static).update(Content("\n").join(lines))
        self._tell(self.problems.get(question.id, []))
        case = self.query_one("#case", Static)
        case.display = question.case is not None
        if question.case is not None:
            case.update(
                Content.assemble((f"{bare(question.case.title).plain}\n", "bold $accent"), prose(question.case.text))
            )
        stem = self.query_one("#stem", Static)
        stem.display = True
        stem.update(marked(prose(question.stem), explained.clues(question)))
        # In the author's order: a bank is read beside its files, not sat.
        fixed = question.model_copy(update={"shuffle": False})
        item = item_of(fixed, domain=bank.domain_of[question.objective], seed=0)
        *_, said = self.room.house.author().explain(question, ())
        panel = self.query_one("#author", Explained)
        panel.display = True
        panel.show(Answered(item, question, (), bank), said)
        if question.id != self._shown:
            self.query_one("#page").scroll_home(animate=False)
        self._shown = question.id

    def _tell(self, problems: list[Problem]) -> None:
        told = self.query_one("#problems", Static)
        told.display = bool(problems)
        told.update(Content("\n").join([_problem(one) for one in problems]))

    def action_find(self) -> None:
        """Type words to look for."""
        box = self.query_one("#filter", Input)
        box.display = True
        box.focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._list()

    @on(Input.Submitted)
    def _found(self) -> None:
        self.query_one("#questions").focus()

    def action_broken(self) -> None:
        """Only questions with problems, or all again."""
        self.only_broken = not self.only_broken
        self._list()

    def action_step(self, by: int) -> None:
        """The next question, also while the page is scrolled."""
        listed = self.query_one("#questions", OptionList)
        if listed.highlighted is not None:
            listed.highlighted = min(max(listed.highlighted + by, 0), listed.option_count - 1)

    def action_close(self) -> None:
        """Close the filter, then the view."""
        box = self.query_one("#filter", Input)
        if box.display:
            box.value, box.display = "", False
            self.query_one("#questions").focus()
        else:
            self.dismiss()


def _problem(one: Problem) -> Content:
    mark = ("✗ error ", "bold $wrong") if one.severity == "error" else ("! warning ", "bold $note")
    place = bare(f"[{one.rule}] {one.place} ", "$muted")
    return Content.assemble(mark, place, bare(f"{one.message} "), bare(one.remedy, "$muted"))


def _fits(question: Question, words: list[str]) -> bool:
    told = " ".join(
        [question.id, question.objective, question.kind_name, question.difficulty, question.family or "", question.stem]
        + [option.text for option in question.options]
    ).lower()
    return all(word in told for word in words)
