"""A run as one HTML page: nothing is loaded from anywhere, it prints, and it reads on a phone.

The drawings are SVG with plain attributes and the page is sound without its style sheet, because CI servers
such as Jenkins show reports with style sheets switched off.
"""

from html import escape

from examcert.core.gate import Decision
from examcert.core.marking import ESTIMATE, Tally
from examcert.core.question import Option
from examcert.core.run import Run, Totals
from examcert.core.visible import visible
from examcert.reports.missed import Asked, asked_in, kinds_of, said
from examcert.reports.style import STYLE

_VERDICT = {"passed": "Passed", "below": "Not passed", "undecided": "Undecided"}
_GREEN, _RED, _AMBER, _GREY = "#1a7f4b", "#b3261e", "#8a5a00", "#8b929c"
_SHOWN = 20
"""Questions without an answer that are listed; a broken program has one cause and a thousand of them."""
_COLOUR = {
    "passed": f'class="good" fill="{_GREEN}"',
    "below": f'class="bad" fill="{_RED}"',
    "undecided": f'fill="{_AMBER}"',
}


def page(run: Run, decision: Decision, *, reveal: bool = False) -> str:
    """The whole document."""
    asked = asked_in(run)
    lost = [one for one in asked if one.lost and one.scored]
    title = f"{_VERDICT[decision.verdict]}: {run.bank.exam} by {run.candidate}"
    body = [
        _header(run),
        _result(run, decision),
        _domains(run.totals),
        _sittings(run),
        _incidents(run),
        _lost(lost, len(asked), reveal=reveal),
        _footer(run),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{_text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(filter(None, body))
        + "\n</main>\n</body>\n</html>\n"
    )


def _header(run: Run) -> str:
    plan = run.bank.blueprint
    return (
        f'<header>\n<p class="eyebrow">Score report · {_text(plan.vendor)}</p>\n'
        f"<h1>{_text(plan.code)} <span>{_text(plan.name)}</span></h1>\n"
        f"<p>Candidate <strong>{_text(run.candidate)}</strong></p>\n<p>"
        f'<time datetime="{run.finished.isoformat()}">{run.finished:%d %B %Y, %H:%M} UTC</time></p>\n</header>'
    )


def _result(run: Run, decision: Decision) -> str:
    totals, scale = run.totals, run.bank.blueprint.scale
    low, high = totals.interval.low, totals.interval.high
    figures = [
        ("Points", f"{totals.correct:g} of {totals.total}", f"{totals.share:.1%}"),
        (
            "95 % interval",
            f"{low:g} to {high:g}",
            f"{totals.share_interval.low:.1%} to {totals.share_interval.high:.1%}",
        ),
        ("Unanswered", str(totals.unanswered), kinds_of(run.incidents)),
    ]
    if totals.unscored:
        figures.append(("Unscored", str(totals.unscored), "do not count"))
    if len(run.sat) > 1:
        figures.append(("Sittings", str(len(run.sat)), f"{totals.passes} passed by themselves"))
    if run.spending:
        cost = run.spending.cost_usd
        figures.append(("Paid calls", str(run.spending.calls), f"${cost}" if cost is not None else "cost unknown"))
    verdict, _, why = decision.sentence.partition(": ")
    cells = "".join(
        f"<div><dt>{_text(a)}</dt><dd>{_text(b)} <small>{_text(c)}</small></dd></div>" for a, b, c in figures
    )
    return (
        f'<section class="result {decision.verdict}">\n<p class="verdict">{verdict}</p>\n'
        f'<p class="score">{totals.scaled} <small>of {scale.high}, pass mark {scale.pass_mark}</small></p>\n'
        f"{_scale(totals, _COLOUR[decision.verdict])}\n"
        f'<p class="why">{_text(why[0].upper() + why[1:])}</p>\n<dl>{cells}</dl>\n</section>'
    )


def _scale(totals: Totals, colour: str) -> str:
    """The scale as a line: the interval as a band, the pass mark, the score."""
    scale = totals.bank.blueprint.scale

    def at(score: float) -> float:
        return round(10 + 580 * (score - scale.low) / (scale.high - scale.low), 1)

    low, high, mark, score = (
        at(value) for value in (totals.interval.low, totals.interval.high, scale.pass_mark, totals.scaled)
    )
    told = f"Score {totals.scaled} on a scale from {scale.low} to {scale.high}, pass mark {scale.pass_mark}"
    edge = "start" if mark < 60 else "end" if mark > 540 else "middle"
    return (
        f'<svg viewBox="0 0 600 76" width="100%" role="img" aria-label="{told}" font-size="13" font-family="inherit">'
        f'<rect x="10" y="34" width="580" height="6" rx="3" fill="{_GREY}" fill-opacity="0.3"/>'
        f'<rect x="{low}" y="30" width="{max(4.0, high - low):.1f}" height="14" rx="7" {colour} '
        'fill-opacity="0.3"/>'
        f'<line x1="{mark}" x2="{mark}" y1="24" y2="50" stroke="currentColor" stroke-width="2"/>'
        f'<circle cx="{score}" cy="37" r="8" {colour}/>'
        f'<text x="{mark}" y="18" text-anchor="{edge}" fill="currentColor">pass {scale.pass_mark}</text>'
        f'<text x="10" y="70" fill="{_GREY}">{scale.low}</text>'
        f'<text x="590" y="70" text-anchor="end" fill="{_GREY}">{scale.high}</text></svg>'
    )


def _domains(totals: Totals) -> str:
    rows = "".join(_domain(tally, totals.pass_share) for tally in totals.by_domain if tally.total)
    return (
        '<section>\n<h2>Domains</h2>\n<table>\n<thead><tr><th scope="col">Domain</th>'
        f'<th scope="col" class="n">Points</th><th scope="col">Share</th></tr></thead>\n<tbody>{rows}</tbody>\n'
        "</table>\n</section>"
    )


def _domain(tally: Tally, line: float) -> str:
    colour = _COLOUR["passed" if tally.share >= line else "below"]
    few = ' <small class="few">too few to judge</small>' if tally.total < 5 else ""
    bar = (
        '<svg viewBox="0 0 100 10" width="110" height="10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="100" height="10" rx="2" fill="{_GREY}" fill-opacity="0.25"/>'
        f'<rect width="{tally.share * 100:.1f}" height="10" rx="2" {colour}/>'
        f'<line x1="{line * 100:.1f}" x2="{line * 100:.1f}" y1="0" y2="10" stroke="currentColor"/></svg>'
    )
    return (
        f'<tr><th scope="row">{_text(f"{tally.id} {tally.name}")}</th>'
        f'<td class="n">{tally.correct:g} of {tally.total}</td>'
        f'<td class="share">{bar} <span>{tally.share:.0%}</span>{few}</td></tr>'
    )


def _sittings(run: Run) -> str:
    if len(run.sat) < 2:
        return ""
    rows = "".join(
        f'<tr><td class="n">{place}</td><td><code>{_text(report.code)}</code></td>'
        f'<td class="n">{report.correct:g} of {report.total}</td><td class="n">{report.scaled}</td>'
        f"<td>{'passed' if report.passed else 'not passed'}</td></tr>"
        for place, report in enumerate(run.reports(), start=1)
    )
    heads = "".join(f'<th scope="col"{c}>{h}</th>' for h, c in (
        ("No.", ' class="n"'), ("Paper", ""), ("Points", ' class="n"'), ("Score", ' class="n"'), ("", ""),
    ))  # fmt: skip
    return (
        f"<section>\n<h2>Sittings</h2>\n<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>\n</section>"
    )


def _incidents(run: Run) -> str:
    if not run.incidents:
        return ""
    rows = [
        f"<li><code>{_text(one.item)}</code>{f' in sitting {one.sitting + 1}' if len(run.sat) > 1 else ''}: "
        f"{one.kind}, {_text(one.detail)}</li>"
        for one in run.incidents[:_SHOWN]
    ]
    if len(run.incidents) > _SHOWN:
        rows.append(f"<li>and {len(run.incidents) - _SHOWN} more, in the JSON report</li>")
    return (
        "<section>\n<h2>Questions without a usable answer</h2>\n"
        f"<p>{_text(kinds_of(run.incidents))}</p>\n<ul>{''.join(rows)}</ul>\n</section>"
    )


def _lost(lost: list[Asked], asked: int, *, reveal: bool) -> str:
    if not lost:
        return "<section>\n<h2>Questions that lost points</h2>\n<p>None.</p>\n</section>"
    told = "" if reveal else " The right answers are not in this report."
    return (
        f"<section>\n<h2>Questions that lost points</h2>\n<p>{len(lost)} of {asked}.{told}</p>\n"
        + "\n".join(_question(one, reveal=reveal) for one in lost)
        + "\n</section>"
    )


def _question(one: Asked, *, reveal: bool) -> str:
    question = one.question
    broken = f' <small class="few">{_text(kinds_of(one.incidents))}</small>' if one.incidents else ""
    case = f'<p class="case">{_text(question.case.text)}</p>' if question.case else ""
    right = f"<dt>Right</dt><dd>{_text(said(question, question.key))}</dd>" if reveal else ""
    whys = f"<ul>{''.join(_why(option) for option in question.options)}</ul>" if reveal else ""
    return (
        f"<article>\n<h3>{_text(question.id)} <small>{_text(question.objective)} · {question.difficulty} · "
        f"{_text(one.credit)}</small></h3>\n{case}<p>{_text(question.stem)}</p>\n"
        f"<dl><dt>Answered</dt><dd>{_text(one.answered())}{broken}</dd>{right}</dl>\n{whys}</article>"
    )


def _why(option: Option) -> str:
    return f"<li><strong>{_text(option.text)}</strong> {_text(option.why)}</li>"


def _footer(run: Run) -> str:
    codes = list(dict.fromkeys(report.code for report in run.reports()))
    shown = ", ".join(f"<code>{_text(code)}</code>" for code in codes[:20]) + (" …" if len(codes) > 20 else "")
    return (
        f"<footer>\n<p>{_text(ESTIMATE.format(share=run.totals.pass_share))}</p>\n"
        f"<p>Paper {shown}; bank {_text(run.bank.digest[:16])}. Made by examcert.</p>\n</footer>"
    )


def _text(text: str) -> str:
    return escape(visible(text))
