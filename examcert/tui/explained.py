"""An explanation on screen: every option with its mark, the reader's wrong choice first, and whose words they are."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Static

from examcert.core.bank import Bank
from examcert.core.explanation import Explanation
from examcert.core.paper import Item
from examcert.core.question import Answer, MatchingQuestion, Question
from examcert.explainers.parts import SLOT
from examcert.line import script
from examcert.line.keys import letter
from examcert.tui.prose import bare, phrase, prose
from examcert.tui.rows import Face, Rows

RIGHT, WRONG, NEUTRAL = "✓", "✗", "·"


@dataclass(frozen=True)
class Answered:
    """A question, what was answered, and what explains it."""

    item: Item
    asked: Question
    answer: Answer
    bank: Bank


class Explained(VerticalGroup):
    """One explainer's words on every option."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = Rows(lead_width=6, spare=4)

    def compose(self) -> ComposeResult:
        """Who speaks, the options, what to remember, the sources."""
        yield Static(classes="heading", markup=False)
        yield Static(classes="note", markup=False)
        yield self._rows
        yield Static(classes="takeaway", markup=False)
        yield Static(classes="sources", markup=False)

    def show(self, to: Answered, said: Explanation) -> None:
        """Show an explanation, whole or as far as it has grown."""
        self._set("heading", Content.styled(heading(said), "bold $accent"))
        self._set("note", bare(said.note, "$note") if said.note else None)
        self._rows.show(faces(to, said))
        remember = Content.assemble(("To remember: ", "bold"), bare(said.takeaway)) if said.takeaway else None
        self._set("takeaway", remember)
        sources = [bare(para.text) for para in script.sources(said, to.bank)[1:]]
        shown = Content.assemble(("Sources\n", "bold $muted"), Content("\n").join(sources).stylize("$muted"))
        self._set("sources", shown if sources else None)

    def waits(self, who: str) -> None:
        """Say that words are on their way."""
        self._set("heading", Content.styled(who, "bold $accent"))
        self._set("note", Content.styled("Thinking …", "$muted"))
        self._rows.show([])
        self._set("takeaway", None)
        self._set("sources", None)

    def _set(self, name: str, text: Content | None) -> None:
        widget = self.query_one(f".{name}", Static)
        widget.display = text is not None
        if text is not None:
            widget.update(text)


def heading(said: Explanation) -> str:
    """Whose words these are."""
    growing = "" if said.complete else " …"
    match said.source:
        case "authored":
            return "The author explains"
        case "claude":
            return f"Claude explains ({said.model}){growing}"
        case "fake":
            return f"A test explainer, no model{growing}"


def verdict(item: Item, asked: Question | None, answer: Answer, credit: float | None) -> Content:
    """Whether the answer was right, in a mark and in words."""
    if asked is None or credit is None:
        return Content.styled("The bank's question has changed since, so it cannot be explained.", "$note")
    right = f"The right answer: {script.spoken(item, asked.key)}."
    if credit >= 1:
        return Content.styled(f"{RIGHT} Right.", "bold $right")
    if not any(answer):
        return Content.assemble((f"{WRONG} Not answered. ", "bold $wrong"), right)
    head = f"{credit:.0%} of the points" if credit > 0 else "Wrong"
    said = f"You answered {script.spoken(item, answer)}. "
    return Content.assemble((f"{WRONG} {head}. ", "bold $wrong"), said, right)


def faces(to: Answered, said: Explanation) -> list[Face]:
    """The parts that are explained so far, in reading order."""
    whys = {entry.id: entry for entry in said.options}
    out = []
    if isinstance(to.asked, MatchingQuestion):
        for place, slot in enumerate(to.asked.slots):
            entry = whys.get(f"{SLOT}{slot.id}")
            if entry is not None:
                out.append(_slot(to, place, entry.why))
    for name in script.reading_order(to.item, to.asked, to.answer):
        if name in whys:
            out.append(_option(to, name, right=whys[name].verdict == "correct", why=whys[name].why))
    return out


def _slot(to: Answered, place: int, why: str) -> Face:
    assert isinstance(to.asked, MatchingQuestion), "only a matching has places"
    item, wanted = to.item, to.asked.key[place]
    given = to.answer[place] if place < len(to.answer) else ""
    right = given == wanted
    words = "yours" if right else (f"you chose {letter(item, given)}" if given else "left empty")
    text = Content.assemble(
        phrase(to.asked.slots[place].text, "bold"), "\n",
        (f"{letter(item, wanted)}. {phrase(to.asked.option(wanted).text).plain}", "bold $right"),
        (f"   {words}", f"bold {'$right' if right else '$wrong'}"), "\n", prose(why),
    )  # fmt: skip
    return Face(f"slot:{place}", text, _lead(right, str(place + 1)), _ground(right))


def _option(to: Answered, name: str, *, right: bool, why: str) -> Face:
    item, option = to.item, to.asked.option(name)
    mine = name in to.answer
    if item.kind == "choice":
        words = ("right" if right else "wrong") + (", your choice" if mine else "")
        mark: bool | None = right
        colour = "$right" if right else "$wrong"
        ground = _ground(right) if mine or right else frozenset[str]()
    else:
        words, mark, colour, ground = _place(to, name)
    text = Content.assemble(phrase(option.text, "bold"), (f"   {words}", f"bold {colour}"), "\n", prose(why))
    if option.clue:
        text += Content.assemble("\n", ("Clue: ", "$muted"), bare(f"“{option.clue}”", "italic $muted"))
    belief = next((card for card in to.bank.misconceptions if card.id == option.misconception), None)
    if mine and not right and belief is not None:
        text += Content.assemble(
            "\n", bare(f"A common belief: {belief.belief}", "$note"), bare(f" In fact: {belief.corrects}")
        )
    return Face(name, text, _lead(mark, letter(item, name)), ground)


def _place(to: Answered, name: str) -> tuple[str, bool | None, str, frozenset[str]]:
    """Words, mark and colours of a step or a part."""
    key, answer = to.asked.key, to.answer
    if to.item.kind == "matching":
        used = name in key
        return ("used" if used else "not used"), None, "$muted", frozenset()
    if name not in key:
        placed = name in answer
        return ("not used, but you placed it" if placed else "not used"), (False if placed else None), (
            "$wrong" if placed else "$muted"), frozenset()  # fmt: skip
    at, mine = key.index(name) + 1, answer.index(name) + 1 if name in answer else 0
    if at == mine:
        return f"step {at}, as you placed it", True, "$right", _ground(True)
    yours = f"you placed it as step {mine}" if mine else "you left it out"
    return f"step {at}, {yours}", False, "$wrong", _ground(False)


def _lead(right: bool | None, name: str) -> Content:
    if right is None:
        return Content.assemble((f"{NEUTRAL} ", "$muted"), (name, "bold"))
    return Content.assemble((f"{RIGHT} " if right else f"{WRONG} ", "bold $right" if right else "bold $wrong"),
                            (name, "bold"))  # fmt: skip


def _ground(right: bool) -> frozenset[str]:
    return frozenset({"-right" if right else "-wrong"})


def clues(asked: Question) -> list[tuple[str, str]]:
    """The words of the stem that decide, with how they are shown."""
    return [
        (option.clue, "underline $right" if option.id in asked.key else "underline $wrong")
        for option in asked.options
        if option.clue
    ]
