"""What libyaml says of broken YAML, in an author's words and at the place to mend."""

import re
from typing import NamedTuple

import yaml


class Syntax(NamedTuple):
    """A mistake in the YAML itself; line and column count from 0."""

    rule: str
    message: str
    remedy: str
    line: int
    column: int


_QUOTES = "Put the whole text in double quotes."
_SAID: tuple[tuple[str, str, str, str], ...] = (
    # what libyaml says, the rule, the message, the remedy
    ("tab", "tab", "There is a tab where YAML wants spaces.", "Indent with spaces."),
    (
        "mapping values are not allowed",
        "yaml-syntax",
        "There is a colon inside an unquoted text, or this line is indented too far.",
        'Put the text in double quotes or below ">-"; start fields of one entry in one column.',
    ),
    (
        "end of stream",
        "yaml-quote",
        "The quote that opens here is never closed.",
        "Close it with the same quote; inside, write \\\" in double quotes and '' in single ones.",
    ),
    ("document indicator", "yaml-quote", "The quote that opens here is never closed.", "Close it."),
    (
        "expected ',' or",
        "yaml-flow",
        "The bracket that opens here is not closed, or a comma is missing.",
        "Close it on the same line, and put commas between the entries; quote a text that starts with a bracket.",
    ),
    (
        "could not find expected ':'",
        "yaml-syntax",
        "This line is no `name: value`.",
        "Add the colon and a space after the name, or indent the line further if the text above goes on here.",
    ),
    (
        "expected key",
        "yaml-syntax",
        "No field can start here: the indentation fits nothing above, or a quote or bracket closed too early.",
        "Start the fields of one entry in one column; quote a whole text, not a part of it.",
    ),
    (
        "'-' indicator",
        "yaml-syntax",
        "No entry can start here: the indentation fits nothing above.",
        "Start entries with `- ` in one column and indent their fields by two spaces more.",
    ),
    ("sequence entries are not allowed", "yaml-syntax", "A list cannot start here.", "Put `- ` on a new line."),
    ("hexdecimal", "yaml-escape", "The backslash starts an escape that YAML does not know.", ""),
    ("escape", "yaml-escape", "The backslash starts an escape that YAML does not know.", ""),
    ("comment or line break", "yaml-syntax", "The text must start on the line after | or >.", "Move it there."),
    ("tag", "yaml-tag", "A text that starts with ! is a tag to YAML, and banks use no tags.", _QUOTES),
    ("expected a single document", "yaml-documents", "A second document starts here.", "Remove the line `---`."),
    ("document start", "yaml-documents", "The document ended above, and here is more.", "Keep one document in a file."),
    ("directive", "yaml-documents", "Directives are not used in banks.", "Remove the line that starts with %."),
    ("nesting depth", "yaml-depth", "The file nests too deep.", "Flatten it; a bank nests a few levels only."),
    ("alias", "yaml-anchor", "A text that starts with * is an alias to YAML, and banks use none.", _QUOTES),
    ("anchor", "yaml-anchor", "A text that starts with & is an anchor to YAML, and banks use none.", _QUOTES),
    ("cannot start", "yaml-syntax", "An unquoted text cannot start with this character.", _QUOTES),
    ("expected node content", "yaml-syntax", "An unquoted text cannot start with this character.", _QUOTES),
)
_AT_OPENING = ("yaml-quote", "yaml-flow", "yaml-anchor", "yaml-tag")
"""Mistakes that libyaml notices long after the place to mend."""


def explained(error: yaml.YAMLError, text: str) -> Syntax:
    """Say a parser's error plainly. `text` is what was parsed."""
    said = " ".join(str(getattr(error, part, None) or "") for part in ("context", "problem")).strip() or str(error)
    mark, opening = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    rule, message, remedy = _chosen(said)
    if rule == "yaml-documents" or mark is None:
        mark = mark or opening
    elif opening is not None and (rule in _AT_OPENING or "expected ':'" in said):
        mark = opening
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    if line and not "".join(lines[line:]).strip():
        # The text ended where more had to come: the place is its last line, not the one after.
        line = max(number for number, written in enumerate(lines) if written.strip() or not number)
        column = len(lines[line].rstrip())
    written = lines[line] if line < len(lines) else ""
    if rule != "tab" and (re.match(r" *\t", written) or written[column : column + 1] == "\t"):
        rule, message, remedy = _chosen("tab")
        column = written.index("\t")
    return Syntax(rule, message, remedy, line, column)


def _chosen(said: str) -> tuple[str, str, str]:
    for words, rule, message, remedy in _SAID:
        if words in said:
            backslash = "Double the backslash, or use single quotes: 'C:\\data'."
            return rule, message, remedy or backslash
    first = said.split("\n", maxsplit=1)[0]
    return "yaml-syntax", f"YAML: {first}.", "Check indentation and quotes on this line and the one above."
