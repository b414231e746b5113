"""The tables of vendors' names and hosts, one YAML file a vendor, in `question_banks/names/`."""

from pathlib import Path

import yaml
from pydantic import ValidationError

from examcert.bank_files.nodes import UNREAD, build, compose
from examcert.bank_files.wording import wordings
from examcert.core.vendor import Vendor
from examcert.errors import ExamcertError


def read_vendors(folder: Path) -> tuple[Vendor, ...]:
    """Every table of a folder; none where there is no such folder."""
    if not folder.is_dir():
        return ()
    return tuple(_read(path) for path in sorted(folder.glob("*.yaml")))


def _read(path: Path) -> Vendor:
    wrong: list[str] = []
    try:
        root = compose(path.read_text(encoding="utf-8"))
        data = (
            build(root, lambda mark, rule, message, remedy: wrong.append(f"line {mark.line + 1}: {message}"))
            if root
            else None
        )
        if not wrong and data is not UNREAD:
            return Vendor.model_validate(data)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        wrong.append(" ".join(str(error).split()))
    except ValidationError as error:
        said = wordings(error.errors(include_url=False), Vendor)
        wrong += [f"{'.'.join(map(str, one.at))}: {one.message}" for one in said]
    raise ExamcertError(
        f"The table of names {path} cannot be read: {wrong[0]}", remedy="Correct it, or install examcert again."
    )
