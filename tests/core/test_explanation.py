"""The key decides every verdict."""

import pytest

from examcert.core.explanation import Verdict, verdicts
from examcert.core.question import Question
from tests.build import choice, matching, ordering


@pytest.mark.parametrize(
    ("question", "right"),
    [
        (choice(key="bd"), "bd"),
        (ordering(key="ca"), "ac"),
        (matching(key={"x": "d", "y": "a"}), "ad"),
        (matching(key={"x": "b", "y": "b"}, reuse=True), "b"),
    ],
)
def test_an_option_is_correct_exactly_when_the_key_holds_it(question: Question, right: str) -> None:
    expected: dict[str, Verdict] = {name: "correct" if name in right else "incorrect" for name in "abcd"}
    assert verdicts(question) == expected
