"""Stand-ins for a model, for readers without a key and for tests: they grow like one, and say what they are."""

from collections.abc import Generator, Iterator
from datetime import UTC, datetime

from examcert.core.explanation import Explanation, OptionWhy
from examcert.core.question import Answer, Question
from examcert.core.records import Turn
from examcert.core.tutoring import Said, Sight
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


class FakeTutor:
    """Answers nothing, in the shape of a dialogue. What was said is gone with the process: it is no model's."""

    voice = "A test tutor, no model"

    def __init__(self) -> None:
        self._said: dict[str, tuple[Turn, ...]] = {}

    def ask(self, question: Question, words: str, sight: Sight | None = None) -> Generator[Said, None, None]:
        """One more word with each step, then the whole."""
        words = words.strip()
        text = f"Fake words: the key is {', '.join(map(repr, question.key))}; you asked {words!r}."
        parts = text.split(" ")
        for told in range(1, len(parts)):
            yield Said(text=" ".join(parts[:told]), complete=False)
        self._said[question.fingerprint] = (*self.before(question), *_turns(question, words, text))
        yield Said(text=text, complete=True)

    def before(self, question: Question) -> tuple[Turn, ...]:
        """What was said in this process."""
        return self._said.get(question.fingerprint, ())

    def closed(self, question: Question) -> Said | None:
        """Never: it costs nothing."""
        return None

    def forget(self, question: Question) -> None:
        """Start afresh."""
        self._said.pop(question.fingerprint, None)


def _turns(question: Question, words: str, text: str) -> tuple[Turn, Turn]:
    about = {"question": question.id, "fingerprint": question.fingerprint, "language": "en", "at": datetime.now(UTC)}
    return (
        Turn.model_validate({**about, "speaker": "candidate", "text": words}),
        Turn.model_validate({**about, "speaker": "claude", "text": text}),
    )
