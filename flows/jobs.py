"""What a worker does with the items of a batch, by stage: the transforms, wrapped so that every item gets its result.

A job is a generator over the items of a batch. It yields (index, result) for each result of an item and (index, None)
when the item is done. Bad input becomes a `Reject`, never an exception.
"""

import traceback
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from schemas.errors import Unreadable
from schemas.records import Document, Reject, Skipped, Withdrawal
from schemas.rows import (
    document_of,
    document_row,
    draft_of,
    draft_row,
    entity_rows,
    locator_of,
    mention_rows,
    quote_rows,
    removed_rows,
    result_sha256,
)
from schemas.settings import Settings, config_tables

# Records of a web archive that only tell about other records: they are no input of their own.
COMPANIONS = frozenset(("warc_warcinfo", "warc_request", "warc_metadata"))
Rows = dict[str, list[dict[str, Any]]]  # rows by table
Job = Callable[[list[Any]], Iterator[tuple[int, Any]]]


def ingest_job(settings: Settings) -> Job:
    """Files to documents: a row of `documents`, a `Reject` or a `Skipped` for everything found in each file."""
    from sources.read import read_documents

    def job(files: list[Any]) -> Iterator[tuple[int, Any]]:
        for index, file in enumerate(files):
            for found in read_documents(file, settings):
                if isinstance(found, Document):
                    yield index, {"documents": [document_row(found)]}
                elif isinstance(found, Withdrawal):
                    yield index, _taken_back(found)
                elif not (isinstance(found, Skipped) and found.rule in COMPANIONS):
                    yield index, found
            yield index, None

    return job


def clean_job(settings: Settings) -> Job:
    """Rows of `documents` to rows of `drafts`, each with its removed blocks."""
    from sources.read import reread_many
    from transforms.clean import TABLES, clean, load_rules
    from transforms.identity import article_id, text_sha256

    rules = load_rules(config_tables(TABLES))
    kept = frozenset(settings.run.kept_page_kinds)

    def cleaned(row: dict[str, Any], body: bytes | str | Unreadable) -> Rows:
        if isinstance(body, Unreadable):
            raise body
        raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
        if sha256(raw).hexdigest() != row["content_sha256"]:
            raise Unreadable("changed", "The document was changed while the run was at work; run again.")
        document = document_of(row, body)
        draft = clean(document, rules)
        if draft.page_kind not in kept:
            raise Unreadable(
                "not_an_article",
                f"The page is no article (its kind: {draft.page_kind.replace('_', ' ')}); leave it out of the input, "
                "or name its kind in run.kept_page_kinds to keep such pages.",
                draft.page_kind,
            )
        identity = article_id(
            draft.canonical_url,
            _scoped_id(document.source_id, document.publisher, document.input_uri),
            document.content_sha256,
        )
        return {"drafts": [draft_row(draft, document, identity, text_sha256(draft.text))]}

    def job(rows: list[dict[str, Any]]) -> Iterator[tuple[int, Any]]:
        bodies = iter(reread_many([locator for row in rows if (locator := locator_of(row))], settings))
        for index, row in enumerate(rows):
            if row["path"] is None:
                body: Any = row["body"].decode("utf-8", "surrogatepass") if row["body_is_text"] else row["body"]
            else:
                body = next(bodies)
            yield index, _guarded("clean", row["input_uri"], partial(cleaned, row, body))
            yield index, None

    return job


def normalize_job(settings: Settings) -> Job:
    """Rows of `drafts` with their plan to the rows of all tables of an article."""
    from flows.reading import Reader

    reader = Reader(settings)

    def read(row: dict[str, Any]) -> Rows:
        reading = reader.read(draft_of(row))
        article = row | {
            "reading": reading.how,
            "quote_count": len(reading.quotes),
            "entity_count": len(reading.entities),
        }
        quotes = quote_rows(article, reading.quotes, reading.entities)
        tables = {
            "articles": [article],
            "quotes": quotes,
            "entities": entity_rows(article, reading.entities),
            "mentions": mention_rows(article, reading.mentions, reading.entities, quotes),
            "removed": removed_rows(article, row["removed"]),
        }
        article["result_sha256"] = result_sha256(tables)
        return tables

    def job(rows: list[dict[str, Any]]) -> Iterator[tuple[int, Any]]:
        for index, row in enumerate(rows):
            yield index, _guarded("normalize", row["input_uri"], partial(read, row))
            yield index, None

    return job


JOBS: dict[str, Callable[[Settings], Job]] = {"ingest": ingest_job, "clean": clean_job, "normalize": normalize_job}


def _guarded(stage: str, uri: str, work: Callable[[], Any]) -> Any:
    try:
        return work()
    except Unreadable as error:
        return Reject(uri, stage, error.rule, str(error), error.detail)
    except MemoryError:
        reason = "It needs more memory than run.document_memory_mb allows; raise it, or leave the document out."
        return Reject(uri, stage, "memory", reason)
    except Exception as error:  # a fault of ours must not take the neighbours down; the detail names the place
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__}: {error} at {PurePath(last.filename).name}:{last.lineno}"
        reason = "Copydesk failed on it, which is a fault of Copydesk; please report it with the document."
        return Reject(uri, stage, "internal_error", reason, place)


def _taken_back(found: Withdrawal) -> Reject:
    """A withdrawal as a reject that names its article: publishing takes that one out."""
    from transforms.identity import article_id, canonical_url

    named = article_id(canonical_url(found.url), _scoped_id(found.source_id, None, found.input_uri), "")
    detail = f"version {found.version}" if found.version else found.note or ""
    return Reject(found.input_uri, "ingest", found.rule, found.reason, detail, article_id=named)


def _scoped_id(source_id: str | None, publisher: str | None, uri: str) -> str | None:
    """The source's id; a bare number counts rows of its own file only, so the file's name goes with it."""
    if source_id and source_id.isdigit() and len(source_id) < 12:
        return f"{publisher or PurePath(uri.split('!/')[0].split('#')[0]).name}:{source_id}"
    return source_id
