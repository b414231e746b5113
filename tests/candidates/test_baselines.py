"""Candidates that read nothing answer within the rules of every item."""

from hypothesis import given
from hypothesis import strategies as st

from examcert.candidates.baselines import GuessCandidate, KeyCandidate, LongestCandidate
from examcert.core.bank import Bank
from examcert.core.candidate import Candidate
from examcert.core.drawing import draw
from tests.build import bank_of, choice, item, matching, report_of
from tests.generated import banks


@given(bank=banks(), seed=st.integers(0, 40))
def test_every_answer_is_one_that_the_item_takes(bank: Bank, seed: int) -> None:
    candidates: list[Candidate] = [KeyCandidate(bank), GuessCandidate(seed), LongestCandidate()]
    for entry in draw(bank, seed=seed).items:
        for candidate in candidates:
            answer = candidate.answer(entry)
            assert entry.checked(answer) == answer


@given(bank=banks(), seed=st.integers(0, 40))
def test_the_key_earns_everything(bank: Bank, seed: int) -> None:
    assert report_of(bank, draw(bank, seed=seed), KeyCandidate(bank)).share == 1.0


def test_a_guesser_guesses_the_same_for_the_same_seed_only() -> None:
    items = [item(choice(f"What is {n}?")) for n in range(30)]
    answers = [[GuessCandidate(seed).answer(entry) for entry in items] for seed in (1, 1, 2)]
    assert answers[0] == answers[1] != answers[2]


def test_guessing_earns_about_its_chance() -> None:
    bank = bank_of(400)
    report = report_of(bank, draw(bank, seed=0), GuessCandidate(5))
    # One in four; 400 guesses stray by more than 0.09 once in 30,000 times, and the seed is fixed.
    assert 0.16 < report.share < 0.34


def test_the_longest_option_is_taken_unread() -> None:
    shown = item(choice("Which?", key="b", a="short", b="long as can be", c="longer than the key"))
    assert LongestCandidate().answer(shown) == ("c",)


def test_a_yes_no_grid_is_not_guessed_with_one_answer() -> None:
    grid = item(matching(key={f"s{n}": "yes" for n in range(8)}, reuse=True, yes="Yes", no="No"))
    assert set(GuessCandidate(0).answer(grid)) == {"yes", "no"}
