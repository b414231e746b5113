"""Two run documents held against each other, question by question."""

from collections.abc import Iterable
from typing import Literal

from examcert.core.comparing import ALPHA, Test, paired
from examcert.errors import ExamcertError
from examcert.reports.documents import number
from examcert.reports.run_shapes import ChangeOut, ComparisonOut, RunOut
from examcert.reports.shapes import IntervalOut

Verdict = Literal["better", "worse", "no difference beyond noise"]


class _Side:
    """What one run says of each question."""

    def __init__(self, run: RunOut) -> None:
        self.credits: dict[str, list[float]] = {}
        self.prints: dict[str, set[str]] = {}
        self.domains: dict[str, str] = {}
        owed = {(found.sitting, found.item) for found in run.incidents if found.kind == "failed"}
        self.owed = {item for _, item in owed}
        for place, sitting in enumerate(run.sittings, start=1):
            for item in sitting.items:
                self.prints.setdefault(item.id, set()).add(item.fingerprint)
                self.domains[item.id] = item.domain
                if (place, item.id) not in owed:
                    self.credits.setdefault(item.id, []).append(float(item.credit))


def compared(before: RunOut, after: RunOut) -> ComparisonOut:
    """Compare two runs of one exam. Unscored questions count here too: they tell as much of a candidate."""
    if before.exam != after.exam:
        raise ExamcertError(f"A is a run of {before.exam}, B of {after.exam}.", remedy="Compare runs of one exam.")
    a, b = _Side(before), _Side(after)
    both = a.prints.keys() & b.prints.keys()
    changed = sorted(name for name in both if a.prints[name] != b.prints[name])
    shared = sorted((a.credits.keys() & b.credits.keys()) - set(changed))
    if not shared:
        raise ExamcertError(
            "The two runs have no question in common.", remedy="Let both sit the same papers: same bank, same --seed."
        )
    test = paired({name: a.credits[name] for name in shared}, {name: b.credits[name] for name in shared})
    means = {name: (_mean(a.credits[name]), _mean(b.credits[name])) for name in shared}
    verdict = _verdict(test)
    return ComparisonOut(
        format=1,
        exam=before.exam,
        before=_named(before),
        after=_named(after),
        shared=len(shared),
        only_before=len(a.prints.keys() - b.prints.keys()),
        only_after=len(b.prints.keys() - a.prints.keys()),
        changed_text=changed,
        not_answered_for=sorted(((a.owed | b.owed) & both) - set(shared)),
        share_before=number(_mean(one for one, _ in means.values())),
        share_after=number(_mean(other for _, other in means.values())),
        difference=number(test.difference),
        interval=IntervalOut(low=number(test.interval.low), high=number(test.interval.high), level=test.interval.level),
        better=test.better,
        worse=test.worse,
        test=test.name,
        p_value=float(f"{test.p_value:.4g}"),
        alpha=ALPHA,
        verdict=verdict,
        sentence=_sentence(verdict, test),
        changes=[
            ChangeOut(id=name, domain=a.domains[name], before=number(one), after=number(other))
            for name, (one, other) in means.items()
            if one != other
        ],
    )


def _verdict(test: Test) -> Verdict:
    if not test.beyond_noise:
        return "no difference beyond noise"
    return "better" if test.difference > 0 else "worse"


def _sentence(verdict: Verdict, test: Test) -> str:
    told = f"{test.better} questions better, {test.worse} worse; {test.name}, p = {test.p_value:.3g}"
    match verdict:
        case "better":
            return f"B is better than A: {told}."
        case "worse":
            return f"B is worse than A: {told}."
        case _:
            return f"No difference beyond noise: {told}."


def _named(run: RunOut) -> dict[str, str | int]:
    codes = list(dict.fromkeys(sitting.code for sitting in run.sittings))
    return {"candidate": run.candidate, "bank_digest": run.bank_digest, "first_code": codes[0], "sittings": run.repeats}


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return sum(held) / len(held) if held else 0.0
