"""Banks on disk: YAML files to a `Bank`, with file, line and column for every problem.

The only room that knows YAML. Reading never stops at the first mistake, and no file,
however broken, gives a traceback. What is asked for is loaded, and no more: a list of
exams whose summaries are kept needs no parser.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from examcert.bank_files.files import files_to_format, replace_text
    from examcert.bank_files.folder import BankFolder
    from examcert.bank_files.formatting import formatted
    from examcert.bank_files.reading import Reading, check, read_bank, read_blueprint
    from examcert.bank_files.readings import read_readings, read_sheet, write_readings
    from examcert.bank_files.rules import RULES
    from examcert.bank_files.summaries import summary
    from examcert.bank_files.vendors import read_vendors
    from examcert.bank_files.writing import write_bank

__all__ = [
    "RULES",
    "BankFolder",
    "Reading",
    "check",
    "files_to_format",
    "formatted",
    "read_bank",
    "read_blueprint",
    "read_readings",
    "read_sheet",
    "read_vendors",
    "replace_text",
    "summary",
    "write_bank",
    "write_readings",
]

_MODULES = {
    "RULES": "rules",
    "BankFolder": "folder",
    "Reading": "reading",
    "check": "reading",
    "files_to_format": "files",
    "formatted": "formatting",
    "read_bank": "reading",
    "read_blueprint": "reading",
    "read_readings": "readings",
    "read_sheet": "readings",
    "read_vendors": "vendors",
    "replace_text": "files",
    "summary": "summaries",
    "write_bank": "writing",
    "write_readings": "readings",
}


def __getattr__(name: str) -> Any:  # PEP 562
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
