"""Every kind of question, answered by keys and by mouse: what is pressed is what is stored."""

import pytest

from examcert.tui.asking import faces, is_grid
from examcert.tui.dialogs import Pick
from examcert.tui.question import Question
from tests.tui.conftest import TestHouse, sitting

pytestmark = pytest.mark.anyio


class TestASingleChoice:
    """One option, by letter, by number, by cursor or by mouse."""

    async def test_a_letter_chooses(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("one")
            await guest.press(guest.letter("w2"))
            assert guest.response("one").answer == ("w2",)

    async def test_a_number_chooses_by_place(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("one")
            await guest.press("3")
            assert guest.response("one").answer == (guest.desk.item.options[2].id,)

    async def test_space_chooses_under_the_cursor(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("one")
            await guest.press("down", "space")
            assert guest.response("one").answer == (guest.desk.item.options[1].id,)

    async def test_a_click_chooses(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("one")
            rows = guest.app.screen.query("#options Row")
            await guest.pilot.click(rows[3])
            await guest.settled()
            assert guest.response("one").answer == (guest.desk.item.options[3].id,)

    async def test_another_choice_takes_the_place_of_the_first(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("one")
            await guest.press("a", "b")
            assert guest.response("one").answer == (guest.desk.item.options[1].id,)

    async def test_backspace_takes_the_answer_back(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("one")
            await guest.press("a", "backspace")
            assert guest.response("one").answer == ()


class TestAMultipleChoice:
    """As many as are asked for, and not one more."""

    async def test_each_letter_adds_one(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("two")
            await guest.press(guest.letter("a"), guest.letter("b"))
            assert set(guest.response("two").answer) == {"a", "b"}

    async def test_a_second_press_takes_one_back(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("two")
            await guest.press(guest.letter("a"), guest.letter("b"), guest.letter("a"))
            assert guest.response("two").answer == ("b",)

    async def test_one_too_many_changes_nothing_and_says_why(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("two")
            await guest.press(guest.letter("a"), guest.letter("b"), guest.letter("c"))
            assert set(guest.response("two").answer) == {"a", "b"}
            assert "Choose 2: take one back first." in guest.text


class TestAnOrdering:
    """Steps are placed one after the other, and moved."""

    async def test_letters_place_steps_in_the_order_they_are_pressed(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("three")
            await guest.press(*map(guest.letter, ("c", "a", "b")))
            assert guest.response("three").answer == ("c", "a", "b")

    @pytest.mark.parametrize("keys", [("shift+up",), ("minus",)])
    async def test_a_placed_step_moves_up(self, house: TestHouse, keys: tuple[str, ...]) -> None:
        async with sitting(house) as guest:
            await guest.to("three")
            await guest.press(*map(guest.letter, ("c", "a", "b")), *keys)
            assert guest.response("three").answer == ("c", "b", "a")

    async def test_a_step_that_was_not_placed_does_not_move(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("three")
            await guest.press("shift+down")
            assert "Place this step first." in guest.text

    async def test_the_rows_stand_in_the_order_of_the_answer(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("three")
            await guest.press(*map(guest.letter, ("c", "a")))
            shown = [face.key for face in faces(guest.desk.item, guest.response("three").answer)]
            assert shown[:2] == ["c", "a"]


class TestAMatching:
    """Slot by slot: by letter, by arrow, or from a list."""

    async def test_letters_fill_slot_after_slot(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("four")
            await guest.press(guest.letter("a"), guest.letter("b"))
            assert guest.response("four").answer == ("a", "b")

    async def test_a_slot_takes_only_what_it_may(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("four")
            await guest.press(guest.letter("c"))
            assert guest.response("four").answer == ()
            assert "Place 1 takes" in guest.text

    async def test_an_option_that_may_stand_once_moves(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("four")
            await guest.press(guest.letter("a"), guest.letter("a"))
            assert guest.response("four").answer == ("", "a")

    async def test_the_arrows_turn_through_what_a_slot_takes(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("four")
            await guest.press("right")
            first = guest.response("four").answer[0]
            await guest.press("right")
            assert {first, guest.response("four").answer[0]} == {"a", "b"}

    async def test_a_letter_picks_from_the_list_too(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("four")
            await guest.press("space", guest.letter("b"))
            assert guest.response("four").answer == ("b", "")

    async def test_a_letter_of_no_option_picks_nothing(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("four")
            await guest.press("space", "z")
            assert guest.on(Pick)

    async def test_space_offers_a_list(self, house: TestHouse) -> None:
        async with sitting(house) as guest:
            await guest.to("four")
            await guest.press("space")
            assert guest.on(Pick)
            await guest.press("enter")
            assert guest.response("four").answer[0] in ("a", "b")


class TestAGrid:
    """Yes and no beside each statement."""

    async def test_is_shown_with_every_option_on_every_line(self, house: TestHouse) -> None:
        async with sitting(house, "GRID-01", "practice") as guest:
            await guest.to("grid")
            assert is_grid(guest.desk.item)
            assert guest.text.count("( ) Yes") + guest.text.count("( ) No") == 4

    async def test_the_arrows_choose(self, house: TestHouse) -> None:
        async with sitting(house, "GRID-01", "practice") as guest:
            await guest.to("grid")
            await guest.press("right", "down", "right")
            answer = guest.app.screen.query_one(Question).answer
            assert answer[0] == answer[1] == guest.desk.item.options[0].id


class TestDropDowns:
    """Each place has a menu of its own."""

    async def test_a_menu_offers_its_own_entries_only(self, house: TestHouse) -> None:
        async with sitting(house, "GRID-01", "practice") as guest:
            await guest.to("drops")
            await guest.press("down", "space")
            assert "Entry c" in guest.text
            shown = guest.app.screen.query("OptionList").first()
            assert [option.id for option in shown.options] == [  # type: ignore[attr-defined]
                one.id for one in guest.desk.item.options if one.id in ("c", "d")
            ]


class TestACase:
    """The scenario stands beside its question, or above it where it is narrow."""

    @pytest.mark.parametrize(("width", "beside"), [(120, True), (80, False), (60, False)])
    async def test_is_there_at_every_width(self, house: TestHouse, width: int, beside: bool) -> None:
        async with sitting(house, "GRID-01", "practice", size=(width, 40)) as guest:
            await guest.to("in-a-case")
            assert guest.app.screen.query_one("#scenario").display is beside
            assert "A mill grinds grain by night." in guest.words
            assert "**" not in guest.text
