"""A run as CSV: one row an item and sitting. The same file can be read back as answers."""

import csv
import io

from examcert.core.question import Answer
from examcert.core.run import Run
from examcert.core.visible import visible
from examcert.reports.documents import slots_of

COLUMNS = (
    "exam", "candidate", "sitting", "code", "question", "domain", "objective", "difficulty", "scored", "credit",
    "answer", "incident", "seconds",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(run: Run) -> str:
    """The rows, with a head."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    incidents = {(found.sitting, found.item): found.kind for found in run.incidents}
    for place, (sitting, report) in enumerate(run.marked()):
        slots = slots_of(sitting.paper)
        seconds = {response.item: response.seconds for response in sitting.responses}
        for mark in report.marks:
            rows.writerow(
                [
                    run.bank.exam, _cell(run.candidate), place + 1, report.code, mark.item, mark.domain,
                    mark.objective, mark.difficulty, int(mark.scored), f"{mark.credit:g}",
                    _answer(mark.answer, slots.get(mark.item)),
                    incidents.get((place, mark.item), ""), f"{seconds.get(mark.item, 0.0):g}",
                ]
            )  # fmt: skip
    return out.getvalue()


def _answer(answer: Answer, slots: tuple[str, ...] | None) -> str:
    if slots is None:
        return ";".join(answer)
    return ";".join(f"{slot}={option}" for slot, option in zip(slots, answer, strict=False) if option)


def _cell(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    shown = visible(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
