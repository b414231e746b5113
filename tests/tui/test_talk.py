"""Asking back on screen: about the answered question and no other, beside what was said before, never in the way."""

import re
from collections.abc import Generator, Iterator
from contextlib import AbstractAsyncContextManager
from threading import Event
from time import monotonic

import pytest
from textual.widgets import Input

from examcert.core.question import Question
from examcert.core.tutoring import Said, Sight
from examcert.explainers.fake import FakeTutor
from examcert.tui.dialogs import Confirm
from examcert.tui.mock import Mock
from examcert.tui.practice import Practice
from examcert.tui.review import Review
from examcert.tui.settings import Settings
from examcert.tui.talk import Talk
from tests.api_server import KEY, Api, Body, served
from tests.tui.conftest import TestHouse, Visit, sitting, visit
from tests.tui.test_practice import answered, booked

pytestmark = pytest.mark.anyio

SIZES = [(60, 20), (80, 24), (140, 45)]


def answer(body: Body) -> str:
    return f"Answer {len(body['messages'])}, in words enough for more than one piece of a stream, so that it grows."


@pytest.fixture
def api(house: TestHouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """Claude's API on a loopback port, and a key for it."""
    with served(Api(answer=answer)) as running:
        monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", running.url)
        yield running


@pytest.fixture
def fake(house: TestHouse) -> FakeTutor:
    """A tutor without a model."""
    house.tutors = fake = FakeTutor()
    return fake


class Slow(FakeTutor):
    """A tutor that waits to be let on after its first words."""

    def __init__(self) -> None:
        super().__init__()
        self.go, self.begun, self.left = Event(), Event(), Event()

    def ask(self, question: Question, words: str, sight: Sight | None = None) -> Generator[Said, None, None]:
        """Its first words over and over, then the rest once it may."""
        growing = super().ask(question, words, sight)
        try:
            yield (first := next(growing))
            self.begun.set()
            while not self.go.wait(0.02):
                yield first
            yield from growing
        finally:
            self.left.set()


def practice(house: TestHouse, size: tuple[int, int] = (77, 40)) -> AbstractAsyncContextManager[Visit]:
    """Practice on a screen that is too narrow for the question to stand beside the dialogue."""
    return sitting(house, mode="practice", size=size)


async def asking(guest: Visit, item: str = "one", option: str = "w1") -> None:
    """Answer a question, then open the window."""
    await answered(guest, item, option)
    await guest.press("a")
    assert guest.on(Talk)


async def ask(guest: Visit, words: str) -> None:
    """Write a question, and wait for what comes of it."""
    await written(guest, words)
    await guest.settled()


async def written(guest: Visit, words: str) -> None:
    """Write a question and ask it, without waiting."""
    guest.app.screen.query_one(Input).value = words
    await guest.pilot.press("enter")
    await guest.pilot.pause()


async def until(guest: Visit, event: Event) -> None:
    """Wait for what a thread does, with the screen alive."""
    for _ in range(200):
        if event.is_set():
            return
        await guest.pilot.pause(0.02)
    raise AssertionError("it never happened")


class TestWhere:
    """After an answer in practice, and in the review; never where it could help with an exam."""

    async def test_a_practised_question_is_asked_about_once_it_is_answered(
        self, house: TestHouse, fake: FakeTutor
    ) -> None:
        async with practice(house) as guest:
            await guest.to("one")
            assert "a Ask" not in guest.text
            await guest.press(guest.letter("w1"), "enter")
            assert "a Ask" in guest.text
            await guest.press("a")
            assert guest.on(Talk)

    async def test_before_the_answer_the_key_is_the_option_of_that_letter(
        self, house: TestHouse, fake: FakeTutor
    ) -> None:
        async with practice(house) as guest:
            await guest.to("one")
            await guest.press("a", "enter")
            assert guest.on(Practice)
            assert guest.response("one").answer == (guest.desk.item.options[0].id,)

    async def test_a_mock_exam_has_no_such_key_nor_command(self, house: TestHouse, fake: FakeTutor) -> None:
        async with sitting(house) as guest:
            await guest.press("a")
            assert guest.on(Mock)
            assert "Ask" not in guest.text
            await guest.press("question_mark")
            assert "Ask" not in guest.text
            await guest.press("escape", "ctrl+p", *"ask")
            assert "Ask Claude" not in guest.text

    async def test_after_its_report_the_review_has_it(self, house: TestHouse, fake: FakeTutor) -> None:
        async with sitting(house) as guest:
            await guest.press("s", "y", "a")
            assert guest.on(Review)
            assert "a Ask" in guest.text
            await guest.press("a")
            assert guest.on(Talk)

    @pytest.mark.parametrize(
        ("size", "last"), [((60, 20), ["w Mistakes or all"]), ((80, 24), ["r Report it", "esc Close"])]
    )
    async def test_the_review_has_room_for_it(self, house: TestHouse, size: tuple[int, int], last: list[str]) -> None:
        async with sitting(house, size=size) as guest:
            await guest.press("s", "y", "a")
            shown = guest.text.splitlines()[-1].strip().split("  ")
            assert "a Ask" in shown
            assert set(last) <= set(shown)

    async def test_a_question_that_has_changed_since_is_not_talked_about(
        self, house: TestHouse, fake: FakeTutor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with practice(house) as guest:
            await answered(guest, "one", "w1")
            monkeypatch.setattr(guest.desk, "asked", lambda item: None)
            await guest.press("a")
            assert guest.on(Practice)

    async def test_the_palette_has_it_too(self, house: TestHouse, fake: FakeTutor) -> None:
        async with practice(house) as guest:
            await answered(guest, "one", "w1")
            await guest.press("ctrl+p", *"ask claude")
            await guest.pilot.pause(0.3)
            await guest.press("enter", "enter")
            assert guest.on(Talk)

    async def test_the_mouse_opens_and_closes_it(self, house: TestHouse, fake: FakeTutor) -> None:
        async with practice(house, (80, 24)) as guest:
            await answered(guest, "one", "w1")
            line = guest.text.splitlines()[-1]
            await guest.pilot.click(offset=(line.index("a Ask"), 23))
            await guest.settled()
            assert guest.on(Talk)
            y, line = next(found for found in enumerate(guest.text.splitlines()) if "esc Close" in found[1])
            await guest.pilot.click(offset=(line.index("esc Close"), y))
            await guest.settled()
            assert guest.on(Practice)


class TestADialogue:
    """Question and answer, with whose words they are."""

    @pytest.mark.parametrize("size", SIZES)
    async def test_is_whole_at_every_size(self, house: TestHouse, api: Api, size: tuple[int, int]) -> None:
        async with practice(house, size) as guest:
            await asking(guest)
            await ask(guest, "Why not B?")
            for words in (
                "You",
                "Why not B?",
                "Claude (claude-sonnet-5-5)",
                "Answer 1, in words",
                "⏎ Ask",
                "esc Close",
            ):
                assert words in guest.text
            assert all(len(line) <= size[0] for line in guest.text.splitlines())

    async def test_has_the_question_beside_it_where_there_is_room(self, house: TestHouse, fake: FakeTutor) -> None:
        async with practice(house, (140, 45)) as guest:
            await asking(guest)
            assert "The stem of one?" in guest.text
            assert "The why of right." in guest.text

    async def test_goes_on_where_it_was_left(self, house: TestHouse, api: Api) -> None:
        async with practice(house) as guest:
            await asking(guest)
            await ask(guest, "Why?")
            await guest.press("escape", "a")
            assert "Answer 1, in words" in guest.words
            await ask(guest, "And now?")
            assert "Answer 3, in words" in guest.words

    async def test_is_about_its_own_question_only(self, house: TestHouse, api: Api) -> None:
        async with practice(house) as guest:
            await asking(guest)
            await ask(guest, "Why?")
            await guest.press("escape")
            await guest.to("three")
            await guest.press("s", "a")
            assert "Answer 1" not in guest.text
            await ask(guest, "And here?")
        assert [len(body["messages"]) for body in api.asked] == [1, 1]
        assert "The stem of three?" in api.asked[1]["messages"][0]["content"]

    async def test_tells_claude_which_letter_stands_for_what(self, house: TestHouse, api: Api) -> None:
        async with practice(house) as guest:
            await asking(guest)
            await ask(guest, "Why not B?")
        assert '"on_screen": {"' in api.asked[0]["messages"][0]["content"]

    async def test_starts_afresh_when_that_is_meant(self, house: TestHouse, api: Api) -> None:
        async with practice(house) as guest:
            await asking(guest)
            await ask(guest, "Why?")
            await guest.press("ctrl+r")
            assert guest.on(Confirm)
            await guest.press("n", "ctrl+r", "y")
            assert "Answer 1" not in guest.text
            await ask(guest, "Why again?")
        assert [len(body["messages"]) for body in api.asked] == [1, 1]

    async def test_speaks_the_language_of_the_settings(self, house: TestHouse, api: Api) -> None:
        house.preferences = house.preferences.but(language="de")
        async with practice(house) as guest:
            await asking(guest)
            await ask(guest, "Warum?")
        assert '"language": "de"' in api.asked[0]["messages"][0]["content"]

    async def test_takes_no_empty_question(self, house: TestHouse, api: Api) -> None:
        async with practice(house) as guest:
            await asking(guest)
            await ask(guest, "   ")
            assert "You" not in guest.text.split()
        assert api.paid == 0

    async def test_letters_are_written_and_choose_nothing(self, house: TestHouse, fake: FakeTutor) -> None:
        async with practice(house, (60, 20)) as guest:
            await asking(guest)
            await guest.press(*"acmsx", "question_mark")
            assert guest.app.screen.query_one(Input).value == "acmsx?"
            assert "? Keys" not in guest.text

    async def test_what_was_said_can_be_read_up_again(self, house: TestHouse, fake: FakeTutor) -> None:
        async with practice(house, (60, 20)) as guest:
            await asking(guest)
            for number in range(6):
                await ask(guest, f"Question number {number}?")
            assert "Question number 0?" not in guest.words
            await guest.press(*["pageup"] * 6)
            assert "Question number 0?" in guest.words

    async def test_what_a_model_says_steers_nothing(self, house: TestHouse, api: Api) -> None:
        api.answer = lambda body: "\x1b[31mred\x1b[0m [bold]tag[/bold]"
        async with practice(house) as guest:
            await asking(guest)
            await ask(guest, "Why?")
            assert "red [bold]tag[/bold]" in guest.words
            assert "\x1b" not in guest.text


class TestAStream:
    """Grows while the screen stays alive; leaving it ends the call."""

    async def test_grows_under_a_mark_that_more_is_to_come(self, house: TestHouse) -> None:
        house.tutors = slow = Slow()
        async with practice(house) as guest:
            await asking(guest)
            await written(guest, "Why?")
            await until(guest, slow.begun)
            await guest.pilot.pause()
            assert re.search(r"A test tutor, no model …\s+│?\s*│?\s*.*Fake", guest.text)
            slow.go.set()
            await guest.settled()
            assert "you asked 'Why?'." in guest.words
            assert "…" not in guest.text

    async def test_the_screen_stays_alive_and_a_second_question_waits(self, house: TestHouse) -> None:
        house.tutors = slow = Slow()
        async with practice(house) as guest:
            await asking(guest)
            await written(guest, "Why?")
            await until(guest, slow.begun)
            await written(guest, "And why that?")
            assert guest.app.screen.query_one(Input).value == "And why that?"
            slow.go.set()
            await guest.settled()
            assert guest.app.screen.query_one(Input).value == "And why that?"
            assert guest.words.count("you asked") == 1

    async def test_an_enter_before_it_is_known_who_answers_is_not_lost(
        self, house: TestHouse, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = Event()

        def late(bank: object) -> FakeTutor:
            known.wait(10)
            return FakeTutor()

        monkeypatch.setattr(house, "tutor", late)
        async with practice(house) as guest:
            await answered(guest, "one", "w1")
            await guest.pilot.press("a")
            await written(guest, "Why?")
            assert "One moment." in guest.words
            known.set()
            await guest.settled()
            await guest.settled()
            assert "you asked 'Why?'." in guest.words

    async def test_escape_closes_at_once_and_ends_the_call(self, house: TestHouse) -> None:
        house.tutors = slow = Slow()
        async with practice(house) as guest:
            await asking(guest)
            await written(guest, "Why?")
            await until(guest, slow.begun)
            await guest.pilot.press("escape")
            await guest.pilot.pause()
            assert guest.on(Practice)
            await until(guest, slow.left)
            assert not slow.go.is_set()
            await guest.press("a")
            assert "Why?" not in guest.text

    async def test_what_was_left_is_booked_and_hung_up(self, house: TestHouse, api: Api) -> None:
        api.drip = 0.1
        async with practice(house) as guest:
            await asking(guest)
            await written(guest, "Why?")
            for _ in range(200):
                if "Answer 1" in guest.text:
                    break
                await guest.pilot.pause(0.02)
            await guest.press("escape")
            for _ in range(100):
                if api.hung_up:
                    break
                await guest.pilot.pause(0.02)
        assert booked() == [("ask", "incomplete")]
        assert api.hung_up == 1

    @pytest.mark.parametrize("silence", ["pause", "drip"])
    async def test_a_silent_call_is_left_at_once(self, house: TestHouse, api: Api, silence: str) -> None:
        setattr(api, silence, 60.0)
        async with practice(house) as guest:
            await asking(guest)
            await written(guest, "Why?")
            for _ in range(200):
                if api.asked:
                    break
                await guest.pilot.pause(0.02)
            await guest.pilot.pause(0.2)
            await guest.press("escape")
            assert guest.on(Practice)
            until = monotonic() + 10
            while not booked() and monotonic() < until:
                await guest.pilot.pause(0.05)
            assert booked() == [("ask", "failed" if silence == "pause" else "incomplete")]

    async def test_no_question_is_asked_while_the_dialogue_is_forgotten(
        self, house: TestHouse, fake: FakeTutor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        go, forget = Event(), fake.forget

        def slowly(question: Question) -> None:
            go.wait(10)
            forget(question)

        monkeypatch.setattr(fake, "forget", slowly)
        async with practice(house) as guest:
            await asking(guest)
            await ask(guest, "Why?")
            await guest.press("ctrl+r")
            await guest.pilot.press("y")
            await guest.pilot.pause()
            await written(guest, "And now?")
            assert guest.app.screen.query_one(Input).value == "And now?"
            assert "One moment." in guest.words
            go.set()
            await guest.settled()
            assert "One moment." not in guest.words
            await ask(guest, "And now?")
            assert guest.words.count("you asked") == 1


class TestWithoutAnAnswer:
    """One plain line, and the question comes back to be asked again."""

    async def test_without_a_key_it_says_so_at_once(self, house: TestHouse) -> None:
        async with practice(house) as guest:
            await asking(guest)
            assert "There is no API key. Set ANTHROPIC_API_KEY." in guest.words
            await ask(guest, "Why?")
            assert guest.words.count("There is no API key.") == 1

    async def test_offline_what_was_said_is_there_to_read(
        self, house: TestHouse, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with practice(house) as guest:
            await asking(guest)
            await ask(guest, "Why?")
        monkeypatch.setenv("EXAMCERT_OFFLINE", "1")
        again = TestHouse()
        async with practice(again) as guest:
            await asking(guest)
            assert "Answer 1, in words" in guest.words
            assert "EXAMCERT_OFFLINE is set" in guest.words
            await ask(guest, "And now?")
        assert api.paid == 1

    @pytest.mark.parametrize(
        ("failures", "cut", "told", "calls"),
        [
            ([(401, "authentication_error", {})], None, "Check ANTHROPIC_API_KEY.", []),
            ([], 5, "The connection to Claude broke in the middle of its answer.", [("ask", "incomplete")] * 2),
        ],
        ids=["a refused key", "a cut stream"],
    )
    async def test_what_failed_is_said_and_can_be_asked_again(
        self,
        house: TestHouse,
        api: Api,
        failures: list[tuple[int, str, dict[str, str]]],
        cut: int | None,
        told: str,
        calls: list[tuple[str, str]],
    ) -> None:
        api.failures, api.cut = failures, cut
        async with practice(house) as guest:
            await asking(guest)
            await ask(guest, "Why?")
            assert told in guest.words
            assert "Answer 1" not in guest.text
            assert guest.app.screen.query_one(Input).value == "Why?"
            assert booked() == calls

    async def test_an_account_that_pays_again_is_asked_again_in_the_next_dialogue(
        self, house: TestHouse, api: Api
    ) -> None:
        api.failures = [(402, "billing_error", {})]
        async with practice(house) as guest:
            await asking(guest)
            await ask(guest, "Why?")
            assert "cannot pay (402)" in guest.words
            await guest.press("escape", "a")
            assert "cannot pay" not in guest.words
            await ask(guest, "And now?")
            assert "Answer 1" in guest.words

    async def test_a_refusal_is_said(self, house: TestHouse, fake: FakeTutor, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(question: Question, words: str, sight: Sight | None = None) -> Generator[Said, None, None]:
            yield Said(text="", complete=True, note="Claude declined to answer (cyber).", kind="refused")

        monkeypatch.setattr(fake, "ask", refused)
        async with practice(house) as guest:
            await asking(guest)
            await ask(guest, "Why?")
            assert "Claude declined to answer (cyber)." in guest.words

    async def test_a_dialogue_that_is_used_up_says_how_to_start_afresh(self, house: TestHouse, api: Api) -> None:
        api.usage = {"output_tokens": 20_000}
        async with practice(house) as guest:
            await asking(guest)
            await ask(guest, "Why?")
            assert "Answer 1" in guest.words
            assert "This dialogue has spent its $0.10. Ctrl+R starts afresh." in guest.words
            await ask(guest, "And now?")
            assert api.paid == 1

    async def test_a_history_that_cannot_be_read_is_said(
        self, house: TestHouse, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from examcert.errors import HistoryError

        def broken(bank: object) -> FakeTutor:
            raise HistoryError("The history is broken.", remedy="Mend it.")

        monkeypatch.setattr(house, "tutor", broken)
        async with practice(house) as guest:
            await asking(guest)
            assert "The history is broken. Mend it." in guest.words
            await ask(guest, "Why?")
            assert "The history is broken. Mend it." in guest.words
            await guest.press("escape")
            assert guest.on(Practice)


class TestTheLanguageSetting:
    """Typed, kept, and refused where it is none."""

    async def test_is_typed_and_kept(self, house: TestHouse) -> None:
        async with visit(house, "s") as guest:
            assert guest.on(Settings)
            await guest.press("end", "up", "enter", *["backspace"] * 2, *"pt-BR", "enter")
            assert "pt-BR" in guest.text
        assert house.preferences.language == "pt-BR"
        assert 'language = "pt-BR"' in house.settings_file.read_text()

    async def test_that_is_none_is_refused(self, house: TestHouse) -> None:
        async with visit(house, "s") as guest:
            await guest.press("end", "up", "enter", *"!!", "enter")
            assert "makes no sense here" in guest.words
        assert house.preferences.language == "en"

    async def test_of_the_command_goes_before(self, house: TestHouse) -> None:
        house.preferences = house.preferences.but(language="de")
        assert house.language() == "de"
        house.lang = "fr"
        assert house.language() == "fr"
