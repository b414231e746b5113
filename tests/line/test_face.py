"""The two faces: what is printed, and that bank text is never obeyed."""

import io
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.console import Console

from examcert.line.face import PlainFace, RichFace
from examcert.line.script import Para

EVIL = "\x1b]0;title\x07[red]x[/red]"


def rich(*paragraphs: Para, width: int = 40) -> str:
    """What the colourful face prints, without its colours."""
    stream = io.StringIO()
    RichFace(Console(file=stream, width=width, highlight=False)).say(paragraphs)
    return stream.getvalue()


def plain(*paragraphs: Para) -> str:
    """What the bare face prints into a pipe."""
    stream = io.StringIO()
    PlainFace(stream).say(paragraphs)
    return stream.getvalue()


@pytest.mark.parametrize("say", [rich, plain])
def test_text_is_text(say: Callable[..., str]) -> None:
    assert "␛]0;title␇[red]x[/red]" in say(Para(EVIL))


def test_a_wrapped_option_hangs_behind_its_letter() -> None:
    told = rich(Para("A. one two three four five six seven eight nine", "option", 2), width=24)
    assert told.splitlines() == ["  A. one two three four ", "     five six seven ", "     eight nine"]


def test_an_address_stays_whole() -> None:
    address = "https://example.com/" + "long/" * 20
    assert address in rich(Para(address, "address", 2), width=30)


def test_a_title_has_a_rule_and_room_before_it() -> None:
    assert rich(Para("Before"), Para("Title", "title"), width=20).split() == ["Before", "Title", "─" * 14]


def test_the_deciding_words_are_underlined() -> None:
    stream = io.StringIO()
    face = RichFace(Console(file=stream, width=60, force_terminal=True, color_system="standard", highlight=False))
    face.say([Para("Say it at once, please.", "stem", marks=(("at once", "right"),))])
    assert "\x1b[1;4;32mat once\x1b[0m" in stream.getvalue()


def test_plain_paragraphs_are_never_wrapped_in_a_pipe() -> None:
    assert plain(Para("word " * 100)).count("\n") == 1


@pytest.mark.parametrize("face", [PlainFace(io.StringIO()), RichFace(Console(file=io.StringIO(), width=20))])
def test_a_prompt_ends_alike_and_leaves_the_line_open(face: "PlainFace | RichFace") -> None:
    face.prompt("Answer")
    stream = face._stream if isinstance(face, PlainFace) else face.console.file
    assert isinstance(stream, io.StringIO)
    assert stream.getvalue() == "Answer> "


def test_a_character_that_the_terminal_lacks_is_no_crash() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", errors="strict")
    PlainFace(stream).say([Para("naïve ✓")])
    stream.flush()
    assert raw.getvalue() == b"na?ve ?\n"


class TestALineThatGrows:
    """Broken between words where a terminal would cut them; never in a pipe."""

    def grown(self, text: str, pieces: list[int], *, width: int = 30) -> str:
        """What a terminal shows of a text that comes in such pieces."""
        stream = io.StringIO()
        face = RichFace(Console(file=stream, width=width, force_terminal=True, color_system=None, highlight=False))
        for size in pieces:
            face.flow(text[:size])
            text = text[size:]
        face.flow(text)
        face.prompt("")
        return stream.getvalue().removesuffix("> ")

    @given(st.text("ab c\n", max_size=200), st.lists(st.integers(1, 40)))
    def test_loses_nothing_and_cuts_no_word(self, text: str, pieces: list[int]) -> None:
        assume(all(len(word) < 30 for word in text.split()))
        shown = self.grown(text, pieces)
        assert shown.split() == text.split()
        assert all(len(line) < 30 for line in shown.split("\n"))

    @given(st.text("ab c\n", max_size=200), st.lists(st.integers(1, 40)))
    def test_looks_the_same_however_it_comes(self, text: str, pieces: list[int]) -> None:
        assume(all(len(word) < 30 for word in text.split()))
        assert self.grown(text, pieces).rstrip() == self.grown(text, []).rstrip()

    def test_grows_also_without_spaces(self) -> None:
        stream = io.StringIO()
        face = RichFace(Console(file=stream, width=30, force_terminal=True, color_system=None, highlight=False))
        face.flow("語" * 40)
        assert stream.getvalue() == "語" * 40

    def test_is_left_alone_in_a_pipe(self) -> None:
        stream = io.StringIO()
        PlainFace(stream).flow("word " * 100 + "half")
        assert stream.getvalue() == "word " * 100 + "half"
