"""Practice: marked at once, every option explained, the reader's wrong choice first, Claude beside the author."""

import gc
from collections.abc import Iterator
from threading import Event
from time import monotonic

import pytest

from examcert import locations
from examcert.core.explanation import Explanation
from examcert.core.question import Answer, Question
from examcert.explainers.authored import AuthoredExplainer
from examcert.explainers.fake import FakeExplainer
from examcert.history import History
from examcert.tui.dialogs import Told, Write
from examcert.tui.practice import Practice
from examcert.tui.report import Report
from examcert.tui.review import Review
from tests.api_server import KEY, Api, served
from tests.tui.conftest import TestHouse, Visit, sitting, visit

pytestmark = pytest.mark.anyio


async def answered(guest: Visit, item: str, *options: str) -> None:
    """Answer a question by its letters and Enter."""
    await guest.to(item)
    await guest.press(*map(guest.letter, options), "enter")


def booked() -> list[tuple[str, str]]:
    """Purpose and outcome of every call in the ledger."""
    with History.open(locations.database()) as history:
        return [(call.purpose, call.outcome) for call in history.notebook.calls()]


class TestAnAnswer:
    """Open until Enter, final after it."""

    async def test_counts_only_after_enter(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await guest.to("one")
            await guest.press(guest.letter("right"))
            assert guest.response("one").answer == ()
            await guest.press("enter")
            assert guest.response("one").confirmed

    async def test_choosing_brings_an_option_back_for_good(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await guest.to("one")
            first, second = (guest.letter(option.id) for option in guest.desk.item.options[:2])
            await guest.press("x", first, second)
            assert "crossed out" not in guest.text
            assert guest.response("one").struck == ()

    async def test_right_is_said_in_a_mark_and_a_word(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await answered(guest, "one", "right")
            assert "✓ Right." in guest.text

    async def test_wrong_names_the_right_answer(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await answered(guest, "one", "w1")
            wanted = guest.letter("right").upper()
            assert f"✗ Wrong. You answered {guest.letter('w1').upper()}. The right answer: {wanted}." in guest.words

    async def test_every_option_is_explained_the_wrong_choice_first(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await answered(guest, "one", "w2")
            places = [guest.text.index(f"The why of {name}.") for name in ("w2", "right", "w1")]
            assert places == sorted(places)
            assert "wrong, your choice" in guest.text

    async def test_an_answer_in_part_is_not_taken(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await guest.to("two")
            await guest.press("a", "enter")
            assert "1 still to choose." in guest.text
            assert not guest.response("two").confirmed

    async def test_a_skipped_question_is_explained_too(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await guest.to("one")
            await guest.press("s")
            assert "✗ Not answered." in guest.text
            assert "The why of w1." in guest.text

    async def test_cannot_change_any_more(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await answered(guest, "one", "w1")
            await guest.press(guest.letter("right"), "space")
            assert guest.response("one").answer == ("w1",)


class TestTheEnd:
    """The last answer leads to a summary, and to the mistakes."""

    async def finished(self, guest: Visit) -> None:
        for _ in range(4):
            await guest.press("s", "enter")

    async def test_a_report_without_a_score(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await self.finished(guest)
            assert guest.on(Report)
            assert "Pass mark" not in guest.text

    async def test_enter_reviews_the_mistakes(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await guest.to("one")
            await guest.press(guest.letter("w1"), "enter")
            for _ in range(3):
                await guest.press("enter", "s")
            await guest.press("enter", "enter")
            assert guest.on(Review)
            assert "wrong, your choice" in guest.text


class Slow:
    """An explainer that waits to be let on between two parts."""

    def __init__(self) -> None:
        self.go = Event()
        self.closed = False

    def explain(self, question: Question, answer: Answer) -> Iterator[Explanation]:
        """A part, then the rest once it may."""
        first, *_, last = FakeExplainer().explain(question, answer)
        try:
            yield first
            while not self.go.wait(0.05):
                yield first
            yield last
        finally:
            self.closed = True


class TestClaude:
    """Streams in beside the author's words, labelled, and never in their place."""

    async def test_is_asked_by_a_key_and_stands_beside_the_author(self, house: TestHouse) -> None:
        house.explains = FakeExplainer()
        async with sitting(house, mode="practice") as guest:
            await answered(guest, "one", "w1")
            await guest.press("c")
            assert "The author explains" in guest.text
            assert "A test explainer, no model" in guest.text

    async def test_grows_while_it_comes(self, house: TestHouse) -> None:
        house.explains = slow = Slow()
        async with sitting(house, mode="practice") as guest:
            await answered(guest, "one", "w1")
            await guest.pilot.press("c")
            for _ in range(100):
                await guest.pilot.pause(0.02)
                if "A test explainer, no model …" in guest.text:
                    break
            assert guest.text.count("Fake words") == 1
            slow.go.set()
            await guest.settled()
            assert guest.text.count("Fake words") == 4

    async def test_going_on_ends_the_call(self, house: TestHouse) -> None:
        house.explains = slow = Slow()
        async with sitting(house, mode="practice") as guest:
            await answered(guest, "one", "w1")
            await guest.pilot.press("c")
            await guest.pilot.pause(0.2)
            await guest.press("enter")
            assert slow.closed
            assert not slow.go.is_set()

    async def test_questions_left_behind_are_not_waited_for(
        self, house: TestHouse, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        house.preferences = house.preferences.but(explainer="claude")
        with served(Api(pause=60)) as api:
            monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
            monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
            async with sitting(house, mode="practice") as guest:
                for number in range(1, 4):
                    await guest.pilot.press("s")
                    for _ in range(200):
                        if len(api.asked) == number:
                            break
                        await guest.pilot.pause(0.02)
                    await guest.pilot.press("enter")
                until = monotonic() + 10
                while len(booked()) < 3 and monotonic() < until:
                    await guest.pilot.pause(0.05)
                assert booked() == [("explain", "failed")] * 3

    async def test_comes_by_itself_where_the_settings_say_so(self, house: TestHouse) -> None:
        house.preferences = house.preferences.but(explainer="fake")
        async with sitting(house, mode="practice") as guest:
            await answered(guest, "one", "w1")
            assert "A test explainer, no model" in guest.text

    async def test_without_a_key_one_line_says_what_it_needs(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await answered(guest, "one", "w1")
            await guest.press("c")
            assert "set ANTHROPIC_API_KEY" in guest.words
            assert "The author explains" in guest.text

    async def test_a_note_says_why_the_author_stands_in(self, house: TestHouse) -> None:
        class Refused(AuthoredExplainer):
            def explain(self, question: Question, answer: Answer) -> Iterator[Explanation]:
                for said in super().explain(question, answer):
                    yield said.model_copy(update={"note": "Claude cannot be reached."})

        house.explains = Refused()
        async with sitting(house, mode="practice") as guest:
            await answered(guest, "one", "w1")
            await guest.press("c")
            assert "Claude cannot be reached." in guest.text


class TestNotes:
    """What a candidate writes stays, and comes back with the question."""

    async def test_a_note_is_kept_in_a_file_people_can_read(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await guest.to("one")
            await guest.press("w")
            assert guest.on(Write)
            await guest.press(*"look", "ctrl+s")
            assert "Your note: look" in guest.text
        assert house.notes("TINY-01") == {"one": "look"}

    async def test_escape_forgets_it(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await guest.press("w", *"look", "escape")
        assert house.notes("TINY-01") == {}


class TestReportingAQuestion:
    """A ready issue text, with what an author needs and without the key."""

    async def test_holds_id_and_fingerprint(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await answered(guest, "one", "w1")
            await guest.press("r")
            assert guest.on(Told)
            asked = guest.desk.bank.by_id["one"]
            text = (house.settings_file.parent / "issues" / "one.md").read_text()
            assert f"- fingerprint: {asked.fingerprint}" in text
            assert "- question: one" in text
            assert "The why of" not in text


async def test_practice_begins_from_home_with_one_key(house: TestHouse) -> None:
    async with visit(house) as guest:
        await guest.press("p")
        assert guest.on(Practice)


async def test_no_page_is_held_up_by_a_walk_over_the_bank(house: TestHouse) -> None:
    gc.unfreeze()
    try:
        async with sitting(house, mode="practice") as guest:
            bank = guest.desk.bank
            assert gc.get_freeze_count() > 0
            assert not any(one is bank for one in gc.get_objects())
    finally:
        gc.unfreeze()


async def test_a_bank_cannot_steer_the_screen(house: TestHouse) -> None:
    async with sitting(house, "EVIL-01", "practice") as guest:
        await guest.press("s")
        assert "\x1b" not in guest.text
        assert "[bold]tag[/bold]" in guest.words
        assert "␛[31mred" in guest.words
