"""A run as JUnit XML: a suite a domain, a case a question, in the dialect that Jenkins, GitLab and GitHub read.

The dialect is the schema of Jenkins' xUnit plugin (junit-10): the strictest of the three. A lost point
is a `failure`, an answer that never came because something broke an `error`, a question that does not count
is `skipped` where it was missed. The key is not in it unless it is asked for: test reports are kept for
months and read by many.
"""

import re
from xml.etree import ElementTree as ET

from examcert.core.run import Run
from examcert.core.visible import visible
from examcert.reports.missed import Asked, asked_in, kinds_of, said

_NOT_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(run: Run, *, reveal: bool = False) -> bytes:
    """The document, in UTF-8."""
    cases: dict[str, list[Asked]] = {domain.id: [] for domain in run.bank.blueprint.domains}
    for one in asked_in(run):
        cases[one.domain].append(one)
    root = ET.Element("testsuites", name=_text(f"examcert {run.bank.exam}, {run.candidate}"))
    for domain in run.bank.blueprint.domains:
        if cases[domain.id]:
            root.append(_suite(run, f"{domain.id} {domain.name}", cases[domain.id], reveal=reveal))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("time", _seconds(sum(one.seconds for held in cases.values() for one in held)))
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _suite(run: Run, name: str, asked: list[Asked], *, reveal: bool) -> ET.Element:
    suite = ET.Element("testsuite", name=_text(name))
    properties = ET.SubElement(suite, "properties")
    for label, value in (("exam", run.bank.exam), ("candidate", run.candidate), ("seed", str(run.seed))):
        ET.SubElement(properties, "property", name=label, value=_text(value))
    for one in asked:
        suite.append(_case(run, one, reveal=reveal))
    suite.set("tests", str(len(asked)))
    for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(len(suite.findall(f"testcase/{tag}"))))
    suite.set("time", _seconds(sum(one.seconds for one in asked)))
    suite.set("timestamp", run.started.strftime("%Y-%m-%dT%H:%M:%S"))
    return suite


def _case(run: Run, one: Asked, *, reveal: bool) -> ET.Element:
    classname = _text(f"{run.bank.exam}.{one.question.objective}")
    case = ET.Element("testcase", name=_text(one.question.id), classname=classname, time=_seconds(one.seconds))
    if not one.lost:
        return case
    if not one.scored:
        ET.SubElement(case, "skipped", message="missed, but it does not count")
        return case
    broken = len(one.incidents) == one.times
    tag, what = ("error", kinds_of(one.incidents)) if broken else ("failure", one.credit)
    told = ET.SubElement(case, tag, message=_text(what), type="no answer" if broken else "lost points")
    told.text = _text("\n".join(_lines(one, reveal=reveal)))
    return case


def _lines(one: Asked, *, reveal: bool) -> list[str]:
    lines = [one.question.stem.strip(), "", f"Answered: {one.answered()}"]
    lines += [f"{found.kind} in sitting {found.sitting + 1}: {found.detail}" for found in one.incidents]
    if reveal:
        lines += [f"Right: {said(one.question, one.question.key)}"]
        lines += [f"- {option.text}: {option.why}" for option in one.question.options]
    return lines


def _text(text: str) -> str:
    """Text that XML can hold and no terminal obeys."""
    return _NOT_XML.sub("\ufffd", visible(text))


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"
