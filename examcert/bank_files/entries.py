"""What stands in a file of questions: single questions, families, and cases with their questions.

A family is written once, its option texts shared and its stems below; here each stem becomes
an ordinary question, and its origin remembers where in the file every field was written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from examcert.bank_files.pieces import Path, Piece, read_list
from examcert.bank_files.source import Source
from examcert.bank_files.wording import nearest

FAMILY_FIELDS = ("family", "options", "stems")
INHERITED = (
    "objective",
    "skill",
    "difficulty",
    "refs",
    "shuffle",
    "also",
    "origin",
    "author",
    "valid_from",
    "valid_to",
)
"""Fields a family may give once for all its stems."""
WHY_FIELDS = ("why", "clue", "misconception")
"""Fields of an option that a stem of a family writes for itself."""
CASE_FIELDS = ("case", "title", "text", "questions")
_LIST_REMEDY = "Start each question with `- id: …`."


@dataclass
class Origin:
    """Where one question was written, down to its fields, and which places were reported already."""

    piece: Piece
    path: Path
    family: Path | None = None
    case: Path | None = None
    inherited: frozenset[str] = frozenset()
    options: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    keyed: tuple[str, ...] = ()
    """The slots in the order in which marking checks their keys."""
    told: set[Path] = field(default_factory=set)

    def written(self, loc: Path) -> Path:
        """The path in the file of a path inside the question."""
        match loc:
            case ("options", int(place), *rest) if place < len(self.options):
                name = self.options[place]
                if self.family is None:
                    return (*self.path, "options", name, *_below_id(rest))
                if rest and rest[0] in ("id", "text", "about"):
                    return (*self.family, "options", name, *_below_id(rest))
                return (*self.path, "whys", name, *rest)
            case ("slots", int(place), *rest) if place < len(self.slots):
                return (*self.path, "slots", self.slots[place], *_below_id(rest))
            case ("key", int(place)) if place < len(self.keyed):
                return (*self.path, "key", self.keyed[place])
            case ("case", *rest) if self.case is not None:
                return (*self.case, *("case" if step == "id" else step for step in rest))
            case (str(name), *_) if self.family is not None and (name == "family" or name in self.inherited):
                return (*self.family, *loc)
        return (*self.path, *loc)

    def place(self, loc: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column of a path inside the question; of the name of an option when its id is meant."""
        named = len(loc) == 3 and loc[0] in ("options", "slots") and loc[2] == "id"
        return self.piece.place(self.written(loc), key=key or named)

    def was_told(self, loc: Path) -> bool:
        """Whether this place, a part of it or the whole it is part of was reported before."""
        return any(told[: len(loc)] == loc[: len(told)] for told in self.told)

    def report(self, loc: Path, rule: str, message: str, remedy: str, *, key: bool = False) -> None:
        """Note a problem of the question's shape."""
        self.told.add(loc)
        line, column = self.place(loc, key=key)
        self.piece.source.report(rule, message, remedy, line=line, column=column)


def _below_id(rest: list[Any]) -> list[Any]:
    """An id is the name of its mapping, not a field below it."""
    return [] if rest[:1] == ["id"] else rest


@dataclass(frozen=True)
class _Case:
    """A scenario around questions, and where it was written."""

    data: dict[str, Any]
    path: Path


@dataclass(frozen=True)
class Entry:
    """The data of one question, ready for its schema, and where it was written."""

    origin: Origin
    data: dict[str, Any]


def entries(source: Source) -> Iterator[Entry | Piece]:
    """Every question of a file, families and cases taken apart. A piece that cannot be read comes as itself."""
    for piece, path, data in read_list(source, _LIST_REMEDY):
        if path:
            yield from _entry(piece, path, data, None)
        else:
            yield piece


