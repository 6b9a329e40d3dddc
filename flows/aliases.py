"""The user's alias table: names that always lead to the same entry of a knowledge base."""

import csv
from pathlib import Path
from typing import Any

from schemas.errors import ConfigurationError


def read_aliases(file: str) -> list[dict[str, Any]]:
    """The rows (alias, kb_id, type) of a user's alias table, CSV or Parquet; none where `file` is empty.

    Raises:
        ConfigurationError: the file is missing, unreadable, or lacks a column.
    """
    if not file:
        return []
    path = Path(file)
    try:
        if path.suffix == ".parquet":
            import pyarrow.parquet as pq

            rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        else:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                rows = list(csv.DictReader(lines))
    except (OSError, ValueError, csv.Error) as error:
        raise ConfigurationError(f"entities.alias_table = {file!r} cannot be read: {error}.") from None
    missing = {"alias", "kb_id"} - set(rows[0]) if rows else set()
    if missing:
        raise ConfigurationError(f"entities.alias_table = {file!r} lacks the column {', '.join(sorted(missing))}.")
    return rows
