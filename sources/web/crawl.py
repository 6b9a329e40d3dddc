"""Many addresses at once, each host at its own pace: listings are expanded, documents go into WARC files."""

import asyncio
import hashlib
import queue
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx

from schemas.errors import CopydeskError
from schemas.records import Reject, Skipped
from schemas.settings import FetchSettings
from sources.web.archive import NOT_MODIFIED, SAME_CONTENT, Archive
from sources.web.discover import LISTINGS, Discovery, discover
from sources.web.exchange import Response, open_pool
from sources.web.fetch import Line, bad_status, fetch
from sources.web.freshness import reason_to_skip
from sources.web.guard import vet_url
from sources.web.ledger import Entry, Ledger
from sources.web.outcomes import Expanded, Fetched, FetchFailed, Link, Outcome, Planned
from sources.web.pace import Pace, host_of
from sources.web.robots import MAX_ROBOTS_BYTES, Robots

PAGE_TYPES = ("text/html", "application/xhtml+xml", "")  # what the reader of web archives takes for a page
# What a source or listing states for all that it names; an operator's word in config/sources.toml thus wins.
INHERITED = ("language", "publisher", "timezone", "license")


@dataclass(frozen=True, slots=True)
class _Job:
    link: Link  # its url in normal form
    url: httpx.URL
    depth: int  # listings above it
    parent_kind: str | None
    pace_s: float


def fetch_all(
    urls: Iterable[str | Link],
    settings: FetchSettings,
    ledger: Ledger,
    warc_folder: Path | None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    paces_s: dict[str, float] | None = None,
    counts: Counter[str] | None = None,
) -> Iterator[Outcome]:
    """Fetch pages, and what feeds, sitemaps and lists name. One outcome for each address, in the order of completion.

    Documents are not returned but kept in `warc_folder`: read `articles-*.warc.gz` there when the iterator has ended.
    Without a folder nothing is kept, the ledger stays as it is, and pages that a listing names become `Planned`. Once
    what was fetched is published, call `ledger.settle(warc_folder.name)`.

    `paces_s` gives seconds between requests for an address in `urls` and what it names. `counts` is filled with what
    each courtesy did: fetch.requests, fetch.redirects, retry.attempts, pace.turns, pace.waited_ms, pace.held,
    robots.asked, robots.disallowed, ledger.resumed, ledger.not_modified, ledger.same_content.

    Raises:
        CopydeskError: when the WARC folder or the ledger cannot be written. Whatever a server does becomes a `Reject`.
    """
    outcomes: queue.SimpleQueue[Outcome | BaseException | None] = queue.SimpleQueue()
    archive = Archive(warc_folder, settings.warc_bytes, settings.contact, now()) if warc_folder else None
    crawl = _Crawl(settings, ledger, archive, now, Counter() if counts is None else counts, outcomes.put)
    loop = asyncio.new_event_loop()
    # Names are resolved in these threads, and a slow resolver must not hold up hosts whose names are known.
    loop.set_default_executor(ThreadPoolExecutor(settings.max_connections + 4, "copydesk-fetch"))
    main = loop.create_task(crawl.run(urls, paces_s or {}))

    def work() -> None:
        try:
            loop.run_until_complete(main)
            outcomes.put(None)
        except BaseException as error:  # handed to the caller's thread, which raises it
            outcomes.put(error)
        finally:
            for task in asyncio.all_tasks(loop):
                task.cancel()
            loop.run_until_complete(asyncio.sleep(0))
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    # The network goes on while the caller is busy with an outcome: a page must not time out because of a slow reader.
    thread = threading.Thread(target=work, name="copydesk-fetch", daemon=True)
    thread.start()
    try:
        while (outcome := outcomes.get()) is not None:
            if isinstance(outcome, BaseException):
                raise outcome
            yield outcome
    finally:
        if thread.is_alive():
            with suppress(RuntimeError):  # it may end at this very moment
                loop.call_soon_threadsafe(main.cancel)
        thread.join()
        if archive:
            archive.close()


