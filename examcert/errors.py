"""Failures the reader can act on, and the exit codes of every command.

An `ExamcertError` says what happened and what to do about it; the command line
prints both and leaves with the error's exit code. Any other exception is a bug.
Faults inside a bank are not exceptions but `Problem` values (see `core.problem`).
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a process tells the shell. Scripts rely on these numbers."""

    OK = 0
    BELOW = 1
    """Below the pass mark, or findings in a check."""
    USAGE = 2
    """Wrong usage, or an unreadable bank, answers file or history."""
    PROVIDER = 3
    """A model provider failed."""
    BUDGET = 4
    """The budget is spent."""
    INTERRUPTED = 130
    """Stopped by the user with Ctrl-C or by a signal."""


class ExamcertError(Exception):
    """A failure the reader can act on.

    Args:
        what: one sentence that says what happened.
        remedy: one sentence that says what to do next.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, what: str, *, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what, self.remedy = what, remedy


class UnknownExamError(ExamcertError):
    """No bank answers to this exam code or path."""

    def __init__(self, asked: str, *, known: tuple[str, ...], nearest: str | None) -> None:
        guess = f"Did you mean {nearest}? " if nearest else ""
        super().__init__(
            f"There is no exam {asked!r} here.",
            remedy=f"{guess}Known exams: {', '.join(known) or 'none'}. A path to a bank folder works too.",
        )


class BadBankError(ExamcertError):
    """A bank that cannot be read without mistakes; `bank check` lists them all."""

    def __init__(self, path: str, *, count: int, first: str) -> None:
        noun = "problem" if count == 1 else "problems"
        super().__init__(
            f"The bank {path} has {count} {noun}; the first: {first}",
            remedy=f"Run `examcert bank check {path}` to see every one with its line and remedy.",
        )


class EmptyBankError(ExamcertError):
    """An exam whose blueprint is here but whose questions are not."""

    def __init__(self, exam: str) -> None:
        super().__init__(
            f"The bank of {exam} has a blueprint but no questions yet.",
            remedy="Run `examcert exams` to see which exams have questions.",
        )


class ThinDomainError(ExamcertError):
    """A blueprint asks a domain for more questions than the bank holds."""

    def __init__(self, domain: str, *, wanted: int, held: int) -> None:
        super().__init__(
            f"The paper needs {wanted} questions on {domain!r}; the bank has {held} that fit on one paper.",
            remedy=f"Add {wanted - held} to the bank, or practise instead: `examcert practice` needs no full paper.",
        )
        self.domain, self.wanted, self.held = domain, wanted, held


class ExamCodeError(ExamcertError):
    """An exam code that is malformed, of another exam, or of another state of the bank."""


class AnswerError(ExamcertError):
    """An answer that does not fit its item: unknown options, too many, or repeated."""


class SittingError(ExamcertError):
    """A transition that the state of a sitting does not allow."""


class TimeUpError(SittingError):
    """The clock of a timed sitting has run out."""

    def __init__(self) -> None:
        super().__init__("The time of this sitting is up.", remedy="It is submitted with the answers given so far.")


class HistoryError(ExamcertError):
    """A history database that cannot be used; nothing in it was changed."""


class ProviderError(ExamcertError):
    """A model provider failed; the author's explanation stands."""

    exit_code = ExitCode.PROVIDER


class BudgetError(ExamcertError):
    """The money allowed is spent, or the next call might spend more than is left of it."""

    exit_code = ExitCode.BUDGET
