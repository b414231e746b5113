"""Check every bank of the repository; exit 1 when one has a problem."""

import sys
from pathlib import Path

from examcert.bank_files import check

ROOT = Path(__file__).resolve().parent.parent / "question_banks"


def main() -> int:
    """Print every problem of every bank, and a line a bank."""
    found = 0
    for blueprint in sorted(ROOT.glob("*/exam.yaml")):
        reading = check(blueprint.parent)
        found += len(reading.problems)
        for problem in reading.problems:
            print(problem)
        held = len(reading.bank.questions) if reading.bank else "unreadable"
        print(f"{blueprint.parent.name}: questions {held}, problems {len(reading.problems)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
