"""What stands in a file of questions: single questions, families, and cases with their questions.

A family is written once, its option texts shared and its stems below; here each stem becomes
an ordinary question, and every field remembers where in the file it was written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from yaml.nodes import MappingNode, Node

from examcert.bank_files.nodes import Document, child, key_node

_FAMILY_FIELDS = ("family", "options", "stems")
_INHERITED = (
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
_SHARED = ("id", "text", "about")
Loc = tuple[str | int, ...]


@dataclass(frozen=True)
class Entry:
    """The data of one question, ready for its schema, and where its parts were written."""

    document: Document
    data: dict[str, Any]
    node: Node
    family: Node | None = None
    slots: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    def locate(self, loc: Loc) -> Node:
        """The node nearest to a path inside the question."""
        if len(loc) >= 2 and loc[0] in ("options", "slots") and isinstance(loc[1], int):
            return self._locate_part(str(loc[0]), loc[1], loc[2:])
        start = self.node
        if self.family is not None and loc and child(self.node, loc[0]) is None and child(self.family, loc[0]):
            start = self.family
        return _descend(start, loc)

    def _locate_part(self, part: str, place: int, rest: Loc) -> Node:
        names = self.options if part == "options" else self.slots
        name = names[place] if place < len(names) else ""
        if self.family is not None and part == "options" and not (rest and rest[0] in _SHARED):
            whys = child(self.node, "whys")
            if whys is None:
                return self.node
            return _descend(whys, (name, *rest))
        holder = child(self.family if self.family is not None and part == "options" else self.node, part)
        if holder is None:
            return self.node
        if rest and rest[0] == "id":
            return key_node(holder, name) or holder
        return _descend(holder, (name, *rest))


def _descend(node: Node, loc: Loc) -> Node:
    for step in loc:
        below = child(node, step)
        if below is None:
            # The name of an unknown field, or of one whose value is missing, is the best place.
            return (key_node(node, step) if isinstance(step, str) else None) or node
        node = below
    return node


def entries(document: Document) -> Iterator[Entry]:
    """Every question of a file, families and cases taken apart. Shape problems go to the document."""
    if document.data is None or document.root is None:
        return
    if not isinstance(document.data, list):
        document.report_at(
            document.root, "not-a-list", "A file of questions is a list.", "Start each question with `- id: …`."
        )
        return
    for place, data in enumerate(document.data):
        node = child(document.root, place)
        assert node is not None
        yield from _entry(document, data, node)


def _entry(document: Document, data: Any, node: Node, case: dict[str, Any] | None = None) -> Iterator[Entry]:
    if not isinstance(data, dict):
        document.report_at(node, "not-a-question", "This entry is not a question.", "Write `- id: …` and its fields.")
    elif "stems" in data or ("family" in data and "stem" not in data):
        yield from _family(document, data, node, case)
    elif "questions" in data:
        yield from _case(document, data, node)
    else:
        yield from _single(document, data, node, case)


def _single(document: Document, data: dict[str, Any], node: Node, case: dict[str, Any] | None) -> Iterator[Entry]:
    ready = dict(data)
    for part in ("options", "slots"):
        if part in data:
            listed = _listed(document, data[part], child(node, part), part)
            if listed is None:
                return
            ready[part] = listed
    if case is not None:
        ready["case"] = case
    yield Entry(
        document,
        ready,
        node,
        slots=tuple(slot["id"] for slot in ready.get("slots", ())),
        options=tuple(option["id"] for option in ready.get("options", ())),
    )


def _listed(document: Document, parts: Any, node: Node | None, part: str) -> list[dict[str, Any]] | None:
    """`{id: {text, why}}`, as people write it, to a list of parts with ids."""
    assert node is not None
    if not isinstance(parts, dict):
        document.report_at(
            node, f"{part}-shape", f"The {part} must be a mapping of ids.", "Write `id: {text: …, why: …}` for each."
        )
        return None
    listed = []
    for name, fields in parts.items():
        if not isinstance(fields, dict):
            document.report_at(
                key_node(node, name) or node, f"{part}-shape", f"{name!r} has no fields of its own.",
                "Write at least `text:` and `why:` below it.",
            )  # fmt: skip
            return None
        listed.append({**fields, "id": name})
    return listed


def _family(document: Document, data: dict[str, Any], node: Node, case: dict[str, Any] | None) -> Iterator[Entry]:
    for name in data:
        if name not in _FAMILY_FIELDS and name not in _INHERITED:
            document.report_at(
                key_node(node, name) or node, "unknown-field", f"A family has no field {name!r}.",
                f"Its fields are {', '.join(_FAMILY_FIELDS)}, and defaults for its stems.",
            )  # fmt: skip
    if missing := [name for name in _FAMILY_FIELDS if not data.get(name)]:
        document.report_at(node, "missing-field", f"The family has no {missing[0]}.", f"Add `{missing[0]}:`.")
        return
    shared = _listed(document, data["options"], child(node, "options"), "options")
    stems, stems_node = data["stems"], child(node, "stems")
    if shared is None or stems_node is None:
        return
    if not isinstance(stems, list):
        document.report_at(stems_node, "stems-shape", "The stems must be a list.", "Start each with `- id: …`.")
        return
    for place, stem in enumerate(stems):
        stem_node = child(stems_node, place)
        assert stem_node is not None
        if not isinstance(stem, dict):
            document.report_at(stem_node, "not-a-question", "This stem is not a question.", "Write its fields.")
            continue
        yield from _stem(document, data, shared, stem, stem_node, node, case)


def _stem(
    document: Document,
    family: dict[str, Any],
    shared: list[dict[str, Any]],
    stem: dict[str, Any],
    node: Node,
    family_node: Node,
    case: dict[str, Any] | None,
) -> Iterator[Entry]:
    whys = stem.get("whys")
    if not isinstance(whys, dict):
        document.report_at(
            key_node(node, "whys") or node, "missing-field", "The stem has no whys.",
            "Add `whys:` with `id: {why: …}` for every option of the family.",
        )  # fmt: skip
        return
    names = tuple(option["id"] for option in shared)
    whys_node = child(node, "whys")
    for name in whys:
        if name not in names:
            document.report_at(
                key_node(whys_node, name) or node, "unknown-option", f"The family has no option {name!r}.",
                f"Its options are {', '.join(names)}.",
            )  # fmt: skip
    for field in ("options", "family"):
        if field in stem:
            document.report_at(
                key_node(node, field) or node, "unknown-field", f"A stem has no {field} of its own.",
                "It shares those of its family.",
            )  # fmt: skip
    options = []
    for option in shared:
        own = whys.get(option["id"])
        options.append({**option, **own} if isinstance(own, dict) else dict(option))
    ready = {name: family[name] for name in _INHERITED if name in family}
    ready |= {name: value for name, value in stem.items() if name not in ("whys", "options", "family")}
    ready |= {"options": options, "family": family["family"]}
    if case is not None:
        ready["case"] = case
    yield Entry(document, ready, node, family=family_node, options=names)


def _case(document: Document, data: dict[str, Any], node: Node) -> Iterator[Entry]:
    case = {"id": data.get("case"), "title": data.get("title"), "text": data.get("text")}
    for name, value in (("case", case["id"]), ("title", case["title"]), ("text", case["text"])):
        if not isinstance(value, str) or not value:
            document.report_at(node, "missing-field", f"The case has no {name}.", f"Add `{name}:`.")
            return
    for name in data:
        if name not in ("case", "title", "text", "questions"):
            document.report_at(
                key_node(node, name) or node, "unknown-field", f"A case has no field {name!r}.",
                "Its fields are case, title, text and questions.",
            )  # fmt: skip
    below = child(node, "questions")
    if not isinstance(data["questions"], list) or below is None or isinstance(below, MappingNode):
        document.report_at(node, "not-a-list", "The questions of a case are a list.", "Start each with `- id: …`.")
        return
    for place, question in enumerate(data["questions"]):
        at = child(below, place)
        assert at is not None
        yield from _entry(document, question, at, case)
