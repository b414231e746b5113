"""An older history becomes today's with all that it holds, or stays as it was."""

import multiprocessing
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

import examcert.history
from examcert.core.marking import mark
from examcert.errors import HistoryError
from examcert.history import History
from examcert.history.schema import HEAD, REVISIONS, tables

from .building import BANK, begun, later

_SPAWN = multiprocessing.get_context("spawn")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(examcert.history.__file__).parent / "migrations"))
    return config


def at_revision(path: Path, revision: str) -> None:
    """An empty database as the version of that revision made it."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def _insert(driver: sqlite3.Connection, table: str, **values: Any) -> None:
    marks = ", ".join("?" * len(values))
    driver.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def _clock(seconds: float) -> str:
    return later(seconds).strftime("%Y-%m-%d %H:%M:%S.%f")


@pytest.fixture
def old(path: Path) -> Path:
    """A database of the first revision: sitting 1 open since second 10, answered at 25; sitting 2 submitted."""
    at_revision(path, "examcert_0001")
    was = begun().answer("q0", ["a"], at=later(5)).pause(at=later(5)).open(at=later(10))
    done = was.answer("q1", ["b"], at=later(20)).submit(at=later(30))
    report = mark(BANK, done)
    with closing(sqlite3.connect(path)) as driver:
        for number, sitting in ((1, was), (2, done)):
            _insert(
                driver, "sitting", id=number, exam="TST-C01", code=was.paper.code, mode="mock", candidate="me",
                item_ids='["q0"]', started=_clock(0), place=3, used=sitting.used.total_seconds(), revision=4,
                opened=_clock(10) if sitting.opened else None, submitted=_clock(30) if sitting.submitted else None,
            )  # fmt: skip
            _insert(driver, "paper", sitting=number, document=was.paper.model_dump_json())
            for place, response in enumerate(sitting.responses):
                _insert(
                    driver, "response", sitting=number, item=response.item, position=place, answered=True,
                    answer=f'["{response.answer[0]}"]', seconds=1.5, flagged=False, struck="[]", confirmed=False,
                    at=_clock(25),
                )  # fmt: skip
        _insert(driver, "report", sitting=2, document=report.model_dump_json(by_alias=True))
        driver.commit()
    return path


class TestAnOlderHistory:
    """Upgraded as it is opened."""

    def test_keeps_every_answer(self, old: Path, url: str) -> None:
        with History.open(url) as history:
            assert [record.id for record in history.sittings()] == [2, 1]
            loaded = history.load(1)
            assert (loaded.place, loaded.response("q0").answer, loaded.response("q0").seconds) == (3, ("a",), 1.5)
            assert loaded.paper == begun().paper

    def test_knows_the_last_sign_of_life_by_the_last_answer(self, old: Path, url: str) -> None:
        with History.open(url) as history:
            assert history.load(1).used == timedelta(seconds=5 + 15)

    def test_knows_the_credits_by_the_report(self, old: Path, url: str) -> None:
        with History.open(url) as history:
            assert {a.question: a.credit for a in history.answers("TST-C01")} == {"q0": 1.0, "q1": 0.0}

    def test_goes_on_where_it_stopped(self, old: Path, url: str) -> None:
        with History.open(url) as history:
            was = history.load(1)
            now = was.open(at=later(100)).answer("q2", ["c"], at=later(101))
            history.save(1, was, now, at=later(101))
            assert history.load(1).responses == now.responses

    def test_is_backed_up_first(self, old: Path, url: str) -> None:
        with closing(sqlite3.connect(old)) as driver:
            before = list(driver.iterdump())
        History.open(url).close()
        backup = old.with_name(f"history.db.before-{HEAD}")
        with closing(sqlite3.connect(backup)) as driver:
            assert list(driver.iterdump()) == before
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600
        assert sorted(found.name for found in old.parent.iterdir()) == [old.name, backup.name]

    def test_never_overwrites_an_earlier_backup(self, old: Path, url: str) -> None:
        earlier = old.with_name(f"history.db.before-{HEAD}")
        earlier.write_text("precious")
        History.open(url).close()
        assert earlier.read_text() == "precious"
        assert old.with_name(f"history.db.before-{HEAD}.2").exists()

    def test_without_rows_needs_no_backup(self, path: Path, url: str) -> None:
        at_revision(path, "examcert_0001")
        with History.open(url) as history:
            assert history.begin(begun()) == 1
        assert [found.name for found in path.parent.iterdir()] == [path.name]

    def test_checks_references_again_afterwards(self, old: Path, url: str) -> None:
        with History.open(url) as history:
            assert history._database.driver.execute("PRAGMA foreign_keys").fetchone() == (1,)

    def test_stays_as_it_was_when_the_upgrade_fails(self, old: Path, url: str) -> None:
        with closing(sqlite3.connect(old)) as driver:
            driver.execute("ALTER TABLE response ADD COLUMN credit")  # the second step of the upgrade trips over it
            before = list(driver.iterdump())
        with pytest.raises(HistoryError, match="duplicate column"):
            History.open(url)
        with closing(sqlite3.connect(old)) as driver:
            assert list(driver.iterdump()) == before

    def test_stays_as_it_was_when_it_is_damaged(self, old: Path, url: str) -> None:
        with closing(sqlite3.connect(old)) as driver:
            _insert(driver, "paper", sitting=77, document="{}")
            driver.commit()
            before = list(driver.iterdump())
        with pytest.raises(HistoryError, match="parts of sittings that are not there"):
            History.open(url)
        with closing(sqlite3.connect(old)) as driver:
            assert list(driver.iterdump()) == before

    def test_stays_as_it_was_when_it_cannot_be_backed_up(self, old: Path, url: str) -> None:
        (old.parent / f"history.db.before-{HEAD}.part").mkdir()  # no file can take this name now
        with pytest.raises(HistoryError, match=r"its backup .* cannot be written"):
            History.open(url)
        with closing(sqlite3.connect(old)) as driver:
            assert driver.execute("SELECT version_num FROM alembic_version").fetchall() == [("examcert_0001",)]

    def test_is_upgraded_once_by_processes_that_open_it_together(self, old: Path, url: str) -> None:
        gate = _SPAWN.Barrier(4)
        children = [_SPAWN.Process(target=_open_at_once, args=(url, gate)) for _ in range(4)]
        for child in children:
            child.start()
        for child in children:
            child.join(60)
        assert [child.exitcode for child in children] == [0] * 4
        assert len(list(old.parent.glob("*.before-*"))) == 1


def _open_at_once(url: str, gate: "multiprocessing.synchronize.Barrier") -> None:
    gate.wait(60)
    with History.open(url) as history:
        assert len(history.sittings()) == 2


def _schema(path: Path) -> dict[str, object]:
    """Columns, indexes and references of every table, in no order."""
    with closing(sqlite3.connect(path)) as driver:
        tables = [row[0] for row in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]

        def ask(pragma: str, of: str) -> list[Any]:
            return sorted(map(repr, (row[1:] for row in driver.execute(f"PRAGMA {pragma}('{of}')"))))

        listed = {row[1]: row[4:] for row in driver.execute("PRAGMA table_list")}
        return {
            name: (ask("table_info", name), ask("index_list", name), ask("foreign_key_list", name), listed[name])
            for name in tables
        }


def test_a_new_history_has_the_tables_that_the_migrations_lead_to(tmp_path: Path) -> None:
    made, led = tmp_path / "made.db", tmp_path / "led.db"
    History.open(f"sqlite:///{made}").close()
    at_revision(led, HEAD)
    assert _schema(made) == _schema(led)


def test_the_migrations_leave_nothing_of_the_tables_out(path: Path) -> None:
    at_revision(path, HEAD)
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables()) == []
    engine.dispose()


def test_the_known_revisions_are_those_that_ship() -> None:
    shipped = [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]
    assert tuple(reversed(shipped)) == REVISIONS
