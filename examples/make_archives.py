"""Packs the pages of `archived/` into the archives of `corpus/archives/`, or of the folder that is named.

The same pages give the same bytes."""

import gzip
import sys
import uuid
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CRAWL = (
    ("https://www.northgatepost.example/health/2025/mar/07/stillwater-patient-records", "2025-03-08T12:00:07Z",
     "northgate-patient-records-amended.html"),
    ("https://www.northgatepost.example/uk/2025/mar/09/village-leaf-blower-ban", "2025-03-09T21:30:41Z",
     "northgate-leaf-blower.html"),
)  # fmt: skip
WEEKEND = ("courier-clam-season.html", "courier-lighthouse-keeper.html")
PACKED_AT = (2025, 3, 14, 8, 0, 0)


def warc_record(kind: str, date: str, content_type: str, content: bytes, url: str | None = None) -> bytes:
    """One WARC 1.0 record (ISO 28500), gzipped on its own as crawlers do."""
    record_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {date} {url}")
    lines = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{record_id}>", f"WARC-Date: {date}"]
    if url:
        lines.append(f"WARC-Target-URI: {url}")
    lines += [f"Content-Type: {content_type}", f"Content-Length: {len(content)}", "", ""]
    return gzip.compress("\r\n".join(lines).encode() + content + b"\r\n\r\n", mtime=0)


def crawl() -> bytes:
    """A small crawl: what the crawler says of itself, then request and response of each page."""
    info = b"software: an invented crawler\r\nformat: WARC File Format 1.0\r\n"
    records = [warc_record("warcinfo", "2025-03-08T12:00:00Z", "application/warc-fields", info)]
    for url, date, page in CRAWL:
        host, path = url.removeprefix("https://").split("/", 1)
        request = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\n\r\n".encode()
        body = (HERE / "archived" / page).read_bytes()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        records.append(warc_record("request", date, "application/http; msgtype=request", request, url))
        records.append(warc_record("response", date, "application/http; msgtype=response", head.encode() + body, url))
    return b"".join(records)


def pack(folder: Path) -> list[Path]:
    """Writes the archives into `folder` and returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    warc, weekend = folder / "northgate_crawl.warc.gz", folder / "courier_weekend.zip"
    warc.write_bytes(crawl())
    with zipfile.ZipFile(weekend, "w") as archive:
        for page in WEEKEND:
            member = zipfile.ZipInfo(page, PACKED_AT)
            member.external_attr = 0o644 << 16
            archive.writestr(member, (HERE / "archived" / page).read_bytes(), zipfile.ZIP_DEFLATED)
    return [warc, weekend]


if __name__ == "__main__":
    for path in pack(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "corpus" / "archives"):
        print(path)
