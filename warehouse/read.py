"""Reading the published tables back: one table as a lazy frame, or SQL over all of them."""

import json
from pathlib import Path

import polars as pl

from schemas.errors import WarehouseError
from schemas.tables import PUBLISHED
from warehouse.publish import current, published


def scan(warehouse: Path, table: str) -> pl.LazyFrame:
    """A published table, lazily; empty with its columns where nothing is published yet."""
    return scan_files(published(current(warehouse), table), table)


def scan_files(files: list[Path], table: str) -> pl.LazyFrame:
    """Some files of a published table, lazily, with the table's columns: null where an older version lacked one."""
    schema = pl.Schema(PUBLISHED[table].arrow)
    if not files:
        return pl.LazyFrame(schema=schema)
    return pl.scan_parquet(
        files, schema=schema, hive_partitioning=False, missing_columns="insert", extra_columns="ignore"
    )


def query(warehouse: Path, sql: str) -> pl.DataFrame:
    """The result of `sql`, in which every published table is a view with its column `ingest_date`.

    Raises:
        WarehouseError: where nothing is published there, or the SQL is wrong (the message is DuckDB's).
    """
    import duckdb  # only here: runs read back without SQL

    snapshot = current(warehouse)
    if snapshot is None:
        raise WarehouseError(
            f"Nothing is published in {warehouse}: start with copydesk run INPUT --warehouse {warehouse}"
        )
    connection = duckdb.connect()
    try:
        for table, definition in PUBLISHED.items():
            files = [str(file) for file in published(snapshot, table)]
            listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
            read = f"read_parquet([{listed}], hive_partitioning = true, union_by_name = true)"
            connection.register(f"{table}_columns", definition.arrow.empty_table())
            # Nights of an older version may all lack a column that was added since.
            connection.sql(f"create view {table} as from {read} union all by name from {table}_columns")
        found: pl.DataFrame = connection.sql(sql).pl()
        return found
    except duckdb.Error as error:
        raise WarehouseError(f"The query failed: {error}") from None
    finally:
        connection.close()


def to_csv(frame: pl.DataFrame) -> str:
    """A frame as comma-separated values, which know no lists: these are written as JSON."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    return frame.with_columns(
        pl.Series(name, map(_json, frame[name].to_list()), pl.String) for name in nested
    ).write_csv()


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)
