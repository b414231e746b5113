"""Two faces of the line mode: bare text for screen readers and pipes, and Rich for the rest."""

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TextIO

from examcert.core.visible import visible
from examcert.line.script import Para, Style

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_STYLES: dict[Style, str] = {
    "plain": "",
    "title": "bold cyan",
    "label": "bold",
    "stem": "",
    "option": "",
    "struck": "dim strike",
    "right": "bold green",
    "wrong": "bold red",
    "muted": "dim",
    "note": "yellow",
    "address": "dim",
}
_BEFORE: tuple[Style, ...] = ("title", "label", "stem")
"""What has an empty line before it."""
_LABEL = re.compile(r"(?:[A-Z]|\d{1,3})\. ")
"""The label of an option or a slot: lines after the first hang behind it."""
_LAST_WORD = re.compile(r"\S+\Z")
_PARTS = re.compile(r"\n|[^\S\n]+|\S+")
_LONG_WORD = 30
_NARROW = 20
"""Below this width nothing is wrapped: the terminal does it no worse."""


class Face(Protocol):
    """Where paragraphs and prompts go."""

    def say(self, paragraphs: Iterable[Para]) -> None:
        """Print paragraphs."""
        ...

    def prompt(self, text: str) -> None:
        """Print a prompt, without a line end; it ends in `> `."""
        ...

    def flow(self, text: str) -> None:
        """Print a piece of a growing line, without a line end."""
        ...


class _Growing:
    """A line that grows, broken between words. Its last word is held back until it is known to be whole."""

    def __init__(self) -> None:
        self._space, self._word, self._column = "", "", 0

    def more(self, text: str, width: int) -> str:
        """What can be printed now. Below `_NARROW`, and in a pipe, nothing is broken and nothing held back."""
        if width < _NARROW:
            return text
        text, self._word = self._word + text, ""
        last = _LAST_WORD.search(text)
        # One that has no end may be of a language without spaces: it has to grow as well.
        if last is not None and len(last[0]) <= _LONG_WORD:
            text, self._word = text[: last.start()], last[0]
        return "".join(self._placed(part, width) for part in _PARTS.findall(text))

    def _placed(self, part: str, width: int) -> str:
        if part.isspace():
            self._space = "" if part == "\n" else self._space + part
            self._column = 0 if part == "\n" else self._column
            return part if part == "\n" else ""
        fits = not self._column or self._column + len(self._space) + len(part) < width
        part = self._space + part if fits else f"\n{part}"
        self._column = self._column + len(part) if fits else len(part) - 1
        self._space = ""
        return part

    def rest(self) -> str:
        """What is held back, because something else is printed now."""
        held = self._space + self._word if self._word else ""
        self._space, self._word, self._column = "", "", 0
        return held


class PlainFace:
    """Text and line ends only. Wrapped where a terminal would cut words, never in a pipe."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._gap = False
        self._growing = _Growing()

    def say(self, paragraphs: Iterable[Para]) -> None:
        """Print paragraphs, an empty line where a new thing starts."""
        width = self._width()
        self._write(self._growing.rest())
        for para in paragraphs:
            if para.style in _BEFORE and not self._gap:
                self._write("\n")
            for line in visible(para.text).split("\n"):
                self._write(_wrapped(line, para, width) + "\n")
            self._gap = para.style == "stem"
            if self._gap:
                self._write("\n")
        self._stream.flush()

    def prompt(self, text: str) -> None:
        """Print a prompt."""
        self._write(f"{self._growing.rest()}{text}> ")
        self._stream.flush()
        self._gap = False

    def flow(self, text: str) -> None:
        """Print a piece of a line."""
        self._write(self._growing.more(visible(text), self._width()))
        self._stream.flush()
        self._gap = False

    def _width(self) -> int:
        return shutil.get_terminal_size().columns if self._stream.isatty() else 0

    def _write(self, text: str) -> None:
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        self._stream.write(text.encode(encoding, errors="replace").decode(encoding))


def _wrapped(line: str, para: Para, width: int) -> str:
    start = " " * para.indent
    if width < _NARROW or para.style == "address":
        return start + line
    found = _LABEL.match(line)
    hang = " " * len(found[0]) if found else ""
    wrapped = textwrap.wrap(
        line, width - 1, initial_indent=start, subsequent_indent=start + hang, break_on_hyphens=False,
        break_long_words=False,
    )  # fmt: skip
    return "\n".join(wrapped)


class RichFace:
    """Colour and word wrap by Rich. Bank text goes in as `Text`, so markup in it stays text."""

    def __init__(self, console: "Console | None" = None) -> None:
        if console is None:
            from rich.console import Console

            console = Console(highlight=False)
        self.console = console
        self._gap = False
        self._growing = _Growing()

    def say(self, paragraphs: Iterable[Para]) -> None:
        """Print paragraphs, a rule behind each title."""
        from rich.text import Text

        self._rest()
        for para in paragraphs:
            text = Text(visible(para.text), style=_STYLES[para.style])
            for phrase, style in para.marks:
                text.highlight_words([visible(phrase)], f"{_STYLES[style]} underline")
            if para.style in _BEFORE and not self._gap:
                self.console.print()
            self._print(text, para)
            self._gap = para.style == "stem"
            if self._gap:
                self.console.print()

    def _print(self, text: "Text", para: Para) -> None:
        from rich.padding import Padding
        from rich.rule import Rule
        from rich.text import Text

        start = Text(" " * para.indent)
        if para.style == "title":
            self.console.print(Rule(text, align="left", style="dim"))
        elif para.style == "address":
            # Left to the terminal to wrap, so that it stays whole when it is clicked or copied.
            self.console.print(start.append_text(text), soft_wrap=True)
        elif (found := _LABEL.match(text.plain)) and self.console.width > _NARROW:
            label, rest = text[: found.end()], text[found.end() :]
            lines = rest.wrap(self.console, self.console.width - para.indent - len(label))
            for number, line in enumerate(lines or [Text()]):
                self.console.print(start + (Text(" " * len(label)) if number else label) + line)
        else:
            self.console.print(Padding(text, (0, 0, 0, para.indent)))

    def prompt(self, text: str) -> None:
        """Print a prompt."""
        from rich.text import Text

        self._rest()
        self.console.print(Text(f"{text}> ", style="bold"), end="", soft_wrap=True)
        self.console.file.flush()
        self._gap = False

    def flow(self, text: str) -> None:
        """Print a piece of a line."""
        from rich.text import Text

        grown = self._growing.more(visible(text), self.console.width if self.console.is_terminal else 0)
        self.console.print(Text(grown), end="", soft_wrap=True)
        self.console.file.flush()
        self._gap = False

    def _rest(self) -> None:
        if held := self._growing.rest():
            self.console.print(held, end="", soft_wrap=True, markup=False)
