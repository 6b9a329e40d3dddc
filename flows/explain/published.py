"""An article of the warehouse, put together from its rows, as if it had just been read."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from flows.explain.layout import Explained
from schemas.errors import WarehouseError
from schemas.records import Entity, Mention, Quote
from schemas.rows import draft_of
from warehouse.publish import current, published

Rows = Sequence[dict[str, Any]]
CHILDREN = ("removed", "entities", "mentions", "quotes")
BLOCK = ("rule", "kind", "text", "before", "stage")


def read_article(warehouse: Path, article_id: str, revision: int | None = None) -> Explained:
    """The article of this id as it is published in the latest revision, or in the one that is asked for.

    Raises:
        WarehouseError: no such article is published there.
    """
    snapshot = current(warehouse)
    found = _rows(snapshot, "articles", article_id, revision)
    if not found:
        raise WarehouseError(
            f"No article {article_id} is published in {warehouse}: give a file, or an article_id that "
            'copydesk query "select article_id, title from articles" shows.'
        )
    article = max(found, key=lambda row: row["revision"])
    parts = (_rows(snapshot, table, article_id, article["revision"]) for table in CHILDREN)
    return explain_article(article, *parts)


def _rows(snapshot: Path | None, table: str, article_id: str, revision: int | None) -> list[dict[str, Any]]:
    wanted = [("article_id", "==", article_id)] + ([] if revision is None else [("revision", "==", revision)])
    files = published(snapshot, table)
    return [row for file in files for row in pq.read_table(file, filters=wanted, partitioning=None).to_pylist()]


def explain_article(article: dict[str, Any], removed: Rows, entities: Rows, mentions: Rows, quotes: Rows) -> Explained:
    """The rows of one revision, in any order: one of `articles`, and all that belong to it in the other tables."""
    blocks = sorted(removed, key=lambda row: row["block_index"])
    ordered = sorted(entities, key=lambda row: (row["first_start"] is None, row["first_start"] or 0, row["entity_id"]))
    number = {row["entity_id"]: index for index, row in enumerate(ordered)}
    draft = draft_of(article | {"removed": [{name: block[name] for name in BLOCK} for block in blocks]})
    return Explained(
        draft,
        [Entity(**_known(Entity, row)) for row in ordered],
        [
            Mention(**_known(Mention, row), entity=number[row["entity_id"]])
            for row in sorted(mentions, key=lambda row: (row["in_title"], row["start"], row["end"]))
        ],
        [
            Quote(
                **_known(Quote, row)
                | {
                    "spans": [(span["start"], span["end"]) for span in row["spans"]],
                    "speaker_entity": number.get(row["speaker_entity_id"]),
                }
            )
            for row in sorted(quotes, key=lambda row: row["quote_index"])
        ],
        article["reading"],
        article["input_uri"],
        verdict="" if article["is_latest"] else f"revision {article['revision']}, not the latest",
    )


def _known(record: type, row: dict[str, Any]) -> dict[str, Any]:
    """The columns of a row that are fields of the record."""
    return {field.name: row[field.name] for field in fields(record) if field.name in row}
