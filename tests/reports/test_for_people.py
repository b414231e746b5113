"""Markdown, HTML and CSV: whole, self-contained, obeying nobody's markup."""

import csv
import io
import re
from html.parser import HTMLParser

import pytest

from examcert.core.run import Run
from examcert.reports.markdown import LIMIT, markdown
from examcert.reports.page import page
from examcert.reports.table_file import table
from tests.build import bank_of, choice
from tests.reports.conftest import EVIL, decided, run_of


class Page(HTMLParser):
    """Tags that are open, everything that loads something, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loads += [str(value) for name, value in attrs if name in ("src", "href", "xlink:href", "data", "action")]
        if tag not in ("meta", "rect", "line", "circle"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("rect", "line", "circle"):
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("fixture", ["run", "twice", "evil"])
@pytest.mark.parametrize("reveal", [False, True])
class TestAPage:
    """HTML that stands alone."""

    def test_is_whole_and_loads_nothing(self, request: pytest.FixtureRequest, fixture: str, reveal: bool) -> None:
        run = request.getfixturevalue(fixture)
        text = page(run, decided(run), reveal=reveal)
        found = Page(text)
        assert (found.open, found.loads) == ([], [])
        assert found.tags.isdisjoint({"script", "link", "img", "iframe", "b", "style"} - {"style"})
        assert "url(" not in text
        assert "@import" not in text

    def test_says_what_was_decided(self, request: pytest.FixtureRequest, fixture: str, reveal: bool) -> None:
        run = request.getfixturevalue(fixture)
        found = Page(page(run, decided(run), reveal=reveal))
        assert decided(run).sentence.partition(": ")[2][1:] in found.text
        assert ("Because of" in found.text) == reveal


def test_markup_of_a_bank_is_text_in_a_page(evil: Run) -> None:
    assert EVIL[:8] in Page(page(evil, decided(evil), reveal=True)).text


class TestASummary:
    """Markdown for a CI step."""

    def test_starts_with_the_decision(self, run: Run) -> None:
        lines = markdown(run, decided(run)).splitlines()
        assert lines[0] == "## ❌ Not passed: TST-C01 by me"
        assert lines[2] == decided(run).sentence

    def test_names_what_lost_points_and_why_there_was_no_answer(self, run: Run) -> None:
        told = markdown(run, decided(run))
        assert "| two | 1.1 | 0 of 1 point | Bravo + Charlie |" in told
        assert "| steps | 2.1 | 0 of 1 point | no answer (1 refused) |" in told
        assert "5 paid calls, $0.0123." in told

    def test_keeps_the_key_to_itself_unless_asked(self, run: Run) -> None:
        assert "Right:" not in markdown(run, decided(run))
        assert "Right: Alpha + Bravo" in markdown(run, decided(run), reveal=True)

    def test_obeys_no_markup_of_a_bank(self, evil: Run) -> None:
        told = markdown(evil, decided(evil), reveal=True)
        assert not re.search(r"(?<!\\)`x`|<b>|(?<!\\)\[link|@everyone|\x1b|\x00", told)
        for row in told.splitlines():
            if row.startswith("| one"):
                assert row.count("|") == 5

    def test_fits_githubs_limit_and_says_what_it_left_out(self) -> None:
        held = bank_of(
            questions=[
                choice(f"Which {n}?", key="a", a="x" * 9000, b="y" * 9000, more={"id": f"q{n:03}"}) for n in range(150)
            ]
        )
        run = run_of(held, [{question.id: ("b",) for question in held.questions}])
        told = markdown(run, decided(run), reveal=True)
        assert len(told.encode()) <= LIMIT
        left_out = re.search(r"… and (\d+) more", told)
        assert left_out is not None
        assert told.count("\n| q") == 150 - int(left_out[1])


class TestATable:
    """CSV."""

    def test_has_a_row_for_each_item_of_each_sitting(self, twice: Run) -> None:
        rows = list(csv.DictReader(io.StringIO(table(twice))))
        lost = {(row["sitting"], row["question"]) for row in rows if row["credit"] == "0"}
        assert lost == {("2", "one"), ("2", "grid")}
        assert len(rows) == 8
        assert [row["incident"] for row in rows if row["incident"]] == ["timeout"]

    def test_starts_no_formula(self, evil: Run) -> None:
        cells = [cell for row in csv.reader(io.StringIO(table(evil))) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
