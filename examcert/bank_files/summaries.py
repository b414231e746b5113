"""What a list of exams says of a bank, kept beside the compiled form."""

import json
from pathlib import Path
from typing import Any

from examcert.bank_files.compiled import Kept
from examcert.bank_files.folder import BankFolder


def summary(path: Path, *, compiled: Path) -> dict[str, Any]:
    """Code, title, vendor, status, successor, number of questions and of disjoint forms."""
    kept = Kept(BankFolder.read(path), compiled, what="summary")
    if (told := kept.read()) is not None:
        return dict(json.loads(told))
    # Deferred: neither is needed while the kept summary is fresh.
    from examcert.bank_files.reading import read_bank
    from examcert.core.drawing import forms

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
    kept.write(json.dumps(made))
    return made
