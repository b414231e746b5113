"""The shape of an exam in a list. It stands apart, because a list of exams should not load all the others."""

from typing import Literal

from examcert.reports.document import Document


class ExamOut(Document):
    """One exam in the list of `exams --json`."""

    code: str
    title: str
    vendor: str
    status: Literal["active", "beta", "retired"]
    retired_on: str | None
    successor: str | None
    questions: int
    forms: int
