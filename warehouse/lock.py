"""One writer at a time: a lock beside the data that the system frees when its holder dies."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from schemas.errors import WarehouseError
from warehouse.staging import HIDDEN


@contextmanager
def write_lock(warehouse: Path, wait_s: float, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold the warehouse for writing; `waiting` is told once when another run holds it.

    Raises:
        WarehouseError: where the other run still holds it after `wait_s` seconds, or the folder cannot be written.
    """
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
