"""What a run must reach to pass, and the one sentence that says whether it did, and why.

Three outcomes, because two would lie: where a provider owed us answers, and these alone could have
lifted the run over the line, it is neither passed nor below.
"""

from typing import Literal

from examcert.core.marking import reaches
from examcert.core.record import Record
from examcert.core.run import Run, Totals
from examcert.errors import ExitCode

By = Literal["score", "lower"]
Verdict = Literal["passed", "below", "undecided"]


class Gate(Record):
    """The lines to clear."""

    by: By = "score"
    """`lower`: the lower end of the interval must clear the score's line, not the score."""
    score: int | None = None
    """On the vendor's scale. None, and no share either: the vendor's pass mark."""
    share: float | None = None
    """Of the points, from 0.0 to 1.0."""
    domains: tuple[tuple[str, float], ...] = ()
    """Least share of the points by domain. Always the share itself: a domain has too few questions for an interval."""


class Finding(Record):
    """One line, and what was reached."""

    what: str
    wanted: str
    got: str
    met: bool


class Decision(Record):
    """What was decided, and why."""

    verdict: Verdict
    sentence: str
    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> ExitCode:
        """What the process tells the shell."""
        return {"passed": ExitCode.OK, "below": ExitCode.BELOW, "undecided": ExitCode.PROVIDER}[self.verdict]


def decide(gate: Gate, run: Run) -> Decision:
    """Hold a run against its gate."""
    findings = found(gate, run.totals)
    missed = [one for one in findings if not one.met]
    if not missed:
        said = " and ".join(f"{one.what} {one.got} reaches {one.wanted}" for one in findings)
        return Decision(verdict="passed", sentence=f"Passed: {said}.", findings=findings)
    said = " and ".join(f"{one.what} {one.got} is below {one.wanted}" for one in missed)
    if run.failed and all(one.met for one in found(gate, run.hopeful)):
        owed = f"{len(run.failed)} {'question' if len(run.failed) == 1 else 'questions'}"
        sentence = f"Undecided: {said}, but the provider failed on {owed}, which could have made up for it."
        return Decision(verdict="undecided", sentence=sentence, findings=findings)
    return Decision(verdict="below", sentence=f"Not passed: {said}.", findings=findings)


def found(gate: Gate, totals: Totals) -> tuple[Finding, ...]:
    """Each line with what was reached."""
    domains = {tally.id: tally for tally in totals.by_domain}
    lines = [_whole(gate, totals)]
    for name, wanted in gate.domains:
        tally = domains[name]
        lines.append(
            Finding(
                what=f"domain {name}",
                wanted=_percent(wanted),
                got=f"{_percent(tally.share)} ({tally.correct:g} of {tally.total})",
                met=reaches(tally.share, wanted),
            )
        )
    return tuple(lines)


def _whole(gate: Gate, totals: Totals) -> Finding:
    lower = gate.by == "lower"
    what = "the lower bound of the 95 % interval" if lower else "the score"
    if gate.share is not None:
        share = totals.share_interval.low if lower else totals.share
        points = f"{_percent(share)}" if lower else f"{_percent(share)} ({totals.correct:g} of {totals.total} points)"
        return Finding(
            what=what if lower else "the share", wanted=_percent(gate.share), got=points, met=reaches(share, gate.share)
        )
    score = int(totals.interval.low) if lower else totals.scaled
    wanted = gate.score if gate.score is not None else totals.bank.blueprint.scale.pass_mark
    mark = "the pass mark of " if gate.score is None else ""
    return Finding(what=what, wanted=f"{mark}{wanted}", got=str(score), met=totals.total > 0 and score >= wanted)


def _percent(share: float) -> str:
    return f"{share * 100:.1f}".removesuffix(".0") + " %"
