"""How often a host is asked: one request each `pace_s`, many hosts at once."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass

import httpx

from sources.web.outcomes import FetchFailed


def host_of(url: httpx.URL) -> str:
    """The unit of courtesy: a host name (http and https alike), with its port where that is not the usual one."""
    return url.host if url.port is None else f"{url.host}:{url.port}"


@dataclass(slots=True)
class _Host:
    pace_s: float
    next_s: float = 0.0  # when the next turn may start, on the loop's clock
    held_s: float = 0.0  # until when the host asked to be left alone, on the loop's clock


class Pace:
    """Hands out turns. Starts of requests to one host lie at least its pace apart, however long the requests take."""

    def __init__(self, pace_s: float, max_retry_after_s: float, counts: Counter[str]) -> None:
        self._hosts: dict[str, _Host] = defaultdict(lambda: _Host(pace_s))
        self._max_retry_after_s = max_retry_after_s
        self._counts = counts

    def slow_down(self, host: str, pace_s: float) -> None:
        """Keep at least `pace_s` seconds between requests from now on, as a Crawl-delay or a source's setting asks."""
        state = self._hosts[host]
        state.next_s += max(pace_s - state.pace_s, 0.0)
        state.pace_s = max(pace_s, state.pace_s)

    def hold(self, host: str, wait_s: float) -> None:
        """Leave the host alone for `wait_s` seconds, all of its addresses, as a Retry-After asks."""
        state = self._hosts[host]
        state.held_s = max(state.held_s, asyncio.get_running_loop().time() + wait_s)
        self._counts["pace.held"] += 1

    async def turn(self, host: str) -> None:
        """Return when the host may be asked.

        Raises:
            FetchFailed: host_asks_to_wait, when that is longer than `fetch.max_retry_after_s` away.
        """
        state, clock = self._hosts[host], asyncio.get_running_loop().time
        while True:
            held_s = state.held_s - clock()
            if held_s > self._max_retry_after_s:
                raise FetchFailed(
                    "host_asks_to_wait",
                    f"{host} asked to be left alone for {held_s:.0f} s more: run again after that.",
                    host,
                    is_retriable=True,
                    wait_s=held_s,
                )
            if held_s > 0:
                await asyncio.sleep(held_s)
                continue
            start_s = max(clock(), state.next_s)
            state.next_s = start_s + state.pace_s
            if start_s > clock():
                self._counts["pace.waited_ms"] += round((start_s - clock()) * 1000)
                await asyncio.sleep(start_s - clock())
            if state.held_s <= clock():
                self._counts["pace.turns"] += 1
                return
