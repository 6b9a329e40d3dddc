"""Files on object storage are read like those on a disk; fsspec's storage in memory stands in for the network."""

from collections.abc import Iterator

import fsspec
import pytest
from source_samples import PAGE, TEXT, a_tar, a_zip, http, json_lines, warc_record
from test_parquet_rows import parquet

from schemas.errors import Unreadable
from schemas.records import Document, Locator
from schemas.settings import Settings
from sources.locate import locate
from sources.read import read_documents, reread_many

FILES = {
    "a.html": PAGE,
    "deep/b.jsonl": json_lines(3),
    "deep/c.zip": a_zip({"d.txt": TEXT}),
    "deep/e.tar": a_tar({"f.txt": TEXT}),
    "g.parquet": parquet({"text": ["One."]}),
    "h.warc": warc_record(http(PAGE)),
    "i": PAGE,
    "deep/.hidden.txt": TEXT,
    "photo.png": b"\x89PNG",
}


@pytest.fixture
def bucket() -> Iterator[str]:
    storage = fsspec.filesystem("memory")
    for name, content in FILES.items():
        storage.pipe(f"/night/{name}", content)
    yield "memory://night"
    storage.rm("/night", recursive=True)


def test_a_folder_of_the_storage_is_read_and_read_again(bucket: str, settings: Settings) -> None:
    found = locate([bucket], settings)
    documents = [item for file in found.files for item in read_documents(file, settings) if isinstance(item, Document)]
    assert [document.input_uri.removeprefix("memory:///night/") for document in documents] == [
        "a.html", "deep/b.jsonl#1", "deep/b.jsonl#2", "deep/b.jsonl#3", "deep/c.zip!/d.txt", "deep/e.tar!/f.txt",
        "g.parquet#1", "h.warc#1", "i",
    ]  # fmt: skip
    assert [(reject.input_uri, reject.rule) for reject in found.rejects] == [
        ("memory:///night/photo.png", "unknown_type")
    ]
    assert all(document.locator for document in documents)
    again = list(reread_many([document.locator for document in documents if document.locator], settings))
    assert again == [document.body for document in documents]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a.html", ["a.html"]),
        ("*.html", ["a.html"]),
        ("**/*.jsonl", ["deep/b.jsonl"]),
        ("deep", ["deep/b.jsonl", "deep/c.zip", "deep/e.tar"]),
        ("deep/*", ["deep/b.jsonl", "deep/c.zip", "deep/e.tar"]),
    ],
)
def test_files_folders_and_globs(bucket: str, settings: Settings, given: str, expected: list[str]) -> None:
    found = locate([f"{bucket}/{given}"], settings)
    assert [file.uri.removeprefix("memory:///night/") for file in found.files] == expected


@pytest.mark.parametrize("given", ["gone.html", "*.gone", "gone/"])
def test_what_is_not_there_is_told(bucket: str, settings: Settings, given: str) -> None:
    assert [reject.rule for reject in locate([f"{bucket}/{given}"], settings).rejects] == ["not_found"]


def test_a_missing_driver_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "gcsfs", None)
    (reject,) = locate(["gs://night/a.html"], settings).rejects
    assert (reject.rule, "gcsfs" in reject.detail) == ("no_driver", True)
    assert 'pip install "copydesk[gs]"' in reject.reason


def test_a_file_that_is_gone_is_told(settings: Settings) -> None:
    (error,) = reread_many([Locator("memory://night/gone.html")], settings)
    assert isinstance(error, Unreadable) and error.rule == "not_found"