def _entry(piece: Piece, path: Path, data: Any, case: _Case | None) -> Iterator[Entry]:
    if not isinstance(data, dict):
        piece.report(path, "not-a-question", "This entry is not a question.", "Write `- id: …` and its fields.")
    elif "stems" in data or ("family" in data and "stem" not in data and "id" not in data):
        yield from _family(piece, path, data, case)
    elif "questions" in data:
        if case is None:
            yield from _case(piece, path, data)
        else:
            piece.report(path, "case-in-case", "A case cannot hold a case.", "Write it as an entry of its own.")
    else:
        yield _single(Origin(piece, path, case=case.path if case else None), data, case)


def _single(origin: Origin, data: dict[str, Any], case: _Case | None) -> Entry:
    ready = dict(data)
    if "case" in data and isinstance(data["case"], (str, type(None))):
        origin.piece.report(
            (*origin.path, "case"), "case-shape", "A question does not name its case.",
            "Write `- case: …` with title, text and `questions:`, and put the question below it.", key=True,
        )  # fmt: skip
        del ready["case"]
    if "options" in data:
        ready["options"] = _listed(origin, data["options"], "options")
        origin.options = tuple(data["options"]) if isinstance(data["options"], dict) else ()
    if "slots" in data:
        ready["slots"] = _listed(origin, data["slots"], "slots")
        origin.slots = tuple(data["slots"]) if isinstance(data["slots"], dict) else ()
    key = data.get("key")
    if isinstance(key, Mapping):
        order = [slot for slot in origin.slots if slot in key]
        # Where options may be used again, marking checks each of them once.
        firsts = {str(key[slot]): slot for slot in reversed(order)}
        origin.keyed = tuple(s for s in order if firsts[str(key[s])] == s) if data.get("reuse") else tuple(order)
    if case is not None:
        ready["case"] = case.data
    return Entry(origin, ready)


def _listed(origin: Origin, parts: Any, part: str) -> list[dict[str, Any]]:
    """`{id: {text, why}}`, as people write it, to a list of parts with ids."""
    if not isinstance(parts, dict):
        what = "are empty" if parts is None else f"are a {'list' if isinstance(parts, list) else 'text'}"
        origin.report(
            (part,), f"{part}-shape", f"The {part} {what}, but must be a mapping of ids.",
            "Write `id:` for each, and `text: …` and `why: …` below it.",
        )  # fmt: skip
        return []
    listed = []
    for place, (name, fields) in enumerate(parts.items()):
        if isinstance(fields, dict):
            if "id" in fields:
                origin.piece.report(
                    (*origin.path, part, name, "id"), "unknown-field", f"{name!r} needs no id below it.",
                    "Remove it: its name is its id.", key=True,
                )  # fmt: skip
            listed.append({**fields, "id": name})
            continue
        origin.piece.report(
            (*origin.path, part, name), f"{part}-shape", f"{name!r} has no fields of its own.",
            "Write `text:` and `why:` below it.", key=True,
        )  # fmt: skip
        origin.told.add((part, place))
        listed.append({"id": name})
    return listed


def _family(piece: Piece, path: Path, data: dict[str, Any], case: _Case | None) -> Iterator[Entry]:
    fields = (*FAMILY_FIELDS, *INHERITED)
    for name in data:
        if name not in fields:
            piece.report(
                (*path, name), "unknown-field", f"A family has no field {name!r}.", nearest(name, fields), key=True
            )
    for name in FAMILY_FIELDS:
        if not data.get(name):
            piece.report((*path, name), "missing-field", f"The family has no {name}.", f"Add `{name}:`.", key=True)
    # Shape problems of the shared options are reported once, at the family.
    shared = Origin(piece, path)
    options = _listed(shared, data["options"], "options") if data.get("options") else []
    for place, option in enumerate(options):
        for name in option:
            if name not in ("id", "text", "about", *WHY_FIELDS):
                piece.report(
                    (*path, "options", option["id"], name), "unknown-field", f"An option has no field {name!r}.",
                    nearest(name, ("text", "about", *WHY_FIELDS)), key=True,
                )  # fmt: skip
                shared.told.add(("options", place, name))
    stems = data.get("stems") or []
    if not isinstance(stems, list):
        piece.report((*path, "stems"), "stems-shape", "The stems must be a list.", "Start each with `- id: …`.")
        return
    for place, stem in enumerate(stems):
        below = (*path, "stems", place)
        if isinstance(stem, dict):
            yield _stem(
                Origin(piece, below, path, case.path if case else None, told=set(shared.told)),
                data,
                options,
                stem,
                case,
            )
        else:
            piece.report(below, "not-a-question", "This stem is not a question.", "Write `- id: …` and its fields.")


