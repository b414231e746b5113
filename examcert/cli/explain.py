"""`examcert explain`: one question, every option."""

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from examcert import locations
from examcert.cli import wiring
from examcert.cli.options import ExamOption, Json, Lang
from examcert.errors import ExamcertError, ExitCode

if TYPE_CHECKING:
    from examcert.core.bank import Bank
    from examcert.core.explanation import Explainer, Explanation
    from examcert.core.question import Question


class With(StrEnum):
    """Who explains."""

    authored = "authored"
    claude = "claude"
    fake = "fake"


def explain(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The id of a question, such as aif-1.1-seismic.")],
    with_: Annotated[
        With | None, typer.Option("--with", help="Who explains. Default: EXAMCERT_EXPLAINER, else the author.")
    ] = None,
    ask: Annotated[
        str | None,
        typer.Option("--ask", metavar="TEXT", help="Ask Claude about the question, in a dialogue."),
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Start the dialogue about this question afresh.")] = False,
    lang: Lang = None,
    exam: ExamOption = None,
    as_json: Json = False,
) -> None:
    """Explain every option of a question, or answer what you ask.

    By its author, which works offline, or by Claude. Without a key, or when Claude fails, the
    author explains and one line says why; the exit code is then 3 if Claude was asked for.

    Examples:
        examcert explain aif-1.1-seismic --with claude --lang de
        examcert explain aif-1.1-seismic --ask "Would batch be right if the app could wait?"
    """
    who = with_.value if with_ else os.environ.get("EXAMCERT_EXPLAINER") or "authored"
    if who not in set(With):
        raise ExamcertError(f"There is no explainer {who!r}.", remedy=f"Use {', '.join(With)}.")
    if ask is not None and with_ is With.authored:
        raise ExamcertError("An author answers no questions.", remedy="Leave out --with authored: --ask asks Claude.")
    bank, asked = _find(question, exam)
    if ask is not None or forget:
        from examcert.cli.asking import answered

        fake = who == With.fake
        raise typer.Exit(answered(bank, asked, ask, lang, fake=fake, forget=forget, as_json=as_json))
    if lang not in (None, "en") and with_ is None:
        who = With.claude.value  # the author's words are in the bank's language only
    said = _explained(bank, asked, who, lang, as_json=as_json)
    if as_json:
        from examcert.reports.documents import explanation_document

        wiring.emit(explanation_document(said))
    raise typer.Exit(ExitCode.PROVIDER if who == "claude" and said.source != "claude" else ExitCode.OK)


def _explained(bank: "Bank", asked: "Question", who: str, lang: str | None, *, as_json: bool) -> "Explanation":
    from examcert.explainers.fake import FakeExplainer

    if who == "claude":
        told = wiring.settings()
        with wiring.open_history() as history:
            claude = wiring.claude(bank, history, lang=lang or told.language, model=told.model)
            return _shown(bank, asked, claude, as_json=as_json)
    return _shown(bank, asked, FakeExplainer() if who == "fake" else wiring.author(), as_json=as_json)


def _shown(bank: "Bank", asked: "Question", explainer: "Explainer", *, as_json: bool) -> "Explanation":
    """The whole explanation, on screen while it grows unless a document is asked for."""
    if as_json:
        *_, said = explainer.explain(asked, ())
        return said
    from examcert.core.paper import paper_of
    from examcert.line import script
    from examcert.line.explaining import stream_explanation
    from examcert.line.script import Para

    face = wiring.face_of(plain=False)
    (item,) = paper_of(bank, [asked.model_copy(update={"shuffle": False})], seed=0).items
    face.say([Para(f"{asked.id} ({asked.objective}, {asked.difficulty})", "title"), *script.body(item)])
    face.say([*script.options(item), Para(f"The right answer: {script.spoken(item, asked.key)}.", "right")])
    return stream_explanation(face, item, explainer, asked, (), bank)


def _find(name: str, exam: str | None) -> "tuple[Bank, Question]":
    """The question with this id, in one bank or in any."""
    codes = [exam] if exam else _likely_first(name)
    for code in codes:
        try:
            bank = wiring.bank_of(code, questions=False)
        except ExamcertError:
            if exam:
                raise
            continue
        if name in bank.by_id:
            return bank, bank.by_id[name]
    raise ExamcertError(f"There is no question {name!r}.", remedy="Find ids with `examcert bank show EXAM`.")


def _likely_first(name: str) -> list[str]:
    """Exam codes, those first whose start the id shares: ids begin with their exam by custom."""
    start = name.split("-", maxsplit=1)[0].upper()
    return sorted(locations.banks(), key=lambda code: not code.startswith(start))
