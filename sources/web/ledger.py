"""What was fetched before, so that only what is new or changed is fetched again: SQLite beside the warehouse.

A page counts as known only once the run that fetched it has published (`settle`): until then another run fetches it
anew, and the same run, started again after a kill, finds it in its own WARC files.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from sources.web.outcomes import Fetched, Link

MAX_REST = timedelta(days=30)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS pages (
    url TEXT PRIMARY KEY,          -- as asked for, in normal form
    final_url TEXT,                -- after redirects
    etag TEXT,
    last_modified TEXT,            -- as the server writes it
    content_sha256 TEXT,           -- of the body after decompression
    media_type TEXT,
    size_bytes INTEGER,
    fetched_at TEXT,               -- UTC, ISO 8601: when the content was last seen, also as unchanged
    next_allowed_at TEXT,          -- UTC, ISO 8601: not to be asked for before
    failures INTEGER NOT NULL DEFAULT 0,  -- in a row
    last_failure TEXT,             -- rule of the last one
    folder TEXT,                   -- name of the WARC folder that holds the content
    warc_path TEXT,
    warc_offset INTEGER,
    is_settled INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS pages_folder ON pages (folder) WHERE is_settled = 0;
CREATE TABLE IF NOT EXISTS listings (
    url TEXT PRIMARY KEY,          -- a feed, sitemap or list
    kind TEXT NOT NULL,
    links TEXT NOT NULL            -- JSON: what it named when it was last read
);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger knows of an address. Times are UTC."""

    url: str
    final_url: str | None
    etag: str | None
    last_modified: str | None
    content_sha256: str | None
    media_type: str | None
    size_bytes: int | None
    fetched_at: datetime | None
    next_allowed_at: datetime | None
    failures: int
    last_failure: str | None
    folder: str | None
    warc_path: str | None
    warc_offset: int | None
    is_settled: bool


class Ledger:
    """One process writes at a time, held by the warehouse's lock. Usable as a context manager."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The crawl runs on a thread of its own, one at a time, so that one connection serves.
        self._base = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        self._base.row_factory = sqlite3.Row
        self._base.execute("PRAGMA synchronous = NORMAL")
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.executescript(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def entry(self, url: str) -> Entry | None:
        row = self._base.execute("SELECT * FROM pages WHERE url = ?", (url,)).fetchone()
        if row is None:
            return None
        values = dict(row)
        for name in ("fetched_at", "next_allowed_at"):
            values[name] = datetime.fromisoformat(values[name]) if values[name] else None
        return Entry(**{**values, "is_settled": bool(values["is_settled"])})

    def record_fetched(self, page: Fetched, folder: str, etag: str | None, last_modified: str | None) -> None:
        """The content of a page is new, and stands in a WARC file."""
        self._base.execute(
            "INSERT OR REPLACE INTO pages (url, final_url, etag, last_modified, content_sha256, media_type, size_bytes,"
            " fetched_at, folder, warc_path, warc_offset) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                page.link.url,
                page.url,
                etag,
                last_modified,
                page.content_sha256,
                page.media_type,
                page.size_bytes,
                _text(page.fetched_at),
                folder,
                page.warc_path,
                page.warc_offset,
            ),
        )

    def record_unchanged(
        self, url: str, at: datetime, etag: str | None = None, last_modified: str | None = None
    ) -> None:
        """The content is as it was; the server may have renamed its version."""
        self._base.execute(
            "UPDATE pages SET fetched_at = ?, etag = coalesce(?, etag), last_modified = coalesce(?, last_modified),"
            " failures = 0, last_failure = NULL, next_allowed_at = NULL WHERE url = ?",
            (_text(at), etag, last_modified, url),
        )

    def record_listing(
        self,
        url: str,
        final_url: str,
        kind: str,
        links: Iterable[Link],
        at: datetime,
        etag: str | None,
        last_modified: str | None,
    ) -> None:
        """A feed, sitemap or list was read. Its links are kept, since an unchanged feed may name a changed page."""
        self._base.execute("BEGIN")
        self._base.execute(
            "INSERT OR REPLACE INTO pages (url, final_url, etag, last_modified, fetched_at, is_settled)"
            " VALUES (?, ?, ?, ?, ?, 1)",
            (url, final_url, etag, last_modified, _text(at)),
        )
        kept = json.dumps(
            [{k: v for k, v in asdict(link).items() if v is not None} for link in links], ensure_ascii=False
        )
        self._base.execute("INSERT OR REPLACE INTO listings VALUES (?, ?, ?)", (url, kind, kept))
        self._base.execute("COMMIT")

    def listing(self, url: str) -> tuple[str, list[Link]] | None:
        """The kind of a feed, sitemap or list, and the links it named when it was last read."""
        row = self._base.execute("SELECT kind, links FROM listings WHERE url = ?", (url,)).fetchone()
        return None if row is None else (row["kind"], [Link(**link) for link in json.loads(row["links"])])

    def record_failure(
        self, url: str, rule: str, now: datetime, wait_s: float | None, max_failures: int, rest_days: float
    ) -> None:
        """An address failed. After `max_failures` in a row it rests, twice as long after each further one."""
        self._base.execute("INSERT OR IGNORE INTO pages (url) VALUES (?)", (url,))
        failures = self._base.execute("SELECT failures FROM pages WHERE url = ?", (url,)).fetchone()[0] + 1
        rest = timedelta(seconds=min(wait_s or 0.0, MAX_REST.total_seconds()))
        if failures >= max_failures:
            rest = max(rest, min(MAX_REST, timedelta(days=rest_days) * 2.0 ** min(failures - max_failures, 10)))
        self._base.execute(
            "UPDATE pages SET failures = ?, last_failure = ?, next_allowed_at = ? WHERE url = ?",
            (failures, rule, _text(now + rest) if rest else None, url),
        )

    def settle(self, folder: str) -> int:
        """The run whose WARC folder has this name has published: its pages are known from now on. How many."""
        return self._base.execute(
            "UPDATE pages SET is_settled = 1 WHERE folder = ? AND is_settled = 0", (folder,)
        ).rowcount

    def __iter__(self) -> Iterator[Entry]:
        for row in self._base.execute("SELECT url FROM pages ORDER BY url").fetchall():
            entry = self.entry(row["url"])
            if entry is not None:
                yield entry


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