def _stem(
    origin: Origin,
    family: dict[str, Any],
    shared: list[dict[str, Any]],
    stem: dict[str, Any],
    case: _Case | None,
) -> Entry:
    origin.options = tuple(option["id"] for option in shared)
    origin.inherited = frozenset(name for name in INHERITED if name in family and name not in stem)
    whys = _whys(origin, stem)
    for name in ("options", "family"):
        if name in stem:
            origin.report(
                (name,), "unknown-field", f"A stem has no {name} of its own.", "It shares those of its family.",
                key=True,
            )  # fmt: skip
    ready = {name: family[name] for name in INHERITED if name in family}
    ready |= {name: value for name, value in stem.items() if name != "whys"}
    ready |= {"options": [{**option, **whys.get(option["id"], {})} for option in shared]}
    ready |= {"family": family.get("family") or "unnamed"}
    if not shared:
        origin.told.add(("options",))
    if case is not None:
        ready["case"] = case.data
    return Entry(origin, ready)


def _whys(origin: Origin, stem: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The stem's own fields of each option."""
    whys = stem.get("whys")
    if not isinstance(whys, dict):
        origin.report(
            ("whys",), "missing-field", "The stem has no whys.",
            "Add `whys:` and below it `id:` with `why: …` for every option of the family.", key=True,
        )  # fmt: skip
        origin.told.update(("options", place) for place in range(len(origin.options)))
        return {}
    found = {}
    for name, own in whys.items():
        if name not in origin.options:
            origin.report(
                ("whys", name), "unknown-option", f"The family has no option {name!r}.",
                nearest(name, origin.options, noun="options"), key=True,
            )  # fmt: skip
        elif isinstance(own, dict):
            found[name] = {field: value for field, value in own.items() if field in WHY_FIELDS}
            for field_name in own.keys() - found[name].keys():
                origin.report(
                    ("whys", name, field_name), "unknown-field", f"A stem gives its options no {field_name!r}.",
                    nearest(field_name, WHY_FIELDS), key=True,
                )  # fmt: skip
        else:
            origin.report(
                ("whys", name), "whys-shape", f"{name!r} has no fields of its own.",
                "Write `why: …` below it.", key=True,
            )  # fmt: skip
            origin.told.add(("options", origin.options.index(name)))
    return found


def _case(piece: Piece, path: Path, data: dict[str, Any]) -> Iterator[Entry]:
    told = {"id": data.get("case"), "title": data.get("title"), "text": data.get("text")}
    for name in CASE_FIELDS[:3]:
        if not isinstance(data.get(name), str) or not data[name]:
            piece.report((*path, name), "missing-field", f"The case has no {name}.", f"Add `{name}: …`.", key=True)
            told = {"id": "unread", "title": "-", "text": "-"}
    for name in data:
        if name not in CASE_FIELDS:
            piece.report(
                (*path, name), "unknown-field", f"A case has no field {name!r}.", nearest(name, CASE_FIELDS), key=True
            )
    questions = data["questions"]
    if not isinstance(questions, list):
        piece.report(
            (*path, "questions"), "not-a-list", "The questions of a case are a list.", "Start each with `- id: …`."
        )
        return
    for place, question in enumerate(questions):
        yield from _entry(piece, (*path, "questions", place), question, _Case(told, path))
