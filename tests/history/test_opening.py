"""What opens, what is refused, and that a refusal changes nothing."""

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

import pytest

from examcert.errors import HistoryError
from examcert.history import History

from .building import NOON, begun, later


def refused(url: str, saying: str) -> None:
    with pytest.raises(HistoryError, match=saying):
        History.open(url)


@contextmanager
def untouched(path: Path) -> Iterator[None]:
    before = path.read_bytes()
    yield
    assert path.read_bytes() == before


def run_sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as driver:
        for statement in statements:
            driver.execute(statement)
        driver.commit()


@pytest.fixture
def used(url: str, path: Path) -> Path:
    with History.open(url) as history:
        history.begin(begun())
    return path


class TestANewFile:
    """Made with its folder, for nobody else to read."""

    def test_is_private_in_a_private_folder(self, tmp_path: Path) -> None:
        path = tmp_path / "a" / "b" / "history.db"
        mask = os.umask(0)
        try:
            with History.open(f"sqlite:///{path}") as history:
                history.begin(begun())
                modes = {found.name: stat.S_IMODE(found.stat().st_mode) for found in path.parent.iterdir()}
        finally:
            os.umask(mask)
        assert modes == dict.fromkeys(("history.db", "history.db-wal", "history.db-shm"), 0o600)
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    def test_may_be_there_already_and_empty(self, path: Path, url: str) -> None:
        path.touch()
        with History.open(url) as history:
            assert history.begin(begun()) == 1

    @pytest.mark.parametrize("name", ["my history %20.db", "wie geht’s?#1.db", "100%.db"])
    def test_may_have_any_name(self, tmp_path: Path, name: str) -> None:
        from sqlalchemy import URL

        url = URL.create("sqlite", database=str(tmp_path / name)).render_as_string()
        for _ in range(2):
            with History.open(url) as history:
                history.begin(begun())
        assert [found.name for found in tmp_path.iterdir()] == [name]


class TestAnOpenDatabase:
    """The settings that durability and integrity rest on."""

    @pytest.mark.parametrize(
        ("setting", "value"),
        [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)],
    )
    def test_has_its_settings(self, history: History, setting: str, value: object) -> None:
        assert history._database.driver.execute(f"PRAGMA {setting}").fetchone() == (value,)

    def test_takes_the_parts_of_a_deleted_sitting_along(self, used: Path) -> None:
        run_sql(used, "PRAGMA foreign_keys=ON", "DELETE FROM sitting")
        with closing(sqlite3.connect(used)) as driver:
            assert driver.execute("SELECT count(*) FROM paper").fetchone() == (0,)

    def test_closes_twice_without_a_word(self, url: str) -> None:
        history = History.open(url)
        history.close()
        history.close()


class TestAFileThatIsNoHistory:
    """It is refused, and byte for byte what it was."""

    def test_because_a_newer_version_made_it(self, used: Path, url: str) -> None:
        run_sql(used, "UPDATE alembic_version SET version_num = 'examcert_9999'")
        with untouched(used):
            refused(url, r"newer examcert \(its tables are 'examcert_9999'.*Upgrade examcert")

    def test_because_it_names_no_version(self, used: Path, url: str) -> None:
        run_sql(used, "DELETE FROM alembic_version")
        with untouched(used):
            refused(url, "newer examcert")

    @pytest.mark.parametrize("journal", ["delete", "wal"])
    def test_because_another_program_owns_it(self, path: Path, url: str, journal: str) -> None:
        run_sql(path, f"PRAGMA journal_mode={journal}", "CREATE TABLE recipes (name)")
        with untouched(path):
            refused(url, "belongs to another program.*EXAMCERT_DB")

    def test_because_another_program_owns_it_and_uses_alembic(self, path: Path, url: str) -> None:
        run_sql(path, "CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('0002')")
        with untouched(path):
            refused(url, "newer examcert")

    def test_because_another_program_has_just_written_to_it(self, path: Path, url: str) -> None:
        with closing(sqlite3.connect(path)) as driver:
            driver.execute("PRAGMA journal_mode=wal")
            driver.execute("CREATE TABLE recipes (name)")
            wal = path.with_name(f"{path.name}-wal")
            with untouched(path), untouched(wal):
                refused(url, "another program")

    def test_because_it_is_something_else(self, path: Path, url: str) -> None:
        path.write_bytes(b"Dear diary, today I sat a mock exam.\n" * 100)
        with untouched(path):
            refused(url, "not an SQLite database")

    def test_because_it_was_cut_short(self, used: Path, url: str) -> None:
        used.write_bytes(used.read_bytes()[:5000])
        with untouched(used):
            refused(url, r"is damaged\. Nothing in it was changed")

    def test_because_it_is_a_folder(self, tmp_path: Path) -> None:
        refused(f"sqlite:///{tmp_path}", "is a folder")


def test_damage_that_shows_later_is_named_too(used: Path, url: str) -> None:
    whole = bytearray(used.read_bytes())
    with closing(sqlite3.connect(used)) as driver:
        page = driver.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sitting'").fetchone()[0]
        size = driver.execute("PRAGMA page_size").fetchone()[0]
    whole[(page - 1) * size : page * size] = b"\xff" * size
    used.write_bytes(whole)
    with History.open(url) as history, pytest.raises(HistoryError, match="is damaged"):
        history.sittings()


