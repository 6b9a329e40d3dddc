"""The bytes of documents once more: any order gives the right ones, and the order of reading costs one pass."""

import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from source_samples import PAGE, TEXT, a_row, a_tar, a_zip, http, json_lines, warc_record
from test_parquet_rows import parquet

from schemas.errors import Unreadable
from schemas.records import Document
from schemas.settings import Settings
from sources.locate import locate
from sources.read import read_documents, reread_many

FILES = {
    "a.html": PAGE,
    "b.txt.gz": gzip.compress(TEXT),
    "c.jsonl": json_lines(20),
    "d.json": json.dumps([a_row(number) for number in range(20)], indent=1).encode(),
    "e.csv": b"title,text\n" + b"".join(b'T,"Report\n%d"\n' % number for number in range(20)),
    "f.parquet": parquet({"text": [f"Report {number}" for number in range(20)]}, row_group_size=6),
    "g.warc": b"".join(warc_record(http(PAGE + b"%d" % number)) for number in range(20)),
    "h.warc.gz": b"".join(gzip.compress(warc_record(http(PAGE + b"%d" % number))) for number in range(20)),
    "i.zip": a_zip({"a.jsonl": json_lines(20), "b.html": PAGE, "c.csv": b"text\nOne.\nTwo.\n"}),
    "j.tar": a_tar({"a.html": PAGE, "b.txt.gz": gzip.compress(TEXT)}),
}


@pytest.fixture
def documents(tmp_path: Path, settings: Settings) -> list[Document]:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    items = [item for file in locate([str(tmp_path)], settings).files for item in read_documents(file, settings)]
    return [item for item in items if isinstance(item, Document) and item.locator]


@pytest.mark.parametrize(
    "order", [lambda found: found, lambda found: found[::-1], lambda found: found[::3] + found[1::3]]
)
def test_any_order_gives_the_right_bytes(
    documents: list[Document], settings: Settings, order: Callable[[list[Document]], list[Document]]
) -> None:
    wanted = order(documents)
    assert len(documents) > 120
    assert list(reread_many([d.locator for d in wanted if d.locator], settings)) == [d.body for d in wanted]


def test_a_file_that_changed_is_told_and_the_others_are_read(
    documents: list[Document], settings: Settings, tmp_path: Path
) -> None:
    for name in FILES:
        if name not in ("a.html", "c.jsonl"):
            (tmp_path / name).write_bytes(b"")
    bodies = list(reread_many([d.locator for d in documents if d.locator], settings))
    for document, body in zip(documents, bodies, strict=True):
        if Path(document.locator.path).name in ("a.html", "c.jsonl"):  # type: ignore[union-attr]
            assert body == document.body
        else:
            assert isinstance(body, Unreadable)
            assert ";" in str(body)


def test_rows_of_a_compressed_member_cost_one_pass(tmp_path: Path, settings: Settings) -> None:
    """Going back to the start for each of 4,000 rows would inflate 8 GB."""
    path = tmp_path / "a.zip"
    path.write_bytes(
        a_zip({"a.jsonl": b"".join(json.dumps(a_row(n, pad="x" * 900)).encode() + b"\n" for n in range(4_000))})
    )
    (file,) = locate([str(path)], settings).files
    locators = [item.locator for item in read_documents(file, settings) if isinstance(item, Document) and item.locator]
    start = time.process_time()
    assert sum(1 for body in reread_many(locators, settings) if isinstance(body, str)) == 4_000
    assert time.process_time() - start < 3


def test_members_of_a_zip_cost_one_opening(tmp_path: Path, settings: Settings) -> None:
    """Reading the table of contents for each of 4,000 members would read 16 million entries."""
    path = tmp_path / "a.zip"
    path.write_bytes(a_zip({f"{number}.html": PAGE + b"%d" % number for number in range(4_000)}))
    (file,) = locate([str(path)], settings).files
    locators = [item.locator for item in read_documents(file, settings) if isinstance(item, Document) and item.locator]
    start = time.process_time()
    bodies = list(reread_many(locators, settings))
    assert bodies == [PAGE + b"%d" % number for number in range(4_000)]
    assert time.process_time() - start < 5
