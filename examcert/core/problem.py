"""What is wrong inside a bank, as a value: where, what, and what to do.

An author sees every problem in one run, hence no exception stops at the first.
"""

from typing import Literal

from pydantic_core import PydanticCustomError

from examcert.core.record import Record


class Problem(Record):
    """One mistake in a bank. Lines and columns count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0
    rule: str
    severity: Literal["error", "warning"] = "error"
    message: str
    remedy: str
    question: str | None = None

    @property
    def place(self) -> str:
        """`file:line:column`, the form editors and CI annotations understand."""
        return f"{self.file}:{self.line}:{self.column}"

    def __str__(self) -> str:
        return f"{self.place}: {self.message} {self.remedy}"


class Fault(Record):
    """A mistake in data that came from somewhere, before its line is known.

    `at` is the path inside the question (or the bank) that is at fault, for example
    `("key", 0)`; the reader of the file turns it into a line and a column.
    """

    at: tuple[str | int, ...]
    rule: str
    message: str
    remedy: str
    question: str | None = None


def fault(rule: str, message: str, remedy: str, *at: str | int) -> PydanticCustomError:
    """A validation error that carries its rule, its remedy and the place inside the value."""
    # The template has no fields of its own: a bank's braces must never be interpreted.
    return PydanticCustomError("fault", "{message}", {"rule": rule, "message": message, "remedy": remedy, "at": at})
