"""Twins are found among many stems, and who declared them is left in peace."""

from hypothesis import given
from hypothesis import strategies as st

from examcert.audit.likeness import ALIKE, clusters, twins
from examcert.audit.words import jaccard, shingles
from examcert.core.question import Question
from tests.build import case, choice

WORDS = "a bank retrains its fraud model each night and stores every version for auditors who ask about one decision"
STEM = f"{WORDS.capitalize()}. Which store fits?"
NEAR = STEM.replace("bank", "lender")


def named(name: str, stem: str, **more: object) -> Question:
    return choice(stem, more={"id": name, **more})


def test_stems_that_differ_by_a_word_are_twins() -> None:
    (pair,) = twins([named("one", STEM), named("far", "Which is it?"), named("two", NEAR)])
    assert (pair.one, pair.other, pair.declared) == ("one", "two", False)
    assert ALIKE <= pair.alike < 1


def test_the_same_stem_in_other_marks_is_one_question_twice() -> None:
    (pair,) = twins([named("one", STEM), named("two", STEM.upper().replace("BANK", "**bank**"))])
    assert pair.alike == 1.0


class TestDeclaredTwins:
    def declared(self, one: Question, two: Question) -> bool:
        (pair,) = twins([one, two])
        return pair.declared

    def test_stand_in_one_family(self) -> None:
        assert self.declared(named("one", STEM, family="f"), named("two", NEAR, family="f"))

    def test_stand_in_one_case(self) -> None:
        shop = case("shop").model_dump()
        assert self.declared(named("one", STEM, case=shop), named("two", NEAR, case=shop))

    def test_are_enemies(self) -> None:
        assert self.declared(named("one", STEM), named("two", NEAR, enemies=["one"]))


@given(st.lists(st.lists(st.sampled_from(WORDS.split()), min_size=4, max_size=9).map(" ".join), max_size=25))
def test_none_is_missed_that_comparing_all_with_all_would_find(stems: list[str]) -> None:
    questions = [named(f"q{n}", stem) for n, stem in enumerate(stems)]
    found = {(pair.one, pair.other) for pair in twins(questions)}
    firsts = [q for n, q in enumerate(questions) if q.stem not in stems[:n]]
    slow = {
        (one.id, other.id)
        for n, other in enumerate(firsts)
        for one in firsts[:n]
        if jaccard(shingles(one.stem), shingles(other.stem)) >= ALIKE
    }
    assert slow <= found


def test_families_and_twins_are_clusters() -> None:
    questions = [
        named("one", STEM), named("two", NEAR, family="f"), named("three", "What?", family="f"), named("far", "Which?"),
    ]  # fmt: skip
    found = clusters(questions, twins(questions))
    assert len({found[name] for name in ("one", "two", "three")}) == 1
    assert found["far"] != found["one"]
