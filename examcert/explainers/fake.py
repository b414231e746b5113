"""A stand-in for a model, for readers without a key and for tests: it grows like one, and says what it is."""

from collections.abc import Iterator

from examcert.core.explanation import Explanation, OptionWhy
from examcert.core.question import Answer, Question
from examcert.explainers.parts import Part, parts_of

NOTE = "A fake explanation, made without a model: it shows how one grows on screen, nothing more."


class FakeExplainer:
    """Explains nothing, in the shape of an explanation. Same question, same words, no network."""

    def explain(self, question: Question, answer: Answer) -> Iterator[Explanation]:
        """One more part with each step, then the whole."""
        parts = parts_of(question)
        for told in range(1, len(parts)):
            yield _explanation(question, parts[:told], complete=False)
        yield _explanation(question, parts, complete=True)


def _explanation(question: Question, parts: tuple[Part, ...], *, complete: bool) -> Explanation:
    return Explanation(
        question=question.id,
        fingerprint=question.fingerprint,
        options=tuple(OptionWhy(id=p.id, verdict=p.verdict, why=_words(p)) for p in parts),
        takeaway="A fake takes nothing away." if complete else None,
        source="fake",
        complete=complete,
        note=NOTE,
    )


def _words(part: Part) -> str:
    return f"Fake words: the key calls {part.text!r} {part.verdict}."
