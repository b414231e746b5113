"""A question as rows: how each kind looks while it is answered. Pure; nothing here tells right from wrong."""

from textual.content import Content

from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.line.keys import letter
from examcert.tui.drafts import missing, padded, takes
from examcert.tui.prose import phrase
from examcert.tui.rows import Face

CHOSEN, STRUCK = "-chosen", "-struck"
GRID_CELLS = 44
"""Options that fit beside each other within so many cells are shown so, as a grid of yes and no is."""


def is_grid(item: Item) -> bool:
    """Whether a matching has so few and short options that each place can show them all."""
    if item.kind != "matching" or len(item.options) > 4 or not item.reuse:
        return False
    return sum(len(option.text) + 6 for option in item.options) <= GRID_CELLS


def has_legend(item: Item) -> bool:
    """Whether the options of a matching stand below its places: not where each place lists its own."""
    return item.kind == "matching" and not is_grid(item) and not all(slot.options for slot in item.slots)


def faces(item: Item, answer: Answer, struck: tuple[str, ...] = ()) -> list[Face]:
    """The rows of an item with the answer so far."""
    match item.kind:
        case "choice":
            return [_option(item, option.id, answer, struck) for option in item.options]
        case "ordering":
            rest = [option.id for option in item.options if option.id not in answer]
            return [_step(item, name, answer, struck) for name in (*answer, *rest)]
        case "matching":
            return [_slot(item, place, padded(item, answer)) for place in range(len(item.slots))]


def _text(item: Item, name: str) -> str:
    return next(option.text for option in item.options if option.id == name)


def _option(item: Item, name: str, answer: Answer, struck: tuple[str, ...]) -> Face:
    on = name in answer
    box = ("(●)" if on else "( )") if item.choose == 1 else ("[x]" if on else "[ ]")
    return _face(item, name, box, chosen=on, struck=name in struck)


def _step(item: Item, name: str, answer: Answer, struck: tuple[str, ...]) -> Face:
    on = name in answer
    box = f"[{answer.index(name) + 1}]" if on else "[ ]"
    return _face(item, name, box, chosen=on, struck=name in struck)


def _face(item: Item, name: str, box: str, *, chosen: bool, struck: bool) -> Face:
    text = phrase(_text(item, name))
    struck = struck and not chosen
    if struck:
        text = Content.assemble((text.plain, "strike $muted"), ("  crossed out", "italic $muted"))
    lead = Content.assemble((box, "bold $accent" if chosen else "$muted"), (f" {letter(item, name):<2}", "bold"))
    classes = {CHOSEN} if chosen else set()
    return Face(name, text, lead, frozenset(classes | ({STRUCK} if struck else set())))


def _slot(item: Item, place: int, held: Answer) -> Face:
    slot, name = item.slots[place], held[place]
    text = phrase(slot.text) + "\n"
    if is_grid(item):
        parts = [
            Content.styled(f"{'(●)' if option == name else '( )'} {_line(item, option)}", _on(option == name))
            for option in takes(item, place)
        ]
        text += Content("   ").join(parts)
    elif name:
        text += Content.styled(f"▸ {letter(item, name)}  {_line(item, name)}", _on(True))
    else:
        text += Content.styled("▸ not filled yet", "italic $muted")
    lead = Content.assemble(("[x]" if name else "[ ]", _on(bool(name))), (f" {place + 1:<2}", "bold"))
    return Face(slot.id, text, lead, frozenset({CHOSEN} if name else ()))


def _on(chosen: bool) -> str:
    return "bold $accent" if chosen else "$muted"


def _line(item: Item, name: str) -> str:
    """An option's text on one line."""
    return " ".join(phrase(_text(item, name)).plain.split())


def legend(item: Item) -> Content:
    """The options of a matching, by letter."""
    lines = [
        Content.assemble((f"{letter(item, option.id):>2}  ", "bold"), phrase(option.text)) for option in item.options
    ]
    head = "Each may be used more than once" if item.reuse else "Each may be used once"
    return Content.assemble((f"Options. {head}.\n", "$muted"), Content("\n").join(lines))


def how(item: Item, answer: Answer) -> str:
    """One line on how to answer, and how far the answer is."""
    left = missing(item, answer)
    match item.kind:
        case "choice" if item.choose == 1:
            return "Choose one."
        case "choice":
            return f"Choose {item.choose}." + (
                f" {item.choose - left} chosen so far." if 0 < left < item.choose else ""
            )
        case "ordering":
            more = f" {left} still to place." if 0 < left < item.choose else ""
            return f"Put {item.choose} in order, the first step first.{more}"
        case "matching":
            more = f" {left} still open." if 0 < left < item.choose else ""
            return f"Fill each of the {item.choose} places, by letter or with ← and →.{more}"