class _Crawl:
    def __init__(
        self,
        settings: FetchSettings,
        ledger: Ledger,
        archive: Archive | None,
        now: Callable[[], datetime],
        counts: Counter[str],
        report: Callable[[Outcome], None],
    ) -> None:
        self._settings, self._ledger, self._archive = settings, ledger, archive
        self._now, self._counts, self._report = now, counts, report
        self._queues: dict[str, deque[_Job]] = defaultdict(deque)
        self._workers: Counter[str] = Counter()
        self._seen: set[str] = set()

    async def run(self, urls: Iterable[str | Link], paces_s: dict[str, float]) -> None:
        pace = Pace(self._settings.pace_s, self._settings.max_retry_after_s, self._counts)
        async with open_pool(self._settings) as pool:
            self._line = Line(self._settings, pool, pace, self._counts, self._keep_aside)
            self._robots = Robots(self._ask_robots, pace, self._settings, self._counts)
            try:
                async with asyncio.TaskGroup() as self._group:
                    for url in urls:
                        link = Link(url) if isinstance(url, str) else url
                        self._add(link, 0, None, paces_s.get(link.url, 0.0))
            except BaseExceptionGroup as group:
                raise group.exceptions[0] from None

    def _add(self, link: Link, depth: int, parent_kind: str | None, pace_s: float) -> None:
        try:
            url = vet_url(link.url)
        except FetchFailed as failure:
            self._report(failure.as_reject(link))
            return
        job = _Job(replace(link, url=str(url)), url, depth, parent_kind, pace_s)
        if job.link.url in self._seen:
            self._report(Skipped(job.link.url, "same_address", "This run has this address already."))
            return
        self._seen.add(job.link.url)
        host = host_of(url)
        self._line.pace.slow_down(host, pace_s)
        self._queues[host].append(job)
        if self._workers[host] < self._settings.max_per_host:
            self._workers[host] += 1
            self._group.create_task(self._serve(host))

    async def _serve(self, host: str) -> None:
        """Work off a host's queue, beside at most `fetch.max_per_host` - 1 others."""
        while self._queues[host]:
            job = self._queues[host].popleft()
            try:
                outcome = await self._visit(job)
            except FetchFailed as failure:
                outcome = failure.as_reject(job.link)
                if self._archive:
                    self._ledger.record_failure(
                        job.link.url,
                        failure.rule,
                        self._now(),
                        failure.wait_s,
                        self._settings.max_failures,
                        self._settings.rest_days,
                    )
            self._report(outcome)
        self._workers[host] -= 1

    async def _visit(self, job: _Job) -> Outcome:
        link, entry = job.link, self._ledger.entry(job.link.url)
        if (
            entry
            and self._archive
            and entry.folder == self._archive.folder.name
            and not entry.is_settled
            and entry.warc_path
        ):
            self._counts["ledger.resumed"] += 1
            return _again(link, entry)
        skipped = reason_to_skip(link, entry, self._now(), self._settings)
        if skipped:
            return skipped
        if self._archive is None and job.depth and job.parent_kind != "sitemap_index":
            await self._robots.check(job.url)
            return Planned(link, is_known=bool(entry and entry.is_settled))
        response, found = await self._get(job, entry)
        etag, last_modified = response.header("etag"), response.header("last-modified")
        if response.status == 304:
            self._counts["ledger.not_modified"] += 1
            self._keep(response, link, False, NOT_MODIFIED)
            self._ledger.record_unchanged(link.url, self._now(), etag, last_modified)
            known = self._ledger.listing(link.url)
            if known:
                self._expand(job, known[0], known[1])
            return Skipped(link.url, "not_modified", "The server says that it is unchanged.")
        if found.kind in LISTINGS:
            return self._listing(job, response, found, etag, last_modified)
        content_sha256 = hashlib.sha256(response.body).hexdigest()
        if entry and entry.is_settled and entry.content_sha256 == content_sha256:
            self._counts["ledger.same_content"] += 1
            self._keep(response, link, False, SAME_CONTENT)
            if self._archive:
                self._ledger.record_unchanged(link.url, self._now(), etag, last_modified)
            return Skipped(link.url, "same_content", "Its bytes are those of the last time.")
        if self._archive is None:
            return Planned(link, is_known=bool(entry and entry.is_settled))
        path, offset = self._archive.keep(response, link, True)
        page = Fetched(
            link, str(response.url), response.media_type, content_sha256, len(response.body), self._now(), path, offset
        )
        self._ledger.record_fetched(page, self._archive.folder.name, etag, last_modified)
        return page

    async def _get(self, job: _Job, entry: Entry | None) -> tuple[Response, Discovery]:
        """The response, which is a 304 or a document, and what it is.

        Raises:
            FetchFailed: for whatever is no document.
        """
        settings, asked = self._settings, False

        def conditions(url: httpx.URL) -> Iterator[tuple[bytes, bytes]]:
            nonlocal asked
            if self._archive and entry and entry.is_settled and entry.final_url == str(url):
                for name, value in ((b"If-None-Match", entry.etag), (b"If-Modified-Since", entry.last_modified)):
                    if value:
                        asked = True
                        yield name, value.encode("latin-1")

        try:
            response = await fetch(self._line, job.url, self._robots.check, conditions, settings.media_types)
            if response.status == 304 and asked:
                return response, Discovery("unchanged")
            if response.status != 200:
                self._keep(response, job.link, False)
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
        if found.kind in LISTINGS and job.depth >= settings.max_depth:
            raise FetchFailed(
                "nested_too_deep",
                "Feeds and sitemaps name each other more than fetch.max_depth deep: give the inner ones.",
                job.link.url,
            )
        return response, found

    def _listing(
        self, job: _Job, response: Response, found: Discovery, etag: str | None, last_modified: str | None
    ) -> Outcome:
        self._keep(response, job.link, False)
        if self._archive:
            self._ledger.record_listing(
                job.link.url,
                str(response.url),
                found.kind,
                found.links,
                self._now(),
                None if found.is_cut else etag,
                None if found.is_cut else last_modified,
            )
        self._expand(job, found.kind, found.links)
        if found.is_cut:
            self._report(
                Reject(
                    job.link.url,
                    "ingest",
                    "too_many_entries",
                    f"It names more than {self._settings.max_entries:,} addresses, and the rest was not taken: "
                    "raise fetch.max_entries.",
                )
            )
        return Expanded(job.link, found.kind, len(found.links))

    def _expand(self, job: _Job, kind: str, links: Iterable[Link]) -> None:
        stated = {name: value for name in INHERITED if (value := getattr(job.link, name)) is not None}
        for link in links:
            self._add(replace(link, via=job.link.url, **stated), job.depth + 1, kind, job.pace_s)

    async def _ask_robots(self, url: httpx.URL) -> Response:
        response = await fetch(self._line, url, cut_at=MAX_ROBOTS_BYTES)
        self._keep_aside(response)
        return response

    def _keep(self, response: Response, link: Link, is_article: bool, revisit: str | None = None) -> None:
        if self._archive:
            self._archive.keep(response, link, is_article, revisit)

    def _keep_aside(self, response: Response) -> None:
        self._keep(response, Link(str(response.url)), False)


def _again(link: Link, entry: Entry) -> Fetched:
    """A page that a killed attempt of this run has fetched already."""
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
