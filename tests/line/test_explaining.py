"""An explanation grows on lines that only get longer, and what failed its check is taken back in words."""

import io
from collections.abc import Iterator

from examcert.core.explanation import Explanation, OptionWhy
from examcert.core.question import Answer, Question
from examcert.explainers.authored import AuthoredExplainer
from examcert.line.explaining import stream_explanation
from examcert.line.face import PlainFace
from tests.build import choice, item, matching, ordering

QUESTION = choice("Which?", key="a", a="Alpha", b="Bravo")


def said(*whys: str, complete: bool, source: str = "claude", note: str | None = None) -> Explanation:
    """An explanation with these whys of a, b, … so far."""
    options = [
        OptionWhy(id=name, verdict="correct" if name == "a" else "incorrect", why=why)
        for name, why in zip("ab", whys, strict=False)
    ]
    return Explanation.model_validate(
        {
            "question": QUESTION.id, "fingerprint": QUESTION.fingerprint, "options": options, "source": source,
            "complete": complete,
            "model": "claude-test" if source == "claude" else None, "note": note, "takeaway": "Remember it.",
        }
    )  # fmt: skip


class Prepared:
    """An explainer that says what was prepared."""

    def __init__(self, *stages: Explanation) -> None:
        self.stages = stages

    def explain(self, question: Question, answer: Answer) -> Iterator[Explanation]:
        """Every stage."""
        yield from self.stages


def shown(explainer: Prepared) -> str:
    """What the candidate reads."""
    stream = io.StringIO()
    stream_explanation(PlainFace(stream), item(QUESTION), explainer, QUESTION, ("b",), None)
    return stream.getvalue()


def test_what_grows_is_printed_once() -> None:
    told = shown(
        Prepared(
            said("Because", complete=False),
            said("Because it", complete=False),
            said("Because it is.", "Not", complete=False),
            said("Because it is.", "Not so.", complete=False),
            said("Because it is.", "Not so.", complete=True),
        )
    )
    assert told.count("Because it is.") == 1
    assert told.count("Not so.") == 1
    assert "To remember: Remember it." in told


def test_what_grows_says_whose_words_it_is_and_what_the_key_says() -> None:
    told = shown(Prepared(said("It is.", "Not so.", complete=False), said("It is.", "Not so.", complete=True)))
    assert told.startswith("\nWhy, in Claude's words (claude-test); the key is the author's:")
    for title, why in ((". Alpha (right)", "It is."), (". Bravo (wrong, your choice)", "Not so.")):
        assert told.index(title) < told.index(why)


def test_places_of_a_matching_go_by_their_number_and_text() -> None:
    asked = matching("Match.", key={"x": "a", "y": "b", "z": "c"})
    whole = Explanation(
        question=asked.id, fingerprint=asked.fingerprint, source="claude", model="claude-test", complete=True,
        options=[
            OptionWhy(id=name, verdict="correct", why=f"So {name}.")
            for name in (*asked.option_ids, *(f"slot:{slot.id}" for slot in asked.slots))
        ],
    )  # fmt: skip
    stream = io.StringIO()
    growing = Prepared(whole.model_copy(update={"complete": False}), whole)
    stream_explanation(PlainFace(stream), item(asked), growing, asked, ("a", "c", "b"), None)
    told = stream.getvalue()
    for number, (slot, right) in enumerate(zip(asked.slots, asked.key, strict=True), start=1):
        letter = "ABCD"[[one.id for one in item(asked).options].index(right)]
        assert f"{number}. {slot.text}: {letter}\nSo slot:{slot.id}." in told.replace("  ", "")


def test_steps_of_an_ordering_say_where_they_belong() -> None:
    asked = ordering(key="ca", a="Alpha", b="Bravo", c="Charlie")
    *_, whole = AuthoredExplainer().explain(asked, ("a", "b"))
    stream = io.StringIO()
    stream_explanation(PlainFace(stream), item(asked), Prepared(whole), asked, ("a", "b"), None)
    told = stream.getvalue()
    assert [part in told for part in ("Charlie (step 1)", "Alpha (step 2)", "Bravo (not used)")] == [True] * 3


def test_what_came_at_once_is_shown_like_the_authors() -> None:
    told = shown(Prepared(said("Because it is.", "Not so.", complete=True)))
    assert "Why, in Claude's words (claude-test); the key is the author's:" in told
    assert told.index("Not so.") < told.index("Because it is.")


def test_what_failed_its_check_is_taken_back_and_the_author_speaks() -> None:
    *_, authored = AuthoredExplainer().explain(QUESTION, ("b",))
    final = authored.model_copy(update={"note": "Claude disagreed with the key."})
    told = shown(Prepared(said("Nonsense", complete=False), final))
    head, tail = told.split("Please disregard the lines above")
    assert "Nonsense" in head
    assert "Claude disagreed with the key." in tail
    assert "Because of a." in tail
