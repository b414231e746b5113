"""Lengths: the leak that people see first."""

import re
from collections.abc import Iterator

from examcert.audit.rule import Finding, Rule, Scene, keys_and_others
from examcert.audit.words import kind, names_product, normalise, without_code
from examcert.core.question import ChoiceQuestion, Question

LONGER, MORE = 1.25, 8
"""Times the longest distractor, and characters more, from which a key is long: a warning."""
FAR_LONGER, FAR_MORE = 1.6, 20
"""The same for an error."""
SHORTER, LESS = 0.6, 8
MORE_DETAILS = 2

_FIGURE = re.compile(r"(?<![\w.])\d[\d.,]*")


def _lengths(question: ChoiceQuestion) -> tuple[float, float, float, str]:
    """Length of the key, longest and shortest of the rest (means for several keys), and how to call them."""
    keys, others = ([len(normalise(one.text)) for one in part] for part in keys_and_others(question))
    if len(keys) == 1:
        return keys[0], max(others), min(others), "longest wrong option"
    mean = sum(others) / len(others)
    return sum(keys) / len(keys), mean, mean, "wrong options on average"


def _bare_names(question: Question) -> bool:
    return all(kind(option.text) in ("product name", "code", "number") for option in question.options)


def _longest(question: Question, scene: Scene) -> Iterator[Finding]:
    if not isinstance(question, ChoiceQuestion) or scene.is_even(question) or _bare_names(question):
        return
    key, longest, _, whom = _lengths(question)
    if key >= LONGER * longest and key - longest >= MORE:
        far = key >= FAR_LONGER * longest and key - longest >= FAR_MORE
        yield Finding(
            f"The key has {key:.0f} characters, {key / longest:.1f} times the {whom} ({longest:.0f}).",
            _key_place(question),
            severity="error" if far else None,
        )


def _shortest(question: Question, scene: Scene) -> Iterator[Finding]:
    if not isinstance(question, ChoiceQuestion) or scene.is_even(question) or _bare_names(question):
        return
    key, _, shortest, _ = _lengths(question)
    if key <= SHORTER * shortest and shortest - key >= LESS:
        yield Finding(
            f"The key has {key:.0f} characters, the shortest wrong option {shortest:.0f}.", _key_place(question)
        )


def _detailed(question: Question, scene: Scene) -> Iterator[Finding]:
    if not isinstance(question, ChoiceQuestion) or question.kind_name != "single" or scene.is_even(question):
        return
    (key,), others = keys_and_others(question)
    richest = max(_details(one.text) for one in others)
    if _details(key.text) >= richest + MORE_DETAILS:
        yield Finding(
            f"The key names {_details(key.text)} particulars (figures, products, code, clauses), "
            f"no other option more than {richest}.",
            _key_place(question),
        )


def _details(text: str) -> int:
    """Figures, products, code, brackets and clauses: what makes an option look considered."""
    bare = without_code(text)
    code = bare != " ".join(text.split()) and "`" in text
    return (
        len(_FIGURE.findall(bare)) + names_product(text) + code + bare.count(", ") + bare.count("(") + bare.count(";")
    )


def _key_place(question: Question) -> tuple[str | int, ...]:
    first = next(place for place, option in enumerate(question.options) if option.id in question.key)
    return ("options", first, "text")


RULES = (
    Rule(
        code="L1",
        name="key-longest",
        severity="warning",
        summary="The key is at least 1.25 times and 8 characters longer than the longest wrong option. From 1.6 times "
        "and 20 characters it is an error. For several keys the means are compared. Names of products are exempt, and "
        "options that siblings with other keys share.",
        why="Picking the longest option unread scores 68 to 89 % on three open banks for one AI certification, where "
        "chance is 25 %. Such a bank trains people to read lengths.",
        remedy="Trim the key, or give a wrong option a detail that it needs.",
        bad="`Caching` · `Batching` · `Retrieve passages of the current manual and answer only from them` (key)",
        good="`Cache the answers` · `Batch the requests` · `Retrieve the manual` (key)",
        each=_longest,
    ),
    Rule(
        code="L3",
        name="key-shortest",
        severity="warning",
        summary="The key is strictly the shortest option, at most 0.6 times and 8 characters shorter than the next.",
        why="Trimming keys overshoots: in the project's pilot 44 % of the keys became the shortest option.",
        remedy="Trim the wrong options, or say the key as fully as they are said.",
        bad="`RAG` (key) · `Fine-tuning on support tickets` · `Raising the output token limit`",
        good="`Retrieving passages of the manual` (key) · `Fine-tuning on support tickets` · `Raising the token limit`",
        each=_shortest,
    ),
    Rule(
        code="L4",
        name="key-most-detailed",
        severity="warning",
        summary="The key names at least two particulars (figures, products, code, brackets, clauses) more than any "
        "wrong option.",
        why="What is right gets qualified; what is wrong gets invented in passing. Readers learn that before the "
        "subject.",
        remedy="Move the particulars to the stem, or give a wrong option its own.",
        bad="`A cache (5 minutes, Amazon ElastiCache)` (key) · `A queue` · `A bigger model`",
        good="`A cache` (key) · `A queue` · `A bigger model`",
        each=_detailed,
    ),
)
