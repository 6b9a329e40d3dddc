"""The user's alias table: names that always lead to the same entry of a knowledge base."""

import csv
from pathlib import Path
from typing import Any

from schemas.errors import ConfigurationError
from schemas.settings import nearest
from schemas.tables.entities import ENTITY_TYPES

NEEDED = ("alias", "kb_id")


def read_aliases(file: str) -> list[dict[str, Any]]:
    """The rows (alias, kb_id, and a type or none) of a user's alias table, CSV or Parquet; none where `file` is empty.

    Raises:
        ConfigurationError: the file is missing, unreadable or of another kind, lacks a column, or has a row without
            alias or id or with a type that no entity has.
    """
    if not file:
        return []
    told = f"entities.alias_table = {file!r}"
    try:
        columns, rows = _read(Path(file))
    except (OSError, ValueError, csv.Error) as error:
        raise ConfigurationError(f"{told} cannot be read: {error}.") from None
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise ConfigurationError(f"{told} lacks the column {', '.join(missing)}.")
    for number, row in enumerate(rows, 1):
        for name in NEEDED:
            if not isinstance(row[name], str) or not row[name].strip():
                raise ConfigurationError(f"{told}: row {number} has {row[name]!r} as its {name}, which must be text.")
        kind = row.get("type")
        if kind and kind not in ENTITY_TYPES:
            raise ConfigurationError(
                f"{told}: row {number} has the type {kind!r}, which no entity has: {nearest(str(kind), ENTITY_TYPES)}"
            )
    return rows


def _read(path: Path) -> tuple[list[str], list[dict[str, Any]]]:
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        table = pq.read_table(path)
        return table.column_names, table.to_pylist()
    if path.suffix != ".csv":
        raise ValueError("its name must end in .csv or .parquet")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        return list(reader.fieldnames or []), list(reader)
