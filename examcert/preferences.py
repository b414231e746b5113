"""Settings of a person, in a TOML file that the person can read and write too.

What is written by hand and unknown to us stays: a comment, a key of a later version. A value that
makes no sense counts as not set and is named; it never keeps anybody from an exam.
"""

import contextlib
import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

EXPLAINERS = ("authored", "claude", "fake")
"""Who explains an answer without being asked."""
THEMES = ("dark", "light")
WIDTHS = (60, 160)
"""The narrowest and the widest column of text."""


@dataclass(frozen=True)
class Preferences:
    """What a person has set. The names are the keys of the file."""

    explainer: str = "authored"
    language: str = "en"
    """What Claude speaks, as a code. Questions and their authors' words stay in the language of their bank."""
    model: str = ""
    """Empty: the one that examcert is made for."""
    theme: str = "dark"
    contrast: bool = False
    motion: bool = True
    text_width: int = 96
    clock: bool = True
    """Whether a mock exam shows its clock from the start."""

    def but(self, **changes: Any) -> "Preferences":
        """The same with changes."""
        return replace(self, **changes)


def is_language(code: str) -> bool:
    """Whether this is the code of a language, such as `de` or `pt-BR`, as far as its letters tell."""
    return code.isascii() and code.replace("-", "").isalnum() and len(code) <= 20


def read(path: Path) -> tuple[Preferences, list[str]]:
    """The preferences of a file, and a line for each value that makes no sense."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Preferences(), []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Preferences(), [f"The settings in {path} cannot be read ({error}). The defaults stand in."]
    found, complaints = {}, []
    for field in fields(Preferences):
        if field.name not in told:
            continue
        value = told[field.name]
        if fits(field.name, value):
            found[field.name] = value
        else:
            complaints.append(f"{path}: {field.name} = {value!r} makes no sense, so its default stands in.")
    return Preferences(**found), complaints


def write(path: Path, preferences: Preferences) -> None:
    """Write the preferences; comments and unknown keys of the file stay."""
    import tomlkit

    document = _document(path)
    for field in fields(Preferences):
        value = getattr(preferences, field.name)
        if value != field.default or field.name in document:
            document[field.name] = value
    partial = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(tomlkit.dumps(document), encoding="utf-8")
        # In one move: a file that is half written would be no settings at all.
        partial.replace(path)
    except OSError as error:
        raise ExamcertError(
            f"The settings cannot be written to {path} ({error.strerror}).",
            remedy="They hold until you leave; make the folder writable to keep them.",
        ) from error


def _document(path: Path) -> "TOMLDocument":
    """The file as it is, or a fresh one; a broken one is set aside, because its owner may want to mend it."""
    import tomlkit

    fresh = tomlkit.document()
    fresh.add(tomlkit.comment("Settings of examcert. The key s in the app changes them."))
    try:
        return tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        with contextlib.suppress(OSError):
            path.replace(path.with_name(f"{path.name}.broken"))
        return fresh
    except OSError:
        return fresh


def fits(name: str, value: Any) -> bool:
    """Whether a setting can have this value."""
    match name:
        case "explainer":
            return value in EXPLAINERS
        case "theme":
            return value in THEMES
        case "language":
            return isinstance(value, str) and is_language(value)
        case "model":
            return isinstance(value, str) and value.isprintable()
        case "text_width":
            return isinstance(value, int) and not isinstance(value, bool) and WIDTHS[0] <= value <= WIDTHS[1]
        case _:
            return isinstance(value, bool)
