"""The stem: how it asks, how long it is, how hard to read, and what it gives away."""

import re
from collections.abc import Iterator

from examcert.audit.rule import Finding, Rule, Scene
from examcert.audit.words import ask, content_stems, normalise, plain, reading_grade, sentences, tokens
from examcert.core.question import ChoiceQuestion, MatchingQuestion, Question

FEWEST, MOST = 8, 120
"""Words of a stem, outside a case."""
MOST_IN_CASE = 60
LONGEST_ASK = 35
HARDEST = 14.0
"""Flesch-Kincaid grade, with names and code counted as one easy word."""
FEWEST_TELLING = 4
NEGATIVES_SHARE = 0.03

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
_COUNT = re.compile(
    r"\b(?:choose|select|pick|mark|which)\W{1,4}(?:the )?(?:correct |best )?(one|two|three|four|five|[1-5])\b"
    r"(?! (?:of )?(?:the )?(?:steps|hours|days|minutes|seconds|percent|nodes))",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(not|except|least|incorrect|false|never|cannot|isn't|aren't|doesn't|don't|won't)\b", re.IGNORECASE
)
_ASKS_NEGATIVE = re.compile(
    # Up to the verb of the question itself, not of a side clause: "which setting keeps what is not ... away".
    r"\b(?:which|what|who|where|when|why)\b(?:(?!\b(?:that|who|whose|where|when|if)\b)[^,;]){0,60}?"
    r"\b(?:is|are|does|do|should|would|can|will|was|were)(?:n't| (?:\w+ ){0,3}?not\b)"
    r"|\bnot (?:a|an|the|one|true|correct|valid|part|needed|required|suitable|supported|recommended|belong)\b[^.]*\?"
    r"|\bexcept\b|\b(?:is|are) (?:incorrect|false|wrong)\b|\bnever\b"
    r"|\b(?:is|are|would be) (?:the )?least (?:likely|suitable|appropriate|effective|important|useful|relevant)\b",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"\b(?:NOT|EXCEPT|LEAST|INCORRECT|FALSE|NEVER|CANNOT)\b|\*\*(?:not|except|least|incorrect|false|never)\*\*",
    re.ASCII,
)
_NO = re.compile(r"\b(?:not|no|never|without|cannot|\w+n't)\b", re.IGNORECASE)
_WHICH_IS_TRUE = re.compile(
    r"\b(?:which|what)(?: one)?(?: of (?:the following|these))?(?: "
    r"(?:statements?|options?|answers?|claims?|sentences?))?"
    r"(?: (?:about|regarding|on|concerning)[^?]{0,80}?)? (?:is|are) "
    r"(?:\*\*)?(?:true|correct|right|false|incorrect|accurate|valid)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:a|an|a\(n\)|a/an)[:…. ]*$", re.IGNORECASE)


def _count(question: Question, scene: Scene) -> Iterator[Finding]:
    if not isinstance(question, ChoiceQuestion):
        return
    # The call to choose stands last or in brackets; a number elsewhere belongs to the story.
    for found in _COUNT.finditer(f"{ask(question.stem)} {' '.join(sentences(question.stem)[-1:])}"):
        asked = _NUMBERS[found[1].casefold()]
        if asked != len(question.key):
            yield Finding(f"The stem says {found[0]!r}, but the key has {len(question.key)}.", ("stem",))
            return


def _unmarked(question: Question, scene: Scene) -> Iterator[Finding]:
    if _asks_negative(question.stem) and not _MARKED.search(_ask(question.stem)):
        found = _NEGATIVE.search(ask(question.stem))
        said = f" ({found[0]!r})" if found else ""
        yield Finding(f"The question is negative{said}, and nothing marks it.", ("stem",))


def _ask(stem: str) -> str:
    """The asking sentence with its marks: bold is lost in the plain one."""
    last = plain(ask(stem))
    tail = stem[-(len(last) + 40) :]
    return f"{last} {' '.join(re.findall(r'[*]{2}[^*]+[*]{2}', tail))}"


def _asks_negative(stem: str) -> bool:
    asked = ask(stem)
    return bool(_ASKS_NEGATIVE.search(asked)) or bool(re.search(r"\b(?:NOT|EXCEPT)\b", asked))


def _double(question: Question, scene: Scene) -> Iterator[Finding]:
    if not _asks_negative(question.stem):
        return
    for place, option in enumerate(question.options):
        if found := _NO.search(normalise(option.text)):
            yield Finding(
                f"The question is negative, and so is this option ({found[0]!r}).", ("options", place, "text")
            )
            return


def _too_many_negatives(scene: Scene) -> Iterator[Finding]:
    questions = scene.bank.questions
    negative = [question for question in questions if _asks_negative(question.stem)]
    allowed = max(1, round(len(questions) * NEGATIVES_SHARE))
    if len(negative) > allowed:
        names = ", ".join(question.id for question in negative[:5])
        yield Finding(
            f"{len(negative)} of {len(questions)} stems are negative; {NEGATIVES_SHARE:.0%} are allowed ({names} …).",
            ("stem",),
            question=negative[allowed].id,
        )


def _no_question(question: Question, scene: Scene) -> Iterator[Finding]:
    bare = plain(question.stem).rstrip("*_ ")
    if isinstance(question, ChoiceQuestion) and "?" not in bare and not bare.endswith((":", "…", "...")):
        yield Finding("The stem asks nothing: it has no question mark and is not left to complete.", ("stem",))


def _which_is_true(question: Question, scene: Scene) -> Iterator[Finding]:
    found = _WHICH_IS_TRUE.search(ask(question.stem))
    if isinstance(question, ChoiceQuestion) and found:
        yield Finding(f"{found[0]!r} asks about each option apart, not about one thing.", ("stem",))


def _empty_stem(question: Question, scene: Scene) -> Iterator[Finding]:
    told = f"{question.stem} {question.case.text if question.case else ''}"
    if isinstance(question, ChoiceQuestion) and len(content_stems(told)) < FEWEST_TELLING:
        yield Finding("With the options covered, the stem says too little to be answered.", ("stem",))


def _length(question: Question, scene: Scene) -> Iterator[Finding]:
    words = len(tokens(question.stem))
    if question.case is None and words < FEWEST and not isinstance(question, MatchingQuestion):
        yield Finding(f"The stem has {words} words; fewer than {FEWEST} describe no situation.", ("stem",))
    most = MOST_IN_CASE if question.case is not None else MOST
    if words > most:
        yield Finding(
            f"The stem has {words} words, more than {most}.",
            ("stem",),
            remedy="Cut what does not decide, or make a case of it.",
        )


def _long_ask(question: Question, scene: Scene) -> Iterator[Finding]:
    words = len(tokens(ask(question.stem)))
    if words > LONGEST_ASK:
        yield Finding(f"The asking sentence has {words} words, more than {LONGEST_ASK}.", ("stem",))


def _hard(question: Question, scene: Scene) -> Iterator[Finding]:
    grade = reading_grade(question.stem)
    if grade > HARDEST and len(tokens(question.stem)) >= FEWEST:
        yield Finding(f"The stem reads at grade {grade:.0f}, above {HARDEST:.0f}.", ("stem",))


def _article(question: Question, scene: Scene) -> Iterator[Finding]:
    if found := _ARTICLE.search(plain(question.stem)):
        yield Finding(
            f"The stem ends with {found[0].strip()!r}, which rules options out by their first letter.", ("stem",)
        )


RULES = (
    Rule(
        code="K1",
        name="count-mismatch",
        severity="error",
        summary="The stem says how many to choose, and the key has another number.",
        why="Nobody can earn the credit. How many to choose is shown by the engine, from the key.",
        remedy="Correct the key, or leave the number out of the stem.",
        bad="`Which TWO controls limit it?` with one key",
        good="`Which controls limit it?` with two keys",
        each=_count,
    ),
    Rule(
        code="S1",
        name="unmarked-negative",
        severity="error",
        summary="The question is negative (not, except, least, incorrect, false, never), and the word is neither in "
        "capitals nor bold.",
        why="Able candidates read past it: it measures attention instead of the subject.",
        remedy="Ask for what is right, or write NOT, EXCEPT or LEAST in capitals.",
        bad="`Which of these is not a reason to lower the temperature?`",
        good="`Which change makes the runs more alike?`",
        each=_unmarked,
    ),
    Rule(
        code="S2",
        name="too-many-negatives",
        severity="warning",
        summary="More than 3 % of the bank's questions are negative.",
        why="Knowing what something is not is rarely the skill that the exam guide names.",
        remedy="Turn some of them positive.",
        bad="10 of 100 stems ask for the exception",
        good="2 of 100 stems ask for the exception",
        whole=_too_many_negatives,
    ),
    Rule(
        code="S3",
        name="no-question",
        severity="warning",
        summary="A choice's stem has no question mark and is not a sentence to complete.",
        why="A stem that asks nothing leaves the candidate to guess what is wanted from the options.",
        remedy="End with one question in its own sentence.",
        bad="`Amazon S3 storage classes.`",
        good="`Which storage class costs least for yearly access?`",
        each=_no_question,
    ),
    Rule(
        code="S4",
        name="which-is-true",
        severity="warning",
        summary="The stem asks which statement or option is true or correct.",
        why="That is four true-or-false items in one coat, without a decision that a competent person makes.",
        remedy="Describe a situation and ask for the decision.",
        bad="`Which of the following statements about embeddings is true?`",
        good="`Two texts share no words but one meaning. Which representation brings them together?`",
        each=_which_is_true,
    ),
    Rule(
        code="S5",
        name="stem-length",
        severity="warning",
        summary="The stem has fewer than 8 or more than 120 words; within a case more than 60.",
        why="Too short describes no situation; too long tests reading. 15 to 60 words are normal.",
        remedy="Add who, what they have and the constraint that decides.",
        bad="`What is RAG?`",
        good="`A support desk must answer from a manual that changes daily. Which technique fits?`",
        each=_length,
    ),
    Rule(
        code="S6",
        name="double-negative",
        severity="error",
        summary="The question is negative and so is an option.",
        why="Not not is a riddle of logic, not of the subject.",
        remedy="Turn the question positive.",
        bad="`Which is NOT a benefit?` with the option `It does not need labels`",
        good="`Which is a benefit?` with the option `It needs no labels`",
        each=_double,
    ),
    Rule(
        code="S7",
        name="long-question",
        severity="warning",
        summary="The asking sentence has more than 35 words.",
        why="The question should be held in mind while the options are read.",
        remedy="Move the situation into sentences before it.",
        bad="`Which service should a company that … (40 words) … use?`",
        good="`A company … . Which service should it use?`",
        each=_long_ask,
    ),
    Rule(
        code="S8",
        name="hard-to-read",
        severity="warning",
        summary="The stem reads above Flesch-Kincaid grade 14, with product names and code counted as one easy word.",
        why="Many candidates read English as a second language; long sentences test that.",
        remedy="Write shorter sentences and plainer words.",
        bad="One sentence of 60 words with four subordinate clauses",
        good="Four sentences of 15 words",
        each=_hard,
    ),
    Rule(
        code="S9",
        name="uncovered-stem",
        severity="warning",
        summary="With the options covered, the stem (and its case) has fewer than four telling words.",
        why="An able candidate answers before reading the options, then finds that answer among them.",
        remedy="Describe the situation and the constraint that decides.",
        bad="`Which of the following should the company use?`",
        good="`Answers must come from this year's manual, tomorrow, without labelled examples. What fits?`",
        each=_empty_stem,
    ),
    Rule(
        code="G2",
        name="article-before-options",
        severity="error",
        summary='The stem ends with "a" or "an".',
        why="The article rules out options by their first letter.",
        remedy="End the stem before the article, and put it into the options if they need one.",
        bad="`The team should build an:`",
        good="`What should the team build?`",
        each=_article,
    ),
)
