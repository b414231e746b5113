"""What commands gather before they call the core: banks, history, explainers, faces, the clock."""

import json
import os
import shlex
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from examcert import locations
from examcert.errors import EmptyBankError, ExamcertError, UnknownExamError

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from examcert.core.bank import Bank
    from examcert.core.blueprint import Blueprint
    from examcert.core.explanation import Explainer
    from examcert.history import History
    from examcert.line.face import Face
    from examcert.preferences import Preferences


def bank_of(exam: str, *, questions: bool = True) -> "Bank":
    """The bank of an exam. `EmptyBankError` when it needs questions and has none."""
    from examcert.bank_files import read_bank

    bank = read_bank(locations.bank(exam), compiled=locations.compiled())
    if questions and not bank.questions:
        say_status(bank.blueprint)
        raise EmptyBankError(bank.exam)
    return bank


def bank_folder(exam: str) -> "Path":
    """The folder of an exam's bank; a path to one of its files will do."""
    from examcert.bank_files import BankFolder

    return BankFolder.read(locations.bank(exam)).path


def offered(exam: str) -> "Bank":
    """The bank of an exam that someone is about to take; what there is to know of its status goes to stderr."""
    bank = bank_of(exam)
    say_status(bank.blueprint)
    return bank


def say_status(plan: "Blueprint") -> None:
    """Say that an exam is retired, and what took its place; or that it is in beta."""
    note = f" {plan.status_note}" if plan.status_note else ""
    if plan.status == "retired":
        instead = f" {plan.successor} took its place." if plan.successor else ""
        say(f"{plan.code} is retired since {plan.retired_on}.{instead}{note}")
    elif plan.status == "beta":
        say(f"{plan.code} is in beta.{note}")


def bank_of_sitting(exam: str, sitting_id: int) -> "Bank":
    """The bank that a stored sitting needs."""
    try:
        return bank_of(exam)
    except UnknownExamError as error:
        raise ExamcertError(
            f"The bank of {exam}, which sitting {sitting_id} was drawn from, is not among the known ones.",
            remedy="Name its folder: EXAMCERT_BANKS=/path/of/the/bank in front of the command.",
        ) from error


def resume_command(exam: str, code: str, sitting_id: int) -> str:
    """What to type to go on with a sitting of the exam that was named, which may be a path."""
    folder = locations.bank(exam)
    known = locations.banks().get(code)
    if known is not None and known.resolve() == folder.resolve():
        return f"examcert resume {sitting_id}"
    return f"EXAMCERT_BANKS={shlex.quote(str(folder.resolve()))} examcert resume {sitting_id}"


def open_history() -> "History":
    """The candidate's history."""
    from examcert.history import History

    return History.open(locations.database())


def has_history() -> bool:
    """Whether there is a history to look at, without making one."""
    path = locations.database_file()
    if path is not None:
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            pass  # a folder that may not be looked into, say: opening it tells what to do
    return True


def shown_database() -> str:
    """Where history is, without a password."""
    path = locations.database_file()
    return str(path) if path is not None else locations.database().partition("://")[0]


def ticking() -> Callable[[], datetime]:
    """A clock in UTC that no change of the system's time moves."""
    start, origin = datetime.now(UTC), time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - origin)


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def emit(document: Any) -> None:
    """Print one JSON document."""
    data = [entry.as_data() for entry in document] if isinstance(document, list) else document.as_data()
    write(json.dumps(data, ensure_ascii=False, indent=2))


def write(text: str) -> None:
    """Put a text and a line's end on stdout as UTF-8."""
    # A lone surrogate or a narrow terminal encoding must not end in a traceback.
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", errors="backslashreplace") + b"\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExamcertError(
            f"The result could not be written: {error.strerror}.", remedy="Make room for it."
        ) from error


def console() -> "Console":
    """Where results go."""
    from rich.console import Console

    return Console(highlight=False)


def say(text: str) -> None:
    """Talk: one line on stderr."""
    from examcert.core.visible import visible

    sys.stderr.write(visible(text) + "\n")


def interactive() -> bool:
    """Whether a person can see colours here."""
    return sys.stdout.isatty() and sys.stdin.isatty() and os.environ.get("TERM", "") not in ("", "dumb")


def full_screen(*, plain: bool) -> bool:
    """Whether to open the app: a person in front of a terminal that can be drawn on, who did not ask for lines."""
    return not plain and interactive()


def face_of(plain: bool) -> "Face":
    """Rich in a capable terminal, bare lines otherwise or on request."""
    from examcert.line.face import PlainFace, RichFace

    return PlainFace() if plain or not interactive() else RichFace()


def author() -> "Explainer":
    """The default explainer."""
    from examcert.explainers.authored import AuthoredExplainer

    return AuthoredExplainer()


def has_key() -> bool:
    """Whether there may be something to reach Claude with."""
    from examcert.claude.settings import Settings

    told = Settings.from_environment(os.environ)
    return not told.offline and (told.api_key is not None or told.sdk_login or told.home != "api")


def claude(bank: "Bank", history: "History", *, lang: str = "en", model: str = "") -> "Explainer":
    """Claude as explainer of a bank's questions, on the notebook of history. `model` is the one of the settings."""
    from examcert.cli import claude_wiring

    return claude_wiring.explainer(bank, history.notebook, lang=lang, model=chosen(model))


def chosen(model: str) -> str | None:
    """The model of the settings, if there is one and EXAMCERT_MODEL, which goes before it, names none."""
    return model if model and not os.environ.get("EXAMCERT_MODEL", "").strip() else None


def settings() -> "Preferences":
    """What this person has set; what makes no sense in it is said."""
    from examcert import preferences

    told, complaints = preferences.read(locations.settings())
    for complaint in complaints:
        say(complaint)
    return told


def shown(text: str) -> str:
    """Text from outside, on one line and harmless."""
    from examcert.core.visible import visible

    return visible(text)


def sitting_number(text: str, history: "History", *, unfinished: bool = False) -> int:
    """A sitting's number from what was typed; `last` is the latest that can be gone on with, or looked at."""
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    if text != "last":
        raise ExamcertError(f"{text!r} is no sitting.", remedy="Give a number from `examcert history`, or `last`.")
    if unfinished:
        records = history.unfinished()
    else:
        # A mock exam tells nothing before it is handed in, so it is not what `last` can mean.
        records = tuple(r for r in history.sittings() if r.submitted is not None or r.mode == "practice")
    if not records:
        kind = "unfinished sitting" if unfinished else "sitting to look at yet"
        raise ExamcertError(
            f"There is no {kind}.", remedy="Start one with `examcert practice aif-c01` or `examcert mock aif-c01`."
        )
    return records[0].id
