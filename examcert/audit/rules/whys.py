"""Explanations: there, thick enough, of this option and no other, and on the side of the key."""

import re
from collections.abc import Iterator

from examcert.audit.rule import Finding, Rule, Scene, places
from examcert.audit.words import content_stems, normalise, plain
from examcert.core.question import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question

SHORTEST = 40
"""Characters of a why."""
NEW_WORDS = 3
"""Telling words that a why must add to its option."""

_LONG_WORD = re.compile(r"[a-z]{6}")
_PLAINLY_MORE = 10
_LETTER = re.compile(
    r"\b(?:[Oo]ption|[Aa]nswer|[Cc]hoice)s? \(?[A-F]\)?(?![\w'])|^\(?[A-F][.):] |\b(?:and|or) option [A-F]\b"
    r"|\b(?:[Tt]he )?(?:first|second|third|fourth|fifth|last|previous|next) (?:option|answer|choice)\b"
    r"|\b(?:option|answer|choice)s? (?:above|below)\b|\b[A-F] is (?:wrong|incorrect|correct|right|false|true)\b"
)
_NOUN = r"(?: answer| option| choice| one)?\b"
_WRONG = rf"(?:the )?(?:best |one |only )?(?:incorrect|wrong|false|not correct|not right){_NOUN}"
_RIGHT = rf"(?:the )?(?:best |one |only )?(?:correct|right){_NOUN}"
_SAYS_WRONG = re.compile(
    rf"^(?:no, |not the answer|{_WRONG}[.,:;!—-]|(?:this|that|it)(?: \w+)? (?:is|was|would be) {_WRONG})", re.IGNORECASE
)
_SAYS_RIGHT = re.compile(
    rf"^(?:yes, |{_RIGHT}[.,:;!—-]"
    rf"|(?:this|that|it)(?: \w+)? is {_RIGHT}(?! (?:that|to say|for|when|if|only|about|in|but)))",
    re.IGNORECASE,
)
_VERDICT_STEMS = content_stems(
    "correct incorrect right wrong true false not because best good bad choice fits fit works work"
)


def _whys(question: Question) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield from places(question, "why")


def _thin(question: Question, scene: Scene) -> Iterator[Finding]:
    met: dict[str, str] = {}
    for at, why in _whys(question):
        bare = normalise(why)
        if len(bare) < SHORTEST:
            yield Finding(f"The why has {len(bare)} characters, fewer than {SHORTEST}.", at)
        elif bare in met:
            yield Finding(f"The why is the same as that of {met[bare]!r}.", at)
        part = question.options if at[0] == "options" else getattr(question, "slots", ())
        met.setdefault(bare, part[int(at[1])].id)


def _repeats(question: Question, scene: Scene) -> Iterator[Finding]:
    for place, option in enumerate(question.options):
        if _adds_much(option.why, option.text):
            continue
        told = content_stems(option.why) - content_stems(option.text) - _VERDICT_STEMS
        if len(normalise(option.why)) >= SHORTEST and len(told) < NEW_WORDS:
            yield Finding("The why says again what the option says.", ("options", place, "why"))


def _adds_much(why: str, text: str) -> bool:
    """Whether a why plainly says more than its option, so that nothing need be counted."""
    long, known = (set(_LONG_WORD.findall(one.lower())) for one in (why, text))
    return len(long - known) >= _PLAINLY_MORE


def _quarrels(question: Question, scene: Scene) -> Iterator[Finding]:
    if isinstance(question, MatchingQuestion):
        return
    for place, option in enumerate(question.options):
        keyed, why = option.id in question.key, plain(option.why)
        found = (_SAYS_WRONG if keyed else _SAYS_RIGHT).search(why)
        if found:
            side = "is in the key" if keyed else "is not in the key"
            yield Finding(f"The option {side}, and its why says {found[0]!r}.", ("options", place, "why"))


def _letters(question: Question, scene: Scene) -> Iterator[Finding]:
    for at, why in places(question, "why", "about"):
        if found := _LETTER.search(plain(why)):
            yield Finding(f"{found[0].strip()!r} names an option by its place.", at)


def _untagged(question: Question, scene: Scene) -> Iterator[Finding]:
    if not isinstance(question, ChoiceQuestion) or not scene.bank.misconceptions:
        return
    for place, option in enumerate(question.options):
        if option.id not in question.key and option.misconception is None:
            yield Finding(f"{option.id!r} names no misconception.", ("options", place, "id"))


def _unclued(question: Question, scene: Scene) -> Iterator[Finding]:
    # A bank that uses no clues at all is another way of writing, not 100 mistakes.
    if not isinstance(question, ChoiceQuestion) or not scene.uses_clues:
        return
    for place, option in enumerate(question.options):
        if option.id not in question.key and not option.clue:
            yield Finding(f"No words of the stem rule {option.id!r} out.", ("options", place, "id"))


