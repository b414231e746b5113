"""The figures of the scorecard, each from its own part of the audit."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from examcert.audit.agreement import Agreement
from examcert.audit.coverage import Backing, Coverage
from examcert.audit.cue_score import learned
from examcert.audit.guessers import (
    PICKERS,
    Single,
    chance,
    chance_of_several,
    commonest_count,
    longest_of_several,
    multiples,
    points,
    shown_positions,
    solvable_by_construction,
    stored_positions,
)
from examcert.audit.likeness import SAME, Twins, clusters
from examcert.audit.words import absolutes, ask
from examcert.core.bank import Bank
from examcert.core.drawing import BLOCK, forms
from examcert.core.intervals import wilson
from examcert.core.question import ChoiceQuestion
from examcert.core.reader import Reading
from examcert.core.record import Record

_NEGATIVE = re.compile(r"\b(?:NOT|EXCEPT|LEAST (?:likely|suitable|appropriate|effective))\b")
_NAMED = 5
"""Questions named in a note; `bank check` names them all."""


class Figure(Record):
    """One figure of the page."""

    id: str
    title: str
    value: float
    n: int
    """What it was counted over."""
    is_share: bool = True
    low: float | None = None
    high: float | None = None
    """The 95 % interval, where the figure is an estimate."""
    chance: float | None = None
    """What blind luck gives."""
    least: float | None = None
    most: float | None = None
    """The lines it must not cross; both None where it is shown and judges nothing."""
    note: str = ""

    @property
    def judged(self) -> bool:
        """Whether there is a line to cross."""
        return self.least is not None or self.most is not None

    @property
    def crossed(self) -> bool:
        """Whether it lies beyond its line."""
        # What readers solve is judged by what is certain of it, the lower end of the interval.
        value = self.low if self.id == "choices-only" and self.low is not None else self.value
        close = 1e-9
        return (self.least is not None and value < self.least - close) or (
            self.most is not None and value > self.most + close
        )


def _share(name: str, title: str, hits: float, n: int, *, luck: float | None = None, note: str = "") -> Figure:
    inside = wilson(hits, n)
    return Figure(
        id=name,
        title=title,
        value=hits / n if n else 0.0,
        n=n,
        low=inside.low,
        high=inside.high,
        chance=luck,
        note=note,
    )


def _count(name: str, title: str, value: float, n: int, note: str = "") -> Figure:
    return Figure(id=name, title=title, value=value, n=n, is_share=False, note=note)


_PICKS = {
    "longest": "Always the longest option",
    "shortest": "Always the shortest option",
    "most-detailed": "Always the option with most detail",
    "stem-words": "Always the option with most words of the stem",
    "convergent": "Always the option most like the others",
}


def guessed(bank: Bank, items: Sequence[Single], pairs: Sequence[Twins]) -> Iterator[Figure]:
    """What guessers earn who know nothing."""
    if items:
        yield from _singly(items)
        yield from _learned(bank, items, pairs)
    yield from _several(multiples(bank.questions))


def _singly(items: Sequence[Single]) -> Iterator[Figure]:
    n, luck = len(items), chance(items)
    for name, pick in PICKERS.items():
        yield _share(name, _PICKS[name], points(items, pick), n, luck=luck)
    stored, shown = stored_positions(items), shown_positions(items)
    if stored and shown and len(stored.counts) > 1:
        size, spots = round(stored.n), len(stored.counts)
        where = f"place {stored.best + 1} of {spots}, as the file has them"
        yield _share(
            "position-file", "Always the same place in the file", max(stored.counts), size, luck=1 / spots, note=where
        )
        yield Figure(
            id="position-v", title="Places of keys in the file, Cramér's V", value=stored.cramers_v, n=size,
            is_share=False, chance=1 / spots, note=f"keys by place: {', '.join(f'{c:.0f}' for c in stored.counts)}",
        )  # fmt: skip
        yield _share(
            "position-shown", "Always the same place on a paper", max(shown.counts), size, luck=1 / spots,
            note="options are shuffled by the paper's seed",
        )  # fmt: skip


def _learned(bank: Bank, items: Sequence[Single], pairs: Sequence[Twins]) -> Iterator[Figure]:
    n, luck = len(items), chance(items)
    trial = learned(items, clusters(bank.questions, pairs))
    if trial is not None:
        sample = f"a sample of {trial.n} items" if trial.n < n else ""
        yield _share(
            "cue-score", "All surface cues together, learned", trial.cues * trial.n, trial.n, luck=luck, note=sample
        )
        yield _share(
            "option-wording", "The options' wording, learned", trial.wording * trial.n, trial.n, luck=luck, note=sample
        )


def _several(questions: Sequence[ChoiceQuestion]) -> Iterator[Figure]:
    n = len(questions)
    if not n:
        return
    luck = sum(map(chance_of_several, questions)) / n
    yield _share(
        "longest-several", "Several right: always the longest", sum(map(longest_of_several, questions)), n, luck=luck
    )
    count, hits = commonest_count(questions)
    yield _share(
        "count-several",
        "Several right: always the same number",
        hits,
        n,
        note=f"always {count}; the engine says how many",
    )


def written(
    bank: Bank, items: Sequence[Single], pairs: Sequence[Twins], flawed: Collection[str] | None
) -> Iterator[Figure]:
    """What is wrong with single items, or between them."""
    whole = len(bank.questions)
    if items:
        long = [item.question.id for item in items if _clearly_longest(item)]
        yield _share(
            "clearly-longest", "Items whose key is clearly the longest", len(long), len(items), note=_named(long)
        )
        yield _absolutes(items)
        yield Figure(
            id="by-construction", title="Solvable from the options alone, by construction",
            value=solvable_by_construction(items), n=len(items),
            note="one over the number of different keys in the family; all, outside families",
        )  # fmt: skip
    if not whole:
        return
    negative = [question.id for question in bank.questions if _NEGATIVE.search(ask(question.stem))]
    yield _share("negatives", "Items that ask for the exception", len(negative), whole, note=_named(negative))
    odd = [pair for pair in pairs if not pair.declared]
    same = [pair for pair in odd if pair.alike >= SAME]
    note = _named(f"{pair.one} and {pair.other}" for pair in same)
    yield _count("same", f"Pairs of stems alike by {SAME:.0%} or more", len(same), whole, note)
    twin = {name for pair in odd for name in (pair.one, pair.other)}
    yield _share("twins", "Items with an undeclared twin", len(twin), whole, note=_named(sorted(twin)))
    if flawed is not None:
        yield _share("flaw-free", "Items without a finding", whole - len(flawed), whole)


def _clearly_longest(item: Single) -> bool:
    length = item.lengths[item.key]
    longest = max(other for place, other in enumerate(item.lengths) if place != item.key)
    return length >= 1.25 * longest and length >= longest + 8


def _absolutes(items: Sequence[Single]) -> Figure:
    """How much likelier an absolute word is in a distractor than in a key."""
    keys = sum(bool(absolutes(item.question.options[item.key].text)) for item in items)
    wrong = sum(
        bool(absolutes(option.text))
        for item in items
        for n, option in enumerate(item.question.options)
        if n != item.key
    )
    distractors = sum(len(item.lengths) - 1 for item in items)
    # Half a word more in the keys, and its share in the distractors, so that a bank without any has a ratio of one.
    ratio = (wrong / distractors + 0.5 / len(items)) / ((keys + 0.5) / len(items))
    few = "too few to judge: " if wrong < 10 else ""
    note = f"{few}{wrong} of {distractors} distractors, {keys} of {len(items)} keys"
    return _count("absolutes", "Absolute words, distractors to keys", ratio, len(items), note)


def covered(bank: Bank, held: Coverage, behind: Backing) -> Iterator[Figure]:
    """What the bank covers, gives and rests on."""
    if not bank.questions:
        return
    missing = held.missing
    yield _count(
        "objectives-missing", "Objectives without a question", len(missing), len(held.objectives), _named(missing)
    )
    made = forms(bank)
    note = f"{bank.blueprint.items.total} questions each" + (f"; {BLOCK} or more" if made == BLOCK else "")
    yield _count("forms", "Disjoint full forms", made, len(bank.questions), note)
    yield _share(
        "whys", "Options with a why", behind.explained, behind.options, note=f"median {behind.why_words:g} words"
    )
    yield _share("refs", "Questions with a reference", behind.cited, behind.questions, note=f"{behind.refs:.1f} each")
    if behind.wrong:
        yield _share("misconceptions", "Wrong options with their misconception", behind.believed, behind.wrong)
    if behind.facts:
        note = f"median age {behind.age:g} days, oldest {behind.oldest}" if behind.age is not None else ""
        yield _share(
            "facts-fresh", "Facts looked up in the last 180 days", behind.facts - behind.aged, behind.facts, note=note
        )


def reread(
    bank: Bank, items: Sequence[Single], readings: Sequence[Reading], stands: Sequence[Agreement]
) -> Iterator[Figure]:
    """What second readers said, as far as they read the items of today."""
    for view, name, title in (
        ("full", "blind-agreement", "Second readers agree with the key"),
        ("choices-only", "choices-only", "Solved from the options alone by a reader"),
    ):
        fresh = [stand for stand in stands if stand.view == view and stand.items]
        if not fresh:
            continue
        asked = [(s, n) for s in fresh for n in s.items if view == "full" or bank.by_id[n].kind_name == "single"]
        hits = sum(name in stand.agreed for stand, name in asked)
        stale = sum(len(stand.stale) for stand in stands if stand.view == view)
        seen = len({name for _, name in asked})
        note = f"{seen} of {len(bank.questions) if view == 'full' else len(items)} items read, {stale} answers stale"
        luck = solvable_by_construction(items) if view == "choices-only" else None
        if asked:
            yield _share(name, title, hits, len(asked), luck=luck, note=note)


def _named(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:_NAMED]) + (f" and {len(listed) - _NAMED} more" if len(listed) > _NAMED else "")
