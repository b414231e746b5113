"""Banks on disk: YAML files to a `Bank`, with file, line and column for every problem.

The only room that knows YAML. Reading never stops at the first mistake, and no file,
however broken, gives a traceback.
"""

from examcert.bank_files.files import files_to_format, replace_text
from examcert.bank_files.folder import BankFolder
from examcert.bank_files.formatting import formatted
from examcert.bank_files.reading import Reading, check, read_bank, read_blueprint
from examcert.bank_files.readings import read_readings, read_sheet, write_readings
from examcert.bank_files.rules import RULES
from examcert.bank_files.summary import summary
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
