"""Banks as text, one mistake at a time."""

from pathlib import Path
from textwrap import dedent

EXAM = dedent(
    """\
    code: TINY-01
    name: Tiny Exam
    vendor: Nobody
    guide: {version: "1"}
    minutes: 10
    items: {scored: 2}
    scale: {low: 100, pass: 700, high: 1000}
    domains:
      - {id: "1", name: Small, weight: 50, objectives: [{id: "1.1", name: Tell}]}
      - {id: "2", name: Large, weight: 50, objectives: [{id: "2.1", name: Sort}]}
    """
)
ONE = dedent(
    """\
    - id: one
      objective: 1.1
      difficulty: easy
      stem: Which number is even?
      options:
        two: {text: Two, why: It is twice one.}
        three: {text: Three, why: It leaves one over.}
      key: [two]
      refs: [f-even]
    """
)
FACTS = "- {id: f-even, claim: Two is even., url: https://example.com/even, checked: '2026-11-01'}\n"


def folder(path: Path, **files: str | bytes) -> Path:
    """A bank's folder; `exam`, `questions` and `facts` are there unless told otherwise, `""` leaves a file out."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in ({"exam": EXAM, "questions": ONE, "facts": FACTS} | files).items():
        if text:
            raw = text.encode() if isinstance(text, str) else text
            (path / f"{name}.yaml").write_bytes(raw)
    return path
