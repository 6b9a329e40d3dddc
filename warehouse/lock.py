"""One writer at a time: a lock beside the data that the system frees when its holder dies."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from schemas.errors import ConfigurationError, WarehouseError

HIDDEN = ".copydesk"  # the folder of a warehouse that holds what is not a table
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}:/")  # s3://…, of which a path keeps one slash


def check_folder(warehouse: str | Path) -> None:
    """A warehouse is a folder of this machine.

    Raises:
        ConfigurationError: it is the address of something else.
    """
    if ADDRESS.match(str(warehouse)):
        raise ConfigurationError(f"The warehouse {str(warehouse)!r} is no folder of this machine: name one.")


@contextmanager
def write_lock(warehouse: Path, wait_s: float, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold the warehouse for writing; `waiting` is told once when another run holds it.

    Raises:
        ConfigurationError: the warehouse is no folder.
        WarehouseError: where the other run still holds it after `wait_s` seconds, or the folder cannot be written.
    """
    check_folder(warehouse)
    folder = warehouse / HIDDEN
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock", thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            holder = _holder(folder)
            waiting(f"Another run ({holder}) writes into {warehouse}; waiting up to {wait_s:.0f} s for it.")
            lock.acquire(timeout=wait_s)
    except Timeout:
        raise WarehouseError(
            f"Another run ({_holder(folder)}) still writes into {warehouse} after {wait_s:.0f} s. "
            "Start this one again when it has ended; run.lock_wait_s sets how long to wait."
        ) from None
    except OSError as error:
        raise WarehouseError(f"The warehouse {warehouse} cannot be written: {error.strerror or error}.") from None
    try:
        (folder / "holder").write_text(f"process {os.getpid()}", encoding="utf-8")
        yield
    finally:
        lock.release()


def _holder(folder: Path) -> str:
    try:
        return (folder / "holder").read_text(encoding="utf-8") or "unknown"
    except OSError:
        return "unknown"
