"""Twins: stems that say nearly the same, found without comparing every stem with every other.

Two sets of shingles that share a given part must share one of their rarest few: only those
are looked up (prefix filtering), and only what meets there is compared. A shingle that
stands in very many stems is a phrase of the house and proposes no twins.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from examcert.audit.words import jaccard, normalise, shingles
from examcert.core.question import Question

ALIKE, SAME = 0.6, 0.8
"""Jaccard of three-word shingles from which stems are twins, and from which they are one question twice."""


@dataclass(frozen=True)
class Twins:
    """Two questions whose stems are alike, and how much."""

    one: str
    other: str
    alike: float
    declared: bool
    """Whether their author says so: one family, one case, or enemies that no paper shows together."""


def twins(questions: Sequence[Question]) -> list[Twins]:
    """Every pair of stems that are `ALIKE` or more, in the order of the questions."""
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        groups[normalise(question.stem)].append(question)
    found = [_pair(group[0], other, 1.0) for group in groups.values() for other in group[1:]]
    firsts = [group[0] for group in groups.values()]
    found += [_pair(firsts[a], firsts[b], alike) for a, b, alike in _similar([q.stem for q in firsts])]
    place = {question.id: number for number, question in enumerate(questions)}
    return sorted(found, key=lambda pair: (place[pair.one], place[pair.other]))


def _pair(one: Question, other: Question, alike: float) -> Twins:
    same_family = one.family is not None and one.family == other.family
    same_case = one.case_id is not None and one.case_id == other.case_id
    enemies = other.id in one.enemies or one.id in other.enemies
    return Twins(one.id, other.id, alike, same_family or same_case or enemies)


def _similar(stems: Sequence[str]) -> list[tuple[int, int, float]]:
    sets = [shingles(stem) for stem in stems]
    frequency = Counter(shingle for held in sets for shingle in held)
    most = max(200, len(stems) // 20)
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    found = []
    for place, held in enumerate(sets):
        rare = sorted(held, key=lambda shingle: (frequency[shingle], shingle))
        met: set[int] = set()
        for shingle in rare[: len(held) - ceil(ALIKE * len(held)) + 1]:
            if frequency[shingle] > most:
                break
            met.update(index[shingle])
            index[shingle].append(place)
        for other in sorted(met):
            alike = jaccard(sets[other], held)
            if alike >= ALIKE:
                found.append((other, place, alike))
    return found


def clusters(questions: Sequence[Question], pairs: Sequence[Twins]) -> dict[str, str]:
    """The cluster of each question: families and twins belong together, and no fold may part them."""
    leader = {question.id: question.id for question in questions}

    def find(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    families: dict[str, str] = {}
    for question in questions:
        if question.family is not None:
            leader[find(question.id)] = find(families.setdefault(question.family, question.id))
    for pair in pairs:
        leader[find(pair.one)] = find(pair.other)
    return {name: find(name) for name in leader}
