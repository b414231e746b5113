"""Comments and blank lines of a YAML text, each tied to the scalar it stands at.

A YAML parser throws them away. They can only stand between scalars, so whatever lies there
and starts with `#` is one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_HEADER = re.compile(r"[|>][^\n#]*?\s(#[^\n]*)")


@dataclass
class Comments:
    """What stands before a scalar on lines of its own ("" for a blank line), and what after it on its line."""

    before: dict[int, list[str]] = field(default_factory=dict)
    after: dict[int, str] = field(default_factory=dict)
    last: list[str] = field(default_factory=list)
    """Lines after the last scalar."""
    written: dict[int, str] = field(default_factory=dict)
    """Each scalar as its author wrote it."""

    def take_before(self, scalar: Node | None) -> list[str]:
        """The lines before a scalar; nobody gets them a second time."""
        return self.before.pop(id(scalar), [])

    def take_after(self, scalar: Node) -> str:
        """The comment behind a scalar, or nothing."""
        return self.after.pop(id(scalar), "")


def scalars(node: Node) -> Iterator[ScalarNode]:
    """The scalars of a node in the order of the text, those left out."""
    if isinstance(node, ScalarNode):
        if node.value or node.style:
            yield node
    elif isinstance(node, SequenceNode):
        for entry in node.value:
            yield from scalars(entry)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from scalars(key)
            yield from scalars(value)


def comments_of(text: str, root: Node) -> Comments:
    """Every comment and blank line of a text."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found, at, before = Comments(), 0, None
    for scalar in scalars(root):
        start = starts[scalar.start_mark.line] + scalar.start_mark.column
        _gap(found, text[at:start], before, scalar)
        at = starts[scalar.end_mark.line] + scalar.end_mark.column
        found.written[id(scalar)] = text[start:at]
        if scalar.style in ("|", ">"):
            if header := _HEADER.match(text, start):
                found.after[id(scalar)] = header[1].rstrip()
            if not scalar.value.endswith("\n\n"):
                # Blank lines below belong to nobody yet.
                at = start + len(text[start:at].rstrip())
        before = scalar
    _gap(found, text[at:], before, None)
    return found


def _gap(found: Comments, text: str, before: ScalarNode | None, after: ScalarNode | None) -> None:
    first, *rest = text.split("\n")
    if before is None:
        rest = [first, *rest]
    elif comment := _COMMENT.search(first):
        known = found.after.get(id(before))
        found.after[id(before)] = f"{known} {comment[0].rstrip()}" if known else comment[0].rstrip()
    lines: list[str] = []
    for place, line in enumerate(rest):
        if comment := _COMMENT.search(line):
            lines.append(comment[0].rstrip())
        elif not line.strip() and place < len(rest) - 1 and (not lines or lines[-1]):
            lines.append("")
    if after is not None:
        found.before[id(after)] = lines
    else:
        found.last = lines
