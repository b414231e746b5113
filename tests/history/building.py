"""A small exam to keep a history of."""

from datetime import UTC, datetime, timedelta

from examcert.core.bank import Bank
from examcert.core.blueprint import Blueprint
from examcert.core.drawing import draw
from examcert.core.paper import Paper
from examcert.core.sitting import Mode, Sitting

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

_OPTIONS = [{"id": name, "text": f"Option {name}", "why": f"Because of {name}."} for name in "abcd"]
_SLOTS = [{"id": name, "text": f"Slot {name}", "why": "So."} for name in ("x", "y")]


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def small_bank(*, key: str = "a") -> Bank:
    """Eight questions; `key` is the right option of each single choice."""

    def question(name: str, domain: int, **more: object) -> dict[str, object]:
        stem = f"What is {name}, “précisément”?"
        return {
            "id": name, "objective": f"{domain}.1", "difficulty": "easy", "stem": stem, "options": _OPTIONS, **more
        }  # fmt: skip

    questions = [question(f"q{n}", 1 if n < 2 else 2, kind="choice", key=[key]) for n in range(5)]
    questions += [
        question("multi", 1, kind="choice", key=["a", "b"]),
        question("order", 2, kind="ordering", key=["c", "a", "b"]),
        question("match", 1, kind="matching", slots=_SLOTS, key={"x": "a", "y": "b"}),
    ]
    domains = [
        {"id": str(n), "name": f"Domain {n}", "weight": 50, "objectives": [{"id": f"{n}.1", "name": "Do it"}]}
        for n in (1, 2)
    ]
    kinds = ("single", "multiple", "ordering", "matching")
    blueprint = Blueprint.model_validate(
        {
            "code": "TST-C01",
            "name": "Test",
            "vendor": "Nobody",
            "guide": {"version": "1"},
            "minutes": 10,
            "items": {"scored": len(questions)},
            "scale": {"low": 100, "pass": 700, "high": 1000},
            "kinds": [{"kind": kind, "share": 0.25} for kind in kinds],
            "domains": domains,
            "credit": "per-part",
        }
    )
    return Bank.model_validate({"blueprint": blueprint, "questions": questions})


BANK = small_bank()


def small_paper(seed: int = 0) -> Paper:
    return draw(BANK, seed=seed)


def begun(mode: Mode = "mock", *, seed: int = 0, at: datetime = NOON, candidate: str = "me") -> Sitting:
    return Sitting.begin(small_paper(seed), mode=mode, candidate=candidate, at=at)
