"""Drawing a paper: quotas by domain, a mix of kinds, one of a family, no two enemies.

The same seed draws the same paper from the same bank, everywhere. Seeds come in blocks of
`BLOCK`: within a block each paper first takes the questions that the papers before it have
used least, so that seeds 0, 1, 2 … are disjoint forms for as long as the bank lasts. A family
gives its first stem to the first paper, its second to the next.

Someone who has sat papers before gets, of the coming seeds, the one that repeats least of
what they have seen: the paper still depends on the seed alone, so its code rebuilds it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock

from examcert.core.bank import Bank
from examcert.core.mix import Mix, Share
from examcert.core.paper import ExamCode, Paper, paper_of
from examcert.core.question import Question
from examcert.core.ranks import rank, ranking
from examcert.errors import EmptyBankError, ExamCodeError, ThinDomainError

BLOCK = 16
"""Seeds that share their count of use; also the most disjoint forms we count."""

MOST_SEED = 999_999_999
"""The largest seed that an exam code has room for."""

CASE_SHARE = 0.30
"""At most this share of a paper stands in one case study."""

CASES_SHARE = 0.15
"""Another case joins only while all cases together stay within this share, so that two cases make two forms."""


def draw(bank: Bank, *, seed: int, seen: Mapping[str, int] | None = None) -> Paper:
    """A full paper by the blueprint.

    Args:
        bank: the bank to draw from.
        seed: 0 or more. With `seen`, the first of `BLOCK` seeds to choose from.
        seen: how often the candidate has met each question id.

    Raises:
        EmptyBankError: the bank has no questions.
        ThinDomainError: a domain holds fewer questions than its quota.
        ExamCodeError: no exam code can carry the seed.
    """
    if not 0 <= seed <= MOST_SEED:
        raise ExamCodeError(f"There is no paper of seed {seed}.", remedy=f"Use a seed from 0 to {MOST_SEED}.")
    deals = _deals_of(bank)
    if seen:
        seed = min(
            range(seed, min(seed + BLOCK, MOST_SEED + 1)),
            # `sum` is a Counter total: a question seen twice weighs twice.
            key=lambda other: (sum(seen.get(name, 0) for name in deals.paper(other)), other),
        )
    return paper_of(bank, [bank.by_id[name] for name in deals.paper(seed)], seed=seed)


def draw_code(bank: Bank, code: str) -> Paper:
    """The paper of an exam code, from the state of the bank that the code names. `ExamCodeError` otherwise."""
    parsed = ExamCode.parse(code)
    parsed.check(bank)
    return draw(bank, seed=parsed.seed)


def forms(bank: Bank) -> int:
    """How many pairwise disjoint full papers the first seeds give; 0 when not one can be drawn."""
    used: set[str] = set()
    try:
        deals = _deals_of(bank)
        for seed in range(BLOCK):
            names = set(deals.paper(seed))
            if names & used:
                return seed
            used |= names
    except (ThinDomainError, EmptyBankError):
        return 0
    return BLOCK


@dataclass(frozen=True)
class _Unit:
    """What stands on a paper together: a single question, one stem of a family, or a whole case."""

    name: str
    stems: tuple[Question, ...]
    whole: bool = False
    """All of `stems` at once (a case) rather than one of them."""


@dataclass
class _Deals:
    """Papers of one state of a bank, drawn block by block and kept."""

    bank: Bank
    blocks: dict[int, list[tuple[str, ...]]] = field(default_factory=dict)
    used: dict[int, Counter[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.bank.questions:
            raise EmptyBankError(self.bank.exam)
        plan = self.bank.blueprint
        self.quotas = plan.total_quotas
        self.kinds: frozenset[str] = frozenset(entry.kind for entry in plan.kinds)
        usable = [question for question in self.bank.questions if question.kind_name in self.kinds]
        self.units = list(_units(usable))
        self.mix = Mix(self.bank, usable, self.quotas)
        domain_of = self.bank.domain_of
        self.offers: dict[tuple[str, frozenset[str]], list[tuple[Question, ...]]] = {}
        self.objectives_in = {domain.id: len(domain.objectives) for domain in plan.domains}
        held = Counter((domain_of[question.objective], question.difficulty) for question in usable)
        self.level_share = {
            (domain.id, level): max(1, held[domain.id, level])
            for domain in plan.domains
            for level in ("easy", "medium", "hard")
        }

    def offers_of(self, domain: str, kinds: frozenset[str]) -> list[tuple[Question, ...]]:
        """The stems of each unit but cases that serve a domain with these kinds; kept, as every paper asks."""
        if (domain, kinds) not in self.offers:
            fitting = (
                tuple(q for q in unit.stems if q.kind_name in kinds and self.bank.domain_of[q.objective] == domain)
                for unit in self.units
                if not unit.whole
            )
            self.offers[domain, kinds] = [stems for stems in fitting if stems]
        return self.offers[domain, kinds]

    def paper(self, seed: int) -> tuple[str, ...]:
        """Question ids of a seed's paper, in shown order."""
        block, place = divmod(seed, BLOCK)
        with _LOCK:
            if block not in self.blocks and len(self.blocks) > 64:
                self.blocks.clear()
                self.used.clear()
            done = self.blocks.setdefault(block, [])
            used = self.used.setdefault(block, Counter())
            while len(done) <= place:
                chosen = _Draw(self, block, block * BLOCK + len(done), used).select()
                used.update(question.id for question in chosen)
                done.append(_shown_order(chosen, block * BLOCK + len(done)))
            return done[place]


