"""Addresses of every kind, many at once: each ends as exactly one outcome."""

import gzip
import threading
import time

import pytest

from schemas.errors import CopydeskError
from schemas.records import Reject, Skipped
from sources.web import Expanded, Fetched, Link, Planned, fetch_all


def tally(outcomes):
    return sorted(type(o).__name__ if isinstance(o, Fetched | Expanded | Planned) else o.rule for o in outcomes)


def rss(*paths):
    return (
        b"<rss><channel>"
        + b"".join(b"<item><link>%s</link></item>" % path.encode() for path in paths)
        + b"</channel></rss>"
    )


def test_a_list_of_an_index_of_sitemaps_of_pages_is_read_to_the_end(server, fetch):
    server.on("/list.txt", f"{server.url('/index')}\n{server.url('/feed')}\n".encode(), "text/plain")
    server.on("/index", b"<sitemapindex><sitemap><loc>/map.gz</loc></sitemap></sitemapindex>", "application/xml")
    server.on(
        "/map.gz",
        gzip.compress(b"<urlset><url><loc>/a</loc></url><url><loc>/b</loc></url></urlset>"),
        "application/x-gzip",
    )
    server.on("/feed", rss("/b", "/c"), "text/html")
    for name in "abc":
        server.on(f"/{name}", server.page + name.encode())
    outcomes = fetch(server.url("/list.txt"))
    assert tally(outcomes) == ["Expanded"] * 4 + ["Fetched"] * 3 + ["same_address"]
    assert sorted(o.kind for o in outcomes if isinstance(o, Expanded)) == [
        "feed",
        "sitemap",
        "sitemap_index",
        "url_list",
    ]
    assert {o.url.rpartition("/")[2]: o.link.via.rpartition("/")[2] for o in outcomes if isinstance(o, Fetched)}[
        "a"
    ] == "map.gz"


def test_listings_that_name_each_other_end(server, fetch):
    server.on("/a", b"<sitemapindex><sitemap><loc>/b</loc></sitemap></sitemapindex>", "text/xml")
    server.on(
        "/b",
        b"<sitemapindex><sitemap><loc>/a</loc></sitemap><sitemap><loc>/b</loc></sitemap></sitemapindex>",
        "text/xml",
    )
    assert tally(fetch(server.url("/a"))) == ["Expanded", "Expanded", "same_address", "same_address"]


def test_a_well_of_listings_has_a_bottom(server, fetch):
    server.on("*", lambda r: r.answer(200, rss(f"{r.path}x"), "text/xml"))
    outcomes = fetch(server.url("/a"), max_depth=2)
    assert tally(outcomes) == ["Expanded", "Expanded", "nested_too_deep"]
    assert len(server.paths()) == 3


def test_a_feed_with_too_many_entries_is_cut_and_says_so(server, fetch):
    server.on("*", server.page)
    outcomes = fetch(server.on("/feed", rss(*(f"/{number}" for number in range(20))), "text/xml"), max_entries=5)
    assert tally(outcomes) == ["Expanded"] + ["Fetched"] * 5 + ["too_many_entries"]
    assert "fetch.max_entries" in next(o for o in outcomes if isinstance(o, Reject)).reason


def test_a_reject_says_which_feed_named_it(server, fetch):
    outcomes = fetch(server.on("/feed", rss("/gone", "ftp://127.0.0.1/x"), "text/xml"))
    rejects = {o.rule: o for o in outcomes if isinstance(o, Reject)}
    assert set(rejects) == {"http_404", "scheme_refused"}
    assert all(server.url("/feed") in reject.detail for reject in rejects.values())


def test_the_same_address_twice_is_fetched_once(server, fetch):
    url = server.on("/a", server.page)
    outcomes = fetch(url, f"{url}#part", url.replace("http:", "HTTP:"))
    assert tally(outcomes) == ["Fetched", "same_address", "same_address"]
    assert all(o.input_uri == url for o in outcomes if isinstance(o, Skipped))
    assert server.paths() == ["/a"]


def test_what_an_operator_states_wins_over_the_feed_and_reaches_the_page(server, fetch):
    body = (
        b"<rss><channel><language>en-us</language><title>X</title>"
        b"<item><link>/a</link><title>Ferry</title></item></channel></rss>"
    )
    server.on("/a", server.page)
    outcomes = fetch(
        Link(server.on("/feed", body, "text/xml"), language="de", publisher="Hafenblatt", timezone="Europe/Berlin")
    )
    (page,) = [o for o in outcomes if isinstance(o, Fetched)]
    assert page.link == Link(
        server.url("/a"),
        "Ferry",
        language="de",
        publisher="Hafenblatt",
        timezone="Europe/Berlin",
        via=server.url("/feed"),
    )


def test_one_bad_host_does_not_hold_up_the_others(server, fetch):
    def hang(request):
        time.sleep(0.8 if request.host.startswith("127.0.0.2") else 0)
        request.answer(body=server.page)

    server.on("*", hang)
    started = time.monotonic()
    outcomes = fetch(
        *(server.url(f"/{n}") for n in range(20)),
        *(server.url(f"/{n}", "127.0.0.2") for n in range(8)),
        timeout_s=0.4,
        max_attempts=1,
        max_connections=8,
    )
    assert tally(outcomes) == ["Fetched"] * 20 + ["timeout"] * 8
    assert time.monotonic() - started < 8


def test_no_more_connections_than_set_are_open_at_once(server, fetch):
    now_open, most = [], []
    lock = threading.Lock()

    def busy(request):
        with lock:
            now_open.append(1)
            most.append(len(now_open))
        time.sleep(0.05)
        with lock:
            now_open.pop()
        request.answer(body=server.page)

    server.on("*", busy)
    hosts = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
    fetch(*(server.url(f"/{n}", host) for host in hosts for n in range(12)), max_connections=5, max_per_host=4)
    assert max(most) <= 5
    assert max(most) > 1


def test_a_slow_reader_does_not_make_pages_time_out(server, fetch_settings, ledger, tmp_path):
    server.on("*", lambda r: (time.sleep(0.1), r.answer(body=server.page)))
    outcomes = []
    for outcome in fetch_all(
        [server.url(f"/{n}") for n in range(6)], fetch_settings(timeout_s=0.5), ledger, tmp_path / "warc"
    ):
        time.sleep(0.3)
        outcomes.append(outcome)
    assert tally(outcomes) == ["Fetched"] * 6


def test_a_folder_that_cannot_be_written_is_an_error_of_the_run(server, fetch_settings, ledger, tmp_path):
    (tmp_path / "warc").write_text("a file stands where the folder should")
    with pytest.raises(CopydeskError, match="warc"):
        list(fetch_all([server.on("/a", server.page)], fetch_settings(), ledger, tmp_path / "warc"))


def test_nothing_is_asked_where_there_is_nothing_to_do(fetch):
    assert fetch() == []


def test_without_a_folder_a_run_is_only_planned(server, fetch_settings, ledger):
    server.on("/robots.txt", b"User-agent: *\nDisallow: /secret", "text/plain")
    url = server.on("/feed", rss("/a", "/secret"), "text/xml")
    outcomes = list(fetch_all([url], fetch_settings(), ledger, None))
    assert tally(outcomes) == ["Expanded", "Planned", "robots_disallow"]
    assert server.paths() == ["/feed"]
    assert list(ledger) == []
