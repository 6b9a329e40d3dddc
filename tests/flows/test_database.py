"""Prefect's database is made once an installation, not once a home."""

import sqlite3
import sys
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL, PREFECT_HOME, temporary_settings

from flows.database import is_ready, note_ready


def write_database(path: Path, migration: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as made:
        made.execute("create table alembic_version (version_num text)")
        made.execute("insert into alembic_version values (?)", [migration])
        made.commit()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A new Prefect home, beside an installation that holds a blank database."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "installed"))
    write_database(tmp_path / "installed" / "share" / "copydesk" / f"prefect-{version('prefect')}.db", "a1")
    home = tmp_path / "home"
    home.mkdir()
    url = f"sqlite+aiosqlite:///{home / 'prefect.db'}"
    with temporary_settings({PREFECT_HOME: home, PREFECT_API_DATABASE_CONNECTION_URL: url}):
        yield home


def test_a_new_home_gets_the_blank_database_and_needs_no_migration(home):
    assert is_ready(home)
    with closing(sqlite3.connect(home / "prefect.db")) as laid:
        assert laid.execute("select version_num from alembic_version").fetchall() == [("a1",)]
    assert is_ready(home)


def test_without_a_blank_one_prefect_makes_the_database_and_that_is_remembered(home, monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(home))
    assert not is_ready(home)
    write_database(home / "prefect.db", "b2")
    note_ready(home)
    assert is_ready(home)


def test_a_database_that_stood_before_copydesk_is_migrated_and_kept(home):
    write_database(home / "prefect.db", "old")
    assert not is_ready(home)
    with closing(sqlite3.connect(home / "prefect.db")) as kept:
        assert kept.execute("select version_num from alembic_version").fetchall() == [("old",)]


def test_migrations_are_looked_for_again_when_the_database_is_another_one(home):
    assert is_ready(home)
    with closing(sqlite3.connect(home / "prefect.db")) as changed:
        changed.execute("update alembic_version set version_num = 'c3'")
        changed.commit()
    assert not is_ready(home)


def test_a_database_elsewhere_is_prefects_own_affair(home):
    with temporary_settings({PREFECT_API_DATABASE_CONNECTION_URL: "postgresql+asyncpg://desk@db/prefect"}):
        assert not is_ready(home)
        note_ready(home)
    assert list(home.iterdir()) == []


def test_the_installed_blank_database_is_the_one_that_prefects_migrations_make(home, monkeypatch):
    """What `make setup` has written stands where Prefect would be after all of its migrations."""
    import prefect.server.database
    from alembic.script import ScriptDirectory

    migrations = Path(prefect.server.database.__file__).parent / "_migrations"
    monkeypatch.undo()
    blank = Path(sys.prefix) / "share" / "copydesk" / f"prefect-{version('prefect')}.db"
    assert blank.is_file(), "make setup writes it: python -m flows.database"
    with closing(sqlite3.connect(blank)) as made:
        stands_at = {row[0] for row in made.execute("select version_num from alembic_version")}
        runs = made.execute("select count(*) from flow_run").fetchone()[0]
    versions = ScriptDirectory(migrations, version_locations=[str(migrations / "versions" / "sqlite")])
    assert stands_at == set(versions.get_heads())
    assert runs == 0
