"""The report of a sitting on screen: score, interval, pass line, where the points went, and on to the mistakes."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from examcert.core.bank import Bank
from examcert.core.marking import Mark, Tally
from examcert.core.marking import Report as ScoreReport
from examcert.core.sitting import Sitting
from examcert.line.script import counted
from examcert.tui.bars import KeyBar, TopBar
from examcert.tui.charts import Drawn, Maker, labelled
from examcert.tui.pages import Page
from examcert.tui.prose import bare, prose

FEW = 5
"""Fewer items than this say little about a part of the exam."""


class Report(Page):
    """What a sitting earned."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,w", "review(True)", "Review mistakes", key_display="⏎"),
        Binding("a", "review(False)", "Review all"),
        Binding("escape,q", "close", "Close", key_display="esc"),
    ]

    def __init__(self, bank: Bank, sitting: Sitting, found: ScoreReport, number: int, *, note: str = "") -> None:
        super().__init__()
        self.bank, self.sitting, self.found, self.number, self.note = bank, sitting, found, number, note

    def compose(self) -> ComposeResult:
        """From the score down to the single mistake."""
        mode = "mock exam" if self.sitting.mode == "mock" else "practice"
        title = Content.assemble((self.found.exam, "bold $accent"), (f"  {mode}", "$muted"))
        yield TopBar(title, Content.styled("Report", "bold"), Content.styled(f"sitting {self.number}", "$muted"))
        with VerticalScroll(id="report"):
            if self.note:
                yield Static(bare(self.note, "$note"), markup=False, classes="part")
            yield Static(self._head(), markup=False, classes="part")
            if self.sitting.mode != "practice":
                yield self._part("scale", lambda width: scale_line(self.found, width))
            yield Static("By domain", classes="title")
            yield self._part("domains", lambda width: self._tallies(self._counted().by_domain, width))
            yield Static("By objective", classes="title")
            yield self._part("objectives", lambda width: self._tallies(self._counted().by_objective, width))
            yield Static("Time", classes="title")
            yield Static(times(self._counted()), markup=False)
            yield Static("Most costly mistakes", classes="title")
            yield Static(self._costly(), markup=False)
            if self.sitting.mode != "practice":
                yield Static(bare(self.found.caveat, "$muted"), markup=False, classes="part")
        yield KeyBar()

    def on_mount(self) -> None:
        """Keys scroll at once."""
        self.query_one("#report").focus()

    def _part(self, name: str, make: Maker) -> Drawn:
        drawn = Drawn(id=name)
        drawn.show(make)
        return drawn

    def _counted(self) -> ScoreReport:
        """The marks that the figures rest on: of practice, what was answered."""
        if self.sitting.mode != "practice":
            return self.found
        return self.found.model_copy(update={"marks": tuple(mark for mark in self.found.marks if mark.answered)})

    def _head(self) -> Content:
        found = self._counted()
        right = f"{found.correct:g} of {found.total} points"
        if self.sitting.mode == "practice":
            left = len(self.found.marks) - len(found.marks)
            more = f"   {left} skipped" if left else ""
            return Content.assemble((f"{found.correct:g} of {found.total} right", "bold"), (more, "$muted"))
        mark = ("✓ PASSED", "bold $right") if found.passed else ("✗ NOT PASSED", "bold $wrong")
        lines = [
            Content.assemble(mark, "   Score ", (f"{found.scaled}", "bold"), (f" of {found.scale.high}", "$muted")),
            Content.assemble(
                (f"Pass mark {found.scale.pass_mark}. {right} ({found.share:.0%}). ", "$muted"),
                (f"{found.interval.level:.0%} interval {found.interval.low:g} to {found.interval.high:g}.", "$muted"),
            ),
        ]
        if unscored := len(found.marks) - found.total:
            lines.append(
                Content.styled(f"{counted(unscored, 'item')} unscored, as the vendor mixes them in.", "$muted")
            )
        if found.unanswered:
            lines.append(Content.styled(f"{found.unanswered} left unanswered.", "$note"))
        if found.withdrawn:
            lines.append(bare(f"Not marked, no longer in the bank as asked: {', '.join(found.withdrawn)}.", "$note"))
        return Content("\n").join(lines)

    def _tallies(self, tallies: tuple[Tally, ...], width: int) -> Content:
        rows = [
            (
                f"{tally.id} {tally.name}",
                tally.share,
                f"{tally.correct:g}/{tally.total}" + ("  few items" if tally.total < FEW else ""),
            )
            for tally in tallies
            if tally.total
        ]
        if not rows:
            return Content.styled("Nothing was answered.", "$muted")
        return labelled(rows, width, line=self.found.pass_share)

    def _costly(self) -> Content:
        lost = [mark for mark in self._counted().scored if mark.credit < 1]
        if not lost:
            return Content.styled("None: no question lost points.", "$muted")
        places = {item.id: place for place, item in enumerate(self.sitting.paper.items, start=1)}
        lost.sort(key=lambda mark: -cost(mark))
        lines = [self._mistake(mark, places[mark.item]) for mark in lost[:5]]
        if len(lost) > len(lines):
            lines.append(Content.styled(f"and {len(lost) - len(lines)} more; Enter shows each.", "$muted"))
        return Content("\n").join(lines)

    def _mistake(self, mark: Mark, place: int) -> Content:
        item = self.sitting.paper.item(mark.item)
        words = " ".join(prose(item.stem).plain.split())
        short = words if len(words) <= 68 else f"{words[:67]}…"
        what = "not answered" if not mark.answered else f"{mark.difficulty}, {spell(mark.seconds)}"
        return Content.assemble((f"{place:>3}  ", "bold"), short, (f"  {mark.objective}, {what}", "$muted"))

    def action_review(self, wrong: bool) -> None:
        """Look at the questions, with every option explained."""
        from examcert.tui.review import Review

        self.app.push_screen(
            Review(self.bank, self.sitting, self._counted() if wrong else self.found, only_wrong=wrong)
        )


