"""robots.txt as RFC 9309 says: what is forbidden is not fetched, and what cannot be known is forbidden."""

import gzip
import time

import pytest

from schemas.records import Reject
from sources.web import Fetched


def rules_of(outcomes):
    return {
        outcome.input_uri.rpartition("/")[2]
        if isinstance(outcome, Reject)
        else outcome.url.rpartition("/")[2]: outcome.rule if isinstance(outcome, Reject) else "fetched"
        for outcome in outcomes
    }


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /private/", "/private/a", False),
        ("User-agent: *\nDisallow: /private/", "/public/a", True),
        (
            "User-agent: *\nDisallow: /private/\nAllow: /private/press",
            "/private/press/a",
            True,
        ),  # the longest match wins
        ("User-agent: *\nAllow: /private/press\nDisallow: /private/", "/private/a", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf.html", True),
        ("User-agent: *\nDisallow: /*/comments", "/story/1/comments", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: copydesk\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a", False),  # our own group beats *
        ("User-agent: CopyDesk\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: otherbot\nDisallow: /", "/a", True),
        ("User-agent: a\nUser-agent: copydesk\nDisallow: /a", "/a", False),  # a group of several agents
        ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: *\r\nDisallow: /a # why\r\n", "/a", False),
        ("<html>not a robots file</html>", "/a", True),
        ("User-agent: *\nDisallow: /" + "*a" * 200 + "b", "/" + "a" * 400, True),  # a pattern made to take for ever
    ],
)
def test_what_the_rules_forbid_is_not_fetched(server, fetch, robots, path, allowed):
    server.on("/robots.txt", robots.encode(), "text/plain")
    started = time.monotonic()
    (outcome,) = fetch(server.on(path, server.page))
    assert isinstance(outcome, Fetched) == allowed
    assert server.paths() == ([path] if allowed else [])
    assert time.monotonic() - started < 10
    if not allowed:
        assert (outcome.rule, outcome.is_retriable) == ("robots_disallow", False)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_robots_txt_that_answers_4xx_forbids_nothing(server, fetch, status):
    server.on("/robots.txt", lambda r: r.answer(status))
    (page,) = fetch(server.on("/a", server.page))
    assert isinstance(page, Fetched)


@pytest.mark.parametrize(
    "behave",
    [
        *(
            pytest.param(lambda r, status=status: r.answer(status), id=str(status))
            for status in (500, 502, 503, 504, 599)
        ),
        pytest.param(lambda r: time.sleep(1.5), id="silence"),
        pytest.param(lambda r: r.send(b"\x00\x01\x02\r\n\r\n"), id="no HTTP"),
        pytest.param(lambda r: r.answer(200, b"not gzip", Content_Encoding="gzip"), id="broken gzip"),
    ],
)
def test_a_robots_txt_that_cannot_be_had_forbids_everything(server, fetch, behave):
    server.on("/robots.txt", behave)
    (reject,) = fetch(server.on("/a", server.page), max_attempts=2, idle_timeout_s=0.3)
    assert (reject.rule, reject.is_retriable) == ("robots_unreachable", True)
    assert "RFC 9309" in reject.reason
    assert server.paths() == []


def test_a_robots_txt_that_fails_once_is_asked_again(server, fetch):
    server.on("/robots.txt", lambda r: r.answer(503 if len(server.asked) == 1 else 404))
    (page,) = fetch(server.on("/a", server.page))
    assert isinstance(page, Fetched)


def test_redirects_of_robots_txt_are_followed(server, fetch):
    server.on("/robots.txt", lambda r: r.answer(301, Location="/robots/all.txt"))
    server.on("/robots/all.txt", b"User-agent: *\nDisallow: /a", "text/plain")
    (reject,) = fetch(server.on("/a", server.page))
    assert reject.rule == "robots_disallow"


def test_a_robots_txt_that_redirects_in_a_circle_forbids_nothing(server, fetch):
    server.on("/robots.txt", lambda r: r.answer(301, Location="/robots.txt"))
    (page,) = fetch(server.on("/a", server.page))
    assert isinstance(page, Fetched)


def test_the_first_500_kib_count_and_half_a_line_does_not(server, fetch):
    start = b"User-agent: *\nDisallow: /early\n"
    end = b"\nDisallow: /inside\nDisallow: /across\nDisallow: /late\n"
    inside = len(end[: end.index(b"across")])  # the limit falls behind "Disallow: /"
    server.on("/robots.txt", start + b"#" * (500 * 1024 - len(start) - inside) + end + b"# more\n" * 9000, "text/plain")
    names = ("early", "inside", "across", "late", "other")
    outcomes = fetch(*(server.on(f"/{name}", server.page) for name in names))
    forbidden = {name for name, rule in rules_of(outcomes).items() if rule == "robots_disallow"}
    assert forbidden == {"early", "inside"}


def test_a_robots_txt_that_never_ends_is_cut(server, fetch):
    def pour(request):
        request.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /a\n")
        while True:
            request.send(b"# filler\n" * 1000)

    server.on("/robots.txt", pour)
    (reject,) = fetch(server.on("/a", server.page))
    assert reject.rule == "robots_disallow"


def test_a_robots_txt_that_is_a_bomb_is_cut(server, fetch):
    packed = gzip.compress(b"User-agent: *\nDisallow: /a\n" + b"#" * 50_000_000)
    server.on("/robots.txt", lambda r: r.answer(200, packed, "text/plain", Content_Encoding="gzip"))
    (reject,) = fetch(server.on("/a", server.page))
    assert reject.rule == "robots_disallow"


def test_it_is_asked_once_a_host_and_for_each_host(server, fetch):
    server.on("*", server.page)
    server.on(
        "/robots.txt",
        lambda r: r.answer(200, b"User-agent: *\nDisallow: /a" if r.host.startswith("127.0.0.2") else b""),
    )
    fetch(*(server.url(f"/{name}", host) for host in ("127.0.0.1", "127.0.0.2") for name in "abcd"))
    asked = sorted(request.host.partition(":")[0] for request in server.asked if request.path == "/robots.txt")
    assert asked == ["127.0.0.1", "127.0.0.2"]
    assert [r.host.partition(":")[0] for r in server.asked if r.path == "/a"] == ["127.0.0.1"]


def test_the_rules_of_the_host_that_a_redirect_leads_to_count(server, fetch):
    server.on(
        "/robots.txt",
        lambda r: r.answer(200, b"User-agent: *\nDisallow: /b" if r.host.startswith("127.0.0.2") else b""),
    )
    server.on("/a", lambda r: r.answer(302, Location=server.url("/b", "127.0.0.2")))
    server.on("/b", server.page)
    (reject,) = fetch(server.url("/a"))
    assert reject.rule == "robots_disallow"
    assert server.paths() == ["/a"]


def test_the_crawl_delay_is_kept(server, fetch):
    server.on("*", server.page)
    server.on("/robots.txt", b"User-agent: *\nCrawl-delay: 0.4\n", "text/plain")
    fetch(*(server.url(f"/{number}") for number in range(3)))
    assert server.asked[-1].at_s - server.asked[0].at_s >= 3 * 0.4 * 0.85  # a busy machine may serve the first one late


def test_a_crawl_delay_beyond_the_setting_means_that_the_host_is_not_fetched(server, fetch):
    server.on("/robots.txt", b"User-agent: *\nCrawl-delay: 3600\n", "text/plain")
    (reject,) = fetch(server.on("/a", server.page))
    assert (reject.rule, reject.is_retriable) == ("crawl_delay_too_long", False)
    assert "fetch.max_crawl_delay_s" in reject.reason
    assert server.paths() == []
