"""YAML text to nodes and plain data.

Values are text, true/false or nothing; numbers stay text until a schema asks for them, so
that `1.10` stays `1.10`. What YAML would silently read as something else (`no`, `1:30`),
and what lets a small file grow large (anchors), is reported instead of guessed.
"""

import re
from collections.abc import Callable
from typing import Any, Final

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs leave it out
from yaml.events import AliasEvent, NodeEvent, ScalarEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import BaseResolver

_TRUTH_TRAPS = frozenset({"yes", "no", "on", "off"})
_SEXAGESIMAL = re.compile(r"[-+]?\d+(:[0-5]?\d)+(\.\d*)?$")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_PLAIN_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")
_PERHAPS_ANCHOR = re.compile(r"(?:^|[\s\[{,:?-])[&*](?=\S)", re.MULTILINE)
_DEEPEST = 40

Complaint = Callable[[Any, str, str, str], None]
"""Takes a mark, a rule, a message and a remedy."""
UNREAD: Final = object()
"""Stands for data that could not be read; why was reported."""


class _Composer(CParser, BaseResolver):
    """libyaml's parser without resolvers: every scalar keeps its text."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        BaseResolver.__init__(self)


def compose(text: str) -> Node | None:
    """The nodes of one document; None when it is empty. Raises what libyaml finds wrong."""
    root: Node | None = _Composer(text).get_single_node()
    return root


def below(node: Node, step: str | int) -> tuple[Node, Node | None] | None:
    """What stands under a key or an index, and the key itself. None when nothing does."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], None
    return None


def has_anchors(text: str, complain: Complaint) -> bool:
    """Whether the text uses anchors or aliases; each is reported."""
    if not _PERHAPS_ANCHOR.search(text):
        return False
    found, last = False, None
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, NodeEvent) and event.anchor is not None:
                found = True
                _complain_of_anchor(event, last, complain)
            last = event
    except yaml.YAMLError:
        return found
    return found


def _complain_of_anchor(event: NodeEvent, last: Any, complain: Complaint) -> None:
    if not isinstance(event, AliasEvent):
        complain(
            event.start_mark, "yaml-anchor", f"&{event.anchor} is an anchor to YAML, and banks use none.",
            "Remove it; put a text that starts with & in quotes.",
        )  # fmt: skip
    elif isinstance(last, ScalarEvent) and last.value == "<<":
        complain(last.start_mark, "yaml-anchor", "A merge key (<<) is not used in banks.", "Write the fields out here.")
    else:
        complain(
            event.start_mark, "yaml-anchor", f"*{event.anchor} is an alias to YAML, and banks use none.",
            "Write the text out here; put a text that starts with * in quotes.",
        )  # fmt: skip


def build(root: Node, complain: Complaint, *, above: int = 0) -> Any:
    """Plain data of the nodes, or UNREAD where what stands there cannot be meant as data.

    `above` is the number of lines before the text, for messages that name a line.
    """
    builder = _Builder(complain, above)
    data = builder.build(root, 0)
    return UNREAD if builder.broken else data


class _Builder:
    """Plain data from nodes without aliases, hence never larger than the file."""

    def __init__(self, complain: Complaint, above: int) -> None:
        self.complain, self.above = complain, above
        self.broken = False

    def build(self, node: Node, depth: int) -> Any:
        """Data of one node and everything below it."""
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if node.tag not in _PLAIN_TAGS:
            return self._break(node, "yaml-tag", f"The tag {node.tag!r} is not used in banks.", "Remove it.")
        if depth > _DEEPEST:
            return self._break(
                node, "yaml-depth", "The file nests too deep here.", "Flatten it; a bank nests a few levels only."
            )
        if isinstance(node, SequenceNode):
            return [self.build(entry, depth + 1) for entry in node.value]
        return self._mapping(node, depth + 1)

    def _mapping(self, node: Node, depth: int) -> dict[str, Any]:
        built: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value
            if not isinstance(key, ScalarNode):
                self._break(
                    key, "yaml-key", "A field's name must be a plain text.",
                    "Write `name: value`; quote a text that starts with a bracket.",
                )  # fmt: skip
            elif name == "<<":
                self._break(key, "yaml-anchor", "A merge key (<<) is not used in banks.", "Write the fields out here.")
            elif name in built:
                first = next(other for other, _ in node.value if other.value == name)
                self.complain(
                    key.start_mark, "duplicate-key",
                    f"The field {name!r} is there twice, first on line {self.above + first.start_mark.line + 1}.",
                    "Keep one of them.",
                )  # fmt: skip
            else:
                built[name] = self.build(value, depth)
        return built

    def _scalar(self, node: ScalarNode) -> str | bool | None:
        text: str = node.value
        if node.tag not in _PLAIN_TAGS:
            self._break(
                node, "yaml-tag", f"The tag {node.tag!r} is not used in banks.",
                "Remove it; put a text that starts with ! in quotes.",
            )  # fmt: skip
        elif node.style:
            return text
        elif text in _NULLS:
            return None
        elif len(text) < 6 and (lowered := text.lower()) in ("true", "false"):
            return lowered == "true"
        elif len(text) < 4 and lowered in _TRUTH_TRAPS:
            self.complain(
                node.start_mark, "yaml-truth", f"YAML reads a bare {text} as true or false.",
                f'Write "{text}" in quotes for the word, or true/false for the value.',
            )  # fmt: skip
        elif text[0] in "+-0123456789" and _SEXAGESIMAL.match(text):
            self.complain(
                node.start_mark, "yaml-sexagesimal", f"YAML reads a bare {text} as a number in base 60.",
                f'Write "{text}" in quotes.',
            )  # fmt: skip
        return text

    def _break(self, node: Node, rule: str, message: str, remedy: str) -> None:
        self.broken = True
        self.complain(node.start_mark, rule, message, remedy)
