"""JSON in all the shapes that exports have: lines, lists, lists in objects, one article, one after another."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from source_samples import ROW, Read, a_row, json_lines

from schemas.settings import Settings
from sources.locate import locate
from sources.read import read_documents

Reading = Callable[..., Read]
ROWS = [a_row(1), a_row(2), a_row(3)]
BODIES = [row["text"] for row in ROWS]


def test_a_line_is_a_document(read: Reading) -> None:
    found = read("rows.jsonl", json_lines(3))
    assert found.uris == ["rows.jsonl#1", "rows.jsonl#2", "rows.jsonl#3"]
    first = found.documents[0]
    assert (first.input_kind, first.media, first.body) == ("json", "text", BODIES[0])
    assert (first.url, first.title, first.published) == (ROW["url"], ROW["title"], ROW["date"])
    assert (first.authors, first.source_id) == (("Ida Holm", "Per Quist"), "cn-1")
    assert all(document.locator for document in found.documents)


@pytest.mark.parametrize("name", ["rows.json", "rows.txt", "rows"])
@pytest.mark.parametrize(
    "content",
    [
        json_lines(3),
        json.dumps(ROWS).encode(),
        json.dumps(ROWS, indent=2).encode(),
        json.dumps({"status": "ok", "total": 3, "articles": ROWS, "next": None}).encode(),
        json.dumps({"took": 2, "hits": {"total": 3, "hits": [{"_source": row} for row in ROWS]}}, indent=1).encode(),
        "\n".join(json.dumps(row, indent=1) for row in ROWS).encode(),
        ",\n".join(json.dumps(row) for row in ROWS).encode(),
        b"\xef\xbb\xbf" + json.dumps(ROWS, ensure_ascii=False).encode(),
    ],
    ids=["lines", "list", "printed list", "list in object", "search engine", "printed objects", "commas", "bom"],
)
def test_every_shape_gives_the_same_documents(read: Reading, name: str, content: bytes) -> None:
    assert read(name, content).bodies == BODIES


def test_lines_may_end_in_commas(read: Reading) -> None:
    assert read("rows.ndjson", b",\n".join(json_lines(3).splitlines())).bodies == BODIES


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["rows.jsonl", "rows.json"])
def test_two_byte_encodings(read: Reading, name: str, encoding: str) -> None:
    lines = "\n".join(json.dumps({"text": f"Brücke {number}"}, ensure_ascii=False) for number in (1, 2))
    assert read(name, lines.encode(encoding)).bodies == ["Brücke 1", "Brücke 2"]


def test_an_undeclared_western_encoding_is_read(read: Reading) -> None:
    lines = '{"text": "Brücke eins"}\n{"text": "Brücke zwei"}\n'.encode("latin-1")
    assert read("rows.jsonl", lines).bodies == ["Brücke eins", "Brücke zwei"]
    assert read("rows.json", b"[" + lines.replace(b"}\n{", b"},{") + b"]").bodies == ["Brücke eins", "Brücke zwei"]


@pytest.mark.parametrize(
    "broken", [b'{"text": "cut', b"null", b"[1, 2]", b'"text"', b"{'text': 'x'}", b"[" * 100_000, b"\x00\x01\xff\xfe"]
)
def test_a_broken_line_is_named_and_its_neighbors_are_unharmed(read: Reading, broken: bytes) -> None:
    good = json_lines(2).split(b"\n")
    found = read("rows.jsonl", b"\n".join([good[0], broken, b"", good[1]]))
    assert found.uris == ["rows.jsonl#1", "rows.jsonl#4"]
    assert [(r.input_uri, r.rule) for r in found.rejects] == [("rows.jsonl#2", "broken_row")]
    assert "Line 2" in found.rejects[0].reason


def test_a_list_that_breaks_off_gives_what_came_before(read: Reading) -> None:
    found = read("rows.json", json.dumps(ROWS).encode()[:-20])
    assert (found.bodies, found.rules) == (BODIES[:2], ["broken_row"])


def test_a_row_without_text_is_told_with_its_columns(read: Reading) -> None:
    found = read("rows.jsonl", b'{"headline": "Only a headline", "teaser": "x"}\n{"text": "  "}\n')
    assert found.rules == ["no_text", "no_text"]
    assert "teaser" in found.rejects[0].detail


def test_a_line_past_the_bound_is_refused_in_bounded_memory(tmp_path: Path, bounded: Callable[..., Settings]) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(json_lines(1) + b'{"text": "' + b"x" * 25_000_000 + b'"}\n' + json_lines(1))
    small = bounded(max_document_bytes=1_000_000)
    tracemalloc.start()
    (file,) = locate([str(path)], small).files
    found = Read(list(read_documents(file, small)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.bodies, found.rules) == (BODIES[:1] * 2, ["too_large"])
    assert peak < 12_000_000


def test_a_long_list_is_read_in_bounded_memory(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "rows.json"
    row = json.dumps(a_row(1, text="The harbor was quiet. " * 500))
    path.write_text("[" + ",".join([row] * 1_000) + "]")
    (file,) = locate([str(path)], settings).files
    tracemalloc.start()
    count = sum(1 for _ in read_documents(file, settings))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < 8_000_000) == (1_000, True)


def test_schema_org_articles_are_read(read: Reading) -> None:
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Harbor bridge reopens",
        "alternativeHeadline": "Nine months of detours are over",
        "articleBody": "The swing bridge carried its first tram.",
        "datePublished": "2031-04-07T06:00:00+02:00",
        "dateModified": "2031-04-07T09:00:00+02:00",
        "author": [{"@type": "Person", "name": "Ida Holm"}, {"@type": "Organization", "name": "Coastal News"}],
        "publisher": {"@type": "Organization", "name": "The Norden Courier"},
        "articleSection": ["Local"],
        "inLanguage": "en",
        "url": "https://courier.example/bridge",
    }
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Courier"}, article]}
    for content in (article, graph):
        found = read("article.json", json.dumps(content).encode())
        (document,) = found.documents
        assert document.body == article["articleBody"]
        assert (document.title, document.subtitle) == (article["headline"], article["alternativeHeadline"])
        assert (document.published, document.modified) == (article["datePublished"], article["dateModified"])
        assert (document.authors, document.publisher) == (("Ida Holm", "Coastal News"), "The Norden Courier")
        assert (document.section, document.language) == ("Local", "en")
        assert found.rejects == []


def test_an_article_with_a_list_inside_is_one_article(read: Reading) -> None:
    article = {"title": "Live", "text": "The tram rolls.", "items": [{"text": "09:00 Doors open."}]}
    assert read("live.json", json.dumps(article).encode()).bodies == ["The tram rolls."]


def test_an_object_without_records_is_told(read: Reading) -> None:
    assert read("empty.json", b'{"articles": []}').rules == ["no_text"]
    assert read("empty.json", b"[]").rules == ["no_text"]
    assert read("number.json", b"12").rules == ["broken_row"]
    assert read("noise.json", b"} nothing {").rules == ["broken_row"]


def test_a_file_of_blank_lines_is_told(read: Reading) -> None:
    assert read("rows.jsonl", b"\n \n\0\0\n").rules == ["empty"]


def test_a_file_that_is_no_table_is_given_up(read: Reading) -> None:
    found = read("rows.jsonl", b"plain words\n" * 5_000)
    assert found.rules == ["broken_row"] * 1_000 + ["no_rows"]


def test_a_record_past_the_bound_is_told(read: Reading, bounded: Callable[..., Settings]) -> None:
    content = b'[{"text": "One."}, {"text": "' + b"x" * 2_000_000 + b'"}]'
    found = read("rows.json", content, bounded(max_document_bytes=200_000))
    assert (found.bodies, found.rules) == (["One."], ["too_large"])


@pytest.mark.parametrize("broken", ["[" * 100_000 + "é", "[" * 100_000 + ","])
def test_a_broken_line_that_is_nested_deep_harms_no_neighbor(read: Reading, broken: str) -> None:
    found = read("rows.jsonl", broken.encode("latin-1") + b"\n" + json_lines(1))
    assert (found.rules, found.bodies) == (["broken_row"], BODIES[:1])
