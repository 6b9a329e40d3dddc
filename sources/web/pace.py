"""How often a host is asked: one request each `pace_s`, many hosts at once."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from schemas.settings import FetchSettings
from sources.web.outcomes import FetchFailed


def host_of(url: httpx.URL) -> str:
    """The unit of courtesy: a host name (http and https alike), with its port where that is not the usual one."""
    return url.host if url.port is None else f"{url.host}:{url.port}"


@dataclass(slots=True)
class _Host:
    """Times are seconds on the loop's clock."""

    pace_s: float
    started_s: float = float("-inf")  # when the last request began
    held_s: float = float("-inf")  # until when the host asked to be left alone


class Pace:
    """Hands out turns. Starts of requests to one host lie at least its pace apart, however long the requests take, and
    however long they had to wait for a free connection."""

    def __init__(self, settings: FetchSettings, counts: Counter[str]) -> None:
        self._hosts: dict[str, _Host] = defaultdict(lambda: _Host(settings.pace_s))
        self._connections = asyncio.Semaphore(settings.max_connections)
        self._max_retry_after_s = settings.max_retry_after_s
        self._counts = counts

    def slow_down(self, host: str, pace_s: float) -> None:
        """Keep at least `pace_s` seconds between requests from now on, as a Crawl-delay or a source's setting asks."""
        self._hosts[host].pace_s = max(pace_s, self._hosts[host].pace_s)

    def hold(self, host: str, wait_s: float) -> None:
        """Leave the host alone for `wait_s` seconds, all of its addresses, as a Retry-After asks."""
        state = self._hosts[host]
        state.held_s = max(state.held_s, asyncio.get_running_loop().time() + wait_s)
        self._counts["pace.held"] += 1

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Enter when the host may be asked and a connection is free; leave when the request is over.

        Raises:
            FetchFailed: host_asks_to_wait, when that is longer than `fetch.max_retry_after_s` away.
        """
        while True:
            while (wait_s := self._wait_s(host)) > 0:
                self._counts["pace.waited_ms"] += round(wait_s * 1000)
                await asyncio.sleep(wait_s)
            async with self._connections:
                if self._wait_s(host) > 0:  # another went first while this one waited for a connection
                    continue
                self._hosts[host].started_s = asyncio.get_running_loop().time()
                self._counts["pace.turns"] += 1
                yield
                return

    def _wait_s(self, host: str) -> float:
        state, now_s = self._hosts[host], asyncio.get_running_loop().time()
        held_s = state.held_s - now_s
        if held_s > self._max_retry_after_s:
            raise FetchFailed(
                "host_asks_to_wait",
                f"{host} asked to be left alone for {held_s:.0f} s more: run again after that.",
                host,
                is_retriable=True,
                wait_s=held_s,
            )
        return max(held_s, state.started_s + state.pace_s - now_s)
