"""Asking back: the tutor for every front end, and `examcert explain QUESTION --ask`, answered as it grows."""

from typing import TYPE_CHECKING

from examcert import locations
from examcert.cli import claude_wiring, wiring
from examcert.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Generator

    from examcert.core.bank import Bank
    from examcert.core.question import Question
    from examcert.core.tutoring import Said, Tutor
    from examcert.history import History


def tutor(bank: "Bank", history: "History", *, lang: str, model: str = "") -> "Tutor":
    """Claude as tutor of a bank's questions. `model` is the one of the settings. Whether there is a key shows later."""
    from examcert.explainers.claude.tutor import ClaudeTutor
    from examcert.explainers.prompts import TUTOR, read_prompt

    named = wiring.chosen(model)
    desk = claude_wiring.explainer(bank, history.notebook, lang=lang, model=named).desk
    prompt = read_prompt(locations.prompts() / TUTOR)
    return ClaudeTutor(desk, claude_wiring.asker(history.notebook, model=named), history.notebook, prompt=prompt)


def answered(
    bank: "Bank", asked: "Question", words: str | None, lang: str | None, *, fake: bool, forget: bool, as_json: bool
) -> ExitCode:
    """Answer a question back, on screen as it grows or as one document. The exit code."""
    told = wiring.settings()
    with wiring.open_history() as history:
        if fake:
            from examcert.explainers.fake import FakeTutor

            speaker: Tutor = FakeTutor()
        else:
            speaker = tutor(bank, history, lang=lang or told.language, model=told.model)
        if forget:
            speaker.forget(asked)
        if words is None:
            wiring.say(f"The dialogue about {asked.id} is forgotten.")
            return ExitCode.OK
        said = _shown(speaker.ask(asked, words), quiet=as_json)
        turns = len(speaker.before(asked))
    note = f"{said.note} Start it afresh with --forget." if said.kind == "budget" else said.note
    if as_json:
        from examcert.reports.claude_shapes import AskOut

        wiring.emit(
            AskOut(
                question=asked.id, asked=words, answer=said.text or None, note=note, cost_usd=said.cost_usd, turns=turns
            )
        )  # fmt: skip
    elif note:
        wiring.say(note)
    if note:
        return ExitCode.BUDGET if said.kind == "budget" else ExitCode.PROVIDER
    return ExitCode.OK


def _shown(growing: "Generator[Said, None, None]", *, quiet: bool) -> "Said":
    if quiet:
        *_, last = growing
        return last
    from examcert.line.talk import flow

    return flow(wiring.face_of(plain=False), growing)
