"""Check every bank of the repository; exit 1 when one has an error or crosses a line of its scorecard.

Each is read beside all the others, so that a question copied into two banks shows.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from examcert.audit.scorecard import scorecard
from examcert.bank_files import read_readings
from examcert.cli.checking import Wanted, checked, neighbours
from examcert.core.bank import Bank
from examcert.render_audit import line, shown

ROOT = Path(__file__).resolve().parent.parent / "question_banks"


def main() -> int:
    """Print every problem of every bank, every line it crosses, and a line a bank."""
    folders = [blueprint.parent for blueprint in sorted(ROOT.glob("*/exam.yaml"))]
    today = datetime.now(UTC).date()
    wanted = Wanted(today=today, neighbours=neighbours(folders))
    failed = False
    for folder in folders:
        found = checked(folder, wanted)
        for problem in found.problems:
            print(f"{problem.severity}: {problem} [{problem.rule}]")
        crossed = lines_crossed(found.bank, folder, today) if found.bank else []
        for said in crossed:
            print(f"{folder.name}: {said}")
        print(f"{found.summary} Lines crossed: {len(crossed)}.")
        failed = failed or bool(found.errors or crossed)
    return int(failed)


def lines_crossed(bank: Bank, folder: Path, today: date) -> list[str]:
    """What a bank's scorecard says against it."""
    card = scorecard(bank, today=today, readings=read_readings(folder))
    return [
        f"{figure.title}: {shown(figure, figure.value)}, {line(figure)}. {figure.note}".rstrip()
        for figure in card.crossed
    ]


if __name__ == "__main__":
    sys.exit(main())
