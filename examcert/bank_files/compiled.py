"""What was made of a bank's files, kept to be read faster the next time.

A kept file names what it was made of and the hash of what it holds. One that is stale,
damaged or foreign is as good as none, and a folder that cannot be written is no error.
"""

import os
import tempfile
from hashlib import sha256
from pathlib import Path

from examcert.bank_files.folder import BankFolder


class Kept:
    """The place of one thing made of a bank. One bank folder has one place, however often it is edited."""

    def __init__(self, folder: BankFolder, within: Path, *, what: str) -> None:
        bank = sha256(os.fsencode(os.path.abspath(folder.path))).hexdigest()[:24]
        self.path = within / f"{bank}.{what}"
        self.made_of = f"examcert {what} {folder.key}"

    def read(self) -> bytes | None:
        """What was kept, if it was made of these very files."""
        try:
            head, _, body = self.path.read_bytes().partition(b"\n")
        except OSError:
            return None
        return body if head == self._head(body) else None

    def write(self, text: str) -> None:
        """Keep a text, whole or not at all."""
        body, aside = text.encode(), None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(dir=self.path.parent, suffix=".new")
            with os.fdopen(handle, "wb") as file:
                file.write(self._head(body) + b"\n" + body)
            Path(aside).replace(self.path)
        except OSError:
            if aside is not None:
                Path(aside).unlink(missing_ok=True)

    def _head(self, body: bytes) -> bytes:
        return f"{self.made_of} {sha256(body).hexdigest()}".encode()
