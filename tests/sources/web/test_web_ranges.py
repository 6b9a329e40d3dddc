"""Files on the web are read in parts, once more where need be, and by nobody's address that may not be talked to."""

import gzip
import time
from collections.abc import Callable

import pytest
from source_samples import PAGE, TEXT, a_zip, http, json_lines, warc_record
from test_parquet_rows import parquet
from web_server import Behaviour, Request, WebServer, in_parts

from schemas.errors import Unreadable
from schemas.records import Document, Reject
from schemas.settings import FetchSettings, Settings, load_settings
from sources.locate import Located, locate
from sources.read import read_documents, reread_many
from sources.web.ranges import PART_BYTES, WebFile

FILES = {
    "/a.warc.gz": b"".join(gzip.compress(warc_record(http(page))) for page in (PAGE, PAGE.replace(b"tram", b"bus"))),
    "/b.jsonl": json_lines(3),
    "/c.zip": a_zip({"d.txt": TEXT}),
    "/e.parquet": parquet({"text": ["One.", "Two."]}),
    "/f.json.gz": gzip.compress(json_lines(2)),
}  # fmt: skip


@pytest.fixture
def known(fetch_settings: Callable[..., FetchSettings]) -> Callable[..., Settings]:
    """Settings that allow the server, with keys of the section fetch changed, and of the section read."""

    def make(max_archive_bytes: int = 50_000_000, **fetch: object) -> Settings:
        shipped = load_settings(environment={})
        read = shipped.read.model_copy(update={"max_archive_bytes": max_archive_bytes})
        return shipped.model_copy(update={"fetch": fetch_settings(**fetch), "read": read})

    return make


def read_all(found: Located, settings: Settings) -> list[Document | Reject]:
    items = [*found.rejects, *(item for file in found.files for item in read_documents(file, settings))]
    return [item for item in items if isinstance(item, Document | Reject)]


def rules(found: Located, settings: Settings) -> list[str]:
    return [item.rule for item in read_all(found, settings) if isinstance(item, Reject)]


@pytest.mark.parametrize("gives_parts", [True, False])
def test_archives_and_tables_are_read_as_from_a_disk(
    server: WebServer, known: Callable[..., Settings], gives_parts: bool
) -> None:
    urls = [server.on(path, in_parts(body) if gives_parts else body) for path, body in FILES.items()]
    settings = known()
    found = locate(urls, settings)
    assert (found.urls, found.rejects) == ([], [])
    documents = [item for item in read_all(found, settings) if isinstance(item, Document)]
    assert [document.input_uri.removeprefix(server.url("/")) for document in documents] == [
        "a.warc.gz#1", "a.warc.gz#2", "b.jsonl#1", "b.jsonl#2", "b.jsonl#3", "c.zip!/d.txt", "e.parquet#1",
        "e.parquet#2", "f.json.gz#1", "f.json.gz#2",
    ]  # fmt: skip
    located = [document for document in documents if document.locator]
    assert [document.input_uri for document in located if ".gz#" not in document.input_uri] == [
        document.input_uri for document in documents if ".gz#" not in document.input_uri and gives_parts
    ], "what comes once is kept as a copy"
    again = list(reread_many([document.locator for document in located if document.locator], settings))
    assert again == [document.body for document in located]


def test_a_long_file_comes_in_parts_and_never_whole(server: WebServer, known: Callable[..., Settings]) -> None:
    body = json_lines(30_000)
    url = server.on("/long.jsonl", in_parts(body, ETag='"1"'))
    with WebFile(url, known()) as file:
        assert file.size == len(body) > 4 * PART_BYTES
        file.seek(len(body) - 500)
        assert file.read() == body[-500:]
        file.seek(0)
        assert file.read() == body
    spans = [request.headers["range"].removeprefix("bytes=").split("-") for request in server.asked]
    assert max(int(end) - int(start) + 1 for start, end in spans) == PART_BYTES


def test_an_address_that_names_no_file_is_fetched_as_a_page(server: WebServer, known: Callable[..., Settings]) -> None:
    urls = [server.url(path) for path in ("/story.html", "/", "/feed.json", "/map.xml.gz", "/list.txt", "/a.zip/story")]
    assert locate(urls, known()).urls == urls
    assert server.asked == []


def test_a_list_on_the_web_is_fetched_like_a_feed(server: WebServer, known: Callable[..., Settings]) -> None:
    assert locate([f"@{server.url('/list.txt')}"], known()).urls == [server.url("/list.txt")]


