"""Two faces of the line mode: bare text for screen readers and pipes, and Rich for the rest."""

import shutil
import sys
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TextIO

from examcert.core.visible import visible
from examcert.line.script import Para, Style

if TYPE_CHECKING:
    from rich.console import Console

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
}


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


class PlainFace:
    """Text and line ends only. Wrapped where a terminal would cut words, never in a pipe."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout

    def say(self, paragraphs: Iterable[Para]) -> None:
        """Print paragraphs, a blank line before each title."""
        width = shutil.get_terminal_size().columns if self._stream.isatty() else 0
        for para in paragraphs:
            if para.style == "title":
                self._write("\n")
            for line in visible(para.text).split("\n"):
                self._write(_wrapped(line, para.indent, width) + "\n")
        self._stream.flush()

    def prompt(self, text: str) -> None:
        """Print a prompt."""
        self._write(f"{text}> ")
        self._stream.flush()

    def flow(self, text: str) -> None:
        """Print a piece of a line."""
        self._write(visible(text))
        self._stream.flush()

    def _write(self, text: str) -> None:
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        self._stream.write(text.encode(encoding, errors="replace").decode(encoding))


def _wrapped(line: str, indent: int, width: int) -> str:
    start = " " * indent
    if width < 20:
        return start + line
    wrapped = textwrap.wrap(
        line, width - 1, initial_indent=start, subsequent_indent=start + "   " * bool(indent), drop_whitespace=True,
        break_on_hyphens=False,
    )  # fmt: skip
    return "\n".join(wrapped)


class RichFace:
    """Colour and word wrap by Rich. Bank text goes in as `Text`, so markup in it stays text."""

    def __init__(self, console: "Console | None" = None) -> None:
        if console is None:
            from rich.console import Console

            console = Console(highlight=False)
        self.console = console

    def say(self, paragraphs: Iterable[Para]) -> None:
        """Print paragraphs, a rule before each title."""
        from rich.padding import Padding
        from rich.rule import Rule
        from rich.text import Text

        for para in paragraphs:
            text = Text(visible(para.text), style=_STYLES[para.style])
            for phrase, style in para.marks:
                text.highlight_words([visible(phrase)], f"{_STYLES[style]} underline")
            if para.style == "title":
                self.console.print()
                self.console.print(Rule(text, align="left", style="dim"))
            elif para.style == "stem":
                self.console.print(Padding(text, (1, 0)))
            else:
                self.console.print(Padding(text, (0, 0, 0, para.indent)))

    def prompt(self, text: str) -> None:
        """Print a prompt."""
        from rich.text import Text

        self.console.print(Text(f"{text}> ", style="bold"), end="")
        self.console.file.flush()

    def flow(self, text: str) -> None:
        """Print a piece of a line."""
        from rich.text import Text

        self.console.print(Text(visible(text)), end="", soft_wrap=True)
        self.console.file.flush()
