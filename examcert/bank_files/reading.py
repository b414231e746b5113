"""Reading a bank's files into one `Bank`, with every problem of every file in one run."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from examcert.bank_files.binding import Shelf, loose_ends, objectives
from examcert.bank_files.borrowing import Lent, clashes, joined, loan, missing, with_known_enemies
from examcert.bank_files.compiled import Kept
from examcert.bank_files.entries import Entry, entries
from examcert.bank_files.folder import EXAM, FACTS, MISCONCEPTIONS, BankFolder
from examcert.bank_files.mending import mended
from examcert.bank_files.nodes import UNREAD
from examcert.bank_files.pieces import Path as Place
from examcert.bank_files.pieces import Piece, pieces, read_list
from examcert.bank_files.places import Places
from examcert.bank_files.readings import readings_problems
from examcert.bank_files.source import Source, read_source
from examcert.bank_files.wording import Wording, wordings
from examcert.core.bank import Bank
from examcert.core.blueprint import Blueprint, Domain
from examcert.core.problem import Problem
from examcert.core.question import (
    ChoiceQuestion,
    Fact,
    MatchingQuestion,
    Misconception,
    OrderingQuestion,
    Question,
)
from examcert.core.record import Record
from examcert.core.uncollected import uncollected
from examcert.errors import BadBankError

_KINDS: dict[str, type[Question]] = {
    "choice": ChoiceQuestion,
    "ordering": OrderingQuestion,
    "matching": MatchingQuestion,
}
_ROUNDS = 50
"""Mistakes of one question found one behind the other, before we leave the rest to the next run."""
_R = TypeVar("_R", bound=Record)


@dataclass(frozen=True)
class Reading:
    """What came of reading a bank: the bank, unless there are errors, and every problem."""

    bank: Bank | None
    problems: tuple[Problem, ...]
    sound: Bank | None
    """What could be read without a mistake, for whoever looks further; None without a blueprint."""
    places: Places
    """Where everything was written."""


class _Reader:
    """Reads one bank and gathers its problems."""

    def __init__(self, folder: BankFolder) -> None:
        self.folder = folder
        self.sources: dict[str, Source] = {}
        self.found: list[tuple[Entry, Question]] = []
        self.broken: set[str] = set()
        self.families: dict[str, tuple[Piece, Place]] = {}
        self.cases: dict[str, Any] = {}
        self.sound: dict[str, Question] = {}
        self.places = Places(folder.shown(EXAM))

    def read(self) -> Reading:
        self._read_questions()
        blueprint, plan = self._blueprint()
        facts, fact_shelf = self._cards(FACTS, Fact)
        beliefs, belief_shelf = self._cards(MISCONCEPTIONS, Misconception)
        facts, beliefs = self._borrow(plan, facts, beliefs)
        shelves = {
            "unknown-objective": objectives(plan),
            "unknown-fact": fact_shelf,
            "unknown-misconception": belief_shelf,
            "unknown-enemy": self._others(),
        }
        for entry, said in loose_ends(self.found, plan, facts, beliefs, shelves):
            _report(entry, said)
        problems = self._problems()
        bank = None
        if blueprint is not None and not any(problem.severity == "error" for problem in problems):
            bank = Bank.of_checked(blueprint, [question for _, question in self.found], facts, beliefs)
        sound = bank
        if blueprint is not None and bank is None:
            sound = Bank.of_checked(blueprint, list(self.sound.values()), facts, beliefs)
        return Reading(bank, problems, sound, self.places)

    def read_plan(self, path: Path) -> Blueprint:
        """The blueprint alone, or `BadBankError`."""
        self._read_questions()
        whole, _ = self._blueprint()
        if whole is None:
            raise _bad(path, Reading(None, self._problems(), None, self.places))
        return whole

    def _read_questions(self) -> None:
        for name, raw in self.folder.files:
            self.sources[name] = source = read_source(self.folder.shown(name), raw)
            if name not in (EXAM, FACTS, MISCONCEPTIONS):
                self._questions(source)

    def _lend(self) -> Lent:
        """Everything that another bank might borrow from this one."""
        self._read_questions()
        return Lent(self.found, self._cards(FACTS, Fact)[0], self._cards(MISCONCEPTIONS, Misconception)[0])

    def _borrow(
        self, plan: Blueprint, facts: tuple[Fact, ...], beliefs: tuple[Misconception, ...]
    ) -> tuple[tuple[Fact, ...], tuple[Misconception, ...]]:
        """Take in what neighbouring banks lend to this exam; the cards are the bank's own and those that came along."""
        exam = next((raw for name, raw in self.folder.files if name == EXAM), b"")
        for place, message, remedy in missing(self.folder, plan, exam):
            next(pieces(self.sources[EXAM])).report(("borrows", place), "unknown-bank", message, remedy)
        taken: list[tuple[Entry, Question]] = []
        for neighbour in self.folder.neighbours:
            other = _Reader(neighbour)
            lent = other._lend()
            self.sources |= {f"../{neighbour.path.name}/{name}": source for name, source in other.sources.items()}
            self.broken |= other.broken
            came = list(self._loans(plan, lent, (*facts, *beliefs)))
            facts = joined(facts, lent.facts, [question for _, question in came])
            beliefs = joined(beliefs, lent.beliefs, [question for _, question in came])
            self.places.take("facts", facts, lent.facts, other.places)
            self.places.take("misconceptions", beliefs, lent.beliefs, other.places)
            taken += came
        self.found += [(entry, with_known_enemies(question, self.places.questions)) for entry, question in taken]
        return facts, beliefs

    def _loans(
        self, plan: Blueprint, lent: Lent, cards: tuple[Fact | Misconception, ...]
    ) -> Iterator[tuple[Entry, Question]]:
        for entry, question in lent.found:
            said = loan(plan, question)
            if isinstance(said, Wording):
                _report(entry, said)
            elif said is not None:
                self._meet(entry)
                for name in clashes(said, cards, (*lent.facts, *lent.beliefs)):
                    what = f"The card {name!r}, which this question cites, means something else in {plan.code}."
                    _report(entry, Wording("duplicate-id", what, "Give one of the cards another id.", ("id",)))
                yield entry, said

    def _others(self) -> Shelf:
        """The questions that are there, for those that name them as enemies."""
        lost = bool(self.folder.problems) or any(one.problems and not one.text for one in self.sources.values())
        return Shelf(known=set(self.places.questions), broken=self.broken, lost=lost)

    def _problems(self) -> tuple[Problem, ...]:
        """Every problem in the order of files and lines; what a family wrote once is reported once."""
        told = [*self.folder.problems, *(one for source in self.sources.values() for one in source.problems)]
        told.sort(key=lambda one: (one.file, one.line, one.column, one.rule, one.message))
        unique = {(one.file, one.line, one.column, one.rule, one.message): one for one in reversed(told)}
        return tuple(reversed(unique.values()))

    def _questions(self, source: Source) -> None:
        for entry in entries(source):
            if isinstance(entry, Piece):
                self.broken.update(entry.ids())
                continue
            self._meet(entry)
            question = self._question(entry)
            if question is not None:
                self.found.append((entry, question))
            elif isinstance(entry.data.get("id"), str):
                self.broken.add(entry.data["id"])

    def _question(self, entry: Entry) -> Question | None:
        """The question; where it is broken, something made up that shows its other mistakes."""
        kind = entry.data.get("kind", "choice")
        model = _KINDS.get(kind) if isinstance(kind, str) else None
        if model is None:
            said = Wording("unknown-kind", f"There is no kind {kind!r}.", f"Use {', '.join(_KINDS)}.", ("kind",))
            _report(entry, said)
            return None
        data: dict[str, Any] | None = entry.data
        for turn in range(_ROUNDS):
            try:
                question = model.model_validate(data)
            except ValidationError as error:
                found = wordings(error.errors(include_url=False), model)
            else:
                if turn == 0 and not entry.origin.told:
                    self.sound.setdefault(question.id, question)
                return question
            for said in found:
                _report(entry, said)
            data = mended(data, found, model, entry.origin.keyed) if data is not None else None
            if data is None:
                break
        return None

    def _meet(self, entry: Entry) -> None:
        """Report an id, a family or a case that was given away before."""
        origin, data = entry.origin, entry.data
        name, family, case = data.get("id"), data.get("family"), data.get("case")
        if isinstance(name, str) and (first := self.places.questions.setdefault(name, origin)) is not origin:
            line, _ = first.place(("id",))
            at = f"{first.piece.source.file}:{line}"
            _report(entry, Wording("duplicate-id", f"The id {name!r} is taken: {at}.", "Choose another.", ("id",)))
        if origin.family is not None and isinstance(family, str):
            here = (origin.piece, origin.family)
            if self.families.setdefault(family, here) != here:
                line, column = origin.place(("family",))
                origin.piece.source.report(
                    "duplicate-family", f"Another family is called {family!r} already.",
                    "Choose another name, or put the stems together.", line=line, column=column,
                )  # fmt: skip
        if isinstance(case, dict) and isinstance(case.get("id"), str):
            told = self.cases.setdefault(case["id"], case)
            if told != case and case["id"] != "unread":
                _report(
                    entry,
                    Wording(
                        "duplicate-case", f"Another case is called {case['id']!r} and tells something else.",
                        "Choose another id, or put the questions below one case.", ("case", "id"),
                    ),
                )  # fmt: skip

    def _blueprint(self) -> tuple[Blueprint | None, Blueprint]:
        """The blueprint, and what to check questions against: the same, or as much of it as can be read."""
        nothing = _stand_in("The exam", ())
        source = self.sources.get(EXAM)
        if source is None:
            return None, nothing
        self.places.blueprint = piece = next(pieces(source))
        data = piece.read()
        if data is None and not source.problems:
            source.report("empty", "exam.yaml is empty.", "Write the exam's blueprint in it.")
        if data is None or data is UNREAD:
            return None, nothing
        if not isinstance(data, dict):
            piece.report((), "not-a-mapping", "exam.yaml must be a mapping.", "Start it with `code: …`.")
            return None, nothing
        try:
            whole = Blueprint.model_validate(data)
        except ValidationError as error:
            _report_all(piece, (), error.errors(include_url=False), Blueprint)
        else:
            return whole, whole
        try:
            domains = tuple(Domain.model_validate(domain) for domain in data.get("domains") or ())
        except (ValidationError, TypeError):
            return None, nothing
        return None, _stand_in(str(data.get("code")), domains)

    def _cards(self, name: str, model: type[_R]) -> tuple[tuple[_R, ...], Shelf]:
        """The cards of one file, and the ids of all that are there, broken ones too."""
        source, shelf = self.sources.get(name), Shelf()
        if source is None:
            stem = Path(name).stem
            shelf.lost = any(Path(problem.file).stem.lower() == stem for problem in self.folder.problems)
            return (), shelf
        cards: list[_R] = []
        written = self.places.cards.setdefault(Path(name).stem, [])
        for piece, path, data in read_list(source, "Start each card with `- id: …`."):
            if data is UNREAD:
                shelf.broken.update(piece.ids())
                continue
            card = data.get("id") if isinstance(data, dict) else None
            if isinstance(card, str):
                if card in shelf.known:
                    piece.report(
                        (*path, "id"), "duplicate-id", f"Another card is called {card!r} already.",
                        "Give each its own id.",
                    )  # fmt: skip
                shelf.known.add(card)
            try:
                cards.append(model.model_validate(data))
                written.append((piece, path))
            except ValidationError as error:
                _report_all(piece, path, error.errors(include_url=False), model)
        shelf.lost = not cards and bool(source.problems)
        return tuple(cards), shelf


