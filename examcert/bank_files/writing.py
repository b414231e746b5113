"""A `Bank` to files that a person would have written, families and cases gathered again."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from examcert.core.bank import Bank
from examcert.core.question import MatchingQuestion, Question

_LINE = "# yaml-language-server: $schema=../schemas/{name}.schema.json\n"
_TRAPS = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null", "~"})


class _Writer(yaml.SafeDumper):
    """Block style, folded long texts, and quotes where the reader would stumble."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if "\n" in text and not any(line != line.rstrip() for line in text.split("\n")) and text.isprintable():
        style = "|"
    elif text.lower() in _TRAPS or ":" in text or not text.isprintable():
        style = '"'
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _text)


def write_bank(bank: Bank, folder: Path) -> None:
    """Write a bank as a folder of YAML files that reads back as an equal bank."""
    folder.mkdir(parents=True, exist_ok=True)
    plan = bank.blueprint.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    _write(folder / "exam.yaml", "exam", plan)
    if bank.facts:
        _write(folder / "facts.yaml", "facts", [_card(card) for card in bank.facts])
    if bank.misconceptions:
        _write(folder / "misconceptions.yaml", "misconceptions", [_card(card) for card in bank.misconceptions])
    _write(folder / "questions.yaml", "questions", _gathered(bank.questions))


def _write(path: Path, name: str, data: Any) -> None:
    text = yaml.dump(data, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=110)
    path.write_text(_LINE.format(name=name) + text, encoding="utf-8")


def _card(card: Any) -> dict[str, Any]:
    return dict(card.model_dump(mode="json", exclude_none=True))


def _gathered(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Entries in the order of the questions; neighbours of one case stand under it, families stay spelled out."""
    out: list[dict[str, Any]] = []
    open_case: str | None = None
    for question in questions:
        if question.case is None:
            open_case = None
            out.append(_question(question))
            continue
        if question.case.id != open_case:
            open_case = question.case.id
            case = question.case
            out.append({"case": case.id, "title": case.title, "text": case.text, "questions": []})
        out[-1]["questions"].append(_question(question))
    return out


def _question(question: Question) -> dict[str, Any]:
    data: dict[str, Any] = question.model_dump(mode="json", exclude_defaults=True, exclude={"case"})
    data = {"id": data.pop("id"), "kind": question.kind, **data}
    data["options"] = {option.pop("id"): option for option in data["options"]}
    if isinstance(question, MatchingQuestion):
        data["slots"] = {slot.pop("id"): slot for slot in data["slots"]}
        data["key"] = {slot.id: name for slot, name in zip(question.slots, question.key, strict=True)}
    return data
