"""Questions back, over the true SDK: what is sent, what grows, what is kept and booked whatever the provider does."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
import respx

from examcert.claude.asking import Asker
from examcert.core.question import Question
from examcert.core.records import Call, Purpose, Turn
from examcert.core.tutoring import Said, Sight, Tutor
from examcert.errors import ExamcertError
from examcert.explainers.claude.tutor import CALLS, TURNS, ClaudeTutor
from examcert.explainers.fake import FakeTutor
from examcert.explainers.prompts import TUTOR, read_prompt
from tests.claude_http import NOW, events, message, problem, refusal, stream, usage
from tests.explainers.desk import CHOICE, KEY, MATCHING, Clock, MemoryNotebook, explainer, option, settings

PROMPT = read_prompt(Path(__file__).parents[2] / "prompts" / TUTOR)
WORDS = "It takes 400 MB because it queues the request."
WHOLE = message(WORDS)


class MemoryDialogues(MemoryNotebook):
    """A notebook that keeps dialogues as well."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: list[Turn] = []
        self.clock = Clock(tick=0.001)

    def say(self, *turns: Turn) -> None:
        self.turns.extend(turns)

    def dialogue(self, *, fingerprint: str, language: str) -> tuple[Turn, ...]:
        return tuple(t for t in self.turns if (t.fingerprint, t.language) == (fingerprint, language))

    def forget(self, *, fingerprint: str, language: str) -> None:
        self.turns = [t for t in self.turns if (t.fingerprint, t.language) != (fingerprint, language)]

    def calls_about(self, question: str, purpose: Purpose) -> tuple[Call, ...]:
        return tuple(call for call in self.calls if (call.question, call.purpose) == (question, purpose))


@pytest.fixture
def book() -> MemoryDialogues:
    return MemoryDialogues()


def tutor(book: MemoryDialogues, *, language: str = "en", **fields: Any) -> ClaudeTutor:
    desk = explainer(book, book.clock, language=language, **fields).desk
    return ClaudeTutor(desk, Asker(settings(**fields), book.clock, book.book), book, prompt=PROMPT)


def good(_: httpx.Request) -> httpx.Response:
    return stream(events(WHOLE))


def asked(speaker: Tutor, words: str = "Why?", question: Question = CHOICE, sight: Sight | None = None) -> Said:
    """The last of what is said."""
    *_, last = speaker.ask(question, words, sight)
    return last


def sent(route: respx.Route, place: int = -1) -> list[dict[str, str]]:
    """The messages of a request."""
    told: list[dict[str, str]] = json.loads(route.calls[place].request.content)["messages"]
    return told


class TestAnAnswer:
    """Grows, then stands, and is remembered."""

    def test_grows_to_the_whole(self, api: respx.MockRouter, book: MemoryDialogues) -> None:
        api.post("/v1/messages").mock(side_effect=good)
        *growing, whole = tutor(book).ask(CHOICE, "Why?")
        assert len(growing) > 2
        assert all(WORDS.startswith(said.text) and not said.complete for said in growing)
        assert (whole.text, whole.complete, whole.note) == (WORDS, True, None)
        assert whole.cost_usd == book.calls[0].cost_usd

    def test_is_kept_with_its_question_and_its_price(self, api: respx.MockRouter, book: MemoryDialogues) -> None:
        api.post("/v1/messages").mock(side_effect=good)
        asked(tutor(book))
        assert [(turn.speaker, turn.text) for turn in book.turns] == [("candidate", "Why?"), ("claude", WORDS)]
        assert [turn.cost_usd for turn in book.turns] == [None, book.calls[0].cost_usd]
        assert (book.calls[0].purpose, book.outcomes) == ("ask", ["ok"])

    def test_knows_what_was_said_before(self, api: respx.MockRouter, book: MemoryDialogues) -> None:
        route = api.post("/v1/messages").mock(side_effect=good)
        asked(tutor(book), "Why?")
        asked(tutor(book), "And batch?")
        assert [told["role"] for told in sent(route)] == ["user", "assistant", "user"]
        assert sent(route)[0]["content"].endswith("\n\nWhy?")
        assert sent(route)[2]["content"] == "And batch?"

    def test_belongs_to_its_question_and_language(self, api: respx.MockRouter, book: MemoryDialogues) -> None:
        route = api.post("/v1/messages").mock(side_effect=good)
        asked(tutor(book))
        asked(tutor(book), question=MATCHING)
        asked(tutor(book, language="de"))
        assert [len(sent(route, place)) for place in range(3)] == [1, 1, 1]

    def test_has_no_tools(self, api: respx.MockRouter, book: MemoryDialogues) -> None:
        route = api.post("/v1/messages").mock(side_effect=good)
        asked(tutor(book))
        assert "tools" not in json.loads(route.calls.last.request.content)


