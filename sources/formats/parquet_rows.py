"""Parquet: a document a row; only the columns that are known are read, a few rows at a time."""

from collections.abc import Iterator, Sequence
from io import BufferedReader
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.errors import Unreadable
from schemas.records import Document
from schemas.settings import Settings
from sources.place import Item, Place, reject
from sources.rows import known_fields, row_body, row_document
from sources.streams import seekable

ROWS = 8  # rows in memory at a time; one long value may stand in each of them and be stored but once
PAGE_BYTES = 1 << 20  # bytes read ahead of each column
REREAD_BYTES = 1 << 26  # bytes of a row group, unpacked, up to which it may be read once more for each batch


def read(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    table = _open(seekable(stream, place.uri, settings.read))
    columns = _known(table.schema_arrow, settings)
    if not columns & {name for field in ("text", "html") for name in _names(settings, field)}:
        yield reject(
            place.uri,
            "no_text_column",
            "No column of the table is known to hold text or HTML; "
            "add its name to read.columns.text or read.columns.html.",
            f"columns: {', '.join(table.schema_arrow.names)}",
        )
        return
    names = [name for name in table.schema_arrow.names if name.strip().lower() in columns]
    number = 0
    for group in range(table.num_row_groups):
        group_bytes = table.metadata.row_group(group).total_byte_size
        if group_bytes > settings.read.max_archive_bytes:
            yield reject(
                place.uri,
                "too_large",
                f"Row group {group} unpacks to {group_bytes:,} bytes; "
                "write smaller row groups or raise read.max_archive_bytes.",
            )
            return
        for row in _rows(table, group, names):
            number += 1
            offset = group if group_bytes <= REREAD_BYTES else None
            found = row_document(row, "parquet", place, number, place.locate(number - 1, offset), settings)
            if isinstance(found, Document):
                place.budget.spend(len(found.body), place.uri)  # a value that is stored once may stand in every row
            yield found
    if not number:
        raise Unreadable("empty", "The table has no row; leave it out of the input or fetch it again.")


class Rereader:
    """Reads rows by their number, each row group once as long as the numbers grow."""

    def __init__(self, stream: BinaryIO, settings: Settings) -> None:
        self.table, self.settings = _open(stream), settings
        columns = {name for field in ("text", "html") for name in _names(settings, field)}
        self.names = [name for name in self.table.schema_arrow.names if name.strip().lower() in columns]
        self.group, self.next = -1, 0
        self.rows: Iterator[dict[str, object]] = iter(())

    def body(self, record: int, group: int) -> bytes | str:
        if group != self.group or record < self.next:
            self.group = group
            self.next = sum(self.table.metadata.row_group(earlier).num_rows for earlier in range(group))
            self.rows = _rows(self.table, group, self.names)
        for row in self.rows:
            self.next += 1
            if self.next == record + 1:
                return row_body(known_fields(row, self.settings.read.columns))[0]
        raise Unreadable("changed", "The table has fewer rows than when it was listed; run again.")


def _open(file: BinaryIO) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(file, pre_buffer=False, buffer_size=PAGE_BYTES)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Unreadable(
            "broken_table", "The Parquet file is damaged or cut off; fetch or write it again.", str(error)
        ) from None


def _rows(table: pq.ParquetFile, group: int, names: Sequence[str]) -> Iterator[dict[str, object]]:
    try:
        for batch in table.iter_batches(ROWS, row_groups=[group], columns=list(names), use_threads=False):
            yield from batch.to_pylist()
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise Unreadable(
            "broken_table", "The Parquet file is damaged from here on; write it again.", str(error)
        ) from None


def _known(schema: pa.Schema, settings: Settings) -> set[str]:
    known = {name for field in settings.read.columns for name in _names(settings, field)}
    return {name.strip().lower() for name in schema.names} & known


def _names(settings: Settings, field: str) -> list[str]:
    return [name.lower() for name in settings.read.columns.get(field, ())]
