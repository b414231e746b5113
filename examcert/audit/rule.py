"""A rule of the audit, and what it finds.

A rule looks at one question at a time, or at a bank as a whole. Questions come first and
rules second, so that what is counted of a text is counted once and then forgotten: the audit
of a bank of any size needs the memory of its findings.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from examcert.audit.words import content_stems
from examcert.core.bank import Bank
from examcert.core.question import Option, Question
from examcert.core.rules import RulePage, Severity
from examcert.core.uncollected import uncollected
from examcert.core.vendor import Vendor

At = tuple[str | int, ...]

ENOUGH_TO_COUNT, COMMON_SHARE = 30, 0.1
"""From so many questions on, a word in such a share of the stems is the subject's own."""


@dataclass(frozen=True)
class Finding:
    """One place where a rule fires. `question` is None for the bank as a whole."""

    message: str
    at: At = ()
    """Path inside the question, such as `("options", 2, "text")`; inside the bank `("facts", 3)`."""
    question: str | None = None
    remedy: str | None = None
    """What to do here; None means the rule's own remedy."""
    severity: Severity | None = None
    """Where a case is better or worse than the rule in general."""


@dataclass(frozen=True)
class Circumstances:
    """What a rule may need to know besides the bank."""

    today: date
    vendors: tuple[Vendor, ...] = ()
    max_age_days: int = 180
    """How old the check of a fact may be."""
    neighbours: tuple[Bank, ...] = ()
    """Other banks, for twins across banks."""
    dead: Mapping[str, str] = field(default_factory=dict)
    """Addresses that did not answer, and what came instead. Empty when nobody asked."""


@dataclass(frozen=True)
class Scene:
    """A bank and its circumstances, with what rules about single questions need to know of the rest."""

    bank: Bank
    circumstances: Circumstances
    kept: dict[str, Any] = field(default_factory=dict, compare=False)
    """What one rule worked out and another needs too."""
    waivers: set[tuple[str, str]] = field(default_factory=set, compare=False)
    """Questions and the names in their `waive` that silenced something."""
    running: frozenset[str] = frozenset()
    """Codes of the rules that run."""

    @cached_property
    def families(self) -> Mapping[str, tuple[Question, ...]]:
        """Questions by family."""
        held: dict[str, list[Question]] = {}
        for question in self.bank.questions:
            if question.family is not None:
                held.setdefault(question.family, []).append(question)
        return {name: tuple(siblings) for name, siblings in held.items()}

    @cached_property
    def vendor(self) -> Vendor | None:
        """The table of the exam's vendor."""
        name = self.bank.blueprint.vendor.casefold()
        return next((one for one in self.circumstances.vendors if one.vendor.casefold() == name), None)

    @cached_property
    def common(self) -> frozenset[str]:
        """Stems of words that stand in a tenth of all question stems: what the exam is about echoes everywhere."""
        whole = len(self.bank.questions)
        if whole < ENOUGH_TO_COUNT:
            return frozenset()
        counted = Counter(word for question in self.bank.questions for word in content_stems(question.stem))
        return frozenset(word for word, times in counted.items() if times >= COMMON_SHARE * whole)

    @cached_property
    def uses_clues(self) -> bool:
        """Whether the bank quotes its stems in clues at all."""
        return any(option.clue for question in self.bank.questions for option in question.options)

    def is_even(self, question: Question) -> bool:
        """Whether siblings with other keys share these options, so that their form gives nothing away."""
        siblings = self.families.get(question.family or "", ())
        return len({frozenset(sibling.key) for sibling in siblings}) > 1


Each = Callable[[Question, Scene], Iterable[Finding]]
Whole = Callable[[Scene], Iterable[Finding]]


@dataclass(frozen=True, kw_only=True)
class Rule(RulePage):
    """A rule with the check behind it: of each question, or of the whole bank."""

    each: Each | None = field(default=None, repr=False)
    whole: Whole | None = field(default=None, repr=False)
    last: bool = False
    """Whether it looks at what the other rules did."""
    misses: bool = False
    """Whether it says that something is not there, which nobody can say of a bank that was read in part."""


@dataclass(frozen=True)
class Fired:
    """A finding together with its rule; waived ones carry the stated reason."""

    rule: Rule
    finding: Finding
    waived: str | None = None

    @property
    def severity(self) -> Severity:
        """How bad it is here."""
        return self.finding.severity or self.rule.severity

    @property
    def remedy(self) -> str:
        """What to do here."""
        return self.finding.remedy or self.rule.remedy


@uncollected()
def run(bank: Bank, rules: Iterable[Rule], circumstances: Circumstances) -> tuple[Fired, ...]:
    """Every finding of every rule, waived ones included and marked."""
    return tuple(_run(bank, rules, circumstances))


def _run(bank: Bank, rules: Iterable[Rule], circumstances: Circumstances) -> Iterator[Fired]:
    known = tuple(rules)
    scene = Scene(bank, circumstances, running=frozenset(rule.code for rule in known))
    each = [(rule, rule.each) for rule in known if rule.each is not None]
    for question in bank.questions:
        for rule, check in each:
            for finding in check(question, scene):
                yield _fired(rule, replace(finding, question=question.id), question, scene)
    for rule in sorted(known, key=lambda rule: rule.last):
        for finding in rule.whole(scene) if rule.whole is not None else ():
            yield _fired(rule, finding, bank.by_id.get(finding.question or ""), scene)


def _fired(rule: Rule, finding: Finding, question: Question | None, scene: Scene) -> Fired:
    waived = None
    if question is not None and question.waive:
        waived = next((name for name in question.waive if name.casefold() in (rule.code.casefold(), rule.name)), None)
        if waived is not None:
            scene.waivers.add((question.id, waived))
            return Fired(rule, finding, question.waive[waived])
    return Fired(rule, finding)


def keys_and_others(question: Question) -> tuple[list[Option], list[Option]]:
    """The options in the key, and those that are not."""
    return (
        [option for option in question.options if option.id in question.key],
        [option for option in question.options if option.id not in question.key],
    )


def places(question: Question, *fields: str) -> Iterator[tuple[At, str]]:
    """Texts of a question with their places: `stem`, `case`, and of options and slots `text`, `why`, `about`."""
    if "stem" in fields:
        yield ("stem",), question.stem
    if "case" in fields and question.case is not None:
        yield ("case", "text"), question.case.text
    for part in ("options", "slots"):
        for place, one in enumerate(getattr(question, part, ())):
            for name in ("text", "about", "why"):
                if name in fields and (text := getattr(one, name, None)):
                    yield (part, place, name), text
