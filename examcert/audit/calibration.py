"""How good a blind reader is at finding a wrong key: tried on keys that were made wrong on purpose.

The reader never saw a key, so the same answers can be held against any. Half of the questions, chosen by chance
from a seed, get a wrong key; a question is flagged where the answer is not the key. Recall is the share of wrong
keys that are flagged, precision the share of flags that are right, at this half-and-half mix.
"""

from collections.abc import Iterable, Mapping
from typing import assert_never

from examcert.core.bank import Bank
from examcert.core.question import Answer, ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from examcert.core.ranks import rank, shuffled
from examcert.core.reader import Count
from examcert.core.record import Record


class Calibration(Record):
    """What a reader flags, of keys known to be wrong and of the others."""

    recall: Count
    """Of the wrong keys, those that are flagged."""
    precision: Count
    """Of the flags, those at a wrong key."""
    false_alarms: Count
    """Of the sound keys, those that are flagged."""


def calibrate(bank: Bank, answers: Mapping[str, Answer], *, seed: int = 0) -> Calibration:
    """Hold answers against a made set. Questions that were not answered do not count; an empty answer flags."""
    held = [question for question in bank.questions if question.id in answers]
    spoilt = frozenset(shuffled([question.id for question in held], "spoilt keys", seed)[: len(held) // 2])

    def flagged(question: Question) -> bool:
        key = wrong_key(question, seed) if question.id in spoilt else question.key
        return not agrees(question, answers[question.id], key)

    return counted((question.id in spoilt, flagged(question)) for question in held)


def counted(judged: Iterable[tuple[bool, bool]]) -> Calibration:
    """Figures from pairs: whether the key was wrong, and whether it was flagged."""
    told = list(judged)
    wrong, flagged = sum(bad for bad, _ in told), sum(flag for _, flag in told)
    hits = sum(bad and flag for bad, flag in told)
    return Calibration(
        recall=Count(hits=hits, n=wrong),
        precision=Count(hits=hits, n=flagged),
        false_alarms=Count(hits=flagged - hits, n=len(told) - wrong),
    )


def agrees(question: Question, answer: Answer, key: Answer) -> bool:
    """Whether an answer is what a key says; the order counts only where it has a meaning."""
    return frozenset(answer) == frozenset(key) if isinstance(question, ChoiceQuestion) else answer == key


def wrong_key(question: Question, seed: int) -> Answer:
    """A key of the right form that is wrong: one part of it exchanged, by chance from the seed."""
    place = rank("spoilt part", seed, question.id) % len(question.key)
    match question:
        case ChoiceQuestion() | OrderingQuestion():
            others = [name for name in question.option_ids if name not in question.key]
            if not others:
                # Every step is used: two of them change places.
                first, second, *rest = question.key
                return (second, first, *rest)
        case MatchingQuestion():
            allowed = question.slots[place].options or question.option_ids
            others = [name for name in allowed if name != question.key[place]]
            if not others:
                return question.key
        case _:
            assert_never(question)
    new = shuffled(others, "spoilt key", seed, question.id)[0]
    return (*question.key[:place], new, *question.key[place + 1 :])
