"""Bank text as Markdown: what helps to read is shown, what could steer a reader stays text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.core.visible import visible
from examcert.tui.prose import marked, phrase, prose


@pytest.mark.parametrize(
    "text",
    [
        "[a link](https://evil.example)",
        "![an image](https://evil.example/x.png)",
        "<https://evil.example>",
        "<script>alert(1)</script>",
        "<b>bold</b>",
        "[bold]rich markup[/bold] [@click=app.quit]press[/]",
        "&#27;[31m &amp; &lt;",
        "[ref]: https://evil.example",
    ],
)
def test_what_could_lead_astray_stays_as_it_was_typed(text: str) -> None:
    assert prose(text).plain == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`ApplyGuardrail` on tool results", "ApplyGuardrail on tool results"),
        ("Lower `max_tokens` to `1`", "Lower max_tokens to 1"),
        ("2 * 3 * 4 and **no** _markup_", "2 * 3 * 4 and **no** _markup_"),
        ("one ` alone, and ``two``", "one ` alone, and ``two``"),
        ("`a\nb`", "`a\nb`"),
    ],
)
def test_only_code_is_marked_in_a_short_text(text: str, shown: str) -> None:
    assert phrase(text).plain == shown


def test_code_looks_alike_in_a_stem_and_in_an_option() -> None:
    assert {span.style for span in phrase("`top_p`").spans} == {span.style for span in prose("`top_p`").spans}


def test_no_run_of_text_carries_an_action() -> None:
    shown = prose("[x](javascript:1) <a href=y>z</a> [@click=quit]q[/] **b** `c`")
    assert [span for span in shown.spans if not isinstance(span.style, str)] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo", "one\ntwo"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("**strong** and *soft*", "strong and soft"),
        ("a `snake_case` name", "a snake_case name"),
        ("- one\n- two", "• one\n• two"),
        ("3. one\n4. two", "3. one\n4. two"),
        ("- one\n  - inside", "• one\n  ◦ inside"),
        ("> said", "│ said"),
        ("```python\nx = 1\n```", "▏ x = 1"),
        ("```nonsense\nx = 1\n```", "▏ x = 1"),
        ("a | b\n--|--\n1 | 22", "a  b \n─  ──\n1  22"),
        ("2 * 3 * 4 < 5 and snake_case_name", "2 * 3 * 4 < 5 and snake_case_name"),
    ],
)
def test_what_helps_to_read_is_shown(text: str, shown: str) -> None:
    assert prose(text).plain == shown


def test_code_is_coloured_by_its_language() -> None:
    assert len(prose("```python\ndef f(): return 1\n```").spans) > len(prose("```\ndef f(): return 1\n```").spans)


def test_a_phrase_is_marked_across_a_line_end() -> None:
    shown = marked(prose("must stay in\none Region"), [("stay in one", "underline")])
    assert [(span.start, span.end) for span in shown.spans] == [(5, 16)]


@given(st.text())
def test_any_text_can_be_shown_and_steers_nothing(text: str) -> None:
    shown = prose(text).plain
    assert visible(shown) == shown


@given(st.text(alphabet="ab \n#>-*_`|[]()!<&;:\\~=1.\t", max_size=60))
def test_any_markdown_can_be_shown(text: str) -> None:
    assert "\t" not in prose(text).plain
