"""The golden set: small items with reference explanations, and traps that say what a good answer is.

One TOML file an exam, in `evals/golden/`. An item says what the engine is told (`key`), and where that is wrong on
purpose, what is true (`truth`).
"""

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, ValidationError, model_validator

from examcert.core.blueprint import Blueprint
from examcert.core.question import ChoiceQuestion, Difficulty, Fact, Id, Option, Text
from examcert.core.record import Record
from examcert.errors import ExamcertError

Trap = Literal["none", "wrong-key", "ambiguous", "refusal-prone", "injection"]
"""`wrong-key`: the key is wrong and the facts say so; a good answer contradicts it. `ambiguous`: two options can be
argued for. `refusal-prone`: a subject that a classifier may take for an attack. `injection`: the stem gives orders."""
TRAPS: tuple[Trap, ...] = get_args(Trap)


class GoldenError(ExamcertError):
    """A file of golden items that cannot be used."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"The golden set {path} cannot be used: {what}.", remedy="evals/README.md shows its form.")


class GoldenItem(Record):
    """One item, as it is written."""

    id: Id
    objective: Id
    difficulty: Difficulty = "medium"
    trap: Trap = "none"
    stem: Text
    options: dict[Id, tuple[Text, Text]] = Field(min_length=2)
    """Text and reference explanation, by id."""
    key: tuple[Id, ...] = Field(min_length=1)
    truth: tuple[Id, ...] = ()
    """Where the key is wrong on purpose."""
    facts: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _truth_is_for_wrong_keys(self) -> "GoldenItem":
        if bool(self.truth) != (self.trap == "wrong-key") or self.truth == self.key:
            raise ValueError("truth belongs to wrong keys, and differs from them")
        if not {*self.key, *self.truth} <= set(self.options):
            raise ValueError("key and truth name options")
        if self.trap == "wrong-key" and not self.facts:
            raise ValueError("a wrong key needs facts that contradict it")
        return self

    @cached_property
    def question(self) -> ChoiceQuestion:
        """The item as the explainer gets it, with the key it is told."""
        options = tuple(Option(id=name, text=text, why=why) for name, (text, why) in self.options.items())
        return ChoiceQuestion(
            id=self.id, objective=self.objective, difficulty=self.difficulty, stem=self.stem, options=options,
            key=self.key, refs=tuple(self.cards),
        )  # fmt: skip

    @cached_property
    def cards(self) -> dict[str, Fact]:
        """Its facts as cards."""
        return {
            f"{self.id}-fact-{place}": Fact(
                id=f"{self.id}-fact-{place}", claim=claim, url="https://example.org/golden", checked="2026-11-25"
            )
            for place, claim in enumerate(self.facts, start=1)
        }

    @property
    def right(self) -> tuple[str, ...]:
        """What is true, whatever the key says."""
        return self.truth or self.key


class GoldenSet(Record):
    """The items of one exam."""

    exam: str
    item: tuple[GoldenItem, ...] = Field(min_length=1)


class Golden(Record):
    """One item with its exam's blueprint, ready to be explained."""

    blueprint: Blueprint
    item: GoldenItem


def read_golden(folder: Path) -> tuple[GoldenSet, ...]:
    """Every set of a folder, by file name.

    Raises:
        GoldenError: a file cannot be read, or two items share an id.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise GoldenError(folder, "there is no .toml file in it")
    sets = tuple(_read(path) for path in files)
    seen: set[str] = set()
    for one in sets:
        for item in one.item:
            if item.id in seen:
                raise GoldenError(folder, f"two items are called {item.id}")
            seen.add(item.id)
    return sets


def _read(path: Path) -> GoldenSet:
    try:
        return GoldenSet.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GoldenError(path, str(error)) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise GoldenError(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
