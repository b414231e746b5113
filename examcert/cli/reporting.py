"""Showing and writing what a run came to."""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from examcert.cli import wiring
from examcert.errors import ExamcertError

if TYPE_CHECKING:
    from examcert.cli.wanted import ReportFile
    from examcert.core.gate import Decision, Gate
    from examcert.core.run import Run


def write(files: "Iterable[ReportFile]", run: "Run", gate: "Gate", decision: "Decision", *, reveal: bool) -> None:
    """Write every report, each whole or not at all."""
    for file in files:
        whole = _whole(file.form, run, gate, decision, reveal=reveal)
        try:
            _put(file.path, whole)
        except OSError as error:
            raise ExamcertError(
                f"The report {file.path} could not be written: {error.strerror}.",
                remedy="Make room, or name another file.",
            ) from error


def _whole(form: str, run: "Run", gate: "Gate", decision: "Decision", *, reveal: bool) -> bytes:
    match form:
        case "junit":
            from examcert.reports.junit import junit

            return junit(run, reveal=reveal)
        case "md":
            from examcert.reports.markdown import markdown

            return markdown(run, decision, reveal=reveal).encode(errors="backslashreplace")
        case "html":
            from examcert.reports.page import page

            return page(run, decision, reveal=reveal).encode(errors="backslashreplace")
        case "csv":
            from examcert.reports.table_file import table

            return table(run).encode(errors="backslashreplace")
        case _:
            from examcert.reports.run_document import run_document

            return as_json(run_document(run, gate, decision).as_data())


def as_json(data: Any) -> bytes:
    """A JSON document as a file holds it."""
    return json.dumps(data, ensure_ascii=False, indent=2).encode(errors="backslashreplace") + b"\n"


def _put(path: Path, whole: bytes) -> None:
    """Put a whole file in place at once. What is no plain file, such as a pipe or `/dev/stdout`, is written to."""
    if path.exists() and not path.is_file():
        with path.open("wb") as out:
            out.write(whole)
        return
    target = path.resolve()  # a link stays one
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as out:
        try:
            out.write(whole)
            out.flush()
            with contextlib.suppress(OSError):
                umask = os.umask(0)
                os.umask(umask)
                Path(out.name).chmod(target.stat().st_mode if target.exists() else 0o666 & ~umask)
            out.close()
            os.replace(out.name, target)
        except BaseException:
            Path(out.name).unlink(missing_ok=True)
            raise


def show(run: "Run", gate: "Gate", decision: "Decision", *, as_document: bool, title: str) -> None:
    """The result on stdout, the decision as the last line."""
    if as_document:
        from examcert.reports.documents import report_document, slots_of
        from examcert.reports.run_document import run_document

        if len(run.sat) > 1:
            wiring.emit(run_document(run, gate, decision))
        else:
            ((sitting, report),) = run.marked()
            wiring.emit(report_document(report, slots_of(sitting.paper)))
        wiring.say(decision.sentence)
        return
    from examcert import render

    console = wiring.console()
    if len(run.sat) > 1:
        console.print(render.run(run, title))
    else:
        (report,) = run.reports()
        console.print(render.report(report, title))
    if run.incidents:
        from examcert.reports.missed import kinds_of

        console.print(render.plain(f"No usable answer: {kinds_of(run.incidents)}", "yellow"))
    if run.spending:
        cost = f"${run.spending.cost_usd}" if run.spending.cost_usd is not None else "cost unknown"
        console.print(render.plain(f"{run.spending.calls} paid calls, {cost}", "dim"))
    console.print(render.plain(decision.sentence, "bold"), soft_wrap=True)