def _stand_in(code: str, domains: tuple[Domain, ...]) -> Blueprint:
    """As much of a broken blueprint as questions are checked against."""
    known: dict[str, Any] = {"code": code, "domains": domains}
    return Blueprint.model_construct(**known)


def _report(entry: Entry, said: Wording) -> None:
    """Note a problem of a question, unless its place was reported before."""
    origin, name = entry.origin, entry.data.get("id")
    if origin.was_told(said.at):
        return
    origin.told.add(said.at)
    line, column = origin.place(said.at, key=said.named)
    origin.piece.source.report(
        said.rule, said.message, said.remedy, line=line, column=column, question=name if isinstance(name, str) else None
    )


def _report_all(piece: Piece, path: Place, errors: list[ErrorDetails], model: type[Record]) -> None:
    for said in wordings(errors, model):
        piece.report((*path, *said.at), said.rule, said.message, said.remedy, key=said.named)


@uncollected()
def check(path: Path) -> Reading:
    """Read a bank and say everything that is wrong with it, and with what is kept beside it."""
    folder = BankFolder.read(path)
    found = _Reader(folder).read()
    return replace(found, problems=(*found.problems, *readings_problems(folder)))


def read_blueprint(path: Path) -> Blueprint:
    """The blueprint alone, of a bank whose questions may be missing or broken."""
    folder = BankFolder.read(path, alone=True)
    reader = _Reader(BankFolder(folder.path, tuple(file for file in folder.files if file[0] == EXAM)))
    return reader.read_plan(path)


@uncollected()
def read_bank(path: Path, *, compiled: Path | None = None) -> Bank:
    """Read a bank, or raise `BadBankError` with the first of its problems.

    Args:
        path: the bank's folder.
        compiled: a folder for compiled banks. A bank found there that was made of these very
            files is read from there; it is JSON, validated again, and safe to delete.
    """
    folder = BankFolder.read(path)
    kept = Kept(folder, compiled, what="bank") if compiled is not None else None
    if kept is not None and (made := kept.read()) is not None:
        try:
            return Bank.model_validate_json(made)
        except ValidationError:
            # Made by an examcert with other rules; the files themselves decide.
            pass
    reading = _Reader(folder).read()
    if reading.bank is None:
        raise _bad(path, reading)
    if kept is not None:
        # `exclude_defaults` would drop the kinds by which questions are told apart.
        kept.write(reading.bank.model_dump_json(by_alias=True, exclude_none=True))
    return reading.bank


def _bad(path: Path, reading: Reading) -> BadBankError:
    return BadBankError(str(path), count=len(reading.problems), first=str(reading.problems[0]))
