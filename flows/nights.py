"""Which night a scheduled run is of, and that no night is worked on twice at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout
from prefect.runtime import flow_run

from schemas.errors import WarehouseError
from schemas.settings import Settings
from warehouse.lock import HIDDEN


def scheduled_night(settings: Settings) -> date:
    """The date, in the schedule's time zone, for which the run was scheduled.

    A run that starts late, or is started again after midnight, is still of its night.
    """
    start: datetime = flow_run.scheduled_start_time
    return start.astimezone(ZoneInfo(settings.schedule.timezone)).date()


@contextmanager
def one_at_a_time(warehouse: Path, run_id: str, settings: Settings, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold the night, with a lock that dies with its holder; a second run is refused or waits, as configured.

    Raises:
        WarehouseError: another run works on the night, and `schedule.second_run` refuses, or it takes too long.
    """
    folder = warehouse / HIDDEN / "nights"
    wait_s = settings.run.lock_wait_s if settings.schedule.second_run == "wait" else 0.0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{run_id}.lock", thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if wait_s:
                waiting(f"Another run works on {run_id}; waiting up to {wait_s:.0f} s for it.")
            lock.acquire(timeout=wait_s)
    except Timeout:
        raise WarehouseError(
            f"Another run works on {run_id} in {warehouse} already, so this one was refused. Nothing needs to be done; "
            "if the other one fails, start this one again. (schedule.second_run = wait would wait for it.)"
        ) from None
    except OSError as error:
        raise WarehouseError(f"The warehouse {warehouse} cannot be written: {error.strerror or error}.") from None
    try:
        yield
    finally:
        lock.release()
