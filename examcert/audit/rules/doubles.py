"""Questions that are nearly the same, within a bank and across banks, and those that contradict each other."""

from collections.abc import Iterator, Sequence
from typing import cast

from examcert.audit.rule import Finding, Rule, Scene
from examcert.audit.twins import Twins, twins
from examcert.audit.words import content_stems, jaccard, normalise, shingles
from examcert.core.bank import Bank
from examcert.core.question import MatchingQuestion, Question

SAME, NEAR = 0.8, 0.6
"""Shares of common word triples of two stems: from the first an error, from the second a warning."""
NEAR_WHOLE = 0.5
"""The same over stem and options."""
ENEMIES = 0.4
"""The same for stems of one objective and one key."""
REWORDED = 0.7
"""Share of telling words from which two such stems tell one story in other words."""


def _siblings(one: Question, other: Question) -> bool:
    return one.family is not None and one.family == other.family


def _declared(one: Question, other: Question) -> bool:
    return other.id in one.enemies or one.id in other.enemies


def _whole(question: Question) -> str:
    return " ".join([question.stem, *(option.text for option in question.options)])


def key_texts(question: Question) -> tuple[str, ...]:
    """What the key says, in the order in which it matters."""
    said = [normalise(question.option(option_id).text) for option_id in question.key]
    if isinstance(question, MatchingQuestion):
        return tuple(f"{normalise(slot.text)}: {text}" for slot, text in zip(question.slots, said, strict=True))
    return tuple(said) if question.kind == "ordering" else tuple(sorted(said))


def _contradict(one: Question, other: Question) -> bool:
    """Whether two questions with nearly one stem offer much the same and have different keys."""
    ours, theirs = ({normalise(option.text) for option in question.options} for question in (one, other))
    offers_same = len(ours & theirs) * 2 >= min(len(ours), len(theirs))
    return offers_same and one.kind == other.kind and key_texts(one) != key_texts(other)


def _pairs(scene: Scene) -> list[tuple[Question, Question, float]]:
    """Pairs of stems that are alike; three rules ask for them."""
    if "stem twins" in scene.kept:
        return cast("list[tuple[Question, Question, float]]", scene.kept["stem twins"])
    questions = scene.bank.questions

    def apart(one: int, other: int) -> bool:
        return _siblings(questions[one], questions[other])

    found = twins([question.stem for question in questions], least=ENEMIES, apart=apart)
    pairs = [(questions[pair.later], questions[pair.earlier], pair.shared) for pair in found]
    scene.kept["stem twins"] = pairs
    return pairs


def told_as_twins(stems: Sequence[str]) -> list[tuple[int, int]]:
    """Places of stems that D1 tells of by themselves, the later first: what the search is measured by."""
    found = twins(stems, least=ENEMIES)
    return [(pair.later, pair.earlier) for pair in found if _alike(stems[pair.later], stems[pair.earlier], pair.shared)]


def _alike(one: str, other: str, shared: float) -> bool:
    """Whether two stems that share so many triples tell one story."""
    return shared >= NEAR or jaccard(content_stems(one), content_stems(other)) >= REWORDED


def _stems(scene: Scene) -> Iterator[Finding]:
    told: set[frozenset[str]] = set()
    for one, other, shared in _pairs(scene):
        if shared >= SAME and _contradict(one, other):
            continue
        near = _alike(one.stem, other.stem, shared)
        if shared >= SAME or (near and not _declared(one, other)):
            told.add(frozenset((one.id, other.id)))
            yield Finding(
                f"The stem shares {shared:.0%} of its word triples with {other.id!r}.",
                ("stem",),
                question=one.id,
                severity="error" if shared >= SAME else None,
            )
    yield from _wholes(scene.bank.questions, told)


def _wholes(questions: Sequence[Question], told: set[frozenset[str]]) -> Iterator[Finding]:
    def apart(one: int, other: int) -> bool:
        return _siblings(questions[one], questions[other]) or _declared(questions[one], questions[other])

    for pair in twins([_whole(question) for question in questions], least=NEAR_WHOLE, apart=apart):
        one, other = questions[pair.later], questions[pair.earlier]
        if frozenset((one.id, other.id)) in told or jaccard(shingles(one.stem), shingles(other.stem)) >= SAME:
            continue
        yield Finding(
            f"Stem and options share {pair.shared:.0%} of their word triples with {other.id!r}.",
            ("stem",),
            question=one.id,
        )


