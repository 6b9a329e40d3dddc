"""One document from a server that misbehaves: each ends as a document or as a reject, in bounded time."""

import gzip
import socket
import ssl
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pydantic import ValidationError
from test_web_decode import PACK, bomb

from schemas.records import Document, Reject
from schemas.settings import load_settings
from sources.locate import locate
from sources.read import read_documents
from sources.web import Expanded, Fetched


def only(outcomes):
    (outcome,) = outcomes
    return outcome


def drip(request, first=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", piece=b"<p>more</p>", pause_s=0.05):
    request.send(first)
    while True:
        request.send(piece)
        time.sleep(pause_s)


def test_a_page_is_fetched_with_an_honest_user_agent(server, fetch):
    page = only(fetch(server.on("/ferry", server.page), contact="https://desk.example.org/bot"))
    assert isinstance(page, Fetched)
    assert (page.url, page.media_type, page.size_bytes) == (server.url("/ferry"), "text/html", len(server.page))
    for request in server.asked:
        assert request.headers["user-agent"].startswith("Copydesk/")
        assert "(+https://desk.example.org/bot)" in request.headers["user-agent"]


@pytest.mark.parametrize("contact", ["desk@example.org\r\nX-Evil: 1", "two words", "ü@example.org", "x" * 300])
def test_a_contact_that_is_no_header_value_is_refused(fetch_settings, contact):
    with pytest.raises(ValidationError):
        fetch_settings(contact=contact)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_every_encoding_that_we_ask_for_is_read(server, fetch, encoding):
    packed = PACK[encoding](server.page)
    page = only(fetch(server.on("/a", lambda r: r.answer(body=packed, Content_Encoding=encoding))))
    assert page.size_bytes == len(server.page)
    assert encoding in server.asked[-1].headers["accept-encoding"]


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_refused_at_the_limit(server, fetch, encoding):
    packed = bomb(encoding)
    reject = only(
        fetch(server.on("/bomb", lambda r: r.answer(body=packed, Content_Encoding=encoding)), max_bytes=1_000_000)
    )
    assert (reject.rule, reject.is_retriable) == ("too_many_bytes", False)


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(drip, id="a body that drips"),
        pytest.param(
            lambda r: drip(r, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900000\r\n\r\n"),
            id="of known length",
        ),
        pytest.param(lambda r: drip(r, b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n"), id="a header that drips"),
        pytest.param(lambda r: drip(r, b"H", b"T"), id="a status line that drips"),
        pytest.param(
            lambda r: drip(
                r,
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
                + gzip.compress(bytes(99))[:12],
                b"",
            ),
            id="a gzip that stops",
        ),
    ],
)
def test_a_document_that_takes_too_long_is_given_up_after_the_whole_time(server, fetch, behave):
    started = time.monotonic()
    reject = only(fetch(server.on("/slow", behave), timeout_s=0.8))
    assert reject.rule in ("timeout", "broken_response")
    assert "fetch.timeout_s" in reject.reason or "silent" in reject.reason or "HTTP" in reject.reason
    assert time.monotonic() - started < 6


def test_a_body_that_never_ends_is_given_up_at_the_byte_limit(server, fetch):
    def pour(request):
        request.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            request.send(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")

    assert only(fetch(server.on("/endless", pour))).rule == "too_many_bytes"


def test_a_length_beyond_the_limit_is_refused_without_reading(server, fetch):
    def boast(request):
        request.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n<p>")

    assert only(fetch(server.on("/a", boast))).rule == "too_many_bytes"


def test_silence_is_tried_again(server, fetch):
    def sulk_once(request):
        if server.paths().count("/a") == 1:
            time.sleep(1.2)
        else:
            request.answer(body=server.page)

    assert isinstance(only(fetch(server.on("/a", sulk_once), idle_timeout_s=0.5)), Fetched)


def test_redirects_are_followed_and_counted(server, fetch):
    server.on("/a", lambda r: r.answer(301, Location="/b"))
    server.on("/b", lambda r: r.answer(307, Location=server.url("/c", "127.0.0.2")))
    server.on("/c", server.page)
    page = only(fetch(server.url("/a")))
    assert page.url == server.url("/c", "127.0.0.2")
    assert page.link.url == server.url("/a")


@pytest.mark.parametrize("location", ["/loop", "/loop?again=1"])
def test_a_circle_of_redirects_ends(server, fetch, location):
    server.on("/loop?again=1", lambda r: r.answer(302, Location="/loop"))
    reject = only(fetch(server.on("/loop", lambda r: r.answer(302, Location=location))))
    assert (reject.rule, reject.is_retriable) == ("too_many_redirects", False)
    assert len(server.paths()) <= 2


def test_an_endless_chain_of_redirects_ends(server, fetch):
    server.on("*", lambda r: r.answer(302, Location=f"{r.path}x"))
    assert only(fetch(server.url("/a"), max_redirects=4)).rule == "too_many_redirects"
    assert len(server.paths()) == 5


@pytest.mark.parametrize("media", ["image/jpeg", "application/pdf", "video/mp4", "image/svg+xml", "application/zip"])
def test_what_is_no_page_is_refused_by_its_media_type(server, fetch, media):
    reject = only(fetch(server.on("/a", lambda r: r.answer(200, b"x" * 100, media))))
    assert (reject.rule, reject.is_retriable) == ("media_type", False)
    assert media in reject.reason


@pytest.mark.parametrize("body", [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"GIF89a\x01\x00\x01\x00"])
def test_a_picture_that_says_it_is_a_page_is_refused_by_its_content(server, fetch, body):
    assert only(fetch(server.on("/a", body))).rule == "not_a_document"


@pytest.mark.parametrize(
    ("behave", "rule"),
    [
        pytest.param(
            lambda r: r.answer(200, b"this is not gzip", Content_Encoding="gzip"), "broken_encoding", id="not gzip"
        ),
        pytest.param(
            lambda r: r.answer(200, gzip.compress(b"x" * 9000)[:40], Content_Encoding="gzip"),
            "broken_encoding",
            id="cut gzip",
        ),
        pytest.param(
            lambda r: r.answer(200, b"x", Content_Encoding="secret"), "broken_encoding", id="unknown encoding"
        ),
        pytest.param(lambda r: r.answer(200, b""), "empty_body", id="empty"),
        pytest.param(lambda r: r.answer(200, b" \r\n\t "), "empty_body", id="blank"),
        pytest.param(
            lambda r: r.send(b"HTTP/1.1 200 OK\r\nX-Big: " + b"x" * 300_000 + b"\r\n\r\n"),
            "broken_response",
            id="huge header",
        ),
        pytest.param(
            lambda r: r.send(b"HTTP/1.1 200 OK\r\n" + b"X-N: 1\r\n" * 40_000 + b"\r\n"),
            "broken_response",
            id="many headers",
        ),
        pytest.param(lambda r: r.send(b"SSH-2.0-OpenSSH_9\r\n\r\n"), "broken_response", id="no HTTP"),
        pytest.param(
            lambda r: r.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzzz\r\nhello"),
            "broken_response",
            id="bad chunk",
        ),
        pytest.param(
            lambda r: r.send(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"), "broken_response", id="negative length"
        ),
        pytest.param(lambda r: r.answer(304), "http_304", id="304 unasked"),
        pytest.param(lambda r: r.answer(204), "http_204", id="204"),
        pytest.param(lambda r: r.answer(302), "http_302", id="redirect to nowhere"),
        pytest.param(lambda r: r.answer(302, Location="http://[::1"), "malformed_url", id="redirect to no URL"),
    ],
)
def test_an_answer_that_is_no_document_is_a_reject(server, fetch, behave, rule):
    reject = only(fetch(server.on("/a", behave)))
    assert isinstance(reject, Reject)
    assert (reject.rule, reject.stage, reject.is_retriable) == (rule, "ingest", False)
    assert len(server.paths()) == 1


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"The ferry sails again on Monday.", "text/plain"),
        (b'{"headline": "Ferry returns"}', "application/json"),
        (b"<?xml version='1.0'?><nitf><body/></nitf>", "text/xml"),
        (b"<!DOCTYPE html><p>The ferry sails.", "text/plain"),
        (b'{"error": "no such story"}', "text/html"),
    ],
)
def test_text_and_data_that_are_no_page_are_a_reject_with_a_way_out(server, fetch, body, media):
    reject = only(fetch(server.on("/a", body, media)))
    assert (reject.rule, reject.is_retriable) == ("not_a_page", False)
    assert "give its path" in reject.reason


@pytest.mark.parametrize("media", ["text/html", "text/html;charset=utf-8", "TEXT/HTML", "application/xhtml+xml", ""])
def test_a_page_goes_by_several_media_types(server, fetch, media):
    assert isinstance(only(fetch(server.on("/a", server.page, media))), Fetched)


@pytest.mark.parametrize(
    "media", ["application/rss+xml", "text/rss", "application/x-rdf+xml", "binary/octet-stream", ""]
)
def test_a_feed_goes_by_any_media_type(server, fetch, media):
    assert isinstance(only(fetch(server.on("/a", b"<rss><channel/></rss>", media))), Expanded)


def test_a_page_that_a_proxy_has_changed_is_a_page(server, fetch):
    packed = gzip.compress(server.page)
    page = only(fetch(server.on("/a", lambda r: r.answer(203, packed, Content_Encoding="gzip"))))
    assert page.size_bytes == len(server.page)


def test_a_page_may_begin_with_stray_words(server, fetch):
    assert isinstance(only(fetch(server.on("/a", b"Notice: cache is old <html><p>The ferry sails."))), Fetched)


def test_what_is_fetched_is_what_the_reader_of_web_archives_reads(server, fetch, tmp_path):
    pages = fetch(*(server.on(f"/{number}", server.page + str(number).encode()) for number in range(3)))
    read = []
    for file in locate([str(tmp_path / "warc" / "run-1" / "articles-*.warc.gz")], load_settings()).files:
        read += [found for found in read_documents(file, load_settings()) if isinstance(found, Document)]
    assert {(d.url, d.content_sha256) for d in read} == {(page.url, page.content_sha256) for page in pages}
    assert {d.locator.offset for d in read} == {page.warc_offset for page in pages}


def test_a_host_that_is_not_there_is_retriable(fetch):
    reject = only(fetch("http://127.0.0.1:9/a", max_attempts=2))
    assert (reject.rule, reject.is_retriable) == ("unreachable", True)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 64 + ".example", "a..example"])
