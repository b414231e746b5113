"""The evaluation as a page: Markdown for a repository, HTML for a browser, both from the same rows.

Subjects stand beside each other, so that quality can be read against cost and latency. What was not measured says so.
"""

from dataclasses import dataclass
from html import escape

from examcert.core.reader import Count
from examcert.evaluation.baseline import Change
from examcert.evaluation.golden import TRAPS
from examcert.evaluation.judging import Trust
from examcert.evaluation.metrics import METRICS
from examcert.evaluation.running import Figure, Run

Rows = list[tuple[str, ...]]
NOT = "not measured"


@dataclass(frozen=True)
class Page:
    """Everything that a page shows."""

    runs: tuple[Run, ...]
    trust: Trust | None = None
    judge: str = ""
    changes: tuple[Change, ...] = ()
    uncompared: tuple[str, ...] = ()
    """Subjects that the baseline has nothing of."""
    made: str = ""
    """When, and with which version."""

    @property
    def only_fakes(self) -> bool:
        """No model was asked."""
        return all(item.model.startswith("fake") for run in self.runs for item in run.items)

    @property
    def regressed(self) -> tuple[Change, ...]:
        """What got worse beyond the noise."""
        return tuple(change for change in self.changes if change.regressed)


def table(page: Page) -> Rows:
    """The head and one row for each figure."""
    rows: Rows = [("", *(run.name for run in page.runs))]
    for metric in METRICS:
        rows.append((metric.replace("_", " "), *(shown(run.figure(metric)) for run in page.runs)))
    if page.judge:
        rows.append(("judge: no hard miss", *(shown(run.sound) for run in page.runs)))
        rows.append(("judge: against the reference", *(shown(run.wins) for run in page.runs)))
        rows.append(("judge: flips with the order", *(_flips(run) for run in page.runs)))
    rows.append(("refused", *(str(sum(item.refused for item in run.items)) for run in page.runs)))
    rows.append(("without an answer", *(str(run.failed) for run in page.runs)))
    rows.append(("cost", *(_cost(run) for run in page.runs)))
    for name, share in (("median latency", 0.5), ("latency, 95 of 100", 0.95)):
        rows.append((name, *(_seconds(run.seconds(share)) for run in page.runs)))
    return rows


def shown(figure: Figure | None) -> str:
    """A share with its interval and what it is of."""
    if figure is None:
        return NOT
    low, high = figure.interval.low, figure.interval.high
    return f"{figure.mean:.0%} ({low:.0%} to {high:.0%}, n={figure.n})"


def _flips(run: Run) -> str:
    judged = [item for item in run.items if item.wins is not None]
    return f"{sum(item.flipped for item in judged)} of {len(judged)}" if judged else NOT


def _cost(run: Run) -> str:
    if all(item.model.startswith("fake") for item in run.items):
        return NOT
    unknown = f" and {run.unpriced} calls without a known price" if run.unpriced else ""
    return f"${run.cost:.4f}{unknown}"


def _seconds(value: float | None) -> str:
    return NOT if value is None else f"{value:.2f} s"


def _count(count: Count) -> str:
    interval = count.interval
    return f"{count.hits} of {count.n} ({interval.low:.0%} to {interval.high:.0%})"


def sentences(page: Page) -> list[str]:
    """What stands under the table."""
    traps = {trap: sum(item.trap == trap for item in page.runs[0].items) for trap in TRAPS} if page.runs else {}
    told = ["Items: " + ", ".join(f"{count} {trap}" for trap, count in traps.items()) + ". Intervals: 95 %, bootstrap."]
    if page.only_fakes:
        told.append("Only fakes were asked: these figures show what the metrics catch, and say nothing of any model.")
    if page.trust is not None:
        beyond = NOT if page.trust.kappa is None else f"{page.trust.kappa:.2f}"
        told.append(
            f"The judge {page.judge} on the labelled set: agrees on {_count(page.trust.agreement)}, kappa {beyond}; "
            f"finds {_count(page.trust.faults_found)} planted faults; flips with the order {_count(page.trust.flips)}."
        )
    if page.changes:
        worse = page.regressed
        told.append(f"Against the baseline: {len(worse)} of {len(page.changes)} figures got worse beyond the noise.")
        told += [
            f"{one.subject}: {one.metric} {one.before:.0%} then, {one.after:.0%} now "
            f"({one.difference.low:+.0%} to {one.difference.high:+.0%}, n={one.n})."
            for one in worse
        ]
    if page.uncompared:
        told.append(f"Nothing to compare with in the baseline: {', '.join(page.uncompared)}.")
    if page.made:
        told.append(page.made)
    return told


def markdown(page: Page) -> str:
    """The page in Markdown."""
    rows = [tuple(cell.replace("|", "\\|") for cell in row) for row in table(page)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    under = "\n".join(f"- {sentence}" for sentence in sentences(page))
    return "# Explanations, evaluated\n\n" + "\n".join(lines) + f"\n\n{under}\n"


STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;"
    "color:#1b1b1b;background:#fff}"
    "table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border:1px solid #bbb;padding:.3rem .6rem;"
    "text-align:left}thead th,tbody th{background:#f2f2f2}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}thead th,tbody th{background:#262626}}"
)


def html(page: Page) -> str:
    """The page in HTML, whole in one file, with no script and nothing to load."""
    head, *body = table(page)
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in body
    )
    under = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences(page))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Explanations, evaluated</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>'
        f"<h1>Explanations, evaluated</h1><table><thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table>"
        f"<ul>{under}</ul></body></html>\n"
    )
