"""Second readers' answers against the keys: where they agree, and both sides where they do not."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from examcert.audit.blind import Names, blind_id, blind_names, looks_blind, own_names
from examcert.core.bank import Bank
from examcert.core.marking import credit
from examcert.core.paper import item_of
from examcert.core.question import ChoiceQuestion, KindName, Question
from examcert.core.reader import AnswerSheet, Count, Doubt, Reading, ReadItem, View, read_of
from examcert.errors import AnswerError

VIEWS: tuple[View, ...] = ("full", "choices-only")


@dataclass(frozen=True)
class Decoded:
    """A sheet in the bank's own words."""

    reader: str
    items: Mapping[View, Mapping[str, ReadItem]]
    changed: tuple[str, ...] = ()
    """Names from a blind copy of an earlier state: what was read is no longer there."""


@dataclass(frozen=True)
class Agreement:
    """One reader's answers in one view, beside the keys of today."""

    bank: Bank = field(repr=False)
    reader: str
    view: View
    runs: int
    items: Mapping[str, ReadItem]
    stale: tuple[str, ...] = ()
    """Questions that have changed since they were read, or are gone; they do not count."""

    @cached_property
    def agreed(self) -> frozenset[str]:
        """Questions answered as the key has it."""
        return frozenset(n for n, read in self.items.items() if credit(self.bank.by_id[n], read.answer) >= 1)

    @cached_property
    def disagreements(self) -> tuple[str, ...]:
        """Questions answered otherwise, in the bank's order."""
        return tuple(q.id for q in self.bank.questions if q.id in self.items and q.id not in self.agreed)

    @cached_property
    def doubts(self) -> tuple[str, ...]:
        """Questions a reader said something about, in the bank's order."""
        return tuple(q.id for q in self.bank.questions if q.id in self.items and self.items[q.id].doubt)

    @property
    def disputed(self) -> tuple[str, ...]:
        """What somebody should look at: without a stem, answering otherwise than the key is no news."""
        odd = {*self.doubts, *(self.disagreements if self.view == "full" else ())}
        return tuple(q.id for q in self.bank.questions if q.id in odd)

    @property
    def open(self) -> tuple[str, ...]:
        """Disputes that nobody has settled."""
        return tuple(name for name in self.disputed if not self.items[name].settled)

    @property
    def count(self) -> Count:
        """How many answers agree with the key."""
        return Count(hits=len(self.agreed), n=len(self.items))

    @property
    def by_kind(self) -> dict[KindName, Count]:
        """The same for each kind of question that was read."""
        kinds: dict[KindName, list[str]] = {}
        for name in self.items:
            kinds.setdefault(self.bank.by_id[name].kind_name, []).append(name)
        return {k: Count(hits=sum(n in self.agreed for n in names), n=len(names)) for k, names in kinds.items()}


def decoded(bank: Bank, sheet: AnswerSheet, *, source: str) -> Decoded:
    """A sheet with the bank's own ids. `AnswerError` for the first thing in it that fits no item."""
    blind = {blind_id(question, view): (question, view) for view in VIEWS for question in bank.questions}
    items: dict[View, dict[str, ReadItem]] = {view: {} for view in VIEWS}
    changed: list[str] = []
    for name in dict.fromkeys((*sheet.answers, *sheet.doubts)):
        if name in bank.by_id:
            question, view, own = bank.by_id[name], sheet.view, True
        elif name in blind:
            (question, view), own = blind[name], False
        elif looks_blind(name):
            changed.append(name)
            continue
        else:
            raise _unknown(bank, name, source)
        if question.id in items[view]:
            raise AnswerError(
                f"{source} answers {question.id} twice.", remedy="Use one of its ids: the bank's, or the blind copy's."
            )
        items[view][question.id] = _read(question, view, sheet, name, source, own=own)
    return Decoded(sheet.reader or source, items, tuple(changed))


def _unknown(bank: Bank, name: str, source: str) -> AnswerError:
    near = get_close_matches(name, bank.by_id, n=1)
    return AnswerError(
        f"{source} answers {name!r}, which is no question of {bank.exam}.",
        remedy=f"Did you mean {near[0]}?" if near else "Use the ids of `examcert bank blind`, or the bank's own.",
    )


