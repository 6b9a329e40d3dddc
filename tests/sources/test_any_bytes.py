"""Whatever the bytes and whatever the name: documents and rejects, never an error, and the same bytes once more."""

import gzip
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from source_samples import PAGE, TEXT, a_row, a_tar, a_zip, http, json_lines, warc_record
from test_agency_items import NINJS_1, NINJS_3, NITF, message, newsml
from test_mail_pages import newsletter, saved_page
from test_parquet_rows import parquet

from schemas.records import Document, Reject, Skipped
from schemas.settings import load_settings
from sources.locate import locate
from sources.read import READERS, read_documents, reread_many
from sources.recognize import recognize

SETTINGS = load_settings(environment={})
WELL_FORMED = (
    PAGE,
    TEXT,
    json_lines(3),
    json.dumps([a_row(1), a_row(2)]).encode(),
    b'url,title,text\nu,t,One.\nu,t,"Two\nlines."\n',
    parquet({"text": ["One.", "Two."], "html": ["<p>1</p>", None]}),
    warc_record(http(PAGE)) + warc_record(http(gzip.compress(PAGE), Content_Encoding="gzip")),
    gzip.compress(warc_record(http(PAGE))) + gzip.compress(warc_record(http(TEXT))),
    a_zip({"a.txt": TEXT, "b.jsonl": json_lines(2), "c.tar": a_tar({"d.html": PAGE})}),
    a_tar({"a.txt": TEXT, "b.csv": b"text\nOne.\n"}),
    gzip.compress(a_tar({"a.txt": TEXT})),
    NITF.encode(),
    message(newsml(), newsml()),
    json.dumps([NINJS_1, NINJS_3]).encode(),
    newsletter(),
    saved_page(),
)
NAMES = st.sampled_from(
    ["a.txt", "a.html", "a.json", "a.jsonl", "a.csv", "a.tsv", "a.parquet", "a.warc", "a.warc.gz", "a.zip", "a.tar",
     "a.tar.gz", "a.gz", "a.bz2", "a.xz", "a", "a.xml", "a.eml", "a.mhtml", "a.wacz"]
)  # fmt: skip


@st.composite
def damaged(draw: Callable[..., object]) -> bytes:
    """A well-formed file with a few bytes changed, cut out or put in."""
    content = bytearray(draw(st.sampled_from(WELL_FORMED)))  # type: ignore[call-overload]
    for _ in range(draw(st.integers(0, 4))):  # type: ignore[call-overload]
        at = draw(st.integers(0, len(content)))
        length = draw(st.sampled_from([0, 1, 2, 8, 200]))
        content[at : at + length] = draw(st.binary(max_size=8))  # type: ignore[operator]
    return bytes(content)


@given(NAMES, st.one_of(st.binary(max_size=2_000), damaged()))
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_under_any_name(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        located = locate([str(path)], SETTINGS)
        items = [item for file in located.files for item in read_documents(file, SETTINGS)]
        assert located.rejects or items
        assert all(isinstance(item, (Document, Reject, Skipped)) for item in items)
        for reject in (item for item in items if isinstance(item, Reject)):
            assert reject.rule != "broken_file", reject.detail
            assert ";" in reject.reason or ":" in reject.reason
        documents = [item for item in items if isinstance(item, Document)]
        assert len({document.input_uri for document in documents}) == len(documents)
        found = [document for document in documents if document.locator]
        assert list(reread_many([document.locator for document in found if document.locator], SETTINGS)) == [
            document.body for document in found
        ]


@given(st.text(max_size=40), st.binary(max_size=600))
def test_recognizing_never_fails(name: str, head: bytes) -> None:
    kind = recognize(name, head)
    assert kind is None or kind in READERS
