"""What a rule says of itself: a stable code and name, a severity, and a page of documentation.

The reader of files and the audit find different things; to an author both are rules, selected,
explained and reported the same way.
"""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True)
class RulePage:
    """One rule as an author meets it."""

    code: str
    """Short and stable, such as `L1`; the reader's rules have their name alone."""
    name: str
    """What problems, scripts and editors call it, such as `key-longest`."""
    severity: Severity
    summary: str
    """What it looks for, one sentence."""
    why: str
    """Why that matters, with a source where a figure is given."""
    remedy: str
    bad: str
    good: str

    @property
    def title(self) -> str:
        """Code and name; once where they are the same."""
        return self.name if self.code == self.name else f"{self.code} {self.name}"

    @property
    def can_be_waived(self) -> bool:
        """Whether a question may say that the rule does not apply to it. What the reader refuses cannot be waived."""
        return self.code != self.name

    @property
    def page(self) -> str:
        """The rule's documentation page in Markdown."""
        waiving = (
            f"To waive it for one question, with a reason: `waive: {{{self.code}: why it is right here}}`\n"
            if self.can_be_waived
            else "It cannot be waived: the bank could not be read otherwise.\n"
        )
        return (
            f"# {self.title} ({self.severity})\n\n{self.summary}\n\n{self.why}\n\n"
            f"**Bad:** {self.bad}\n\n**Good:** {self.good}\n\n**What to do:** {self.remedy}\n\n{waiving}"
        )


def named(pages: "tuple[RulePage, ...]", asked: str) -> "tuple[RulePage, ...]":
    """The rules that a code, a name or the letter of a group means, in any case; empty when there is none."""
    one = asked.strip().casefold()
    exact = tuple(page for page in pages if one in (page.code.casefold(), page.name.casefold()))
    if exact or len(one) != 1:
        return exact
    return tuple(page for page in pages if page.can_be_waived and page.code[0].casefold() == one)
