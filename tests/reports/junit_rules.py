"""What Jenkins' xUnit plugin takes for JUnit (its schema junit-10), as rules of our own; GitLab and GitHub take less.

A file is checked by walking it, which needs no XSD library.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]{0,3})?")
_TOLD = {"type", "message"}
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testsuite", "properties", "testcase", "system-out", "system-err"},
    "testcase": {"skipped", "error", "failure", "system-out", "system-err"},
    "properties": {"property"},
}
ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {
        "name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id", "package",
        "file", "log", "url", "version",
    },
    "testcase": {"name", "time", "classname", "group"},
    "property": {"name", "value"},
    "failure": _TOLD, "error": _TOLD, "skipped": _TOLD,
}  # fmt: skip
REQUIRED = {
    "testsuite": {"name", "tests", "failures", "errors"},
    "testcase": {"name"},
    "property": {"name", "value"},
}


def complaints(document: bytes) -> list[str]:
    """Everything that the schema, or a reader that adds the counts up, would find wrong."""
    root = ET.fromstring(document)
    found = [] if root.tag in ("testsuites", "testsuite") else [f"the root is {root.tag}"]
    return found + list(_of(root)) + [text for suite in root.iter("testsuite") for text in _counts(suite)]


def _of(element: ET.Element) -> Iterator[str]:
    tag = element.tag
    for child in element:
        if child.tag not in CHILDREN.get(tag, set()):
            yield f"{tag} holds {child.tag}"
        yield from _of(child)
    for name in element.attrib.keys() - ATTRIBUTES.get(tag, set()):
        yield f"{tag} has {name}"
    for name in REQUIRED.get(tag, set()) - element.attrib.keys():
        yield f"{tag} lacks {name}"
    if tag in ("testsuite", "testsuites") and not TIME.fullmatch(element.get("time", "")):
        yield f"{tag} has the time {element.get('time')}"


def _counts(suite: ET.Element) -> Iterator[str]:
    for name, path in (("tests", "testcase"), ("failures", "testcase/failure"), ("errors", "testcase/error")):
        if int(suite.get(name, "-1")) != len(suite.findall(path)):
            yield f"{suite.get('name')} miscounts its {name}"
    names = [(case.get("classname"), case.get("name")) for case in suite.findall("testcase")]
    if len(set(names)) < len(names):
        yield f"{suite.get('name')} names a case twice"
