"""Words that give the key away: absolutes, hedges, and echoes of the stem."""

from collections.abc import Callable, Iterator

from examcert.audit.rule import Finding, Rule, Scene, keys_and_others
from examcert.audit.words import absolutes, content_stems, hedges, without_names
from examcert.core.question import ChoiceQuestion, Option, Question

_ECHO_LETTERS = 5


def _marked(question: Question, words: Callable[[str], frozenset[str]]) -> tuple[list[Option], list[Option]]:
    """Keys and wrong options that hold a word of the list, less words that every option shares."""
    shared = frozenset.intersection(*(words(option.text) for option in question.options))
    keys, others = keys_and_others(question)
    return (
        [one for one in keys if words(one.text) - shared],
        [one for one in others if words(one.text) - shared],
    )


def _absolute(question: Question, scene: Scene) -> Iterator[Finding]:
    if not isinstance(question, ChoiceQuestion) or scene.is_even(question):
        return
    keys, others = _marked(question, absolutes)
    if bool(keys) == bool(others):
        return
    for option in keys or others:
        said = ", ".join(sorted(absolutes(option.text)))
        side = "the key" if keys else "wrong options"
        yield Finding(f"The absolute {said!r} is in {side} alone.", _text(question, option))


def _hedge(question: Question, scene: Scene) -> Iterator[Finding]:
    if not isinstance(question, ChoiceQuestion) or scene.is_even(question):
        return
    keys, others = _marked(question, hedges)
    if keys and not others:
        for option in keys:
            said = ", ".join(sorted(hedges(option.text)))
            yield Finding(f"The hedge {said!r} is in the key alone.", _text(question, option))


def _echo(question: Question, scene: Scene) -> Iterator[Finding]:
    if not isinstance(question, ChoiceQuestion):
        return
    told = content_stems(question.stem) - scene.common
    keys, others = keys_and_others(question)
    elsewhere = frozenset[str]().union(*(content_stems(one.text) for one in others))
    for option in keys:
        echoed = sorted(
            word
            for word in (content_stems(without_names(option.text)) & told) - elsewhere
            if len(word) >= _ECHO_LETTERS
        )
        if echoed:
            yield Finding(
                f"The stem's {_spoken(question.stem, echoed)} is in the key and in no wrong option.",
                _text(question, option),
            )


def _spoken(text: str, stems: list[str]) -> str:
    """The words of a text whose stems are given, as they are written."""
    written: dict[str, str] = {}
    for word in text.replace("/", " ").split():
        bare = word.strip(".,;:?!()[]\"'`*")
        for one in content_stems(bare):
            written.setdefault(one, bare)
    return ", ".join(repr(written.get(one, one)) for one in stems)


def _text(question: Question, option: Option) -> tuple[str | int, ...]:
    return ("options", question.options.index(option), "text")


RULES = (
    Rule(
        code="A1",
        name="absolute-words",
        severity="warning",
        summary="An absolute word (always, never, all, every, only, must, cannot, guarantee, 100 % …) is in wrong "
        "options alone, or in the key alone. Code, product names and rhythms (every hour) do not count, "
        "nor do options that siblings with other keys share.",
        why="Absolutes mark wrong options: in one open bank 15.8 % of the wrong options held one and 4.5 % of the "
        "keys.",
        remedy="Drop the word, or let a key and a wrong option share it.",
        bad="`It always removes bias` · `It reduces some kinds of bias` (key)",
        good="`It removes bias of the labels` · `It reduces bias of the sampling` (key)",
        each=_absolute,
    ),
    Rule(
        code="A2",
        name="hedged-key",
        severity="warning",
        summary="A hedge (may, might, can, usually, typically, often, some, most) is in the key and in no wrong "
        "option.",
        why="The one careful sentence among bold ones is the right one, and everyone who sits exams knows it.",
        remedy="Say the key plainly, or hedge a wrong option as well.",
        bad="`It can lower cost in some cases` (key) · `It lowers latency` · `It raises accuracy`",
        good="`It lowers cost` (key) · `It lowers latency` · `It raises accuracy`",
        each=_hedge,
    ),
    Rule(
        code="C1",
        name="word-echo",
        severity="warning",
        summary="A word of the stem (by its root, five letters or more) is in the key and in no wrong option. "
        "Code, names "
        "of products, exam boilerplate and words found in a tenth of the bank's stems do not count.",
        why="Matching words scores without knowledge: the option that shares most with the stem is right in 58 % of "
        "one "
        "open bank's items.",
        remedy="Put the word into a wrong option too, or use another word in one of the two places.",
        bad="Stem `Which tool redacts personal data?`, key `A redaction filter`, no other option redacts",
        good="Stem `Where does the control belong?`, key `In the log writer`, other `In the gateway`",
        each=_echo,
    ),
)