def _read(question: Question, view: View, sheet: AnswerSheet, name: str, source: str, *, own: bool) -> ReadItem:
    names = own_names(question) if own else blind_names(question)
    real = {shown: option_id for option_id, shown in names.options.items()}

    def option(shown: str) -> str:
        if shown not in real:
            raise AnswerError(
                f"{source} names {shown!r} for {name}, which has no such option.", remedy=f"It has {', '.join(real)}."
            )
        return real[shown]

    raw = sheet.answers.get(name, [])
    given = _by_slot(names, raw, name, source) if isinstance(raw, dict) else raw
    answer = item_of(question, domain="", seed=0).checked(tuple(option(part) if part else "" for part in given))
    if isinstance(question, ChoiceQuestion):
        # A set: two readers who tick the same options in another order agree.
        answer = tuple(option_id for option_id in question.option_ids if option_id in answer)
    doubt = sheet.doubts.get(name)
    if doubt is not None:
        doubt = Doubt(say=doubt.say, options=tuple(map(option, doubt.options)))
    return ReadItem(of=read_of(question, view), answer=answer, doubt=doubt)


def _by_slot(names: Names, raw: Mapping[str, str], name: str, source: str) -> Sequence[str]:
    """A matching's answer in the order of its slots."""
    shown = tuple(names.slots.values())
    if not set(raw) <= set(shown) or not shown:
        raise AnswerError(
            f"{source} gives {name} slots that it does not have.",
            remedy=f"Its slots are {', '.join(shown)}." if shown else "Write its answer as [option ids].",
        )
    return [raw.get(slot, "") for slot in shown]


def agreements(bank: Bank, sheets: Iterable[Decoded]) -> tuple[Agreement, ...]:
    """One agreement for each reader and view; a question answered several times counts by its most frequent answer."""
    read: dict[tuple[str, View], list[Mapping[str, ReadItem]]] = {}
    for sheet in sheets:
        for view, items in sheet.items.items():
            if items:
                read.setdefault((sheet.reader, view), []).append(items)
    return tuple(Agreement(bank, reader, view, *_merged(several)) for (reader, view), several in read.items())


def _merged(several: Sequence[Mapping[str, ReadItem]]) -> tuple[int, dict[str, ReadItem]]:
    gathered: dict[str, list[ReadItem]] = {}
    for items in several:
        for name, item in items.items():
            gathered.setdefault(name, []).append(item)
    runs = max(len(answers) for answers in gathered.values())
    return runs, {name: _majority(answers) for name, answers in gathered.items()}


def _majority(items: Sequence[ReadItem]) -> ReadItem:
    """The most frequent answer; a draw is no answer. The first doubt stands for all."""
    doubt = next((item.doubt for item in items if item.doubt), None)
    votes = Counter(item.answer for item in items).most_common(2)
    drawn = len(votes) > 1 and votes[0][1] == votes[1][1]
    return ReadItem(of=items[0].of, answer=() if drawn else votes[0][0], doubt=doubt)


def reading(found: Agreement, *, kind: str, date: str) -> Reading:
    """An agreement as it is kept beside the bank."""
    return Reading.model_validate(
        {
            "reader": found.reader,
            "kind": kind,
            "view": found.view,
            "date": date,
            "runs": found.runs,
            "items": {q.id: found.items[q.id] for q in found.bank.questions if q.id in found.items},
        }
    )


def standing(bank: Bank, kept: Reading) -> Agreement:
    """A kept reading beside the keys of today: what has changed since is set aside as stale."""
    fresh, stale = {}, []
    for name, item in kept.items.items():
        question = bank.by_id.get(name)
        if question is not None and read_of(question, kept.view) == item.of:
            fresh[name] = item
        else:
            stale.append(name)
    return Agreement(bank, kept.reader, kept.view, kept.runs, fresh, tuple(stale))


def added(kept: Sequence[Reading], new: Reading) -> tuple[Reading, ...]:
    """The readings with one more. Who reads a question again replaces their own earlier answer to it."""
    out = []
    for old in kept:
        left = old.items
        if old.who == new.who:
            left = {name: item for name, item in old.items.items() if name not in new.items}
            if old.date == new.date:
                new = new.model_copy(update={"items": {**left, **new.items}, "runs": max(old.runs, new.runs)})
                continue
        if left:
            out.append(old.model_copy(update={"items": left}))
    return (*out, new)
