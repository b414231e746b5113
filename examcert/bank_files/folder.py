"""A bank's folder: which files it has, and their bytes; those of the banks it borrows from, too."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from examcert.core.problem import Problem
from examcert.errors import ExamcertError

FORMAT = "3"
"""Raised when the meaning of bank files or of the compiled form changes."""

EXAM, FACTS, MISCONCEPTIONS = "exam.yaml", "facts.yaml", "misconceptions.yaml"
_BORROWS = re.compile(rb"^borrows:[ \t]*\[([a-z0-9, \t-]*)\][ \t]*(?:#.*)?$", re.MULTILINE)
_SINGLE = {name.partition(".")[0]: name for name in (EXAM, FACTS, MISCONCEPTIONS)}


@dataclass(frozen=True)
class BankFolder:
    """A folder with an `exam.yaml`, read once: the bytes of its files, and which could not be read."""

    path: Path
    files: tuple[tuple[str, bytes], ...]
    problems: tuple[Problem, ...] = ()
    neighbours: tuple["BankFolder", ...] = ()
    """The banks that this one borrows questions from; theirs are not read."""

    @classmethod
    def read(cls, path: Path, *, alone: bool = False) -> "BankFolder":
        """Read every YAML file below a folder, and unless `alone` those of the banks that it borrows from.

        A path to a file means the bank it belongs to.
        """
        try:
            folder = _bank_around(path)
            problems: list[Problem] = []
            files = tuple(sorted(_files(folder, problems), key=lambda file: file[0].split("/")))
        except OSError as error:
            raise ExamcertError(
                f"{_shown(Path(error.filename or path))} cannot be read: {error.strerror}.",
                remedy="Check the path and its permissions.",
            ) from error
        return cls(folder, files, tuple(problems), () if alone else tuple(_neighbours(folder, dict(files).get(EXAM))))

    @cached_property
    def key(self) -> str:
        """A hash of the files' names and bytes and of the format: what a compiled form is good for."""
        state = sha256(FORMAT.encode())
        for name, raw in self.files:
            state.update(f"\0{name}\0{len(raw)}\0".encode(errors="surrogateescape"))
            state.update(raw)
        for neighbour in self.neighbours:
            state.update(neighbour.key.encode())
        return state.hexdigest()

    def shown(self, name: str) -> str:
        """A file's path as an author would type it from here."""
        return _shown(self.path / name)


def borrowed_names(exam: bytes) -> tuple[str, ...]:
    """What an exam.yaml borrows from, told without a YAML parser: a compiled bank must be found quickly."""
    found = _BORROWS.search(exam.replace(b"\r\n", b"\n"))
    return tuple(name.strip() for name in found[1].decode().split(",") if name.strip()) if found else ()


def _neighbours(folder: Path, exam: bytes | None) -> Iterator[BankFolder]:
    for name in borrowed_names(exam or b""):
        beside = folder.absolute().parent / name
        if beside != folder.absolute() and (beside / EXAM).is_file():
            yield BankFolder.read(beside, alone=True)


def _shown(path: Path) -> str:
    with suppress(ValueError, OSError):
        path = path.relative_to(Path.cwd())
    # A name need not be UTF-8; a problem's text must be.
    return os.fsencode(path).decode(errors="backslashreplace")


def _bank_around(path: Path) -> Path:
    folder = path
    if path.is_file():
        folder = next((above for above in path.absolute().parents if (above / EXAM).is_file()), path.parent)
    if not folder.is_dir():
        raise ExamcertError(f"There is no bank at {_shown(path)}.", remedy="Give a folder that holds an exam.yaml.")
    names = sorted(os.listdir(folder))
    if EXAM not in names:
        near = next((name for name in names if Path(name).stem.lower() == "exam"), None)
        raise ExamcertError(
            f"The folder {_shown(folder)} has no exam.yaml, so it is no bank.",
            remedy=f"Rename {near} to exam.yaml."
            if near
            else "Add one with the exam's blueprint; question_banks/aif-c01/exam.yaml shows how.",
        )
    return Path(os.path.relpath(folder)) if folder != path and not path.is_absolute() else folder


def _files(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    def report(path: Path, rule: str, message: str, remedy: str, severity: str = "error") -> None:
        problems.append(
            Problem.model_validate(
                {"file": _shown(path), "rule": rule, "message": message, "remedy": remedy, "severity": severity}
            )
        )

    def unreadable(error: OSError) -> None:
        report(
            Path(error.filename or folder), "unreadable", f"It cannot be read: {error.strerror}.",
            "Check that it is there and its permissions.",
        )  # fmt: skip

    for above, below, names in os.walk(folder, onerror=unreadable):
        place = Path(above)
        below[:] = [name for name in below if not name.startswith(".")]
        for name in below:
            if (place / name).is_symlink():
                report(
                    place / name, "linked-folder", "Links to folders are not followed.",
                    "Move its files here, or link each file.", "warning",
                )  # fmt: skip
        for name in names:
            path = place / name
            if name.startswith(".") or path.suffix.lower() not in (".yaml", ".yml"):
                continue
            inside = path.relative_to(folder).as_posix()
            meant = _SINGLE.get(path.stem.lower(), inside)
            if inside != meant:
                report(
                    path, "misplaced-file", f"A file of this name must be {meant}, beside exam.yaml.",
                    "Move or rename it.",
                )  # fmt: skip
                continue
            try:
                yield inside, path.read_bytes()
            except OSError as error:
                unreadable(error)
