"""What the line mode says: core values as paragraphs, which a face prints bare or with colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from examcert.core.bank import Bank
from examcert.core.explanation import Explanation
from examcert.core.marking import Report, Tally
from examcert.core.paper import Item
from examcert.core.question import Answer, MatchingQuestion, Question, Reference
from examcert.core.sitting import Sitting
from examcert.explainers.parts import SLOT
from examcert.line.keys import COMMANDS, how_to_answer, label, letter

Style = Literal["plain", "title", "label", "stem", "option", "struck", "right", "wrong", "muted", "note", "address"]


@dataclass(frozen=True)
class Para:
    """A paragraph: its text, how it looks where looks exist, and how far it is set in."""

    text: str
    style: Style = "plain"
    indent: int = 0
    marks: tuple[tuple[str, Style], ...] = ()
    """Phrases of the text to highlight, with their looks."""


def question(sitting: Sitting, bank: Bank | None) -> list[Para]:
    """The item on screen. `bank` adds its objective, where naming it gives nothing away."""
    item = sitting.item
    out = [Para(f"Question {sitting.place + 1} of {len(sitting.paper.items)}", "title")]
    if bank is not None:
        names = {o.id: o.name for domain in bank.blueprint.domains for o in domain.objectives}
        out.append(Para(f"{item.objective} {names.get(item.objective, '')}".rstrip(), "muted"))
    out += body(item)
    response = sitting.response(item.id)
    out += options(item, struck=response.struck)
    if response.answered:
        out.append(Para(f"Your answer: {spoken(item, response.answer)}", "note"))
    if response.flagged:
        out.append(Para("Flagged.", "note"))
    if not response.confirmed:
        out.append(Para(how_to_answer(item), "muted"))
    return out


def body(item: Item, marks: tuple[tuple[str, Style], ...] = ()) -> list[Para]:
    """The case, if any, and the stem."""
    out = []
    if item.case is not None:
        out += [Para(f"Case: {item.case.title}", "label"), Para(item.case.text, "stem", marks=marks)]
    return [*out, Para(item.stem, "stem", marks=marks)]


def options(item: Item, struck: tuple[str, ...] = ()) -> list[Para]:
    """Slots, if any, and options with their letters."""
    out = []
    for number, slot in enumerate(item.slots, start=1):
        limit = sorted(letter(item, name) for name in slot.options)
        takes = f" (takes {' or '.join(limit)})" if limit else ""
        out.append(Para(f"{number}. {slot.text}{takes}", "option", 2))
    if item.slots:
        out.append(Para("Options:", "label"))
    for place, option in enumerate(item.options):
        gone = option.id in struck
        out.append(
            Para(f"{label(place)}. {option.text}{' (crossed out)' if gone else ''}", "struck" if gone else "option", 2)
        )
    return out


def spoken(item: Item, answer: Answer) -> str:
    """An answer in letters, as it was typed."""
    if not any(answer):
        return "none"
    if item.kind == "matching":
        pairs = enumerate(answer, start=1)
        return " ".join(f"{number}{_apart(letter(item, name)) if name else '-'}" for number, name in pairs)
    shown = list(answer)
    if item.kind == "choice":
        shown = [option.id for option in item.options if option.id in answer]
    return " ".join(letter(item, name) for name in shown)


def _apart(name: str) -> str:
    """A number as a label needs a sign between it and the number of its place."""
    return f"={name}" if name.isdecimal() else name


def verdict(item: Item, asked: Question, answer: Answer, credit: float) -> list[Para]:
    """Whether the answer was right, and what is."""
    right = f"The right answer: {spoken(item, asked.key)}."
    if credit >= 1:
        return [Para("Right.", "right")]
    if not any(answer):
        return [Para(f"Not answered. {right}", "wrong")]
    if credit > 0:
        return [Para(f"Partly right: {credit:.0%} of the points. {right}", "wrong")]
    return [Para(f"Wrong. You answered {spoken(item, answer)}. {right}", "wrong")]


def explained(item: Item, asked: Question, answer: Answer, said: Explanation, bank: Bank | None) -> list[Para]:
    """Every option explained, the reader's wrong choices first."""
    whys = {entry.id: entry for entry in said.options}
    out: list[Para] = []
    if said.note:
        out.append(Para(said.note, "note"))
    out.append(Para(heading(said), "label"))
    if isinstance(asked, MatchingQuestion):
        for slot in asked.slots:
            entry = whys.get(f"{SLOT}{slot.id}")
            out += [part_title(item, asked, answer, f"{SLOT}{slot.id}")]
            out += [Para(entry.why if entry else slot.why, indent=5)]
    for name in reading_order(item, asked, answer):
        out += _option(item, asked, answer, name, whys[name].why, bank)
    if said.takeaway:
        out.append(Para(f"To remember: {said.takeaway}", "note"))
    return out + sources(said, bank)


