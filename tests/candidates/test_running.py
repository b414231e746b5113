"""Who is asked when: all of them, once, and none after a stop."""

import threading
import time
from collections.abc import Iterator

import pytest

from examcert.candidates.running import Given, Turn, asked, one_by_one, side_by_side
from examcert.core.candidate import Candidate, NoAnswerError
from examcert.core.paper import Item
from examcert.core.question import Answer
from examcert.errors import BudgetError
from tests.build import Answers, choice, item

ITEMS = [item(choice(f"Which {n}?", key="a", more={"id": f"q{n}"})) for n in range(12)]


class Watched:
    """Answers `a` after a moment, and counts how many questions are under way."""

    name = "watched"

    def __init__(self, moment: float = 0.01) -> None:
        self.moment = moment
        self.now = self.most = self.first_alone = 0
        self.asked: list[str] = []
        self._lock = threading.Lock()

    def answer(self, item: Item) -> Answer:
        with self._lock:
            self.asked.append(item.id)
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(self.moment)
        with self._lock:
            self.now -= 1
        return ("a",)


class Broken(Watched):
    """Has no money for the fifth question."""

    def answer(self, item: Item) -> Answer:
        if item.id == "q4":
            raise BudgetError("Spent.", remedy="Earn.")
        return super().answer(item)


def turns(candidate: Candidate) -> Iterator[Turn]:
    return (Turn(0, place, item, candidate) for place, item in enumerate(ITEMS))


class TestAnAnswer:
    """What does not fit is no answer, and says why."""

    def test_that_fits_is_given(self) -> None:
        assert asked(Answers(otherwise=("b",)), ITEMS[0]).answer == ("b",)

    def test_that_does_not_fit_is_garbage(self) -> None:
        found = asked(Answers(otherwise=("z",)), ITEMS[0])
        assert (found.answer, found.kind, found.detail) == ((), "garbage", "q0 has no option 'z'.")

    def test_that_is_refused_stays_a_refusal(self) -> None:
        class Refuses:
            name = "no"

            def answer(self, item: Item) -> Answer:
                raise NoAnswerError("refused", "cyber")

        assert asked(Refuses(), ITEMS[0]).kind == "refused"


def test_one_by_one_keeps_the_order() -> None:
    candidate = Watched(0)
    assert [turn.place for turn, _ in one_by_one(turns(candidate), threading.Event())] == list(range(12))


class TestSideBySide:
    """Several at once, none twice, none left."""

    @pytest.mark.parametrize("width", [1, 3, 30])
    def test_all_are_asked_once(self, width: int) -> None:
        candidate = Watched()
        got = list(side_by_side(turns(candidate), threading.Event(), width=width, paid=False))
        assert sorted(turn.place for turn, _ in got) == list(range(12))
        assert len(candidate.asked) == 12
        assert candidate.most <= width

    def test_the_first_paid_one_goes_alone_and_the_others_do_not(self) -> None:
        candidate = Watched(0.05)
        alone: list[int] = []
        for _ in side_by_side(turns(candidate), threading.Event(), width=4, paid=True):
            alone.append(len(candidate.asked))
        assert alone[0] == 1
        assert candidate.most > 1

    def test_what_ends_the_run_is_raised_after_those_under_way_have_come_in(self) -> None:
        candidate = Broken(0.02)
        got: list[Given] = []
        with pytest.raises(BudgetError):
            got.extend(came for _, came in side_by_side(turns(candidate), threading.Event(), width=4, paid=True))
        assert len(candidate.asked) < 12

    @pytest.mark.parametrize("paid", [True, False])
    def test_a_stop_asks_no_more_and_waits_only_for_what_is_paid(self, paid: bool) -> None:
        stop, candidate = threading.Event(), Watched(0.3)
        got: list[int] = []

        def run() -> None:
            for turn, _ in side_by_side(turns(candidate), stop, width=3, paid=paid):
                got.append(turn.place)
                time.sleep(0.1)
                stop.set()

        with pytest.raises(KeyboardInterrupt):
            run()
        assert len(candidate.asked) <= 4
        assert (len(got) == len(candidate.asked)) or not paid


def test_a_stop_interrupts_the_ones_that_answer_at_once() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(KeyboardInterrupt):
        list(one_by_one(turns(Watched(0)), stop))