def cost(mark: Mark) -> float:
    """How much a lost question hurts: an easy one more than a hard one, a slow one more than a quick one."""
    weight = {"easy": 3.0, "medium": 2.0, "hard": 1.0}.get(mark.difficulty, 2.0)
    return (1 - mark.credit) * (weight + min(mark.seconds, 300.0) / 300.0)


def times(found: ScoreReport) -> Content:
    """Time per question that was on screen: in all, the middle one, and by how it went."""
    spent = sorted(mark.seconds for mark in found.marks if mark.seconds)
    if not spent:
        return Content.styled("No question was on screen.", "$muted")
    right = [mark.seconds for mark in found.marks if mark.answered and mark.credit >= 1]
    wrong = [mark.seconds for mark in found.marks if mark.answered and mark.credit < 1]
    told = f"{spell(sum(spent))} in all"
    if len(spent) > 1:
        told += f"; of {len(spent)} questions on screen the middle one took {spell(spent[len(spent) // 2])}"
    parts = [
        f"{name} {spell(sum(values) / len(values))} on average"
        for name, values in (("right answers", right), ("wrong ones", wrong))
        if values
    ]
    averages = f"\n{', '.join(parts)}.".replace("\nr", "\nR").replace("\nw", "\nW") if parts else ""
    return Content.assemble(f"{told}.", (averages, "$muted"))


def spell(seconds: float) -> str:
    """Seconds in words."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"


def scale_line(found: ScoreReport, width: int) -> Content:
    """The scale as a line: the interval, the score on it, and the pass mark below."""
    low, high = found.scale.low, found.scale.high
    cells = min(72, width - len(str(low)) - len(str(high)) - 2)

    def at(score: float) -> int:
        return min(cells - 1, max(0, round((score - low) / (high - low) * (cells - 1))))

    row = ["─"] * cells
    for place in range(at(found.interval.low), at(found.interval.high) + 1):
        row[place] = "━"
    row[at(found.scaled)] = "●"
    start, end, dot = at(found.interval.low), at(found.interval.high), at(found.scaled)
    line = (
        Content("".join(row))
        .stylize("$rule")
        .stylize("$accent", start, end + 1)
        .stylize("bold $foreground", dot, dot + 1)
    )
    first = Content.assemble((f"{low} ", "$muted"), line, (f" {high}", "$muted"))
    below = " " * (len(str(low)) + 1 + at(found.scale.pass_mark))
    return Content.assemble(first, "\n", (f"{below}▲ pass {found.scale.pass_mark}", "$note"))
