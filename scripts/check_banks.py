"""Check every bank of the repository; exit 1 when one has a problem or crosses a line of its scorecard."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from examcert.audit.scorecard import scorecard
from examcert.bank_files import check, read_readings
from examcert.core.bank import Bank
from examcert.render_audit import line, shown

ROOT = Path(__file__).resolve().parent.parent / "question_banks"


def main() -> int:
    """Print every problem of every bank, every line it crosses, and a line a bank."""
    found = 0
    for blueprint in sorted(ROOT.glob("*/exam.yaml")):
        reading = check(blueprint.parent)
        for problem in reading.problems:
            print(problem)
        crossed = lines_crossed(reading.bank, blueprint.parent) if reading.bank else []
        for said in crossed:
            print(f"{blueprint.parent.name}: {said}")
        found += len(reading.problems) + len(crossed)
        held = len(reading.bank.questions) if reading.bank else "unreadable"
        print(
            f"{blueprint.parent.name}: questions {held}, problems {len(reading.problems)}, lines crossed {len(crossed)}"
        )
    return 1 if found else 0


def lines_crossed(bank: Bank, folder: Path) -> list[str]:
    """What a bank's scorecard says against it."""
    card = scorecard(bank, today=datetime.now(UTC).date(), readings=read_readings(folder))
    return [
        f"{figure.title}: {shown(figure, figure.value)}, {line(figure)}. {figure.note}".rstrip()
        for figure in card.crossed
    ]


if __name__ == "__main__":
    sys.exit(main())
