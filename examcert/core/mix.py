"""How many questions of each kind a paper takes from each domain."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from examcert.core.bank import Bank
from examcert.core.blueprint import largest_remainder
from examcert.core.question import Question

Share = tuple[str, str]
"""A domain and a kind of question."""


class Mix:
    """The kinds that a blueprint asks for, dealt by where the bank holds them.

    In each domain no more than its share of what is left: whatever a paper takes beyond that, the next one has to
    repeat. For the same reason no more of a kind than the bank can give to each of its forms.
    """

    def __init__(self, bank: Bank, usable: Sequence[Question], quotas: Mapping[str, int]) -> None:
        plan = bank.blueprint
        self._quotas = quotas
        self._items, self._usable = plan.items.total, usable
        shares = [entry.share for entry in plan.kinds]
        self._wanted: dict[str, int] = dict(
            zip((e.kind for e in plan.kinds), largest_remainder(self._items, shares), strict=True)
        )
        self._common = max(plan.kinds, key=lambda entry: entry.share).kind
        self._places: list[tuple[str, Share]] = [
            (q.id, (bank.domain_of[q.objective], q.kind_name)) for q in usable if q.case is None
        ]
        self._held = Counter(share for _, share in self._places)

    @cached_property
    def _lasting(self) -> dict[str, int]:
        """How many of a kind each form may take."""
        forms = max(1, len(self._usable) // self._items)
        everywhere: Counter[str] = Counter(q.kind_name for q in self._usable)
        return {kind: min(number, max(1, everywhere[kind] // forms)) for kind, number in self._wanted.items()}

    def rare(self, used: Mapping[str, int], taken: Mapping[Share, int]) -> dict[Share, int]:
        """Items per (domain, kind) that a paper still needs of every kind but the commonest.

        Args:
            used: how often the papers before have taken each question id.
            taken: what stands on the paper already.
        """
        fresh = Counter(share for name, share in self._places if not used.get(name))
        room = self._room(fresh, taken)
        out: dict[Share, int] = {}
        for kind, lasting in self._lasting.items():
            number = lasting - sum(n for (_, sort), n in taken.items() if sort == kind)
            if kind == self._common or number <= 0:
                continue
            # Rather a few less of a kind than the same ones again.
            enough = 4 * sum(fresh[domain, kind] for domain in self._quotas) >= 3 * number
            held = fresh if enough else self._held
            supply = {domain: held[domain, kind] for domain in self._quotas if held[domain, kind]}
            dealt = largest_remainder(min(number, sum(supply.values())), list(supply.values())) if supply else []
            for domain, share in zip(supply, dealt, strict=True):
                out[domain, kind] = min(share, room[domain], supply[domain])
                room[domain] -= out[domain, kind]
        return out

    def _room(self, fresh: Mapping[Share, int], taken: Mapping[Share, int]) -> dict[str, int]:
        """What each domain may take of all rare kinds together: their share of its unused questions."""
        room = {}
        for domain, quota in self._quotas.items():
            number = quota - sum(n for (where, _), n in taken.items() if where == domain)
            left = {kind: fresh.get((domain, kind), 0) for kind in self._wanted}
            if sum(left.values()) < number:
                left = {kind: self._held[domain, kind] for kind in self._wanted}
            whole = max(1, sum(left.values()))
            # Rounded to the nearest, a half up.
            room[domain] = (2 * number * (whole - left[self._common]) + whole) // (2 * whole)
        return room
