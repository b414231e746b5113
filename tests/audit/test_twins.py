"""Twins are found without comparing each with each, and what is told is one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.paraphrases import reworded
from examcert import locations
from examcert.audit.rules.doubles import told_as_twins
from examcert.audit.twins import twins
from examcert.audit.words import jaccard, shingles
from examcert.bank_files import read_bank

STEMS = [question.stem for question in read_bank(locations.shipped("question_banks") / "aif-c01").questions]
STORY = (
    "A support desk answers from a manual that changes every week and names the page it rests on in each of its replies"
)


def test_equal_texts_are_twins_whatever_their_case_and_marks() -> None:
    assert twins([STORY, f"**{STORY.upper()}**."], least=0.9) == [(1, 0, 1.0)]


def test_unlike_texts_are_none() -> None:
    assert twins(STEMS[::7], least=0.4) == []


def test_texts_without_words_are_none() -> None:
    assert twins(["", "…", STORY, "  "], least=0.1) == []


def test_pairs_that_are_apart_are_not_told() -> None:
    assert twins([STORY, STORY, STORY], least=0.9, apart=lambda one, other: other == 0) == [(2, 1, 1.0)]


def test_the_same_texts_give_the_same_twins() -> None:
    texts, _ = reworded(STEMS, "medium")
    assert twins(texts, least=0.4) == twins(texts, least=0.4)


def test_a_bank_of_copies_hears_of_a_few_twins_of_each() -> None:
    found = twins([f"{STORY} {number}" for number in range(400)], least=0.6)
    told = [pair.later for pair in found]
    assert set(told) == set(range(1, 400))
    assert max(map(told.count, told)) <= 3


class TestKnownTwins:
    """Questions worded again by rule; `make bench` prints the figures."""

    @pytest.mark.parametrize(("level", "recall"), [("light", 0.97), ("medium", 0.7)])
    def test_are_found_and_little_else(self, level: str, recall: float) -> None:
        texts, twin_of = reworded(STEMS, level)  # type: ignore[arg-type]  # a level by its name
        found = told_as_twins(texts)
        right = sum(twin_of.get(later) == earlier for later, earlier in found)
        assert right >= recall * len(twin_of)
        assert right >= 0.98 * len(found)


some = st.lists(st.sampled_from(STORY.split()), min_size=0, max_size=14).map(" ".join)


@given(st.lists(some, max_size=12))
@settings(deadline=None)
def test_what_is_told_has_the_share_that_is_told(texts: list[str]) -> None:
    for later, earlier, shared in twins(texts, least=0.5):
        assert later > earlier
        assert shared == jaccard(shingles(texts[later]), shingles(texts[earlier])) >= 0.5


def test_nearly_all_pairs_above_the_line_are_found() -> None:
    texts, _ = reworded(STEMS, "medium")
    sets = [shingles(text) for text in texts]
    pairs = [(b, a) for a in range(len(texts)) for b in range(a + 1, len(texts)) if jaccard(sets[a], sets[b]) >= 0.5]
    found = {(pair.later, pair.earlier) for pair in twins(texts, least=0.5)}
    assert len(found & set(pairs)) >= 0.97 * len(pairs) > 50
