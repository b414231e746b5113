"""The tables of vendors' names that ship, and what happens to one that cannot be read."""

from pathlib import Path

import pytest

from examcert.audit.rules.naming import old_name
from examcert.bank_files import read_blueprint, read_vendors
from examcert.core.vendor import Vendor
from examcert.errors import ExamcertError
from examcert.locations import names, shipped

TABLES = read_vendors(names())


def test_every_vendor_of_a_shipped_exam_has_a_table() -> None:
    blueprints = (read_blueprint(exam.parent) for exam in shipped("question_banks").glob("*/exam.yaml"))
    assert {plan.vendor for plan in blueprints} <= {table.vendor for table in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.vendor)
def test_a_current_name_is_not_an_old_one(table: Vendor) -> None:
    renamed = [one for one in table.names if one.change == "renamed"]
    for current in (one.now for one in renamed if one.now):
        for one in renamed:
            assert old_name(current, one) is None


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.vendor)
def test_a_right_spelling_is_not_a_wrong_one(table: Vendor) -> None:
    for one in table.spellings:
        assert one.right not in one.wrong
        assert not {name for other in table.spellings for name in other.wrong} & {one.right}


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    assert read_vendors(tmp_path / "nowhere") == ()


@pytest.mark.parametrize(
    "text",
    ["vendor: [", "- a", "vendor: X\nhosts: []", "vendor: X\nhosts: [a]\nnames: [{old: x}]", "\xff", "vendor: &a X"],
)
def test_a_broken_table_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.yaml").write_bytes(text.encode("latin-1"))
    with pytest.raises(ExamcertError, match=r"The table of names .*x\.yaml cannot be read"):
        read_vendors(tmp_path)
