"""Where banks, prompts, history and the cache are.

`EXAMCERT_HOME` puts history, cache and configuration in one folder; `EXAMCERT_DB` names another
database; `EXAMCERT_BANKS` adds folders of banks, which win over the shipped ones.
"""

import os
import re
from difflib import get_close_matches
from pathlib import Path

from examcert.errors import UnknownExamError

_PACKAGE = Path(__file__).resolve().parent
_CODE = re.compile(r"^code:[ \t]*[\"']?([A-Za-z0-9-]+)", re.MULTILINE)


def data() -> Path:
    """The folder for what must not be lost: history."""
    home = os.environ.get("EXAMCERT_HOME")
    if home:
        return Path(home).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("examcert", appauthor=False))


def cache() -> Path:
    """The folder for what can be made again: compiled banks."""
    home = os.environ.get("EXAMCERT_HOME")
    if home:
        return Path(home).expanduser() / "cache"
    import platformdirs

    return Path(platformdirs.user_cache_dir("examcert", appauthor=False))


def compiled() -> Path:
    """Compiled banks, by the hash of their files."""
    return cache() / "banks"


def database() -> str:
    """The history's SQLAlchemy URL. A plain path in `EXAMCERT_DB` means an SQLite file."""
    named = os.environ.get("EXAMCERT_DB")
    if named:
        return named if "://" in named else f"sqlite:///{Path(named).expanduser()}"
    return f"sqlite:///{data() / 'history.sqlite'}"


def shipped(name: str) -> Path:
    """A folder of data that comes with examcert: inside a wheel, or at the top of a checkout."""
    inside = _PACKAGE / "_data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def prompts() -> Path:
    """The folder of prompt files."""
    return shipped("prompts")


def bank_roots() -> tuple[Path, ...]:
    """Folders that hold banks, the user's own first."""
    own = os.environ.get("EXAMCERT_BANKS", "")
    return (*(Path(part).expanduser() for part in own.split(os.pathsep) if part), shipped("question_banks"))


def banks() -> dict[str, Path]:
    """Bank folders by exam code, sorted by code. The first folder that gives a code wins."""
    found: dict[str, Path] = {}
    for root in bank_roots():
        for folder in (root, *(sorted(root.iterdir()) if root.is_dir() else ())):
            code = _code(folder)
            if code is not None:
                found.setdefault(code, folder)
    return dict(sorted(found.items()))


def _code(folder: Path) -> str | None:
    try:
        text = (folder / "exam.yaml").read_bytes().decode(errors="replace")
    except OSError:
        return None
    match = _CODE.search(text)
    return match[1].upper() if match else folder.name.upper()


def bank(exam: str) -> Path:
    """The folder of an exam named by its code in any case, or by the path of a bank folder."""
    if os.sep in exam or (os.altsep and os.altsep in exam) or exam in (".", ".."):
        return Path(exam)
    known = banks()
    folder = known.get(exam.upper())
    if folder is not None:
        return folder
    if (Path(exam) / "exam.yaml").is_file():
        return Path(exam)
    near = get_close_matches(exam.upper(), known, n=1, cutoff=0.5)
    raise UnknownExamError(exam, known=tuple(known), nearest=near[0] if near else None)
