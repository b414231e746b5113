"""Asking back on lines: a short dialogue about the question that was just explained; an empty line ends it."""

from collections.abc import Callable, Generator
from contextlib import closing

from examcert.core.paper import Item
from examcert.core.question import Answer, Question
from examcert.core.tutoring import Said, Sight, Tutor
from examcert.errors import ExamcertError, HistoryError
from examcert.explainers.parts import SLOT
from examcert.line.face import Face
from examcert.line.keys import COMMANDS, letter
from examcert.line.script import Para, reading_order

PROMPT = "Your question"
_BACK = ("", "back", "next")
_QUIT = ("quit", "exit", "q")
_HOW = "Type a question to Claude; forget starts afresh, an empty line goes back, quit stops here."


def sight(item: Item, asked: Question, answer: Answer) -> Sight:
    """What the candidate has just read: places by their numbers, options by their letters, and the answer given."""
    places = {f"{SLOT}{slot.id}": str(number) for number, slot in enumerate(item.slots, start=1)}
    options = {name: letter(item, name) for name in reading_order(item, asked, answer)}
    return Sight(names=places | options, answer=answer)


def talk(
    face: Face, tutor: Tutor, asked: Question, before: Sight, words: str, read: Callable[[str], str | None]
) -> bool:
    """Talk about a question until an empty line, beginning with `words` if there are any.

    `read` prompts for a line; None when the input is closed. False to leave the exam altogether.
    """
    noted = None
    if tutor.closed(asked) is not None:
        words = ""
    elif not words:
        _recall(face, tutor, asked)
    while True:
        if words:
            noted = _answered(face, tutor, asked, before, words)
        if closed := tutor.closed(asked):
            if closed.note != noted:
                face.say([Para(_remedied(closed), "note")])
            return True
        words = _unasked((read(PROMPT) or "").strip())
        if words.lower() in _BACK:
            return True
        if words.lower() in _QUIT:
            return False
        if words.lower() == "forget":
            tutor.forget(asked)
            face.say([Para("What was said about this question is forgotten.", "note")])
            words = ""
        elif words == "?":
            face.say([Para(_HOW, "muted")])
            words = ""
        elif words.lower() in COMMANDS or words.upper() in before.names.values():
            # A slip of the hand should not be paid for.
            face.say([Para(f"{words} is no question. {_HOW}", "note")])
            words = ""


def _unasked(line: str) -> str:
    """The line without the word that opens the dialogue, which some type again inside it."""
    first, _, rest = line.partition(" ")
    return rest.strip() if first.lower() == "ask" and rest.strip() else line


def _recall(face: Face, tutor: Tutor, asked: Question) -> None:
    """What was said before, and how this goes."""
    for turn in tutor.before(asked):
        who = "You" if turn.speaker == "candidate" else tutor.voice
        face.say([Para(f"{who}: {turn.text}", "label" if turn.speaker == "candidate" else "plain")])
    face.say([Para("Ask in your own words; the key stays the author's. An empty line goes back.", "muted")])


def _answered(face: Face, tutor: Tutor, asked: Question, before: Sight, words: str) -> str | None:
    """Show the answer as it grows. The note, where there is none."""
    try:
        said = flow(face, tutor.ask(asked, words, before), lead=f"{tutor.voice}: ")
    except HistoryError:
        raise
    except ExamcertError as error:  # a question that cannot be asked, such as an endless one
        face.say([Para(f"{error.what} {error.remedy}", "note")])
        return None
    if said.note:
        face.say([Para(_remedied(said), "note")])
    return said.note


def _remedied(said: Said) -> str:
    again = " Type forget to start it afresh." if said.kind == "budget" else ""
    return f"{said.note}{again}"


def flow(face: Face, growing: Generator[Said, None, None], *, lead: str = "") -> Said:
    """Print an answer while it grows, on a line that only gets longer; what changed after it was shown is shown anew.

    Leaving in the middle, by Ctrl-C or a closed pipe, ends the call.
    """
    shown, last = "", None
    with closing(growing):
        if lead:
            face.flow(lead)  # at once: the first words may take a while
        for last in growing:
            if last.text.startswith(shown) and last.text != shown:
                face.flow(last.text[len(shown) :])
                shown = last.text
    assert last is not None, "a tutor says at least why it says nothing"
    if lead or shown:
        face.flow("\n")
    if last.text and last.text != shown:
        face.say([Para(f"{lead}{last.text}")])
    return last
