"""YAML text to plain data, with the place of every value kept.

Values are text, true/false or nothing; numbers stay text until a schema asks for them, so
that `1.10` stays `1.10`. What YAML would silently read as something else (`no`, `1:30`),
and what lets a small file grow large (anchors), is reported instead of guessed.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs leave it out
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import BaseResolver

from examcert.core.problem import Problem

_TRUTH_TRAPS = frozenset({"yes", "no", "on", "off"})
_SEXAGESIMAL = re.compile(r"[-+]?\d+(:[0-5]?\d)+(\.\d*)?$")
_NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_PLAIN_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")


class _Composer(CParser, BaseResolver):
    """libyaml's parser without resolvers: every scalar keeps its text."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        BaseResolver.__init__(self)


@dataclass
class Document:
    """One file: its data, its nodes, and what is wrong with it as YAML."""

    file: str
    data: Any = None
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)

    def report(self, rule: str, message: str, remedy: str, *, line: int = 0, column: int = 0) -> None:
        """Note a problem at a place that counts from 1."""
        self.problems.append(
            Problem(file=self.file, line=line, column=column, rule=rule, message=message, remedy=remedy)
        )

    def report_at(self, node: Node, rule: str, message: str, remedy: str) -> None:
        """Note a problem where a node starts."""
        mark = node.start_mark
        self.report(rule, message, remedy, line=mark.line + 1, column=mark.column + 1)


def parse(file: str, raw: bytes) -> Document:
    """Read one YAML file. Everything wrong with it is in `problems`; `data` is None when nothing could be read."""
    document = Document(file)
    text = _decode(document, raw)
    if text is None:
        return document
    try:
        document.root = _Composer(text).get_single_node()
    except yaml.YAMLError as error:
        _report_syntax(document, text, error)
        return document
    except RecursionError:
        document.report("yaml-depth", "The file nests too deep.", "Flatten it.")
        return document
    if document.root is not None:
        document.data = _Builder(document).build(document.root)
    return document


def child(node: Node | None, step: str | int) -> Node | None:
    """The value under a key or an index, if the node has it."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value  # type: ignore[no-any-return]  # PyYAML's nodes are untyped
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]  # PyYAML's nodes are untyped
    return None


def key_node(node: Node | None, step: str) -> Node | None:
    """The key itself, for a problem that is about the name of a field."""
    if isinstance(node, MappingNode):
        for key, _ in node.value:
            if key.value == step:
                return key  # type: ignore[no-any-return]  # PyYAML's nodes are untyped
    return None


def _decode(document: Document, raw: bytes) -> str | None:
    if raw.startswith(b"\xef\xbb\xbf"):
        document.report(
            "bom", "The file starts with a byte order mark.", "Save it as UTF-8 without BOM.", line=1, column=1
        )
        raw = raw[3:]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        document.report("not-utf-8", "The file is UTF-16.", "Save it as UTF-8.", line=1, column=1)
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
        document.report(
            "not-utf-8", f"Byte 0x{raw[error.start]:02x} is not UTF-8.", "Save the file as UTF-8.",
            line=line, column=column,
        )  # fmt: skip
        return None
    bad = _NOT_ALLOWED.search(text)
    if bad is None:
        return text
    for found in _NOT_ALLOWED.finditer(text):
        line, column = _place(text, found.start())
        document.report(
            "control-character",
            f"The control character U+{ord(found[0]):04X} stands in the file.",
            "Delete it; in a quoted text write it as an escape if it is meant.",
            line=line,
            column=column,
        )
    return None


def _place(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _report_syntax(document: Document, text: str, error: yaml.YAMLError) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    said = str(getattr(error, "problem", None) or error).split("\n", maxsplit=1)[0]
    lines = text.split("\n")
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    rule, remedy = "yaml-syntax", "Check the indentation and the quotes on this line and the one above."
    if "\t" in written[: len(written) - len(written.lstrip())] or "'\\t'" in said:
        rule, said, remedy = "tab", "A tab indents this line.", "Indent with spaces; YAML allows no tabs there."
    elif "mapping values are not allowed" in said:
        said = "A colon followed by a space stands in an unquoted text."
        remedy = 'Put the text in double quotes, or use a block with ">-".'
    elif "undefined alias" in said:
        rule, remedy = "yaml-anchor", "Anchors and aliases are not used in banks; quote a text that starts with * or &."
    elif "expected a single document" in said:
        rule, remedy = "yaml-documents", "Keep one document in a file: remove the line `---`."
    elif "nesting depth" in said:
        rule, remedy = "yaml-depth", "Flatten the file; a bank nests a few levels only."
    elif "cannot start any token" in said:
        remedy = "Put the text in double quotes."
    document.report(rule, _sentence(said), remedy, line=line, column=column)


def _sentence(said: str) -> str:
    said = said.strip()
    return said[:1].upper() + said[1:] + ("" if said.endswith(".") else ".")


class _Builder:
    """Plain data from nodes. Aliases are not followed, so the data is never larger than the file."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.met: set[int] = set()

    def build(self, node: Node) -> Any:
        """Data of one node and everything below it."""
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if id(node) in self.met:
            self.document.report_at(
                node, "yaml-anchor", "An anchor is used as an alias here.", "Write the text out; banks use no anchors."
            )
            return None
        self.met.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            self._refuse_tag(node)
            return None
        if isinstance(node, SequenceNode):
            return [self.build(entry) for entry in node.value]
        return self._mapping(node)

    def _mapping(self, node: Node) -> dict[str, Any]:
        built: dict[str, Any] = {}
        first: dict[str, int] = {}
        for key, value in node.value:
            name = key.value
            if not isinstance(key, ScalarNode):
                self.document.report_at(key, "yaml-key", "A key must be a plain name.", "Write `name: value`.")
                continue
            if name == "<<":
                self.document.report_at(key, "yaml-anchor", "Merge keys are not used in banks.", "Write it out.")
                continue
            if name in built:
                self.document.report_at(
                    key, "duplicate-key", f"The key {name!r} stands twice; the first is on line {first[name]}.",
                    "Keep one of them.",
                )  # fmt: skip
                continue
            first[name] = key.start_mark.line + 1
            built[name] = self.build(value)
        return built

    def _scalar(self, node: ScalarNode) -> str | bool | None:
        text: str = node.value
        if node.tag not in _PLAIN_TAGS:
            self._refuse_tag(node)
            return text
        if _BIDI.search(text):
            self.document.report_at(
                node, "control-character", "The text holds characters that turn the reading direction.",
                "Delete them; they can make a line read as something else.",
            )  # fmt: skip
        if node.style:
            return text
        if text in _NULLS:
            return None
        lowered = text.lower()
        if lowered in {"true", "false"}:
            return lowered == "true"
        if lowered in _TRUTH_TRAPS:
            self.document.report_at(
                node, "yaml-truth", f"YAML reads a bare {text} as true or false.",
                f'Write "{text}" in quotes for the word, or true/false for the value.',
            )  # fmt: skip
        elif _SEXAGESIMAL.match(text):
            self.document.report_at(
                node,
                "yaml-sexagesimal",
                f"YAML reads a bare {text} as a number in base 60.",
                f'Write "{text}" in quotes.',
            )
        return text

    def _refuse_tag(self, node: Node) -> None:
        self.document.report_at(node, "yaml-tag", f"The tag {node.tag!r} is not used in banks.", "Remove it.")
