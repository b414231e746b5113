"""Validation errors in an author's words: what is wrong, and what to do."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from examcert.core.blueprint import Domain, Guide, Items, KindShare, Objective, Scale
from examcert.core.question import Case, Option, Reference, Slot
from examcert.core.record import Record

_LONGEST = 60
_PARTS: dict[str, type[Record]] = {
    "options": Option,
    "slots": Slot,
    "case": Case,
    "refs": Reference,
    "guide": Guide,
    "items": Items,
    "scale": Scale,
    "kinds": KindShare,
    "domains": Domain,
    "objectives": Objective,
}
_DAYS = ("checked", "valid_to", "valid_from", "published", "retired_on")


class Wording(NamedTuple):
    """A problem without its place in a file; `at` is its place inside the data."""

    rule: str
    message: str
    remedy: str
    at: tuple[str | int, ...]
    named: bool = False
    """Whether the problem is the name of the field, not its value."""


def wordings(errors: Iterable[ErrorDetails], model: type[Record]) -> list[Wording]:
    """Say every validation error once. A misspelt field explains the missing one that it stands for."""
    said = [_wording(error, model) for error in errors if not _is_echo(error)]
    misspelt = {
        (*one.at[:-1], meant)
        for one in said
        if one.rule == "unknown-field" and (meant := near(one.at[-1], fields(model, one.at[:-1])))
    }
    return [one for one in said if not (one.rule == "missing-field" and one.at in misspelt)]


def fields(model: type[Record], loc: Sequence[str | int]) -> dict[str, bool]:
    """The fields an author may write at a place, and whether each must be there."""
    held: type[Record] = model
    for step in loc:
        held = _PARTS.get(str(step), held)
    found = {entry.alias or name: entry.is_required() for name, entry in held.model_fields.items()}
    if held in (Option, Slot):
        del found["id"]
    if not loc and "stem" in found:
        del found["case"]
    return found


def nearest(name: Any, names: Iterable[str], *, noun: str = "fields") -> str:
    """A remedy for a misspelt name."""
    close = near(name, names)
    return f"Did you mean {close!r}?" if close else f"The {noun} are {', '.join(names)}."


def near(name: Any, names: Iterable[str]) -> str | None:
    """The one of the names that was probably meant, if any is like it."""
    found = get_close_matches(str(name)[:80], sorted(names), n=1, cutoff=0.6)
    return found[0] if found else None


def _is_echo(error: ErrorDetails) -> bool:
    """A reference is a text or a mapping; what the other of the two says of it is no mistake."""
    match error["loc"]:
        case ("refs", int(), "str"):
            return isinstance(error["input"], dict)
        case ("refs", int(), "Reference", *_):
            return error["type"] in ("model_type", "model_attributes_type")
    return False


def _loc(error: ErrorDetails) -> tuple[str | int, ...]:
    loc = error["loc"]
    return (*loc[:2], *loc[3:]) if loc[:1] == ("refs",) and len(loc) > 2 else loc


def _wording(error: ErrorDetails, model: type[Record]) -> Wording:
    loc, value = _loc(error), error["input"]
    name = next((step for step in reversed(loc) if isinstance(step, str)), "this")
    context: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "fault":
            # A field validator's error already stands at its field; the rest of the way is in `at`.
            return Wording(context["rule"], context["message"], context["remedy"], loc + tuple(context["at"]))
        case "missing":
            return Wording("missing-field", f"The field {name!r} is missing.", f"Add `{name}:`.", loc, named=True)
        case "extra_forbidden":
            known = fields(model, loc[:-1])
            return Wording("unknown-field", f"There is no field {name!r}.", nearest(name, known), loc, named=True)
        case "string_type":
            return Wording("not-text", *_not_text(name, value), loc)
        case "tuple_type" | "model_type" | "model_attributes_type" | "dict_type" as kind:
            return Wording(*_shape(name, value, wants_list=kind == "tuple_type"), loc)
        case "string_too_short":
            return Wording("empty", f"{name} is empty.", "Write it.", loc)
        case "too_short":
            return Wording(
                "too-few", f"{name} has too few entries.", f"Give at least {context.get('min_length')}.", loc
            )
        case "too_long" | "string_too_long":
            return Wording("too-long", f"{name} is too long.", f"Keep it to {context.get('max_length')}.", loc)
        case "literal_error":
            return Wording("not-allowed", f"{name} is {_short(value)}.", f"Use one of {context.get('expected')}.", loc)
        case "string_pattern_mismatch":
            return Wording("bad-form", f"{name} is {_short(value)}.", _form(name), loc)
        case kind:
            return Wording(*_value(kind, name, value, error["msg"]), loc)


def _value(kind: str, name: str, value: Any, said: str) -> tuple[str, str, str]:
    """A number or a truth value that is none, or is out of its range."""
    if name == "weight":
        return "bad-weight", f"weight is {_short(value)}.", "Write per cent as a number, 20, or as a pair, [20, 25]."
    if kind.startswith(("int_", "float_", "decimal_")) or kind == "finite_number":
        return (
            "not-a-number",
            f"{name} is {_short(value)}, not a {'whole ' * kind.startswith('int')}number.",
            ("Write a plain number, such as 65."),
        )
    if kind.startswith(("greater_than", "less_than")):
        return "out-of-range", f"{name} is {_short(value)}.", f"{said.replace('Input should', 'It must')}."
    if kind.startswith("bool_"):
        return "not-a-truth", f"{name} is {_short(value)}.", "Write true or false."
    return "bad-value", f"{name} is {_short(value)}: {said[:1].lower()}{said[1:]}.", "Correct the value."


def _shape(name: str, value: Any, *, wants_list: bool) -> tuple[str, str, str]:
    wanted = "a list" if wants_list else "a mapping of fields"
    remedy = f"Write `{name}: [one, two]`." if wants_list else "Write `field: value` lines below it."
    if value is None:
        return "empty", f"{name} is empty; it should be {wanted}.", f"{remedy[:-1]}, or remove the field."
    return ("not-a-list" if wants_list else "not-a-mapping"), f"{name} is {_noun(value)}, not {wanted}.", remedy


def _noun(value: Any) -> str:
    match value:
        case bool():
            return f"the truth value {str(value).lower()}"
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case str():
            return f"the text {_short(value)}"
    return "empty"


def _short(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else _noun(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _not_text(name: str, value: Any) -> tuple[str, str]:
    if value is None:
        return f"{name} is empty.", "Write it, or remove the field."
    if isinstance(value, bool):
        return f"{name} is {_noun(value)}, not text.", "Put the word in quotes."
    return f"{name} is {_noun(value)}, not text.", "Write one text; quote it if it holds brackets or a colon."


def _form(name: str) -> str:
    if name in _DAYS:
        return "Write a day as YYYY-MM-DD."
    if name == "url":
        return "Write an address that starts with https://."
    if name == "code":
        return "Use capital letters, digits and dashes, such as AIF-C01."
    return "Start with a letter or digit; use letters, digits, dots, dashes and underscores, no spaces."
