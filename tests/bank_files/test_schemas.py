"""The schemas for editors: shipped files fit them, mistakes do not, and they are what the models say."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from examcert import locations
from examcert.bank_files.schemas import bank_schemas

BANKS = locations.shipped("question_banks")
SCHEMAS = bank_schemas()
FILES = sorted(BANKS.glob("*/*.yaml"))


def as_an_editor_reads(text: str) -> Any:
    """YAML's own types, days as texts."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(entry) for key, entry in value.items()}
        if isinstance(value, list):
            return [plain(entry) for entry in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(yaml.load(text, yaml.CSafeLoader))


def complaints(name: str, data: Any) -> list[str]:
    return [error.message for error in Draft7Validator(SCHEMAS[name]).iter_errors(data)]


def named(path: Path) -> str:
    """The schema that a file's own first line names."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    return first.rpartition("/")[2].removesuffix(".schema.json")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_files_fit_the_schema_that_they_name(path: Path) -> None:
    assert complaints(named(path), as_an_editor_reads(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_one(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name])


QUESTION = """\
- id: q-1
  objective: 1.1
  difficulty: easy
  stem: Which one is it?
  options:
    a: {text: One, why: It is one.}
    b: {text: Two, why: It is two.}
  key: [a]
"""
FAMILY = """\
- family: f
  options:
    a: {text: One}
    b: {text: Two, about: The second.}
  objective: 1.1
  stems:
    - id: q-1
      difficulty: easy
      stem: Which one is it?
      key: [a]
      whys:
        a: {why: It is one.}
        b: {why: It is two., clue: Which one}
"""
MATCHING = QUESTION.replace("key: [a]", "kind: matching\n  slots: {x: {text: Place, why: So.}}\n  key: {x: a}")
CASE = "- case: c\n  title: A case\n  text: It was so.\n  questions:\n" + "".join(
    f"    {line}\n" for line in QUESTION.splitlines()
)


@pytest.mark.parametrize("text", [QUESTION, FAMILY, MATCHING, CASE, QUESTION + FAMILY + CASE])
def test_what_the_reader_takes_the_schema_takes(text: str) -> None:
    assert complaints("questions", as_an_editor_reads(text)) == []


@pytest.mark.parametrize(
    ("text", "wrong", "says"),
    [
        (QUESTION, ("stem:", "steam:"), "'steam' was unexpected"),
        (QUESTION, ("easy", "simple"), "'simple' is not one of"),
        (QUESTION, ("key: [a]", "key: []"), "should be non-empty"),
        (QUESTION, ("  objective: 1.1\n", ""), "'objective' is a required property"),
        (FAMILY, ("      whys:\n", "      why:\n"), "'why' was unexpected"),
        (FAMILY, (", clue:", ", cue:"), "'cue' was unexpected"),
        (MATCHING, ("key: {x: a}", "key: [a]"), "is not of type 'object'"),
        (CASE, ("  title: A case\n", ""), "'title' is a required property"),
    ],
)
def test_a_mistake_is_told_as_what_it_is(text: str, wrong: tuple[str, str], says: str) -> None:
    found = complaints("questions", as_an_editor_reads(text.replace(*wrong)))
    assert any(says in one for one in found), found


def test_fields_come_with_what_the_code_says_of_them() -> None:
    stem = SCHEMAS["questions"]["definitions"]["choice"]["properties"]
    assert "gives the other away" in stem["enemies"]["description"]


def test_a_reading_that_is_kept_fits() -> None:
    item = {"of": "0" * 16, "answer": ["a"], "doubt": {"say": "none"}}
    reading = {"reader": "Ada", "kind": "person", "view": "full", "date": "2026-01-01", "items": {"q": item}}
    told = json.loads(json.dumps({"$schema": "x", "readings": [{**reading, "runs": 1, "figures": {"read": 1}}]}))
    assert complaints("readings", told) == []
