"""A file in pieces that are read one by one: the entries of its list, or the whole file.

A mistake in the YAML of one entry hides nothing in the others, and a bank of 100,000
questions never stands in memory as nodes: a piece is composed again when someone asks
where a part of it was written, which happens only after a mistake.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml
from yaml.nodes import Node, ScalarNode

from examcert.bank_files.nodes import UNREAD, below, build, compose, has_anchors
from examcert.bank_files.source import Source
from examcert.bank_files.syntax import explained

_BLANK = r"(?: *(?:#[^\n]*)?\n)*"
_LIST = re.compile(rf"{_BLANK}(?:---[^\S\n]*\n)?{_BLANK}( *)-(?=\s|\Z)")
_DOCUMENT_MARK = re.compile(r"^(?:---|\.\.\.)(?=\s|\Z)", re.MULTILINE)
_IDS = re.compile(r"^[ -]*id: *[\"']?([\w.-]+)", re.MULTILINE)

Path = tuple[str | int, ...]
"""Keys and indices from the root of a piece."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a file; `line` lines stand before it."""

    source: Source
    start: int
    end: int
    line: int

    @property
    def text(self) -> str:
        """What the author wrote."""
        return self.source.text[self.start : self.end]

    def read(self) -> Any:
        """The data of the piece, or UNREAD; what is wrong with its YAML goes to the source."""
        text = self.text
        if has_anchors(text, self._complain):
            return UNREAD
        try:
            root = compose(text)
        except yaml.YAMLError as error:
            said = explained(error, text)
            self.source.report(
                said.rule, said.message, said.remedy, line=self.line + said.line + 1, column=said.column + 1
            )
            return UNREAD
        return None if root is None else build(root, self._complain, above=self.line)

    def ids(self) -> list[str]:
        """What look like ids in a piece that could not be read."""
        return _IDS.findall(self.text)

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value at a path, or of its key.

        Where the path ends early, the key of the last value it reaches is the place: that is
        where something is missing.
        """
        node, name = _composed(self.text), None
        for step in path:
            found = below(node, step)
            if found is None:
                key = True
                break
            node, name = found
        empty = isinstance(node, ScalarNode) and not node.value and not node.style
        mark = (name if name is not None and (key or empty) else node).start_mark
        return self.line + mark.line + 1, mark.column + 1

    def report(self, path: Path, rule: str, message: str, remedy: str, *, key: bool = False) -> None:
        """Note a problem at a path."""
        line, column = self.place(path, key=key)
        self.source.report(rule, message, remedy, line=line, column=column)

    def _complain(self, mark: Any, rule: str, message: str, remedy: str) -> None:
        self.source.report(rule, message, remedy, line=self.line + mark.line + 1, column=mark.column + 1)


@lru_cache(maxsize=4)
def _composed(text: str) -> Node:
    root = compose(text)
    assert root is not None, "a place is asked for in what was read before"
    return root


def pieces(source: Source) -> Iterator[Piece]:
    """The entries of a list one by one, or the whole file where it is no plain list."""
    text = source.text
    first = _LIST.match(text)
    if first is None or _DOCUMENT_MARK.search(text, first.end()):
        yield Piece(source, 0, len(text), line=0)
        return
    entry = re.compile(rf"^{first[1]}-(?=\s|\Z)", re.MULTILINE)
    start = first.start(1)
    line = text.count("\n", 0, start)
    while start < len(text):
        following = entry.search(text, start + len(first[1]) + 1)
        end = following.start() if following else len(text)
        yield Piece(source, start, end, line=line)
        line += text.count("\n", start, end)
        start = end


def read_list(source: Source, remedy: str) -> Iterator[tuple[Piece, Path, Any]]:
    """Every entry of a list with its place; UNREAD entries too, so that nobody misses what they hold."""
    for piece in pieces(source):
        data = piece.read()
        if data is UNREAD:
            yield piece, (), UNREAD
        elif isinstance(data, list):
            for place, entry in enumerate(data):
                yield piece, (place,), entry
        elif data is not None:
            piece.report((), "not-a-list", "This file must be a list.", remedy)