def reading_order(item: Item, asked: Question, answer: Answer) -> list[str]:
    """Of a choice the reader's wrong ones first, then the right ones; steps as they belong; parts as shown."""
    shown = [option.id for option in item.options]
    match item.kind:
        case "choice":
            return sorted(shown, key=lambda name: (name not in answer or name in asked.key, name not in asked.key))
        case "ordering":
            return [*asked.key, *(name for name in shown if name not in asked.key)]
        case "matching":
            return shown


def heading(said: Explanation) -> str:
    """Who explains."""
    match said.source:
        case "authored":
            return "Why, in the author's words:"
        case "claude":
            return f"Why, in Claude's words ({said.model}); the key is the author's:"
        case "fake":
            return "Why, in the test explainer's words:"


def part_title(item: Item, asked: Question, answer: Answer, name: str) -> Para:
    """What stands above the explanation of a part: its label, its text, and the key's word on it.

    `name` is an option's id, or `slot:` and a slot's.
    """
    if isinstance(asked, MatchingQuestion) and name.startswith(SLOT):
        place = [f"{SLOT}{slot.id}" for slot in asked.slots].index(name)
        return Para(f"{place + 1}. {asked.slots[place].text}: {letter(item, asked.key[place])}", "right", 2)
    right = name in asked.key
    match item.kind:
        case "choice":
            said = ("right" if right else "wrong") + (", your choice" if name in answer else "")
        case "ordering":
            said = f"step {asked.key.index(name) + 1}" if right else "not used"
        case "matching":
            said = "used" if right else "not used"
    return Para(f"{letter(item, name)}. {asked.option(name).text} ({said})", "right" if right else "wrong", 2)


def _option(item: Item, asked: Question, answer: Answer, name: str, why: str, bank: Bank | None) -> list[Para]:
    option = asked.option(name)
    out = [part_title(item, asked, answer, name), Para(why, indent=5)]
    if option.clue:
        out.append(Para(f"Clue: “{option.clue}”", "muted", 5))
    belief = next((card for card in bank.misconceptions if card.id == option.misconception), None) if bank else None
    if name in answer and name not in asked.key and belief is not None:
        out.append(Para(f"A common belief: {belief.belief} In fact: {belief.corrects}", "note", 5))
    return out


def sources(said: Explanation, bank: Bank | None) -> list[Para]:
    """Addresses behind an explanation, each once, with the day they were checked."""
    seen: dict[str, str] = {}
    for ref in said.refs:
        if isinstance(ref, Reference):
            seen.setdefault(ref.url, ref.checked or "")
        elif bank is not None and ref in bank.fact_by_id:
            seen.setdefault(bank.fact_by_id[ref].url, bank.fact_by_id[ref].checked)
    if not seen:
        return []
    out = [Para("Sources:", "label")]
    return out + [Para(f"{url}{f' (checked {day})' if day else ''}", "address", 2) for url, day in seen.items()]


