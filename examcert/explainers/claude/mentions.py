"""What an explanation may not mention: options that are not on the paper, letters and places, addresses.

The program shuffles options, so "option B" and "the second option" send a reader to the wrong one. A name in
quotation marks after the word option must be one of the question's own.
"""

import re

from examcert.explainers.claude.wire import Labelled

_LABEL = re.compile(r"\b(?:option|slot)-[0-9a-f]{4,64}\b", re.IGNORECASE)
_LETTER = re.compile(r"\b(?:[Oo]ptions?|[Aa]nswers?|[Cc]hoices?|OPTIONS?|ANSWERS?)\s+\(?(?:[A-H]|[1-9])\)?(?![\w'’-])")
_PLACE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last)\s+(?:option|answer|choice)\b"
    r"|\b(?:option|answer|choice)s?\s+(?:above|below)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\b(?:option|choice)s?\s+[“\"‘']([^”\"’']{2,120})[”\"’']", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>\"”\]]*[^\s<>\"”)\].,;:!?]", re.IGNORECASE)
_BEGUN = re.compile(r"\(?\b(?:h|ht|htt|https?|https?:/?|https?://\S*|w|ww|www|www\.\S*)$", re.IGNORECASE)
"""The end of words that may yet become an address."""


def absent_option(text: str, parts: tuple[Labelled, ...]) -> str | None:
    """The first mention of an option that is not there, or that no reader could find; None for none."""
    known = {part.label for part in parts}
    if stray := [name for name in _LABEL.findall(text) if name.lower() not in known]:
        return str(stray[0])
    if found := _LETTER.search(text) or _PLACE.search(text):
        return found[0]
    own = [_folded(part.part.text) for part in parts]
    for quoted in _QUOTED.finditer(text):
        name = _folded(quoted[1])
        if not any(name in mine or mine in name for mine in own):
            return quoted[1]
    return None


def without_addresses(text: str) -> tuple[str, int]:
    """The text without web addresses, and how many there were."""
    words, count = _ADDRESS.subn("", text)
    return (" ".join(re.sub(r"\(\s*\)", "", words).split()).replace(" .", "."), count) if count else (text, 0)


def growing_without_addresses(text: str) -> str:
    """The text so far without web addresses, and without its end where that may become one."""
    return without_addresses(_BEGUN.sub("", text))[0]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .")
