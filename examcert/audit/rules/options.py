"""Options beside each other: equal, nested, overlapping, odd ones out, and how many there are."""

import re
from collections.abc import Iterator

from examcert.audit.quantities import quantity
from examcert.audit.rule import Finding, Rule, Scene, places
from examcert.audit.rules.forms import quoted
from examcert.audit.words import content_stems, normalise, plain, tokens
from examcert.core.question import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question

_ABOVE = re.compile(
    r"(?:all|none|both|any|some|neither|either|each)(?: of)? (?:the |these |those )?"
    r"(?:(?:options? |answers? |choices? )?above|these|those|of them)"
    r"|(?:all|none) of the (?:options|answers|choices)(?: (?:is|are|above|listed|correct|right).*)?"
)
_LETTERS = re.compile(
    r"(?:both |either |neither |only |options? |answers? |choices? )*\(?[a-f]\)?"
    r"(?:(?:,| ?&| and| or| nor|, and) \(?[a-f]\)?)+(?: only)?"
)
_OTHERS = re.compile(
    r"\b(?:the (?:option|answer|choice|one|other|others) (?:above|below)|(?:option|answer|choice) [A-F]\b"
    r"|(?:the )?(?:first|second|third|fourth|last|previous|next|other) (?:option|choice)s?\b"
    r"|(?:all|none|any) (?:of )?the other (?:options|answers|choices))"
)
_JOINERS = frozenset({"and", "with", "plus", "or", "without", "in", "for", "from", "on", "of", "to", "by"})
COUNTS = {"single": (3, 5), "multiple": (5, 6), "ordering": (3, 6)}
"""Options that a kind takes. Three work as well as four if only two are tempting (meta-analysis of 80 years)."""
SLOTS = (2, 5)


def _equal(question: Question, scene: Scene) -> Iterator[Finding]:
    met: dict[object, str] = {}
    for place, option in enumerate(question.options):
        worth = quantity(option.text)
        for same in (normalise(option.text).rstrip("."), worth):
            if same is None:
                continue
            if (first := met.setdefault(same, option.id)) != option.id:
                how = "say the same" if same is not worth else "are worth the same"
                yield Finding(f"{option.id!r} and {first!r} {how}: {quoted(option.text)}.", ("options", place, "text"))
                break


def _nested(question: Question, scene: Scene) -> Iterator[Finding]:
    if not isinstance(question, ChoiceQuestion):
        return
    words = [tokens(option.text) for option in question.options]
    for place, long in enumerate(words):
        for other, short in enumerate(words):
            if place == other or not 1 < len(short) < len(long) or not content_stems(question.options[other].text):
                continue
            start = next((i for i in range(len(long) - len(short) + 1) if long[i : i + len(short)] == short), None)
            # Names grow at their ends (Amazon S3, Amazon S3 Glacier); a joining word makes a part of a whole.
            joined = start is not None and (
                long[start + len(short) : start + len(short) + 1] in {(one,) for one in _JOINERS}
                or (start > 0 and long[start - 1] in _JOINERS)
            )
            if joined:
                yield Finding(
                    f"{question.options[place].id!r} holds all of {question.options[other].id!r} "
                    f"({quoted(question.options[other].text)}) and more.",
                    ("options", place, "text"),
                )
                return


def _all_of_the_above(question: Question, scene: Scene) -> Iterator[Finding]:
    for place, option in enumerate(question.options):
        bare = normalise(option.text).rstrip(".!")
        if _ABOVE.fullmatch(bare) or _LETTERS.fullmatch(bare):
            yield Finding(f"The option is {plain(option.text)!r}.", ("options", place, "text"))


def _refers(question: Question, scene: Scene) -> Iterator[Finding]:
    for at, text in places(question, "stem", "text"):
        if found := _OTHERS.search(plain(text)):
            yield Finding(f"{found[0]!r} points at an option by its place.", at)


def _how_many(question: Question, scene: Scene) -> Iterator[Finding]:
    given = len(question.options)
    if isinstance(question, MatchingQuestion):
        yield from _slots(question)
        return
    low, high = COUNTS[question.kind_name]
    if question.kind_name == "multiple":
        if len(question.key) >= given - 1:
            yield Finding(
                f"{len(question.key)} of {given} options are right, which leaves hardly a choice.", ("key",),
                remedy="Let two options at least be wrong.",
            )  # fmt: skip
        # A pick of two from four is a real form of some exams; fewer leave guessing too good.
        low = 4 if scene.is_even(question) else low
    if isinstance(question, OrderingQuestion):
        given = len(question.key)
    if not low <= given <= high:
        noun = "steps in the key" if isinstance(question, OrderingQuestion) else "options"
        yield Finding(f"A {question.kind_name} question has {given} {noun}; {low} to {high} are usual.", ("options",))


