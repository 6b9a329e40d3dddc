"""The definitions of all tables: what DESIGN promises is there, and no definition contradicts itself."""

import re

import polars as pl
import pyarrow as pa
import pytest

from schemas.columns import Column, Table
from schemas.laws import LAWS
from schemas.tables import PUBLISHED, STAGED, TABLES

PROMISED = {
    "articles": """article_id revision is_latest input_uri input_kind url canonical_url host publisher title subtitle
        authors byline agency dateline section keywords page_kind published_at published_local published_precision
        published_source modified_at modified_local modified_precision modified_source published_date fetched_at
        language language_score text paragraphs word_count
        copyright_holder copyright_year copyright_notice is_truncated is_accessible_for_free removed_count
        content_sha256 text_sha256 story_id duplicate_kind is_story_lead run_id""",
    "quotes": """quote_id article_id revision quote_index kind text start end spans prefix suffix is_closed speaker_text
        speaker_start speaker_end speaker_name speaker_entity_id speaker_kind resolution cue cue_start cue_end via
        in_title confidence run_id""",
    "entities": """entity_id article_id revision name type aliases mention_count first_start in_title salience kb_id
        kb_source run_id""",
    "mentions": "mention_id entity_id article_id revision start end text type is_pronoun in_quote_id run_id",
    "removed": "article_id revision block_index stage rule kind text before run_id",
    "rejects": "reject_id input_uri stage rule reason detail is_retriable payload_uri run_id",
    "runs": "run_id started_at finished_at settings versions",
    "run_stages": "run_id stage rows_in rows_out rows_rejected rows_skipped rows_merged seconds",
}
EVERY_TABLE = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


def test_the_published_tables_are_the_promised_ones() -> None:
    assert set(PUBLISHED) == set(PROMISED)
    assert not set(PUBLISHED) & set(STAGED)


@pytest.mark.parametrize("name", PROMISED)
def test_every_promised_column_is_there(name: str) -> None:
    assert not set(PROMISED[name].split()) - set(PUBLISHED[name].names)


@EVERY_TABLE
def test_names_are_unique_and_written_as_names(table: Table) -> None:
    assert len(set(table.names)) == len(table.names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in (table.name, *table.names))


@EVERY_TABLE
def test_the_key_is_made_of_columns_that_are_never_null(table: Table) -> None:
    assert table.key
    columns = {column.name: column for column in table.columns}
    assert all(not columns[name].null for name in table.key)


@EVERY_TABLE
def test_the_laws_exist_and_the_parent_is_a_table_with_the_same_key(table: Table) -> None:
    assert set(table.laws) <= set(LAWS)
    if table.parent:
        assert {"article_id", "revision"} <= set(table.names)
        assert PUBLISHED[table.parent].key == ("article_id", "revision")


@EVERY_TABLE
def test_the_arrow_schema_carries_everything_a_reader_needs(table: Table) -> None:
    assert table.arrow.names == table.names
    assert table.arrow.metadata[b"meaning"] == table.meaning.encode()
    for column, field in zip(table.columns, table.arrow, strict=True):
        assert (field.type, field.nullable) == (column.type, column.null)
        assert field.metadata[b"meaning"] == column.meaning.encode()
        assert field.metadata.get(b"unit") == (column.unit.encode() if column.unit else None)
        assert (b"key" in field.metadata) == (column.name in table.key)


@EVERY_TABLE
def test_an_empty_table_opens_in_polars_and_pandas(table: Table) -> None:
    empty = table.arrow.empty_table()
    assert pl.from_arrow(empty).columns == table.names  # type: ignore[union-attr]
    assert list(empty.to_pandas().columns) == table.names


@EVERY_TABLE
def test_every_column_says_what_it_means_and_limits_fit_its_type(table: Table) -> None:
    for column in table.columns:
        assert not column.meaning[0].islower() and not re.search(r"[^.]\.$", column.meaning), column.name
        if column.allowed or column.pattern:
            assert column.type == pa.string(), column.name
        if column.minimum is not None or column.maximum is not None:
            assert pa.types.is_integer(column.type) or pa.types.is_floating(column.type), column.name
        if column.past:
            assert pa.types.is_timestamp(column.type), column.name
        if pa.types.is_timestamp(column.type):
            assert (column.type.unit, column.type.tz, column.unit) == ("us", "UTC", "UTC"), column.name
        if pa.types.is_boolean(column.type):
            assert column.name.startswith(("is_", "has_", "in_", "body_is_")), column.name


def test_one_name_means_one_type_in_all_published_tables() -> None:
    seen: dict[str, Column] = {}
    for table in PUBLISHED.values():
        for column in table.columns:
            known = seen.setdefault(column.name, column)
            if column.name not in {"articles", "quotes", "entities"}:  # of runs: numbers of rows
                assert known.type == column.type, column.name
