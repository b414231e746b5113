"""Bank files in one layout: two spaces, texts wrapped, comments kept, meaning untouched.

Nodes come from the same parser as everywhere, and are written again in the style their
author chose: quotes stay quotes, a list on one line stays on one line where it fits. What
changes is what hands do differently each time: indentation, blank lines, lines that are too long.
Line breaks of a text whose lines all fit are its author's: who writes a sentence a line keeps that.

Considered: ruamel.yaml's round trip. It keeps comments as well, but reads YAML's types into
values and is some fifty times slower than libyaml on a large bank; and layout would still be ours.
"""

import re
from collections.abc import Mapping, Sequence

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from examcert.bank_files.comments import Comments, comments_of, scalars
from examcert.bank_files.folder import borrowed_names
from examcert.bank_files.nodes import UNREAD, compose
from examcert.bank_files.pieces import Piece
from examcert.bank_files.source import Source, read_source
from examcert.errors import ExamcertError

WIDTH = 120
_BREAK = re.compile(r"(?<=\S) (?=\S)")
_NEEDS_ESCAPE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\u200b\u2060\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def formatted(file: str, raw: bytes) -> str:
    """The text in its canonical layout. `ExamcertError` for a file that cannot be read without doubt."""
    source = read_source(file, raw)
    text = source.text if source.text.endswith("\n") or not source.text else source.text + "\n"
    source.text = text
    data = Piece(source, 0, len(text), line=0).read()
    troubles = [problem for problem in source.problems if problem.rule != "bom"]
    if troubles or data is UNREAD:
        raise ExamcertError(f"Not formatted: {troubles[0]}", remedy="Mend it first; `bank check` lists everything.")
    root = compose(text)
    if not isinstance(root, CollectionNode):
        return text
    made = _Writer(comments_of(text, root)).whole(root)
    again = Source(file, made)
    kept = Piece(again, 0, len(made), line=0).read() == data and not again.problems
    if not kept or borrowed_names(made.encode()) != borrowed_names(raw):
        raise ExamcertError(
            f"{file} was not formatted: it would have come to mean something else.",
            remedy="That is a mistake of examcert; please report it with the file.",
        )
    return made


class _Writer:
    """Writes nodes, and the comments where they belong."""

    def __init__(self, comments: Comments) -> None:
        self.comments = comments

    def whole(self, root: CollectionNode) -> str:
        """The file."""
        lines = self._inline_lines(root) or self._block(root, 0, first=False)
        last = self.comments.last
        while last and not last[-1]:
            # Blank lines that end the last text belong to it; these belong to nobody.
            del last[-1]
        lines += last
        while lines and not lines[0]:
            del lines[0]
        return "\n".join(lines) + "\n"

    def _inline_lines(self, root: CollectionNode) -> list[str] | None:
        said = self._flow(root, 0)
        return None if said is None else [*self._lead(next(scalars(root), None), 0), said + self._behind(root)]

    def _block(self, node: CollectionNode, indent: int, *, first: bool = True) -> list[str]:
        lines: list[str] = []
        for entry in node.value:
            if isinstance(node, MappingNode):
                key, value = entry
                lead = self._lead(key, indent, *self._inside(value, indent))
                said = self._entry(" " * indent + self._key(key) + ":", value, indent, key)
            else:
                lead = self._lead(next(scalars(entry), None), indent, *self._inside(entry, indent))
                said = self._entry(" " * indent + "-", entry, indent, None)
            if first and not lines:
                while lead and not lead[0]:
                    del lead[0]
            lines += [*lead, *said]
        return lines

    def _lead(self, scalar: Node | None, indent: int, *more: str) -> list[str]:
        lines = [*self.comments.take_before(scalar), *more]
        return [" " * indent + line if line else "" for line in lines]

    def _inside(self, node: Node, indent: int) -> list[str]:
        """Comments on their own lines before a value that will stand on the line of its key."""
        if isinstance(node, ScalarNode) or self._flow(node, indent) is not None:
            return [line for scalar in scalars(node) for line in self.comments.take_before(scalar) if line]
        return []

    def _key(self, key: Node) -> str:
        return _on_one_line(key.value, getattr(key, "style", None))

    def _behind(self, node: Node, *more: str) -> str:
        """The comments on the line of a value."""
        said = [*more, *(self.comments.take_after(scalar) for scalar in scalars(node))]
        return "".join(f" {comment}" for comment in said if comment)

    def _entry(self, head: str, node: Node, indent: int, key: Node | None) -> list[str]:
        """One entry; `head` is what stands before the value: a key with its colon, or a dash."""
        comment = self.comments.take_after(key) if key is not None else ""
        if isinstance(node, ScalarNode):
            broken = _broken(self.comments.written.get(id(node), ""))
            return _scalar(head, node, indent + 2, self._behind(node, comment), broken)
        assert isinstance(node, CollectionNode), "there are no others"
        flow = self._flow(node, len(head) + 1)
        if flow is not None:
            return [f"{head} {flow}{self._behind(node, comment)}"]
        below = self._block(node, indent + 2)
        if key is not None:
            return [head + (f" {comment}" if comment else ""), *below]
        # A list's entry begins on the line of its dash, unless a comment stands between.
        if below[0].lstrip().startswith("#"):
            return [head, *below]
        return [f"{head} {below[0][indent + 2 :]}", *below[1:]]

    def _flow(self, node: Node, column: int) -> str | None:
        """The collection on one line, where its author wrote it so and it fits."""
        if not isinstance(node, CollectionNode):
            return None
        if not node.value:
            return "{}" if isinstance(node, MappingNode) else "[]"
        if not node.flow_style:
            return None
        held = list(scalars(node))
        if any(id(scalar) in self.comments.after for scalar in held[:-1]):
            return None
        if any(any(self.comments.before.get(id(scalar), ())) for scalar in held[1:]):
            return None
        said = _on_line(node)
        return said if said is not None and column + len(said) <= WIDTH else None


