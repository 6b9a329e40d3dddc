"""What is done with one address: asked for if need be, judged, kept, and written into the ledger."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from schemas.errors import CopydeskError
from schemas.records import Reject, Skipped
from schemas.settings import FetchSettings
from sources.web.archive import NOT_MODIFIED, SAME_CONTENT, Archive
from sources.web.discover import LISTINGS, Discovery, discover
from sources.web.exchange import HAS_DOCUMENT, Response
from sources.web.fetch import Line, bad_status, fetch
from sources.web.freshness import reason_to_skip
from sources.web.ledger import Entry, Ledger
from sources.web.outcomes import Expanded, Fetched, FetchFailed, Link, Outcome, Planned
from sources.web.robots import Robots

PAGE_TYPES = ("text/html", "application/xhtml+xml", "")  # what the reader of web archives takes for a page


@dataclass(frozen=True, slots=True)
class Job:
    """An address to visit. `link.url` is in normal form, `depth` the number of listings above it."""

    link: Link
    url: httpx.URL
    depth: int
    parent_kind: str | None
    pace_s: float


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of an address, and where a listing leads. A listing that is cut has a reject as well."""

    outcomes: tuple[Outcome, ...]
    kind: str | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What all visits of one crawl share. Without an archive nothing is kept, and the ledger stays as it is."""

    settings: FetchSettings
    line: Line
    robots: Robots
    ledger: Ledger
    archive: Archive | None
    now: Callable[[], datetime]
    counts: Counter[str]
    force: bool

    def keep(self, response: Response, link: Link, revisit: str | None = None) -> None:
        if self.archive:
            self.archive.keep(response, link, False, revisit)


async def visit(desk: Desk, job: Job) -> Visit:
    """Do with an address what is to be done.

    Raises:
        FetchFailed: for whatever is no document.
        WarehouseError: when the WARC folder cannot be written.
    """
    link, entry = job.link, desk.ledger.entry(job.link.url)
    if entry and desk.archive and _is_kept_already(entry, desk.archive):
        desk.counts["ledger.resumed"] += 1
        return Visit((_again(link, entry),))
    if desk.force:
        entry = None
    skipped = reason_to_skip(link, entry, desk.now(), desk.settings)
    if skipped:
        return Visit((skipped,))
    if desk.archive is None and job.depth and job.parent_kind != "sitemap_index":
        await desk.robots.check(job.url)
        return Visit((Planned(link, is_known=bool(entry and entry.is_settled)),))
    response, found = await _ask(desk, job, entry)
    if response.status == 304:
        return _unchanged(desk, link, response)
    if found.kind in LISTINGS:
        return _listing(desk, job, response, found)
    return Visit((_page(desk, link, response, entry),))


async def _ask(desk: Desk, job: Job, entry: Entry | None) -> tuple[Response, Discovery]:
    """The response, which is a document or the 304 that was asked for, and what it is."""
    settings, is_conditional = desk.settings, False

    def conditions(url: httpx.URL) -> Iterator[tuple[bytes, bytes]]:
        nonlocal is_conditional
        # A version says something only to the server that gave it, and only if its content has been published.
        if desk.archive and entry and entry.is_settled and entry.final_url == str(url):
            for name, value in ((b"If-None-Match", entry.etag), (b"If-Modified-Since", entry.last_modified)):
                if value:
                    is_conditional = True
                    yield name, value.encode("latin-1")

    try:
        response = await fetch(desk.line, job.url, desk.robots.check, conditions, settings.media_types)
        if response.status == 304 and is_conditional:
            return response, Discovery("unchanged")
        if response.status not in HAS_DOCUMENT:
            desk.keep(response, job.link)
            raise bad_status(response)
        found = await asyncio.to_thread(
            discover, str(response.url), response.body, settings.max_bytes, settings.max_entries
        )
    except (FetchFailed, CopydeskError):
        raise
    except Exception as error:  # a server found a way that nobody thought of; its neighbors go on
        raise FetchFailed(
            "fetch_failed",
            f"The document cannot be read ({type(error).__name__}: {error}): report this address, and drop it.",
            job.link.url,
        ) from error
    # A server's word for "page" is good enough for text, too: pages begin with stray words and warnings.
    is_page = response.media_type in PAGE_TYPES and found.kind in ("page", "text")
    if not is_page and found.kind not in LISTINGS:
        raise FetchFailed(
            "not_a_page",
            f"This is {response.media_type[:80] or 'of no stated type'} and no page: save it, and give its path.",
            str(response.url),
        )
    return response, found


def _unchanged(desk: Desk, link: Link, response: Response) -> Visit:
    """An unchanged listing leads where it led: the pages that it names may have changed all the same."""
    desk.counts["ledger.not_modified"] += 1
    desk.keep(response, link, NOT_MODIFIED)
    desk.ledger.record_unchanged(link.url, desk.now(), response.header("etag"), response.header("last-modified"))
    skipped = Skipped(link.url, "not_modified", "The server says that it is unchanged.")
    kind, links = desk.ledger.listing(link.url) or (None, ())
    return Visit((skipped,), kind, tuple(links))


def _listing(desk: Desk, job: Job, response: Response, found: Discovery) -> Visit:
    link, settings = job.link, desk.settings
    if job.depth >= settings.max_depth:
        raise FetchFailed(
            "nested_too_deep",
            "Feeds and sitemaps name each other more than fetch.max_depth deep: give the inner ones.",
            link.url,
        )
    desk.keep(response, link)
    if desk.archive:
        # Of a listing that is cut no version is kept, so that the next run, perhaps with a higher limit, reads it anew.
        versions = (None, None) if found.is_cut else (response.header("etag"), response.header("last-modified"))
        desk.ledger.record_listing(link.url, str(response.url), found.kind, found.links, desk.now(), *versions)
    outcomes: tuple[Outcome, ...] = (Expanded(link, found.kind, len(found.links)),)
    if found.is_cut:
        reason = (
            f"It names more than {settings.max_entries:,} addresses, and the rest was left: raise fetch.max_entries."
        )
        outcomes += (Reject(link.url, "ingest", "too_many_entries", reason),)
    return Visit(outcomes, found.kind, found.links)


def _page(desk: Desk, link: Link, response: Response, entry: Entry | None) -> Outcome:
    is_known = bool(entry and entry.is_settled)
    if desk.archive is None:
        return Planned(link, is_known)
    versions = response.header("etag"), response.header("last-modified")
    content_sha256 = hashlib.sha256(response.body).hexdigest()
    if entry and is_known and entry.content_sha256 == content_sha256:
        desk.counts["ledger.same_content"] += 1
        desk.keep(response, link, SAME_CONTENT)
        desk.ledger.record_unchanged(link.url, desk.now(), *versions)
        return Skipped(link.url, "same_content", "Its bytes are those of the last time.")
    path, offset = desk.archive.keep(response, link, True)
    size_bytes = len(response.body)
    page = Fetched(link, str(response.url), response.media_type, content_sha256, size_bytes, desk.now(), path, offset)
    desk.ledger.record_fetched(page, desk.archive.folder.name, *versions)
    return page


def _is_kept_already(entry: Entry, archive: Archive) -> bool:
    """Whether a killed attempt of this run has fetched the page, and its WARC file is still there."""
    is_of_this_run = entry.folder == archive.folder.name and not entry.is_settled
    return is_of_this_run and bool(entry.warc_path and archive.has(entry.warc_path))


def _again(link: Link, entry: Entry) -> Fetched:
    return Fetched(
        link,
        entry.final_url or link.url,
        entry.media_type or "",
        entry.content_sha256 or "",
        entry.size_bytes or 0,
        entry.fetched_at or datetime.now(UTC),
        entry.warc_path or "",
        entry.warc_offset or 0,
    )
