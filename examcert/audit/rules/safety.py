"""What must not stand in a bank: secrets, people, and markup that a terminal cannot show."""

import re
from collections.abc import Iterator

from examcert.audit.rule import At, Finding, Rule, Scene, places
from examcert.core.question import Question, Reference

_PLACEHOLDER = r"(?![<{$*\[(])(?!(?i:example|changeme|x{3,}))"
_SECRETS = (
    ("an AWS access key", re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")),
    ("an AWS secret key", re.compile(r"(?i:secret)\w*[\"' ]*[:=][\"' ]*[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")),
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("an API key", re.compile(r"\b(?:sk-ant-[\w-]{16,}|sk-(?:proj-)?[A-Za-z0-9]{20,}|AIza[\w-]{35})\b")),
    ("an API key", re.compile(r"\b(?:nvapi-[\w-]{20,}|dapi[0-9a-f]{32}|hf_[A-Za-z0-9]{30,})\b")),
    ("a token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,})\b")),
    ("a signed token", re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}")),
    ("a password", re.compile(rf"(?i:\b(?:password|passwd|pwd)\b)[\"']? ?[:=] ?[\"']?{_PLACEHOLDER}\S{{8,}}")),
    (
        "a password in an address",
        re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:(?!(?i:pass(?:word)?|x+)@)[^\s/:@]{4,}@"),
    ),
)
_PERHAPS = re.compile(
    r"AKIA|ASIA|(?i:secret|passw|pwd)|-----BEGIN|sk-|AIza|nvapi-|dapi|hf_|gh[pousr]_|github_pat|xox[abprs]-|eyJ|://[^\s/]+@"
)
"""Something that every secret of the list holds: most texts hold none, and need no closer look."""
_NINE_DIGITS = re.compile(r"(?:\d\D{0,3}){9}")
_EXAMPLE_KEY = re.compile(r"EXAMPLE")
_MAIL = re.compile(
    r"\b[A-Za-z0-9][\w.+-]*@(?!(?:[\w-]+\.)*(?:example|test|invalid|localhost)\b)(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}\b"
)
_PHONE = re.compile(
    r"(?<![\w.+-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?(?:\d{2,4}[ .-]?){2,4}\d{2,4}|\(\d{3}\) "
    r"?\d{3}-\d{4}|\d{3}-\d{3}-\d{4})(?![\w-])"
)
_SOCIAL = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_CARD = re.compile(r"(?<![\w.-])(?:\d[ -]?){12,18}\d(?![\w-])")
_FICTION = re.compile(r"555[ .-]?01\d\d|123-45-6789|078-05-1120|(\d)\1{6,}|1234567")

_HTML = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|font|h[1-6]|hr|html|i|iframe|img|kbd|li|ol|p|pre|s|"
    r"script|small|span|strong|style|sub|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|video)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\(")
_TABLE = re.compile(r"^ {0,9}\|?(?: {0,9}:?-{2,99}:? {0,9}\|)+ {0,9}:?-{2,99}:? {0,9}\|?[ \t]*$", re.MULTILINE)
_FORMULA = re.compile(r"\$\$|\\(?:frac|sum|int|sqrt|times|cdot|alpha|beta|text|left|right|mathbf?|begin)\b|\\\(|\\\[")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d{2,5});")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_MARKUP = (
    ("HTML", _HTML), ("an image", _IMAGE), ("a table", _TABLE), ("a formula in LaTeX", _FORMULA), ("an HTML entity",
    _ENTITY),
)  # fmt: skip


def _texts(question: Question) -> Iterator[tuple[At, str]]:
    yield from places(question, "stem", "case", "text", "about", "why")
    for name in ("origin", "author", "decision"):
        if said := getattr(question, name):
            yield (name,), said
    for place, ref in enumerate(question.refs):
        if isinstance(ref, Reference):
            yield ("refs", place, "url"), ref.url
            if ref.supports:
                yield ("refs", place, "supports"), ref.supports


