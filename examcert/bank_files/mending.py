"""A broken question made whole enough to be looked at further, so that one run shows all its mistakes.

What is made up here is never shown to anyone: a bank with one reported mistake is no bank.
"""

from collections.abc import Sequence
from typing import Any

from examcert.bank_files.wording import Wording, fields
from examcert.core.record import Record

_STOCK: dict[str, Any] = {
    "id": "unread",
    "objective": "unread",
    "difficulty": "medium",
    "stem": "-",
    "text": "-",
    "why": "-",
    "title": "-",
    "url": "https://unread",
}
_IN_LISTS = {"refs": {"url": "https://unread"}, "enemies": "unread", "also": "unread"}


def mended(
    data: dict[str, Any], found: Sequence[Wording], model: type[Record], keyed: Sequence[str] = ()
) -> dict[str, Any] | None:
    """The data without these mistakes, or None where nothing can be made up for them.

    Lists keep their length, so that the place of the next mistake is still its place in the file.
    `keyed` names the slots in the order in which marking checks their keys.
    """
    for said in found:
        match said.at:
            case ("key", int(place)):
                one = _with_another_key(data, keyed[place] if isinstance(data["key"], dict) else place)
            case ():
                return None
            case at:
                one = _mended(data, at, model, ())
        if one is None:
            return None
        data = one
    if any(said.at == ("stem",) or said.at[0] == "case" for said in found):
        # Nothing can be quoted from a text that is made up.
        options = [{name: told for name, told in option.items() if name != "clue"} for option in data["options"]]
        data = {**data, "options": options}
    return data


def _with_another_key(data: dict[str, Any], spot: str | int) -> dict[str, Any] | None:
    key = data["key"].copy()
    used = key.values() if isinstance(key, dict) else key
    spare = [option["id"] for option in data["options"] if option["id"] not in used]
    if not spare:
        return None
    key[spot] = spare[0]
    return {**data, "key": key}


def _mended(data: Any, at: Sequence[str | int], model: type[Record], above: tuple[str | int, ...]) -> Any:
    step, rest = at[0], at[1:]
    if isinstance(data, list):
        if not isinstance(step, int) or step >= len(data):
            return None
        below = _mended(data[step], rest, model, (*above, step)) if rest else _IN_LISTS.get(str(above[-1]))
        return None if below is None else [*data[:step], below, *data[step + 1 :]]
    if not isinstance(data, dict):
        return None
    if rest:
        below = _mended(data[step], rest, model, (*above, step)) if step in data else None
        return None if below is None else {**data, step: below}
    if above != ("key",) and ((step == "id" and above) or fields(model, above).get(str(step), False)):
        stock = None if step == "id" and above else _STOCK.get(str(step))
        return None if stock is None else {**data, step: stock}
    return {name: value for name, value in data.items() if name != step}
