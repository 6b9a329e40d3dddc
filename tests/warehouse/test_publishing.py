"""Publishing: one rename makes a night visible, in files that every reader opens without our help."""

import multiprocessing
import os
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from valid_rows import valid

from schemas.tables import PUBLISHED, TABLES
from warehouse.publish import Night, add, current, prepare, published, supersede, switch
from warehouse.read import query, scan
from warehouse.staging import arrow_of


def article(number: int, revision: int = 1, **changes: Any) -> dict[str, Any]:
    return valid("articles", article_id=f"{number:020x}", revision=revision, **changes)


def night_of(number: int) -> Night:
    return Night(f"run-{number}", date(2026, 3, number))


def fill(warehouse: Path, night: Night, **tables: list[dict[str, Any]]) -> Path:
    """A snapshot with a night's rows, not yet visible."""
    snapshot = prepare(warehouse, night.run_id)
    if articles := tables.get("articles"):
        supersede(snapshot, pl.Series([row["article_id"] for row in articles], dtype=pl.String))
    for name, table in PUBLISHED.items():
        add(snapshot, table, night, [arrow_of(table, tables.get(name, []))])
    return snapshot


def publish(warehouse: Path, night: Night, **tables: list[dict[str, Any]]) -> None:
    switch(warehouse, fill(warehouse, night, **tables))


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Two nights: articles 1 and 2, then 3 and a second revision of 1."""
    place = tmp_path / "ware house"
    publish(place, night_of(14), articles=[article(1), article(2)], quotes=[valid("quotes", article_id=f"{1:020x}")])
    publish(place, night_of(15), articles=[article(3), article(1, 2, title="Amended")])
    return place


def test_a_night_is_one_partition_with_files_named_after_the_run(warehouse: Path) -> None:
    files = sorted(path.relative_to(warehouse).as_posix() for path in (warehouse / "articles").glob("*/*"))
    assert files == [
        "articles/ingest_date=2026-03-14/part-run-14-0.parquet",
        "articles/ingest_date=2026-03-15/part-run-15-0.parquet",
    ]
    assert all((warehouse / name).is_symlink() for name in PUBLISHED)


def test_every_reader_opens_the_folder_and_sees_the_same(warehouse: Path) -> None:
    pattern = str(warehouse / "articles" / "**" / "*.parquet")
    columns = ["article_id", "revision", "is_latest", "title"]
    listed = ", ".join(columns)
    rows = {
        "polars": pl.read_parquet(pattern).select(columns).sort(columns).rows(),
        "polars, the folder": pl.read_parquet(warehouse / "articles").select(columns).sort(columns).rows(),
        "duckdb": duckdb.sql(f"select {listed} from read_parquet('{pattern}') order by all").fetchall(),
        "pandas": pd.read_parquet(warehouse / "articles")[columns].sort_values(columns).to_numpy().tolist(),
        "pyarrow": [
            tuple(row.values())
            for row in ds.dataset(warehouse / "articles", partitioning="hive")
            .to_table(columns=columns)
            .sort_by([(name, "ascending") for name in columns])
            .to_pylist()
        ],
        "copydesk": scan(warehouse, "articles").select(columns).collect().sort(columns).rows(),
    }
    for name, found in rows.items():
        assert [tuple(row) for row in found] == rows["polars"], name
    assert [row[:3] for row in rows["polars"]] == [
        (f"{1:020x}", 1, False),
        (f"{1:020x}", 2, True),
        (f"{2:020x}", 1, True),
        (f"{3:020x}", 1, True),
    ]


def test_the_night_is_a_column_for_those_who_read_partitions(warehouse: Path) -> None:
    pattern = str(warehouse / "articles" / "**" / "*.parquet")
    found = duckdb.sql(f"select distinct ingest_date from read_parquet('{pattern}') order by 1").fetchall()
    assert [str(night) for (night,) in found] == ["2026-03-14", "2026-03-15"]
    nights = query(warehouse, "select distinct ingest_date from articles order by 1")["ingest_date"]
    assert nights.to_list() == [date(2026, 3, 14), date(2026, 3, 15)]


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_table_without_rows_has_a_file_with_its_columns(warehouse: Path, name: str) -> None:
    assert pl.read_parquet(warehouse / name / "**" / "*.parquet", hive_partitioning=False).columns == TABLES[name].names
    assert scan(warehouse, name).collect_schema().names() == TABLES[name].names


@pytest.mark.parametrize("name", PUBLISHED)
def test_files_are_zstd_with_statistics_page_index_and_the_meaning_of_every_column(warehouse: Path, name: str) -> None:
    night = night_of(16)
    publish(warehouse, night, **{name: [valid(name)]})
    (path,) = (warehouse / name / "ingest_date=2026-03-16").iterdir()
    file = pq.ParquetFile(path)
    for number in range(file.metadata.num_columns):
        column = file.metadata.row_group(0).column(number)
        assert column.compression == "ZSTD", column.path_in_schema
        assert column.is_stats_set, column.path_in_schema
        assert column.has_column_index and column.has_offset_index, column.path_in_schema
    assert file.schema_arrow.equals(TABLES[name].arrow, check_metadata=False)
    for field, column in zip(file.schema_arrow, TABLES[name].columns, strict=True):
        assert field.metadata[b"meaning"] == column.meaning.encode()
        assert field.nullable == column.null
        assert field.metadata.get(b"unit") == (column.unit.encode() if column.unit else None)


def test_nothing_is_seen_before_the_switch(warehouse: Path) -> None:
    before = scan(warehouse, "articles").collect()
    snapshot = fill(warehouse, night_of(16), articles=[article(4), article(2, 2)])
    assert scan(warehouse, "articles").collect().equals(before)
    assert pl.read_parquet(warehouse / "articles").height == 4
    switch(warehouse, snapshot)
    assert pl.read_parquet(warehouse / "articles").height == 6


def test_files_that_stay_are_the_very_same_files(warehouse: Path) -> None:
    path = warehouse / "articles" / "ingest_date=2026-03-14" / "part-run-14-0.parquet"
    before = path.stat()
    publish(warehouse, night_of(16), articles=[article(5)])
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_whose_rows_are_superseded_is_replaced_and_keeps_all_else(warehouse: Path) -> None:
    path = warehouse / "articles" / "ingest_date=2026-03-14" / "part-run-14-0.parquet"
    before, node = pq.read_table(path, partitioning=None), path.stat().st_ino
    publish(warehouse, night_of(16), articles=[article(2, 2)])
    after = pq.read_table(path, partitioning=None)
    assert path.stat().st_ino != node
    assert after.drop_columns("is_latest").equals(before.drop_columns("is_latest"), check_metadata=True)
    assert after["is_latest"].to_pylist() == [False, False]
    assert pq.ParquetFile(path).metadata.row_group(0).column(0).compression == "ZSTD"


def test_exactly_one_revision_is_the_latest_after_many_nights(tmp_path: Path) -> None:
    for number in range(1, 8):
        publish(tmp_path, night_of(number), articles=[article(1, number), article(10 + number)])
        latest = scan(tmp_path, "articles").filter("is_latest").collect()
        assert latest["article_id"].is_unique().all()
        assert latest.filter(article_id=f"{1:020x}")["revision"].to_list() == [number]


def test_what_a_killed_publisher_leaves_is_cleared_by_the_next(warehouse: Path) -> None:
    killed = fill(warehouse, night_of(16), articles=[article(4)])
    publish(warehouse, night_of(17), articles=[article(5)])
    assert scan(warehouse, "articles").collect().height == 5
    assert not list(killed.rglob("part-run-16-*"))


def test_old_snapshots_do_not_pile_up(tmp_path: Path) -> None:
    for number in range(1, 10):
        publish(tmp_path, night_of(number), articles=[article(number)])
    assert len(list((tmp_path / ".copydesk" / "snapshots").iterdir())) <= 3
    assert len(list((tmp_path / "articles").glob("*/*.parquet"))) == 9


def test_who_reads_in_the_snapshot_before_can_end(warehouse: Path) -> None:
    frame = scan(warehouse, "articles")
    publish(warehouse, night_of(16), articles=[article(2, 2)])
    seen = frame.collect()
    assert (seen.height, seen.filter("is_latest").height) == (4, 3), "as it was when the reader began"


def test_no_temporary_file_carries_the_ending_of_a_table(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever a publisher is killed: each file that it creates below a table is a table or has no such ending."""
    seen: set[str] = set()
    write = pq.write_table

    def watched(table: Any, path: Any, **options: Any) -> None:
        seen.add(Path(path).name)
        write(table, path, **options)

    monkeypatch.setattr(pq, "write_table", watched)
    publish(warehouse, night_of(16), articles=[article(2, 2)])
    parts = {name for name in seen if name.startswith("part-run-16-")}
    assert parts and all(not name.endswith(".parquet") for name in seen - parts)
    visible = [path.name for name in PUBLISHED for path in (warehouse / name).glob("*/*")]
    assert all(name.endswith(".parquet") and name.startswith("part-") for name in visible)


