"""A bank's folder: which files it has, and reading them all into one `Bank`."""

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from yaml.nodes import Node

from examcert.bank_files.entries import Entry, entries
from examcert.bank_files.nodes import Document, child, key_node, parse
from examcert.bank_files.wording import Wording, wording
from examcert.core.bank import Bank, faults
from examcert.core.blueprint import Blueprint
from examcert.core.problem import Fault, Problem
from examcert.core.question import (
    ChoiceQuestion,
    Fact,
    MatchingQuestion,
    Misconception,
    OrderingQuestion,
    Question,
)
from examcert.core.record import Record
from examcert.errors import BadBankError, ExamcertError

FORMAT = "1"
"""Raised when the meaning of bank files or of the compiled form changes."""

_KINDS: dict[str, type[Question]] = {
    "choice": ChoiceQuestion,
    "ordering": OrderingQuestion,
    "matching": MatchingQuestion,
}
_CARDS = ("facts.yaml", "misconceptions.yaml")
_R = TypeVar("_R", bound=Record)


@dataclass(frozen=True)
class Reading:
    """What came of reading a bank: the bank, unless there are errors, and every problem."""

    bank: Bank | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class BankFolder:
    """A folder with an `exam.yaml`, read once: the bytes of its files and their common hash."""

    path: Path
    files: tuple[tuple[str, bytes], ...]

    @classmethod
    def read(cls, path: Path) -> "BankFolder":
        """Read every YAML file below a folder. A path to a file means the bank it belongs to."""
        folder = path
        while folder.is_file() or not (folder / "exam.yaml").is_file():
            if folder.is_dir() or folder == folder.parent:
                break
            folder = folder.parent
        if not folder.is_dir():
            raise ExamcertError(f"There is no bank at {path}.", remedy="Give a folder that holds an exam.yaml.")
        if not (folder / "exam.yaml").is_file():
            raise ExamcertError(
                f"The folder {path} has no exam.yaml, so it is no bank.",
                remedy="Add one with the exam's blueprint; question_banks/aif-c01/exam.yaml shows how.",
            )
        found = sorted(
            name
            for name in (*folder.rglob("*.yaml"), *folder.rglob("*.yml"))
            if name.is_file() and not any(part.startswith(".") for part in name.relative_to(folder).parts)
        )
        try:
            files = tuple((name.relative_to(folder).as_posix(), name.read_bytes()) for name in found)
        except OSError as error:
            raise ExamcertError(
                f"{error.filename} cannot be read: {error.strerror}.", remedy="Check its permissions."
            ) from error
        return cls(folder, files)

    @cached_property
    def key(self) -> str:
        """A hash of the files' names and bytes and of the format: the name of the compiled form."""
        state = sha256(FORMAT.encode())
        for name, raw in self.files:
            state.update(f"\0{name}\0{len(raw)}\0".encode())
            state.update(raw)
        return state.hexdigest()

    def shown(self, name: str) -> str:
        """A file's path as an author would type it from here."""
        path = self.path / name
        try:
            return str(path.relative_to(Path.cwd()))
        except ValueError:
            return str(path)


