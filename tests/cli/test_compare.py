"""`report compare`: which questions changed, and whether it is more than noise."""

import json
from pathlib import Path
from typing import Any

import pytest

from examcert.reports.published import PUBLISHED
from tests.cli.conftest import Result, Run


@pytest.fixture
def runs(run: Run, tmp_path: Path) -> Path:
    """What the key and what nobody made of twenty papers of the shipped bank's questions."""
    for name, spec in (("key", "key"), ("guess", "guess"), ("first", "first")):
        run("sit", "aif-c01", "--candidate", spec, "--no-history", "--report", f"json={tmp_path / name}.json")
    return tmp_path


@pytest.fixture
def compare(run: Run, runs: Path) -> Any:
    def compare(before: str, after: str, *args: str) -> Result:
        return run("report", "compare", str(runs / f"{before}.json"), str(runs / f"{after}.json"), *args)

    return compare


def test_a_worse_run_is_a_regression(compare: Any) -> None:
    result = compare("key", "guess", "--fail-on", "regression")
    assert result.out.splitlines()[-1].startswith("B is worse than A: 0 questions better,")
    assert "McNemar's test, exact, p = " in result.out
    assert result.code == 1


def test_it_fails_only_when_it_is_asked_to(compare: Any) -> None:
    assert compare("key", "guess").code == 0


@pytest.mark.parametrize(("before", "after"), [("guess", "key"), ("key", "key"), ("guess", "first")])
def test_no_regression_is_none(compare: Any, before: str, after: str) -> None:
    assert compare(before, after, "--fail-on", "regression").code == 0


def test_the_document_fits_its_schema_and_lists_what_changed(compare: Any) -> None:
    result = compare("guess", "key", "--json")
    told = PUBLISHED["comparison"].model_validate_json(result.out)
    assert (told.verdict, told.shared, told.worse) == ("better", 65, 0)
    assert len(told.changes) == told.better
    assert result.err == f"{told.sentence}\n"


class TestQuestionsThatCannotBeCompared:
    """Are left out and counted."""

    def altered(self, runs: Path, change: Any) -> None:
        told = json.loads((runs / "key.json").read_text())
        change(told)
        (runs / "other.json").write_text(json.dumps(told))

    def test_because_their_text_has_changed(self, compare: Any, runs: Path) -> None:
        def change(told: Any) -> None:
            told["sittings"][0]["items"][0]["fingerprint"] = "0" * 16

        self.altered(runs, change)
        assert "Questions not compared: 1 whose text has changed." in compare("key", "other").out

    def test_because_a_provider_failed(self, compare: Any, runs: Path) -> None:
        def change(told: Any) -> None:
            item = told["sittings"][0]["items"][0]
            item["credit"] = 0
            told["incidents"] = [{"sitting": 1, "item": item["id"], "kind": "failed", "detail": "x"}]

        self.altered(runs, change)
        told = compare("key", "other").out
        assert "Questions not compared: 1 that a provider failed on." in told
        assert "No difference beyond noise: 0 questions better, 0 worse" in told

    def test_because_only_one_asked_them(self, compare: Any, runs: Path) -> None:
        self.altered(runs, lambda told: told["sittings"][0]["items"].pop())
        assert "Questions not compared: 1 only in A." in compare("key", "other").out

    def test_all_of_them(self, compare: Any, runs: Path) -> None:
        self.altered(runs, lambda told: told["sittings"][0].update(items=[]))
        result = compare("key", "other")
        assert "have no question in common" in result.err
        assert result.code == 2

    def test_because_the_exam_is_another(self, compare: Any, runs: Path) -> None:
        self.altered(runs, lambda told: told.update(exam="AIP-C01"))
        assert "A is a run of AIF-C01, B of AIP-C01." in compare("key", "other").err


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 2}', "\x00"])
def test_a_file_that_is_no_run_is_named(run: Run, runs: Path, text: str) -> None:
    (runs / "bad.json").write_text(text)
    result = run("report", "compare", str(runs / "bad.json"), str(runs / "key.json"))
    assert "bad.json is no run" in result.err
    assert (result.code, result.out) == (2, "")


def test_a_file_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    result = run("report", "compare", str(tmp_path / "a.json"), str(tmp_path / "b.json"))
    assert "a.json cannot be read: No such file or directory." in result.err
    assert result.code == 2


def test_a_report_of_a_sitting_is_shown_as_before(run: Run) -> None:
    run("sit", "tiny-01", "--candidate", "key")
    assert run("report").code == run("report", "1", "--json").code == run("report", "--json").code == 0
    assert "'compare-me' is no sitting" in run("report", "compare-me").err
