"""Web archives: the pages of a crawl, with what the server said about each."""

import gzip
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import brotli
import pytest
from source_samples import PAGE, Read, a_zip, http, warc_record

from schemas.settings import Settings

Reading = Callable[..., Read]
INFO = warc_record(b"software: test\r\n", "warcinfo", media="application/warc-fields")


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_a_response_is_a_document(read: Reading, name: str) -> None:
    records = [INFO, warc_record(http(b"GET", "200"), "request"), warc_record(http(PAGE, Content_Language="en"))]
    found = read(name, b"".join(map(gzip.compress, records) if name.endswith("gz") else records))
    (document,) = found.documents
    assert (document.input_uri, document.input_kind, document.media) == (f"{name}#3", "warc", "html")
    assert (document.body, document.charset, document.language) == (PAGE, "utf-8", "en")
    assert document.url == "https://coastal.example/bridge"
    assert document.fetched_at == datetime(2031, 4, 7, 6, 5, 4, tzinfo=UTC)
    assert document.locator is not None
    assert [item.rule for item in found.skipped] == ["warc_warcinfo", "warc_request"]


def test_a_resource_with_a_page_is_a_document(read: Reading) -> None:
    assert read("crawl.warc", warc_record(PAGE, "resource", media="text/html")).bodies == [PAGE]


CHUNKED = b"%x\r\n%s\r\n%x;note\r\n%s\r\n0\r\n\r\n" % (20, PAGE[:20], len(PAGE) - 20, PAGE[20:])


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE), {"Content_Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content_Encoding": "deflate"}),
        (zlib.compress(PAGE)[2:-4], {"Content_Encoding": "deflate"}),
        (brotli.compress(PAGE), {"Content_Encoding": "br"}),
        (brotli.compress(gzip.compress(PAGE)), {"Content_Encoding": "gzip, br"}),
        (PAGE, {"Content_Encoding": "gzip"}),
        (CHUNKED, {"Transfer_Encoding": "chunked"}),
        (PAGE, {"Transfer_Encoding": "chunked"}),
        (
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(gzip.compress(PAGE)), gzip.compress(PAGE)),
            {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"},
        ),
    ],
)
def test_packing_is_undone_and_a_wrong_label_forgiven(read: Reading, body: bytes, headers: dict[str, str]) -> None:
    assert read("crawl.warc", warc_record(http(body, **headers))).bodies == [PAGE]


@pytest.mark.parametrize(
    ("block", "rule"),
    [
        (http(PAGE, "404 Not Found"), "http_status"),
        (http(PAGE, "503 Busy"), "http_status"),
        (http(b""), "empty"),
        (http(b"\x1f\x8b broken", Content_Encoding="gzip"), "broken_encoding"),
        (http(b"secret", Content_Encoding="rot13"), "broken_encoding"),
        (http(gzip.compress(bytes(30_000_000)), Content_Encoding="gzip"), "too_large"),
        (b"not http at all", "broken_http"),
        (b"", "broken_http"),
    ],
)
def test_responses_without_a_page_are_told(read: Reading, block: bytes, rule: str) -> None:
    found = read("crawl.warc", warc_record(block) + warc_record(http(PAGE)))
    assert (found.rules, found.bodies) == ([rule], [PAGE])


@pytest.mark.parametrize(
    ("record", "rule"),
    [
        (warc_record(http(b"x", "301 Moved", Location="/y")), "redirect"),
        (warc_record(http(b"\xff\xd8", Content_Type="image/jpeg")), "not_html"),
        (warc_record(b"coastal.example. 1 A", media="text/dns"), "not_html"),
        (warc_record(http(b""), "revisit", media="application/http"), "warc_revisit"),
        (warc_record(b"x: y", "metadata"), "warc_metadata"),
    ],
)
def test_records_that_are_no_pages_are_skipped_and_counted(read: Reading, record: bytes, rule: str) -> None:
    found = read("crawl.warc", record + warc_record(http(PAGE)))
    assert ([item.rule for item in found.skipped], found.bodies, found.rejects) == ([rule], [PAGE], [])


def test_a_record_past_the_bound_leaves_its_neighbors_unharmed(read: Reading, bounded: Callable[..., Settings]) -> None:
    content = warc_record(http(PAGE * 100_000)) + warc_record(http(PAGE))
    found = read("crawl.warc", content, bounded(max_document_bytes=1_000_000))
    assert (found.rules, found.uris) == (["too_large"], ["crawl.warc#2"])


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_what_was_read_before_a_cut_stays(read: Reading, pack: Callable[[bytes], bytes]) -> None:
    content = pack(warc_record(http(PAGE))) + pack(warc_record(http(PAGE * 50, X="y")))[:-60]
    found = read("crawl.warc", content)
    assert (found.bodies, found.rules) == ([PAGE], ["truncated"])


def test_what_was_read_before_damage_stays(read: Reading) -> None:
    found = read("crawl.warc", warc_record(http(PAGE)) + b"\0\0garbage\r\n" * 9 + warc_record(http(PAGE)))
    assert (found.bodies, found.rules) == ([PAGE], ["broken_warc"])
    assert "from here on" in found.rejects[0].reason


def test_records_that_share_a_gzip_member_are_read_but_not_sought(read: Reading) -> None:
    records = [warc_record(http(PAGE + b"%d" % number)) for number in range(5)]
    content = (
        gzip.compress(records[0] + records[1]) + gzip.compress(records[2]) + gzip.compress(records[3] + records[4])
    )
    found = read("crawl.warc.gz", content)
    assert [document.locator is not None for document in found.documents] == [True, False, True, True, False]


@pytest.mark.parametrize("compression", [0, 8])
def test_web_archives_in_a_zip_are_found_again(read: Reading, compression: int) -> None:
    records = b"".join(gzip.compress(warc_record(http(PAGE + b"%d" % number))) for number in range(3))
    found = read("crawl.zip", a_zip({"archive/a.warc.gz": records}, compression))
    assert found.uris == [f"crawl.zip!/archive/a.warc.gz#{number}" for number in (1, 2, 3)]
    assert all(document.locator for document in found.documents)


def test_a_bomb_of_records_is_refused(read: Reading) -> None:
    bomb = gzip.compress(warc_record(http(bytes(40_000_000))))
    found = read("crawl.warc.gz", gzip.compress(warc_record(http(PAGE))) + bomb)
    assert (found.bodies, found.rules) == ([PAGE], ["compression_ratio"])


def test_a_wacz_gives_the_pages_of_its_archive(read: Reading) -> None:
    records = gzip.compress(INFO) + gzip.compress(warc_record(http(PAGE)))
    members = {
        "datapackage.json": b'{"profile": "data-package", "wacz_version": "1.1.1", "resources": []}',
        "archive/data.warc.gz": records,
        "indexes/index.cdx": b"example,coastal)/bridge 20310407060504 {}\n",
        "pages/pages.jsonl": b'{"format": "json-pages-1.0", "id": "pages"}\n{"url": "https://coastal.example/bridge"}\n',
    }
    found = read("crawl.wacz", a_zip(members, 0))
    assert found.uris == ["crawl.wacz!/archive/data.warc.gz#2"]
    assert found.rejects == []
    assert sorted(item.rule for item in found.skipped) == ["wacz_part"] * 3 + ["warc_warcinfo"]