class TestAPlaceThatCannotBeWritten:
    """Root may write anywhere, so these refusals are such that even root meets them."""

    def test_is_refused_when_the_address_says_read_only(self, used: Path) -> None:
        with untouched(used):
            refused(f"sqlite:///file:{used}?mode=ro&uri=true", "is read-only.*EXAMCERT_DB")

    def test_is_refused_when_its_folder_is_a_file(self, used: Path) -> None:
        with untouched(used):
            refused(f"sqlite:///{used}/history.db", "cannot be made: .*history.db is a file.*EXAMCERT_HOME")

    @pytest.mark.parametrize(("file", "folder"), [(0o444, 0o755), (0o444, 0o555), (0o644, 0o555), (0o644, 0o000)])
    def test_is_refused_by_its_permissions(self, public: Path, file: int, folder: int) -> None:
        path = public / "history.db"
        History.open(f"sqlite:///{path}").close()
        path.chmod(file)
        public.chmod(folder)
        with untouched(path) if os.getuid() == 0 else nullcontext():
            told = told_without_rights(f"sqlite:///{path}")
        assert told.startswith(f"The history database {path} "), told
        assert "writable" in told

    @pytest.mark.parametrize("name", ["new.db", "folder/new.db"])
    @pytest.mark.parametrize("folder", [0o555, 0o000])
    def test_is_refused_by_the_permissions_of_its_folder(self, public: Path, folder: int, name: str) -> None:
        public.chmod(folder)
        told = told_without_rights(f"sqlite:///{public}/{name}")
        assert "cannot be made: Permission denied. Make its folder writable" in told
        public.chmod(0o755)
        assert list(public.iterdir()) == []


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that every user can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


_REFUSAL = """
import os, sys
from examcert.errors import HistoryError
from examcert.history import History
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    History.open(sys.argv[1]).close()
except HistoryError as error:
    print(error)
"""


def told_without_rights(url: str) -> str:
    """What a user without root's powers is told."""
    asked = subprocess.run([sys.executable, "-c", _REFUSAL, url], capture_output=True, text=True, check=False)
    assert not asked.stderr
    return asked.stdout.strip()


class TestALock:
    """Another program's lock is waited for, then named."""

    def test_that_stays_is_an_error_and_the_next_try_works(self, used: Path, url: str) -> None:
        with History.open(f"{url}?timeout=0.2") as history, closing(sqlite3.connect(used)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(HistoryError, match="locked by another program for too long"):
                history.begin(begun())
            other.rollback()
            assert history.begin(begun()) == 2

    def test_of_a_writer_does_not_keep_anyone_from_opening_and_reading(self, used: Path, url: str) -> None:
        with closing(sqlite3.connect(used)) as other:
            other.execute("BEGIN IMMEDIATE")
            with History.open(f"{url}?timeout=0.2") as history:
                assert history.last_id() == 1

    def test_that_is_lifted_in_time_goes_unnoticed(self, used: Path, url: str) -> None:
        with History.open(url) as history, closing(sqlite3.connect(used, check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            lifting = threading.Timer(0.3, other.rollback)
            lifting.start()
            assert history.begin(begun()) == 2
            lifting.join()

    def test_of_everything_is_an_error_when_it_is_opened(self, used: Path, url: str) -> None:
        with closing(sqlite3.connect(used)) as other:
            other.execute("PRAGMA locking_mode=EXCLUSIVE")
            other.execute("DELETE FROM report")
            other.commit()
            refused(f"{url}?timeout=0.2", "locked by another program")


def test_a_full_disk_loses_the_last_step_only(history: History) -> None:
    was = begun().pause(at=NOON)
    sitting_id = history.begin(was)
    pages = history._database.driver.execute("PRAGMA page_count").fetchone()[0]
    history._database.driver.execute(f"PRAGMA max_page_count={pages}")
    long = was.open(at=NOON).answer("q0", ["a"], at=later(1))
    response = long.response("q0").model_copy(update={"struck": ("x" * 100_000,)})
    long = long.model_copy(update={"responses": (response,)})
    with pytest.raises(HistoryError, match="the disk is full"):
        history.save(sitting_id, was, long, at=later(1))
    assert history.load(sitting_id) == was
    now = was.model_copy(update={"place": 2})
    history.save(sitting_id, was, now, at=later(2))
    assert history.load(sitting_id) == now


class TestAnAddress:
    """What is no SQLite URL gets the form of one, and never the password back."""

    @pytest.mark.parametrize(
        "url",
        [
            "", "history.db", "/home/me/history.db", "://", "sqlite:/x.db", "sqlite://home/me/x.db",
            "sqlite:///x.db?timeout=soon", "postgresql://me:s3cret@host/db", "nosuch+thing://me:s3cret@host/db",
            "sqlite+aiosqlite:///x.db", "postgresql://me:s3cret@host:port/db", "sqlite://me:s3cret@host/x.db",
        ],
    )  # fmt: skip
    def test_that_is_none_is_refused(self, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with pytest.raises(HistoryError, match="sqlite:////") as caught:
            History.open(url)
        assert "s3cret" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert list(tmp_path.iterdir()) == []

    def test_may_be_relative(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        History.open("sqlite:///here.db").close()
        assert [found.name for found in tmp_path.iterdir()] == ["here.db"]
