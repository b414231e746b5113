"""Problems: values that lead an author to the place and to the remedy."""

import pytest

from examcert.core.explanation import Explanation, OptionWhy, Usage
from examcert.core.marking import Mark, Tally
from examcert.core.paper import Item, Paper
from examcert.core.problem import Fault, Problem
from examcert.core.record import Record
from examcert.core.records import AnswerRecord, Call, SittingRecord
from examcert.core.sitting import Response, Sitting
from tests.build import choice, rule_of


def test_a_problem_reads_as_place_message_and_remedy() -> None:
    found = Problem(file="a.yaml", line=3, column=7, rule="some-rule", message="It is wrong.", remedy="Mend it.")
    assert str(found) == "a.yaml:3:7: It is wrong. Mend it."


def test_braces_in_a_bank_are_text() -> None:
    assert rule_of(lambda: choice(key=["{0}{rule}"])) == "key-not-an-option"


@pytest.mark.parametrize(
    "record",
    [
        AnswerRecord,
        Call,
        Explanation,
        Fault,
        Item,
        Mark,
        OptionWhy,
        Paper,
        Problem,
        Response,
        Sitting,
        SittingRecord,
        Tally,
        Usage,
    ],
)
def test_every_record_refuses_unknown_fields(record: type[Record]) -> None:
    assert record.model_config["extra"] == "forbid"
    assert record.model_config["frozen"]
