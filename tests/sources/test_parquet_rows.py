"""Parquet as data frames write it."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from source_samples import PAGE, Read, a_tar, a_zip

Reading = Callable[..., Read]


def parquet(columns: dict[str, Any], **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **options)
    return out.getvalue()


def test_a_row_is_a_document(read: Reading) -> None:
    content = parquet(
        {
            "Text": ["One.", "Two.", None],
            "published": [datetime(2031, 4, 7, 6, 5, tzinfo=UTC)] * 3,
            "authors": [["Ida Holm"], [], None],
            "score": [1.0, 2.0, 3.0],
        }
    )
    found = read("rows.parquet", content)
    assert (found.uris, found.bodies, found.rules) == (
        ["rows.parquet#1", "rows.parquet#2"],
        ["One.", "Two."],
        ["no_text"],
    )
    first = found.documents[0]
    assert (first.published, first.authors) == ("2031-04-07T06:05:00+00:00", ("Ida Holm",))


def test_pages_as_bytes_and_nested_authors(read: Reading) -> None:
    content = parquet({"html": [PAGE], "author": [[{"name": "Ida Holm", "role": "staff"}]], "date": [date(2031, 4, 7)]})
    (document,) = read("rows.parquet", content).documents
    assert (document.media, document.body, document.authors) == ("html", PAGE, ("Ida Holm",))
    assert document.published == "2031-04-07"


def test_rows_of_several_groups_are_found_again(read: Reading) -> None:
    found = read("rows.parquet", parquet({"text": [f"Report {number}." for number in range(100)]}, row_group_size=7))
    assert len(found.documents) == 100
    assert all(document.locator for document in found.documents)


def test_tables_in_archives(read: Reading) -> None:
    content = parquet({"text": ["One."]})
    assert read("a.zip", a_zip({"rows.parquet": content})).bodies == ["One."]
    assert read("a.tar", a_tar({"rows.parquet": content})).uris == ["a.tar!/rows.parquet#1"]


def test_damaged_tables_are_told(read: Reading) -> None:
    content = parquet({"text": [f"Report {number}." for number in range(5_000)]})
    assert read("rows.parquet", content[:-3]).rules == ["broken_table"]
    assert read("rows.parquet", b"PAR1 nothing").rules == ["broken_table"]
    damaged = bytearray(content)
    damaged[10:400] = bytes(390)
    assert read("rows.parquet", bytes(damaged)).rules[-1] == "broken_table"


def test_a_table_without_text_or_rows_is_told(read: Reading) -> None:
    assert read("rows.parquet", parquet({"words": ["One."]})).rules == ["no_text_column"]
    assert read("rows.parquet", parquet({"text": pa.array([], pa.string())})).rules == ["empty"]


def test_one_long_value_in_every_row_is_a_bomb(read: Reading) -> None:
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000, pa.int32()), pa.array(["x" * 1_000_000]))
    found = read("rows.parquet", parquet({"text": long}))
    assert (found.rules, len(found.documents) < 500) == (["compression_ratio"], True)
