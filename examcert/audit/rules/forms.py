"""The form of options beside each other: dress, grammar, kind, and the order of numbers."""

from collections import Counter
from collections.abc import Iterator, Sequence

from examcert.audit.quantities import quantity, span
from examcert.audit.rule import Finding, Rule, Scene
from examcert.audit.words import kind, opening, plain, without_code
from examcert.core.question import ChoiceQuestion, Question


def _dressed(question: Question, scene: Scene) -> Iterator[Finding]:
    texts = [option.text.strip() for option in question.options]
    if any(kind(text) in ("number", "code") for text in texts):
        return
    ends = [text[-1:] in ".!?" for text in texts]
    # Names and code keep the case they have.
    starts = [_initial(text) for text in texts]
    for what, marks in (("a full stop at the end", ends), ("a capital at the start", starts)):
        known = [mark for mark in marks if mark is not None]
        if True in known and False in known:
            rare = min((True, False), key=known.count)
            place = marks.index(rare)
            yield Finding(f"Some options have {what}, and some do not.", ("options", place, "text"))


def _initial(text: str) -> bool | None:
    """Whether a text starts with a capital; None where its first word has a case of its own."""
    first = plain(text).split(" ", 1)[0]
    if not without_code(text).startswith(first) or not first[:1].isalpha() or not first[1:].replace("-", "").islower():
        return None
    return first[0].isupper()


def _odd_opening(question: Question, scene: Scene) -> Iterator[Finding]:
    if not isinstance(question, ChoiceQuestion) or scene.is_even(question):
        return
    openings = [opening(option.text) for option in question.options]
    odd = _odd_one(openings)
    if odd is None or len(openings) < 3 or "open" in openings:
        return
    most = Counter(openings).most_common(1)[0][0]
    is_key = question.options[odd].id in question.key
    yield Finding(
        f"{quoted(question.options[odd].text)} opens as {_called(openings[odd])}, every other option as "
        f"{_called(most)}.",
        ("options", odd, "text"),
        severity="error" if is_key and question.kind_name == "single" else None,
    )


def _called(form: str) -> str:
    return {"-ing": "an -ing form", "imperative": "an imperative", "noun": "a noun", "number": "a number"}.get(
        form, f"{form!r}"
    )


def _odd_one(values: Sequence[str]) -> int | None:
    """The place of the one value that differs from all others, which are the same."""
    counted = Counter(values)
    if len(counted) != 2 or min(counted.values()) != 1 or len(values) < 3:
        return None
    lone = min(counted, key=lambda value: counted[value])
    return list(values).index(lone)


def _odd_kind(question: Question, scene: Scene) -> Iterator[Finding]:
    if not isinstance(question, ChoiceQuestion) or scene.is_even(question):
        return
    # A product among phrases, and a phrase among products, are ordinary choices.
    kinds = ["phrase" if (one := kind(o.text)) == "product name" else one for o in question.options]
    odd = _odd_one(kinds)
    if odd is not None and len(kinds) >= 3:
        most = Counter(kinds).most_common(1)[0][0]
        yield Finding(
            f"{quoted(question.options[odd].text)} is a {kinds[odd]}, every other option a {most}.",
            ("options", odd, "text"),
        )


def _unsorted(question: Question, scene: Scene) -> Iterator[Finding]:
    if not isinstance(question, ChoiceQuestion):
        return
    worths = [quantity(option.text) for option in question.options]
    values = [worth.value for worth in worths if worth]
    if len(values) < len(worths) or len({worth.unit for worth in worths if worth}) > 1:
        return
    if values not in (sorted(values), sorted(values, reverse=True)):
        yield Finding("The options are numbers out of order.", ("options", 0, "text"))
    elif question.shuffle:
        yield Finding(
            "The numbers are in order here, but every paper shuffles them.",
            ("options", 0, "text"),
            remedy="Add `shuffle: false`.",
        )


def _overlapping(question: Question, scene: Scene) -> Iterator[Finding]:
    spans = [(place, found) for place, option in enumerate(question.options) if (found := span(option.text))]
    for index, (place, one) in enumerate(spans):
        for other, two in spans[:index]:
            if one.overlaps(two):
                texts = question.options[other].text, question.options[place].text
                yield Finding(f"The ranges {texts[0]!r} and {texts[1]!r} overlap.", ("options", place, "text"))
                return


def quoted(text: str) -> str:
    """A text as a message quotes it."""
    one = plain(text)
    return repr(one if len(one) <= 50 else one[:49] + "…")


RULES = (
    Rule(
        code="G1",
        name="mixed-dress",
        severity="error",
        summary="Some options end with a full stop or start with a capital, and some do not.",
        why="The odd one out was written at another time than the rest, and that is usually the key or the filler.",
        remedy="Write all options in one form.",
        bad="`Cache the prefix.` · `raise the limit`",
        good="`Cache the prefix` · `Raise the limit`",
        each=_dressed,
    ),
    Rule(
        code="G3",
        name="odd-opening",
        severity="warning",
        summary="One option opens in another form (imperative, -ing, noun, number) than all the others, where that is "
        "certain. It is an error when that option is the key.",
        why="Grammar picks it out unread, or rules it out.",
        remedy="Give all options one grammar.",
        bad="`Cache the prefix` · `Raise the limit` · `A wider beam` (key)",
        good="`Cache the prefix` · `Raise the limit` · `Widen the beam` (key)",
        each=_odd_opening,
    ),
    Rule(
        code="O1",
        name="numbers-out-of-order",
        severity="warning",
        summary="All options are numbers, and they are not in order; or they are, but papers may shuffle them.",
        why="Numbers out of order cost reading time that measures nothing.",
        remedy="Sort them and add `shuffle: false`.",
        bad="`0.67` · `0.57` · `0.80`",
        good="`0.57` · `0.67` · `0.80`, with `shuffle: false`",
        each=_unsorted,
    ),
    Rule(
        code="O2",
        name="overlapping-ranges",
        severity="error",
        summary="Two options are ranges that share more than an end point.",
        why="A value in both makes two keys.",
        remedy="Let each range end where the next begins.",
        bad="`60-80 %` · `70-90 %`",
        good="`60-70 %` · `70-90 %`",
        each=_overlapping,
    ),
    Rule(
        code="O3",
        name="odd-kind",
        severity="warning",
        summary="One option is a number, code, or a whole sentence, and every other option is of one other kind.",
        why="Things of another kind are ruled out, or picked, unread.",
        remedy="Offer things of one kind.",
        bad="`0.5` · `Batching` · `Caching` · `Routing`",
        good="`Streaming` · `Batching` · `Caching` · `Routing`",
        each=_odd_kind,
    ),
)
