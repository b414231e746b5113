"""What is written reads back as an equal bank."""

import tempfile
from pathlib import Path

from hypothesis import given, settings

from examcert.bank_files import check, write_bank
from examcert.core.bank import Bank
from tests.build import bank_of, choice
from tests.generated import banks


@settings(max_examples=30, deadline=None)
@given(bank=banks())
def test_a_bank_survives_the_round_trip(bank: Bank) -> None:
    with tempfile.TemporaryDirectory() as name:
        write_bank(bank, Path(name))
        reading = check(Path(name))
    assert reading.problems == ()
    assert reading.bank is not None
    assert reading.bank.digest == bank.digest
    assert sorted(reading.bank.by_id) == sorted(bank.by_id)


def test_texts_that_yaml_would_misread_come_back_unharmed(tmp_path: Path) -> None:
    texts = [
        "no",
        "1:30",
        "0.50",
        "a: b",
        "# none",
        "- x",
        "yes\nno",
        "  ends blank ",
        "'",
        '"',
        "&a",
        "*b",
        "!c",
        "\u2028",
    ]
    options = [{"id": f"o{n}", "text": text, "why": "So it is."} for n, text in enumerate(texts)]
    bank = bank_of(questions=[choice("Which?", key=["o0"], more={"options": options})])
    write_bank(bank, tmp_path)
    reading = check(tmp_path)
    assert reading.bank is not None, reading.problems
    (question,) = reading.bank.questions
    assert [option.text for option in question.options] == texts
