"""Names of products, words that perish, and words that betray where an item comes from."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from examcert.audit.rule import At, Finding, Rule, Scene, places
from examcert.core.question import Question
from examcert.core.vendor import OldName, Spelling

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
def _search(one: OldName) -> re.Pattern[str]:
    """Finds an old name that stands in no allowed phrase: those are matched first, and as such."""
    allowed = f"(?P<allowed>{_pattern(one.allowed)})|" if one.allowed else ""
    return re.compile(rf"{allowed}(?<![\w-])(?P<old>{_pattern(one.old)})(?![\w-])")


@lru_cache(256)
def _wrong(one: Spelling) -> re.Pattern[str]:
    right = re.escape(one.right)
    return re.compile(rf"(?:{right})|(?<![\w./:-])(?P<wrong>{_pattern(one.wrong)})(?![\w-])")


def _old(question: Question, scene: Scene) -> Iterator[Finding]:
    vendor = scene.vendor
    for one in vendor.names if vendor else ():
        for at, text in places(question, "stem", "case", "text"):
            found = next((m["old"] for m in _search(one).finditer(text) if m["old"]), None)
            if found is None or (one.change != "renamed" and not _offered_as_right(question, at, text)):
                continue
            since = f" since {one.since}" if one.since else ""
            now = f" It is now {one.now}." if one.now and one.change == "renamed" else ""
            said = {"renamed": "an old name", "closed": "closed to new customers", "retired": "retired"}[one.change]
            yield Finding(
                f"{found!r} is {said}{since}.{now}",
                at,
                remedy=f"Use {one.now}. {one.note}" if one.now else one.note,
            )


def _offered_as_right(question: Question, at: At, text: str) -> bool:
    """Whether a closed service is the answer for someone who does not have it yet."""
    if at[0] != "options" or not isinstance(at[1], int) or question.options[at[1]].id not in question.key:
        return False
    told = f"{question.stem} {question.case.text if question.case else ''}"
    return not _EXISTING.search(told)


def _spelling(question: Question, scene: Scene) -> Iterator[Finding]:
    vendor = scene.vendor
    if vendor is None:
        return
    for at, text in places(question, "stem", "case", "text", "why", "about"):
        for one in vendor.spellings:
            found = next((m["wrong"] for m in _wrong(one).finditer(text) if m["wrong"]), None)
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
        "customers or retired, in a stem that speaks of nothing existing. The names stand in `question_banks/names/`.",
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
        summary="A product's name is not written as its vendor writes it. The names stand in `question_banks/names/`.",
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
