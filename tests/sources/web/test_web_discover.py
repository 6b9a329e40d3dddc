"""What stands at an address is told by its content, whatever its name or media type."""

import gzip
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.web import discover
from sources.web.discover import url_list
from sources.web.outcomes import FetchFailed

URL = "https://news.example.org/x"
RSS = (
    b'<?xml version="1.0"?>\n<!-- made by hand -->\n'
    b'<rss version="2.0"><channel><item><link>/a</link></item></channel></rss>'
)
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/></entry></feed>'
RDF = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>'
    b"<item><link>/a</link></item></rdf:RDF>"
)
SITEMAP = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/a</loc></url></urlset>'
INDEX = (
    b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/a</loc></sitemap></sitemapindex>'
)
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a"}]}).encode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (RSS, "feed"),
        (ATOM, "feed"),
        (RDF, "feed"),
        (JSON_FEED, "feed"),
        (SITEMAP, "sitemap"),
        (INDEX, "sitemap_index"),
        (b"https://news.example.org/a\n", "url_list"),
        (b"\xef\xbb\xbf# tonight\r\nhttps://news.example.org/a\r\n\r\n", "url_list"),
    ],
)
@pytest.mark.parametrize(
    "wrap", [bytes, gzip.compress, lambda body: b"\n\n  " + body], ids=["plain", "gzipped", "after blanks"]
)
def test_a_listing_is_found_by_its_content(body, kind, wrap):
    found = discover(URL, wrap(body))
    assert found.kind == kind
    assert [link.url for link in found.links] == ["https://news.example.org/a"]
    assert found.links[0].via == URL


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_feed_may_have_a_byte_order_mark(encoding):
    text = RSS.decode().replace('<?xml version="1.0"?>\n', "")
    assert discover(URL, text.encode(encoding)).kind == "feed"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<!DOCTYPE html><html><body><rss/></body></html>", "page"),
        (
            b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd"><html xmlns="http://www.w3.org/1999/xhtml"/>',
            "page",
        ),
        (b"<p>A page without its frame", "page"),
        (b"<!-- late --><HTML>", "page"),
        (b"The ferry sails again on Monday.\n\nhttps://news.example.org/a", "text"),
        (b"https://news.example.org/a is where the story stands", "text"),
        (b'{"headline": "Ferry returns"}', "data"),
        (b"[1, 2]", "data"),
        (b'<?xml version="1.0"?><nitf><body/></nitf>', "data"),
        ("Die Fähre fährt.".encode("utf-16"), "text"),
    ],
)
def test_a_document_is_no_listing(body, kind):
    assert discover(URL, body).kind == kind


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"", "empty_body"),
        (b"  \n", "empty_body"),
        (gzip.compress(b"", mtime=0), "empty_body"),
        (b"%PDF-1.4", "not_a_document"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_a_document"),
        (b"\x1f\x8b\x08 broken", "broken_gzip"),
        (gzip.compress(RSS, mtime=0)[:-9], "broken_gzip"),
        (gzip.compress(b"WARC/1.1", mtime=0), "not_a_document"),
        (gzip.compress(b"<html>", mtime=0), "not_a_document"),
    ],
)
def test_what_no_reader_reads_is_refused(body, rule):
    with pytest.raises(FetchFailed) as refused:
        discover(URL, body)
    assert refused.value.rule == rule


def test_a_gzipped_sitemap_that_is_a_bomb_is_refused():
    with pytest.raises(FetchFailed) as refused:
        discover(URL, gzip.compress(SITEMAP + bytes(30_000_000)), max_bytes=1_000_000)
    assert refused.value.rule == "broken_gzip"


def test_each_link_is_taken_once_and_at_most_so_many():
    body = b"\n".join(b"https://news.example.org/%d" % (number % 40) for number in range(100))
    assert len(discover(URL, body).links) == 40
    found = discover(URL, body, max_entries=30)
    assert (len(found.links), found.is_cut) == (30, True)


@pytest.mark.parametrize(
    "text", ["http://a.example/x y", "https://a.example\nno address", "ftp://a.example/", "# only a remark", ""]
)
def test_a_line_that_is_no_address_makes_it_no_list(text):
    assert url_list(text.encode()) == []


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_survived(body):
    for start in (b"", b"<", b"{", b"<rss><channel><item>", b"<urlset><url>", b"http://"):
        try:
            discover(URL, start + body)
        except FetchFailed as failure:
            assert failure.reason.endswith(".")


def test_a_listing_of_more_tags_than_memory_should_hold_is_refused():
    with pytest.raises(FetchFailed) as refused:
        discover(URL, b"<rss>" + b"<x/>" * 3_000_000)
    assert refused.value.rule == "too_many_tags"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<rss>" + b"<a>" * 1_000_000, id="deep"),
        pytest.param(b"<rss><channel>" + b"<item><link>/a</link></item>" * 300_000, id="many items"),
        pytest.param(b"<rss><channel><item>" + b"<x/>" * 1_000_000 + b"</item>", id="wide item"),
        pytest.param(b"<rss " + b" ".join(b'a%d="1"' % n for n in range(200_000)) + b"/>", id="many attributes"),
        pytest.param(b"{" * 2_000_000, id="deep JSON"),
        pytest.param(b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 1_000_000, id="deep JSON feed"),
        pytest.param(b"<" * 5_000_000, id="brackets"),
        pytest.param(b"http://a.example/\n" * 200_000, id="long list"),
    ],
)
def test_a_listing_made_to_hurt_is_read_in_bounded_time(body):
    started = time.monotonic()
    discover(URL, body, max_entries=1000)
    assert time.monotonic() - started < 15
