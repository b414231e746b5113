"""Validation errors in an author's words: what is wrong, and what to do."""

from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails


class Wording(NamedTuple):
    """A problem without its place."""

    rule: str
    message: str
    remedy: str
    at: tuple[str | int, ...]


def wording(error: ErrorDetails, fields: tuple[str, ...]) -> Wording:
    """Say a validation error plainly. `fields` are the names an author may use there."""
    loc = tuple(step for step in error["loc"] if not (isinstance(step, str) and step in ("str", "Reference")))
    name = next((step for step in reversed(loc) if isinstance(step, str)), "value")
    context: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "fault":
            # A field validator's error already stands at its field; the rest of the way is in `at`.
            return Wording(context["rule"], context["message"], context["remedy"], loc + tuple(context["at"]))
        case "missing":
            return Wording("missing-field", f"The field {name!r} is missing.", f"Add `{name}:`.", loc)
        case "extra_forbidden":
            return Wording("unknown-field", f"There is no field {name!r}.", _nearest(str(name), fields), loc)
        case "string_type":
            return Wording("not-text", *_not_text(str(name), error["input"]), loc)
        case "literal_error":
            return Wording(
                "not-allowed", f"{name} is {error['input']!r}.", f"Use one of {context.get('expected')}.", loc
            )
        case "string_pattern_mismatch":
            return Wording("bad-form", f"{name} is {_short(error['input'])}.", _form(str(name)), loc)
        case "string_too_short":
            return Wording("empty", f"{name} is empty.", "Write it.", loc)
        case "too_short":
            least = context.get("min_length")
            return Wording("too-few", f"{name} has too few entries.", f"Give at least {least}.", loc)
        case kind:
            said = error["msg"][:1].lower() + error["msg"][1:]
            return Wording(kind.replace("_", "-"), f"{name}: {said}.", "See `examcert bank schema` or the guide.", loc)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _nearest(name: str, fields: tuple[str, ...]) -> str:
    near = get_close_matches(name, fields, n=1, cutoff=0.6)
    return f"Did you mean {near[0]!r}?" if near else f"The fields are {', '.join(fields)}."


def _not_text(name: str, value: Any) -> tuple[str, str]:
    if value is None:
        return f"{name} is empty.", "Write it, or remove the field."
    if isinstance(value, bool):
        return f"{name} is the truth value {str(value).lower()}, not text.", "Put the word in quotes."
    return f"{name} is a {'list' if isinstance(value, list) else 'mapping'}, not text.", "Write one text."


def _form(name: str) -> str:
    if name in ("checked", "valid_to", "valid_from", "published", "retired_on"):
        return "Write a day as YYYY-MM-DD."
    if name == "url":
        return "Write an address that starts with https://."
    return "Use letters, digits, dots, dashes and underscores, without spaces."