REWORDED = option("real").model_copy(update={"why": "Other words."})


class TestACorrection:
    """Of anything that Claude was told: a dialogue begins that knows nothing of the mistake."""

    @pytest.mark.parametrize(
        "corrected",
        [
            CHOICE.model_copy(update={"key": ("real",)}),
            CHOICE.model_copy(update={"stem": "Which way takes 40 MB at once?"}),
            CHOICE.model_copy(update={"options": (REWORDED, *CHOICE.options[1:])}),
        ],
        ids=["key", "stem", "why"],
    )
    def test_starts_the_dialogue_afresh(
        self, api: respx.MockRouter, book: MemoryDialogues, corrected: Question
    ) -> None:
        route = api.post("/v1/messages").mock(side_effect=good)
        asked(tutor(book))
        assert tutor(book).before(corrected) == ()
        asked(tutor(book), "Is it?", corrected)
        assert len(sent(route)) == 1

    def test_leaves_what_was_said_of_the_mistake_behind_in_the_budget_too(
        self, api: respx.MockRouter, book: MemoryDialogues
    ) -> None:
        told = message(WORDS, usage=usage(output_tokens=20_000))
        api.post("/v1/messages").mock(side_effect=lambda _: stream(events(told)))
        asked(tutor(book))
        assert tutor(book).closed(CHOICE) is not None
        assert tutor(book).closed(CHOICE.model_copy(update={"key": ("real",)})) is None


class TestTheScreen:
    """Claude learns what stands where, so that "B" and "mine" mean something."""

    SIGHT = Sight(names={"async": "A", "real": "B", "batch": "C"}, answer=("real",))

    def screen(self, route: respx.Route) -> tuple[Any, dict[str, str]]:
        """What was said of the screen, and the texts behind its labels."""
        document, told, _ = sent(route)[0]["content"].split("\n\n")
        texts = {part["label"]: part["text"] for part in json.loads(document)["parts"]}
        return json.loads(told), texts

    def test_names_options_as_they_are_shown_and_what_was_answered(
        self, api: respx.MockRouter, book: MemoryDialogues
    ) -> None:
        route = api.post("/v1/messages").mock(side_effect=good)
        asked(tutor(book), "Why not B?", sight=self.SIGHT)
        told, texts = self.screen(route)
        shown = {name: texts[label] for name, label in told["on_screen"].items()}
        assert shown == {"A": "The async way", "B": "The real way", "C": "The batch way"}
        assert [texts[label] for label in told["answered"]] == ["The real way"]

    def test_names_places_of_a_matching(self, api: respx.MockRouter, book: MemoryDialogues) -> None:
        route = api.post("/v1/messages").mock(side_effect=good)
        names = {"yes": "A", "no": "B", "maybe": "C", "slot:yes": "1", "slot:regression": "2"}
        asked(tutor(book), "Why 2A?", MATCHING, Sight(names=names, answer=("", "maybe")))
        told, texts = self.screen(route)
        assert texts[told["on_screen"]["2"]] == "Regression"
        assert {texts[slot]: texts[label] for slot, label in told["answered"].items()} == {
            "Regression": "The maybe way"
        }

    def test_is_told_with_the_latest_question_only(self, api: respx.MockRouter, book: MemoryDialogues) -> None:
        route = api.post("/v1/messages").mock(side_effect=good)
        asked(tutor(book), "Why not B?", sight=self.SIGHT)
        asked(tutor(book), "And C?", sight=self.SIGHT)
        assert ["on_screen" in told["content"] for told in sent(route)] == [False, False, True]


