"""What comes out of the web: each address ends as exactly one `Fetched`, `Expanded`, `Skipped` or `Reject`."""

from dataclasses import dataclass
from datetime import datetime

from schemas.records import Reject, Skipped


@dataclass(frozen=True, slots=True)
class Link:
    """An address, and what the feed, sitemap or source that named it said of it. Nothing here is verified."""

    url: str
    title: str | None = None
    published: str | None = None  # as written there
    modified: str | None = None  # as written there
    language: str | None = None  # BCP 47, as written there
    publisher: str | None = None
    timezone: str | None = None  # IANA name, for times that are written without an offset
    license: str | None = None
    via: str | None = None  # the feed, sitemap or list that named it


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document that now stands in a WARC file, to be read from there like any other input.

    `warc_path` is the file below the WARC folder, `warc_offset` the first byte of the response record in it.
    """

    link: Link
    url: str  # after redirects
    media_type: str
    content_sha256: str  # of the body after decompression
    size_bytes: int  # of the body after decompression
    fetched_at: datetime
    warc_path: str
    warc_offset: int


@dataclass(frozen=True, slots=True)
class Expanded:
    """A feed, sitemap, index or list that was read; its `links` are fetched in turn and have outcomes of their own."""

    link: Link
    kind: str  # feed, sitemap, sitemap_index, url_list
    links: int


@dataclass(frozen=True, slots=True)
class Planned:
    """What a real run would fetch; only a check yields it."""

    link: Link
    is_known: bool  # fetched before, so that it would be asked for with its ETag


Outcome = Fetched | Expanded | Planned | Skipped | Reject


class FetchFailed(Exception):
    """Why an address gave no document. Becomes a `Reject`.

    `wait_s` is how long the server asked to be left alone, where it did.
    """

    def __init__(
        self, rule: str, reason: str, detail: str = "", is_retriable: bool = False, wait_s: float | None = None
    ) -> None:
        super().__init__(reason)
        self.rule, self.reason, self.detail = rule, reason, detail
        self.is_retriable, self.wait_s = is_retriable, wait_s

    def as_reject(self, link: Link) -> Reject:
        place = f"{self.detail} (named by {link.via})" if link.via else self.detail
        return Reject(link.url, "ingest", self.rule, self.reason, place[:500], self.is_retriable)
