"""Write the tables of the README and of docs/scorecard.md from the banks and the audit themselves."""

import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from examcert.audit.scorecard import Scorecard, scorecard
from examcert.bank_files import read_bank, read_readings, summary
from examcert.reports.scorecard_table import rows_of, thresholds

ROOT = Path(__file__).resolve().parent.parent
COMMAND = "python scripts/write_readme.py"


def table() -> str:
    """One line an exam: code, title, vendor, status, questions, forms."""
    lines = ["| Exam | Title | Vendor | Status | Questions | Forms |", "|---|---|---|---|---:|---:|"]
    with tempfile.TemporaryDirectory() as cache:
        for blueprint in sorted((ROOT / "question_banks").glob("*/exam.yaml")):
            row = summary(blueprint.parent, compiled=Path(cache))
            status = row["status"]
            if status == "retired":
                status = f"retired {row['retired_on']}, now {row['successor']}"
            counts = [str(row["questions"] or "blueprint only"), str(row["forms"] or "–")]
            lines.append(f"| {row['code']} | {row['title']} | {row['vendor']} | {status} | {' | '.join(counts)} |")
    return "\n".join(lines)


def cards() -> Iterable[Scorecard]:
    """The scorecard of every bank that has questions."""
    for blueprint in sorted((ROOT / "question_banks").glob("*/exam.yaml")):
        bank = read_bank(blueprint.parent)
        if bank.questions:
            yield scorecard(bank, today=datetime.now(UTC).date(), readings=read_readings(blueprint.parent))


def written(text: str, name: str, rows: str) -> str:
    """A page with the table of today between its markers."""
    begin, end = f"<!-- {name}:begin ({COMMAND}) -->", f"<!-- {name}:end -->"
    head, rest = text.split(begin)
    _, tail = rest.split(end)
    return f"{head}{begin}\n\n{rows}\n\n{end}{tail}"


def pages() -> dict[Path, str]:
    """Every page that holds tables, as it should be."""
    readme, page = ROOT / "README.md", ROOT / "docs" / "scorecard.md"
    text = written(readme.read_text(encoding="utf-8"), "exams", table())
    return {
        readme: written(text, "scorecards", "\n".join(rows_of(cards()))),
        page: written(page.read_text(encoding="utf-8"), "thresholds", "\n".join(thresholds())),
    }


def main() -> int:
    """Write them; with `--check`, only say whether they are up to date."""
    stale = {path: new for path, new in pages().items() if path.read_text(encoding="utf-8") != new}
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.name} is not what banks and audit say. Run `{COMMAND}`.", file=sys.stderr)
        return int(bool(stale))
    for path, new in stale.items():
        path.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