def test_a_name_that_does_not_exist_is_a_reject(fetch, host):
    reject = only(fetch(f"http://{host}/a", max_attempts=1))
    assert reject.rule in ("unknown_host", "malformed_url", "unreachable")  # the last where no resolver answers
    assert "HTTP" not in reject.reason


def test_every_reject_ends_with_a_remedy(server, fetch):
    server.on("*", lambda r: r.answer(int(r.path[1:4])))
    for reject in fetch(*(server.url(f"/{status}") for status in range(400, 452)), max_attempts=1):
        assert reject.reason.endswith(".")
        assert ":" in reject.reason
        assert str(server.port) in reject.detail


@pytest.fixture
def https_port(tmp_path):
    """A TLS server on loopback whose certificate was signed by nobody, for another name."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "other.example.org")])
    start = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + timedelta(days=9))
    pem = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    pem += key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "server.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem")
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with suppress(OSError), context.wrap_socket(connection, server_side=True) as secured:
                    secured.sendall(b"HTTP/1.1 200 OK\r\n\r\n<p>secret")

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


def test_a_certificate_that_proves_nothing_is_refused_at_once(fetch, https_port):
    reject = only(fetch(f"https://127.0.0.1:{https_port}/a"))
    assert (reject.rule, reject.is_retriable) == ("bad_certificate", False)


def test_a_server_that_speaks_no_tls_is_a_reject(server, fetch):
    reject = only(fetch(server.on("/a", server.page).replace("http:", "https:"), max_attempts=1))
    assert reject.rule in ("unreachable", "robots_unreachable")
