"""The golden set that ships: enough of it, over all exams, with every trap; and what a golden file may not be."""

from collections import Counter
from pathlib import Path

import pytest

from examcert import locations
from examcert.cli.evaluate import golden_items
from examcert.evaluation.golden import TRAPS, GoldenError, read_golden
from examcert.evaluation.running import task_of

FOLDER = locations.shipped("evals") / "golden"
GOLDEN = golden_items(None, None)


def test_it_covers_all_exams_and_every_trap() -> None:
    assert len(GOLDEN) >= 60
    assert {one.blueprint.code for one in GOLDEN} == set(locations.banks())
    for exam in locations.banks():
        assert {one.item.trap for one in GOLDEN if one.blueprint.code == exam} == set(TRAPS)


def test_its_items_stand_in_their_blueprints() -> None:
    stray = [
        one.item.id
        for one in GOLDEN
        if one.item.objective not in {o.id for domain in one.blueprint.domains for o in domain.objectives}
    ]
    assert stray == []


def test_none_of_its_stems_is_in_a_bank_or_twice() -> None:
    stems = Counter(one.item.stem for one in GOLDEN)
    assert [stem for stem, count in stems.items() if count > 1] == []


def test_the_explainer_is_told_the_planted_key_and_never_the_truth() -> None:
    spoilt = [one for one in GOLDEN if one.item.trap == "wrong-key"]
    for one in spoilt:
        put = task_of(one)
        told = {part.part.id for part in put.parts if f'"{part.label}"' in put.content.partition('"key"')[2]}
        assert told == set(one.item.key) != set(one.item.truth)


GOOD = """
exam = "AIF-C01"
[[item]]
id = "one"
objective = "1.1"
stem = "Which?"
key = ["a"]
[item.options]
a = ["A", "Because."]
b = ["B", "Because not."]
"""


@pytest.mark.parametrize(
    "spoilt",
    [
        GOOD.replace('key = ["a"]', 'key = ["z"]'),
        GOOD.replace('key = ["a"]', 'key = ["a"]\ntrap = "wrong-key"'),
        GOOD.replace('key = ["a"]', 'key = ["a"]\ntruth = ["b"]'),
        GOOD.replace('key = ["a"]', 'key = ["a"]\ntrap = "surprise"'),
        GOOD + GOOD.replace('exam = "AIF-C01"', ""),
        "exam = ",
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path: Path, spoilt: str) -> None:
    (tmp_path / "x.toml").write_text(spoilt)
    with pytest.raises(GoldenError, match=str(tmp_path)):
        read_golden(tmp_path)


def test_an_empty_folder_is_no_golden_set(tmp_path: Path) -> None:
    with pytest.raises(GoldenError, match=r"no \.toml file"):
        read_golden(tmp_path)
