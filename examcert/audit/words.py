"""Words of questions: one way to normalise, count and classify them for every rule and figure.

Pure, and free of models: word lists, word boundaries and the standard library. A substring
test would find "all" in "allow"; a language model would find something else next year.
"""

import re
import sys
import unicodedata
from functools import lru_cache
from typing import Literal

from examcert.audit.quantities import quantity, span
from examcert.audit.vocabulary import (
    ABBREVIATIONS,
    ABSOLUTES,
    COMMON,
    CONNECTORS,
    DETERMINERS,
    EITHER,
    FINITE,
    HEDGES,
    NOT_VERBS,
    PREPOSITIONS,
    RELATIVES,
    STOP,
    TIMES,
    VENDORS,
    VERBS,
)

Kind = Literal["number", "code", "product name", "sentence", "phrase"]
"""What sort of thing an option is."""

Opening = Literal["-ing", "imperative", "noun", "number", "to", "by", "open"]
"""How an option begins. "open" when the first word leaves a doubt."""

_CACHED = 1 << 12
"""Texts remembered per function: those of the question in hand and of its neighbours."""

_MARKS = re.compile(
    r"```[a-z]*|`|!?\[(?P<link>[^\[\]\n]{0,300})\]\([^()\n]{0,300}\)|\*\*|__(?=\S)|(?<=\S)__|^\#{1,6}\s|"
    r"(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)",
    re.MULTILINE,
)
_TOKEN = re.compile(r"[^\W_]+(?:[-'._:][^\W_]+)*")
_WORD = re.compile(r"[^\W\d_]{3,}")
_CODE = re.compile(
    r"```.*?```|`[^`]{1,500}`|\b\w+(?:_\w+)+\b|\b[a-z][\w-]{0,60}[.:][A-Za-z]\w*(?:[.:/]\w+)*\b|\b\w+\(\)|(?<!\w)--?[a-z][\w-]+|"
    r"\b[a-z]{2,}[A-Z]\w*\b",
    re.DOTALL,
)
_PERHAPS_MARKED = re.compile(r"[`*_#\[]")
_PERHAPS_CODE = re.compile(r"[`_:(]|\.\w|(?<!\w)-|[a-z][A-Z]")
"""What every mark and every piece of code holds: most texts hold neither, and need no closer look."""
_CODE_LINE = re.compile(r"[{}\[\]();]|[=<>!]=|\w=\S|^[/~.]\S*/|://|::")
_CAPITAL = r"[A-Z][\w-]*"
_MADE_NAME = r"(?:[A-Z]{1,6}\d+[A-Z]?|[A-Z][A-Z&/-]+s?\b|[A-Z][a-z0-9]+[A-Z]\w*|[A-Z]{2,}[a-z]+\w*)"
_PRODUCT = re.compile(
    rf"\b(?:[a-z]+-)?(?:(?:{'|'.join(VENDORS)})\b|{_MADE_NAME})(?:[ -](?:{_CAPITAL}|\d+(?:\.\d+)*)\b)*"
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]*]*\s+(?=[\"'“‘(\[*]*[A-Z0-9])|\n\s*\n|\n\s*(?=[-*•]\s)|\s*```[a-z]*\n")
_SHOUTED = re.compile(r"\b[A-Z]{3,}\b")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‑": "-", "\u00a0": " "})
_SUFFIXES = (
    ("ications", "i"), ("ication", "i"), ("izations", "iz"), ("ization", "iz"), ("isation", "iz"), ("ations", "at"),
    ("ation", "at"), ("ators", "at"), ("ator", "at"), ("ating", "at"), ("ated", "at"), ("ates", "at"), ("ate", "at"),
    ("ings", ""), ("ing", ""), ("ies", "i"), ("ied", "i"), ("edly", ""), ("ed", ""), ("es", ""), ("ly", ""), ("s", ""),
    ("y", "i"), ("e", ""),
)  # fmt: skip


_SINGULAR = frozenset({"alias", "atlas", "bias", "canvas"})


def _one_form(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_QUOTES)


@lru_cache(_CACHED)
def plain(text: str) -> str:
    """The text without markdown and code marks, blanks collapsed; case and code itself stay."""
    one = _one_form(text)
    if _PERHAPS_MARKED.search(one):
        one = _MARKS.sub(lambda found: found["link"] or "", one)
    return " ".join(one.split())


@lru_cache(_CACHED)
def normalise(text: str) -> str:
    """The plain text in one case: what two texts are compared by."""
    return plain(text).casefold()


@lru_cache(_CACHED)
def tokens(text: str) -> tuple[str, ...]:
    """Words and numbers in one case; "read-only", "k-means" and "0.5" are one token each."""
    return tuple(map(sys.intern, _TOKEN.findall(normalise(text))))


@lru_cache(_CACHED)
def without_code(text: str) -> str:
    """The plain text without code, whether marked or plain to see (`max_tokens`, `aws:SourceIp`)."""
    one = _one_form(text)
    return plain(_CODE.sub(" ", one) if _PERHAPS_CODE.search(one) else one)


def without_names(text: str) -> str:
    """The plain text without code and without names of products."""
    return " ".join(_PRODUCT.sub(" ", without_code(text)).split())


@lru_cache(1 << 14)
def stem(word: str) -> str:
    """A lower-case word less its ending, so that "classifies" and "classification" meet."""
    for ending, left in _SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            if ending == "s" and (word[-2] in "su" or word in _SINGULAR):
                continue
            word = word[: len(word) - len(ending)] + left
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word


@lru_cache(_CACHED)
def content_stems(text: str) -> frozenset[str]:
    """Stems of the words of 3 letters and more that carry meaning: no stop words, no exam boilerplate, no code."""
    words = _WORD.findall(without_code(text).casefold())
    return frozenset(sys.intern(stem(word)) for word in words if word not in STOP)


@lru_cache(_CACHED)
def shingles(text: str, size: int = 3) -> frozenset[tuple[str, ...]]:
    """Every run of `size` tokens; the whole text where it is shorter."""
    words = tokens(text)
    if len(words) <= size:
        return frozenset({words}) if words else frozenset()
    return frozenset(words[i : i + size] for i in range(len(words) - size + 1))


def jaccard(one: frozenset[object], other: frozenset[object]) -> float:
    """The share of two sets that they have in common, 0.0 for two empty ones."""
    if not one or not other:
        return 0.0
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


@lru_cache(_CACHED)
def absolutes(text: str) -> frozenset[str]:
    """Words that allow no exception. Code, product names, "read-only", "at all" and "every 15 minutes" do not count."""
    words = _TOKEN.findall(without_names(text).casefold())
    found = {"100 %"} if re.search(r"\b100\s?(?:%|percent\b)", text) else set()
    found |= {word.casefold() for word in _SHOUTED.findall(text)} & ABSOLUTES
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        after = words[place + 1] if place + 1 < len(words) else ""
        if word.startswith("guarantee") or word in ABSOLUTES:
            timed = word == "every" and (after[:1].isdigit() or stem(after) in TIMES)
            if not timed and (before, word) not in {("at", "all"), ("not", "only")}:
                found.add("guarantee" if word.startswith("guarantee") else word)
    return frozenset(found)


@lru_cache(_CACHED)
def hedges(text: str) -> frozenset[str]:
    """Words that leave room. "most" counts in "most teams", not in a superlative; "May" the month does not."""
    spoken = re.sub(r"\bMay(?= \d)|(?<=[a-z\d,] )May\b", " ", without_names(text))
    words = _TOKEN.findall(spoken.casefold())
    found = set()
    for place, word in enumerate(words):
        after = words[place + 1] if place + 1 < len(words) else ""
        before = words[place - 1] if place else ""
        superlative = word == "most" and (before == "the" or not (after == "of" or after.endswith("s")))
        if word in HEDGES and not superlative:
            found.add(word)
    return frozenset(found)


@lru_cache(_CACHED)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, plain. Abbreviations do not end one; blank lines, list items and code blocks do."""
    found: list[str] = []
    for part in _SENTENCE_END.split(text.strip()):
        if found and found[-1].rsplit(" ", 1)[-1].casefold().lstrip("(") in ABBREVIATIONS:
            found[-1] = f"{found[-1]} {part}"
        elif part.strip():
            found.append(part.strip())
    return tuple(said for said in map(plain, found) if said)


def ask(text: str) -> str:
    """The sentence that asks: the last with a question mark, else the last. Empty for an empty text."""
    said = sentences(text)
    asked = [sentence for sentence in said if "?" in sentence]
    return (asked or said or ("",))[-1]


@lru_cache(1 << 14)
def syllables(word: str) -> int:
    """Syllables of an English word, by its vowels; at least one."""
    bare = re.sub(r"[^a-z]", "", word.casefold())
    silent = re.sub(r"(?:[^laeiouy]es|[^td]ed|[^l]e)$", lambda found: found[0][0], bare) if len(bare) > 3 else bare
    return max(1, len(re.findall(r"[aeiouy]+", silent)))


@lru_cache(_CACHED)
def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade; code, numbers and names of products count as one two-syllable word each."""
    said = sentences(_PRODUCT.sub(" naming ", _CODE.sub(" naming ", text)))
    words = [word for sentence in said for word in re.findall(r"[^\W_]+(?:'[a-z]+)?", sentence)]
    if not words:
        return 0.0
    spoken = sum(2 if word[0].isdigit() else syllables(word) for word in words)
    return 0.39 * len(words) / len(said) + 11.8 * spoken / len(words) - 15.59


@lru_cache(_CACHED)
def names_product(text: str) -> bool:
    """Whether a product is named anywhere in the text. Acronyms of the trade (LLM, JSON) name none."""
    return any(
        not COMMON.issuperset(found[0].replace("-", " ").split()) for found in _PRODUCT.finditer(without_code(text))
    )


@lru_cache(_CACHED)
def kind(text: str) -> Kind:
    """What sort of thing an option is. A sentence has six words or more and a verb of its own."""
    bare = text.strip()
    if quantity(bare) or span(bare):
        return "number"
    if re.fullmatch(r"`[^`]+`|```.*```", bare, re.DOTALL) or _CODE.fullmatch(bare) or _looks_coded(bare):
        return "code"
    words = plain(bare).split()
    if all(word[:1].isupper() or word in CONNECTORS or word[:1].isdigit() for word in words) and names_product(bare):
        return "product name"
    return "sentence" if len(words) >= 6 and _has_own_verb(words) else "phrase"


def _looks_coded(text: str) -> bool:
    # An acronym in brackets, as in "Model Context Protocol (MCP)", is no code.
    text = re.sub(r"\([\w -]*\)", " ", text) if " (" in text else text
    return len(_CODE_LINE.findall(text)) >= 2 and len(_WORD.findall(text)) <= 3 * len(_CODE_LINE.findall(text))


def _has_own_verb(words: list[str]) -> bool:
    for place, word in enumerate(words):
        said = word.casefold().strip(",;:")
        if said in RELATIVES:
            return False
        if said in FINITE and place:
            return True
    return False


@lru_cache(_CACHED)
def opening(text: str) -> Opening:
    """How an option begins, "open" unless it is certain. A word before "the" or "its" is a verb unless it cannot be."""
    written = _TOKEN.findall(without_code(text))
    first, follows = (word.casefold() for word in (*written, "", "")[:2])
    if not first:
        return "open"
    if first[0].isdigit():
        return "number"
    if first == "to" and follows:
        return "to"
    if first == "by" and follows.endswith("ing"):
        return "by"
    if first in PREPOSITIONS or first in NOT_VERBS:
        return "open"
    if first in DETERMINERS:
        return "noun"
    governs = follows in DETERMINERS
    if first.endswith("ing") and len(first) > 5:
        return "-ing" if governs else "open"
    if governs or first in VERBS or first.removeprefix("re") in VERBS or first.endswith(("ize", "ify")):
        return "imperative"
    is_either = first in EITHER or not _certainly_noun(first) or not written[0][1:].islower()
    return "open" if is_either else "noun"


def _certainly_noun(word: str) -> bool:
    """Whether a lower-case word can hardly be a verb: an imperative has no ending of these."""
    return word.endswith(("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ship", "ism", "ology")) or (
        word.endswith("s") and not word.endswith(("ss", "us", "is"))
    )
