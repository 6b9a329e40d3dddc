"""The run's own folder: batches that are staged whole or not at all, in Arrow files that no table glob can meet.

WAREHOUSE/.copydesk/staging/RUN_ID/run.json
WAREHOUSE/.copydesk/staging/RUN_ID/STAGE/BATCH/TABLE.arrow
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from schemas.columns import Table
from warehouse.lock import HIDDEN

FLUSH_ROWS = 2_000
FLUSH_BYTES = 16 << 20


@dataclass(frozen=True)
class Staging:
    """The staging folder of one run."""

    warehouse: Path
    run_id: str

    @property
    def root(self) -> Path:
        return self.warehouse / HIDDEN / "staging" / self.run_id

    def batch(self, stage: str, name: str) -> Path:
        return self.root / stage / name

    def is_staged(self, stage: str, name: str) -> bool:
        """A batch's folder appears under its name only when all its tables are written."""
        return self.batch(stage, name).is_dir()

    @contextmanager
    def writing(self, stage: str, name: str, tables: Mapping[str, Table]) -> Iterator["Batch"]:
        """Stage one batch: its tables are filled, and one rename at the end makes all of them count."""
        target = self.batch(stage, name)
        making = target.with_name(f".{name}.{os.getpid()}")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        batch = Batch(making, dict(tables))
        try:
            yield batch
        except BaseException:
            batch.close()
            shutil.rmtree(making, ignore_errors=True)
            raise
        batch.close()
        write_json(making / "counts.json", batch.counts)
        making.rename(target)

    def counts(self, stage: str, name: str) -> dict[str, int]:
        """Rows of each table of a staged batch, and what else was counted in it."""
        found: dict[str, int] = json.loads((self.batch(stage, name) / "counts.json").read_text(encoding="utf-8"))
        return found

    def read(
        self, stage: str, table: str, batches: Iterable[str], columns: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """One table of the given batches, in their order."""
        files = [self.batch(stage, name) / f"{table}.arrow" for name in batches]
        frames = [pl.read_ipc(file, columns=list(columns) if columns else None) for file in files]
        return pl.concat(frames, rechunk=False)

    def rows(
        self, stage: str, table: str, name: str, start: int = 0, length: int | None = None
    ) -> list[dict[str, Any]]:
        """Some rows of one batch, without reading the others."""
        with pa.memory_map(str(self.batch(stage, name) / f"{table}.arrow")) as source:
            found: list[dict[str, Any]] = pa.ipc.open_file(source).read_all().slice(start, length).to_pylist()
            return found

    def forget(self, stage: str, name: str = "") -> None:
        """Drop a staged batch, or all of a stage."""
        folder = self.batch(stage, name)
        if folder.is_dir():
            leaving = folder.with_name(f".gone-{folder.name}")
            shutil.rmtree(leaving, ignore_errors=True)
            folder.rename(leaving)
            shutil.rmtree(leaving, ignore_errors=True)

    def note(self, name: str, content: Mapping[str, Any]) -> None:
        """Write `name`.json whole or not at all."""
        path = self.root / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        making = path.with_name(f".{path.name}.{os.getpid()}")
        write_json(making, content)
        making.replace(path)

    def noted(self, name: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = json.loads((self.root / f"{name}.json").read_text(encoding="utf-8"))
            return found
        except (OSError, ValueError):
            return None

    def clear(self) -> None:
        """Forget the run's batches; what an interrupted clearing leaves is not taken for staged."""
        self.forget("")

    def refuse(self) -> Path:
        """Move the staged night aside, to be looked at; returns its new place."""
        refused = self.warehouse / HIDDEN / "refused" / self.run_id
        refused.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(refused, ignore_errors=True)
        self.root.rename(refused)
        return refused


class Batch:
    """A batch being staged: rows are gathered and flushed to the tables' files, so that memory stays flat."""

    def __init__(self, folder: Path, tables: dict[str, Table]) -> None:
        self.counts: dict[str, int] = dict.fromkeys(tables, 0)
        self._tables = tables
        self._rows: dict[str, list[Mapping[str, Any]]] = {name: [] for name in tables}
        self._bytes = 0
        self._sinks = {name: pa.OSFile(str(folder / f"{name}.arrow"), "wb") for name in tables}
        self._writers = {name: pa.ipc.new_file(self._sinks[name], lenient(table)) for name, table in tables.items()}

    def add(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        self.counts[table] += len(rows)
        self._rows[table].extend(rows)
        self._bytes += sum(len(row.get("body") or row.get("text") or "") for row in rows)
        if len(self._rows[table]) >= FLUSH_ROWS or self._bytes >= FLUSH_BYTES:
            self._flush()

    def close(self) -> None:
        self._flush()
        for name, writer in self._writers.items():
            writer.close()
            self._sinks[name].close()

    def _flush(self) -> None:
        for name, rows in self._rows.items():
            if rows:
                self._writers[name].write_table(arrow_of(self._tables[name], rows))
                rows.clear()
        self._bytes = 0


def arrow_of(table: Table, records: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows as an Arrow table in the table's own schema. Nulls where none may be are left for the gate to judge."""
    return pa.Table.from_pylist(list(records), schema=lenient(table))


def lenient(table: Table) -> pa.Schema:
    return pa.schema([field.with_nullable(True) for field in table.arrow], metadata=table.arrow.metadata)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1, sort_keys=True, default=str), encoding="utf-8")
