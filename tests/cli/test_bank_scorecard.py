"""`bank scorecard`: the page, the document and the picture."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from pydantic import TypeAdapter

from examcert.reports.shapes import PUBLISHED
from tests.cli.conftest import Run


@pytest.mark.parametrize("exam", ["aif-c01", "tiny-01", "empty-01"])
def test_the_document_fits_its_published_schema(run: Run, exam: str) -> None:
    result = run("bank", "scorecard", exam, "--json")
    card = TypeAdapter(PUBLISHED["bank-scorecard"]).validate_json(result.out)
    assert (result.code, card.crossed) == (0, [])


def test_the_page_has_figures_coverage_and_verdict(run: Run) -> None:
    told = run("bank", "scorecard", "aif-c01")
    for said in ("Always the longest option", "Fundamentals of GenAI", "Disjoint full forms", "No line is crossed."):
        assert said in told.out


def test_a_small_bank_is_told_that_nothing_is_judged(run: Run) -> None:
    assert "judge nothing" in run("bank", "scorecard", "tiny-01").out


@pytest.mark.parametrize("exam", ["aif-c01", "empty-01", "evil-01"])
def test_the_picture_is_one_that_programs_can_read(run: Run, tmp_path: Path, exam: str) -> None:
    path = tmp_path / "card.svg"
    run("bank", "scorecard", exam, "--svg", str(path))
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert exam.upper() in "".join(root.itertext())


def test_a_picture_that_cannot_be_written_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("bank", "scorecard", "tiny-01", "--svg", str(tmp_path / "gone" / "card.svg"))
    assert (result.code, "cannot be written" in result.err) == (2, True)


def test_broken_readings_are_named_and_not_passed_over(run: Run, home: Path, banks: Path) -> None:
    path = banks / "tiny-01" / "readings.json"
    path.write_text("{", encoding="utf-8")
    try:
        result = run("bank", "scorecard", "tiny-01")
    finally:
        path.unlink()
    assert (result.code, "readings.json is not JSON" in result.err) == (2, True)
