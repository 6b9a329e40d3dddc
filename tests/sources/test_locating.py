"""Inputs as the operator types them become files: each once, in one order, and nothing hangs or is lost in silence."""

import gzip
import multiprocessing
import os
import socket
import tempfile
from pathlib import Path

import pytest
from source_samples import PAGE, TEXT

from schemas.settings import Settings
from sources.locate import Located, locate


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A delivery with folders, a hidden file and an image, in the current folder."""
    for name in ("b.txt", "a.html", "wire/c.txt", "wire/deep/d.TXT", "wire/.hidden.txt", ".git/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PAGE if name.endswith("html") else TEXT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def uris(found: Located) -> list[str]:
    return [file.uri for file in found.files]


def rules(found: Located) -> list[str]:
    return [reject.rule for reject in found.rejects]


def test_a_folder_stands_for_all_below_it_but_hidden_files(night: Path, settings: Settings) -> None:
    assert uris(locate(["."], settings)) == ["a.html", "b.txt", "wire/c.txt", "wire/deep/d.TXT"]


def test_the_order_of_the_inputs_changes_nothing(night: Path, settings: Settings) -> None:
    inputs = ["wire", "b.txt", "*.html", ".", "gone", "wire/deep"]
    assert locate(inputs, settings) == locate(inputs[::-1], settings)


def test_a_file_is_taken_once_whatever_leads_to_it(night: Path, settings: Settings) -> None:
    os.symlink("b.txt", "same.txt")
    assert uris(locate(["b.txt", "./b.txt", str(night / "b.txt"), "same.txt", "*.txt"], settings)) == ["b.txt"]


def test_a_path_outside_the_current_folder_is_absolute(
    night: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.chdir(night / "wire")
    assert uris(locate(["../b.txt", "c.txt"], settings)) == [f"{night}/b.txt", "c.txt"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["b.txt"]),
        ("w*/c.tx?", ["wire/c.txt"]),
        ("**/*.txt", ["b.txt", "wire/c.txt"]),
        ("**", ["a.html", "b.txt", "wire/c.txt", "wire/deep/d.TXT"]),
        ("[ab].*", ["a.html", "b.txt"]),
        ("wire*", ["wire/c.txt", "wire/deep/d.TXT"]),
    ],
)
def test_globs(night: Path, settings: Settings, pattern: str, expected: list[str]) -> None:
    found = locate([pattern], settings)
    assert (uris(found), found.rejects) == (expected, [])


def test_a_name_with_glob_characters_is_itself_first(night: Path, settings: Settings) -> None:
    Path("[b].txt").write_bytes(TEXT)
    assert uris(locate(["[b].txt"], settings)) == ["[b].txt"]


def test_a_list_holds_one_input_a_line(night: Path, settings: Settings) -> None:
    Path("list.csv").write_text("\ufeff# tonight\n\nb.txt\n  wire/*.txt \nhttps://coastal.example/a?b=1#c\ngone.txt\n")
    found = locate(["@list.csv"], settings)
    assert uris(found) == ["b.txt", "wire/c.txt"]
    assert found.urls == ["https://coastal.example/a?b=1#c"]
    assert rules(found) == ["not_found"]


def test_addresses_are_set_apart_in_their_order(night: Path, settings: Settings) -> None:
    found = locate(["https://b.example/", "HTTP://a.example/x", "b.txt", "https://b.example/"], settings)
    assert found.urls == ["https://b.example/", "HTTP://a.example/x"]
    assert uris(locate([f"file://{night}/b.txt"], settings)) == ["b.txt"]
    assert rules(locate(["gopher://a.example/x"], settings)) == ["unknown_scheme"]


@pytest.mark.parametrize("given", ["gone.txt", "*.gone", "@gone.txt", "a\0b", "a\ud800", "", "gone/**/x?"])
def test_what_is_not_there_is_told(night: Path, settings: Settings, given: str) -> None:
    found = locate([given], settings)
    assert (found.files, rules(found)) == ([], ["not_found"])
    assert ";" in found.rejects[0].reason


def test_an_unknown_type_is_told_with_the_known_ones(night: Path, settings: Settings) -> None:
    Path("photo.png").write_bytes(b"\x89PNG\r\n\x1a\n....")
    found = locate(["photo.png"], settings)
    assert rules(found) == ["unknown_type"]
    assert ".warc" in found.rejects[0].reason


def test_contents_count_where_the_name_says_nothing(night: Path, settings: Settings) -> None:
    Path("index").write_bytes(PAGE)
    Path("page.php").write_bytes(PAGE)
    assert uris(locate(["index", "page.php"], settings)) == ["index", "page.php"]


def test_an_empty_folder_is_told(night: Path, settings: Settings) -> None:
    Path("empty").mkdir()
    assert rules(locate(["empty"], settings)) == ["empty_folder"]


def test_a_link_to_a_folder_on_the_way_is_told_and_the_rest_is_read(night: Path, settings: Settings) -> None:
    os.symlink("..", "wire/deep/up")
    found = locate(["wire"], settings)
    assert uris(found) == ["wire/c.txt", "wire/deep/d.TXT"]
    assert [(r.input_uri, r.rule) for r in found.rejects] == [("wire/deep/up", "link_loop")]


def test_links_that_lead_to_themselves_or_nowhere_are_told(night: Path, settings: Settings) -> None:
    os.symlink("one.txt", "wire/two.txt")
    os.symlink("two.txt", "wire/one.txt")
    os.symlink("gone.txt", "wire/dead.txt")
    found = locate(["wire"], settings)
    assert [(r.input_uri, r.rule) for r in found.rejects] == [
        ("wire/dead.txt", "not_found"),
        ("wire/one.txt", "link_loop"),
        ("wire/two.txt", "link_loop"),
    ]


@pytest.mark.parametrize("given", ["maze", "maze/**/*.txt", "**"])
def test_a_maze_of_links_is_walked_once(night: Path, settings: Settings, given: str) -> None:
    for level in range(40):
        folder = Path(f"maze/level{level}")
        folder.mkdir(parents=True)
        for link in range(4):
            os.symlink(f"../level{level + 1}", folder / f"link{link}")
    Path("maze/level40").mkdir()
    Path("maze/level40/end.txt").write_bytes(TEXT)
    assert "end.txt" in " ".join(uris(locate([given], settings)))


def test_pipes_sockets_and_devices_are_refused_without_waiting(night: Path, settings: Settings) -> None:
    os.mkfifo("pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("sock.txt")
        found = locate(["pipe.txt", "sock.txt", "/dev/zero", "@pipe.txt"], settings)
    assert rules(found) == ["not_a_file"] * 4


def test_a_list_that_is_no_list_is_refused(night: Path, settings: Settings) -> None:
    Path("list.txt").write_bytes(b"b.txt\n\0\1\2\n" + b"x" * 100_000)
    assert rules(locate(["@list.txt"], settings)) == ["broken_list"]
    assert rules(locate(["@wire"], settings)) == ["not_a_file"]


def test_a_name_that_is_no_utf8_is_read_and_shown_in_ascii(night: Path, settings: Settings) -> None:
    Path(os.fsdecode(b"caf\xe9#1.txt")).write_bytes(TEXT)
    found = locate(["."], settings)
    assert "caf%E9%231.txt" in uris(found)


def test_what_may_not_be_read_is_told(settings: Settings) -> None:
    """As another user where the tests run as root, to whom nothing is closed."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for name in ("open.txt", "shut.txt", "closed/a.txt"):
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(TEXT)
        os.chmod(f"{folder}/shut.txt", 0)
        os.chmod(f"{folder}/closed", 0)
        with multiprocessing.get_context("fork").Pool(1) as pool:
            found = pool.apply(locate_as_nobody, (folder, settings))
    assert [file.uri for file in found.files] == [f"{folder}/open.txt"]
    assert [(reject.input_uri.removeprefix(folder), reject.rule) for reject in found.rejects] == [
        ("/closed", "unreadable"),
        ("/shut.txt", "unreadable"),
    ]


