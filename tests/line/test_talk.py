"""A dialogue on lines: what is read, what is typed, and the ways out of it."""

import io
from collections.abc import Generator

import pytest

from examcert.core.question import Question
from examcert.core.records import Turn
from examcert.core.tutoring import Said, Sight
from examcert.errors import ExamcertError, HistoryError
from examcert.explainers.fake import FakeTutor
from examcert.line import keys
from examcert.line.face import PlainFace
from examcert.line.keys import Command
from examcert.line.talk import flow, sight, talk
from tests.build import choice, item

QUESTION = choice("Which?", key="a", a="Alpha", b="Bravo")
SIGHT = sight(item(QUESTION), QUESTION, ("b",))


class Prepared(FakeTutor):
    """A tutor that says what was prepared."""

    def __init__(self, *stages: Said, closed: Said | None = None) -> None:
        super().__init__()
        self.stages, self.shut = stages, closed
        self.asked: list[str] = []
        self.left = False

    def ask(self, question: Question, words: str, sight: Sight | None = None) -> Generator[Said, None, None]:
        """Every stage."""
        self.asked.append(words)
        try:
            yield from self.stages
        finally:
            self.left = True

    def closed(self, question: Question) -> Said | None:
        """As prepared."""
        return self.shut


def so_far(text: str, *, complete: bool = False) -> Said:
    """Some words of an answer."""
    return Said(text=text, complete=complete)


def note(text: str, kind: str = "failed") -> Said:
    """No answer, and why."""
    return Said(text="", complete=True, note=text, kind=kind)


def talked(tutor: FakeTutor, *lines: str | None, words: str = "") -> tuple[str, bool]:
    """What stands on the screen after a dialogue, and whether the exam goes on."""
    stream = io.StringIO()
    face, typed = PlainFace(stream), iter(lines)

    def read(prompt: str) -> str | None:
        face.prompt(prompt)
        line = next(typed)
        face.flow(f"{line or ''}\n")
        return line

    goes_on = talk(face, tutor, QUESTION, SIGHT, words, read)
    assert list(typed) == [], "not everything was read"
    return stream.getvalue(), goes_on


class TestADialogue:
    """Question, answer, question, answer, and an empty line."""

    def test_answers_what_is_typed_until_an_empty_line(self) -> None:
        told, goes_on = talked(FakeTutor(), "Why not Bravo?", "And Alpha?", "")
        assert told.count("A test tutor, no model: Fake words") == 2
        assert told.index("Why not Bravo?") < told.index("you asked 'Why not Bravo?'")
        assert goes_on

    def test_begins_with_what_stood_behind_the_word(self) -> None:
        told, _ = talked(FakeTutor(), "", words="Why?")
        assert told.startswith("A test tutor, no model: Fake words")

    def test_ends_each_prompt_alike(self) -> None:
        told, _ = talked(FakeTutor(), "Why?", "")
        assert told.count("Your question> ") == 2

    def test_begins_with_what_was_said_before(self) -> None:
        tutor = FakeTutor()
        talked(tutor, "Why?", "")
        told, _ = talked(tutor, "")
        assert "You: Why?" in told
        assert "A test tutor, no model: Fake words" in told

    @pytest.mark.parametrize("line", ["", "   ", None, "back", "Next"])
    def test_goes_back_to_the_exam(self, line: str | None) -> None:
        assert talked(Prepared(), line)[1]

    @pytest.mark.parametrize("line", ["quit", "q", "Exit"])
    def test_can_be_left_with_the_exam(self, line: str) -> None:
        assert not talked(Prepared(), line)[1]

    def test_tells_its_keys_and_asks_nobody_for_them(self) -> None:
        tutor = Prepared()
        told, _ = talked(tutor, "?", "")
        assert "An empty line goes back." in told
        assert tutor.asked == []

    @pytest.mark.parametrize("line", ["flag", "Show", "a", "B", "skip", "list"])
    def test_a_slip_of_the_hand_is_not_paid_for(self, line: str) -> None:
        tutor = Prepared()
        told, goes_on = talked(tutor, line, "")
        assert f"{line} is no question." in told
        assert (tutor.asked, goes_on) == ([], True)

    def test_starts_afresh_by_its_word(self) -> None:
        tutor = FakeTutor()
        told, _ = talked(tutor, "Why?", "forget", "")
        assert "is forgotten" in told
        assert tutor.before(QUESTION) == ()

    def test_the_word_that_opens_it_may_be_typed_again(self) -> None:
        tutor = Prepared(so_far("So.", complete=True))
        talked(tutor, "ask why is it wrong?", "")
        assert tutor.asked == ["why is it wrong?"]


