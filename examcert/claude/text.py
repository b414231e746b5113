"""Text from outside, made harmless: a model's words are shown in terminals and kept in databases."""

import re
import unicodedata

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor moves
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # OSC and other strings
)
_JOINERS = "\u200c\u200d"
"""Invisible, but scripts and emoji need them."""


def clean(text: str) -> str:
    """One paragraph without terminal escapes, control characters, bidi overrides or lone surrogates."""
    visible = "".join(" " if char.isspace() else char for char in _ESCAPES.sub("", text) if _harmless(char))
    return " ".join(visible.split())


def _harmless(char: str) -> bool:
    if char.isspace():
        return char not in "\x1c\x1d\x1e\x1f"
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs") or char in _JOINERS


def brief(text: str, *, limit: int = 160) -> str:
    """Clean text that fits on a line."""
    whole = clean(text)
    return whole if len(whole) <= limit else f"{whole[: limit - 1].rstrip()}…"
