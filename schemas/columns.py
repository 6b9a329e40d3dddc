"""What a column and a table are. One `Table` is the only source of its Arrow schema, its expectations, its page in the
data dictionary and its field metadata in the Parquet files."""

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

STRING, INT, LONG, FLOAT, BOOL, DATE = pa.string(), pa.int32(), pa.int64(), pa.float64(), pa.bool_(), pa.date32()
TIME = pa.timestamp("us", tz="UTC")
STRINGS = pa.list_(STRING)
SPANS = pa.list_(pa.struct([("start", INT), ("end", INT)]))
PARAGRAPHS = pa.list_(pa.struct([("start", INT), ("end", INT), ("kind", STRING)]))
BLOCKS = pa.list_(
    pa.struct([(n, INT if n == "before" else STRING) for n in ("rule", "kind", "text", "before", "stage")])
)
FINDINGS = pa.list_(pa.struct([("rule", STRING), ("rows", LONG), ("broken", LONG), ("is_borne", BOOL)]))
AUTHORS = pa.list_(pa.struct([("name", STRING), ("kind", STRING)]))


@dataclass(frozen=True)
class Column:
    """One column. The constraints are judged at every gate; a null value satisfies all but `null=False`."""

    name: str
    type: pa.DataType
    meaning: str
    null: bool = False
    unit: str | None = None
    allowed: tuple[str, ...] | None = None  # the value is one of these
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None  # the whole value matches
    past: bool = False  # a time that may not lie after the run's start

    @property
    def is_nested(self) -> bool:
        return bool(pa.types.is_nested(self.type))


@dataclass(frozen=True)
class Table:
    """One table: its columns, the key that is unique in it, and the laws between its columns and other tables."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    parent: str | None = None  # the table that holds this row's (article_id, revision)
    laws: tuple[str, ...] = ()  # names in schemas/laws.py
    beware: str = ""  # what a reader must know before trusting a figure

    @cached_property
    def arrow(self) -> pa.Schema:
        return pa.schema([self._field(column) for column in self.columns], metadata={"meaning": self.meaning})

    @cached_property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def _field(self, column: Column) -> pa.Field:
        described = {"meaning": column.meaning}
        if column.unit:
            described["unit"] = column.unit
        if column.name in self.key:
            described["key"] = "true"
        return pa.field(column.name, column.type, nullable=column.null, metadata=described)
