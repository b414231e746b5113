"""What a vendor publishes about an exam: what it covers, how long it takes, how it is scored.

Exams change every year, so the life cycle (active, retired, replaced) is data. A figure
that the vendor does not publish is named in `unofficial` with the reason for our value.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from examcert.core.problem import fault
from examcert.core.question import Id, KindName, Text
from examcert.core.record import Record

Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
"""An ISO 8601 day, kept as text: blueprints compare dates, they do not compute with them."""


def _range(value: Any) -> Any:
    """A single weight is a range of one value."""
    if isinstance(value, (list, tuple)):
        return value
    return (value, value)


Weight = Annotated[tuple[float, float], BeforeValidator(_range)]
"""Per cent of the exam, from the low to the high end as the vendor prints it."""


class Objective(Record):
    """One numbered task of an exam guide."""

    id: Id
    name: Text


class Domain(Record):
    """A section of the blueprint, with its weight in per cent."""

    id: Id
    name: Text
    weight: Weight
    objectives: tuple[Objective, ...] = Field(min_length=1)

    @property
    def middle(self) -> Fraction:
        """The middle of the weight range, exact."""
        low, high = self.weight
        return (Fraction(str(low)) + Fraction(str(high))) / 2


class Items(Record):
    """How many items a paper has, and how many of them do not count."""

    scored: int = Field(gt=0, le=500)
    unscored: int = Field(default=0, ge=0, le=200)

    @property
    def total(self) -> int:
        """Items on a paper."""
        return self.scored + self.unscored


class Scale(Record):
    """The vendor's reporting scale; without one, per cent from 0 to 100."""

    low: int
    pass_mark: int = Field(alias="pass")
    high: int

    model_config = ConfigDict(populate_by_name=True)

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        if not self.low < self.pass_mark < self.high:
            raise fault("scale-order", "The scale must ascend: low, pass, high.", "Put the numbers in order.")
        return self


class Guide(Record):
    """The edition of the vendor's exam guide that this blueprint follows."""

    version: Text
    published: Date | None = None


class KindShare(Record):
    """The share of one kind of question on a paper."""

    kind: KindName
    share: float = Field(gt=0, le=1)


CreditRule = Literal["all-or-nothing", "per-part"]
"""Whether a question with several parts earns credit for each right part."""


class Blueprint(Record):
    """The facts of one exam."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]*$", max_length=40)]
    name: Text
    vendor: Text
    level: str | None = None
    status: Literal["active", "beta", "retired"] = "active"
    status_note: str | None = None
    """What a candidate must know about the status, in one sentence."""
    retired_on: Date | None = None
    successor: str | None = None
    guide: Guide
    minutes: int = Field(gt=0, le=1440)
    items: Items
    scale: Scale
    assumed_pass_share: float = Field(default=0.70, gt=0, lt=1)
    """The share of points taken to stand at the pass mark; vendors do not publish it."""
    credit: CreditRule = "all-or-nothing"
    kinds: tuple[KindShare, ...] = (KindShare(kind="single", share=1.0),)
    domains: tuple[Domain, ...] = Field(min_length=1)
    borrows: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")], ...] = ()
    """Folders beside this bank's whose questions serve this exam too, where their `also` says so."""
    sources: tuple[str, ...] = ()
    checked: Date | None = None
    unofficial: dict[str, str] = Field(default_factory=dict)
    """Field name to the reason for a value that the vendor does not publish."""
    licence: str | None = None
    affiliation: str | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        weight = sum(float(domain.middle) for domain in self.domains)
        # Middles of ranges need not meet at 100; published shares do, but for rounding.
        slack = 10 if any(low != high for low, high in (domain.weight for domain in self.domains)) else 1
        if abs(weight - 100) > slack:
            raise fault(
                "weights-sum", f"The domain weights add up to {weight:g} %.", "They should make 100.", "domains"
            )
        ids = [domain.id for domain in self.domains]
        ids += [objective.id for domain in self.domains for objective in domain.objectives]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise fault("duplicate-objective", f"The id {twice[0]!r} is there twice.", "Number them apart.", "domains")
        if self.status == "retired" and self.retired_on is None:
            raise fault("retired-when", "A retired exam needs its date.", "Add `retired_on: YYYY-MM-DD`.", "status")
        if not 0.99 <= sum(entry.share for entry in self.kinds) <= 1.01:
            raise fault("kinds-sum", "The shares of the kinds do not add up to 1.", "Adjust the shares.", "kinds")
        return self

    def domain_of(self, objective: str) -> Domain:
        """The domain an objective belongs to. `KeyError` when the blueprint has no such objective."""
        for domain in self.domains:
            if any(entry.id == objective for entry in domain.objectives):
                return domain
        raise KeyError(objective)

    def quotas(self, items: int) -> dict[str, int]:
        """Items per domain id for a paper of this length, by largest remainder."""
        return dict(zip((d.id for d in self.domains), largest_remainder(items, self._weights()), strict=True))

    def _weights(self) -> list[Fraction]:
        return [domain.middle for domain in self.domains]

    @property
    def total_quotas(self) -> dict[str, int]:
        """Items per domain on a whole paper, scored and unscored; never below the scored quota."""
        scored, total = self.quotas(self.items.scored), self.quotas(self.items.total)
        short = {name: scored[name] - total[name] for name in scored if total[name] < scored[name]}
        for name, missing in short.items():
            total[name] += missing
            for _ in range(missing):
                # Taken where the whole paper has most to spare over its scored part.
                total[max(total, key=lambda other: total[other] - scored[other])] -= 1
        return total


def largest_remainder(seats: int, weights: Sequence[Fraction | float]) -> list[int]:
    """Share out whole seats by weight (Hamilton's method); ties go to the larger weight, then the earlier place.

    Source: method and tie rule as in the project's measurement notes, section 2 of ARCHITECTURE.md.
    """
    exact = [Fraction(str(weight)) if isinstance(weight, float) else Fraction(weight) for weight in weights]
    whole = sum(exact)
    shares = [seats * weight / whole for weight in exact]
    given = [int(share) for share in shares]
    order = sorted(range(len(shares)), key=lambda i: (-(shares[i] - given[i]), -exact[i], i))
    for place in order[: seats - sum(given)]:
        given[place] += 1
    return given