def _undeclared(scene: Scene) -> Iterator[Finding]:
    for one, other, shared in _pairs(scene):
        same = one.objective == other.objective and key_texts(one) == key_texts(other)
        if same and not _alike(one.stem, other.stem, shared) and not _declared(one, other):
            yield Finding(
                f"{other.id!r} has the same objective, the same key and {shared:.0%} of the stem's word triples.",
                ("stem",),
                question=one.id,
                remedy=f"Add `enemies: [{other.id}]`, or make another decision of it.",
            )


def _contradictions(scene: Scene) -> Iterator[Finding]:
    for one, other, shared in _pairs(scene):
        if shared >= SAME and _contradict(one, other):
            yield _contradiction(one, other.id, shared)
    for siblings in scene.families.values():
        first: dict[str, Question] = {}
        for question in siblings:
            other = first.setdefault(normalise(question.stem), question)
            if other is not question and _contradict(question, other):
                yield _contradiction(question, other.id, 1.0)


def _contradiction(one: Question, other: str, shared: float) -> Finding:
    return Finding(
        f"{other!r} asks nearly the same ({shared:.0%} of the word triples), offers the same and has another key.",
        ("key",),
        question=one.id,
    )


def _elsewhere(scene: Scene) -> Iterator[Finding]:
    ours = scene.bank.questions
    known = {question.fingerprint for question in ours}
    theirs: list[tuple[Bank, Question]] = [
        (bank, question)
        for bank in scene.circumstances.neighbours
        if bank.exam != scene.bank.exam
        for question in bank.questions
    ]
    if not theirs or not known:
        return
    # The others come first, so that ours are the later ones.
    texts = [question.stem for _, question in theirs] + [question.stem for question in ours]
    border = len(theirs)

    def apart(one: int, other: int) -> bool:
        return (one < border) == (other < border)

    for pair in twins(texts, least=SAME, apart=apart):
        yield from _twin_elsewhere(ours[pair.later - border], *theirs[pair.earlier], pair)


def _serves(one: Question, bank: Bank) -> bool:
    return any(named.partition(":")[0] == bank.exam for named in one.also)


def _twin_elsewhere(one: Question, bank: Bank, other: Question, pair: Twins) -> Iterator[Finding]:
    if one.id == other.id and one.fingerprint == other.fingerprint:
        # Lent from one to the other: one question in two banks.
        return
    if _contradict(one, other):
        said = f"{other.id!r} of {bank.exam} asks nearly the same, offers the same and has another key."
        yield Finding(
            said, ("key",), question=one.id, severity="error", remedy="One of the two keys is wrong; correct it."
        )
    elif not _serves(one, bank):
        # The same family's name excuses nothing here: whoever copies a family copies its name.
        said = f"The stem shares {pair.shared:.0%} of its word triples with {other.id!r} of {bank.exam}."
        yield Finding(said, ("stem",), question=one.id)


RULES = (
    Rule(
        code="D1",
        name="twin-questions",
        severity="warning",
        summary="Two stems share 60 % of their word triples, or 40 % and 70 % of their telling words; or stem and "
        "options share 50 % of the triples. From 80 % of the stem it is an error. Siblings of a family are apart, and "
        "declared enemies up to 80 %.",
        why="In one community bank a third of the items were in such pairs: it is smaller than it says, and a "
        "candidate "
        "who met one twin knows the other.",
        remedy="Merge them, make another decision of one, put them into a family, or declare them `enemies`.",
        bad="Two questions that differ in the company's trade alone",
        good="Two questions on one objective with different decisions",
        whole=_stems,
    ),
    Rule(
        code="D2",
        name="undeclared-enemies",
        severity="warning",
        summary="Two questions have the same objective and the same key, and share 40 % of the stem's word triples.",
        why="On one paper the first gives the second away.",
        remedy="Declare them `enemies`.",
        bad="Two such questions without `enemies`",
        good="`enemies: [the-other]` in one of them",
        whole=_undeclared,
    ),
    Rule(
        code="D3",
        name="contradiction",
        severity="error",
        summary="Two questions have nearly the same stem and the same options, and different keys.",
        why="One of the keys is wrong, or the stem lacks the word that decides.",
        remedy="Correct the wrong key, or say in the stem what decides.",
        bad="One stem twice, keyed `Batch` here and `Streaming` there",
        good="Stems that name different constraints, each with its key",
        whole=_contradictions,
    ),
    Rule(
        code="D4",
        name="twin-in-another-bank",
        severity="warning",
        summary="A stem shares 80 % of its word triples with one of another bank; with another key it is an error.",
        why="Exams overlap, questions should not: say with `also` that one question serves both.",
        remedy="Drop one, or name the other exam's objective in `also`.",
        bad="The same question copied into the banks of two exams",
        good="One question with `also: [AIP-C01:1.2]`",
        whole=_elsewhere,
    ),
)