def locate_as_nobody(folder: str, settings: Settings) -> Located:
    os.chdir("/usr")
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    return locate([folder], settings)


def test_a_list_may_be_compressed_and_name_files_beside_it(night: Path, settings: Settings) -> None:
    """As the lists of paths of a web archive are."""
    Path("wire/warc.paths.gz").write_bytes(gzip.compress(b"deep/d.TXT\nb.txt\n"))
    assert uris(locate(["@wire/warc.paths.gz"], settings)) == ["b.txt", "wire/deep/d.TXT"]
    Path("wire/cut.gz").write_bytes(gzip.compress(b"b.txt\n" * 1000)[:-9])
    assert rules(locate(["@wire/cut.gz"], settings)) == ["truncated"]


def test_the_warehouse_of_the_run_is_left_out(night: Path, settings: Settings) -> None:
    found = locate(["."], settings, leave_out=["wire", "gone"])
    assert (uris(found), found.rejects) == (["a.html", "b.txt"], [])


def test_no_pattern_finds_the_warehouse_but_one_that_names_it(night: Path, settings: Settings) -> None:
    assert uris(locate(["**/*.txt"], settings, leave_out=["wire"])) == ["b.txt"]
    assert uris(locate(["wire/**/*.txt"], settings, leave_out=["wire"])) == ["wire/c.txt"]
    assert uris(locate(["wire/c.txt", "wire/deep"], settings, leave_out=["wire"])) == ["wire/c.txt", "wire/deep/d.TXT"]


def test_the_warehouse_itself_is_no_input(night: Path, settings: Settings) -> None:
    assert rules(locate(["wire"], settings, leave_out=[str(night / "wire")])) == ["own_warehouse"]


