"""What a host asks of robots: robots.txt, read as RFC 9309 says.

A 4xx answer or a circle of redirects means that nothing is forbidden, a 5xx answer or none that everything is; the
first 500 KiB count; the longest matching rule wins, with `*` and `$`. Each host is asked once a run.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
from protego import Protego

from schemas.settings import FetchSettings
from sources.web.exchange import HAS_DOCUMENT, PRODUCT, Response
from sources.web.outcomes import FetchFailed
from sources.web.pace import Pace, host_of

MAX_ROBOTS_BYTES = 500 * 1024  # RFC 9309, 2.5

Ask = Callable[[httpx.URL], Awaitable[Response]]  # fetches an address with redirects and retries, without asking robots


@dataclass(frozen=True, slots=True)
class _Rules:
    """One host's rules, or why it may not be fetched at all."""

    rules: Protego | None
    failure: FetchFailed | None = None


class Robots:
    def __init__(self, ask: Ask, pace: Pace, settings: FetchSettings, counts: Counter[str]) -> None:
        self._ask, self._pace, self._settings, self._counts = ask, pace, settings, counts
        self._known: dict[str, asyncio.Task[_Rules]] = {}

    async def check(self, url: httpx.URL) -> None:
        """Return where `url` may be fetched.

        Raises:
            FetchFailed: robots_disallow, robots_unreachable, crawl_delay_too_long, or what kept robots.txt from being
                reached at all (address_refused, unreachable, timeout).
        """
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if origin not in self._known:
            self._known[origin] = asyncio.ensure_future(self._read(url.join("/robots.txt")))
        # Shielded: the document that asked first may be given up while others still wait for the same rules.
        known = await asyncio.shield(self._known[origin])
        if known.failure:
            raise known.failure
        if known.rules and not known.rules.can_fetch(str(url), PRODUCT):
            self._counts["robots.disallowed"] += 1
            raise FetchFailed(
                "robots_disallow",
                f"The robots.txt of {url.host} forbids this address to {PRODUCT}: ask the site, or drop it.",
                str(url),
            )

    async def _read(self, robots_url: httpx.URL) -> _Rules:
        self._counts["robots.asked"] += 1
        host = host_of(robots_url)
        try:
            response = await self._ask(robots_url)
        except FetchFailed as failure:
            return _Rules(None, _of_robots(failure, host)) if failure.rule != "too_many_redirects" else _Rules(None)
        if response.status >= 500:
            return _Rules(
                None,
                FetchFailed(
                    "robots_unreachable",
                    f"The robots.txt of {host} answers {response.status}, so nothing there may be fetched (RFC 9309): "
                    "run again later.",
                    str(robots_url),
                    is_retriable=True,
                ),
            )
        if response.status not in HAS_DOCUMENT:
            return _Rules(None)
        text = response.body.decode("utf-8-sig", "replace")
        if response.is_cut:
            text = text.rpartition("\n")[0]  # half a rule may forbid all
        rules = Protego.parse(text)
        delay_s = rules.crawl_delay(PRODUCT) or 0.0
        if delay_s > self._settings.max_crawl_delay_s:
            return _Rules(
                rules,
                FetchFailed(
                    "crawl_delay_too_long",
                    f"The robots.txt of {host} asks for {delay_s:g} s between pages, more than "
                    "fetch.max_crawl_delay_s: raise that, or drop the site.",
                    str(robots_url),
                ),
            )
        if delay_s > 0:
            self._pace.slow_down(host, float(delay_s))
        return _Rules(rules)


def _of_robots(failure: FetchFailed, host: str) -> FetchFailed:
    """The failure of robots.txt as the reason why a page is not fetched; a host that is not there needs no detour."""
    if failure.rule in ("address_refused", "unknown_host", "unreachable", "bad_certificate", "host_asks_to_wait"):
        return failure
    return FetchFailed(
        "robots_unreachable",
        f"The robots.txt of {host} cannot be had, so nothing there may be fetched (RFC 9309). {failure.reason}",
        failure.detail,
        is_retriable=True,
    )
