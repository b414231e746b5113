"""An explanation that grows on screen, on lines that only ever get longer.

What stands around the words (whose they are, the verdict of the key, the clue) is the author's and complete at once.
"""

from collections.abc import Generator

from examcert.core.bank import Bank
from examcert.core.explanation import Explainer, Explanation
from examcert.core.paper import Item
from examcert.core.question import Answer, Question
from examcert.line import script
from examcert.line.face import Face
from examcert.line.script import Para


def stream_explanation(
    face: Face, item: Item, explainer: Explainer, asked: Question, answer: Answer, bank: Bank | None
) -> Explanation:
    """Show an explanation while it grows, on lines that only ever get longer."""
    printed: dict[str, int] = {}
    final: Explanation | None = None
    growing = explainer.explain(asked, answer)
    try:
        for said in growing:
            final = said
            if said.complete:
                break
            if said.options and not printed:
                face.say([Para(script.heading(said), "label")])
            for entry in said.options:
                if entry.id not in printed:
                    _next(face, item, asked, answer, entry.id, printed)
                face.flow(entry.why[printed[entry.id] :])
                printed[entry.id] = len(entry.why)
    finally:
        # Closed at once, also by Ctrl-C: what came until then has to reach the ledger.
        if isinstance(growing, Generator):
            growing.close()
    assert final is not None
    if printed:
        _end(face, asked, printed)
    whole = all(len(entry.why) == printed.get(entry.id) for entry in final.options)
    if final.source != "claude" and printed:
        face.say([Para("Please disregard the lines above: they did not pass the check against the key.", "wrong")])
    if printed and whole:
        tail = [Para(f"To remember: {final.takeaway}", "note")] if final.takeaway else []
        face.say([*tail, *script.sources(final, bank)])
    else:
        face.say(script.explained(item, asked, answer, final, bank))
    return final


def _next(face: Face, item: Item, asked: Question, answer: Answer, name: str, printed: dict[str, int]) -> None:
    """End the part before, and begin one."""
    if printed:
        _end(face, asked, printed)
    face.say([script.part_title(item, asked, answer, name)])
    printed[name] = 0


def _end(face: Face, asked: Question, printed: dict[str, int]) -> None:
    """End the last line that grew; below it the words of the stem that decide."""
    face.flow("\n")
    clue = next((option.clue for option in asked.options if option.id == list(printed)[-1]), None)
    if clue:
        face.say([Para(f"Clue: “{clue}”", "muted")])
