"""Text from banks, answers and models made safe to show: what would steer a terminal becomes visible."""

import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text with control characters, escapes and direction marks shown as symbols, never obeyed.

    Newlines and tabs stay. ESC becomes `␛`, other C0 controls their Unicode pictures, the rest `<U+202E>`.
    """
    return _STEERING.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"
