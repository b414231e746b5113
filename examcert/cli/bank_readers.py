"""`examcert bank blind` and `bank agreement`: second readers, who answer without having seen a key."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from examcert.cli import wiring
from examcert.cli.options import Exam, Json
from examcert.errors import ExamcertError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from examcert.audit.agreement import Agreement, Decoded
    from examcert.core.bank import Bank
    from examcert.core.reader import AnswerSheet


def blind(
    exam: Exam,
    choices_only: Annotated[
        bool, typer.Option("--choices-only", help="Leave out stems and cases: what do the options alone give away?")
    ] = False,
    unread: Annotated[
        bool, typer.Option("--unread", help="Only questions that no kept reading covers as they are now.")
    ] = False,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, max=999_999_999, help="The order of items and options.")
    ] = 0,
    as_json: Json = False,
) -> None:
    """Write the items without keys and whys for a second reader.

    Items and options get names that tell nothing. The reader answers by these names in an
    answer sheet, which `examcert bank agreement` compares with the keys:
    {"reader": "Ada", "answers": {"f-3kq8…": ["r7p"]}, "doubts": {"f-3kq8…": {"say": "two answers"}}}

    Examples:
        examcert bank blind aif-c01 --json > blind.json
        examcert bank blind aif-c01 --choices-only --seed 2 --json > options.json
    """
    from examcert.audit.agreement import standing
    from examcert.audit.blind import blind_copy
    from examcert.core.reader import View

    bank = wiring.bank_of(exam)
    view: View = "choices-only" if choices_only else "full"
    only = None
    if unread:
        from examcert.bank_files import read_readings

        kept = [reading for reading in read_readings(wiring.bank_folder(exam)) if reading.view == view]
        only = set(bank.by_id).difference(*(standing(bank, reading).items for reading in kept))
        wiring.say(f"{len(only)} of {len(bank.questions)} questions have no fresh {view} reading.")
    copy = blind_copy(bank, view=view, seed=seed, only=only)
    if as_json:
        from examcert.reports.bank_documents import blind_document

        wiring.emit(blind_document(copy))
        return
    from examcert.line import script
    from examcert.line.keys import how_to_answer
    from examcert.line.script import Para

    face = wiring.face_of(plain=False)
    for item in copy.items:
        face.say([Para(item.id, "title"), *(script.body(item) if item.stem else [])])
        face.say([*script.options(item), Para(how_to_answer(item), "muted")])


def agreement(
    exam: Exam,
    answers: Annotated[
        list[Path], typer.Argument(metavar="ANSWERS...", help="Answer sheets; several of one reader are put together.")
    ],
    record: Annotated[
        bool, typer.Option("--record", help="Keep the readings beside the bank, in readings.json.")
    ] = False,
    reader: Annotated[
        str | None, typer.Option("--reader", metavar="NAME", help="Who answered, where the sheets do not say.")
    ] = None,
    reader_kind: Annotated[
        Literal["person", "model"] | None, typer.Option("--reader-kind", help="What answered, where they do not say.")
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="When, where they do not say. Default: today.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare second readers' answers with the keys. Exits 1 on a disagreement or a doubt.

    Lists each with both sides. A reading without stems (`bank blind --choices-only`) is
    expected to fail, and only its doubts count as findings. Several sheets of one reader, in
    other orders of the options, count by the most frequent answer.

    Examples:
        examcert bank agreement aif-c01 answers.json
        examcert bank agreement aif-c01 answers.json --record --reader Ada --reader-kind person
    """
    from examcert.audit.agreement import agreements
    from examcert.reports.bank_documents import agreements_document

    bank = wiring.bank_of(exam)
    sheets = {path: _sheet(path, reader, reader_kind, date) for path in answers}
    read = [_decoded(bank, sheet, path) for path, sheet in sheets.items()]
    found = agreements(bank, read)
    changed = [name for sheet in read for name in sheet.changed]
    if not found:
        raise ExamcertError(
            f"None of the {len(changed)} answers is to a question as it is now." if changed else "Nothing is answered.",
            remedy="Write a new blind copy with `examcert bank blind`, and have that one answered.",
        )
    where = _record(wiring.bank_folder(exam), found, sheets) if record else None
    if as_json:
        wiring.emit(agreements_document(bank, found, changed, str(where) if where else None))
    else:
        from examcert import render_audit

        for one in found:
            wiring.console().print(render_audit.agreement(one), soft_wrap=True)
    if changed:
        wiring.say(f"{len(changed)} answers are to items that have changed since the blind copy; they do not count.")
    if where:
        wiring.say(f"Kept in {where}.")
    raise typer.Exit(ExitCode.BELOW if any(one.disputed for one in found) else ExitCode.OK)


def _sheet(path: Path, reader: str | None, kind: str | None, date: str | None) -> "AnswerSheet":
    """A sheet, with what the command line says where the sheet itself does not."""
    from pydantic import ValidationError

    from examcert.bank_files import read_sheet
    from examcert.core.reader import AnswerSheet

    sheet = read_sheet(path)
    told = {"reader": sheet.reader or reader, "kind": sheet.kind or kind, "date": sheet.date or date}
    try:
        return AnswerSheet.model_validate({**dict(sheet), **told})
    except ValidationError as error:
        raise ExamcertError(
            f"--{error.errors()[0]['loc'][0]} does not fit: {error.errors()[0]['msg']}.",
            remedy="A date is YYYY-MM-DD, a reader's name has 1 to 120 characters.",
        ) from error


def _decoded(bank: "Bank", sheet: "AnswerSheet", path: Path) -> "Decoded":
    from examcert.audit.agreement import decoded

    return decoded(bank, sheet, source=path.name)


def _record(folder: Path, found: "tuple[Agreement, ...]", sheets: "dict[Path, AnswerSheet]") -> Path:
    """Add the readings to those beside the bank."""
    dated = []
    for one in found:
        own = [sheet for path, sheet in sheets.items() if (sheet.reader or path.name) == one.reader]
        if not all(sheet.reader and sheet.kind for sheet in own):
            raise ExamcertError(
                "A reading is kept with its reader's name and kind.",
                remedy="Add --reader NAME and --reader-kind person or model, or write them into the sheet.",
            )
        latest = max((sheet.date or wiring.now().date().isoformat()) for sheet in own)
        dated.append((one, str(own[0].kind), latest))
    return record_readings(folder, dated)


def record_readings(folder: Path, dated: "Sequence[tuple[Agreement, str, str]]") -> Path:
    """Add readings to those beside a bank, each with its reader's kind and its day."""
    from examcert.audit.agreement import added, reading, standing
    from examcert.bank_files import read_readings, write_readings
    from examcert.reports.bank_documents import figures

    kept = read_readings(folder)
    for one, kind, date in dated:
        kept = added(kept, reading(one, kind=kind, date=date))
    bank = dated[0][0].bank
    return write_readings(folder, kept, [figures(standing(bank, one)) for one in kept])
