"""A candidate's own notes on questions, and issue texts about them: Markdown files a person can read and edit.

One file an exam, a heading a question. What stands before the first heading is left alone.
"""

import os
import re
from pathlib import Path

from examcert.errors import ExamcertError

_HEADING = re.compile(r"^## (\S+)[ \t]*$", re.MULTILINE)
_REMEDY = "Make the folder writable, or set EXAMCERT_HOME to another one."


def read(path: Path) -> dict[str, str]:
    """Notes by question id. A file that cannot be read holds none."""
    try:
        return _parts(path.read_text(encoding="utf-8-sig"))[1]
    except (OSError, UnicodeDecodeError):
        return {}


def keep(path: Path, exam: str, question: str, text: str) -> None:
    """Keep a note on a question; an empty one takes it away."""
    try:
        head, held = _parts(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        head, held = f"# Notes on {exam}\n", {}
    except (OSError, UnicodeDecodeError) as error:
        raise ExamcertError(f"The notes in {path} cannot be read.", remedy="Mend or move the file.") from error
    # A heading inside a note would end it.
    text = re.sub(r"^## ", "### ", text.strip(), flags=re.MULTILINE)
    held.pop(question, None)
    if text:
        held[question] = text
    _write(path, head.rstrip() + "\n" + "".join(f"\n## {name}\n\n{note}\n" for name, note in held.items()))


def write_issue(folder: Path, name: str, text: str) -> Path:
    """Write an issue text; one about the same question that may have been edited stays."""
    number = 1
    while (path := folder / f"{name}{f'-{number}' if number > 1 else ''}.md").exists():
        if path.read_text(encoding="utf-8", errors="replace") == text:
            return path
        number += 1
    _write(path, text)
    return path


def _parts(text: str) -> tuple[str, dict[str, str]]:
    head, *rest = _HEADING.split(text)
    return head, {name: note.strip() for name, note in zip(rest[::2], rest[1::2], strict=True)}


def _write(path: Path, text: str) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8", errors="backslashreplace")
        partial.replace(path)
    except OSError as error:
        raise ExamcertError(f"{path} cannot be written ({error.strerror}).", remedy=_REMEDY) from error
