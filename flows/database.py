"""Prefect's database: whether it is ready for the Prefect that is installed, and a blank one for a new home.

Making it takes Prefect's hundred migrations, which cost more than a small run; looking for new ones costs a second.
"""

import contextlib
import os
import shutil
import sqlite3
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock

# What every server of ours is told.
OF_A_SERVER = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PY_KEY_VALUE_DISABLE_BEARTYPE": "true",  # else a library of the server's rewrites itself at each start
}


def start_lock(home: Path) -> FileLock:
    """The lock of whoever starts a server on this Prefect home: two first starts would make the database at once."""
    return FileLock(home / "copydesk-start.lock")


def is_ready(home: Path) -> bool:
    """Whether the database of this Prefect home needs no migration; a home without one gets a copy of the blank one.

    To be called under the lock of `start_lock`.
    """
    stamp = home / "copydesk-database"
    if stamp.is_file():
        return stamp.read_text("utf-8") == _standing(home)
    database, blank = _database(home), _blank()
    if database is None or database.exists() or not blank.is_file():
        return False
    laid = database.with_suffix(".laid")
    shutil.copyfile(blank, laid)
    laid.rename(database)
    note_ready(home)
    return True


def note_ready(home: Path) -> None:
    """Remember that nothing is to be migrated as long as Prefect and the database stay what they are."""
    if standing := _standing(home):
        (home / "copydesk-database").write_text(standing, "utf-8")


def make_blank() -> Path:
    """Write the blank database of the Prefect that is installed, beside it: `python -m flows.database`."""
    from flows.server import own_server

    blank = _blank()
    blank.parent.mkdir(parents=True, exist_ok=True)
    blank.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["PREFECT_HOME"] = home
        os.environ.pop("PREFECT_API_URL", None)
        with own_server():
            pass
        with contextlib.closing(sqlite3.connect(Path(home) / "prefect.db")) as made:
            made.execute("vacuum into ?", [str(blank)])
    return blank


def _blank() -> Path:
    return Path(sys.prefix) / "share" / "copydesk" / f"prefect-{version('prefect')}.db"


def _database(home: Path) -> Path | None:
    """Prefect's usual database in its home; None where the settings name another one."""
    from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL

    usual = home / "prefect.db"
    return usual if str(PREFECT_API_DATABASE_CONNECTION_URL.value()).endswith(f":///{usual}") else None


def _standing(home: Path) -> str | None:
    """Which Prefect left the database at which migration; None where it is not the usual one, or cannot be read."""
    database = _database(home)
    if database is None or not database.is_file():
        return None
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(database)) as read:
        return f"{version('prefect')} {read.execute('select version_num from alembic_version').fetchall()}"
    return None


if __name__ == "__main__":
    make_blank()