def test_a_warehouse_can_be_moved(warehouse: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    warehouse.rename(moved)
    assert pl.read_parquet(moved / "articles").height == 4
    publish(moved, night_of(16), articles=[article(6)])
    assert scan(moved, "articles").collect().height == 5


def test_a_file_system_without_hard_links_gets_copies(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    publish(warehouse, night_of(16), articles=[article(6)])
    assert pl.read_parquet(warehouse / "articles").height == 5


def test_rows_are_parted_into_files_of_bounded_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.publish.ROWS_PER_PART", 3)
    snapshot = prepare(tmp_path, "run-1")
    chunks = [arrow_of(TABLES["rejects"], [valid("rejects")] * rows) for rows in (2, 2, 1, 1)]
    assert add(snapshot, TABLES["rejects"], night_of(1), chunks) == 6
    switch(tmp_path, snapshot)
    assert [pq.ParquetFile(file).metadata.num_rows for file in published(current(tmp_path), "rejects")] == [4, 2]


def read_in_a_loop(warehouse: Path, stop: Any, wrong: Any, looks: Any) -> None:
    """Every night n adds n articles, a new revision of article 0 and one quote; so a whole state has a known shape."""
    pattern = str(warehouse / "articles" / "**" / "*.parquet")
    whole = {number * (number + 1) // 2 + number: number for number in range(1, 100)}
    while not stop.is_set():
        looks.value += 1
        sql = "select count(*), (select count(*) from quotes), count(*) filter (where is_latest) from articles"
        articles, quotes, latest = query(warehouse, sql).row(0)
        night = whole.get(articles)
        if quotes != night or latest != articles - (night or 0) + 1:
            wrong.append(f"copydesk query: {articles} articles, {latest} latest, {quotes} quotes")
        seen = pl.read_parquet(pattern, columns=["article_id", "revision"], hive_partitioning=False)
        if seen.height not in whole:
            wrong.append(f"polars: {seen.height} articles")
        (counted,) = duckdb.sql(f"select count(*) from read_parquet('{pattern}')").fetchall()[0]
        if counted not in whole:
            wrong.append(f"duckdb: {counted} articles")


def test_a_reader_in_a_loop_never_sees_half_a_night(tmp_path: Path) -> None:
    def one_night(number: int) -> None:
        fresh = [article(1000 * number + place) for place in range(number)]
        quote = valid("quotes", quote_id=f"{number:020x}", article_id=f"{0:020x}", revision=number)
        publish(tmp_path, night_of(number), articles=[*fresh, article(0, number)], quotes=[quote])

    one_night(1)
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:
        stop, wrong, looks = manager.Event(), manager.list(), manager.Value("i", 0)
        reader = context.Process(target=read_in_a_loop, args=(tmp_path, stop, wrong, looks))
        reader.start()
        for number in range(2, 16):
            before = looks.value
            while looks.value == before and reader.is_alive():  # a night falls into each look, not ten of them
                time.sleep(0.001)
            one_night(number)
        stop.set()
        reader.join(60)
        half_nights = list(wrong)
    assert reader.exitcode == 0
    assert half_nights == []
