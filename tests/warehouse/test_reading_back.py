"""Reading back: tables as frames, and SQL over all of them."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from valid_rows import valid

from schemas.errors import WarehouseError
from schemas.tables import PUBLISHED
from warehouse.publish import Night, add, prepare, switch, write_parquet
from warehouse.read import query, scan
from warehouse.staging import arrow_of


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("it's a warehouse")
    snapshot = prepare(place, "night-1")
    for name, table in PUBLISHED.items():
        add(snapshot, table, Night("night-1", date(2026, 3, 14)), [arrow_of(table, [valid(name)])])
    switch(place, snapshot)
    return place


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_row_comes_back_as_it_was_published(warehouse: Path, name: str) -> None:
    expected = arrow_of(PUBLISHED[name], [valid(name)]).to_pylist()
    assert scan(warehouse, name).collect().to_arrow().cast(PUBLISHED[name].arrow).to_pylist() == expected


@pytest.mark.parametrize("name", PUBLISHED)
def test_before_the_first_night_a_table_is_empty_with_its_columns(tmp_path: Path, name: str) -> None:
    frame = scan(tmp_path, name).collect()
    assert (frame.height, frame.columns) == (0, PUBLISHED[name].names)


def test_sql_joins_the_tables(warehouse: Path) -> None:
    found = query(warehouse, "select a.title, q.text from articles a join quotes q using (article_id, revision)")
    assert found.rows() == [("Ferry waits at Tern Quay", "The quay is shut,")]


def test_sql_sees_every_published_table(warehouse: Path) -> None:
    counts = ", ".join(f"(select count(*) from {name})" for name in PUBLISHED)
    assert query(warehouse, f"select {counts}").row(0) == (1,) * len(PUBLISHED)


def test_wrong_sql_is_a_sentence(warehouse: Path) -> None:
    with pytest.raises(WarehouseError, match=r"The query failed: .*artcles"):
        query(warehouse, "select * from artcles")


def test_a_column_that_was_added_since_is_null_in_the_nights_before(tmp_path: Path) -> None:
    snapshot = prepare(tmp_path, "night-1")
    for name, table in PUBLISHED.items():
        night = Night("night-1", date(2026, 3, 14))
        old = arrow_of(table, [valid(name)]).drop_columns(["modified_source"] if name == "articles" else [])
        write_parquet(snapshot / name / night.part(0), old)
    switch(tmp_path, snapshot)
    select = "select title, modified_source from articles"
    assert query(tmp_path, select).rows() == [("Ferry waits at Tern Quay", None)]
    assert (
        scan(tmp_path, "articles").select("title", "modified_source").collect().rows() == query(tmp_path, select).rows()
    )
    night_2 = prepare(tmp_path, "night-2")
    row = valid("articles") | {"article_id": "a" * 20, "title": "Ferry sails"}
    add(night_2, PUBLISHED["articles"], Night("night-2", date(2026, 3, 15)), [arrow_of(PUBLISHED["articles"], [row])])
    switch(tmp_path, night_2)
    assert query(tmp_path, select + " order by title").rows() == [
        ("Ferry sails", "meta"),
        ("Ferry waits at Tern Quay", None),
    ]


def test_where_nothing_is_published_the_command_that_publishes_is_named(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="copydesk run INPUT --warehouse"):
        query(tmp_path, "select 1")


def test_results_are_frames(warehouse: Path) -> None:
    assert isinstance(query(warehouse, "select 1 as one"), pl.DataFrame)
