"""What commands gather before they call the core: banks, history, explainers, faces, the clock."""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from examcert import locations
from examcert.errors import EmptyBankError, ExamcertError

if TYPE_CHECKING:
    from rich.console import Console

    from examcert.core.bank import Bank
    from examcert.core.explanation import Explainer
    from examcert.history import History
    from examcert.line.face import Face


def bank_of(exam: str, *, questions: bool = True) -> "Bank":
    """The bank of an exam. `EmptyBankError` when it needs questions and has none."""
    from examcert.bank_files import read_bank

    bank = read_bank(locations.bank(exam), compiled=locations.compiled())
    if questions and not bank.questions:
        raise EmptyBankError(bank.exam)
    return bank


def open_history() -> "History":
    """The candidate's history."""
    from examcert.history import History

    return History.open(locations.database())


def has_history() -> bool:
    """Whether there is a history to look at, without making one."""
    url = locations.database()
    path = url.removeprefix("sqlite:///")
    return not url.startswith("sqlite") or os.path.exists(path)


def shown_database() -> str:
    """Where history is, without a password."""
    url = locations.database()
    return url.removeprefix("sqlite:///") if url.startswith("sqlite") else url.partition("://")[0]


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
    text = json.dumps(data, ensure_ascii=False, indent=2)
    # A lone surrogate or a narrow terminal encoding must not end in a traceback.
    sys.stdout.buffer.write(text.encode("utf-8", errors="backslashreplace") + b"\n")
    sys.stdout.flush()


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


def face_of(plain: bool) -> "Face":
    """Rich in a capable terminal, bare lines otherwise or on request."""
    from examcert.line.face import PlainFace, RichFace

    return PlainFace() if plain or not interactive() else RichFace()


def author() -> "Explainer":
    """The default explainer."""
    from examcert.explainers.authored import AuthoredExplainer

    return AuthoredExplainer()


def claude(bank: "Bank", notebook: "History") -> "Explainer":
    """Claude as explainer of a bank's questions, with history as its notebook."""
    from examcert.explainers.claude.explainer import ClaudeExplainer
    from examcert.explainers.claude.settings import Settings
    from examcert.explainers.prompts import EXPLAIN_OPTION, read_prompt

    return ClaudeExplainer(
        notebook,
        Settings.from_environment(os.environ),
        prompt=read_prompt(locations.prompts() / EXPLAIN_OPTION),
        blueprint=bank.blueprint,
        facts=bank.fact_by_id,
        clock=now,
    )


def sitting_number(text: str, history: "History", *, unfinished: bool = False) -> int:
    """A sitting's number from what was typed; `last` is the latest."""
    if text.isascii() and text.isdecimal():
        return int(text)
    if text != "last":
        raise ExamcertError(f"{text!r} is no sitting.", remedy="Give a number from `examcert history`, or `last`.")
    records = history.unfinished() if unfinished else history.sittings(limit=1)
    if not records:
        what = "There is no unfinished sitting." if unfinished else "There is no sitting yet."
        raise ExamcertError(what, remedy="Start one with `examcert practice aif-c01` or `examcert mock aif-c01`.")
    return records[0].id
