"""JUnit: a suite a domain, a case a question, and nothing that a strict reader would refuse."""

from xml.etree import ElementTree as ET

import pytest

from examcert.core.run import Run
from examcert.reports.junit import junit
from tests.build import bank_of, blueprint
from tests.reports.conftest import run_of
from tests.reports.junit_rules import complaints


def parsed(run: Run, *, reveal: bool = False) -> ET.Element:
    return ET.fromstring(junit(run, reveal=reveal))


def outcome(root: ET.Element) -> dict[str, list[str]]:
    """What became of each case."""
    return {case.get("name", ""): [child.tag for child in case] for case in root.iter("testcase")}


@pytest.mark.parametrize("fixture", ["run", "twice", "evil"])
@pytest.mark.parametrize("reveal", [False, True])
def test_it_is_what_jenkins_takes(request: pytest.FixtureRequest, fixture: str, reveal: bool) -> None:
    assert complaints(junit(request.getfixturevalue(fixture), reveal=reveal)) == []


def test_the_rules_see_what_is_wrong() -> None:
    wrong = b'<testsuites skipped="1"><testsuite name="x" tests="2" time="1.2345"><case/></testsuite></testsuites>'
    assert sorted(complaints(wrong)) == [
        "testsuite has the time 1.2345", "testsuite holds case", "testsuite lacks errors", "testsuite lacks failures",
        "testsuites has skipped", "x miscounts its errors", "x miscounts its failures", "x miscounts its tests",
    ]  # fmt: skip


def test_wrong_is_a_failure_and_broken_an_error(run: Run) -> None:
    assert outcome(parsed(run)) == {"one": [], "two": ["failure"], "steps": ["error"], "grid": []}


def test_suites_are_domains_and_add_up(run: Run) -> None:
    root = parsed(run)
    assert [suite.get("name") for suite in root] == ["1 Small things", "2 Large things"]
    assert [root.get(name) for name in ("tests", "failures", "errors")] == ["4", "1", "1"]


def test_a_question_sat_twice_is_one_case_that_says_how_often_it_was_right(twice: Run) -> None:
    root = parsed(twice)
    assert outcome(root) == {"one": ["failure"], "two": [], "steps": [], "grid": ["failure"]}
    messages = {case.get("name"): case[0].get("message") for case in root.iter("testcase") if len(case)}
    assert messages == {"one": "1 of 2 points", "grid": "1 of 2 points"}


class TestTheKey:
    """Is told only to who asks for it."""

    def test_is_hidden(self, run: Run) -> None:
        told = junit(run).decode()
        assert "Right:" not in told
        assert "Because of" not in told

    def test_is_shown_with_every_why(self, run: Run) -> None:
        told = junit(run, reveal=True).decode()
        assert "Right: Alpha + Bravo" in told
        assert "Because of a." in told


def test_what_does_not_count_is_skipped_where_it_was_missed() -> None:
    held = bank_of(6, plan=blueprint(items=4, unscored=2))
    root = parsed(run_of(held, [{}]))
    assert sorted(tags[0] for tags in outcome(root).values()) == ["failure"] * 4 + ["skipped"] * 2
