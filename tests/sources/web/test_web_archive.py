"""Every response is kept in WARC files that other tools read, also after a kill."""

import base64
import gzip
import hashlib
from datetime import UTC, datetime

import httpx
import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from sources.hints import hints
from sources.web import Link, fetch_all
from sources.web.archive import Archive, mend
from sources.web.exchange import Response

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def records(folder, kind="articles"):
    for path in sorted(folder.glob(f"{kind}-*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                yield record, record.content_stream().read()


def response(path="/a", body=b"<p>The ferry sails.</p>", status=200):
    return Response(
        httpx.URL(f"http://news.example.org{path}"),
        [(b"Host", b"news.example.org")],
        status,
        b"OK",
        [(b"Content-Type", b"text/html"), (b"Content-Encoding", b"br"), (b"Content-Length", b"3")],
        body,
        "192.0.2.7",
        NOW,
    )


def test_a_response_and_its_request_are_kept_as_they_were(server, fetch, tmp_path):
    url = server.on("/a", lambda r: r.answer(body=gzip.compress(server.page), Content_Encoding="gzip", X_Trace="seven"))
    (page,) = fetch(url)
    (info, _), (answer, body), (request, _) = records(tmp_path / "warc" / "run-1")
    assert (info.rec_type, answer.rec_type, request.rec_type) == ("warcinfo", "response", "request")
    assert body == server.page
    headers = answer.rec_headers
    assert headers["WARC-Target-URI"] == url
    assert headers["WARC-IP-Address"] == "127.0.0.1"
    assert abs((datetime.fromisoformat(headers["WARC-Date"]) - datetime.now(UTC)).total_seconds()) < 60
    sha1 = base64.b32encode(hashlib.sha1(server.page).digest()).decode()
    assert headers["WARC-Payload-Digest"] == f"sha1:{sha1}"
    assert headers["WARC-Concurrent-To"] == request.rec_headers["WARC-Record-ID"]
    assert answer.http_headers["X-Trace"] == "seven"
    assert answer.http_headers["X-Crawl-Content-Encoding"] == "gzip"
    assert answer.http_headers["Content-Length"] == str(len(server.page))
    assert request.http_headers["User-Agent"].startswith("Copydesk/")
    assert (page.warc_path, page.content_sha256) == (
        next((tmp_path / "warc" / "run-1").glob("articles-*")).name,
        hashlib.sha256(server.page).hexdigest(),
    )


def test_fastwarc_reads_the_same_and_finds_a_page_by_its_offset(server, fetch, tmp_path):
    urls = [server.on(f"/{number}", b"<html>" + server.page + str(number).encode()) for number in range(5)]
    for page in fetch(*urls):
        with (tmp_path / "warc" / "run-1" / page.warc_path).open("rb") as file:
            file.seek(page.warc_offset)
            record = next(iter(FastIterator(file, verify_digests=True)))
            assert record.headers["WARC-Target-URI"] == page.url
            assert hashlib.sha256(record.reader.read()).hexdigest() == page.content_sha256


def test_each_record_is_a_member_of_its_own(tmp_path):
    archive = Archive(tmp_path, 10**9, "", NOW)
    archive.keep(response(), Link("http://news.example.org/a"), True)
    archive.close()
    (path,) = tmp_path.glob("*.warc.gz")
    assert path.read_bytes().count(b"\x1f\x8b\x08\x00\x00\x00\x00\x00") == 3


def test_the_checker_of_warcio_finds_nothing_wrong(server, fetch, tmp_path):
    server.on("/a", lambda r: r.answer(302, Location="/b"))
    server.on("/b", server.page)
    server.on("/c", lambda r: r.answer(404, b"x" * 200_000))
    fetch(server.url("/a"), server.url("/c"))

    class Arguments:
        inputs = [str(path) for path in (tmp_path / "warc" / "run-1").iterdir()]  # noqa: RUF012
        verbose = False

    checker = Checker(Arguments)
    checker.process_all()
    assert checker.exit_value == 0


def test_what_is_no_article_is_kept_apart(server, fetch, tmp_path):
    server.on("/robots.txt", b"User-agent: *\nAllow: /", "text/plain")
    server.on(
        "/feed",
        b"<rss><channel><item><link>/a</link></item><item><link>/gone</link></item></channel></rss>",
        "text/xml",
    )
    server.on("/a", lambda r: r.answer(301, Location="/b"))
    server.on("/b", server.page)
    fetch(server.url("/feed"))
    kept = {
        kind: sorted(
            r.rec_headers["WARC-Target-URI"].rpartition("/")[2]
            for r, _ in records(tmp_path / "warc" / "run-1", kind)
            if r.rec_type == "response"
        )
        for kind in ("articles", "context")
    }
    assert kept == {"articles": ["b"], "context": ["a", "feed", "gone", "robots.txt"]}


def test_an_unchanged_page_is_kept_as_a_revisit(server, fetch, ledger, tmp_path):
    server.on("/a", lambda r: r.answer(304) if "if-none-match" in r.headers else r.answer(body=server.page, ETag='"1"'))
    fetch(server.url("/a"), server.on("/b", server.page))
    ledger.settle("run-1")
    fetch(server.url("/a"), server.url("/b"), run="run-2")
    profiles = {
        r.rec_headers["WARC-Target-URI"][-1]: r.rec_headers["WARC-Profile"].rpartition("/")[2]
        for r, _ in records(tmp_path / "warc" / "run-2", "context")
        if r.rec_type == "revisit"
    }
    assert profiles == {"a": "server-not-modified", "b": "identical-payload-digest"}
    assert list((tmp_path / "warc" / "run-2").glob("articles-*")) == []


def test_what_a_feed_says_of_a_page_travels_with_it(server, fetch, tmp_path):
    server.on(
        "/feed",
        "<rss><channel><language>en-GB</language><title>Harbor Gazette</title><item><link>/a</link><title>Fähre "
        "zurück</title><pubDate>Tue, 24 Nov 2026 05:00:00 GMT</pubDate></item></channel></rss>".encode(),
        "text/xml",
    )
    server.on("/a", server.page)
    fetch(Link(server.url("/feed"), timezone="Europe/London", license="CC-BY-4.0"))
    (path,) = (tmp_path / "warc" / "run-1").glob("articles-*")
    with path.open("rb") as file:
        (headers,) = [
            dict(record.headers) for record in FastIterator(file) if record.headers["WARC-Type"] == "response"
        ]
    assert hints(headers) == {
        "title": "Fähre zurück",
        "published": "Tue, 24 Nov 2026 05:00:00 GMT",
        "language": "en-GB",
        "publisher": "Harbor Gazette",
        "timezone": "Europe/London",
        "license": "CC-BY-4.0",
        "via": server.url("/feed"),
    }


def test_a_title_cannot_smuggle_a_header_in(tmp_path):
    archive = Archive(tmp_path, 10**9, "", NOW)
    archive.keep(
        response(),
        Link("http://news.example.org/a", title="Ferry\r\nWARC-Target-URI: http://evil.example/\n\nx\u2028y"),
        True,
    )
    archive.close()
    (answer,) = [record for record, _ in records(tmp_path) if record.rec_type == "response"]
    addresses = [value for name, value in answer.rec_headers.headers if name == "WARC-Target-URI"]
    assert addresses == ["http://news.example.org/a"]


def test_the_next_file_is_begun_when_one_is_full(tmp_path):
    archive = Archive(tmp_path, 1500, "", NOW)
    for number in range(20):
        archive.keep(response(f"/{number}"), Link(f"http://news.example.org/{number}"), True)
    archive.close()
    assert len(list(tmp_path.glob("articles-*.warc.gz"))) > 3
    assert sum(record.rec_type == "response" for record, _ in records(tmp_path)) == 20


def test_a_file_that_is_still_written_has_no_warc_ending(tmp_path):
    archive = Archive(tmp_path, 10**9, "", NOW)
    archive.keep(response(), Link("http://news.example.org/a"), True)
    assert list(tmp_path.glob("*.warc.gz")) == []
    archive.close()
    assert len(list(tmp_path.glob("*.warc.gz"))) == 1


@pytest.mark.parametrize("lost", [0, 1, 50, 300])
def test_after_a_kill_the_whole_records_are_there(tmp_path, lost):
    archive = Archive(tmp_path, 10**9, "", NOW)
    for number in range(3):
        archive.keep(response(f"/{number}"), Link(f"http://news.example.org/{number}"), True)
    (path,) = tmp_path.glob("*.open")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - lost])
    mend(tmp_path)
    (mended,) = tmp_path.iterdir()
    assert mended.name.endswith(".warc.gz")
    assert gzip.decompress(mended.read_bytes())
    assert sum(record.rec_type == "response" for record, _ in records(tmp_path)) >= 2
    Archive(tmp_path, 10**9, "", NOW).keep(response("/next"), Link("http://news.example.org/next"), True)
    assert mended.exists()


def test_a_file_without_a_whole_record_is_taken_away(tmp_path):
    (tmp_path / "articles-20261124T060000-00001.warc.gz.open").write_bytes(gzip.compress(b"WARC/1.1 ...")[:9])
    mend(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_stops_early_leaves_whole_files(server, fetch_settings, ledger, tmp_path):
    server.on("*", server.page)
    urls = [server.url(f"/{number}") for number in range(50)]
    outcomes = fetch_all(urls, fetch_settings(pace_s=0.05), ledger, tmp_path / "warc")
    next(outcomes)
    outcomes.close()
    assert list((tmp_path / "warc").glob("*.open")) == []
    assert any(record.rec_type == "response" for record, _ in records(tmp_path / "warc"))
    assert len(server.asked) < 50
