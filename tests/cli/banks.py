"""Small banks on disk for the commands to read. JSON is YAML, and quicker to write from a test."""

import json
from pathlib import Path
from typing import Any

EVIL = "\x1b[31mred\x1b[0m [bold]tag[/bold] [/] \x1b]0;title\x07 \u200bzero"
"""Terminal escapes, Rich markup, a window title and a hidden space. The reader of files refuses reversals."""


def blueprint(code: str = "TINY-01", *, scored: int = 4, minutes: int = 10, **more: Any) -> dict[str, Any]:
    """An exam in two domains of equal weight."""
    return {
        "code": code,
        "name": f"Tiny Exam {code}",
        "vendor": "Nobody",
        "guide": {"version": "1"},
        "minutes": minutes,
        "items": {"scored": scored},
        "scale": {"low": 100, "pass": 700, "high": 1000},
        "kinds": [{"kind": kind, "share": 0.25} for kind in ("single", "multiple", "ordering", "matching")],
        "domains": [
            {"id": "1", "name": "Small things", "weight": 50, "objectives": [{"id": "1.1", "name": "Tell them apart"}]},
            {"id": "2", "name": "Large things", "weight": 50, "objectives": [{"id": "2.1", "name": "Sort them"}]},
        ],
        **more,
    }


def _options(names: str, text: str) -> dict[str, Any]:
    return {name: {"text": f"{text} {name}", "why": f"The why of {name}."} for name in names}


def single(name: str, objective: str = "1.1", **more: Any) -> dict[str, Any]:
    """One of four options is right: `right`."""
    options = {n: {"text": f"Option {n} of {name}", "why": f"The why of {n}."} for n in ("right", "w1", "w2", "w3")}
    return {
        "id": name, "objective": objective, "difficulty": "easy", "stem": f"The stem of {name}?",
        "options": options, "key": ["right"], **more,
    }  # fmt: skip


def multiple(name: str, objective: str = "1.1") -> dict[str, Any]:
    """Options a and b are right."""
    return single(name, objective, options=_options("abcde", f"Choice of {name}:"), key=["a", "b"])


def ordering(name: str, objective: str = "2.1") -> dict[str, Any]:
    """Steps c, a, b are right in this order; d stays unused."""
    return single(name, objective, kind="ordering", options=_options("abcd", f"Step of {name}:"), key=["c", "a", "b"])


def matching(name: str, objective: str = "2.1") -> dict[str, Any]:
    """Slot x takes a or b only, and a is right; slot y takes b."""
    slots = {
        "x": {"text": "Place x", "why": "So for x.", "options": ["a", "b"]},
        "y": {"text": "Place y", "why": "So for y."},
    }
    options = _options("abc", f"Part of {name}:")
    return single(name, objective, kind="matching", slots=slots, options=options, key={"x": "a", "y": "b"})


FOUR = (single("one"), multiple("two"), ordering("three"), matching("four"))
"""One question of each kind: exactly one paper."""


def write_bank(folder: Path, exam: dict[str, Any], *questions: dict[str, Any]) -> Path:
    """Write a bank's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "exam.yaml").write_text(json.dumps(exam), encoding="utf-8")
    if questions:
        (folder / "questions.yaml").write_text(json.dumps(questions), encoding="utf-8")
    return folder


def evil_bank(folder: Path) -> Path:
    """A bank that tries to steer the terminal with every text it has."""
    exam = blueprint("EVIL-01", scored=2, name=f"Exam {EVIL}", vendor=EVIL, kinds=[{"kind": "single", "share": 1.0}])
    exam["domains"][0]["name"] = f"Domain {EVIL}"
    exam["domains"][0]["objectives"][0]["name"] = f"Objective {EVIL}"
    options = {n: {"text": f"Option {n} {EVIL}", "why": f"Why {EVIL}"} for n in ("right", "wrong")}
    questions = [
        single(f"evil-{n}", objective, stem=f"Stem {n} {EVIL}", options=options)
        for n, objective in ((1, "1.1"), (2, "2.1"))
    ]
    return write_bank(folder, exam, *questions)