@dataclass
class _Reader:
    """Reads one bank and gathers its problems."""

    folder: BankFolder
    problems: list[Problem] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    families: dict[str, Node] = field(default_factory=dict)
    repeated: list[Node] = field(default_factory=list)

    def read(self) -> Reading:
        found: list[tuple[Entry, Question]] = []
        for name, raw in self.folder.files:
            document = parse(self.folder.shown(name), raw)
            self.documents[name] = document
            if name != "exam.yaml" and name not in _CARDS:
                found.extend(self._questions(document))
        blueprint = self._blueprint()
        facts = self._cards("facts.yaml", Fact)
        beliefs = self._cards("misconceptions.yaml", Misconception)
        if blueprint is not None:
            self._bind(blueprint, found, facts, beliefs)
        for document in self.documents.values():
            self.problems.extend(document.problems)
        self.problems.sort(key=lambda problem: (problem.file, problem.line, problem.column))
        bad = any(problem.severity == "error" for problem in self.problems)
        bank = None
        if blueprint is not None and not bad:
            bank = Bank.of_checked(blueprint, [question for _, question in found], facts, beliefs)
        return Reading(bank, tuple(self.problems))

    def _questions(self, document: Document) -> Iterable[tuple[Entry, Question]]:
        for entry in entries(document):
            self._one_entry_a_family(document, entry)
            kind = entry.data.get("kind", "choice")
            model = _KINDS.get(kind) if isinstance(kind, str) else None
            if model is None:
                document.report_at(
                    entry.locate(("kind",)), "unknown-kind", f"There is no kind {kind!r}.",
                    f"Use {', '.join(_KINDS)}.",
                )  # fmt: skip
                continue
            try:
                yield entry, model.model_validate(entry.data)
            except ValidationError as error:
                names = tuple(model.model_fields)
                for detail in error.errors(include_url=False):
                    self._report(document, entry, wording(detail, names))

    def _one_entry_a_family(self, document: Document, entry: Entry) -> None:
        name = entry.data.get("family")
        if entry.family is None or not isinstance(name, str):
            return
        if self.families.setdefault(name, entry.family) is not entry.family and entry.family not in self.repeated:
            self.repeated.append(entry.family)
            document.report_at(
                child(entry.family, "family") or entry.family, "duplicate-family",
                f"Another family is called {name!r} already.", "Choose another name, or put the stems together.",
            )  # fmt: skip

    def _report(self, document: Document, entry: Entry, said: Wording) -> None:
        name = entry.data.get("id")
        self._note(document, entry.locate(said.at), said, name if isinstance(name, str) else None)

    def _note(self, document: Document, node: Node, said: Wording, question: str | None) -> None:
        self.problems.append(
            Problem(
                file=document.file,
                line=node.start_mark.line + 1,
                column=node.start_mark.column + 1,
                rule=said.rule,
                message=said.message,
                remedy=said.remedy,
                question=question,
            )
        )

    def _blueprint(self) -> Blueprint | None:
        document = self.documents["exam.yaml"]
        if document.root is None:
            if not document.problems:
                document.report("empty", "exam.yaml is empty.", "Write the exam's blueprint in it.")
            return None
        try:
            return Blueprint.model_validate(document.data)
        except ValidationError as error:
            names = tuple("pass" if name == "pass_mark" else name for name in Blueprint.model_fields)
            for detail in error.errors(include_url=False):
                said = wording(detail, names)
                self._note(document, _walk(document.root, said.at), said, None)
        return None

    def _cards(self, name: str, model: type[_R]) -> tuple[_R, ...]:
        document = self.documents.get(name)
        if document is None or document.root is None:
            return ()
        if not isinstance(document.data, list):
            document.report_at(document.root, "not-a-list", f"{name} is a list of cards.", "Start each with `- id: …`.")
            return ()
        cards: list[_R] = []
        for place, data in enumerate(document.data):
            try:
                cards.append(model.model_validate(data))
            except ValidationError as error:
                for detail in error.errors(include_url=False):
                    said = wording(detail, tuple(model.model_fields))
                    self._note(document, _walk(document.root, (place, *said.at)), said, None)
        return tuple(cards)

    def _bind(
        self,
        blueprint: Blueprint,
        found: list[tuple[Entry, Question]],
        facts: tuple[Fact, ...],
        beliefs: tuple[Misconception, ...],
    ) -> None:
        written: dict[str, list[Entry]] = {}
        for entry, question in found:
            written.setdefault(question.id, []).append(entry)
        for fault in faults(blueprint, [question for _, question in found], facts, beliefs):
            self._report_fault(fault, written)

    def _report_fault(self, fault: Fault, written: dict[str, list[Entry]]) -> None:
        said = Wording(fault.rule, fault.message, fault.remedy, fault.at)
        if fault.question is None:
            document = self.documents[f"{fault.at[0]}.yaml"]
            assert document.root is not None
            self._note(document, _walk(document.root, fault.at[1:]), said, None)
            return
        places = written[fault.question]
        entry = places[0]
        if fault.rule == "duplicate-id":
            first = places.pop(0)
            entry = places[0]
            line = first.node.start_mark.line + 1
            said = said._replace(message=f"The id {fault.question!r} is taken: {first.document.file}:{line}.")
        self._report(entry.document, entry, said)


def _walk(node: Node, loc: tuple[str | int, ...]) -> Node:
    for step in loc:
        below = child(node, step)
        if below is None:
            return (key_node(node, step) if isinstance(step, str) else None) or node
        node = below
    return node


def check(path: Path) -> Reading:
    """Read a bank and say everything that is wrong with it."""
    return _Reader(BankFolder.read(path)).read()


def read_blueprint(path: Path) -> Blueprint:
    """The blueprint alone, of a bank whose questions may be missing or broken."""
    folder = BankFolder.read(path)
    alone = BankFolder(folder.path, tuple(entry for entry in folder.files if entry[0] == "exam.yaml"))
    reading = _Reader(alone).read()
    if reading.bank is None:
        raise _bad(path, reading)
    return reading.bank.blueprint


def read_bank(path: Path, *, compiled: Path | None = None) -> Bank:
    """Read a bank, or raise `BadBankError` with the first of its problems.

    Args:
        path: the bank's folder.
        compiled: a folder for compiled banks. A bank found there under the hash of its files
            is read from there; it is JSON, validated again, and safe to delete.
    """
    folder = BankFolder.read(path)
    if compiled is not None and (bank := _read_compiled(compiled / f"{folder.key}.json")) is not None:
        return bank
    reading = _Reader(folder).read()
    if reading.bank is None:
        raise _bad(path, reading)
    if compiled is not None:
        write_aside(compiled / f"{folder.key}.json", reading.bank.model_dump_json(by_alias=True, exclude_defaults=True))
    return reading.bank


def _bad(path: Path, reading: Reading) -> BadBankError:
    return BadBankError(str(path), count=len(reading.problems), first=str(reading.problems[0]))


def _read_compiled(path: Path) -> Bank | None:
    try:
        return Bank.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def write_aside(path: Path, text: str) -> None:
    """Put a file of the cache in place whole or not at all. A cache that cannot be written is no error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        return
