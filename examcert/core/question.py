"""Questions, and the one shape every answer takes.

An answer is a tuple of option ids: the chosen ones for a choice, in sequence for an
ordering, one per slot for a matching. Ids, never letters: an option keeps its id
however a paper shuffles it, and only a screen turns ids into A, B, C.

Three kinds carry the real exams. Single answer and multiple response are one kind
(the size of the key); yes/no grids, drop-downs and drag-and-drop are `matching`.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from examcert.core.problem import fault
from examcert.core.record import Record
from examcert.core.shown import ItemOption, ItemSlot

Answer = tuple[str, ...]
"""Option ids, in the order given. Empty means left unanswered; `""` fills a blank slot of a matching."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)]
"""An identifier: letters, digits, dots, dashes and underscores."""

Text = Annotated[str, StringConstraints(min_length=1)]
Difficulty = Literal["easy", "medium", "hard"]
KindName = Literal["single", "multiple", "ordering", "matching"]
"""What a candidate calls the kind of a question; blueprints give their mix in these."""


class Option(Record):
    """One thing to choose, place or match, with the reason it is right or wrong."""

    id: Id
    text: Text
    why: Text
    """Shown only after the answer, for right and wrong options alike."""
    about: str | None = None
    """What the option is, true in every question; written once a family."""
    clue: str | None = None
    """The words of the stem that decide for or against this option, quoted exactly."""
    misconception: Id | None = None
    """The wrong belief that makes this option tempting: an id of the bank's closed list."""

    @cached_property
    def shown(self) -> ItemOption:
        """What a paper holds of it; one value for all papers, because drawing makes thousands."""
        return ItemOption(id=self.id, text=self.text)


class Slot(Record):
    """One place of a matching that takes exactly one option."""

    id: Id
    text: Text
    why: Text
    options: tuple[str, ...] = ()
    """The only option ids this slot may take; empty means any."""

    @cached_property
    def shown(self) -> ItemSlot:
        """What a paper holds of it."""
        return ItemSlot(id=self.id, text=self.text, options=self.options)


class Case(Record):
    """A scenario that several questions share; they stay together on a paper."""

    id: Id
    title: Text
    text: Text


