"""A bank's problems as one list: what the reader of its files says, then what the audit says of what was read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from examcert.audit.rule import Circumstances, Fired, Rule
    from examcert.bank_files.places import Places
    from examcert.core.bank import Bank
    from examcert.core.problem import Problem
    from examcert.core.rules import RulePage
    from examcert.core.vendor import Vendor
    from examcert.reports.shapes import ProblemsOut


@dataclass(frozen=True)
class Chosen:
    """Which rules an author wants to hear of; all of them when nothing is selected."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of the rules that count."""
        selected = _named(self.select) if self.select else frozenset(page.name for page in pages())
        return selected - _named(self.ignore)


@dataclass(frozen=True)
class Checked:
    """What a check found."""

    folder: str
    bank: "Bank | None"
    """None when its files have errors."""
    questions: int
    problems: tuple["Problem", ...]
    waived: tuple[tuple["Problem", str], ...]
    unheard: int
    """Errors of the reader that were not selected; the bank is unreadable all the same."""

    @property
    def errors(self) -> int:
        """Problems that make the check fail."""
        return sum(problem.severity == "error" for problem in self.problems) + self.unheard

    @property
    def flawed(self) -> frozenset[str]:
        """Ids of the questions with a problem, waived or not."""
        told = (*self.problems, *(problem for problem, _ in self.waived))
        return frozenset(problem.question for problem in told if problem.question is not None)

    @property
    def summary(self) -> str:
        """One line: what was read, and how many problems of which kind it has."""
        errors = self.errors - self.unheard
        parts = [
            _count(self.questions, "question"),
            _count(errors, "error"),
            _count(len(self.problems) - errors, "warning"),
            *([f"{len(self.waived)} waived"] if self.waived else []),
        ]
        told = f"{self.folder}: {', '.join(parts)}."
        if self.bank is None and not self.unheard:
            told += " Rules on what a bank lacks wait until its files have no error."
        if self.unheard:
            told += f" Its files have {_count(self.unheard, 'more error')} that no option asks for; it cannot be read."
        return told

    def document(self) -> "ProblemsOut":
        """The JSON document."""
        from examcert.reports.problems import problems_document

        return problems_document(self.folder, self.questions, self.problems, self.waived, by_name())


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class Wanted:
    """How to check."""

    today: date
    chosen: Chosen = field(default_factory=Chosen)
    max_age_days: int = 180
    neighbours: tuple["Bank", ...] = ()
    online: bool = False


def pages() -> tuple["RulePage", ...]:
    """Every rule there is: the audit's in the order of their codes, then the reader's by name."""
    from examcert.audit.rules import RULES
    from examcert.bank_files import RULES as READER

    return (*RULES, *READER)


def pages_of(asked: str) -> tuple["RulePage", ...]:
    """The rules that a code, a name or a group's letter means."""
    from examcert.core.rules import named

    known = pages()
    found = named(known, asked)
    if not found:
        names = [*(page.name for page in known), *(page.code for page in known)]
        near = get_close_matches(asked.strip().casefold(), names, n=1, cutoff=0.5)
        guess = f"Did you mean {near[0]}? " if near else ""
        raise ExamcertError(
            f"There is no rule {asked!r}.",
            remedy=f"{guess}docs/rules.md lists every code and name, such as L1 or key-longest.",
        )
    return found


def _named(asked: Sequence[str]) -> frozenset[str]:
    parts = (part for one in asked for part in one.split(",") if part.strip())
    return frozenset(page.name for part in parts for page in pages_of(part))


def checked(folder: Path, wanted: Wanted) -> Checked:
    """Read and audit one bank."""
    from examcert.bank_files import check

    reading = check(folder)
    names = wanted.chosen.names
    problems = [problem for problem in reading.problems if problem.rule in names]
    unheard = 0
    if reading.bank is None:
        unheard = sum(problem.severity == "error" and problem.rule not in names for problem in reading.problems)
    waived: list[tuple[Problem, str]] = []
    if reading.sound is not None:
        rules = _rules(names, whole=reading.bank is not None)
        around = _circumstances(reading.sound, wanted, folder)
        for problem, reason in _audited(reading.sound, rules, reading.places, around):
            if reason is None:
                problems.append(problem)
            else:
                waived.append((problem, reason))
    return Checked(
        folder=str(folder),
        bank=reading.bank,
        questions=len(reading.sound.questions) if reading.sound else 0,
        problems=_in_order(problems),
        waived=tuple(waived),
        unheard=unheard,
    )


def _rules(names: Iterable[str], *, whole: bool) -> list["Rule"]:
    """The audit's rules of these names; without those on what is missing when the bank was not read as a whole."""
    from examcert.audit.rules import RULES

    return [rule for rule in RULES if rule.name in names and (whole or not rule.misses)]


def _audited(
    bank: "Bank", rules: Iterable["Rule"], places: "Places", circumstances: "Circumstances"
) -> Iterator[tuple["Problem", str | None]]:
    """What the audit finds, with the reason where it is waived."""
    from examcert.audit.rule import run

    for fired in run(bank, rules, circumstances):
        yield _problem(fired, places), fired.waived


def _circumstances(bank: "Bank", wanted: Wanted, folder: Path) -> "Circumstances":
    from examcert import addresses
    from examcert.audit.rule import Circumstances, Scene
    from examcert.audit.rules.sources import addresses as cited

    known = Circumstances(
        today=wanted.today,
        vendors=_vendors(folder),
        max_age_days=wanted.max_age_days,
        neighbours=wanted.neighbours,
    )
    return replace(known, dead=addresses.dead(cited(Scene(bank, known)))) if wanted.online else known


def _vendors(folder: Path) -> "tuple[Vendor, ...]":
    """The tables beside the bank, then those of the known roots; the first of a vendor counts."""
    from examcert import locations
    from examcert.bank_files import read_vendors

    bank = folder if folder.is_dir() else folder.parent
    beside = (bank.resolve().parent / "names", *(root / "names" for root in locations.bank_roots()))
    return tuple(table for place in dict.fromkeys(beside) for table in read_vendors(place))


def _problem(fired: "Fired", places: "Places") -> "Problem":
    from examcert.core.problem import Problem

    finding = fired.finding
    place = places.place(finding.at, finding.question)
    return Problem(
        file=place.file,
        line=place.line,
        column=place.column,
        rule=fired.rule.name,
        severity=fired.severity,
        message=finding.message,
        remedy=fired.remedy,
        question=finding.question,
    )


def _in_order(problems: Iterable["Problem"]) -> tuple["Problem", ...]:
    """Problems as they stand in the files; what a family wrote once is told once."""
    ordered = sorted(problems, key=lambda one: (one.file, one.line, one.column, one.rule, one.message))
    unique = {(one.file, one.line, one.column, one.rule, one.message): one for one in reversed(ordered)}
    return tuple(reversed(unique.values()))


def neighbours(folders: Iterable[Path]) -> tuple["Bank", ...]:
    """Banks to find twins in, as far as they can be read."""
    from examcert.bank_files import check

    found = (check(folder).sound for folder in folders)
    return tuple(bank for bank in found if bank is not None)


def by_name() -> Mapping[str, "RulePage"]:
    """Each rule by its name."""
    return {page.name: page for page in pages()}


def titles() -> Mapping[str, str]:
    """Code and name of each rule by its name."""
    return {page.name: page.title for page in pages()}
