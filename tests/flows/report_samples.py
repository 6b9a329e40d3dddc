"""Invented nights, published as a run publishes them: for the run's page and the alerts."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa

from schemas.columns import BOOL, DATE, FLOAT, STRING, TIME, Table
from schemas.rows import short_id
from schemas.tables import ARTICLES, PUBLISHED, TABLES
from warehouse.publish import Night, add, prepare, switch

NIGHT = date(2026, 11, 20)
Row = dict[str, Any]


def a_row(table: Table, **known: Any) -> Row:
    """A row of a table: what is known, and for every other column null or the smallest value it may have."""
    smallest = {STRING: "", BOOL: False, FLOAT: 0.0, DATE: NIGHT, TIME: datetime.combine(NIGHT, time(), UTC)}
    row: Row = {}
    for column in table.columns:
        if column.null:
            row[column.name] = None
        elif column.is_nested:
            row[column.name] = []
        elif column.allowed:
            row[column.name] = column.allowed[0]
        else:
            row[column.name] = smallest.get(column.type, int(column.minimum or 0))
    assert not known.keys() - row.keys(), f"{table.name} has no column {known.keys() - row.keys()}"
    return row | known


def article_row(run_id: str, article_id: str, text: str = "Nothing happened.", **known: Any) -> Row:
    whole = [{"start": 0, "end": len(text), "kind": "paragraph"}]
    usual: Row = {"revision": 1, "is_latest": True, "text": text, "paragraphs": whole, "reading": "a_model"}
    return a_row(ARTICLES, article_id=article_id, run_id=run_id, **(usual | known))


def run_row(run_id: str, night: date = NIGHT, **known: Any) -> Row:
    return a_row(PUBLISHED["runs"], run_id=run_id, night=night, **({"settings": "{}", "versions": "{}"} | known))


def stage_row(run_id: str, stage: str, rows_in: int, rows_out: int, **known: Any) -> Row:
    return a_row(PUBLISHED["run_stages"], run_id=run_id, stage=stage, rows_in=rows_in, rows_out=rows_out, **known)


def a_quote(run_id: str, article_id: str, text: str, words: str, speaker: str | None, **known: Any) -> Row:
    start = text.index(words)
    usual = {
        "quote_id": short_id(article_id, words),
        "text": words,
        "start": start,
        "end": start + len(words),
        "spans": [{"start": start, "end": start + len(words)}],
        "speaker_name": speaker,
        "speaker_text": speaker,
        "speaker_kind": "person" if speaker else "unknown",
        "is_closed": True,
        "revision": 1,
    }
    return a_row(PUBLISHED["quotes"], run_id=run_id, article_id=article_id, **(usual | known))


def an_entity(run_id: str, article_id: str, name: str, type: str = "PERSON", **known: Any) -> Row:
    usual = {"entity_id": short_id(article_id, name), "mention_count": 1, "revision": 1}
    return a_row(PUBLISHED["entities"], run_id=run_id, article_id=article_id, name=name, type=type, **(usual | known))


def a_mention(entity: Row, text: str, words: str, **known: Any) -> Row:
    start = text.index(words)
    named = {key: entity[key] for key in ("entity_id", "article_id", "revision", "run_id", "type")}
    usual = {"mention_id": f"{entity['entity_id'][:15]}{start:05x}", "start": start, "end": start + len(words)}
    return a_row(PUBLISHED["mentions"], text=words, **named, **(usual | known))


def publish(warehouse: Path, run: Row, **tables: list[Row]) -> None:
    """Publish one run: its row of `runs`, and the rows of the other tables."""
    snapshot = prepare(warehouse, run["run_id"])
    for name in PUBLISHED:
        rows = [run] if name == "runs" else tables.get(name, [])
        found = pa.Table.from_pylist(rows, TABLES[name].arrow)
        add(snapshot, TABLES[name], Night(run["run_id"], run["night"]), [found])
    switch(warehouse, snapshot)
