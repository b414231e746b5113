"""One file as text: bytes decoded, and characters that no bank should hold named with their place.

What can be read is read on: an author sees every other problem of the file in the same run.
"""

import re
from dataclasses import dataclass, field

from examcert.core.problem import Problem

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff"
_UNSEEN = "\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069"
_REFUSED = re.compile(f"[{_CONTROLS}{_UNSEEN}]")
_WITHOUT_WIDTH = re.compile(f"[{_UNSEEN}]")
_LONGEST = 600
_SHOWN_AT_MOST = 20
"""Characters reported in one file; a binary file would drown everything else."""


@dataclass
class Source:
    """A file's name as its author would type it, its text, and what is wrong with it."""

    file: str
    text: str = ""
    problems: list[Problem] = field(default_factory=list)

    def report(
        self, rule: str, message: str, remedy: str, *, line: int = 0, column: int = 0, question: str | None = None
    ) -> None:
        """Note a problem at a place that counts from 1; line 0 means the file as a whole."""
        self.problems.append(
            Problem(
                file=self.file,
                line=line,
                column=column,
                rule=rule,
                message=_short(message),
                remedy=_short(remedy),
                question=question,
            )
        )


def read_source(file: str, raw: bytes) -> Source:
    """Decode a file. Its text is empty when its encoding cannot be told."""
    source = Source(file)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:200].count(0) > len(raw[:200]) // 4:
        source.report("not-utf-8", "The file is UTF-16 or binary.", "Save it as UTF-8 text.", line=1, column=1)
        return source
    if raw.startswith(b"\xef\xbb\xbf"):
        source.report(
            "bom", "The file starts with a byte order mark.", "Save it as UTF-8 without BOM.", line=1, column=1
        )
        raw = raw[3:]
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        _report_byte(source, raw, error.start)
        # One stand-in for each byte, so that what follows keeps its column.
        text = re.sub("[\udc80-\udcff]", "_", raw.decode(errors="surrogateescape"))
    source.text = _refuse_characters(source, _with_plain_ends(text))
    return source


def _short(sentence: str) -> str:
    """A sentence that quotes a whole file is none."""
    return sentence if len(sentence) <= _LONGEST else f"{sentence[: _LONGEST // 2]} … {sentence[-_LONGEST // 2 :]}"


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _report_byte(source: Source, raw: bytes, at: int) -> None:
    before = raw[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    source.report(
        "not-utf-8",
        f"Byte 0x{raw[at]:02x} is not UTF-8.",
        "Save the file as UTF-8; it may be in Windows-1252 or Latin-1 now.",
        line=before.count(b"\n") + 1,
        column=len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1,
    )


def _refuse_characters(source: Source, text: str) -> str:
    found = list(_REFUSED.finditer(text)) if _REFUSED.search(text) else []
    for match in found[:_SHOWN_AT_MOST]:
        line = text.count("\n", 0, match.start()) + 1
        source.report(
            "control-character",
            f"The file holds the invisible character U+{ord(match[0]):04X} here.",
            "Delete it, or write it as an escape in double quotes if it is meant.",
            line=line,
            column=match.start() - text.rfind("\n", 0, match.start()),
        )
    if len(found) > _SHOWN_AT_MOST:
        source.report(
            "control-character",
            f"The file holds {len(found)} invisible characters; {_SHOWN_AT_MOST} of them are shown.",
            "Check that it is a text file.",
        )
    return _REFUSED.sub("_", _WITHOUT_WIDTH.sub("", text)) if found else text
