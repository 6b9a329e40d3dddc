"""Records to rows and back: how what was found in memory is written into the tables."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from schemas.records import Author, Document, Draft, Entity, Locator, Mention, Paragraph, Quote, Reject, RemovedBlock
from schemas.tables.articles import CLEANED

CONTEXT = 64  # characters before and after a quotation
STATED = tuple(
    field.name
    for field in fields(Document)
    if field.name not in ("body", "locator", "media", "input_uri", "input_kind")
)  # what a source states about a document
NAMING = frozenset(
    (
        *("article_id", "revision", "run_id", "entity_id", "quote_id", "mention_id"),
        *(
            "in_quote_id",
            "speaker_entity_id",
            "is_latest",
            "input_uri",
            "input_kind",
            "merged_uris",
            "fetched_at",
            "removed",
        ),
        *("story_id", "duplicate_kind", "is_story_lead"),
    )
)  # columns that name a row, its run or the place of its input
NO_PAYLOAD = frozenset(("not_found", "unreadable", "not_a_file", "link_loop"))  # rules where there are no bytes to see
DRAFTED = frozenset(field.name for field in fields(Draft))


def short_id(*parts: object) -> str:
    """20 hex digits that name a row by what makes it itself."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def document_row(document: Document) -> dict[str, Any]:
    """A row of `documents`; the body is kept only where no locator can find it again."""
    locator = document.locator
    is_text = isinstance(document.body, str)
    body = document.body.encode("utf-8", "surrogatepass") if isinstance(document.body, str) else document.body
    row = {name: getattr(document, name) for name in STATED}
    for name, value in row.items():
        if isinstance(value, tuple):
            row[name] = list(value)
    return row | {
        "input_uri": document.input_uri,
        "input_kind": document.input_kind,
        "media": document.media,
        "path": locator.path if locator else None,
        "members": list(locator.members) if locator else [],
        "record": locator.record if locator else None,
        "offset": locator.offset if locator else None,
        "body": None if locator else body,
        "body_is_text": is_text,
        "size": len(body),
    }


def locator_of(row: dict[str, Any]) -> Locator | None:
    if row["path"] is None:
        return None
    return Locator(row["path"], tuple(row["members"]), row["record"], row["offset"])


def document_of(row: dict[str, Any], body: bytes | str) -> Document:
    """The document of a row of `documents`, with its body."""
    stated: dict[str, Any] = {name: tuple(value) if isinstance(value := row[name], list) else value for name in STATED}
    return Document(
        input_uri=row["input_uri"],
        input_kind=row["input_kind"],
        media=row["media"],
        body=body,
        locator=locator_of(row),
        **stated,
    )


def draft_row(draft: Draft, document: Document, article_id: str, text_sha256: str) -> dict[str, Any]:
    """A row of `drafts`."""
    row: dict[str, Any] = {}
    for column in CLEANED:
        name = column.name
        row[name] = getattr(draft, name) if name in DRAFTED else getattr(document, name, None)
    row |= {
        "article_id": article_id,
        "text_sha256": text_sha256,
        "authors": [asdict(author) for author in draft.authors],
        "paragraphs": [asdict(paragraph) for paragraph in draft.paragraphs],
        "removed": [asdict(block) for block in draft.removed],
        "removed_count": len(draft.removed),
        "url": draft.url or document.url,
        "subjects": list(document.subjects),
        "usage_terms": document.usage_terms,
        "embargoed_until": document.embargoed_until,
        "source_version": document.version,
        "published_date": _day(draft.published_local, draft.published_precision),
    }
    return row


def _day(local: str | None, precision: str | None) -> date | None:
    """The day of publication as written, where the page states one."""
    if local is None or precision in (None, "month", "year"):
        return None
    try:
        return date.fromisoformat(local[:10])
    except ValueError:
        return None


def draft_of(row: dict[str, Any]) -> Draft:
    """The draft of a row of `drafts`."""
    values = {name: row[name] for name in DRAFTED if name in row}
    values |= {
        "authors": [Author(**author) for author in row["authors"]],
        "paragraphs": [Paragraph(**paragraph) for paragraph in row["paragraphs"]],
        "removed": [RemovedBlock(**block) for block in row["removed"]],
    }
    return Draft(**values)


