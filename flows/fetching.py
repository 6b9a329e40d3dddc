"""The run's way to the web: what addresses, feeds and sitemaps name is fetched into the warehouse's WARC files, once.

WAREHOUSE/raw/ingest_date=YYYY-MM-DD/RUN_ID/articles-*.warc.gz
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.desk import DESK, Desk
from schemas.records import Reject, Skipped
from sources.locate import InputFile, uri_of
from sources.web import Fetched, Ledger, fetch_all
from warehouse.lock import HIDDEN

NOTE = "fetched"


def raw_folder(warehouse: Path, night: date, run_id: str) -> Path:
    """Where a run keeps what it fetched."""
    return warehouse / "raw" / f"ingest_date={night.isoformat()}" / run_id


def raw_nights(warehouse: Path, first: date, last: date) -> list[Path]:
    """The folders of raw pages of these nights, oldest first."""
    wanted = (f"ingest_date={first.isoformat()}", f"ingest_date={last.isoformat()}")
    return sorted(
        folder for folder in (warehouse / "raw").glob("ingest_date=*") if wanted[0] <= folder.name <= wanted[1]
    )


def ledger_of(warehouse: Path) -> Ledger:
    """What is known of each address: its validators, its digest, its failures."""
    return Ledger(warehouse / HIDDEN / "fetch.sqlite")


@contextmanager
def ledger_copy(warehouse: Path) -> Iterator[Ledger]:
    """The same, to be asked without a trace in the warehouse."""
    with TemporaryDirectory() as folder:
        for file in (warehouse / HIDDEN).glob("fetch.sqlite*"):
            shutil.copy(file, folder)
        with Ledger(Path(folder) / "fetch.sqlite") as ledger:
            yield ledger


@task(name="fetch", task_run_name="fetch {count} addresses", cache_policy=NO_CACHE, persist_result=False)
def fetch(count: int) -> tuple[list[InputFile], list[Reject], int]:
    """Fetch everything that the run's addresses name; returns WARC files to read, rejects, and how many were skipped.

    A killed run that is taken up again keeps what it had fetched, and asks only for the rest.
    """
    desk = DESK.get()
    folder = raw_folder(desk.order.warehouse, desk.night, desk.run_id)
    noted = desk.staging.noted(NOTE)
    if noted is None:
        noted = _fetch(desk, folder)
        desk.staging.note(NOTE, noted)
    files = [_warc(path) for path in sorted(folder.glob("articles-*.warc.gz"))]
    return files, [Reject(**reject) for reject in noted["rejects"]], noted["skipped"]


def settle(desk: Desk) -> None:
    """The run is published: its pages need not be fetched again until they change."""
    if desk.order.links:
        with ledger_of(desk.order.warehouse) as ledger:
            ledger.settle(desk.run_id)


def _fetch(desk: Desk, folder: Path) -> dict[str, Any]:
    rejects: list[Reject] = []
    skipped: Counter[str] = Counter()
    desk.progress.begin("fetch", None, "addresses")
    with ledger_of(desk.order.warehouse) as ledger:
        fetched = 0
        for outcome in fetch_all(
            desk.order.links,
            desk.settings.fetch,
            ledger,
            folder,
            paces_s=dict(desk.order.paces_s),
            force=desk.order.force,
        ):
            desk.progress.advance()
            if isinstance(outcome, Reject):
                rejects.append(outcome)
            elif isinstance(outcome, Skipped):
                skipped[outcome.rule] += 1
            elif isinstance(outcome, Fetched):
                fetched += 1
    told = ", ".join(f"{number:,} {rule.replace('_', ' ')}" for rule, number in sorted(skipped.items()))
    desk.progress.end(f"{'fetch':<10} {fetched:,} pages, {len(rejects):,} rejected" + (f", {told}" if told else ""))
    rejects.sort(key=lambda reject: (reject.input_uri, reject.rule, reject.detail))
    return {"rejects": [asdict(reject) for reject in rejects], "skipped": sum(skipped.values())}


def _warc(path: Path) -> InputFile:
    state = path.stat()
    return InputFile(str(path.resolve()), uri_of(str(path)), state.st_size, state.st_mtime_ns)