def _cards(scene: Scene) -> Iterator[tuple[At, str]]:
    for part, cards in (("facts", scene.bank.facts), ("misconceptions", scene.bank.misconceptions)):
        for place, card in enumerate(cards):
            for name in ("claim", "url", "also_right_when", "belief", "corrects"):
                if said := getattr(card, name, None):
                    yield (part, place, name), said


def _secret(text: str) -> str | None:
    if not _PERHAPS.search(text):
        return None
    for what, pattern in _SECRETS:
        found = pattern.search(text)
        if found and not _EXAMPLE_KEY.search(found[0]):
            return what
    return None


def _person(text: str) -> str | None:
    if "@" in text and _MAIL.search(text):
        return "an e-mail address"
    if not _NINE_DIGITS.search(text):
        return None
    for what, pattern in (("a phone number", _PHONE), ("a social security number", _SOCIAL)):
        if (found := pattern.search(text)) and not _FICTION.search(found[0]):
            return what
    cards = (re.sub(r"\D", "", found[0]) for found in _CARD.finditer(text))
    return "a card number" if any(len(one) >= 13 and len(set(one)) > 3 and _luhn(one) for one in cards) else None


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def _secrets(question: Question, scene: Scene) -> Iterator[Finding]:
    for at, text in _texts(question):
        if what := _secret(text):
            # What it is, never the thing itself: a report goes further than a bank.
            yield Finding(f"This looks like {what}.", at)


def _secrets_in_cards(scene: Scene) -> Iterator[Finding]:
    for at, text in _cards(scene):
        if what := _secret(text):
            yield Finding(f"This looks like {what}.", at)


def _people(question: Question, scene: Scene) -> Iterator[Finding]:
    for at, text in _texts(question):
        if what := _person(text):
            yield Finding(f"This looks like {what}.", at)


def _people_in_cards(scene: Scene) -> Iterator[Finding]:
    for at, text in _cards(scene):
        if what := _person(text):
            yield Finding(f"This looks like {what}.", at)


def _markup(question: Question, scene: Scene) -> Iterator[Finding]:
    for at, text in places(question, "stem", "case", "text", "about", "why"):
        bare = _CODE.sub(" ", text)
        for what, pattern in _MARKUP:
            if found := pattern.search(bare):
                yield Finding(f"{found[0].strip()[:30]!r} is {what}, which a terminal shows as it is written.", at)
                break


RULES = (
    Rule(
        code="Q1",
        name="secret",
        severity="error",
        summary="A text looks like a secret: an AWS key, an API key, a token, a private key, a password. The "
        "documented "
        "example keys, which hold EXAMPLE, do not count.",
        why="Banks are published; a key in one is everybody's within minutes.",
        remedy="Revoke it now, then write a placeholder such as AKIAIOSFODNN7EXAMPLE.",
        bad="An access key copied from a console",
        good="`AKIAIOSFODNN7EXAMPLE`",
        each=_secrets,
        whole=_secrets_in_cards,
    ),
    Rule(
        code="Q2",
        name="personal-data",
        severity="error",
        summary="A text looks like an e-mail address, a phone number, a social security number or a card number. "
        "Addresses "
        "at example.com and numbers kept for fiction do not count.",
        why="Stories need invented people; a real one never agreed to be in an exam.",
        remedy="Write an address at example.com, or a number of the range 555-0100 to 555-0199.",
        bad="`jane.doe@gmail.com`",
        good="`jane@example.com`",
        each=_people,
        whole=_people_in_cards,
    ),
    Rule(
        code="T1",
        name="unshowable-markup",
        severity="warning",
        summary="A text uses HTML, an image, a table or a formula outside code.",
        why="The engine shows questions in terminals and to screen readers, which read the marks aloud.",
        remedy="Write it as sentences, a list or code.",
        bad="`H<sub>2</sub>O`, `$$\\frac{a}{b}$$`",
        good="`a / b`",
        each=_markup,
    ),
)
