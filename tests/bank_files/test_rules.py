"""Every rule by which the reader refuses something has a page, and every page has a rule."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import examcert
from examcert.bank_files import syntax
from examcert.bank_files.rules import RULES

PACKAGE = Path(examcert.__file__).parent
_FILES = (
    *sorted((PACKAGE / "bank_files").glob("*.py")),
    *(PACKAGE / "core" / f"{name}.py" for name in ("bank", "blueprint", "question")),
)
_CALLS = {"fault", "_fault", "Wording", "report", "complain", "_complain", "_break", "_report_byte", "Fault", "Problem"}
_RETURNS = {"_value", "_shape", "_not_text"}
_FORMATTED = {"options-shape", "slots-shape"}
"""Made with an f-string."""
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def test_pages_and_rules_are_the_same() -> None:
    written = {name for path in _FILES for name in _names(ast.parse(path.read_text(encoding="utf-8")))}
    said = {rule for _, rule, _, _ in syntax._SAID}
    assert written | said | _FORMATTED == {page.name for page in RULES}


def _names(tree: ast.AST) -> Iterator[str]:
    """Names of rules: one of the first two arguments where something is reported, the first of what is returned."""
    for node in ast.walk(tree):
        match node:
            case ast.Call():
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in _CALLS:
                    yield from (name for part in node.args[:2] for name in _constants(part))
                    yield from (name for word in node.keywords if word.arg == "rule" for name in _constants(word.value))
            case ast.FunctionDef() if node.name in _RETURNS:
                for one in ast.walk(node):
                    if isinstance(one, ast.Return) and isinstance(one.value, ast.Tuple):
                        yield from _constants(one.value.elts[0])


def _constants(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(name)) if _NAME.fullmatch(name):
            yield name
        case ast.IfExp():
            yield from (*_constants(node.body), *_constants(node.orelse))
        case ast.Starred(value=ast.Call(func=ast.Name(id="_shape"))):
            pass