Answers = Callable[[], httpx.Response]
REFUSED = message("", stop_reason="refusal", stop_details={"type": "refusal", "category": "cyber", "explanation": None})
FAILURES: dict[str, tuple[Answers, str, int, list[str]]] = {
    "401": (lambda: refusal(401, "authentication_error"), "Check ANTHROPIC_API_KEY", 1, []),
    "429": (lambda: refusal(429, "rate_limit_error"), "too many requests", 3, []),
    "529": (lambda: refusal(529, "overloaded_error"), "overloaded (529)", 3, []),
    "cut": (
        lambda: stream(list(events(WHOLE))[:6], then=httpx2.RemoteProtocolError("closed")),
        "broke in the middle", 2, ["incomplete"] * 2,
    ),
    "silent end": (lambda: stream(list(events(WHOLE))[:6]), "broke in the middle", 2, ["incomplete"] * 2),
    "overload event": (
        lambda: stream([*list(events(WHOLE))[:6], problem("overloaded_error")]), "overloaded", 2, ["incomplete"] * 2,
    ),
    "refusal": (lambda: stream(events(REFUSED)), "declined", 1, ["refused"]),
    "too long": (lambda: stream(events(message(WORDS, stop_reason="max_tokens"))), "too long", 2, ["truncated"] * 2),
    "nothing": (lambda: stream(events(message(" "))), "not usable", 2, ["invalid"] * 2),
    "only an address": (lambda: stream(events(message("https://evil.example"))), "not usable", 2, ["invalid"] * 2),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
class TestAFailure:
    """One plain line, nothing kept, everything booked."""

    def failed(self, api: respx.MockRouter, book: MemoryDialogues, name: str) -> tuple[Said, respx.Route]:
        answer = FAILURES[name][0]
        route = api.post("/v1/messages").mock(side_effect=lambda _: answer())
        return asked(tutor(book)), route

    def test_is_told_in_one_line_without_the_author(
        self, api: respx.MockRouter, book: MemoryDialogues, name: str
    ) -> None:
        said, _ = self.failed(api, book, name)
        assert said.complete
        assert said.text == ""
        assert FAILURES[name][1] in (said.note or "")
        assert "author" not in (said.note or "")
        assert KEY not in f"{said!r} {book.calls!r}"

    def test_is_asked_and_booked_as_often_as_it_makes_sense(
        self, api: respx.MockRouter, book: MemoryDialogues, name: str
    ) -> None:
        _, route = self.failed(api, book, name)
        assert (route.call_count, book.outcomes) == FAILURES[name][2:]

    def test_is_no_turn_of_the_dialogue(self, api: respx.MockRouter, book: MemoryDialogues, name: str) -> None:
        self.failed(api, book, name)
        assert book.turns == []


def test_a_busy_provider_is_asked_again(api: respx.MockRouter, book: MemoryDialogues) -> None:
    busy = httpx.Response(429, json=problem("rate_limit_error"), headers=NOW)
    route = api.post("/v1/messages").mock(side_effect=[busy, stream(events(WHOLE))])
    assert (asked(tutor(book)).text, route.call_count, book.outcomes) == (WORDS, 2, ["ok"])


def test_a_cut_answer_is_asked_for_once_more_and_never_shown_shorter(
    api: respx.MockRouter, book: MemoryDialogues
) -> None:
    cut = stream(list(events(WHOLE))[:6])
    api.post("/v1/messages").mock(side_effect=[cut, stream(events(WHOLE))])
    lengths = [len(said.text) for said in tutor(book).ask(CHOICE, "Why?")]
    assert lengths == sorted(lengths)
    assert book.outcomes == ["incomplete", "ok"]


def test_without_a_key_nobody_is_asked(book: MemoryDialogues) -> None:
    speaker = tutor(book, api_key=None)
    closed = speaker.closed(CHOICE)
    assert closed is not None
    assert asked(speaker).note == closed.note == "There is no API key. Set ANTHROPIC_API_KEY."


def test_offline_nobody_is_asked(book: MemoryDialogues) -> None:
    said = asked(tutor(book, offline=True))
    assert (said.note or "").startswith("EXAMCERT_OFFLINE is set")


def test_a_key_that_was_refused_is_not_tried_again(api: respx.MockRouter, book: MemoryDialogues) -> None:
    route = api.post("/v1/messages").mock(return_value=refusal(401, "authentication_error"))
    speaker = tutor(book)
    first = asked(speaker)
    closed = speaker.closed(CHOICE)
    assert closed is not None
    assert (closed.note, asked(speaker).note) == (first.note, first.note)
    assert route.call_count == 1


class TestWalkingAway:
    """In the middle of an answer."""

    def left(self, api: respx.MockRouter, speaker: ClaudeTutor, **counts: int) -> None:
        whole = message(WORDS, usage=usage(**counts))
        api.post("/v1/messages").mock(side_effect=lambda _: stream(events(whole)))
        growing = speaker.ask(CHOICE, "Why?")
        next(growing)
        growing.close()

    def test_is_booked_and_keeps_nothing(self, api: respx.MockRouter, book: MemoryDialogues) -> None:
        self.left(api, tutor(book))
        (call,) = book.calls
        assert (call.outcome, call.estimated, call.purpose) == ("incomplete", True, "ask")
        assert book.turns == []

    def test_counts_for_the_budget_of_the_dialogue(self, api: respx.MockRouter, book: MemoryDialogues) -> None:
        speaker = tutor(book)
        self.left(api, speaker, input_tokens=30_000)
        assert speaker.closed(CHOICE) is None
        self.left(api, speaker, input_tokens=30_000)
        assert (said := speaker.closed(CHOICE)) is not None
        assert said.kind == "budget"
        assert speaker.closed(MATCHING) is None


class TestItsLimits:
    """So many turns, so many calls, so much money, and then a fresh start."""

    @pytest.fixture
    def dear(self) -> Callable[[httpx.Request], httpx.Response]:
        return lambda _: stream(events(message(WORDS, usage=usage(output_tokens=20_000))))

    def used_up(self, api: respx.MockRouter, book: MemoryDialogues, **fields: Any) -> Said:
        """Ask until nobody is asked any more. What is said then."""
        for _ in range(30):
            before = len(api.calls)
            said = asked(tutor(book, **fields))  # as another process would
            if len(api.calls) == before:
                return said
        raise AssertionError("it has no end")

    def test_of_turns_are_said_and_nobody_is_asked(self, api: respx.MockRouter, book: MemoryDialogues) -> None:
        api.post("/v1/messages").mock(side_effect=good)
        said = self.used_up(api, book)
        assert (said.kind, said.note, len(book.turns)) == ("budget", "This dialogue has its 20 turns.", TURNS)
        assert tutor(book).closed(CHOICE) == said

    def test_of_money_outlive_the_process(
        self, api: respx.MockRouter, book: MemoryDialogues, dear: Callable[[httpx.Request], httpx.Response]
    ) -> None:
        api.post("/v1/messages").mock(side_effect=dear)
        said = self.used_up(api, book)
        assert (said.note, len(book.calls)) == ("This dialogue has spent its $0.10.", 1)

    def test_of_money_count_what_came_to_nothing(self, api: respx.MockRouter, book: MemoryDialogues) -> None:
        nothing = message(" ", usage=usage(output_tokens=20_000))
        api.post("/v1/messages").mock(side_effect=lambda _: stream(events(nothing)))
        asked(tutor(book))
        assert (said := tutor(book).closed(CHOICE)) is not None
        assert said.kind == "budget"

    def test_of_calls_hold_where_no_price_is_known(self, api: respx.MockRouter, book: MemoryDialogues) -> None:
        api.post("/v1/messages").mock(side_effect=lambda _: stream(events(message(" ", model="claude-unknown-9"))))
        said = self.used_up(api, book, model="claude-unknown-9")
        assert (said.kind, said.note) == ("budget", "This dialogue has had its 20 calls.")
        assert len(book.calls) == CALLS
        assert {call.cost_usd for call in book.calls} == {None}

    def test_end_with_a_fresh_start(
        self, api: respx.MockRouter, book: MemoryDialogues, dear: Callable[[httpx.Request], httpx.Response]
    ) -> None:
        api.post("/v1/messages").mock(side_effect=dear)
        self.used_up(api, book)
        speaker = tutor(book)
        speaker.forget(CHOICE)
        assert speaker.closed(CHOICE) is None
        assert speaker.before(CHOICE) == ()
        assert asked(speaker).text == WORDS
        assert speaker.closed(CHOICE) is not None

    @pytest.mark.parametrize("words", ["", "\x1b[0m", "x" * 3000])
    def test_what_is_no_question_is_refused(self, book: MemoryDialogues, words: str) -> None:
        with pytest.raises(ExamcertError):
            asked(tutor(book), words)


class TestAnyTutor:
    """What every tutor promises, whoever speaks."""

    @pytest.fixture(params=["fake", "claude"])
    def speaker(self, request: pytest.FixtureRequest, api: respx.MockRouter, book: MemoryDialogues) -> Tutor:
        api.post("/v1/messages").mock(side_effect=good)
        return FakeTutor() if request.param == "fake" else tutor(book)

    def test_grows_and_ends_with_the_whole(self, speaker: Tutor) -> None:
        said = list(speaker.ask(CHOICE, "Why?"))
        assert [one.complete for one in said] == [False] * (len(said) - 1) + [True]
        assert all(said[-1].text.startswith(one.text) for one in said)

    def test_remembers_and_forgets(self, speaker: Tutor) -> None:
        whole = asked(speaker, " Why? ")
        assert [(t.speaker, t.text) for t in speaker.before(CHOICE)] == [("candidate", "Why?"), ("claude", whole.text)]
        speaker.forget(CHOICE)
        assert speaker.before(CHOICE) == ()

    def test_mixes_no_questions(self, speaker: Tutor) -> None:
        asked(speaker)
        assert speaker.before(MATCHING) == ()

    def test_says_who_it_is(self, speaker: Tutor) -> None:
        assert speaker.voice in ("Claude (claude-sonnet-5-5)", "A test tutor, no model")
