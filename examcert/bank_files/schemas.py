"""JSON Schemas of a bank's files, for editors: made from the models, so that they cannot drift from them.

A schema checks less than the reader does: it knows fields, shapes and lists of words, and
offers them while one types. What ties the parts of a bank together is the reader's to say.
"""

import ast
import inspect
import json
import textwrap
from typing import Any

from pydantic import TypeAdapter

from examcert.bank_files.entries import CASE_FIELDS, FAMILY_FIELDS, INHERITED, WHY_FIELDS
from examcert.core.blueprint import Blueprint
from examcert.core.question import (
    ChoiceQuestion,
    Fact,
    MatchingQuestion,
    Misconception,
    Option,
    OrderingQuestion,
    QuestionBase,
    Slot,
)
from examcert.core.reader import Reading
from examcert.core.record import Record
from examcert.core.vendor import Vendor

Json = dict[str, Any]

_DIALECT = "http://json-schema.org/draft-07/schema#"
"""What editors' YAML servers understand best."""
_TITLES = {
    "exam": "An exam's blueprint (exam.yaml)",
    "facts": "Fact cards (facts.yaml)",
    "misconceptions": "Misconceptions (misconceptions.yaml)",
    "names": "A vendor's product names and hosts (names/*.yaml)",
    "questions": "Questions, families and cases",
    "readings": "What second readers answered (readings.json)",
}
_IDS = {"type": "object", "propertyNames": {"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"}}


def bank_schemas() -> dict[str, Json]:
    """A schema for each kind of file, by name."""
    made = {
        "exam": _of(Blueprint),
        "facts": {"type": "array", "items": _of(Fact)},
        "misconceptions": {"type": "array", "items": _of(Misconception)},
        "names": _of(Vendor),
        "questions": _questions(),
        "readings": _readings(),
    }
    weight = made["exam"]["properties"]["domains"]["items"]["properties"]["weight"]
    made["exam"]["properties"]["domains"]["items"]["properties"]["weight"] = {"anyOf": [{"type": "number"}, weight]}
    heads = {name: {"$schema": _DIALECT, "title": _TITLES[name]} for name in made}
    return {name: heads[name] | _as_yaml_is_typed(schema) for name, schema in made.items()}


def written_schemas() -> dict[str, str]:
    """The same as texts of files."""
    return {name: json.dumps(told, indent=2, ensure_ascii=False) + "\n" for name, told in bank_schemas().items()}


def _of(model: type[Record], *, without: tuple[str, ...] = ()) -> Json:
    """The schema of one model, everything in place and nothing referred to."""
    told = TypeAdapter(model).json_schema(by_alias=True)
    parts = told.pop("$defs", {})
    whole: Json = _inlined(told, parts)
    for name in without:
        whole["properties"].pop(name, None)
        if name in whole.get("required", ()):
            whole["required"].remove(name)
    for name, said in _docs(model).items():
        if name in whole["properties"]:
            whole["properties"][name]["description"] = said
    return whole


