"""Home, one exam, history, settings, the authors' view, the palette: every place and the ways between them."""

import tomllib
from pathlib import Path

import pytest

from examcert.core.bank import Bank
from examcert.core.marking import mark
from examcert.core.problem import Problem
from examcert.tui.authors import Authors
from examcert.tui.bars import KeyBar
from examcert.tui.dialogs import Keys, Told
from examcert.tui.exam import Exam
from examcert.tui.history import History
from examcert.tui.home import Home
from examcert.tui.mock import Mock
from examcert.tui.practice import Practice
from examcert.tui.report import Report
from examcert.tui.review import Review
from examcert.tui.settings import Settings
from tests.cli.banks import blueprint, single, write_bank
from tests.tui.conftest import TestHouse, sitting, visit

pytestmark = pytest.mark.anyio


async def handed_in(house: TestHouse) -> None:
    """A mock exam that was handed in with one answer."""
    async with sitting(house) as guest:
        await guest.to("one")
        await guest.press(guest.letter("w1"), "s", "y")
    house.close()


class TestHome:
    """What there is, and what to do first."""

    async def test_a_first_visit_is_greeted_in_one_screen(self, house: TestHouse) -> None:
        async with visit(house) as guest:
            assert "Welcome." in guest.text
            assert "every answer is on disk" in guest.words

    async def test_a_second_visit_is_not(self, house: TestHouse) -> None:
        await handed_in(house)
        async with visit(house) as guest:
            assert "Welcome." not in guest.text

    async def test_a_retired_exam_names_its_successor(self, house: TestHouse) -> None:
        async with visit(house) as guest:
            assert "Retired since 2026-01-31, TINY-01 took its place." in guest.words

    async def test_the_exam_under_the_cursor_is_in_sight_on_a_small_screen(self, house: TestHouse) -> None:
        async with visit(house, size=(60, 14)) as guest:
            await guest.press("end")
            assert "Retired since 2026-01-31" in guest.words

    async def test_last_and_best_score_stand_beside_an_exam(self, house: TestHouse) -> None:
        await handed_in(house)
        async with visit(house) as guest:
            assert "last score" in guest.text
            assert "best" in guest.text

    async def test_what_was_missed_is_named_to_go_over_again(self, house: TestHouse) -> None:
        await handed_in(house)
        async with visit(house) as guest:
            assert "2 to go over again" in guest.words

    async def test_an_exam_without_questions_cannot_be_practised(self, house: TestHouse) -> None:
        async with visit(house) as guest:
            home = guest.app.screen
            assert isinstance(home, Home)
            await guest.press("end", "p")
            assert guest.on(Home)

    async def test_a_bank_that_cannot_be_read_is_named_and_the_others_stand(self, house: TestHouse) -> None:
        house.complaints = ["The bank x has 1 problem."]
        async with visit(house) as guest:
            assert "The bank x has 1 problem." in guest.text
            assert "TINY-01" in guest.text

    @pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
    async def test_shows_the_keys_at_every_size(self, house: TestHouse, size: tuple[int, int]) -> None:
        async with visit(house, size=size) as guest:
            last = guest.text.splitlines()[-1]
            assert last.lstrip().startswith("⏎ Open")
            assert "? Keys" in last
            assert len(last) <= size[0]


class TestAnExam:
    """Every way to begin."""

    async def test_opens_with_where_you_stand(self, house: TestHouse) -> None:
        await handed_in(house)
        async with visit(house, "end", "home") as guest:
            codes = list(guest.app.screen.query("OptionList").first().options)  # type: ignore[attr-defined]
            await guest.press(*["down"] * [one.id for one in codes].index("TINY-01"), "enter")
            assert guest.on(Exam)
            assert "2 wrong or left out the last time" in guest.words

    async def test_begins_what_is_chosen(self, house: TestHouse) -> None:
        async with visit(house, "enter") as guest:
            await guest.press("enter")
            assert guest.on(Practice)

    async def test_plus_asks_for_more_questions(self, house: TestHouse) -> None:
        async with visit(house, "enter") as guest:
            await guest.press("plus")
            assert "Practise 20 questions" in guest.text

    async def test_nothing_flagged_is_said_and_leads_nowhere(self, house: TestHouse) -> None:
        async with visit(house, "enter") as guest:
            await guest.press("down", "down", "down", "enter")
            assert guest.on(Told)
            assert "No question of" in guest.words