def _slots(question: MatchingQuestion) -> Iterator[Finding]:
    low, high = SLOTS
    if not low <= len(question.slots) <= high:
        yield Finding(f"A matching has {len(question.slots)} slots; {low} to {high} are usual.", ("slots",))
    limited = all(slot.options for slot in question.slots)
    if not question.reuse and not limited and len(question.options) <= len(question.slots):
        yield Finding(
            "Every option fits one slot, so the last falls out by elimination.", ("options",),
            remedy="Add an option that fits no slot, or set `reuse: true`.",
        )  # fmt: skip


def _kind_not_in_exam(question: Question, scene: Scene) -> Iterator[Finding]:
    kinds = {entry.kind for entry in scene.bank.blueprint.kinds}
    if question.kind_name not in kinds:
        yield Finding(
            f"{scene.bank.exam} has no {question.kind_name} questions; it has {', '.join(sorted(kinds))}.",
            ("key",) if isinstance(question, ChoiceQuestion) else ("kind",),
        )


RULES = (
    Rule(
        code="K2",
        name="equal-options",
        severity="error",
        summary="Two options say the same: the same words, or the same amount in other units (0.5 and 50 %).",
        why="One of them cannot be right without the other, so the question has two keys or a wasted option.",
        remedy="Replace one of them.",
        bad="`0.5` · `50 %` · `0.7`",
        good="`0.5` · `0.6` · `0.7`",
        each=_equal,
    ),
    Rule(
        code="K3",
        name="nested-options",
        severity="warning",
        summary="One option holds all of another and adds to it with a joining word (and, with, plus …).",
        why="If the shorter is right, so is the longer in part: candidates argue, and the pair stands out from the "
        "rest.",
        remedy="Make them exclude each other, or drop one.",
        bad="`Encrypt the bucket` · `Encrypt the bucket and rotate the key`",
        good="`Encrypt the bucket` · `Rotate the key`",
        each=_nested,
    ),
    Rule(
        code="N1",
        name="all-of-the-above",
        severity="error",
        summary="An option is all, none, both or any of the others, or a pair of letters (A and C).",
        why="Seeing two right options, or one wrong one, settles it; in MMLU-Redux such options are the key in 51 % of "
        "the items that have one. Letters also break when options are shuffled.",
        remedy="Ask for several answers, or write a wrong option of its own.",
        bad="`Approvals` · `Narrow rights` · `All of the above`",
        good="`Approvals` · `Narrow rights` · `Encrypted storage`",
        each=_all_of_the_above,
    ),
    Rule(
        code="N2",
        name="option-reference",
        severity="error",
        summary="The stem or an option points at an option by letter or place (option B, the first option).",
        why="Every paper shuffles its options, so a place means something else each time.",
        remedy="Say what is meant in its own words.",
        bad="`The same as option B, but encrypted`",
        good="`A bucket that is encrypted`",
        each=_refers,
    ),
    Rule(
        code="O4",
        name="option-count",
        severity="error",
        summary="A single answer has 3 to 5 options, a multiple response 5 or 6 (4 in a family) of which two at "
        "least are "
        "wrong, an ordering 3 to 6 steps, a matching 2 to 5 slots and an option to spare unless options may be reused.",
        why="Fewer options make guessing pay; more than two good distractors are rarely found, so the rest is filler.",
        remedy="Add or remove options.",
        bad="`Yes` · `No`",
        good="Four options, each tempting for a reason",
        each=_how_many,
    ),
    Rule(
        code="O5",
        name="kind-not-in-exam",
        severity="error",
        summary="The question is of a kind that the exam's blueprint does not list.",
        why="A mock exam with kinds that the real one lacks trains for another exam.",
        remedy="Rewrite it as a kind of the exam, or add the kind to `kinds` in exam.yaml.",
        bad="An ordering in an exam of single answers",
        good="A single answer: which step comes next?",
        each=_kind_not_in_exam,
    ),
)