def _inlined(schema: Any, parts: Json) -> Any:
    if isinstance(schema, list):
        return [_inlined(entry, parts) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _inlined({**parts[name], **{key: value for key, value in schema.items() if key != "$ref"}}, parts)
    return {key: _inlined(value, parts) for key, value in schema.items() if key not in ("title", "discriminator")}


def _docs(model: type[Record]) -> dict[str, str]:
    """What the code says of each field, for editors to show."""
    said: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if not issubclass(base, Record) or base is Record:
            continue
        body = ast.parse(textwrap.dedent(inspect.getsource(base))).body[0]
        assert isinstance(body, ast.ClassDef)
        for field, after in zip(body.body, body.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and _is_text(after):
                said[field.target.id] = " ".join(ast.literal_eval(after.value).split())  # type: ignore[attr-defined]  # _is_text
    return said


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _questions() -> Json:
    case = {
        "type": "object",
        "description": "A scenario, and the questions that stay together on a paper.",
        "properties": {
            "case": _pick(QuestionBase, "id"),
            "title": {"type": "string"},
            "text": {"type": "string"},
            "questions": {"type": "array", "items": _told_by("stems", "family", _SINGLE), "minItems": 1},
        },
        "required": list(CASE_FIELDS),
        "additionalProperties": False,
    }
    kinds: dict[str, type[QuestionBase]] = {
        "choice": ChoiceQuestion,
        "ordering": OrderingQuestion,
        "matching": MatchingQuestion,
    }
    return {
        "type": "array",
        "items": _told_by("stems", "family", _told_by("questions", "case", _SINGLE)),
        "definitions": {name: _kind(model) for name, model in kinds.items()} | {"family": _family(), "case": case},
    }


def _told_by(field: str, name: str, otherwise: Json) -> Json:
    """One shape where a field is there, another where it is not: an editor then complains about the right one."""
    return {"if": {"required": [field]}, "then": {"$ref": f"#/definitions/{name}"}, "else": otherwise}


def _of_kind(name: str, otherwise: Json) -> Json:
    kind = {"required": ["kind"], "properties": {"kind": {"const": name}}}
    return {"if": kind, "then": {"$ref": f"#/definitions/{name}"}, "else": otherwise}


_SINGLE = _of_kind("ordering", _of_kind("matching", {"$ref": "#/definitions/choice"}))


def _pick(model: type[Record], name: str) -> Json:
    return dict(_of(model)["properties"][name])


def _kind(model: type[QuestionBase]) -> Json:
    """A question as a file writes it: parts under their ids, its case around it and not in it."""
    schema = _of(model, without=("case",))
    fields = schema["properties"]
    fields["options"] = _IDS | {"additionalProperties": _of(Option, without=("id",)), "minProperties": 2}
    if model is not ChoiceQuestion:
        schema["required"] = [*schema["required"], "kind"]
    if model is MatchingQuestion:
        fields["slots"] = _IDS | {"additionalProperties": _of(Slot, without=("id",)), "minProperties": 1}
        fields["key"] = {"type": "object", "additionalProperties": {"type": "string"}}
    return schema


def _family() -> Json:
    option, stem = _of(Option, without=("id",)), _kind(ChoiceQuestion)
    for name in ("family", "options"):
        del stem["properties"][name]
        if name in stem["required"]:
            stem["required"].remove(name)
    # What the family gives once, its stems need not repeat; the reader knows what is still missing.
    stem["required"] = [name for name in stem["required"] if name not in INHERITED]
    why = {
        "type": "object",
        "properties": {name: option["properties"][name] for name in WHY_FIELDS},
        "additionalProperties": False,
    }
    stem["properties"]["whys"] = _IDS | {"additionalProperties": why, "description": "For every option of the family."}
    stem["required"].append("whys")
    shared = {"type": "object", "properties": option["properties"], "required": ["text"], "additionalProperties": False}
    inherited = {name: stem["properties"][name] for name in INHERITED if name in stem["properties"]}
    return {
        "type": "object",
        "description": "Stems with different keys over one set of options.",
        "properties": {
            "family": _pick(QuestionBase, "id"),
            "options": _IDS | {"additionalProperties": shared, "minProperties": 2},
            **inherited,
            "stems": {"type": "array", "items": stem, "minItems": 1},
        },
        "required": list(FAMILY_FIELDS),
        "additionalProperties": False,
    }


def _readings() -> Json:
    reading = _of(Reading)
    reading["properties"]["figures"] = {"type": "object", "description": "As they were on the day; for people."}
    return {
        "type": "object",
        "properties": {"$schema": {"type": "string"}, "readings": {"type": "array", "items": reading}},
        "required": ["readings"],
        "additionalProperties": False,
    }


def _as_yaml_is_typed(schema: Any) -> Any:
    """The schema as an editor's YAML sees the data: `objective: 1.1` is a number to it, and a text to us."""
    if isinstance(schema, list):
        return [_as_yaml_is_typed(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: _as_yaml_is_typed(value) for key, value in schema.items()}
    if told.get("type") == "string" and "enum" not in told and "const" not in told:
        told["type"] = ["string", "number"]
    if "prefixItems" in told:
        # The dialect's word for the same.
        told["items"] = told.pop("prefixItems")
    return told