def _clue_kills_too_many(question: Question, scene: Scene) -> Iterator[Finding]:
    if not isinstance(question, ChoiceQuestion) or question.difficulty == "easy" or len(question.options) < 4:
        return
    others = [option for option in question.options if option.id not in question.key]
    clues = {normalise(option.clue) for option in others if option.clue}
    if len(others) >= 3 and len(clues) == 1 and all(option.clue for option in others):
        place = question.options.index(others[0])
        yield Finding(f"{next(iter(clues))!r} alone rules out every wrong option.", ("options", place, "clue"))


def _unused_step(question: Question, scene: Scene) -> Iterator[Finding]:
    if isinstance(question, OrderingQuestion):
        for place, option in enumerate(question.options):
            if found := re.match(
                r"(?:first|second|third|then|next|after that|finally|lastly|step \d)\b", normalise(option.text)
            ):
                yield Finding(f"{found[0]!r} tells the place of the step.", ("options", place, "text"))


RULES = (
    Rule(
        code="R1",
        name="thin-why",
        severity="error",
        summary="The why of an option or slot has fewer than 40 characters, or is the same as another's.",
        why="The product explains every option; a verdict without a reason teaches nothing.",
        remedy="Say which need it meets or misses, and when it would be right: 25 to 60 words.",
        bad="`Incorrect. This is not the best answer.`",
        good="`Fine-tuning changes how the model writes; it is slow to update and cites nothing.`",
        each=_thin,
    ),
    Rule(
        code="R2",
        name="why-names-letters",
        severity="error",
        summary="A why names an option by letter or place (option B, the first answer).",
        why="Every paper shuffles its options, so the letter is another one for each candidate.",
        remedy="Name the option by what it says.",
        bad="`Option B costs more.`",
        good="`Provisioned Throughput costs more at this load.`",
        each=_letters,
    ),
    Rule(
        code="R4",
        name="no-misconception",
        severity="warning",
        summary="A wrong option of a choice names no misconception, in a bank that has a list of them.",
        why="Study tells candidates which beliefs cost them points; an untagged option tells nothing.",
        remedy="Name one of misconceptions.yaml, or add one.",
        bad="`why: It is slow.`",
        good="`why: It is slow.` and `misconception: batch-for-anything-late`",
        each=_untagged,
    ),
    Rule(
        code="R5",
        name="why-repeats-option",
        severity="error",
        summary="A why adds fewer than three telling words to its option.",
        why="Who reads the why has read the option already.",
        remedy="Give the reason: the mechanism, and the words of the stem that decide.",
        bad="`Lower the temperature`: `Lower the temperature is right because it is the best choice to lower it.`",
        good="`Lower the temperature`: `Sampling then prefers the likeliest tokens, so runs differ less.`",
        each=_repeats,
    ),
    Rule(
        code="R6",
        name="why-contradicts-key",
        severity="error",
        summary="The why of a key opens by calling it wrong, or that of a wrong option by calling it right.",
        why="Either the key is wrong or the explanation is; a candidate believes the worse of the two.",
        remedy="Correct the key or the why.",
        bad="A key whose why starts `Incorrect. …`",
        good="A key whose why starts with the need that it meets",
        each=_quarrels,
    ),
    Rule(
        code="Z1",
        name="no-clue",
        severity="warning",
        summary="A wrong option of a choice has no clue: no words of the stem rule it out. Banks without any clues "
        "are spared.",
        why="A wrong option that no word rules out is a second key waiting to be argued.",
        remedy="Quote the words of the stem in `clue`, or put the constraint into the stem.",
        bad="`why: It takes small payloads only.` and no `clue`",
        good="`clue: about 400 MB`",
        each=_unclued,
    ),
    Rule(
        code="Z2",
        name="one-clue-for-all",
        severity="warning",
        summary="In a medium or hard choice one and the same clue rules out every wrong option.",
        why="Who spots that phrase is done, so the other words of the stem decide nothing.",
        remedy="Let two constraints share the work.",
        bad="Three wrong options, all with `clue: without training`",
        good="`clue: without training` for two of them, `clue: by tomorrow` for the third",
        each=_clue_kills_too_many,
    ),
    Rule(
        code="O6",
        name="numbered-step",
        severity="error",
        summary="A step of an ordering tells its place (first, then, finally, step 2).",
        why="The order can be read off without the subject.",
        remedy="Drop the word.",
        bad="`Finally, write the vectors`",
        good="`Write the vectors`",
        each=_unused_step,
    ),
)