def test_a_table_of_addresses_is_a_list_of_them(server: WebServer, known: Callable[..., Settings]) -> None:
    url = server.on("/list.csv", in_parts(b"url\nhttps://coastal.example/bridge\nhttps://coastal.example/tram\n"))
    found = locate([url], known())
    assert (found.files, found.urls) == ([], ["https://coastal.example/bridge", "https://coastal.example/tram"])


def test_a_private_address_is_refused_also_behind_a_redirect(server: WebServer, known: Callable[..., Settings]) -> None:
    server.on("/a.jsonl", in_parts(json_lines(1)))
    server.on("/moved.jsonl", lambda request: request.answer(302, Location=server.url("/a.jsonl", "127.0.0.9")))
    for given in ("/a.jsonl", "/moved.jsonl"):
        settings = known(allow_private_hosts=() if given == "/a.jsonl" else ("127.0.0.1",))
        (reject,) = locate([server.url(given)], settings).rejects
        assert (reject.rule, "allow_private_hosts" in reject.reason) == ("address_refused", True)
    assert [request.path for request in server.asked] == ["/moved.jsonl"]


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://127.0.0.1/a.jsonl", "http://u:p@127.0.0.1/a.jsonl"])
def test_a_redirect_leads_to_http_only(server: WebServer, known: Callable[..., Settings], location: str) -> None:
    url = server.on("/a.jsonl", lambda request: request.answer(302, Location=location))
    assert [reject.rule for reject in locate([url], known()).rejects] in (["scheme_refused"], ["userinfo_refused"])


def test_a_password_is_neither_sent_nor_kept(server: WebServer, known: Callable[..., Settings]) -> None:
    (reject,) = locate([f"http://user:secret@127.0.0.1:{server.port}/a.jsonl"], known()).rejects
    assert (reject.rule, reject.input_uri) == ("userinfo_refused", server.url("/a.jsonl"))
    assert "secret" not in repr(reject) and server.asked == []


def test_redirects_are_followed_and_end(server: WebServer, known: Callable[..., Settings]) -> None:
    url = server.on("/a.jsonl", lambda request: request.answer(302, Location="/there"))
    server.on("/there", in_parts(json_lines(2)))
    assert len(read_all(locate([url], known()), known())) == 2
    server.on("/there", lambda request: request.answer(302, Location="/a.jsonl"))
    assert [reject.rule for reject in locate([url], known()).rejects] == ["too_many_redirects"]


def drip(request: Request) -> None:
    request.send(b"HTTP/1.1 206 Said\r\nContent-Length: 900000\r\nContent-Range: bytes 0-899999/900000\r\n\r\n")
    while True:
        request.send(b"x")
        time.sleep(0.05)


def endless(request: Request) -> None:
    request.send(b"HTTP/1.1 200 Said\r\nContent-Type: text/plain\r\n\r\n")
    while True:
        request.send(json_lines(500))


def cut(request: Request) -> None:
    request.send(b"HTTP/1.1 200 Said\r\nContent-Length: 900000\r\nConnection: close\r\n\r\n" + json_lines(2))
    request.connection.close()


@pytest.mark.parametrize(
    ("behave", "rule", "is_retriable"),
    [
        (lambda request: request.answer(404), "http_404", False),
        (lambda request: request.answer(503), "http_503", True),
        (lambda request: request.connection.close(), "unreachable", True),
        (lambda request: request.send(b"nonsense\r\n\r\n"), "unreachable", True),
        (lambda request: time.sleep(4), "timeout", True),
        (drip, "timeout", True),
        (endless, "too_large", False),
        (cut, "unreachable", True),
        (lambda request: request.answer(206, b"", Content_Range="bytes 0-9/10"), "unreachable", True),
        (lambda request: request.answer(206, b"xx", Content_Range="bytes 5-6/10"), "changed", False),
        (lambda request: request.answer(416), "empty", False),
    ],
)  # fmt: skip
def test_a_server_that_misbehaves_is_told(
    server: WebServer, known: Callable[..., Settings], behave: Behaviour, rule: str, is_retriable: bool
) -> None:
    url = server.on("/a.jsonl", behave)
    settings = known(3_000_000, max_attempts=2, timeout_s=1.0, idle_timeout_s=0.3)
    began = time.monotonic()
    *_, reject = read_all(locate([url], settings), settings)
    assert isinstance(reject, Reject)
    assert (reject.rule, reject.is_retriable) == (rule, is_retriable)
    assert reject.reason.endswith(".") and reject.input_uri.startswith(url)
    assert time.monotonic() - began < 20


