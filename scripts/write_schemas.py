"""Write the published schemas; `--check` only says whether they are current.

Those of the JSON documents go into `schemas/`, those of a bank's files beside the banks.
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from examcert.bank_files.schemas import written_schemas
from examcert.reports.published import PUBLISHED

ROOT = Path(__file__).resolve().parent.parent
OUT, BANKS = ROOT / "schemas", ROOT / "question_banks" / "schemas"


def schemas() -> dict[Path, str]:
    """Each file with its text."""
    documents = {OUT / f"{name}.schema.json": _text(name, shape) for name, shape in PUBLISHED.items()}
    files = {BANKS / f"{name}.schema.json": text for name, text in written_schemas().items()}
    return documents | files


def _text(name: str, shape: Any) -> str:
    told = TypeAdapter(shape).json_schema(by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"examcert {name}"}
    return json.dumps({**head, **{key: value for key, value in told.items() if key != "title"}}, indent=2) + "\n"


def main() -> int:
    """Write them, and remove what is no longer published."""
    wanted = schemas()
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    gone = [path for path in sorted([*OUT.glob("*.json"), *BANKS.glob("*.json")]) if path not in wanted]
    if "--check" in sys.argv:
        for path in (*stale, *gone):
            print(f"{path.name} is not what the documents are. Run `make schemas`.", file=sys.stderr)
        return int(bool(stale or gone))
    OUT.mkdir(exist_ok=True)
    BANKS.mkdir(exist_ok=True)
    for path in gone:
        path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    print(f"{len(wanted)} schemas")
    return 0


if __name__ == "__main__":
    sys.exit(main())
