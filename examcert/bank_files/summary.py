"""What a list of exams says of a bank, kept beside the compiled form."""

import json
from pathlib import Path
from typing import Any

from examcert.bank_files.folder import BankFolder, read_bank, write_aside
from examcert.core.drawing import forms


def summary(path: Path, *, compiled: Path) -> dict[str, Any]:
    """Code, title, vendor, status, successor, number of questions and of disjoint forms."""
    folder = BankFolder.read(path)
    kept = compiled / f"{folder.key}.summary.json"
    try:
        return dict(json.loads(kept.read_bytes()))
    except (OSError, ValueError, TypeError):
        pass
    bank = read_bank(path, compiled=compiled)
    plan = bank.blueprint
    made = {
        "code": plan.code,
        "title": plan.name,
        "vendor": plan.vendor,
        "status": plan.status,
        "retired_on": plan.retired_on,
        "successor": plan.successor,
        "questions": len(bank.questions),
        "forms": forms(bank) if bank.questions else 0,
    }
    write_aside(kept, json.dumps(made))
    return made
