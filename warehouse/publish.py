"""Publishing in one atomic step.

Every published night is a snapshot folder of hard links to the files that stay and the files that are new. Readers come
in through symbolic links (`WAREHOUSE/TABLE` -> `.copydesk/current/TABLE`), and publishing is the one rename that points
`current` at the new snapshot: all tables change together, or none does. The snapshot before stays until the next run
publishes, for those who are reading in it; what it costs is the few files that were replaced.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.columns import Table
from schemas.tables import PUBLISHED
from warehouse.lock import HIDDEN

CHILDREN = ("articles", "quotes", "entities", "mentions", "removed")  # tables whose rows belong to an article
ROWS_PER_PART = 1_000_000
ROWS_PER_GROUP = 50_000


@dataclass(frozen=True)
class Night:
    """Where a run's rows go: its partition and the name of its files."""

    run_id: str
    date: date

    def part(self, number: int) -> Path:
        return Path(f"ingest_date={self.date.isoformat()}") / f"part-{self.run_id}-{number}.parquet"


def current(warehouse: Path) -> Path | None:
    """The published snapshot; who reads several files or tables takes them all from one."""
    link = warehouse / HIDDEN / "current"
    return link.parent / os.readlink(link) if link.is_symlink() else None


def published(snapshot: Path | None, table: str) -> list[Path]:
    """The files of a table, oldest night first."""
    return sorted((snapshot / table).glob("ingest_date=*/*.parquet")) if snapshot else []


def prepare(warehouse: Path, run_id: str) -> Path:
    """A new snapshot with links to all that is published, in which files can be added and replaced."""
    snapshots = warehouse / HIDDEN / "snapshots"
    snapshots.mkdir(parents=True, exist_ok=True)
    before = current(warehouse)
    number = int(before.name.split("-", 1)[0]) + 1 if before else 1
    snapshot = snapshots / f"{number:06d}-{run_id}"
    _clear(snapshots, before)
    for table in PUBLISHED:
        (snapshot / table).mkdir(parents=True)
        for file in published(before, table):
            target = snapshot / table / file.parent.name / file.name
            target.parent.mkdir(exist_ok=True)
            _link(file, target)
    return snapshot


def add(snapshot: Path, table: Table, night: Night, chunks: Iterable[pa.Table]) -> int:
    """Write a run's rows of one table into the snapshot; returns their number.

    A table without any file gets an empty one, so that a reader's glob always finds its columns.
    """
    rows = part = 0
    for chunk in _parts(chunks, table):
        if chunk.num_rows or (part == 0 and not any((snapshot / table.name).iterdir())):
            write_parquet(snapshot / table.name / night.part(part), chunk)
            rows, part = rows + chunk.num_rows, part + 1
    return rows


def supersede(snapshot: Path, article_ids: pl.Series) -> None:
    """Earlier revisions of these articles are no longer the latest: rewrite the files that hold them."""
    for file in sorted((snapshot / "articles").glob("ingest_date=*/*.parquet")):
        latest = pl.read_parquet(file, columns=["article_id", "is_latest"], hive_partitioning=False)
        old = latest["is_latest"] & latest["article_id"].is_in(article_ids.implode())
        if old.any():
            table = pq.ParquetFile(file).read()
            flags = (latest["is_latest"] & ~old).to_arrow()
            place = table.schema.get_field_index("is_latest")
            file_of_its_own = file.with_name(f".{file.name}.new")
            write_parquet(file_of_its_own, table.set_column(place, table.schema.field(place), flags))
            file_of_its_own.replace(file)


def withdraw(snapshot: Path, revisions: pl.DataFrame) -> None:
    """Take all rows of these revisions of articles (article_id, revision) out of the files that hold them."""
    if revisions.is_empty():
        return
    taken_back = revisions.select("article_id", "revision", taken=True).unique()
    for name in CHILDREN:
        for file in sorted((snapshot / name).glob("ingest_date=*/*.parquet")):
            held = pl.read_parquet(file, columns=["article_id", "revision"], hive_partitioning=False)
            joined = held.join(taken_back, on=["article_id", "revision"], how="left", maintain_order="left")
            taken = joined["taken"].fill_null(False)
            if taken.any():
                rest = pq.ParquetFile(file).read().filter((~taken).to_arrow())
                file_of_its_own = file.with_name(f".{file.name}.new")
                write_parquet(file_of_its_own, rest)
                file_of_its_own.replace(file)


def switch(warehouse: Path, snapshot: Path) -> None:
    """Make the snapshot the published one, in one rename."""
    hidden = warehouse / HIDDEN
    for folder, _, files in os.walk(snapshot):
        for file in files:
            _sync(Path(folder) / file)
        _sync(Path(folder))
    _sync(snapshot.parent)
    for table in PUBLISHED:
        _point(warehouse / table, Path(HIDDEN) / "current" / table)
    _point(hidden / "current", Path("snapshots") / snapshot.name)
    _sync(hidden)


def write_parquet(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table, path, compression="zstd", write_statistics=True, write_page_index=True, row_group_size=ROWS_PER_GROUP
    )


def _clear(snapshots: Path, newest: Path | None) -> None:
    """Remove what killed runs began and what was published long ago; the newest snapshot and the one before it stay."""
    names = sorted(folder.name for folder in snapshots.iterdir())
    kept = [name for name in names if newest and name <= newest.name][-2:]
    for name in set(names) - set(kept):
        shutil.rmtree(snapshots / name, ignore_errors=True)


def _parts(chunks: Iterable[pa.Table], table: Table) -> Iterator[pa.Table]:
    """Chunks joined to parts of up to about a million rows; at least one, possibly empty."""
    waiting: list[pa.Table] = []
    rows = 0
    for chunk in chunks:
        waiting.append(chunk.cast(table.arrow))
        rows += chunk.num_rows
        if rows >= ROWS_PER_PART:
            yield pa.concat_tables(waiting)
            waiting, rows = [], 0
    yield pa.concat_tables(waiting) if waiting else table.arrow.empty_table()


def _link(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except OSError:  # a file system without hard links
        shutil.copy2(file, target)


def _point(link: Path, target: Path) -> None:
    if link.is_symlink() and os.readlink(link) == str(target):
        return
    making = link.with_name(f".{link.name}.{os.getpid()}")
    making.unlink(missing_ok=True)
    making.symlink_to(target)
    making.replace(link)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