_DEALS: dict[str, _Deals] = {}
_LOCK = Lock()
"""Held where the deals are read or grow: each paper depends on those before it, and the app draws in threads."""


def _deals_of(bank: Bank) -> _Deals:
    """Deals by the bank's digest, which covers everything that a draw depends on."""
    with _LOCK:
        if bank.digest not in _DEALS:
            if len(_DEALS) >= 8:
                _DEALS.clear()
            _DEALS[bank.digest] = _Deals(bank)
        return _DEALS[bank.digest]


def _units(questions: Iterable[Question]) -> Iterator[_Unit]:
    together: dict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in questions:
        if question.case is not None:
            together["case", question.case.id].append(question)
        elif question.family is not None:
            together["family", question.family].append(question)
        else:
            together["alone", question.id].append(question)
    for (sort, name), stems in together.items():
        yield _Unit(name=f"{sort}:{name}", stems=tuple(stems), whole=sort == "case")


_Bucket = tuple[int, int, str, str]
"""Times used, minus the stems not yet used, objective, difficulty."""


class _Draw:
    """The making of one paper: what is chosen so far, and what that rules out."""

    def __init__(self, deals: _Deals, block: int, seed: int, used: Counter[str]) -> None:
        self.deals, self.block, self.seed, self.used = deals, block, seed, used
        self.domain_of = deals.bank.domain_of
        self.ties: dict[tuple[str, str], int] = {}
        """Where all else is equal, the seed decides; kept because it is asked thousands of times."""
        self._restart()

    def _restart(self) -> None:
        self.chosen: list[Question] = []
        self.held: set[str] = set()
        self.barred: set[str] = set()
        self.families: set[str] = set()
        self.room = dict(self.deals.quotas)
        self.objectives: Counter[str] = Counter()
        self.kinds: Counter[Share] = Counter()
        self.levels: Counter[tuple[str, str]] = Counter()

    def select(self) -> list[Question]:
        """The questions of the paper. `ThinDomainError` when no order of domains fills every quota."""
        order = list(self.deals.quotas)
        fell_short, missing = order[0], 0
        for attempt in range(len(order) + 1):
            short = self._attempt(order, tired_cases=attempt > 0)
            if short is None:
                return self.chosen
            # Greedy choice may spend a family that another domain needs: serve the short domain first.
            order.remove(short)
            order.insert(0, short)
            fell_short, missing = short, self.room[short]
            self._restart()
        name = next(d.name for d in self.deals.bank.blueprint.domains if d.id == fell_short)
        wanted = self.deals.quotas[fell_short]
        raise ThinDomainError(name, wanted=wanted, held=wanted - missing)

    def _attempt(self, order: list[str], *, tired_cases: bool) -> str | None:
        """Fill the paper, or name the domain that fell short."""
        self._take_cases(tired=tired_cases)
        rare = self.deals.mix.rare(self.used, self.kinds)
        for domain in order:
            for (where, kind), number in rare.items():
                if where == domain:
                    self._pick(domain, min(number, self.room[domain]), frozenset({kind}))
        common = self.deals.kinds - {kind for _, kind in rare}
        for domain in order:
            self._pick(domain, self.room[domain], common)
        for domain in order:
            # A domain with too few of the common kind is filled with whatever kind it has.
            self._pick(domain, self.room[domain], self.deals.kinds)
            if self.room[domain]:
                return domain
        return None

    def _take_cases(self, *, tired: bool) -> None:
        items = sum(self.deals.quotas.values())
        cases = [unit for unit in self.deals.units if unit.whole]
        cases.sort(key=lambda unit: (self.used[unit.stems[0].id], rank("case", self.block, unit.name)))
        for unit in cases:
            needs = Counter(self.domain_of[question.objective] for question in unit.stems)
            fits = all(self.room[domain] >= number for domain, number in needs.items())
            limit = int((CASES_SHARE if self.chosen else CASE_SHARE) * items)
            if not fits or len(self.chosen) + len(unit.stems) > limit or any(map(self._rules_out, unit.stems)):
                continue
            if tired or all(self._is_rested(unit, domain) for domain in needs):
                for question in unit.stems:
                    self._take(question)

    def _is_rested(self, unit: _Unit, domain: str) -> bool:
        """Whether the case was used no more than the single questions of the domain, on average.

        A case that came back on every paper would leave no two papers disjoint.
        """
        if not (times := self.used[unit.stems[0].id]):
            return True
        singles = [question.id for stems in self.deals.offers_of(domain, self.deals.kinds) for question in stems]
        return times * len(singles) <= sum(self.used[name] for name in singles)

    def _rules_out(self, question: Question) -> bool:
        return (
            question.id in self.barred or question.family in self.families or not self.held.isdisjoint(question.enemies)
        )

    def _take(self, question: Question) -> None:
        self.chosen.append(question)
        self.held.add(question.id)
        self.barred.update((question.id, *question.enemies))
        if question.family is not None:
            self.families.add(question.family)
        domain = self.domain_of[question.objective]
        self.room[domain] -= 1
        self.objectives[question.objective] += 1
        self.kinds[domain, question.kind_name] += 1
        self.levels[domain, question.difficulty] += 1

    def _pick(self, domain: str, number: int, kinds: frozenset[str]) -> None:
        """Take up to `number` questions, spread over objectives and difficulties."""
        if number <= 0:
            return
        buckets = self._buckets(domain, kinds)
        while number and buckets:
            bucket = min(buckets, key=lambda b: self._preference(domain, b))
            _, question = buckets[bucket].pop()
            if not buckets[bucket]:
                del buckets[bucket]
            if not self._rules_out(question):
                self._take(question)
                number -= 1

    def _preference(self, domain: str, bucket: _Bucket) -> tuple[int, ...]:
        times, unused, objective, difficulty = bucket
        objectives = self.deals.objectives_in[domain]
        over = self.objectives[objective] > self.deals.quotas[domain] // objectives
        return (
            times,
            over,
            unused,
            self.objectives[objective],
            # Compared in whole numbers: floats could order differently on another machine.
            self.levels[domain, difficulty] * 1000 // self.deals.level_share[domain, difficulty],
            self._tie(objective, difficulty),
        )

    def _tie(self, objective: str, difficulty: str) -> int:
        if (objective, difficulty) not in self.ties:
            self.ties[objective, difficulty] = rank("bucket", self.seed, objective, difficulty)
        return self.ties[objective, difficulty]

    def _buckets(self, domain: str, kinds: frozenset[str]) -> dict[_Bucket, list[tuple[int, Question]]]:
        buckets: dict[_Bucket, list[tuple[int, Question]]] = defaultdict(list)
        luck = ranking("pick", self.seed)
        for stems in self.deals.offers_of(domain, kinds):
            free = [question for question in stems if not self._rules_out(question)]
            if free:
                question = self._stem(free)
                unused = sum(not self.used[other.id] for other in free)
                key = (self.used[question.id], -unused, question.objective, question.difficulty)
                buckets[key].append((luck(question.id), question))
        for entries in buckets.values():
            entries.sort(key=lambda entry: -entry[0])
        return buckets

    def _stem(self, stems: list[Question]) -> Question:
        """The stem of a family whose turn it is: the least used; the first block begins with the author's first."""
        if len(stems) == 1:
            return stems[0]
        start = rank("stem", self.block, stems[0].family or "") % len(stems) if self.block else 0
        return min(stems[start:] + stems[:start], key=lambda question: self.used[question.id])


def _shown_order(questions: list[Question], seed: int) -> tuple[str, ...]:
    """Ids shuffled by the seed, the questions of a case side by side in the author's order."""
    place = ranking("place", seed)
    ordered = sorted(questions, key=lambda q: place(f"case:{q.case.id}" if q.case else q.id))
    return tuple([question.id for question in ordered])
