"""`examcert explain QUESTION --ask`: a question back, answered as it grows."""

from typing import TYPE_CHECKING

from examcert import locations
from examcert.cli import claude_wiring, wiring
from examcert.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from examcert.core.bank import Bank
    from examcert.core.question import Question
    from examcert.explainers.claude.tutor import Said, Tutor
    from examcert.history import History


def tutor(bank: "Bank", history: "History", *, lang: str = "en") -> "Tutor":
    """The tutor of a bank's questions, for every front end."""
    from examcert.explainers.claude.tutor import Tutor
    from examcert.explainers.prompts import TUTOR, read_prompt

    desk = claude_wiring.explainer(bank, history.notebook, lang=lang).desk
    prompt = read_prompt(locations.prompts() / TUTOR)
    return Tutor(desk, claude_wiring.asker(history.notebook), history.notebook, prompt=prompt)


def answered(bank: "Bank", asked: "Question", words: str | None, lang: str, *, forget: bool, as_json: bool) -> ExitCode:
    """Answer a question back, on screen as it grows or as one document. The exit code."""
    lang = claude_wiring.language(lang)
    with wiring.open_history() as history:
        if forget:
            history.notebook.forget(fingerprint=asked.fingerprint, language=lang)
        if words is None:
            wiring.say(f"The dialogue about {asked.id} is forgotten.")
            return ExitCode.OK
        said = _shown(tutor(bank, history, lang=lang).ask(asked, words), quiet=as_json)
        turns = len(history.notebook.dialogue(fingerprint=asked.fingerprint, language=lang))
    if as_json:
        from examcert.reports.claude_shapes import AskOut

        wiring.emit(
            AskOut(
                question=asked.id, asked=words, answer=said.text or None, note=said.note, cost_usd=said.cost_usd,
                turns=turns,
            )
        )  # fmt: skip
    elif said.note:
        wiring.say(said.note)
    if said.note:
        return ExitCode.BUDGET if said.kind == "budget" else ExitCode.PROVIDER
    return ExitCode.OK


def _shown(growing: "Iterator[Said]", *, quiet: bool) -> "Said":
    face, shown, last = wiring.face_of(plain=False), "", None
    for last in growing:
        # Cleaning can change what was shown already; then the whole is shown anew.
        if not quiet and last.text.startswith(shown):
            face.flow(last.text[len(shown) :])
            shown = last.text
    assert last is not None, "a tutor says at least why it says nothing"
    if not quiet:
        face.flow("\n")
        if last.text != shown and last.text:
            face.flow(f"\n{last.text}\n")
    return last
