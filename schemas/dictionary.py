"""The data dictionary, written from the definitions of the tables: `python -m schemas.dictionary FILE`."""

import sys
from pathlib import Path

from schemas.columns import Column, Table
from schemas.laws import LAWS
from schemas.tables import PUBLISHED

HEAD = """# Data dictionary

Written by `make docs` from the definitions in `schemas/tables/`; a test keeps it fresh. Do not edit it by hand.

Every table lies in `WAREHOUSE/TABLE/ingest_date=YYYY-MM-DD/part-RUN_ID-N.parquet`, one partition a night, so that
readers see one more column, `ingest_date` (the run's logical date). Offsets count Unicode code points, 0-based, end
exclusive. Times are UTC with microseconds. Null means unknown: nothing is guessed.

Tables join on (`article_id`, `revision`); `quotes.speaker_entity_id` and `mentions.entity_id` lead to `entities`.
"""


def dictionary() -> str:
    """The dictionary of all published tables, as Markdown."""
    return HEAD + "".join(f"\n{_page(table)}" for table in PUBLISHED.values())


def _page(table: Table) -> str:
    lines = [f"## {table.name}", "", f"{table.meaning}.", "", f"Key: {', '.join(f'`{name}`' for name in table.key)}."]
    if table.parent:
        lines.append(f"Every row belongs to a row of `{table.parent}`.")
    if table.beware:
        lines += ["", f"Beware: {table.beware}"]
    lines += ["", "| column | type | null | meaning |", "|---|---|---|---|"]
    lines += [_row(column) for column in table.columns]
    if table.laws:
        lines += ["", "Laws, checked in every run:", ""]
        lines += [f"- `{law}`: {(LAWS[law].__doc__ or '').strip()}" for law in table.laws]
    return "\n".join(lines) + "\n"


def _row(column: Column) -> str:
    meaning = column.meaning
    if column.unit:
        meaning += f" ({column.unit})"
    if column.allowed:
        meaning += ": " + ", ".join(f"`{value}`" for value in column.allowed)
    return f"| `{column.name}` | {column.type} | {'yes' if column.null else ''} | {meaning} |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(dictionary(), encoding="utf-8")
