"""One host is asked at its pace, many hosts at once."""

import asyncio
import time
from collections import Counter, defaultdict
from itertools import pairwise

import httpx
import pytest

from sources.web import Fetched, fetch_all
from sources.web.outcomes import FetchFailed
from sources.web.pace import Pace, host_of


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://example.org/a", "example.org"),
        ("https://EXAMPLE.org:443/b", "example.org"),
        ("http://example.org:8080/", "example.org:8080"),
    ],
)
def test_the_unit_of_courtesy_is_the_host(url, host):
    assert host_of(httpx.URL(url)) == host


def span_s(server):
    """Seconds from the first to the last request. A busy machine shortens single gaps, by serving one late."""
    at_s = [request.at_s for request in server.asked]
    return max(at_s) - min(at_s)


def test_requests_to_one_host_start_at_least_the_pace_apart(server, fetch):
    server.on("*", server.page)
    outcomes = fetch(*(server.url(f"/{number}") for number in range(6)), pace_s=0.2)
    assert sum(isinstance(outcome, Fetched) for outcome in outcomes) == 6
    assert span_s(server) >= 6 * 0.2 * 0.85


def test_a_slow_answer_does_not_slow_the_pace_down(server, fetch):
    def slow(request):
        time.sleep(0.6)
        request.answer(body=server.page)

    server.on("*", slow)
    started = time.monotonic()
    fetch(*(server.url(f"/{number}") for number in range(8)), pace_s=0.2, max_per_host=4)
    assert time.monotonic() - started < 8 * 0.6


def test_a_thousand_addresses_on_fifty_hosts_take_the_time_of_one_host(server, fetch_settings, ledger, tmp_path):
    """20 pages a host at 0.2 s are 4 s; in a row they would be 200 s."""
    hosts = [f"127.0.1.{number}" for number in range(1, 51)]
    server.on("*", server.page)
    settings = fetch_settings(allow_private_hosts=tuple(hosts), pace_s=0.2)
    urls = [server.url(f"/{page}", host) for host in hosts for page in range(20)]
    started = time.monotonic()
    outcomes = list(fetch_all(urls, settings, ledger, tmp_path / "warc"))
    took_s = time.monotonic() - started
    assert sum(isinstance(outcome, Fetched) for outcome in outcomes) == 1000
    assert 4.0 <= took_s < 40.0
    by_host = defaultdict(list)
    for request in server.asked:
        by_host[request.host].append(request.at_s)
    for at_s in by_host.values():
        assert max(at_s) - min(at_s) >= 20 * 0.2 * 0.85  # 20 pages and robots.txt


def test_a_source_may_be_asked_more_slowly(server, fetch_settings, ledger, tmp_path):
    server.on(
        "/feed", b"<rss><channel><item><link>/1</link></item><item><link>/2</link></item></channel></rss>", "text/xml"
    )
    server.on("*", server.page)
    list(
        fetch_all(
            [server.url("/feed")], fetch_settings(), ledger, tmp_path / "warc", paces_s={server.url("/feed"): 0.3}
        )
    )
    assert len(server.asked) == 4
    assert span_s(server) >= 3 * 0.3 * 0.85


def run_turns(settings, hosts, hold_s=None):
    """When each host's turns began, with requests of 0.1 s."""
    began = defaultdict(list)

    async def ask(pace, host):
        async with pace.turn(host):
            began[host].append(asyncio.get_running_loop().time())
            await asyncio.sleep(0.1)

    async def all_at_once():
        pace = Pace(settings, Counter())
        for host, wait_s in (hold_s or {}).items():
            pace.hold(host, wait_s)
        await asyncio.gather(*(ask(pace, host) for host in hosts))

    asyncio.run(all_at_once())
    return began


def test_the_pace_is_kept_also_where_connections_are_few(fetch_settings):
    began = run_turns(fetch_settings(pace_s=0.15, max_connections=2), [f"{n}.example" for n in range(6)] * 3)
    for at_s in began.values():
        assert len(at_s) == 3
        assert min(later - earlier for earlier, later in pairwise(at_s)) >= 0.15


def test_a_host_that_asks_for_too_long_a_wait_is_not_waited_for(fetch_settings):
    settings = fetch_settings(max_retry_after_s=10.0)
    assert len(run_turns(settings, ["example.net"], {"example.org": 60.0})["example.net"]) == 1
    with pytest.raises(FetchFailed) as refused:
        run_turns(settings, ["example.org"], {"example.org": 60.0})
    assert (refused.value.rule, refused.value.is_retriable) == ("host_asks_to_wait", True)
    assert 59 < refused.value.wait_s <= 60


def test_what_the_pace_did_is_counted(server, fetch_settings, ledger, tmp_path):
    counts = Counter()
    server.on("*", server.page)
    list(
        fetch_all(
            [server.url("/1"), server.url("/2")], fetch_settings(pace_s=0.1), ledger, tmp_path / "warc", counts=counts
        )
    )
    assert counts["pace.turns"] == counts["fetch.requests"] == 3
    assert counts["pace.waited_ms"] >= 150
    assert counts["robots.asked"] == 1
