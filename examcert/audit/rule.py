"""A rule of the audit, and what it finds.

A rule has a stable code that scripts select and authors waive, and a page of its own:
what it looks for, why that matters, a bad and a good example, and what to do.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from examcert.core.bank import Bank

Severity = Literal["error", "warning"]
At = tuple[str | int, ...]


@dataclass(frozen=True)
class Finding:
    """One place where a rule fires. `question` is None for the bank as a whole."""

    message: str
    question: str | None = None
    at: At = ()
    """Path inside the question, such as `("options", 2, "text")`; inside the bank `("facts", 3)`."""
    remedy: str | None = None
    """What to do here; None means the rule's own remedy."""


@dataclass(frozen=True)
class Names:
    """A renamed or closed service: what it was called, what it is called, and since when."""

    old: str
    new: str | None
    note: str
    since: str | None = None
    allowed: tuple[str, ...] = ()
    """Phrases that contain the old name and are right."""


@dataclass(frozen=True)
class Circumstances:
    """What a rule may need to know besides the bank."""

    today: date
    names: tuple[Names, ...] = ()
    official_hosts: tuple[str, ...] = ()
    """Hosts whose pages count as the vendor's own; empty means any."""
    max_age_days: int = 180
    """How old the check of a fact may be."""
    neighbours: tuple[Bank, ...] = ()
    """Other banks, for twins across banks."""


Check = Callable[[Bank, Circumstances], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """One rule: its code and name, what it says, and the check behind it."""

    code: str
    name: str
    severity: Severity
    summary: str
    """What it looks for, one sentence."""
    why: str
    """Why that matters, with a source where a figure is given."""
    remedy: str
    bad: str
    good: str
    check: Check = field(repr=False)

    @property
    def page(self) -> str:
        """The rule's documentation page in Markdown."""
        return (
            f"# {self.code} {self.name} ({self.severity})\n\n{self.summary}\n\n{self.why}\n\n"
            f"**Bad:** {self.bad}\n\n**Good:** {self.good}\n\n**What to do:** {self.remedy}\n\n"
            f"To waive it for one question, with a reason: `waive: {{{self.code}: why it is right here}}`\n"
        )


@dataclass(frozen=True)
class Fired:
    """A finding together with its rule; waived ones carry the stated reason."""

    rule: Rule
    finding: Finding
    waived: str | None = None


def run(bank: Bank, rules: Iterable[Rule], circumstances: Circumstances) -> Iterator[Fired]:
    """Every finding of every rule, waived ones included and marked."""
    for rule in rules:
        for finding in rule.check(bank, circumstances):
            question = bank.by_id.get(finding.question) if finding.question else None
            reason = None
            if question is not None:
                reason = question.waive.get(rule.code) or question.waive.get(rule.name)
            yield Fired(rule, finding, reason)
