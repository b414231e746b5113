"""`examcert doctor`: what is installed here, and whether it works."""

import os
import platform
import sys
from typing import Annotated

import typer

from examcert import __version__, locations
from examcert.cli import wiring
from examcert.errors import ExamcertError, ExitCode
from examcert.offline import is_offline

_PACKAGES = (
    "anthropic",
    "pydantic",
    "sqlmodel",
    "sqlalchemy",
    "alembic",
    "typer",
    "rich",
    "textual",
    "textual-serve",
    "pyyaml",
)


def doctor(
    online: Annotated[bool, typer.Option("--online", help="Also make one tiny paid call to Claude.")] = False,
) -> None:
    """Show what is installed here, and whether it works.

    Versions, paths, banks, database, terminal, and whether a key is there (never its value).
    Exits 2 when something does not work. Only --online calls anybody: it asks Claude for one word,
    books what that cost, and exits 3 when there is no answer.

    Examples:
        examcert doctor
        examcert doctor --online
    """
    import sqlite3

    healthy = True
    _line("examcert", __version__)
    _line("Python", f"{platform.python_version()} on {platform.system()}, SQLite {sqlite3.sqlite_version}")
    _line("packages", ", ".join(f"{name} {_version(name)}" for name in _PACKAGES))
    for name, place in (("banks", locations.shipped("question_banks")), ("prompts", locations.prompts())):
        healthy &= place.is_dir()
        _line(name, f"{place}{'' if place.is_dir() else ' (missing)'}")
    healthy &= _banks()
    healthy &= _database()
    _line("cache", str(locations.cache()))
    _line("Claude", _key())
    size = os.get_terminal_size() if sys.stdout.isatty() else None
    seen = f"{size.columns}x{size.lines}" if size else "none: output goes to a file or a pipe"
    _line("terminal", f"{seen}, TERM={os.environ.get('TERM', '')}, encoding {sys.stdout.encoding}")
    reached = _online() if online else True
    raise typer.Exit(ExitCode.USAGE if not healthy else ExitCode.OK if reached else ExitCode.PROVIDER)


def _online() -> bool:
    """Ask Claude for one word. Whether an answer came."""
    from examcert.claude.asking import Judged
    from examcert.claude.booking import Occasion
    from examcert.claude.reply import text_of
    from examcert.claude.request import request
    from examcert.claude.setbacks import Setback
    from examcert.cli import claude_wiring

    with wiring.open_history() as history:
        asker = claude_wiring.asker(history.notebook)
        model = asker.settings.model
        wanted = request(
            asker.settings, system=("Answer with the single word OK.",), messages=(("user", "OK?"),), max_tokens=256
        )
        of = Occasion("check", "", "", model, "doctor", asker.prices)
        result = asker.ask(wanted, of, lambda message: Judged("ok", "", text_of(message) or "(no words)"))
    cost = "a price that is not known" if asker.spent.cost_usd is None else f"${asker.spent.cost_usd}"
    if isinstance(result, Setback):
        _line("online", result.note)
        return False
    _line("online", f"{model} answered, for {cost}")
    return True


def _line(name: str, text: str) -> None:
    from examcert.core.visible import visible

    typer.echo(f"{name + ':' if name else '':<11}{visible(text)}")


def _version(name: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "(missing)"


def _banks() -> bool:
    from examcert.bank_files import read_bank

    try:
        folders = locations.banks()
    except ExamcertError as error:
        _line("", str(error))
        return False
    healthy = True
    for code, folder in folders.items():
        try:
            bank = read_bank(folder, compiled=locations.compiled())
        except ExamcertError as error:
            healthy = False
            _line("", f"{code}: {error}")
        else:
            _line("", f"{code}: {len(bank.questions)} questions, {folder}")
    return healthy


def _database() -> bool:
    if not wiring.has_history():
        _line("history", "none yet; the first sitting makes it")
        return True
    try:
        with wiring.open_history() as history:
            _line("history", f"{wiring.shown_database()}: {len(history.sittings())} sittings")
    except ExamcertError as error:
        _line("history", str(error))
        return False
    return True


def _key() -> str:
    key = "ANTHROPIC_API_KEY is set" if os.environ.get("ANTHROPIC_API_KEY", "").strip() else "no ANTHROPIC_API_KEY"
    where = os.environ.get("ANTHROPIC_BASE_URL", "the vendor's own address")
    offline = ", offline (EXAMCERT_OFFLINE)" if is_offline(os.environ) else ""
    return f"{key}, model {os.environ.get('EXAMCERT_MODEL') or 'claude-sonnet-5-5'}, at {where}{offline}"