class TestReportAndReview:
    """From the score to the single mistake."""

    async def test_the_report_has_score_interval_and_pass_line(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("s", "y")
            for words in (
                "✗ NOT PASSED",
                "Score 100",
                "95% interval",
                "▲ pass 700",
                "By domain",
                "Most costly mistakes",
            ):
                assert words in guest.words

    async def test_enter_goes_straight_to_the_mistakes(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("one")
            await guest.press(guest.letter("right"), "s", "y", "enter")
            assert guest.on(Review)
            assert "1 of 3" in guest.text
            await guest.press("w")
            assert "of 4" in guest.text

    async def test_the_review_explains_and_goes_on(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("s", "y", "a")
            assert "Not answered." in guest.text
            await guest.press("right")
            assert "2 of 4" in guest.text

    async def test_a_question_that_the_bank_no_longer_holds_is_shown_unmarked(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            desk = guest.desk
            await guest.press("s", "y")
            bank, sat = desk.bank, desk.sitting
            fields = {name: getattr(bank, name) for name in Bank.model_fields}
            rest = Bank(**{**fields, "questions": tuple(q for q in bank.questions if q.id != "one")})
            guest.app.push_screen(Review(rest, sat, mark(rest, sat), only_wrong=False))
            await guest.settled()
            place = [item.id for item in sat.paper.items].index("one")
            await guest.press(*["right"] * place)
            assert f"{place + 1} of 4" in guest.text
            assert "The stem of one?" in guest.text
            assert "The bank's question has changed since, so it cannot be explained." in guest.words
            await guest.press("w")
            assert "of 3" in guest.text

    async def test_escape_leads_back_home(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("s", "y", "enter", "escape", "escape")
            assert guest.on(Home)


class TestHistory:
    """Past sittings and progress."""

    async def test_is_empty_at_first_and_says_so(self, house: TestHouse) -> None:
        async with visit(house, "h") as guest:
            assert guest.on(History)
            assert "Nothing yet." in guest.text

    async def test_shows_the_trend_with_its_pass_line(self, house: TestHouse) -> None:
        await handed_in(house)
        async with visit(house, "h") as guest:
            for words in ("Score", "╌ pass", "Domains", "Days of practice", "not passed"):
                assert words in guest.text

    async def test_enter_opens_a_report(self, house: TestHouse) -> None:
        await handed_in(house)
        async with visit(house, "h") as guest:
            await guest.press("enter")
            assert guest.on(Report)

    async def test_enter_goes_on_with_what_is_unfinished(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("a", "escape")
        async with visit(house, "h") as guest:
            await guest.press("enter")
            assert guest.on(Mock)


class TestSettings:
    """Changed at once, kept in a file people can read."""

    async def test_the_theme_changes_before_ones_eyes_and_on_disk(self, house: TestHouse) -> None:
        async with visit(house, "s") as guest:
            assert guest.on(Settings)
            await guest.press("enter")
            assert guest.app.theme == "light"
        assert tomllib.loads(house.settings_file.read_text())["theme"] == "light"

    async def test_high_contrast_is_a_theme_of_its_own(self, house: TestHouse) -> None:
        async with visit(house, "s") as guest:
            await guest.press("down", "enter")
            assert guest.app.theme == "dark-contrast"

    async def test_motion_can_be_off(self, house: TestHouse) -> None:
        async with visit(house, "s") as guest:
            await guest.press("down", "down", "enter")
            assert guest.app.animation_level == "none"

    async def test_the_text_is_as_wide_as_set(self, house: TestHouse) -> None:
        house.preferences = house.preferences.but(text_width=60)
        async with sitting(house, size=(140, 40)) as guest:
            assert guest.app.screen.query_one("#stem").size.width <= 60

    async def test_a_model_is_typed(self, house: TestHouse) -> None:
        async with visit(house, "s") as guest:
            await guest.press("end", "enter", *"claude-x", "enter")
        assert house.preferences.model == "claude-x"

    async def test_a_file_that_cannot_be_written_is_said_and_the_setting_holds(self, house: TestHouse) -> None:
        house.settings_file.parent.mkdir(parents=True)
        house.settings_file.mkdir()
        async with visit(house, "s") as guest:
            await guest.press("enter")
            assert "cannot be written" in guest.words
            assert guest.app.theme == "light"


class TestTheAuthorsView:
    """The bank with its keys."""

    async def test_shows_key_and_whys_of_the_question_at_hand(self, house: TestHouse) -> None:
        async with visit(house) as guest:
            guest.app.push_screen(Authors("TINY-01"))
            await guest.settled()
            assert "one" in guest.text
            assert "The why of right." in guest.text
            assert "4 of 4 questions" in guest.text

    async def test_filters_by_words(self, house: TestHouse) -> None:
        async with visit(house) as guest:
            guest.app.push_screen(Authors("TINY-01"))
            await guest.settled()
            await guest.press("slash", *"ordering")
            assert "1 of 4 questions" in guest.text
            await guest.press("escape")
            assert "4 of 4 questions" in guest.text

    async def test_shows_what_the_checks_say_beside_the_question(
        self, house: TestHouse, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found = Problem(
            file="x.yaml", line=7, rule="key-longest", message="Too long.", remedy="Cut it.", question="two"
        )
        monkeypatch.setattr(house, "problems", lambda exam: (found,))
        async with visit(house) as guest:
            guest.app.push_screen(Authors("TINY-01", "two"))
            await guest.settled()
            assert "✗ error [key-longest] x.yaml:7:0 Too long. Cut it." in guest.words
            await guest.press("b")
            assert "1 of 4 questions" in guest.text

    async def test_a_bank_that_cannot_be_read_says_why(self, house: TestHouse, tmp_path: Path) -> None:
        broken = write_bank(tmp_path / "broken", blueprint("BROKEN-01"), single("q", key=["nothing"]))
        async with visit(house) as guest:
            guest.app.push_screen(Authors(str(broken)))
            await guest.settled()
            assert "key-not-an-option" in guest.words

    async def test_opens_at_a_question(self, house: TestHouse) -> None:
        async with visit(house) as guest:
            guest.app.push_screen(Authors("TINY-01", "three"))
            await guest.settled()
            assert "The stem of three?" in guest.text


class TestEverywhere:
    """Keys that work on every screen."""

    async def test_the_question_mark_shows_every_key(self, house: TestHouse) -> None:
        async with visit(house) as guest:
            await guest.press("question_mark")
            assert guest.on(Keys)
            assert "Practise 10" in guest.text

    @pytest.mark.parametrize("opens", ["o", "s"])
    async def test_in_a_window_too_and_again_to_close(self, house: TestHouse, opens: str) -> None:
        async with sitting(house) as guest:
            await guest.press(opens)
            below = type(guest.app.screen)
            await guest.press("question_mark")
            assert guest.on(Keys)
            assert "? Keys" not in str(guest.app.screen.query_one(KeyBar).render())
            await guest.press("question_mark")
            assert guest.on(below)

    async def test_both_answers_are_in_the_line_of_keys(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("s")
            assert "n No  y Yes" in guest.text

    async def test_in_a_question_too(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.press("question_mark")
            for words in ("Flag", "Cross out", "Hand in", "Clear answer"):
                assert words in guest.text

    async def test_letters_and_numbers_are_among_them_while_they_choose(self, house: TestHouse) -> None:
        async with sitting(house, mode="practice") as guest:
            await guest.press("question_mark")
            assert "A–L Choose the option of that letter" in guest.words
            await guest.press("escape", "s", "question_mark")
            assert "A–L" not in guest.words

    async def test_the_palette_leads_to_an_exam(self, house: TestHouse) -> None:
        async with visit(house) as guest:
            await guest.press("ctrl+p", *"open tiny")
            await guest.pilot.pause(0.5)
            await guest.press("enter")
            await guest.pilot.pause(0.2)
            assert guest.on(Exam)
