"""From addresses to published nights: what is new is fetched once, kept as it came, and can be made anew from there."""

import contextlib
import gzip
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from road_corpus import page, row, title
from road_runs import Road, stages, table
from web_server import Request, WebServer, in_parts

NIGHT = "2026-03-20"
AGENCY = "The Coastal Ledger"


@pytest.fixture(scope="module")
def web() -> Iterator[WebServer]:
    """A server that all runs of this module may ask, quickly; the operator's settings come from the environment."""
    server = WebServer()
    settings = {
        "COPYDESK_FETCH__ALLOW_PRIVATE_HOSTS": json.dumps(["127.0.0.1"]),
        "COPYDESK_FETCH__PACE_S": "0",
        "COPYDESK_FETCH__RETRY_PAUSE_S": "0.01",
        "COPYDESK_FETCH__COMMON_CRAWL_BASE": server.url("/crawl/"),
        "COPYDESK_RUN__WORKERS": "1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as patch, bucket_server() as endpoint:
        for name, value in (settings | {"AWS_ENDPOINT_URL": endpoint}).items():
            patch.setenv(name, value)
        yield server
    server.close()


@contextlib.contextmanager
def bucket_server() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def story(server: WebServer, path: str, number: int, more: str = "") -> bytes:
    """A page that names neither its paper nor the zone of its time."""
    text = page(number, more, server.url(path)).replace("T08:00:00+00:00", "T08:00:00")
    return text.replace('<meta property="og:site_name" content="The Ledger">', "").replace(" - The Ledger", "").encode()


def with_version(body: bytes, version: str) -> Callable[[Request], None]:
    """A page whose server knows whether it was changed."""

    def behave(request: Request) -> None:
        if request.headers.get("if-none-match") == version:
            request.answer(304, ETag=version)
        else:
            request.answer(200, body, ETag=version)

    return behave


def feed(server: WebServer, *paths: str) -> bytes:
    items = "".join(f"<item><title>What happened ...</title><link>{server.url(path)}</link></item>" for path in paths)
    return f'<rss version="2.0"><channel><title>{AGENCY}</title><language>en</language>{items}</channel></rss>'.encode()


def copydesk(*arguments: str | Path, status: int = 0) -> str:
    from flows.cli import main

    found = CliRunner().invoke(main, [str(argument) for argument in arguments])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    assert found.exit_code == status, found.output
    return found.output


@dataclass
class History:
    """A feed that was run over four times: new, unchanged, with a changed page, and made anew from what was kept."""

    warehouse: Path
    said: list[str] = field(default_factory=list)
    asked: list[list[str]] = field(default_factory=list)  # paths by run
    articles: list[list[dict[str, Any]]] = field(default_factory=list)  # all published ones, after each run

    def note(self, server: WebServer, said: str) -> None:
        done = sum(map(len, self.asked))
        self.said.append(said)
        self.asked.append(server.paths()[done:])
        self.articles.append(table(self.warehouse, "articles").sort("url", "revision").to_dicts())


PAGES = tuple(f"/news/story-{number}.html" for number in range(4))


@pytest.fixture(scope="module")
def history(web: WebServer, module_road: Road) -> History:
    known = History(module_road.folder / "warehouse")
    for number, path in enumerate(PAGES):
        web.on(path, with_version(story(web, path, number), f'"{number}"'))
    url = web.on("/feed.xml", feed(web, *PAGES, "/news/gone.html"), "application/rss+xml")
    del web.asked[:]
    sources = module_road.folder / "sources.toml"
    sources.write_text(
        f'[[sources]]\nid = "coastal"\nurl = "{url}"\nlanguage = "en"\ntimezone = "Europe/Berlin"\n', encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPYDESK_FETCH__SOURCES_FILE", str(sources))
        known.note(web, copydesk("sources", "check"))
        known.note(web, copydesk("nightly", "--warehouse", known.warehouse))
    run = ("run", url, "--warehouse", known.warehouse, "--date", NIGHT)
    known.note(web, copydesk(*run))
    web.on(PAGES[1], with_version(story(web, PAGES[1], 1, "The vote was counted twice, the clerk said."), '"new"'))
    known.note(web, copydesk(*run))
    return known


def test_a_trial_of_the_sources_tells_what_a_night_would_fetch(history: History, web: WebServer) -> None:
    assert f"coastal: feed, 5 to fetch, {web.url('/feed.xml')}" in history.said[0]
    assert history.asked[0] == ["/feed.xml"], "no page is fetched"
    assert history.articles[0] == [], "nothing is kept"


def test_a_feed_becomes_articles(history: History, web: WebServer) -> None:
    first = history.articles[1]
    assert [article["title"] for article in first] == [title(number) for number in range(4)]
    assert [article["url"] for article in first] == [web.url(path) for path in PAGES]
    assert {article["input_kind"] for article in first} == {"warc"}
    assert all(article["fetched_at"] for article in first)


def test_what_the_source_and_its_feed_say_reaches_the_article(history: History) -> None:
    for number, article in enumerate(history.articles[1]):
        assert (article["publisher"], article["language"]) == (AGENCY, "en")
        assert article["title"] == title(number), "a feed's title is a teaser, and the page has a headline"
        assert article["published_at"].isoformat() == f"2026-03-{number + 1:02d}T07:00:00+00:00", "8 in Berlin"


def test_a_page_that_is_gone_is_a_reject_and_no_failure(history: History, web: WebServer) -> None:
    rejects = table(history.warehouse, "rejects").to_dicts()
    assert [(reject["input_uri"], reject["rule"]) for reject in rejects] == [(web.url("/news/gone.html"), "http_404")]


def test_a_second_run_asks_and_finds_nothing_new(history: History, web: WebServer) -> None:
    assert history.articles[2] == history.articles[1]
    assert "Nothing new" in history.said[2]
    assert sorted(history.asked[2]) == sorted(["/feed.xml", *PAGES, "/news/gone.html"])
    second = [request for request in web.asked if request.path in PAGES][4:8]
    assert all("if-none-match" in request.headers for request in second)


def test_a_changed_page_becomes_the_next_revision(history: History, web: WebServer) -> None:
    last = history.articles[3]
    assert len(last) == 5
    both = [article for article in last if article["url"] == web.url(PAGES[1])]
    assert [(article["revision"], article["is_latest"]) for article in both] == [(1, False), (2, True)]
    assert "counted twice" in both[1]["text"] and "counted twice" not in both[0]["text"]


def test_the_counts_of_all_runs_add_up(history: History) -> None:
    for stage in table(history.warehouse, "run_stages").to_dicts():
        ended = ("rows_out", "rows_rejected", "rows_skipped", "rows_merged")
        assert stage["rows_in"] == sum(stage[name] for name in ended)


def test_what_was_fetched_is_made_anew_without_the_network(history: History, web: WebServer, module_road: Road) -> None:
    aliases = module_road.folder / "aliases.csv"
    aliases.write_text("alias,kb_id,type\nPeter Brandt,L-17,PERSON\n", encoding="utf-8")
    changed = module_road.folder / "changed.toml"
    changed.write_text(f'[entities]\nalias_table = "{aliases}"\n', encoding="utf-8")
    asked = len(web.asked)
    nights = sorted(folder.name.partition("=")[2] for folder in (history.warehouse / "raw").glob("ingest_date=*"))
    again = ("reprocess", nights[0], nights[-1], "--warehouse", history.warehouse)
    said = copydesk(*again)
    same = table(history.warehouse, "articles").sort("url", "revision").to_dicts()
    assert (same, "Nothing new" in said) == (history.articles[3], True)
    copydesk(*again, "--config", changed)
    assert len(web.asked) == asked, "nobody was asked"
    entities = table(history.warehouse, "entities").filter(kb_id="L-17")
    named = {article["article_id"] for article in same if article["is_latest"] and "Peter Brandt" in article["text"]}
    assert named and set(entities["article_id"]) == named
    articles = table(history.warehouse, "articles")
    assert articles.height == len(same) + len(named), "new revisions only where the result differs"
    assert articles.filter("is_latest").height == len(PAGES)


def test_a_dry_run_tells_and_writes_nothing(web: WebServer, tmp_path: Path, module_road: Road) -> None:
    from flows.desk import Order
    from flows.progress import Progress
    from flows.run import survey
    from schemas.settings import load_settings

    told: list[str] = []
    url = web.on("/dry.xml", feed(web, PAGES[0]), "application/rss+xml")
    order = Order((url, str(tmp_path / "gone.txt")), tmp_path / "warehouse", load_settings())
    survey(order, Progress(log=lambda *line: told.append(" ".join(map(str, line)))))
    assert any(f"would fetch  {web.url(PAGES[0])}" in line for line in told)
    assert any("would reject" in line and "gone.txt" in line for line in told)
    assert list(tmp_path.iterdir()) == []


def test_a_run_killed_while_it_fetches_is_taken_up_again(web: WebServer, road: Road, tmp_path: Path) -> None:
    paths = [f"/slow/story-{number}.html" for number in range(8)]
    for number, path in enumerate(paths):
        body = story(web, path, number)

        def behave(request: Request, body: bytes = body) -> None:
            time.sleep(0.3)
            request.answer(200, body)

        web.on(path, behave)
    url = web.on("/slow.xml", feed(web, *paths), "application/rss+xml")
    one_by_one = {"max_per_host": 1}
    killed = road.start([url], tmp_path / "warehouse", fetch=one_by_one)
    deadline = time.monotonic() + 120
    while sum(path.startswith("/slow/") for path in web.paths()) < 4:
        assert time.monotonic() < deadline and killed.is_running(), killed.said()
        time.sleep(0.02)
    killed.kill()
    assert not (tmp_path / "warehouse" / "articles").exists()
    road.run([url], tmp_path / "warehouse", fetch=one_by_one)
    articles = table(tmp_path / "warehouse", "articles")
    assert sorted(articles["title"]) == sorted(title(number) for number in range(8))
    asked = [path for path in web.paths() if path.startswith("/slow/")]
    assert len(asked) <= len(paths) + 1, "only the page that was on its way is asked for twice"


def records(*blocks: bytes) -> bytes:
    return b"".join(map(gzip.compress, blocks))


def record(body: bytes, kind: str, url: str, media: str = "text/html", status: str = "200 OK") -> bytes:
    block = body
    if kind == "response":
        block = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-03-14T08:15:02Z\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{len(block):012d}>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


@pytest.fixture(scope="module")
def crawl(web: WebServer) -> WebServer:
    """A month of CC-NEWS: two archives, with what is no article beside what is."""
    folder, urls = "crawl-data/CC-NEWS/2026/03", [f"https://ledger.example/cc/{number}" for number in range(2)]
    names = [f"{folder}/CC-NEWS-2026031{day}081502-0000{day}.warc.gz" for day in (4, 5)]
    for name, url, number in zip(names, urls, range(2), strict=True):
        body = records(
            record(b"software: invented\r\n", "warcinfo", url),
            record(b"GET / HTTP/1.1\r\n\r\n", "request", url),
            record(page(number, address=url).encode(), "response", url),
            record(b"\x89PNG", "response", f"{url}.png", "image/png"),
            record(b"", "response", f"{url}/moved", status="301 Moved Permanently"),
        )
        web.on(f"/crawl/{name}", in_parts(body, ETag=f'"{number}"'))
    web.on(f"/crawl/{folder}/warc.paths.gz", in_parts(gzip.compress("\n".join(names).encode())))
    return web


def test_a_month_of_cc_news_becomes_a_night(crawl: WebServer, road: Road, tmp_path: Path) -> None:
    road.run(["cc-news:2026-03"], tmp_path / "warehouse")
    articles = table(tmp_path / "warehouse", "articles").sort("title")
    assert sorted(articles["title"]) == sorted([title(0), title(1)])
    assert {uri.rpartition("/")[2].partition("-2026")[0] for uri in articles["input_uri"]} == {"CC-NEWS"}
    ingest = stages(tmp_path / "warehouse")["ingest"]
    assert (ingest["rows_in"], ingest["rows_out"], ingest["rows_rejected"]) == (6, 2, 0), "what is no page is skipped"


def test_all_kinds_of_inputs_in_one_run(web: WebServer, road: Road, tmp_path: Path) -> None:
    """A page, a saved feed, a table of addresses, a list on the web, rows on the web, and a bucket."""
    import fsspec

    pages = [f"/mixed/{number}" for number in range(4)]
    for number, path in enumerate(pages):
        web.on(path, story(web, path, number))
    (tmp_path / "saved.xml").write_bytes(feed(web, pages[1]))
    (tmp_path / "table.csv").write_text(f"name,url\nFerry,{web.url(pages[2])}\n")
    web.on("/mixed/list.txt", web.url(pages[3]).encode(), "text/plain")
    rows = [json.dumps(row(number)).encode() + b"\n" for number in range(4, 9)]
    web.on("/mixed/rows.jsonl", in_parts(rows[0]))
    web.on("/mixed/once.jsonl", rows[1], "application/octet-stream")
    bucket = fsspec.filesystem("s3", skip_instance_cache=True)
    bucket.mkdir("night")
    bucket.pipe("night/folder/rows.jsonl", rows[2])
    bucket.pipe("night/glob/a-rows.jsonl.gz", gzip.compress(rows[3]))
    bucket.pipe("night/glob/b-rows.jsonl.gz", gzip.compress(rows[4]))
    url = "https://ledger.example/bucket"
    bucket.pipe("night/crawl.warc.gz", records(record(page(9, address=url).encode(), "response", url)))
    inputs: list[Any] = [
        web.url(pages[0]), tmp_path / "saved.xml", tmp_path / "table.csv", web.url("/mixed/list.txt"),
        web.url("/mixed/rows.jsonl"), web.url("/mixed/once.jsonl"),
        "s3://night/folder", "s3://night/glob/a-*.gz", "s3://night/crawl.warc.gz", "s3://night/gone.jsonl",
    ]  # fmt: skip
    road.run(inputs, tmp_path / "warehouse")
    articles = table(tmp_path / "warehouse", "articles")
    wanted = (0, 1, 2, 3, 4, 5, 6, 7, 9)
    assert sorted(articles["title"]) == sorted(title(number) for number in wanted)
    rejects = table(tmp_path / "warehouse", "rejects").to_dicts()
    assert [(reject["input_uri"], reject["rule"]) for reject in rejects] == [("s3://night/gone.jsonl", "not_found")]
    said = road.run(inputs, tmp_path / "warehouse")
    assert "Nothing new" in said and table(tmp_path / "warehouse", "articles").height == len(wanted)


def test_a_run_from_the_folder_of_the_warehouse_does_not_read_it(
    road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rows.jsonl").write_text(json.dumps(row(0)))
    warehouse = tmp_path / "warehouse"
    for run_id in ("first", "second"):
        road.run(Path("."), warehouse, "--run-id", run_id)
    assert (table(warehouse, "articles").height, table(warehouse, "rejects").height) == (1, 0)
    assert stages(warehouse, "second")["ingest"]["rows_in"] == 1
