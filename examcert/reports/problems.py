"""The problems of a bank for programs: a JSON document, annotations of a pull request, SARIF."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from examcert import __version__
from examcert.core.problem import Problem
from examcert.core.rules import RulePage
from examcert.core.visible import visible
from examcert.reports.shapes import ProblemOut, ProblemsOut, RuleOut, WaivedOut

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def problems_document(
    path: str,
    questions: int,
    problems: Sequence[Problem],
    waived: Sequence[tuple[Problem, str]],
    pages: Mapping[str, RulePage],
) -> ProblemsOut:
    """The problems of a bank, those that were waived, and the rules that found them."""
    counted = Counter(problem.severity for problem in problems)
    met = sorted({problem.rule for problem in [*problems, *(one for one, _ in waived)]})
    return ProblemsOut(
        path=path,
        questions=questions,
        errors=counted["error"],
        warnings=counted["warning"],
        problems=[ProblemOut.model_validate(problem.model_dump()) for problem in problems],
        waived=[WaivedOut.model_validate(problem.model_dump() | {"reason": reason}) for problem, reason in waived],
        rules=[_rule(pages[name]) for name in met if name in pages],
    )


def _rule(page: RulePage) -> RuleOut:
    return RuleOut(code=page.code, name=page.name, severity=page.severity, summary=page.summary)


def github(problems: Iterable[Problem], titles: Mapping[str, str]) -> str:
    """Workflow commands that annotate the lines of a pull request."""
    return "\n".join(_annotation(problem, titles.get(problem.rule, problem.rule)) for problem in problems)


def _annotation(problem: Problem, title: str) -> str:
    place = {"file": problem.file, "line": str(problem.line or 1), "col": str(problem.column or 1), "title": title}
    fields = ",".join(f"{name}={_escaped(value, inside=True)}" for name, value in place.items())
    name = f"{problem.question}: " if problem.question else ""
    return f"::{problem.severity} {fields}::{_escaped(f'{name}{problem.message} {problem.remedy}')}"


def _escaped(text: str, *, inside: bool = False) -> str:
    """As the runner wants it; a bank's text must not start a command of its own."""
    text = visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if inside else text


def sarif(problems: Sequence[Problem], pages: Mapping[str, RulePage]) -> dict[str, Any]:
    """A SARIF 2.1.0 log, which code hosts and editors read."""
    met = sorted({problem.rule for problem in problems})
    return {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "examcert",
                        "version": __version__,
                        "rules": [_sarif_rule(name, pages.get(name)) for name in met],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(problem, met.index(problem.rule)) for problem in problems],
            }
        ],
    }


def _sarif_rule(name: str, page: RulePage | None) -> dict[str, Any]:
    if page is None:
        return {"id": name}
    return {
        "id": name,
        "name": page.title,
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": page.why},
        "help": {"text": page.remedy, "markdown": page.page},
        "defaultConfiguration": {"level": page.severity},
    }


def _sarif_result(problem: Problem, index: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(PurePath(problem.file).as_posix())}}
    if problem.line:
        place["region"] = {"startLine": problem.line, "startColumn": max(1, problem.column)}
    name = f"{problem.question}: " if problem.question else ""
    return {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": problem.severity,
        "message": {"text": f"{name}{problem.message} {problem.remedy}"},
        "locations": [{"physicalLocation": place}],
    }
