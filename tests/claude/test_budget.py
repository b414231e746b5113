"""A budget is never broken, whatever is in flight; and it makes nobody wait in vain."""

import threading
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.claude.budget import Budget, BudgetSpentError, NoPriceError

CENT = Decimal("0.01")


def pay(budget: Budget, worst: Decimal, cost: Decimal) -> None:
    with budget.reserved(worst, model="m") as held:
        held.cost = cost


@given(
    limit=st.integers(0, 30),
    calls=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda pair: (max(pair), min(pair)))),
)
def test_calls_that_keep_to_their_worst_case_never_break_it(limit: int, calls: list[tuple[int, int]]) -> None:
    budget = Budget(Decimal(limit))
    for worst, cost in calls:
        try:
            pay(budget, Decimal(worst), Decimal(cost))
        except BudgetSpentError:
            assert budget.spent + worst > limit
    assert budget.spent <= limit


def test_a_call_waits_for_those_in_flight_before_it_gives_up() -> None:
    budget, inside, leave = Budget(CENT), threading.Event(), threading.Event()

    def first() -> None:
        with budget.reserved(CENT, model="m") as held:
            inside.set()
            leave.wait(10)
            held.cost = Decimal(0)

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait(10)
    threading.Timer(0.05, leave.set).start()
    pay(budget, CENT, CENT)
    thread.join(10)
    assert budget.spent == CENT


def test_a_call_that_never_says_what_it_cost_counts_as_its_worst_case() -> None:
    budget = Budget(CENT)
    with pytest.raises(KeyError), budget.reserved(CENT, model="m"):
        raise KeyError
    assert budget.spent == CENT


def test_without_a_limit_it_only_counts() -> None:
    budget = Budget()
    with budget.reserved(None, model="m") as held:
        held.cost = Decimal(5)
    assert (budget.spent, budget.left) == (Decimal(5), None)


def test_an_unknown_price_cannot_be_kept_to() -> None:
    with pytest.raises(NoPriceError, match="EXAMCERT_PRICES"), Budget(CENT).reserved(None, model="claude-x"):
        pass
