"""One document from the web: paced, tried again where that may help, followed through its redirects."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import httpcore
import httpx

from schemas.settings import FetchSettings
from sources.web.exchange import Response, exchange
from sources.web.guard import vet_url
from sources.web.outcomes import FetchFailed
from sources.web.pace import Pace, host_of
from sources.web.retry import RETRIABLE_STATUS, pause_s, retry_after_s

REDIRECTS = frozenset({301, 302, 303, 307, 308})

Conditions = Callable[[httpx.URL], Iterable[tuple[bytes, bytes]]]


@dataclass(slots=True)
class Line:
    """What all requests of one crawl share."""

    settings: FetchSettings
    pool: httpcore.AsyncConnectionPool
    pace: Pace
    counts: Counter[str]
    keep_aside: Callable[[Response], None]  # for the record: redirects and failures on the way


async def fetch(
    line: Line,
    url: httpx.URL,
    check: Callable[[httpx.URL], Awaitable[None]] | None = None,
    conditions: Conditions = lambda url: (),
    media_types: tuple[str, ...] = (),
    cut_at: int | None = None,
) -> Response:
    """The response at the end of the redirects, whatever its status. `check` is asked before each address (robots.txt).

    Raises:
        FetchFailed: as `exchange`, `Pace.turn` and `check` do, and too_many_redirects.
    """
    time_s, been = line.settings.timeout_s, {str(url)}
    while True:
        if check is not None:
            await check(url)
        response, time_s = await _persist(line, url, time_s, conditions, media_types, cut_at)
        location = response.header("location")
        if response.status not in REDIRECTS or not location:
            return response
        line.keep_aside(response)
        line.counts["fetch.redirects"] += 1
        try:
            # Many servers write a Location in UTF-8, though it should be ASCII.
            url = vet_url(str(url.join(location.encode("latin-1").decode("utf-8", "replace"))))
        except (httpx.InvalidURL, ValueError):
            raise FetchFailed(
                "malformed_url", "The page redirects to what is no URL: open it in a browser.", location
            ) from None
        if str(url) in been or len(been) > line.settings.max_redirects:
            raise FetchFailed(
                "too_many_redirects",
                "The page redirects in a circle, or more often than fetch.max_redirects: open it in a browser "
                "and give the address where it ends.",
                str(url),
            )
        been.add(str(url))


async def _persist(
    line: Line, url: httpx.URL, time_s: float, conditions: Conditions, media_types: tuple[str, ...], cut_at: int | None
) -> tuple[Response, float]:
    """The response of the last attempt, and the seconds that are left."""
    settings, clock, host = line.settings, asyncio.get_running_loop().time, host_of(url)
    for attempt in range(1, settings.max_attempts + 1):
        async with line.pace.turn(host):
            line.counts["fetch.requests"] += 1
            started_s = clock()
            failure: FetchFailed | None = None
            try:
                response = await exchange(line.pool, url, settings, time_s, conditions(url), media_types, cut_at)
            except FetchFailed as error:
                failure = error
            time_s -= clock() - started_s
        wait_s = None
        if failure is None:
            if response.status not in RETRIABLE_STATUS:
                return response, time_s
            wait_s = retry_after_s(response.header("retry-after"), datetime.now(UTC))
            if wait_s:
                line.pace.hold(host, wait_s)
        if attempt == settings.max_attempts or time_s <= 0 or (failure and not failure.is_retriable):
            break
        line.counts["retry.attempts"] += 1
        if failure is None:
            line.keep_aside(response)
        if not wait_s:
            await asyncio.sleep(pause_s(attempt, settings))
    if failure is not None:
        raise failure
    return response, time_s


def bad_status(response: Response) -> FetchFailed:
    """Why a response with this status is no document."""
    status = response.status
    sentence = {
        401: "The page wants a login: fetch it by hand, and give its file.",
        402: "The page is behind a paywall: fetch it by hand, and give its file.",
        403: "The site refuses us this page: ask it for leave, or set fetch.contact.",
        404: "The page does not exist: correct the address, or drop it.",
        410: "The page was taken down: drop the address.",
        429: "The site finds that we ask too often: raise the source's pace_s, and run again later.",
        451: "The page may not be shown for legal reasons: drop the address.",
    }.get(status)
    if sentence is None:
        sentence = (
            f"The server fails ({status}): run again later."
            if status in RETRIABLE_STATUS
            else f"The server answers {status} in place of a document: open the address in a browser."
        )
    wait_s = retry_after_s(response.header("retry-after"), datetime.now(UTC))
    return FetchFailed(
        f"http_{status}",
        sentence,
        f"{response.url} answered {status}",
        is_retriable=status in RETRIABLE_STATUS,
        wait_s=wait_s,
    )
