"""An explanation that grows on screen, on lines that only ever get longer."""

from collections.abc import Generator

from examcert.core.bank import Bank
from examcert.core.explanation import Explainer, Explanation
from examcert.core.paper import Item
from examcert.core.question import Answer, Question
from examcert.line import keys, script
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
            for entry in said.options:
                _grow(face, item, asked, entry.id, entry.why, printed)
    finally:
        # Closed at once, also by Ctrl-C: what came until then has to reach the ledger.
        if isinstance(growing, Generator):
            growing.close()
    assert final is not None
    if printed:
        face.flow("\n")
    whole = all(len(entry.why) == printed.get(entry.id) for entry in final.options)
    if final.source != "claude" and printed:
        face.say([Para("Please disregard the lines above: they did not pass the check against the key.", "wrong")])
    if printed and whole:
        tail = [Para(f"To remember: {final.takeaway}", "note")] if final.takeaway else []
        face.say([*tail, *script.sources(final, bank)])
    else:
        face.say(script.explained(item, asked, answer, final, bank))
    return final


def _grow(face: Face, item: Item, asked: Question, name: str, why: str, printed: dict[str, int]) -> None:
    if name not in printed:
        slot = name.removeprefix("slot:")
        title = slot if name != slot else f"{keys.letter(item, name)}. {asked.option(name).text}"
        face.flow(f"{chr(10) if printed else ''}{title}: ")
        printed[name] = 0
    face.flow(why[printed[name] :])
    printed[name] = len(why)
