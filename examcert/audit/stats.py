"""How large a bank is, in every way an author counts: questions, families, words, cards."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from examcert.audit.coverage import Coverage, coverage
from examcert.core.bank import Bank
from examcert.core.record import Record


class Spread(Record):
    """Least, median and most of some lengths."""

    least: int
    middle: float
    most: int


class Stats(Record):
    """Counts of one bank."""

    exam: str
    questions: int
    families: int
    in_families: int
    """Questions that share their options with a sibling."""
    cases: int
    stem_words: Spread
    option_words: Spread
    why_words: Spread
    facts: int
    uncited: tuple[str, ...]
    """Fact cards that no question cites."""
    misconceptions: tuple[tuple[str, int], ...]
    """How many wrong options name each, most first."""
    coverage: Coverage


def stats(bank: Bank) -> Stats:
    """Counts of a bank, an empty one too."""
    sizes = Counter(question.family for question in bank.questions if question.family)
    options = [option for question in bank.questions for option in question.options]
    cited = {ref for question in bank.questions for ref in question.refs if isinstance(ref, str)}
    named = Counter(option.misconception for option in options if option.misconception)
    beliefs = {card.id: named[card.id] for card in bank.misconceptions}
    return Stats(
        exam=bank.exam,
        questions=len(bank.questions),
        families=len(sizes),
        in_families=sum(size for size in sizes.values() if size > 1),
        cases=len({question.case_id for question in bank.questions} - {None}),
        stem_words=_spread([len(question.stem.split()) for question in bank.questions]),
        option_words=_spread([len(option.text.split()) for option in options]),
        why_words=_spread([len(option.why.split()) for option in options]),
        facts=len(bank.facts),
        uncited=tuple(fact.id for fact in bank.facts if fact.id not in cited),
        misconceptions=tuple(sorted(beliefs.items(), key=lambda entry: (-entry[1], entry[0]))),
        coverage=coverage(bank),
    )


def _spread(lengths: Sequence[int]) -> Spread:
    if not lengths:
        return Spread(least=0, middle=0.0, most=0)
    return Spread(least=min(lengths), middle=median(lengths), most=max(lengths))
