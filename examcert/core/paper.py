"""A paper: the items one candidate sits, in shown order. It holds no key and no why.

Nothing that is shown, logged or sent to an outside candidate can leak what the type
does not hold. Which items are unscored is not in a paper either; marking derives it.
"""

import re
from typing import Literal, Self

from examcert.core.bank import Bank
from examcert.core.question import Answer, Case, MatchingQuestion, Question
from examcert.core.ranks import ranking, shuffled
from examcert.core.record import Record
from examcert.core.shown import ItemOption, ItemSlot
from examcert.errors import AnswerError, ExamCodeError


class Item(Record):
    """One question as a candidate sees it."""

    id: str
    kind: Literal["choice", "ordering", "matching"]
    domain: str
    objective: str
    stem: str
    options: tuple[ItemOption, ...]
    choose: int
    """Options to select, steps to place, or slots to fill."""
    slots: tuple[ItemSlot, ...] = ()
    reuse: bool = False
    case: Case | None = None

    def fits(self, question: Question) -> bool:
        """Whether a question still has the parts that were shown: its bank may have been edited since."""
        slots = [slot.id for slot in question.slots] if isinstance(question, MatchingQuestion) else []
        return (
            self.kind == question.kind
            and {option.id for option in self.options} == set(question.option_ids)
            and [slot.id for slot in self.slots] == slots
        )

    def checked(self, answer: Answer) -> Answer:
        """The answer, if it fits this item. Too few parts are legal; `AnswerError` says what is not."""
        ids = {option.id for option in self.options}
        if stray := [name for name in answer if name not in ids and not (name == "" and self.kind == "matching")]:
            raise AnswerError(
                f"{self.id} has no option {stray[0]!r}.", remedy=f"Its options are {', '.join(sorted(ids))}."
            )
        if len(answer) > self.choose:
            raise AnswerError(f"{self.id} takes {self.choose}, not {len(answer)}.", remedy="Leave some out.")
        filled = [name for name in answer if name]
        if len(set(filled)) < len(filled) and not self.reuse:
            raise AnswerError(f"The answer to {self.id} names an option twice.", remedy="Name each option once.")
        if self.kind == "matching":
            self._check_slots(answer)
        return answer if filled else ()

    def _check_slots(self, answer: Answer) -> None:
        for slot, option_id in zip(self.slots, answer, strict=False):
            if option_id and slot.options and option_id not in slot.options:
                raise AnswerError(
                    f"Slot {slot.id!r} of {self.id} does not take {option_id!r}.",
                    remedy=f"It takes {', '.join(slot.options)}.",
                )


class Paper(Record):
    """Items in shown order, and what it takes to draw them again."""

    exam: str
    seed: int
    bank_digest: str
    minutes: int
    items: tuple[Item, ...]

    @property
    def code(self) -> str:
        """The exam code: exam, seed and the start of the bank's digest."""
        return f"{self.exam}-{self.seed}-{self.bank_digest[:8]}"

    def item(self, item_id: str) -> Item:
        """The item with this id. `KeyError` when it is not on the paper."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)


class ExamCode(Record):
    """An exam code taken apart."""

    exam: str
    seed: int
    digest: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code such as `AIF-C01-7-1a2b3c4d`, in any case."""
        match = re.fullmatch(r"([A-Z0-9][A-Z0-9-]*)-(\d{1,9})-([0-9a-f]{8})", text.strip(), re.IGNORECASE | re.ASCII)
        if match is None:
            raise ExamCodeError(
                f"{text!r} is no exam code.", remedy="A code looks like AIF-C01-7-1a2b3c4d: exam, seed, bank."
            )
        return cls(exam=match[1].upper(), seed=int(match[2]), digest=match[3].lower())

    def check(self, bank: Bank) -> None:
        """Refuse a code of another exam or of another state of the bank."""
        if self.exam != bank.exam:
            raise ExamCodeError(f"This is a code of {self.exam}, not of {bank.exam}.", remedy="Name the other exam.")
        if not bank.digest.startswith(self.digest):
            raise ExamCodeError(
                f"The bank of {bank.exam} has changed since this code was made (then {self.digest}, "
                f"now {bank.digest[:8]}), so the same paper cannot be drawn.",
                remedy="Use the version of the bank the code came from, or draw a new paper with --seed.",
            )


def item_of(question: Question, *, domain: str, seed: int) -> Item:
    """A question as an item, its options in the order the seed gives them."""
    ids = question.option_ids
    order = shuffled(ids, "options", seed, question.id) if question.shuffle else ids
    shown = {option.id: option.shown for option in question.options}
    matching = question if isinstance(question, MatchingQuestion) else None
    return Item(
        id=question.id,
        kind=question.kind,
        domain=domain,
        objective=question.objective,
        stem=question.stem,
        options=tuple([shown[name] for name in order]),
        choose=question.choose,
        slots=tuple([slot.shown for slot in matching.slots]) if matching else (),
        reuse=matching is not None and matching.reuse,
        case=question.case,
    )


def unscored_ids(bank: Bank, paper: Paper) -> frozenset[str]:
    """Ids of the items that do not count, by the vendor's numbers: derived, so that no paper tells.

    Only a paper of full length has any. Per domain it is the whole quota less the scored one,
    chosen by the seed.
    """
    plan = bank.blueprint
    if not plan.items.unscored or len(paper.items) != plan.items.total:
        return frozenset()
    scored = plan.quotas(plan.items.scored)
    chosen: set[str] = set()
    for domain, wanted in scored.items():
        held = [item.id for item in paper.items if item.domain == domain]
        held.sort(key=ranking("unscored", paper.seed))
        chosen.update(held[wanted:])
    return frozenset(chosen)


def paper_of(bank: Bank, questions: list[Question], *, seed: int) -> Paper:
    """A paper of these questions in this order."""
    domain_of = bank.domain_of
    return Paper(
        exam=bank.exam,
        seed=seed,
        bank_digest=bank.digest,
        minutes=bank.blueprint.minutes,
        items=tuple([item_of(q, domain=domain_of[q.objective], seed=seed) for q in questions]),
    )
