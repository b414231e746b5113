"""The one layout of bank files: it keeps every comment and all meaning, and doing it twice changes nothing."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from examcert import locations
from examcert.bank_files import formatted, read_bank, write_bank
from examcert.bank_files.formatting import WIDTH
from examcert.errors import ExamcertError
from tests.generated import banks

BANK_FILES = sorted(locations.shipped("question_banks").glob("*/*.yaml"))


def laid_out(text: str) -> str:
    return formatted("bank.yaml", text.encode())


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("- id:   a\n- id: b\n", "- id: a\n- id: b\n"),
        ("stems:\n- id: a\n", "stems:\n  - id: a\n"),
        ("a:\n        b: c\n", "a:\n  b: c\n"),
        ("a: b\n\n\n\nc: d\n\n", "a: b\n\nc: d\n"),
        ("a:\n\n  b: c\n", "a:\n  b: c\n"),
        ("key: [ a,b ,  c ]\n", "key: [a, b, c]\n"),
        ("a: {text: x,  why: 'it''s'}\n", "a: {text: x, why: 'it''s'}\n"),
        ("a: 'x'\nb: \"y\"\n", "a: 'x'\nb: \"y\"\n"),
        ("a:\n  plain words\n    go on\n", "a: plain words\n  go on\n"),
        ("a: >-\n   one.\n   two\n\n   three\n", "a: >-\n  one.\n  two\n\n  three\n"),
        ("a: |\n     code\n       more\n", "a: |\n  code\n    more\n"),
        ("a: |2-\n    deep\n", "a: |2-\n    deep\n"),
        ("a:\n-   - x\n    - y\n", "a:\n  - - x\n    - y\n"),
        ("a:\r\n  b: c\r\n", "a:\n  b: c\n"),
        ("\ufeffa: b", "a: b\n"),
        ("a: ~\nb:\nc: ''\n", "a: ~\nb:\nc: ''\n"),
        ("[]\n", "[]\n"),
        ("[{id: a, refs: []}]\n", "[{id: a, refs: []}]\n"),
        ('a: "tab\\tand \\u2028 line"\n', 'a: "tab\\tand \\u2028 line"\n'),
    ],
)
def test_layout(written: str, wanted: str) -> None:
    assert laid_out(written) == wanted


class TestComments:
    @pytest.mark.parametrize(
        ("written", "wanted"),
        [
            ("# head\n\na: b\n", "# head\n\na: b\n"),
            ("a: b   # behind\n", "a: b # behind\n"),
            ("a:   # of the block\n   b: c\n", "a: # of the block\n  b: c\n"),
            ("a: >-   # of the text\n   words\n", "a: >- # of the text\n  words\n"),
            ("-   # before\n    id: a\n", "# before\n- id: a\n"),
            ("a: b\n# last\n", "a: b\n# last\n"),
            ("a: [b, c]  # behind\n", "a: [b, c] # behind\n"),
            ("a: [b, # of b\n    c]\n", "a:\n  - b # of b\n  - c\n"),
            ("a: b\n\n    # before c\nc: d\n", "a: b\n\n# before c\nc: d\n"),
            ("a:\n  # before the value\n  b\n", "# before the value\na: b\n"),
            ("a: not#one\nb: 'nor # this'\n", "a: not#one\nb: 'nor # this'\n"),
            ("a: |\n  # a line of code\nb: c\n", "a: |\n  # a line of code\nb: c\n"),
        ],
    )
    def test_stay(self, written: str, wanted: str) -> None:
        assert laid_out(written) == wanted
        assert laid_out(wanted) == wanted


class TestLongTexts:
    WORDS = "every answer is on disk before the next question is shown " * 5

    @pytest.mark.parametrize("start", ["a: ", "a: >-\n  ", "a: '", 'a: "'])
    def test_are_wrapped(self, start: str) -> None:
        end = start[-1] if start[-1] in "'\"" else ""
        told = laid_out(f"{start}{self.WORDS.strip()}{end}\n")
        assert max(map(len, told.splitlines())) <= WIDTH
        assert yaml.safe_load(told) == {"a": self.WORDS.strip()}

    def test_that_fit_keep_the_lines_that_their_author_gave_them(self) -> None:
        text = "a: >-\n  One sentence a line.\n  So that a change is a small diff.\nb: as short\n  as this\n"
        assert laid_out(text) == text

    def test_that_do_not_fit_are_wrapped_a_paragraph_at_a_time(self) -> None:
        told = laid_out(f"a: >-\n  Short.\n  Line.\n\n  {self.WORDS.strip()}\n")
        assert told.startswith("a: >-\n  Short.\n  Line.\n\n  every answer")
        assert max(map(len, told.splitlines())) <= WIDTH

    def test_that_are_code_are_not(self) -> None:
        text = f"a: |-\n  {self.WORDS.strip()}\n"
        assert laid_out(text) == text

    def test_never_break_before_what_would_become_a_comment(self) -> None:
        told = laid_out(f"a: {'word ' * 23}c#1 {'#'.join(['x'] * 40)}\n")
        assert yaml.safe_load(told)["a"].endswith("x#x")

    def test_in_a_list_on_one_line_give_each_its_own(self) -> None:
        told = laid_out(f"refs: [{', '.join(f'f-some-long-fact-id-{n}' for n in range(12))}]\n")
        assert told.startswith("refs:\n  - f-some-long-fact-id-0\n")


@pytest.mark.parametrize(
    "text",
    ["a: [\n", "a: &x b\n", "a: !tag b\n", "a: no\n", "a: b\na: c\n", "a: \x07b\n", "a: b\n---\nc: d\n"],
)
def test_what_cannot_be_read_without_doubt_is_left_alone(text: str) -> None:
    with pytest.raises(ExamcertError, match=r"Not formatted: bank\.yaml:\d"):
        laid_out(text)


def test_a_loan_that_no_longer_fits_its_line_is_not_broken() -> None:
    with pytest.raises(ExamcertError, match="something else"):
        laid_out(f"borrows: [{', '.join(f'bank-number-{n:02}' for n in range(12))}]\n")


@pytest.mark.parametrize("path", BANK_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_files_mean_the_same_and_come_to_rest(path: Path) -> None:
    raw = path.read_bytes()
    once = formatted(str(path), raw)
    assert formatted(str(path), once.encode()) == once
    assert yaml.load(once, yaml.BaseLoader) == yaml.load(raw, yaml.BaseLoader)


@settings(max_examples=15, deadline=None)
@given(banks())
def test_a_bank_has_the_same_digest_before_and_after(tmp_path_factory: pytest.TempPathFactory, bank: Any) -> None:
    folder = tmp_path_factory.mktemp("bank")
    write_bank(bank, folder)
    before = read_bank(folder)
    for path in folder.glob("*.yaml"):
        path.write_text(formatted(path.name, path.read_bytes()), encoding="utf-8")
    after = read_bank(folder)
    assert (after.digest, after) == (before.digest, before)


WORDS = st.text(st.sampled_from("abc XY#:-'\"é😀0,[]{}|>%@`!&*?\\"), max_size=40) | st.sampled_from(
    [
        "no",
        "~",
        "null",
        "true",
        "1.10",
        "",
        " lead",
        "trail ",
        "a\nb",
        "a\n\n b\n",
        "\n\nx",
        "x\n\n",
        "tab\there",
        "- x",
    ]
)
DATA = st.recursive(
    WORDS,
    lambda below: (
        st.lists(below, max_size=4) | st.dictionaries(st.text("abcdef", min_size=1, max_size=6), below, max_size=4)
    ),
    max_leaves=14,
)


def laid_out_or_refused(text: str) -> str | None:
    """None where the file is refused for a mistake in it, and for nothing else."""
    try:
        return laid_out(text)
    except ExamcertError as error:
        if not str(error).startswith("Not formatted: bank.yaml:"):
            raise
        return None


@settings(max_examples=150, deadline=None)
@given(
    DATA.filter(lambda data: isinstance(data, list | dict)),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from([False, True, None]),
    st.sampled_from([20, 80, 300]),
)
def test_whatever_a_yaml_library_writes_means_the_same_and_comes_to_rest(
    data: Any, style: str | None, flow: bool | None, width: int
) -> None:
    text = yaml.safe_dump(data, default_style=style, default_flow_style=flow, width=width, allow_unicode=True)
    once = laid_out_or_refused(text)
    assert once is None or yaml.load(once, yaml.BaseLoader) == yaml.load(text, yaml.BaseLoader)
    assert once is None or laid_out(once) == once


@st.composite
def commented(draw: st.DrawFn) -> str:
    """A block of entries, some with comments behind, before or inside, each comment numbered."""
    number = 0
    lines: list[str] = []

    def comment() -> str:
        nonlocal number
        number += 1
        return f"# c{number}."

    def behind() -> str:
        return f"  {comment()}" if draw(st.booleans()) else ""

    def block(indent: int, depth: int) -> None:
        pad, dashes = " " * indent, draw(st.booleans())
        for n in range(draw(st.integers(1, 3))):
            for _ in range(draw(st.integers(0, 2))):
                lines.append(draw(st.sampled_from(["", f"{pad}{comment()}"])))
            head = f"{pad}-" if dashes else f"{pad}k{n}:"
            match draw(st.sampled_from(["plain", "fold", "literal", "quoted", "flow", "open", "empty", "block"])):
                case "plain":
                    lines.append(f"{head} some words{behind()}")
                case "quoted":
                    lines.append(f"{head} 'it # is'{behind()}")
                case "fold" | "literal" as kind:
                    sign = "|" if kind == "literal" else ">"
                    lines.append(f"{head} {sign}-{behind()}")
                    lines.extend([f"{pad}    first # text", "", f"{pad}    second"])
                case "flow":
                    lines.append(f"{head} [a, {{b: c}}]{behind()}")
                case "open":
                    lines.extend([f"{head} [a,{behind()}", f"{pad}    b{behind()}", f"{pad}    ]{behind()}"])
                case "empty":
                    lines.append(f"{head}{behind()}")
                case _:
                    if depth:
                        lines.append(f"{head}{behind()}")
                        block(indent + draw(st.integers(2, 4)), depth - 1)
                    else:
                        lines.append(f"{head} end")

    block(0, 3)
    if draw(st.booleans()):
        lines.append(comment())
    return "\n".join(lines) + "\n"


@settings(max_examples=150, deadline=None)
@given(commented())
def test_no_comment_is_lost_moved_across_another_or_told_twice(text: str) -> None:
    once = laid_out(text)
    assert yaml.load(once, yaml.BaseLoader) == yaml.load(text, yaml.BaseLoader)
    assert sorted(re.findall(r"# c\d+\.", once)) == sorted(re.findall(r"# c\d+\.", text))
    assert laid_out(once) == once