class TestWithoutAnAnswer:
    """One plain line, and on with the exam."""

    @pytest.mark.parametrize("words", ["", "Why?"])
    def test_a_tutor_that_cannot_be_reached_says_so_once(self, words: str) -> None:
        why = note("There is no API key. Set ANTHROPIC_API_KEY.")
        told, goes_on = talked(Prepared(why, closed=why), words=words)
        assert told == "There is no API key. Set ANTHROPIC_API_KEY.\n"
        assert goes_on

    @pytest.mark.parametrize("words", ["", "Why?"])
    def test_a_dialogue_that_is_used_up_says_how_to_start_afresh(self, words: str) -> None:
        why = note("This dialogue has its 20 turns.", kind="budget")
        assert talked(Prepared(why, closed=why), words=words)[0] == (
            "This dialogue has its 20 turns. Type forget to start it afresh.\n"
        )

    def test_the_last_answer_stands_before_the_end(self) -> None:
        class Last(Prepared):
            def closed(self, question: Question) -> Said | None:
                return note("It has its 20 turns.", kind="budget") if self.asked else None

        told, _ = talked(Last(so_far("Because.", complete=True)), words="Why?")
        assert told.splitlines() == [
            "A test tutor, no model: Because.", "It has its 20 turns. Type forget to start it afresh.",
        ]  # fmt: skip

    def test_what_lasts_ends_the_dialogue_and_is_said_once(self) -> None:
        class Refused(Prepared):
            def closed(self, question: Question) -> Said | None:
                return note("Check ANTHROPIC_API_KEY.") if self.asked else None

        told, goes_on = talked(Refused(note("Check ANTHROPIC_API_KEY.")), words="Why?")
        assert told == "A test tutor, no model: \nCheck ANTHROPIC_API_KEY.\n"
        assert goes_on

    def test_what_passes_can_be_asked_again(self) -> None:
        tutor = Prepared(so_far("Beca"), note("The connection broke."))
        told, _ = talked(tutor, "Why?", "Why?", "")
        assert told.count("The connection broke.") == 2
        assert tutor.asked == ["Why?", "Why?"]

    def test_a_question_that_is_none_is_said_and_the_dialogue_goes_on(self) -> None:
        class Strict(FakeTutor):
            def ask(self, question: Question, words: str, sight: Sight | None = None) -> Generator[Said, None, None]:
                if len(words) > 5:
                    raise ExamcertError("That is too much.", remedy="Ask less.")
                yield from super().ask(question, words)

        told, goes_on = talked(Strict(), "Why is that so?", "Why?", "")
        assert "That is too much. Ask less." in told
        assert "Fake words" in told
        assert goes_on

    def test_a_history_that_cannot_be_written_is_no_small_thing(self) -> None:
        class Full(FakeTutor):
            def ask(self, question: Question, words: str, sight: Sight | None = None) -> Generator[Said, None, None]:
                raise HistoryError("The disk is full.", remedy="Make room.")
                yield

        with pytest.raises(HistoryError):
            talked(Full(), "Why?")


class TestTheFlow:
    """On a line that only gets longer."""

    def shown(self, *stages: Said) -> str:
        stream = io.StringIO()
        flow(PlainFace(stream), Prepared(*stages).ask(QUESTION, "Why?"), lead="Claude: ")
        return stream.getvalue()

    def test_what_grows_is_printed_once(self) -> None:
        told = self.shown(so_far("Be"), so_far("Because"), so_far("Because.", complete=True))
        assert told == "Claude: Because.\n"

    def test_what_changed_in_the_end_stands_anew(self) -> None:
        told = self.shown(so_far("See https://x"), so_far("See it.", complete=True))
        assert told == "Claude: See https://x\nClaude: See it.\n"

    def test_leaving_ends_the_call(self) -> None:
        class Broken(PlainFace):
            def flow(self, text: str) -> None:
                raise KeyboardInterrupt

        tutor = Prepared(so_far("Be"), so_far("Because"))
        with pytest.raises(KeyboardInterrupt):
            flow(Broken(io.StringIO()), tutor.ask(QUESTION, "Why?"))
        assert tutor.left


def test_the_words_behind_ask_keep_their_capitals() -> None:
    assert keys.read(" ASK Why is RAG wrong? ", item(QUESTION)) == Command("ask", "Why is RAG wrong?")


def test_ask_alone_is_a_word() -> None:
    assert keys.read("ask", item(QUESTION)) == Command("ask", "")


def test_what_is_on_screen_is_told_by_letter() -> None:
    first, second = (option.id for option in item(QUESTION).options)
    assert SIGHT.names == {first: "A", second: "B"}


def test_what_is_on_screen_stands_in_the_order_of_its_explanations() -> None:
    assert list(SIGHT.names) == ["b", "a"]


def test_what_was_said_is_shown_and_never_obeyed() -> None:
    tutor = FakeTutor()
    turn = {"question": "q", "fingerprint": QUESTION.fingerprint, "language": "en", "at": "2026-11-25T12:00:00Z"}
    tutor._said[QUESTION.fingerprint] = (
        Turn.model_validate({**turn, "speaker": "claude", "text": "\x1b[2J[red]x[/red]"}),
    )
    assert "␛[2J[red]x[/red]" in talked(tutor, "")[0]