RSS = b"""<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><!-- saved --><rss version="2.0"><channel>
<title>Coastal News</title><language>en-GB</language><item><title>Bridge</title>
<link>https://coastal.example/bridge</link><pubDate>Mon, 07 Apr 2031 06:05:04 GMT</pubDate></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Coastal</title><entry>
<link href="https://coastal.example/bridge"/></entry></feed>"""
JSON_FEED = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Coastal",
 "items": [{"id": "1", "url": "https://coastal.example/bridge"}]}"""
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>
<loc>https://coastal.example/bridge</loc></url></urlset>"""
INDEX = SITEMAP.replace(b"urlset", b"sitemapindex").replace(b"<url>", b"<sitemap>").replace(b"</url>", b"</sitemap>")
SAVED = {
    "feed.xml": RSS,
    "feed": ATOM,
    "feed.rss": RSS,
    "feed.html": RSS,
    "feed.txt": ATOM,
    "feed.json": JSON_FEED,
    "wide.xml": RSS.replace(b' version="1.0"?><?', b' version="1.0" encoding="UTF-16"?><?').decode().encode("utf-16"),
    "map.xml.gz": gzip.compress(SITEMAP),
    "index.xml": INDEX,
}


@pytest.mark.parametrize("name", SAVED)
def test_a_saved_feed_or_sitemap_stands_for_what_it_names(night: Path, settings: Settings, name: str) -> None:
    Path("wire", name).write_bytes(SAVED[name])
    found = locate([f"wire/{name}"], settings)
    assert ([link.url for link in found.links], found.files) == (["https://coastal.example/bridge"], [])
    assert (found.rejects, found.links[0].via) == ([], f"wire/{name}")


def test_a_saved_feed_says_of_its_links_what_it_knows(night: Path, settings: Settings) -> None:
    Path("feed.xml").write_bytes(RSS)
    (link,) = locate(["."], settings).links
    assert (link.title, link.publisher, link.language) == ("Bridge", "Coastal News", "en-GB")
    assert link.published == "Mon, 07 Apr 2031 06:05:04 GMT"


def test_what_only_looks_like_a_feed_is_read_as_what_it_is(night: Path, settings: Settings) -> None:
    Path("wire/about.html").write_bytes(PAGE.replace(b"Crowds", b"<code>&lt;rss&gt;</code>"))
    Path("wire/about.json").write_bytes(b'{"text": "The format is at jsonfeed.org, and no feed is this."}')
    Path("wire/odd.xml").write_bytes(b"<catalog><rss >is meant</rss></catalog>")
    found = locate(["wire/about.html", "wire/about.json", "wire/odd.xml"], settings)
    assert (uris(found), found.links, rules(found)) == (["wire/about.html", "wire/about.json"], [], ["unknown_type"])


def test_a_saved_feed_that_names_nothing_or_too_much_is_told(night: Path, settings: Settings) -> None:
    Path("feed.xml").write_bytes(RSS.replace(b"item", b"thing"))
    assert rules(locate(["feed.xml"], settings)) == ["empty_listing"]
    few = settings.model_copy(update={"fetch": settings.fetch.model_copy(update={"max_entries": 1, "max_bytes": 250})})
    Path("feed.xml").write_bytes(SITEMAP.replace(b"</urlset>", b"<url><loc>https://a.example/</loc></url></urlset>"))
    found = locate(["feed.xml"], few)
    assert (len(found.links), rules(found)) == (1, ["too_many_entries"])
    Path("feed.xml").write_bytes(RSS)
    assert rules(locate(["feed.xml"], few)) == ["too_large"]


def test_the_files_of_a_crawl_lie_where_the_settings_say(night: Path, settings: Settings) -> None:
    crawl = Path("wire/crawl-data/CC-NEWS/2026/03")
    crawl.mkdir(parents=True)
    name = f"{crawl.relative_to('wire')}/CC-NEWS-20260314081502-00007.warc.gz"
    (Path("wire") / name).write_bytes(b"")
    for list_of_paths in (crawl / "warc.paths.gz", Path("warc.paths.gz")):
        list_of_paths.write_bytes(gzip.compress(name.encode() + b"\n"))
    mirror = settings.model_copy(
        update={"fetch": settings.fetch.model_copy(update={"common_crawl_base": str(night / "wire")})}
    )
    for given in ("warc.paths.gz", "@warc.paths.gz", "cc-news:2026-03", "cc-news:2026-03-14"):
        found = locate([given], mirror)
        assert (uris(found), found.rejects) == ([f"wire/{name}"], [])
    crawl.joinpath("CC-NEWS-20260314081502-00007.warc.gz").unlink()
    assert rules(locate(["warc.paths.gz"], mirror)) == ["not_found"]


def test_a_table_of_addresses_is_a_list_of_them(night: Path, settings: Settings) -> None:
    Path("wire/list.csv").write_bytes(
        b"name,URL\nBridge,https://coastal.example/bridge\nFerry,\nTram,HTTP://a.example/t\n"
    )
    found = locate(["wire/list.csv"], settings)
    assert (found.files, found.urls) == ([], ["https://coastal.example/bridge", "HTTP://a.example/t"])
    assert [(reject.input_uri, reject.rule) for reject in found.rejects] == [("wire/list.csv#2", "no_address")]
    Path("wire/list.csv").write_bytes(b"url,text\nhttps://coastal.example/bridge,The bridge is open.\n")
    assert uris(locate(["wire/list.csv"], settings)) == ["wire/list.csv"]