def test_a_failure_that_passes_costs_nothing(server: WebServer, known: Callable[..., Settings]) -> None:
    good, failures = in_parts(json_lines(3)), [503, 503]
    url = server.on(
        "/a.jsonl", lambda request: request.answer(failures.pop()) if failures else good(request)
    )  # fmt: skip
    assert len(read_all(locate([url], known()), known())) == 3


def test_a_file_that_changes_while_it_is_read_is_told(server: WebServer, known: Callable[..., Settings]) -> None:
    url = server.on("/a.jsonl", in_parts(json_lines(30_000), ETag='"1"'))
    with WebFile(url, known()) as file:
        server.on("/a.jsonl", in_parts(json_lines(29_999), ETag='"2"'))
        with pytest.raises(Unreadable, match="changed while it was read"):
            file.read()


def test_a_redirect_that_runs_out_is_asked_for_anew(server: WebServer, known: Callable[..., Settings]) -> None:
    """As the signed addresses do that stores of files redirect to."""
    body = json_lines(30_000)
    url = server.on("/a.jsonl", lambda request: request.answer(302, Location="/signed-1"))
    server.on("/signed-1", in_parts(body, ETag='"1"'))
    with WebFile(url, known()) as file:
        server.on("/signed-1", lambda request: request.answer(403))
        server.on("/a.jsonl", lambda request: request.answer(302, Location="/signed-2"))
        server.on("/signed-2", in_parts(body, ETag='"1"'))
        assert file.read() == body


def test_we_say_who_we_are(server: WebServer, known: Callable[..., Settings]) -> None:
    locate([server.on("/a.jsonl", in_parts(json_lines(1)))], known(contact="https://desk.example.org/bot"))
    assert all("+https://desk.example.org/bot" in request.headers["user-agent"] for request in server.asked)


CRAWL = "crawl-data/CC-NEWS/2026/03"
PATHS = gzip.compress(
    f"{CRAWL}/CC-NEWS-20260314081502-00007.warc.gz\n{CRAWL}/CC-NEWS-20260315081502-00008.warc.gz\n".encode()
)


@pytest.fixture
def crawl(server: WebServer) -> WebServer:
    server.on(f"/{CRAWL}/warc.paths.gz", in_parts(PATHS))
    for name in ("20260314081502-00007", "20260315081502-00008"):
        server.on(f"/{CRAWL}/CC-NEWS-{name}.warc.gz", in_parts(FILES["/a.warc.gz"]))
    return server


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("cc-news:2026-03", ["14081502-00007", "15081502-00008"]),
        ("cc-news:2026-03-15", ["15081502-00008"]),
        (f"BASE/{CRAWL}/warc.paths.gz", ["14081502-00007", "15081502-00008"]),
        (f"BASE/{CRAWL}/CC-NEWS-20260314081502-00007.warc.gz", ["14081502-00007"]),
    ],
)
def test_a_month_and_a_day_of_cc_news(
    crawl: WebServer, known: Callable[..., Settings], given: str, names: list[str]
) -> None:
    settings = known(common_crawl_base=crawl.url(""))
    found = locate([given.replace("BASE", crawl.url(""))], settings)
    assert [file.uri for file in found.files] == [crawl.url(f"/{CRAWL}/CC-NEWS-202603{name}.warc.gz") for name in names]
    assert found.rejects == []
    assert len([item for item in read_all(found, settings) if isinstance(item, Document)]) == 2 * len(names)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ("cc-news:2026-13", "no_month"),
        ("cc-news:march", "no_month"),
        ("cc-news:2026-04", "http_404"),
        ("cc-news:2026-03-01", "not_found"),
    ],
)
def test_a_month_that_is_none_is_told(crawl: WebServer, known: Callable[..., Settings], given: str, rule: str) -> None:
    assert [reject.rule for reject in locate([given], known(common_crawl_base=crawl.url(""))).rejects] == [rule]


@pytest.mark.parametrize(
    "line", ["/etc/passwd", "../../secret.warc.gz", "file:///etc/a.warc", "s3://other/a.warc.gz", "a.html", "a b.warc"]
)
def test_a_strangers_list_names_nothing_but_files_of_the_crawl(
    crawl: WebServer, known: Callable[..., Settings], line: str
) -> None:
    crawl.on(f"/{CRAWL}/warc.paths.gz", in_parts(gzip.compress(line.encode())))
    found = locate(["cc-news:2026-03"], known(common_crawl_base=crawl.url("")))
    assert (found.files, [reject.rule for reject in found.rejects]) == ([], ["broken_list"])
