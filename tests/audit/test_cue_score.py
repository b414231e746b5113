"""Learned guessers: they find what leaks, find nothing where nothing leaks, and never remember a family."""

import pytest

from examcert.audit.cue_score import MOST, learned, parts
from examcert.audit.guessers import Single, singles
from examcert.core.ranks import rank
from tests.build import choice

NAMES = "abcd"


def bank(number: int, *, texts: list[str], key_text: str | None = None, family_of: int = 1) -> list[Single]:
    """Items whose key is at a place that chance chooses; `key_text` is what its option says."""
    made = []
    for n in range(number):
        key = NAMES[rank("key", n) % 4]
        options = {name: texts[rank("text", n, name) % len(texts)] + f" {name}{n}" for name in NAMES}
        if key_text:
            options[key] = key_text + f" {n}"
        family = {"family": f"f{n // family_of}"} if family_of > 1 else {}
        made.append(choice(f"Which is it, {n}?", key=key, more={"id": f"q{n}", **family}, **options))
    return singles(made)


def alone(items: list[Single]) -> dict[str, str]:
    return {item.question.id: item.question.family or item.question.id for item in items}


PLAIN = ["green tea", "black tea", "white tea", "herb tea"]


def test_a_key_that_is_always_longer_is_found() -> None:
    items = bank(60, texts=PLAIN, key_text="a far longer and more careful answer, with conditions (all of them)")
    found = learned(items, alone(items))
    assert found is not None
    assert found.cues == 1.0


def test_a_key_that_always_uses_one_word_is_found_by_its_wording() -> None:
    items = bank(60, texts=PLAIN, key_text="retrieved")
    found = learned(items, alone(items))
    assert found is not None
    assert found.wording > 0.9


def test_where_nothing_leaks_neither_finds_much_more_than_chance() -> None:
    items = bank(400, texts=PLAIN)
    found = learned(items, alone(items))
    assert found is not None
    assert found.cues < 0.34
    assert found.wording < 0.34


def test_no_cluster_is_parted() -> None:
    items = bank(40, texts=PLAIN, family_of=4)
    folds = parts(items, alone(items))
    homes = [{item.question.family for item in fold} for fold in folds]
    assert sum(map(len, homes)) == len(set().union(*homes)) == 10


def test_a_large_bank_is_sampled() -> None:
    items = bank(MOST + 500, texts=PLAIN)
    assert sum(map(len, parts(items, alone(items)))) == MOST


@pytest.mark.parametrize("number", [0, 1])
def test_too_few_items_teach_nothing(number: int) -> None:
    items = bank(number, texts=PLAIN)
    assert learned(items, alone(items)) is None


def test_the_same_bank_gives_the_same_figures() -> None:
    items = bank(30, texts=PLAIN)
    assert learned(items, alone(items)) == learned(items, alone(items))
