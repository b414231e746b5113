"""Opening a sitting: a paper drawn or found again, and its desk. Runs in a worker thread."""

from examcert.core.bank import Bank
from examcert.core.drawing import draw
from examcert.core.paper import Paper, paper_of
from examcert.core.sitting import Mode, Sitting
from examcert.errors import ExamcertError
from examcert.study.practice import Wish, choose
from examcert.tui.desk import Desk
from examcert.tui.house import House


def practice(house: House, exam: str, wish: Wish, number: int) -> Desk:
    """A practice session of questions that fit a wish, least met first."""
    bank, history = house.bank(exam), house.history()
    seed = len(history.sittings(bank.exam))
    chosen = choose(bank, history.answers(bank.exam), wish, number=number, seed=seed)
    return _begun(house, bank, paper_of(bank, chosen, seed=seed), "practice")


def mock(house: House, exam: str) -> Desk:
    """A mock exam that repeats as little as possible of what was met."""
    bank = house.bank(exam)
    return _begun(house, bank, draw(bank, seed=0, seen=house.history().exposure(bank.exam)), "mock")


def _begun(house: House, bank: Bank, paper: Paper, mode: Mode) -> Desk:
    clock = house.clock()
    sitting = Sitting.begin(paper, mode=mode, candidate="you", at=clock())
    number = house.history().begin(sitting)
    return Desk(bank=bank, number=number, sitting=sitting, store=house.history(), clock=clock)


def resumed(house: House, number: int) -> Desk:
    """An unfinished sitting, its clock running again."""
    history = house.history()
    stored = history.load(number)
    if not stored.is_open:
        raise ExamcertError(f"Sitting {number} is finished.", remedy="Look at its report in the history.")
    desk = Desk(bank=house.bank(stored.paper.exam), number=number, sitting=stored, store=history, clock=house.clock())
    desk.reopen()
    return desk
