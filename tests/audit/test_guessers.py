"""Guessers that never read a stem: what each earns on items made for it."""

import pytest

from examcert.audit.guessers import (
    PICKERS,
    Single,
    chance,
    chance_of_several,
    commonest_count,
    earned,
    longest_of_several,
    multiples,
    points,
    shown_positions,
    singles,
    solvable_by_construction,
    stored_positions,
)
from examcert.core.question import ChoiceQuestion, Question
from tests.build import choice, family, matching


def item(stem: str = "Which one?", *, key: str = "a", **options: str) -> Single:
    return Single(choice(stem, key=key, more=None, **options))


@pytest.mark.parametrize(
    ("picker", "question"),
    [
        ("longest", item(a="a long answer", b="short", c="brief")),
        ("shortest", item(a="tiny", b="a longer one", c="another one")),
        ("most-detailed", item(a="Encrypt 40 GB backups nightly", b="Encrypt the data with that which is", c="Wait")),
        ("stem-words", item("How are invoices classified?", a="Invoice classifier", b="Vector index", c="Batch queue")),
        ("convergent", item(a="encrypted archive storage", b="encrypted storage", c="archive storage", d="queue")),
    ],
)
def test_each_guesser_finds_the_key_by_its_own_habit(picker: str, question: Single) -> None:
    assert points([question], PICKERS[picker]) == 1.0


def test_a_point_is_split_between_options_that_are_equally_good() -> None:
    assert [earned([2, 2, 1], key) for key in range(3)] == [0.5, 0.5, 0.0]


def test_chance_is_the_mean_over_items_of_different_sizes() -> None:
    assert chance([item(a="x", b="y"), item(a="1", b="2", c="3", d="4")]) == pytest.approx(0.375)


def test_only_single_answers_are_guessed_as_such() -> None:
    questions: list[Question] = [choice(), choice(key="ab"), matching()]
    assert (len(singles(questions)), len(multiples(questions))) == (1, 1)


class TestPositions:
    def test_are_even_where_every_place_has_its_share(self) -> None:
        found = stored_positions([item(key=key) for key in "abcd"])
        assert found is not None
        assert (found.counts, found.cramers_v) == ((1, 1, 1, 1), 0.0)

    def test_are_as_uneven_as_can_be_where_one_place_has_all(self) -> None:
        found = stored_positions([item(key="c")] * 8)
        assert found is not None
        assert found.best == 2
        assert found.cramers_v == pytest.approx(1.0)

    def test_count_the_commonest_number_of_options_only(self) -> None:
        found = stored_positions([item(key="a"), item(key="b"), item(key="a", a="x", b="y")])
        assert found is not None
        assert (len(found.counts), found.n) == (4, 2)

    def test_on_a_paper_stay_in_place_where_the_order_means_something(self) -> None:
        ordered = [Single(choice(key="d", more={"id": f"q{n}", "shuffle": False})) for n in range(5)]
        found = shown_positions(ordered)
        assert found is not None
        assert found.counts == (0, 0, 0, 5)

    def test_on_a_paper_are_spread_by_shuffling(self) -> None:
        found = shown_positions([Single(choice(key="d", more={"id": f"q{n}"})) for n in range(200)])
        assert found is not None
        assert max(found.counts) < 65

    def test_of_nothing_are_nothing(self) -> None:
        assert stored_positions([]) is None


class TestSeveralRightOptions:
    def several(self, key: str, **options: str) -> ChoiceQuestion:
        (question,) = multiples([choice(key=key, more=None, **options)])
        return question

    def test_are_all_found_by_their_length(self) -> None:
        assert longest_of_several(self.several("ab", a="xxxx", b="xxx", c="xx", d="x")) == 1.0

    def test_are_not_found_when_one_of_them_is_short(self) -> None:
        assert longest_of_several(self.several("ad", a="xxxx", b="xxx", c="xx", d="x")) == 0.0

    def test_share_a_point_between_equal_lengths(self) -> None:
        assert longest_of_several(self.several("ab", a="xxxx", b="xx", c="xx", d="x")) == 0.5

    def test_are_rarely_found_by_chance(self) -> None:
        assert chance_of_several(self.several("ab", a="1", b="2", c="3", d="4")) == pytest.approx(1 / 6)

    def test_have_a_commonest_number(self) -> None:
        assert commonest_count([self.several("ab"), self.several("ac"), self.several("abc")]) == (2, 2)


class TestSolvableByConstruction:
    def test_a_family_of_two_keys_gives_half(self) -> None:
        assert solvable_by_construction(singles(family("f", 2))) == 0.5

    def test_a_family_whose_stems_share_their_key_gives_all(self) -> None:
        twice = [choice(f"Stem {n}?", more={"id": f"q{n}", "family": "f"}) for n in range(2)]
        assert solvable_by_construction(singles(twice)) == 1.0

    def test_an_item_that_stands_alone_gives_all(self) -> None:
        assert solvable_by_construction(singles([choice(), *family("f", 2)])) == pytest.approx(2 / 3)
