"""Beginnings of banks and questions: text that the reader takes as it is, for authors to write over."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from examcert.bank_files import scaffold_texts as texts
from examcert.bank_files.formatting import formatted
from examcert.core.blueprint import Blueprint

NewKind = Literal["family", "single", "multiple", "ordering", "matching"]
KINDS: tuple[NewKind, ...] = ("family", "single", "multiple", "ordering", "matching")

_LINE = "# yaml-language-server: $schema=.schemas/{name}.schema.json\n"
_SMALL = re.compile(
    r"\b(?:a|an|and|are|as|at|by|for|from|how|in|into|is|it|its|of|on|or|that|the|this|to|what|which|with)\b"
)


@dataclass(frozen=True)
class NewBank:
    """What a new bank is about. Domains are names with weights in per cent."""

    code: str
    title: str
    vendor: str
    domains: Mapping[str, float]


def new_bank(asked: NewBank) -> dict[str, str]:
    """The files of a bank, by name: one family that shows how it is done, to be written over."""
    made = {
        "exam.yaml": _LINE.format(name="exam") + _exam(asked),
        "facts.yaml": _LINE.format(name="facts") + texts.FACTS,
        "misconceptions.yaml": _LINE.format(name="misconceptions") + texts.MISCONCEPTIONS,
    }
    example = texts.EXAMPLE.replace("PREFIX", _prefix(asked.code))
    made["domain-1.yaml"] = _LINE.format(name="questions") + example
    return {name: _laid_out(text) for name, text in made.items()}


def new_question(kind: NewKind, name: str, objective: str, difficulty: str) -> str:
    """One entry for a file of questions."""
    text = getattr(texts, kind.upper())
    return _laid_out(text.format(id=name, objective=objective, difficulty=difficulty))


def _laid_out(text: str) -> str:
    return formatted("a new file", text.encode())


def question_head() -> str:
    """The first line of a new file of questions."""
    return _LINE.format(name="questions")


def new_id(taken: Collection[str], code: str, objective: str, topic: str) -> str:
    """An id that nobody has: the bank's own prefix, the objective, and the words of the topic."""
    words = re.findall(r"[a-z0-9]+", _SMALL.sub(" ", topic.lower()))[:4]
    base = f"{_own_prefix(taken) or _prefix(code)}-{objective}-{'-'.join(words) or 'new'}"[:60].rstrip("-.")
    number, name = 1, base
    # Families take their first stem's id and number the others, so a name is free when its followers are.
    while name in taken or f"{name}-1" in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _prefix(code: str) -> str:
    return code.lower().partition("-")[0] or "q"


def _own_prefix(taken: Collection[str]) -> str:
    """What most ids of the bank begin with."""
    heads = [name.partition("-")[0] for name in taken if "-" in name]
    return max(sorted(set(heads)), key=heads.count) if heads else ""


def neediest(plan: Blueprint, held: Sequence[str]) -> str:
    """The objective that is furthest behind its share; `held` are the objectives of the questions there are."""
    due = {o.id: float(d.middle) / len(d.objectives) for d in plan.domains for o in d.objectives}
    return min(due, key=lambda name: held.count(name) / due[name] if due[name] else float("inf"))


def quoted(text: str) -> str:
    """A text as a YAML value on one line."""
    said = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return '"' + said.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _exam(asked: NewBank) -> str:
    domains = "".join(
        texts.DOMAIN.format(number=n, name=quoted(name), weight=f"{weight:g}")
        for n, (name, weight) in enumerate(asked.domains.items(), 1)
    )
    affiliation = quoted(f"This bank is neither made nor endorsed by {asked.vendor}.")
    head = {"title": quoted(asked.title), "vendor": quoted(asked.vendor), "affiliation": affiliation}
    return texts.EXAM.format(code=asked.code, scored=len(asked.domains), **head) + domains
