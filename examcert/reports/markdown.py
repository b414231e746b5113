"""A run in Markdown, for the summary of a CI step: the decision first, then where points were lost.

GitHub refuses a step summary of more than 1 MiB, so a long list is cut and says so.
"""

import re

from examcert.core.gate import Decision
from examcert.core.marking import ESTIMATE
from examcert.core.run import Run
from examcert.core.visible import visible
from examcert.reports.missed import Asked, asked_in, kinds_of, said

LIMIT = 1024 * 1024
"""Bytes of a GitHub step summary. Source: GitHub's documentation of workflow commands."""
_MARKS = re.compile(r"([\\`*_{}\[\]#!|<>&~@$^])")
_SIGN = {"passed": "✅ Passed", "below": "❌ Not passed", "undecided": "⚠️ Undecided"}
_RESERVE = 2_000


def markdown(run: Run, decision: Decision, *, reveal: bool = False) -> str:
    """The summary, never longer than GitHub takes."""
    head = _head(run, decision)
    lost = [one for one in asked_in(run) if one.lost and one.scored]
    if not lost:
        return "\n".join([*head, "", "No question lost points.", ""])
    lines = [*head, "", f"<details><summary>Questions that lost points: {len(lost)}</summary>", ""]
    lines += ["| Question | Objective | Earned | Answered |", "|---|---|---|---|"]
    room = LIMIT - _RESERVE - len("\n".join(lines).encode())
    for shown, one in enumerate(lost):
        row = _row(one, reveal=reveal)
        room -= len(row.encode()) + 1
        if room < 0:
            lines += ["", f"… and {len(lost) - shown} more: they are in the JSON and CSV reports."]
            break
        lines.append(row)
    return "\n".join([*lines, "", "</details>", ""])


def _head(run: Run, decision: Decision) -> list[str]:
    totals, scale = run.totals, run.bank.blueprint.scale
    low, high = totals.interval.low, totals.interval.high
    sittings = f"{len(run.sat)} sittings, {totals.passes} passed" if len(run.sat) > 1 else "1 sitting"
    codes = [report.code for report in run.reports()]
    lines = [
        f"## {_SIGN[decision.verdict]}: {escaped(run.bank.exam)} by {escaped(run.candidate)}",
        "",
        escaped(decision.sentence),
        "",
        "| Score | 95 % interval | Points | Sittings | Unanswered |",
        "|---|---|---|---|---|",
        f"| **{totals.scaled}** of {scale.high}, pass mark {scale.pass_mark} | {low:g} to {high:g} "
        f"| {totals.correct:g} of {totals.total} ({totals.share:.0%}) | {sittings} | {totals.unanswered} |",
        "",
        "| Domain | Points | |",
        "|---|---|---|",
    ]
    for tally in totals.by_domain:
        if tally.total:
            few = ", too few to judge" if tally.total < 5 else ""
            lines.append(
                f"| {escaped(f'{tally.id} {tally.name}')} | {tally.correct:g} of {tally.total} "
                f"| {tally.share:.0%}{few} |"
            )
    if told := kinds_of(run.incidents):
        lines += ["", f"Questions without a usable answer: {told}."]
    if run.spending:
        cost = f"${run.spending.cost_usd}" if run.spending.cost_usd is not None else "of unknown cost"
        lines += ["", f"{run.spending.calls} paid calls, {cost}."]
    shown = ", ".join(f"`{code}`" for code in dict.fromkeys(codes[:20]))
    more = " …" if len(codes) > 20 else ""
    return [*lines, "", f"Papers: {shown}{more} · {escaped(ESTIMATE.format(share=totals.pass_share))}"]


def _row(one: Asked, *, reveal: bool) -> str:
    answered = escaped(one.answered())
    if one.incidents:
        answered += f" ({kinds_of(one.incidents)})"
    if reveal:
        answered += f"<br>Right: {escaped(said(one.question, one.question.key))}"
    return f"| {escaped(one.question.id)} | {escaped(one.question.objective)} | {escaped(one.credit)} | {answered} |"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    flat = " ".join(visible(text).split())
    return _MARKS.sub(_mark, flat)


def _mark(found: re.Match[str]) -> str:
    entity = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;", "|": "&#124;"}
    return entity.get(found[1], f"\\{found[1]}")
