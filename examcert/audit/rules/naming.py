"""Names of products, words that perish, and words that betray where an item comes from."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from examcert.audit.rule import At, Finding, Rule, Scene, places
from examcert.core.question import Question
from examcert.core.vendor import OldName

_EXISTING = re.compile(
    r"\b(?:already|existing|exists|legacy|migrat\w*|still (?:uses?|runs?)|has used|old(?:er)?)\b", re.IGNORECASE
)
_DUMP = re.compile(
    r"\b(?:real exam questions?|actual exam(?: questions?)?|brain ?dumps?|exam ?dumps?|exam ?topics|examtopics|"
    r"from the (?:real|actual|live) exam|seen (?:on|in) the (?:real |actual )?exam|recalled (?:question|item)s?)\b",
    re.IGNORECASE,
)
_PERISHABLE = re.compile(
    r"\b(?:currently|nowadays|recently (?:announced|launched|released|added|introduced)|newly "
    r"(?:announced|launched|released)"
    r"|(?:latest|newest) (?:version|generation|release|model|feature|service|region|API)s?|as of (?:today|now|this "
    r"writing|20\d\d)"
    r"|(?:public|private|in) preview|at the time of writing)\b"
    r"|[$€£] ?\d[\d.,]* (?:per|a|an|each) (?:\w+ )?(?:token|tokens|request|hour|month|GB|image|second|call)s?\b",
    re.IGNORECASE,
)


def _pattern(names: Sequence[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@lru_cache(64)
def _search(allowed: tuple[str, ...], old: tuple[str, ...]) -> re.Pattern[str]:
    """Finds an old name that stands in no allowed phrase: those are matched first, and as such."""
    first = f"(?P<allowed>{_pattern(allowed)})|" if allowed else ""
    return re.compile(rf"{first}(?<![\w-])(?P<old>{_pattern(old)})(?![\w-])")


def old_name(text: str, one: OldName) -> str | None:
    """The old name that a text uses, if it does."""
    found = _search(one.allowed, one.old).finditer(text)
    return next((match["old"] for match in found if match["old"]), None)


@lru_cache(128)
def _wrong(right: str, wrong: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{re.escape(right)})|(?<![\w./:-])(?P<wrong>{_pattern(wrong)})(?![\w-])")


def _any_of(scene: Scene, what: str, names: Iterable[str]) -> re.Pattern[str]:
    """Finds any of many names at once: most texts hold none, and need no closer look."""
    made = scene.kept.get(what)
    if not isinstance(made, re.Pattern):
        made = scene.kept[what] = re.compile(_pattern(tuple(names)) or r"(?!)")
    return made


def _old(question: Question, scene: Scene) -> Iterator[Finding]:
    vendor = scene.vendor
    if vendor is None:
        return
    suspicious = _any_of(scene, "old names", (name for one in vendor.names for name in one.old))
    for at, text in places(question, "stem", "case", "text"):
        if suspicious.search(text):
            yield from (told for one in vendor.names if (told := _called_old(question, at, text, one)))


def _called_old(question: Question, at: At, text: str, one: OldName) -> Finding | None:
    found = old_name(text, one)
    if found is None or (one.change != "renamed" and not _offered_as_right(question, at)):
        return None
    since = f" since {one.since}" if one.since else ""
    now = f" It is now {one.now}." if one.now and one.change == "renamed" else ""
    said = {"renamed": "an old name", "closed": "closed to new customers", "retired": "retired"}[one.change]
    remedy = f"Use {one.now}. {one.note}" if one.now else one.note
    return Finding(f"{found!r} is {said}{since}.{now}", at, remedy=remedy)


def _offered_as_right(question: Question, at: At) -> bool:
    """Whether a closed service is the answer for someone who does not have it yet."""
    if at[0] != "options" or not isinstance(at[1], int) or question.options[at[1]].id not in question.key:
        return False
    told = f"{question.stem} {question.case.text if question.case else ''}"
    return not _EXISTING.search(told)


def _spelling(question: Question, scene: Scene) -> Iterator[Finding]:
    vendor = scene.vendor
    if vendor is None:
        return
    suspicious = _any_of(scene, "spellings", (name for one in vendor.spellings for name in one.wrong))
    for at, text in places(question, "stem", "case", "text", "why", "about"):
        if not suspicious.search(text):
            continue
        for one in vendor.spellings:
            found = next((m["wrong"] for m in _wrong(one.right, one.wrong).finditer(text) if m["wrong"]), None)
            if found:
                yield Finding(f"{found!r} is written {one.right!r}.", at)


def _dumped(question: Question, scene: Scene) -> Iterator[Finding]:
    texts = [*places(question, "stem", "case", "text", "why", "about")]
    texts += [((name,), said) for name in ("origin", "author", "decision") if (said := getattr(question, name))]
    for at, text in texts:
        if found := _DUMP.search(text):
            yield Finding(f"{found[0]!r} says that it comes from a real exam.", at)


def _perishable(question: Question, scene: Scene) -> Iterator[Finding]:
    if question.valid_to or question.valid_from:
        return
    for at, text in places(question, "stem", "case", "text"):
        if found := _PERISHABLE.search(text):
            yield Finding(f"{found[0]!r} will not stay true.", at)


RULES = (
    Rule(
        code="V1",
        name="old-name",
        severity="warning",
        summary="A stem or option uses the former name of a product; or the key is a service that is closed to new "
        "customers or retired, in a stem that speaks of nothing existing. The names are in `question_banks/names/`.",
        why="Candidates look for what the console and the guide call it today, and a closed service is no answer for a "
        "new project.",
        remedy="Use the current name.",
        bad="`Amazon Kinesis Data Firehose`",
        good="`Amazon Data Firehose`",
        each=_old,
    ),
    Rule(
        code="V2",
        name="product-spelling",
        severity="warning",
        summary="A product's name is not written as its vendor writes it. The names are in `question_banks/names/`.",
        why="An option with a misspelt name looks invented.",
        remedy="Write it as the vendor does.",
        bad="`Amazon Sagemaker`",
        good="`Amazon SageMaker`",
        each=_spelling,
    ),
    Rule(
        code="X1",
        name="dump-words",
        severity="error",
        summary="A text or the origin says that the item comes from a real exam (braindump, actual exam, exam topics "
        "…).",
        why="Exam agreements forbid it, and a bank of stolen items measures memory of stolen items.",
        remedy="Remove the question. Write one from the objective and the documentation.",
        bad="`origin: recalled questions of June`",
        good="`origin: written from objective 1.2 and the cited pages`",
        each=_dumped,
    ),
    Rule(
        code="X2",
        name="perishable-words",
        severity="warning",
        summary="A stem or option says currently, the latest version, in preview, a price …, and the question has "
        "neither "
        "`valid_from` nor `valid_to`.",
        why="It was true on one day; nothing says until when.",
        remedy="Say it without the word, or give `valid_to`.",
        bad="`Which Region currently offers it?`",
        good="`Which setting decides the Region?`",
        each=_perishable,
    ),
)