def reject_row(reject: Reject, run_id: str) -> dict[str, Any]:
    """A row of `rejects`. The id holds no run, so that a later run does not write the same reject twice."""
    row = asdict(reject)
    row["detail"] = reject.detail[:500]
    row["reject_id"] = short_id(reject.input_uri, reject.stage, reject.rule, row["detail"])
    row["payload_uri"] = None if reject.rule in NO_PAYLOAD else reject.input_uri.split("#", 1)[0]
    row["run_id"] = run_id
    return row


def removed_rows(article: dict[str, Any], removed: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `removed`, in their order on the page."""
    return [_child(article) | block | {"block_index": index} for index, block in enumerate(removed)]


def entity_rows(article: dict[str, Any], entities: Sequence[Entity]) -> list[dict[str, Any]]:
    """Rows of `entities`."""
    return [
        _child(article) | asdict(entity) | {"entity_id": entity_id}
        for entity, entity_id in zip(entities, entity_ids(article, entities), strict=True)
    ]


def entity_ids(article: dict[str, Any], entities: Sequence[Entity]) -> list[str]:
    key = article["article_id"], article["revision"]
    return [short_id(*key, "entity", number, entity.type, entity.name) for number, entity in enumerate(entities)]


def quote_rows(article: dict[str, Any], quotes: Sequence[Quote], entities: Sequence[Entity]) -> list[dict[str, Any]]:
    """Rows of `quotes`, numbered in their order."""
    ids = entity_ids(article, entities)
    rows = []
    for index, quote in enumerate(quotes):
        row = asdict(quote)
        speaker = row.pop("speaker_entity")
        place = (article["title"] if quote.in_title else article["text"]) or ""
        rows.append(
            _child(article)
            | row
            | {
                "quote_id": short_id(
                    article["article_id"], article["revision"], "quote", index, quote.start, quote.end
                ),
                "quote_index": index,
                "spans": [{"start": start, "end": end} for start, end in quote.spans],
                "prefix": place[max(0, quote.start - CONTEXT) : quote.start],
                "suffix": place[quote.end : quote.end + CONTEXT],
                "speaker_entity_id": None if speaker is None else ids[speaker],
            }
        )
    return rows


def mention_rows(
    article: dict[str, Any], mentions: Sequence[Mention], entities: Sequence[Entity], quotes: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Rows of `mentions`; `quotes` are the rows of the article's quotations, of which some hold mentions."""
    ids = entity_ids(article, entities)
    spans = [
        (quote["in_title"], span["start"], span["end"], quote["quote_id"])
        for quote in quotes
        for span in quote["spans"]
    ]
    rows = []
    for number, mention in enumerate(mentions):
        row = asdict(mention)
        entity = row.pop("entity")
        holding = (
            quote_id
            for in_title, start, end, quote_id in spans
            if in_title == mention.in_title and start <= mention.start and mention.end <= end
        )
        rows.append(
            _child(article)
            | row
            | {
                "mention_id": short_id(
                    article["article_id"], article["revision"], "mention", number, mention.start, mention.end
                ),
                "entity_id": ids[entity],
                "in_quote_id": next(holding, None),
            }
        )
    return rows


def result_sha256(tables: dict[str, list[dict[str, Any]]]) -> str:
    """Digest of all that was made of one document: text, metadata, quotations, entities, removed blocks.

    What names the row, the run or the place of the input is left out, so that another run over the same bytes with the
    same rules gives the same digest; so is what is null, so that a column added later changes only the digests of the
    articles of which it tells something.
    """
    kept = {
        name: [{key: value for key, value in row.items() if key not in NAMING and value is not None} for row in rows]
        for name, rows in sorted(tables.items())
    }
    return hashlib.sha256(json.dumps(kept, sort_keys=True, default=str).encode("utf-8", "surrogatepass")).hexdigest()


def _child(article: dict[str, Any]) -> dict[str, Any]:
    return {name: article[name] for name in ("article_id", "revision", "run_id")}
