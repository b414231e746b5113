"""Writing single files of a bank: whole or not at all, and which files there are to write."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from examcert.bank_files.folder import BankFolder
from examcert.errors import ExamcertError


def replace_text(path: Path, text: str) -> None:
    """Write a file whole or not at all; it keeps its permissions. Raises `OSError`."""
    aside = None
    try:
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        # A temporary file is the owner's alone; a bank's file is for everybody who reads the bank.
        Path(aside).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        # A link stays a link, and what it points to is written.
        Path(aside).replace(path.resolve())
    except OSError:
        if aside is not None:
            Path(aside).unlink(missing_ok=True)
        raise


def files_to_format(paths: Iterable[Path]) -> Iterator[Path]:
    """The YAML files that paths name: a file itself, of a folder all that belong to its bank."""
    for path in paths:
        if path.is_file():
            if path.suffix.lower() not in (".yaml", ".yml"):
                raise ExamcertError(f"{path} is no YAML file.", remedy="Name a bank's folder or its YAML files.")
            yield path
        else:
            folder = BankFolder.read(path, alone=True)
            yield from (folder.path / name for name, _ in folder.files)
