"""Text that would steer a terminal is shown, never obeyed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examcert.core.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("\x1b]8;;https://evil.example\x07link", "␛]8;;https://evil.example␇link"),
        ("a\x00b", "a␀b"),
        ("over\rwritten", "over␍written"),
        ("back\x08space", "back␈space"),
        ("\x7f", "␡"),
        ("\x9b31m", "<U+009B>31m"),
        ("\u202eesrever", "<U+202E>esrever"),
        ("\u2066isolated\u2069", "<U+2066>isolated<U+2069>"),
        ("\u061c\u200f", "<U+061C><U+200F>"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("\ufeffmark", "<U+FEFF>mark"),
        ("\U000e0041tag", "<U+E0041>tag"),
        ("\ud800", "<U+D800>"),
    ],
)
def test_what_steers_becomes_a_symbol(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text", ["", "Plain.", "two\nlines\tand a tab", "déjà vu, 日本語, עברית, 🙂", "[bold]not markup[/]"]
)
def test_what_only_reads_stays(text: str) -> None:
    assert visible(text) == text


@given(st.text(st.characters(codec=None)))
def test_nothing_that_steers_is_left(text: str) -> None:
    shown = visible(text)
    assert all(character.isprintable() or character in "\n\t" for character in shown if ord(character) < 0xA0)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@given(st.text())
def test_showing_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)
