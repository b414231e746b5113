"""Write the README's table of exams from the banks themselves."""

import sys
import tempfile
from pathlib import Path

from examcert.bank_files import summary

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- exams:begin (python scripts/write_readme.py) -->", "<!-- exams:end -->"


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


def written(text: str) -> str:
    """The README with the table of today."""
    head, rest = text.split(BEGIN)
    _, tail = rest.split(END)
    return f"{head}{BEGIN}\n\n{table()}\n\n{END}{tail}"


def main() -> int:
    """Write it; with `--check`, only say whether it is up to date."""
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    new = written(text)
    if "--check" in sys.argv:
        if new != text:
            print(
                "The README's table is not what the banks are. Run `python scripts/write_readme.py`.", file=sys.stderr
            )
        return int(new != text)
    path.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
