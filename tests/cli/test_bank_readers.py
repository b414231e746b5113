"""`bank blind` and `bank agreement`, from the copy to the reading beside the bank."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from examcert.reports.shapes import PUBLISHED
from tests.cli.banks import FOUR, blueprint, single, write_bank
from tests.cli.conftest import Run

RIGHT: dict[str, Any] = {"one": ["right"], "two": ["b", "a"], "three": ["c", "a", "b"], "four": {"x": "a", "y": "b"}}


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank of one's own: readings are written into it."""
    return write_bank(tmp_path / "bank", blueprint(), *FOUR)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "sheet.json"


def write(sheet: Path, answers: dict[str, Any], **more: Any) -> None:
    sheet.write_text(json.dumps({"reader": "Ada", "kind": "person", "answers": answers, **more}), encoding="utf-8")


@pytest.mark.parametrize("flags", [(), ("--choices-only",), ("--seed", "7")])
def test_a_blind_copy_fits_its_published_schema(run: Run, flags: tuple[str, ...]) -> None:
    result = run("bank", "blind", "tiny-01", *flags, "--json")
    document = TypeAdapter(PUBLISHED["bank-blind"]).validate_json(result.out)
    assert len(document.items) == 4
    assert ("stem" in result.out) is ("--choices-only" not in flags)


def test_a_blind_copy_can_be_read_without_json(run: Run) -> None:
    told = run("bank", "blind", "tiny-01")
    assert "The stem of one?" in told.out
    assert "The why of" not in told.out


class TestAgreement:
    def test_of_all_answers_is_clean(self, run: Run, bank: Path, sheet: Path) -> None:
        write(sheet, RIGHT)
        result = run("bank", "agreement", str(bank), str(sheet))
        assert (result.code, "4 of 4 (100.0%" in result.out) == (0, True)

    def test_shows_both_sides_of_a_disagreement(self, run: Run, bank: Path, sheet: Path) -> None:
        write(sheet, {"one": ["w1"]})
        result = run("bank", "agreement", str(bank), str(sheet))
        assert result.code == 1
        assert "reader  Option w1 of one  The why of w1." in result.out
        assert "key     Option right of one  The why of right." in result.out

    def test_fits_its_published_schema(self, run: Run, bank: Path, sheet: Path) -> None:
        write(sheet, RIGHT | {"one": ["w1"]}, doubts={"two": {"say": "two answers", "options": ["c"]}})
        result = run("bank", "agreement", str(bank), str(sheet), "--json")
        document = TypeAdapter(PUBLISHED["bank-agreement"]).validate_json(result.out)
        assert [(one.question, one.agrees) for one in document.readings[0].disputed] == [("one", False), ("two", True)]

    def test_is_kept_beside_the_bank_and_leaves_the_bank_readable(self, run: Run, bank: Path, sheet: Path) -> None:
        write(sheet, RIGHT)
        digest = run("bank", "show", str(bank), "--json").document()["digest"]
        run("bank", "agreement", str(bank), str(sheet), "--record", "--date", "2026-01-02")
        (reading,) = json.loads((bank / "readings.json").read_text(encoding="utf-8"))["readings"]
        assert (reading["reader"], reading["kind"], reading["date"]) == ("Ada", "person", "2026-01-02")
        assert reading["figures"] == {"read": 4, "agreed": 4, "share": 1, "interval95": [0.51, 1.0], "doubts": 0}
        assert run("bank", "show", str(bank), "--json").document()["digest"] == digest

    def test_leaves_unread_what_no_reading_covers(self, run: Run, bank: Path, sheet: Path) -> None:
        write(sheet, {"one": ["right"], "two": ["a", "b"]})
        run("bank", "agreement", str(bank), str(sheet), "--record")
        write_bank(bank, blueprint(), single("one", stem="Another stem?"), *FOUR[1:])
        left = run("bank", "blind", str(bank), "--unread", "--json").document()
        assert sorted(item["kind"] for item in left["items"]) == ["choice", "matching", "ordering"]

    def test_needs_a_reader_and_a_kind_to_be_kept(self, run: Run, bank: Path, sheet: Path) -> None:
        sheet.write_text(json.dumps({"answers": RIGHT}), encoding="utf-8")
        result = run("bank", "agreement", str(bank), str(sheet), "--record", "--reader", "Ada")
        assert (result.code, "Add --reader NAME and --reader-kind" in result.err) == (2, True)
        assert not (bank / "readings.json").exists()

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ('{"answers": {}}', "Nothing is answered"),
            ('{"answers": {"f-rme868csj8": []}}', "None of the 1 answers is to a question as it is now"),
            ("nonsense", "is not JSON"),
        ],
    )
    def test_of_nothing_is_refused(self, run: Run, bank: Path, sheet: Path, text: str, says: str) -> None:
        sheet.write_text(text, encoding="utf-8")
        result = run("bank", "agreement", str(bank), str(sheet))
        assert (result.code, says in result.err) == (2, True)

    def test_refuses_a_day_that_is_none(self, run: Run, bank: Path, sheet: Path) -> None:
        sheet.write_text(json.dumps({"answers": RIGHT}), encoding="utf-8")
        result = run("bank", "agreement", str(bank), str(sheet), "--date", "tomorrow")
        assert (result.code, "--date does not fit" in result.err) == (2, True)
