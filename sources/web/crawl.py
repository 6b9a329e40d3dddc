"""Many addresses at once, each host at its own pace: listings are expanded, documents go into WARC files."""

import asyncio
import queue
import re
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx

from schemas.records import Skipped
from schemas.settings import FetchSettings
from sources.web.archive import Archive
from sources.web.exchange import Response, open_pool
from sources.web.fetch import Line, fetch
from sources.web.guard import vet_url
from sources.web.ledger import Ledger
from sources.web.outcomes import FetchFailed, Link, Outcome
from sources.web.pace import Pace, host_of
from sources.web.robots import MAX_ROBOTS_BYTES, Robots
from sources.web.visit import Desk, Job, visit

# Failures that are the address's own. Others (robots.txt, limits, private addresses) end with a change of the settings.
LASTING = re.compile(r"http_|unreachable$|unknown_host$|broken_response$|host_asks_to_wait$")
# What a source or listing states for all that it names; an operator's word in config/sources.toml thus wins.
INHERITED = ("language", "publisher", "timezone", "license")


def fetch_all(
    urls: Iterable[str | Link],
    settings: FetchSettings,
    ledger: Ledger,
    warc_folder: Path | None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    paces_s: Mapping[str, float] | None = None,
    counts: Counter[str] | None = None,
    force: bool = False,
) -> Iterator[Outcome]:
    """Fetch pages, and what feeds, sitemaps and lists name. One outcome for each address, in the order of completion.

    Documents are not returned but kept in `warc_folder`: read `articles-*.warc.gz` there when the iterator has ended.
    Without a folder nothing is kept, the ledger stays as it is, and pages that a listing names become `Planned`. Once
    what was fetched is published, call `ledger.settle(warc_folder.name)`.

    `paces_s` gives seconds between requests for an address in `urls` and what it names. `counts` is filled with what
    each courtesy did: fetch.requests, fetch.redirects, retry.attempts, pace.turns, pace.waited_ms, pace.held,
    robots.asked, robots.disallowed, ledger.resumed, ledger.not_modified, ledger.same_content. `force` fetches what is
    known, unchanged or resting all the same.

    Raises:
        CopydeskError: when the WARC folder or the ledger cannot be written. Whatever a server does becomes a `Reject`.
    """
    outcomes: queue.SimpleQueue[Outcome | BaseException | None] = queue.SimpleQueue()
    archive = Archive(warc_folder, settings.warc_bytes, settings.contact, now()) if warc_folder else None
    crawl = _Crawl(settings, Counter() if counts is None else counts, outcomes.put)
    loop = asyncio.new_event_loop()
    # Names are resolved in these threads, and a slow resolver must not hold up hosts whose names are known.
    loop.set_default_executor(ThreadPoolExecutor(settings.max_connections + 4, "copydesk-fetch"))
    main = loop.create_task(crawl.run(urls, paces_s or {}, ledger, archive, now, force))

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
    """The queues of all hosts, each worked off at its own pace."""

    def __init__(self, settings: FetchSettings, counts: Counter[str], report: Callable[[Outcome], None]) -> None:
        self._settings, self._counts, self._report = settings, counts, report
        self._queues: dict[str, deque[Job]] = defaultdict(deque)
        self._workers: Counter[str] = Counter()
        self._seen: set[str] = set()

    async def run(
        self,
        urls: Iterable[str | Link],
        paces_s: Mapping[str, float],
        ledger: Ledger,
        archive: Archive | None,
        now: Callable[[], datetime],
        force: bool,
    ) -> None:
        settings, counts = self._settings, self._counts

        def keep_aside(response: Response) -> None:
            self._desk.keep(response, Link(str(response.url)))

        async def ask_robots(url: httpx.URL) -> Response:
            response = await fetch(self._line, url, cut_at=MAX_ROBOTS_BYTES)
            keep_aside(response)
            return response

        pace = Pace(settings, counts)
        async with open_pool(settings) as pool:
            self._line = Line(settings, pool, pace, counts, keep_aside)
            robots = Robots(ask_robots, pace, settings, counts)
            self._desk = Desk(settings, self._line, robots, ledger, archive, now, counts, force)
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
        job = Job(replace(link, url=str(url)), url, depth, parent_kind, pace_s)
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
                visited = await visit(self._desk, job)
            except FetchFailed as failure:
                self._fail(job, failure)
                continue
            for outcome in visited.outcomes:
                self._report(outcome)
            stated = {name: value for name in INHERITED if (value := getattr(job.link, name)) is not None}
            for link in visited.links:
                self._add(replace(link, via=job.link.url, **stated), job.depth + 1, visited.kind, job.pace_s)
        self._workers[host] -= 1

    def _fail(self, job: Job, failure: FetchFailed) -> None:
        settings, desk = self._settings, self._desk
        if desk.archive and (failure.wait_s or LASTING.match(failure.rule)):
            limits = settings.max_failures, settings.rest_days
            desk.ledger.record_failure(job.link.url, failure.rule, desk.now(), failure.wait_s, *limits)
        self._report(failure.as_reject(job.link))
