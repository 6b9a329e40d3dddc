"""One file, one document: pages and texts, compressed or not, and what no document can be made of."""

import gzip
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from source_samples import COMPRESS, PAGE, TEXT, Read

from schemas.settings import Settings
from sources.locate import locate
from sources.read import read_documents, reread_many

Reading = Callable[..., Read]


def test_a_text_and_a_page_come_as_they_are(read: Reading) -> None:
    text, page = read("a.txt", TEXT).documents[0], read("b.htm", PAGE).documents[0]
    assert (text.input_uri, text.input_kind, text.media, text.body) == ("a.txt", "text", "text", TEXT)
    assert (page.input_uri, page.input_kind, page.media, page.body) == ("b.htm", "html", "html", PAGE)


@pytest.mark.parametrize("ending", COMPRESS)
def test_compression_adds_nothing_to_the_place(read: Reading, ending: str) -> None:
    found = read(f"b.html{ending}", COMPRESS[ending](PAGE))
    assert (found.uris, found.bodies) == ([f"b.html{ending}"], [PAGE])


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("page.txt", PAGE, "html"),
        ("page.html", TEXT, "text"),
        ("page.csv", PAGE, "html"),
        ("page.txt", b"<p>The bridge is open.</p><p>Crowds waved.</p>", "html"),
        ("page.txt", b"A cost of < 5 or > 3, <b>so they say", "text"),
        ("page.txt.gz", PAGE, "html"),
        ("page.html", gzip.compress(PAGE), "html"),
        ("page.html", "\ufeff<html><body>Brücke</body></html>".encode("utf-16"), "html"),
    ],
)
def test_the_contents_decide_where_the_ending_lies(read: Reading, name: str, content: bytes, media: str) -> None:
    assert [document.media for document in read(name, content).documents] == [media]


def test_rows_in_a_text_file_are_rows(read: Reading) -> None:
    assert read("rows.txt", b'{"text": "One."}\n{"text": "Two."}\n').bodies == ["One.", "Two."]


@pytest.mark.parametrize(
    "name", ["a.txt", "a.html", "a.json", "a.csv", "a.parquet", "a.warc", "a.zip", "a.tar", "a.gz"]
)
def test_an_empty_file_is_told(read: Reading, name: str) -> None:
    assert read(name, b"").rules == ["empty"]


@pytest.mark.parametrize("ending", COMPRESS)
def test_a_compressed_file_that_is_cut_off_is_told(read: Reading, ending: str) -> None:
    found = read(f"a.txt{ending}", COMPRESS[ending](os.urandom(200_000))[:-20_000])
    assert (found.documents, found.rules) == ([], ["truncated"])


def test_damaged_compression_is_told(read: Reading) -> None:
    content = bytearray(gzip.compress(TEXT * 1_000))
    content[60:80] = bytes(20)
    assert read("a.txt.gz", bytes(content)).rules == ["broken_archive"]


def test_bytes_after_the_compressed_data_are_ignored(read: Reading) -> None:
    assert read("a.txt.gz", gzip.compress(TEXT) + b"\0\0 signed").bodies == [TEXT]


def test_several_compressed_pieces_are_one_text(read: Reading) -> None:
    assert read("a.txt.gz", gzip.compress(TEXT) + gzip.compress(b"More.")).bodies == [TEXT + b"More."]


def test_a_text_past_the_bound_is_refused_in_bounded_memory(tmp_path: Path, bounded: Callable[..., Settings]) -> None:
    path = tmp_path / "line.txt"
    path.write_bytes(b"x" * 25_000_000)
    small = bounded(max_document_bytes=1_000_000)
    (file,) = locate([str(path)], small).files
    tracemalloc.start()
    (found,) = read_documents(file, small)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.rule, peak < 8_000_000) == ("too_large", True)  # type: ignore[union-attr]


def test_a_bomb_is_refused(read: Reading) -> None:
    assert read("bomb.txt.gz", gzip.compress(bytes(15_000_000))).rules == ["compression_ratio"]


def test_a_file_that_vanishes_after_it_was_listed_is_told(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT)
    (file,) = locate([str(path)], settings).files
    (document,) = read_documents(file, settings)
    path.unlink()
    assert [reject.rule for reject in read_documents(file, settings)] == ["not_found"]  # type: ignore[union-attr]
    (error,) = reread_many([document.locator], settings)  # type: ignore[union-attr, list-item]
    assert error.rule == "not_found"  # type: ignore[union-attr]


def test_a_file_that_became_a_pipe_is_told(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT)
    (file,) = locate([str(path)], settings).files
    path.unlink()
    os.mkfifo(path)
    assert [reject.rule for reject in read_documents(file, settings)] == ["not_a_file"]  # type: ignore[union-attr]