def keys(item: Item, words: tuple[str, ...], *, answering: bool = True) -> list[Para]:
    """The keys that work here."""
    head = "Type an answer in letters or numbers, or a word:" if answering else "Press Enter to go on, or type a word:"
    out = [Para(head, "label"), *(Para(f"{word}: {COMMANDS[word]}", indent=2) for word in words)]
    return [*out, Para(how_to_answer(item), "muted")] if answering else out


def open_items(sitting: Sitting) -> list[Para]:
    """Unanswered and flagged questions, by number."""
    places = {item.id: place for place, item in enumerate(sitting.paper.items, start=1)}

    def numbers(names: tuple[str, ...]) -> str:
        return ranges(places[name] for name in names) or "none"

    answers = {item.id: sitting.response(item.id).answer for item in sitting.paper.items}
    partly = tuple(name for name, answer in answers.items() if any(answer) and "" in answer)
    return [
        Para("Review list", "title"),
        Para(f"Unanswered: {numbers(sitting.unanswered)}"),
        *([Para(f"Places still open: {numbers(partly)}")] if partly else []),
        Para(f"Flagged: {numbers(sitting.flagged)}"),
        Para("go N shows a question; submit hands the paper in.", "muted"),
    ]


def ranges(numbers: Iterable[int]) -> str:
    """Ascending numbers, neighbours drawn together: 1, 3 to 7, 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def clock(left: timedelta | None) -> str:
    """The time left, in words."""
    if left is None:
        return "This sitting has no time limit."
    minutes, seconds = divmod(int(left.total_seconds()), 60)
    if minutes >= 10:
        return f"{minutes} minutes left."
    parts = [counted(minutes, "minute")] if minutes else []
    return " ".join([*parts, counted(seconds, "second")]) + " left."


def counted(number: int, noun: str) -> str:
    """A number with its noun, which takes an s where it should."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def practice_summary(report: Report) -> list[Para]:
    """How a practice session went: points, no score."""
    met = [mark for mark in report.marks if mark.answered]
    right = sum(mark.credit for mark in met)
    out = [Para("Session summary", "title"), Para(f"{right:g} of {len(met)} right.")]
    for tally in _met(report):
        out.append(Para(f"{tally.id} {tally.name}: {tally.correct:g} of {tally.total}", indent=2))
    return out


def _met(report: Report) -> list[Tally]:
    answered = report.model_copy(update={"marks": tuple(mark for mark in report.marks if mark.answered)})
    return [tally for tally in answered.by_domain if tally.total]


def report_lines(report: Report, title: str) -> list[Para]:
    """A score report in words."""
    interval, scale = report.interval, report.scale
    out = [
        Para(f"Report: {title}", "title"),
        Para("PASSED" if report.passed else "NOT PASSED", "right" if report.passed else "wrong"),
        Para(
            f"Score: {report.scaled} on a scale from {scale.low} to {scale.high}; the pass mark is {scale.pass_mark}."
        ),
        Para(f"Points: {report.correct:g} of {report.total} ({report.share:.0%})."),
        Para(f"{interval.level:.0%} interval of the score: {interval.low:g} to {interval.high:g}."),
    ]
    unscored = len(report.marks) - report.total
    if unscored:
        right = sum(mark.credit for mark in report.marks if not mark.scored)
        out.append(Para(f"Unscored items, not counted: {unscored}, of which {right:g} right."))
    if report.unanswered:
        out.append(Para(f"Left unanswered: {report.unanswered}."))
    if report.withdrawn:
        out.append(Para(f"Not marked, no longer in the bank as asked: {', '.join(report.withdrawn)}.", "note"))
    out.append(Para("By domain:", "label"))
    for tally in report.by_domain:
        few = ", too few to judge" if tally.total < 5 else ""
        out.append(
            Para(f"{tally.id} {tally.name}: {tally.correct:g} of {tally.total} ({tally.share:.0%}{few})", indent=2)
        )
    out.append(Para("By objective:", "label"))
    for tally in report.by_objective:
        out.append(Para(f"{tally.id} {tally.name}: {tally.correct:g} of {tally.total}", indent=2))
    return [*out, Para(report.caveat, "muted")]
