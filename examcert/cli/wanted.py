"""What a run must reach and where its reports go, from what was typed."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from examcert.core.bank import Bank
    from examcert.core.gate import By, Gate

REPORTS = ("junit", "json", "md", "html", "csv")


class ReportFile(NamedTuple):
    """A report to write."""

    form: str
    path: Path


def gate_of(bank: "Bank", *, min_score: str | None, by: "By", min_domain: Iterable[str]) -> "Gate":
    """The gate that `--min-score`, `--gate` and `--min-domain` ask for."""
    from examcert.core.gate import Gate

    score, share = _line(bank, min_score) if min_score is not None else (None, None)
    return Gate(by=by, score=score, share=share, domains=tuple(_domain(bank, text) for text in min_domain))


def _line(bank: "Bank", text: str) -> tuple[int | None, float | None]:
    scale = bank.blueprint.scale
    if text.endswith("%"):
        return None, _share("--min-score", text)
    try:
        score = int(text)
    except ValueError:
        raise ExamcertError(
            f"--min-score {text} is no number.",
            remedy=f"Give one from {scale.low} to {scale.high}, or a share such as 75%.",
        ) from None
    if not scale.low <= score <= scale.high:
        raise ExamcertError(
            f"--min-score {text} is not on the scale.",
            remedy=f"Give one from {scale.low} to {scale.high}, or a share of the points such as 75%.",
        )
    return score, None


def _domain(bank: "Bank", text: str) -> tuple[str, float]:
    name, mark, wanted = text.partition("=")
    known = {domain.id: domain.name for domain in bank.blueprint.domains}
    if not mark or name not in known:
        listed = ", ".join(f"{key} ({value})" for key, value in known.items())
        raise ExamcertError(
            f"--min-domain {text} names no domain.",
            remedy=f"Write, for example, {next(iter(known))}=60%. It has {listed}.",
        )
    return name, _share("--min-domain", wanted)


def _share(option: str, text: str) -> float:
    try:
        value = float(text.removesuffix("%")) / 100
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ExamcertError(f"{option} {text} is no share of the points.", remedy="Give one from 0% to 100%.")
    return value


def report_files(told: Iterable[str]) -> tuple[ReportFile, ...]:
    """The files that `--report FORMAT=FILE` asks for; checked now, because a run may take long and cost money."""
    files = []
    for text in told:
        form, mark, name = text.partition("=")
        if form not in REPORTS or not mark or not name:
            raise ExamcertError(
                f"--report {text} cannot be understood.", remedy=f"Write FORMAT=FILE with one of {', '.join(REPORTS)}."
            )
        path = Path(name)
        if path.is_dir() or not path.parent.is_dir():
            why = "is a folder" if path.is_dir() else "is in a folder that does not exist"
            raise ExamcertError(f"The report {path} {why}.", remedy="Name a file in a folder that is there.")
        if not os.access(path if path.exists() else path.parent, os.W_OK):
            raise ExamcertError(f"The report {path} cannot be written.", remedy="Name a file you may write.")
        files.append(ReportFile(form, path))
    return tuple(files)