def _on_line(node: Node) -> str | None:
    """A node as part of a collection on one line; None where it needs lines of its own."""
    if isinstance(node, ScalarNode):
        if not (node.value or node.style) or "\n" in node.value:
            return None
        return _on_one_line(node.value, node.style)
    if isinstance(node, SequenceNode):
        parts = [_on_line(entry) for entry in node.value]
        return None if None in parts else f"[{', '.join(filter(None, parts))}]"
    assert isinstance(node, MappingNode), "there are no others"
    said = []
    for key, value in node.value:
        name, told = _on_line(key), _on_line(value)
        if name is None or told is None:
            return None
        said.append(f"{name}: {told}")
    return f"{{{', '.join(said)}}}"


def _on_one_line(value: str, style: str | None) -> str:
    if not style and "\n" not in value:
        return value
    if style == "'" and "\n" not in value and not _NEEDS_ESCAPE.search(value):
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(_escaped(letter) for letter in value) + '"'


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if not _NEEDS_ESCAPE.match(letter):
        return letter
    return f"\\x{ord(letter):02x}" if ord(letter) < 0x100 else f"\\u{ord(letter):04x}"


def _broken(written: str) -> dict[str, list[str]]:
    """The paragraphs of a text, each with the lines that its author gave it."""
    said: dict[str, list[str]] = {}
    for paragraph in re.split(r"\n(?:[ \t]*\n)+", written.rstrip()):
        lines = [line.strip() for line in paragraph.split("\n")]
        if lines[0][:1] in (">", "|"):
            del lines[0]
        said[" ".join(lines)] = lines
    return said


def _scalar(head: str, node: ScalarNode, indent: int, comment: str, broken: Mapping[str, Sequence[str]]) -> list[str]:
    value, style = node.value, node.style or None
    if style is None and not value:
        return [head + comment]
    if style == "|" and _can_be_literal(value):
        return [f"{head} |{_header(value)}{comment}", *_indented(value.split("\n"), indent, value)]
    if style == ">" and _can_fold(value):
        return _folded(head, value, indent, comment, broken)
    if style is None and "\n" not in value:
        first, *rest = _wrapped(value, WIDTH - len(head) - 1, WIDTH - indent, broken, plain=True)
        lines = [f"{head} {first}", *(" " * indent + line for line in rest)]
        return [*lines[:-1], lines[-1] + comment]
    said = _on_one_line(value, style if style in ("'", '"') else '"')
    if len(head) + 1 + len(said) > WIDTH and _can_fold(value):
        return _folded(head, value, indent, comment, {})
    return [f"{head} {said}{comment}"]


def _header(value: str) -> str:
    """What a block scalar says of its indentation and of the line breaks at its end."""
    broken = len(value) - len(value.rstrip("\n"))
    first = next((line for line in value.split("\n") if line), "")
    return ("2" if first[:1] in (" ", "\t") else "") + ("-" if not broken else "" if broken == 1 else "+")


def _indented(lines: Sequence[str], indent: int, value: str) -> list[str]:
    if value.endswith("\n"):
        lines = lines[:-1]
    return [" " * indent + line if line else "" for line in lines]


def _can_be_literal(value: str) -> bool:
    return bool(value.strip(" \t\n")) and not _NEEDS_ESCAPE.search(value)


def _can_fold(value: str) -> bool:
    """Whether the text survives folding: no line of it starts or ends with a blank, and it starts with a word."""
    if not _can_be_literal(value) or value.startswith("\n"):
        return False
    return all(line == line.strip(" \t") for line in value.split("\n"))


def _folded(head: str, value: str, indent: int, comment: str, broken: Mapping[str, Sequence[str]]) -> list[str]:
    body = value.rstrip("\n")
    lines: list[str] = []
    for place, part in enumerate(body.split("\n")):
        if place:
            lines.append("")
        if part:
            lines += _wrapped(part, WIDTH - indent, WIDTH - indent, broken)
    extra = len(value) - len(body) - 1
    return [
        f"{head} >{_header(value)}{comment}",
        *(" " * indent + ln if ln else "" for ln in lines),
        *[""] * max(0, extra),
    ]


def _wrapped(
    text: str, first: int, width: int, broken: Mapping[str, Sequence[str]], *, plain: bool = False
) -> list[str]:
    """Lines of at most so many characters: as they were written where they fit, else broken at single blanks only."""
    known = list(broken.get(text, ()))
    if known and len(known[0]) <= first and all(0 < len(line) <= width for line in known):
        return known
    lines, line, room = [], "", first
    for word in _BREAK.split(text):
        # Behind a line break, a plain text's # would start a comment.
        if line and len(line) + 1 + len(word) > room and not (plain and word.startswith("#")):
            lines.append(line)
            line, room = word, width
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]