class Reference(Record):
    """An address in vendor documentation, for small banks without fact cards."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
    supports: str | None = None
    checked: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None


class QuestionBase(Record):
    """What all kinds share."""

    id: Id
    objective: Id
    skill: str | None = None
    difficulty: Difficulty
    decision: str | None = None
    """The decision the question asks for, in one line: for authors and reviewers."""
    stem: Text
    options: tuple[Option, ...] = Field(min_length=2)
    refs: tuple[str | Reference, ...] = ()
    """Ids of fact cards, or inline addresses."""
    also: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]*:[A-Za-z0-9._-]+$")], ...] = ()
    """Objectives of other exams that the question serves, written EXAM:OBJECTIVE."""
    case: Case | None = None
    family: Id | None = None
    enemies: tuple[Id, ...] = ()
    """Questions that may not share a paper with this one, because one gives the other away."""
    shuffle: bool = True
    """False where the order of the options carries meaning (numbers, stages, times)."""
    valid_from: str | None = None
    valid_to: str | None = None
    origin: str | None = None
    author: str | None = None
    waive: dict[str, Text] = Field(default_factory=dict)
    """Rules of the audit that do not apply here, by code, each with the reason."""

    @field_validator("options")
    @classmethod
    def _option_ids_differ(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
        counted = Counter(option.id for option in options)
        for place, option in enumerate(options):
            if counted[option.id] > 1:
                raise fault(
                    "duplicate-option", f"Two options are called {option.id!r}.", "Give each its own id.", place, "id"
                )
        return options

    @model_validator(mode="after")
    def _clues_are_quotations(self) -> Self:
        told = " ".join(f"{self.stem} {self.case.text if self.case else ''}".split())
        for place, option in enumerate(self.options):
            if option.clue and " ".join(option.clue.split()) not in told:
                raise fault(
                    "clue-not-in-stem",
                    f"The clue {option.clue!r} is not in the stem.",
                    "Quote the stem's own words, unbroken.",
                    "options", place, "clue",
                )  # fmt: skip
        return self

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Ids of the options, in the author's order."""
        return tuple(option.id for option in self.options)

    @property
    def case_id(self) -> str | None:
        """Id of the shared scenario, if there is one."""
        return self.case.id if self.case else None

    def option(self, option_id: str) -> Option:
        """The option with this id. `KeyError` when there is none."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(option_id)

    def read_by_candidate(self) -> dict[str, Any]:
        """Everything a candidate reads or picks from, ids included, in the author's order."""
        seen: dict[str, Any] = {"stem": self.stem, "options": [[o.id, o.text] for o in self.options]}
        if self.case:
            seen["case"] = [self.case.title, self.case.text]
        return seen

    @cached_property
    def fingerprint(self) -> str:
        """16 hex digits over what the candidate reads. Whys, keys and references do not count."""
        told = json.dumps(self.read_by_candidate(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(told.encode()).hexdigest()[:16]


def check_key_names_options(key: Iterable[str], options: Iterable[str]) -> None:
    """Refuse a key that names an option that is not there, or the same one twice."""
    ids = tuple(options)
    named: set[str] = set()
    for place, option_id in enumerate(key):
        if option_id not in ids:
            raise fault(
                "key-not-an-option",
                f"The key names {option_id!r}, but the options are {', '.join(ids)}.",
                "Use the id of an option.",
                "key", place,
            )  # fmt: skip
        if option_id in named:
            raise fault("key-repeats", f"The key names {option_id!r} twice.", "Name each option once.", "key", place)
        named.add(option_id)


class ChoiceQuestion(QuestionBase):
    """A stem, its options, and the set of options that earns the credit."""

    kind: Literal["choice"] = "choice"
    key: tuple[str, ...] = Field(min_length=1)
    """The right options, kept in the order of the options."""

    @model_validator(mode="after")
    def _key_leaves_a_choice(self) -> Self:
        check_key_names_options(self.key, self.option_ids)
        if len(self.key) == len(self.options):
            raise fault("key-is-everything", "Every option is in the key.", "Add an option that is wrong.", "key")
        in_order = tuple(option_id for option_id in self.option_ids if option_id in self.key)
        if in_order != self.key:
            self.__dict__["key"] = in_order
        return self

    @property
    def choose(self) -> int:
        """How many options to select."""
        return len(self.key)

    @property
    def kind_name(self) -> KindName:
        """`single` or `multiple`."""
        return "single" if len(self.key) == 1 else "multiple"

    def read_by_candidate(self) -> dict[str, Any]:  # noqa: D102 - as the base says
        return super().read_by_candidate() | {"kind": "choice", "choose": self.choose}


class OrderingQuestion(QuestionBase):
    """Steps to put in order; steps that the key leaves out stay unused."""

    kind: Literal["ordering"] = "ordering"
    key: tuple[str, ...] = Field(min_length=2)
    """The right steps in their right order."""

    @model_validator(mode="after")
    def _key_names_options(self) -> Self:
        check_key_names_options(self.key, self.option_ids)
        return self

    @property
    def choose(self) -> int:
        """How many steps to place."""
        return len(self.key)

    @property
    def kind_name(self) -> KindName:
        """`ordering`."""
        return "ordering"

    def read_by_candidate(self) -> dict[str, Any]:  # noqa: D102 - as the base says
        return super().read_by_candidate() | {"kind": "ordering", "choose": self.choose}


class MatchingQuestion(QuestionBase):
    """Slots, each of which takes one option."""

    kind: Literal["matching"] = "matching"
    slots: tuple[Slot, ...] = Field(min_length=1)
    reuse: bool = False
    """Whether one option may fill several slots."""
    key: tuple[str, ...]
    """The right option of each slot, in the order of the slots. Files and documents write {slot: option}."""

    @model_validator(mode="before")
    @classmethod
    def _key_by_slot(cls, data: Any) -> Any:
        """Accept the key as {slot id: option id}, the form people write."""
        if not isinstance(data, Mapping) or not isinstance(data.get("key"), Mapping):
            return data
        slots = data.get("slots")
        if not isinstance(slots, (list, tuple)):
            return data
        ids = [str(slot.get("id") if isinstance(slot, Mapping) else slot.id) for slot in slots]
        key: Mapping[str, Any] = data["key"]
        if stray := [name for name in key if name not in ids]:
            raise fault(
                "key-not-a-slot", f"The key fills {stray[0]!r}, which is no slot.", "Use the ids of the slots.",
                "key", stray[0],
            )  # fmt: skip
        if missing := [name for name in ids if name not in key]:
            raise fault("slot-without-key", f"The key leaves slot {missing[0]!r} empty.", "Give it an option.", "key")
        return {**data, "key": [key[name] for name in ids]}

    @model_validator(mode="after")
    def _key_fits_slots(self) -> Self:
        ids = [slot.id for slot in self.slots]
        if len(set(ids)) != len(ids):
            raise fault("duplicate-slot", "Two slots share an id.", "Give each slot its own id.", "slots")
        if len(self.key) != len(self.slots):
            raise fault(
                "slot-without-key", f"{len(self.slots)} slots, but {len(self.key)} answers.", "Key every slot.", "key"
            )
        check_key_names_options(self.key if not self.reuse else dict.fromkeys(self.key), self.option_ids)
        for place, (slot, option_id) in enumerate(zip(self.slots, self.key, strict=True)):
            self._check_limit(place, slot, option_id)
        return self

    def _check_limit(self, place: int, slot: Slot, option_id: str) -> None:
        if stray := [name for name in slot.options if name not in self.option_ids]:
            raise fault(
                "slot-limit-unknown", f"Slot {slot.id!r} allows {stray[0]!r}, which is no option.",
                "Use ids of options.", "slots", place, "options",
            )  # fmt: skip
        if slot.options and option_id not in slot.options:
            raise fault(
                "key-outside-slot", f"Slot {slot.id!r} does not allow its own key {option_id!r}.",
                "Add it to the options of the slot.", "slots", place, "options",
            )  # fmt: skip

    @property
    def choose(self) -> int:
        """How many slots to fill."""
        return len(self.slots)

    @property
    def kind_name(self) -> KindName:
        """`matching`."""
        return "matching"

    def read_by_candidate(self) -> dict[str, Any]:  # noqa: D102 - as the base says
        slots = [[slot.id, slot.text, list(slot.options)] for slot in self.slots]
        return super().read_by_candidate() | {"kind": "matching", "slots": slots, "reuse": self.reuse}


Question = ChoiceQuestion | OrderingQuestion | MatchingQuestion
AnyQuestion = Annotated[Question, Field(discriminator="kind")]
"""A question of any kind, told apart by `kind` when it is read."""


class Fact(Record):
    """One product fact with its address and the day it was seen there."""

    id: Id
    claim: Text
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
    checked: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    also_right_when: str | None = None
    valid_to: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None


class Misconception(Record):
    """A mistaken belief that distractors test for, and what corrects it."""

    id: Id
    belief: Text
    corrects: Text
