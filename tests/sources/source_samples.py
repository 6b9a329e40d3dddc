"""Invented articles in the containers and formats that real ones come in."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.records import Document, Reject, Skipped

PAGE = (
    b'<!DOCTYPE html>\n<html lang="en"><head><title>Harbor bridge reopens</title></head>\n<body><article>'
    b"<p>The swing bridge at Norden Harbor carried its first tram in nine months on Monday.</p>"
    b"</article></body></html>\n"
)
TEXT = b"NORDEN HARBOR (Coastal News) - The swing bridge carried its first tram on Monday.\n\nCrowds waved.\n"
ROW: dict[str, Any] = {
    "id": "cn-2041",
    "url": "https://coastal.example/bridge",
    "title": "Harbor bridge reopens",
    "text": "The swing bridge carried its first tram in nine months.",
    "date": "2031-04-07",
    "authors": ["Ida Holm", "Per Quist"],
}
COMPRESS = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


@dataclass
class Read:
    """What came out of a file, by kind."""

    items: list[Document | Reject | Skipped]

    @property
    def documents(self) -> list[Document]:
        return [item for item in self.items if isinstance(item, Document)]

    @property
    def rejects(self) -> list[Reject]:
        return [item for item in self.items if isinstance(item, Reject)]

    @property
    def skipped(self) -> list[Skipped]:
        return [item for item in self.items if isinstance(item, Skipped)]

    @property
    def rules(self) -> list[str]:
        return [item.rule for item in self.rejects]

    @property
    def bodies(self) -> list[bytes | str]:
        return [item.body for item in self.documents]

    @property
    def uris(self) -> list[str]:
        return [item.input_uri for item in self.documents]


def a_row(number: int, **more: Any) -> dict[str, Any]:
    return {**ROW, "id": f"cn-{number}", "text": f"Report number {number} from the harbor.", **more}


def json_lines(count: int) -> bytes:
    return b"".join(json.dumps(a_row(number)).encode() + b"\n" for number in range(1, count + 1))


def a_zip(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


def a_tar(members: Mapping[str, bytes | tarfile.TarInfo]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in members.items():
            if isinstance(content, tarfile.TarInfo):
                archive.addfile(content)
                continue
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def http(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """An HTTP response; underscores in the names of headers stand for hyphens."""
    headers = {"Content_Type": "text/html; charset=utf-8", **headers}
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode() + body


def warc_record(
    block: bytes, kind: str = "response", url: str = "https://coastal.example/bridge", media: str | None = None
) -> bytes:
    media = media or {"response": "application/http; msgtype=response"}.get(kind, "application/octet-stream")
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{len(block):012d}>\r\n"
        f"WARC-Date: 2031-04-07T06:05:04Z\r\nWARC-Target-URI: {url}\r\nContent-Type: {media}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"
