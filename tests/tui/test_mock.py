"""A mock exam: everything is on disk at once, nothing tells right from wrong, and the clock has the last word."""

import pytest

from examcert import locations
from examcert.errors import ExitCode
from examcert.history import History
from examcert.tui.dialogs import Confirm, Told
from examcert.tui.home import Home
from examcert.tui.mock import Mock
from examcert.tui.navigator import Overview
from examcert.tui.report import Report
from tests.tui.conftest import TestHouse, Visit, sitting, visit

pytestmark = pytest.mark.anyio


class TestMoves:
    """What a candidate does is stored before it shows."""

    async def test_a_flag_is_stored(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("m")
            assert guest.stored.flagged == (guest.desk.item.id,)
            assert "⚑ flagged" in guest.text

    async def test_a_crossed_out_option_says_so_in_words(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("one")
            await guest.press("x")
            assert guest.response("one").struck == (guest.desk.item.options[0].id,)
            assert "crossed out" in guest.text

    async def test_choosing_an_option_brings_it_back(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("one")
            await guest.press("x", guest.letter(guest.desk.item.options[0].id))
            assert guest.response("one").struck == ()
            assert "crossed out" not in guest.text

    async def test_what_is_chosen_cannot_be_crossed_out(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("one")
            await guest.press(guest.letter(guest.desk.item.options[0].id), "x")
            assert guest.response("one").struck == ()
            assert "What is chosen cannot be crossed out." in guest.text

    async def test_enter_goes_on_and_p_goes_back(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("enter", "enter", "p")
            assert guest.stored.place == 1

    async def test_a_page_is_laid_out_once(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            laid: list[object] = []
            guest.app.screen.screen_layout_refresh_signal.subscribe(guest.app.screen, laid.append, immediate=True)
            await guest.press("enter", "enter", "enter", "p", "p", "p")
            assert len(laid) == 6

    async def test_the_arrows_turn_pages_where_they_turn_no_option(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("one")
            before = guest.desk.sitting.place
            await guest.press("right" if before < 3 else "left")
            assert abs(guest.stored.place - before) == 1

    async def test_the_time_with_a_question_is_counted(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            first = guest.desk.item.id
            house.time.move(seconds=7)
            await guest.press("enter", "p")
            house.time.move(seconds=5)
            await guest.press("enter")
            assert guest.response(first).seconds == 12

    async def test_after_the_last_question_comes_the_review_list(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("enter", "enter", "enter", "enter")
            assert guest.on(Overview)


class TestSilence:
    """Before the report, nothing on any screen tells right from wrong."""

    async def test_no_mark_no_why_no_key(self, house: TestHouse) -> None:
        seen = ""
        async with sitting(house) as guest:
            for _ in range(4):
                await guest.press("a")
                seen += guest.text
                await guest.press("n")
                seen += guest.text
            await guest.press("o") if not guest.on(Overview) else None
            seen += guest.text
        told = [word for word in ("✓", "✗", "The why of", "Right", "Wrong", "So for", "correct") if word in seen]
        assert told == []


class TestTheOverview:
    """All questions at a glance, and anywhere from there."""

    async def test_counts_what_is_answered_open_and_flagged(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("one")
            await guest.press("a", "m", "o")
            assert "● 1 answered" in guest.text
            assert "○ 3 open" in guest.text
            assert "⚑ 1 flagged" in guest.text

    async def test_goes_where_the_cursor_is(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("o", "right", "right", "enter")
            assert guest.stored.place == 2

    @pytest.mark.parametrize(("keys", "place"), [("3", 2), ("13", 2), ("0", 0), ("34", 3), ("9", 0)])
    async def test_digits_name_a_question(self, house: TestHouse, keys: str, place: int) -> None:
        async with sitting(house) as guest:
            await guest.press("o", *keys, "enter")
            assert guest.stored.place == place

    async def test_finds_the_next_open_question(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("one")
            at = guest.desk.sitting.place
            await guest.press("a", "o", "u", "enter")
            assert guest.stored.place == (at + 1) % 4

    async def test_a_click_goes_there(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.pilot.click("#navigator", offset=(18, 1))
            await guest.settled()
            assert guest.stored.place == 2


class TestHandingIn:
    """Asked once, and then the report."""

    async def test_says_what_is_open_first(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("m", "s")
            assert guest.on(Confirm)
            assert "4 unanswered: these count as wrong." in guest.text
            assert "1 flagged" in guest.text

    @pytest.mark.parametrize("key", ["n", "escape", "enter"])
    async def test_no_goes_on(self, house: TestHouse, key: str) -> None:
        async with sitting(house) as guest:
            await guest.press("s", key)
            assert guest.on(Mock)
            assert guest.stored.is_open

    async def test_yes_shows_the_report(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            number = guest.desk.number
            await guest.press("s", "y")
            assert guest.on(Report)
            assert "NOT PASSED" in guest.text
            with History.open(locations.database()) as history:
                assert history.load(number).submitted is not None

    async def test_the_process_leaves_with_1_below_the_pass_mark(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("s", "y", "ctrl+q")
        assert guest.app.return_code == ExitCode.BELOW


class TestTheClock:
    """It counts on screen, is calm, can be hidden, and ends the exam."""

    async def test_counts_whole_minutes(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            house.time.move(minutes=2, seconds=30)
            await guest.pilot.pause(1.1)
            assert "8 min left" in guest.text

    async def test_near_the_end_it_counts_tens_of_seconds_and_says_so_once(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            house.time.move(minutes=5, seconds=33)
            await guest.pilot.pause(1.1)
            assert "4:30 left" in guest.text
            assert "a guess costs nothing" in guest.words

    async def test_can_be_hidden(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("t")
            assert "min left" not in guest.text
            assert "clock hidden" in guest.text

    async def test_hands_the_paper_in_when_the_time_is_up(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("a")
            house.time.move(minutes=11)
            await guest.led_to(Report)
            assert "Time is up." in guest.text

    async def test_also_below_an_open_window(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("o")
            house.time.move(minutes=11)
            await guest.led_to(Report)

    async def test_an_answer_after_the_end_is_not_taken(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            number, item = guest.desk.number, guest.desk.item.id
            house.time.move(minutes=11)
            await guest.press("a")
            assert guest.on(Report)
            with History.open(locations.database()) as history:
                assert history.load(number).response(item).answer == ()

    async def test_stops_while_the_process_is_suspended(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            guest.app.app_suspend_signal.publish(guest.app)
            house.time.move(hours=3)
            guest.app.app_resume_signal.publish(guest.app)
            await guest.press("a")
            assert guest.on(Mock)
            assert guest.desk.left is not None
            assert guest.desk.left.total_seconds() == 600


class TestLeaving:
    """Whatever ends it, nothing is lost and the clock stops."""

    @staticmethod
    def left_of(guest: Visit) -> float:
        with History.open(locations.database()) as history:
            stored = history.load(1)
        assert stored.opened is None
        return stored.used.total_seconds()

    async def test_escape_goes_home_which_offers_to_go_on(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("a", "escape")
            assert guest.on(Home)
            assert "1 of 4 answered" in guest.text
            await guest.press("r")
            assert guest.on(Mock)

    @pytest.mark.parametrize(("key", "code"), [("ctrl+c", ExitCode.INTERRUPTED), ("ctrl+q", ExitCode.OK)])
    async def test_leaving_stops_the_clock_and_keeps_the_answer(
        self, house: TestHouse, key: str, code: ExitCode
    ) -> None:
        async with sitting(house) as guest:
            await guest.press("a")
            answer = guest.response(guest.desk.item.id).answer
            house.time.move(minutes=1)
            await guest.pilot.press(key)
        assert guest.app.return_code == code
        assert guest.app.paused == 1
        assert self.left_of(guest) == 60
        with History.open(locations.database()) as history:
            assert [response.answer for response in history.load(1).responses if response.answered] == [answer]

    async def test_a_sitting_taken_over_elsewhere_ends_here_and_says_so(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            with History.open(locations.database()) as other:
                stored = other.load(guest.desk.number)
                other.save(guest.desk.number, stored, stored.open(at=house.time.now), at=house.time.now)
                await guest.press("a")
            assert guest.on(Told)
            assert "went on in another terminal" in guest.words
            await guest.press("escape")
            assert guest.on(Home)


async def test_a_mock_exam_begins_from_home_after_a_look_at_what_it_takes(house: TestHouse) -> None:
    async with visit(house, "down", "down", "m") as guest:
        assert "4 questions, 10 minutes, pass mark 700" in guest.words
        await guest.press("enter")
        assert guest.on(Mock)
