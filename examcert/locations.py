"""Where banks, prompts, history and the cache are.

`EXAMCERT_HOME` puts history, cache and configuration in one folder; `EXAMCERT_DB` names another
database; `EXAMCERT_BANKS` adds folders of banks, which win over the shipped ones.
"""

import os
import re
from difflib import get_close_matches
from pathlib import Path

from examcert.errors import ExamcertError, UnknownExamError

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


def settings() -> Path:
    """The file of settings."""
    home = os.environ.get("EXAMCERT_HOME")
    if home:
        return Path(home).expanduser() / "settings.toml"
    import platformdirs

    return Path(platformdirs.user_config_dir("examcert", appauthor=False)) / "settings.toml"


def compiled() -> Path:
    """Compiled banks, by the hash of their files."""
    return cache() / "banks"


def database() -> str:
    """The history's SQLAlchemy URL. A plain path in `EXAMCERT_DB` means an SQLite file."""
    named = os.environ.get("EXAMCERT_DB")
    if named and "://" in named:
        return named
    path = Path(named).expanduser() if named else data() / "history.sqlite"
    # In a URL a question mark starts the options, and a per cent sign a character's number.
    return "sqlite:///" + str(path).replace("%", "%25").replace("?", "%3F")


def database_file() -> Path | None:
    """The file behind the history, whether it is there or not; None for a database that is no such file."""
    named = os.environ.get("EXAMCERT_DB")
    if not named or "://" not in named:
        return Path(named).expanduser() if named else data() / "history.sqlite"
    scheme, _, rest = named.partition(":///")
    path = rest.partition("?")[0]
    return Path(path) if scheme.startswith("sqlite") and path and not path.startswith("file:") else None


def shipped(name: str) -> Path:
    """A folder of data that comes with examcert: inside a wheel, or at the top of a checkout."""
    inside = _PACKAGE / "_data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def prompts() -> Path:
    """The folder of prompt files."""
    return shipped("prompts")


def names() -> Path:
    """The folder of the vendors' tables of names."""
    return shipped("question_banks") / "names"


def bank_roots() -> tuple[Path, ...]:
    """Folders that hold banks, the user's own first."""
    own = os.environ.get("EXAMCERT_BANKS", "")
    return (*(Path(part).expanduser() for part in own.split(os.pathsep) if part), shipped("question_banks"))


def check_roots() -> None:
    """`ExamcertError` when a folder of banks is named but not there."""
    *own, ours = bank_roots()
    for root in own:
        if not root.is_dir():
            raise ExamcertError(f"EXAMCERT_BANKS names {root}, which is no folder.", remedy="Correct or unset it.")
    if not own and not ours.is_dir():
        raise ExamcertError(
            f"The banks that come with examcert are missing: there is no folder {ours}.",
            remedy="Install examcert again, or name a folder of banks in EXAMCERT_BANKS.",
        )


def banks() -> dict[str, Path]:
    """Bank folders by exam code, sorted by code. The first folder that gives a code wins."""
    check_roots()
    found: dict[str, Path] = {}
    for folder in _folders():
        code = _code(folder)
        if code is not None:
            found.setdefault(code, folder)
    return dict(sorted(found.items()))


def folder_names() -> list[str]:
    """Names of bank folders, in lower case, without reading one. By custom they are exam codes."""
    roots = bank_roots()
    return sorted({one.name.lower() for one in _folders() if one not in roots and (one / "exam.yaml").is_file()})


def _folders() -> list[Path]:
    out: list[Path] = []
    for root in bank_roots():
        try:
            out += [root, *sorted(root.iterdir())]
        except OSError:
            continue
    return out


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
        if not Path(exam).exists():
            raise ExamcertError(f"There is no bank at {exam}.", remedy="Check the path, or give an exam code.")
        return Path(exam)
    known = banks()
    folder = known.get(exam.upper())
    if folder is not None:
        return folder
    if (Path(exam) / "exam.yaml").is_file():
        return Path(exam)
    near = get_close_matches(exam.upper(), known, n=1, cutoff=0.5)
    raise UnknownExamError(exam, known=tuple(known), nearest=near[0] if near else None)
