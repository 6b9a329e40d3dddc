"""Every response kept as it came, in WARC files (ISO 28500, WARC 1.1): gzipped, one record a member.

`articles-*.warc.gz` hold what the ingest stage reads, `context-*.warc.gz` the rest: feeds, sitemaps, robots.txt,
redirects, failures and unchanged pages (as revisit records). Bodies stand decompressed, as Common Crawl keeps them, so
that every reader can read them and a bomb is defused once; the headers that no longer hold are renamed `X-Crawl-*`.
What a feed or source said of a page travels with its response record in `Copydesk-*` fields, see `sources.hints`.
"""

import base64
import gzip
import hashlib
import re
import uuid
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from schemas.errors import WarehouseError
from sources.hints import field_of
from sources.web.exchange import HAS_DOCUMENT, Response, user_agent
from sources.web.outcomes import Link

SUFFIX, OPEN_SUFFIX = ".warc.gz", ".warc.gz.open"  # a file that is still written carries no WARC's ending
HINTS = tuple(field.name for field in fields(Link) if field.name != "url")
REVISIT = "http://netpreserve.org/warc/1.1/revisit/"
NOT_MODIFIED, SAME_CONTENT = REVISIT + "server-not-modified", REVISIT + "identical-payload-digest"
_NO_LONGER_TRUE = (b"content-encoding", b"content-length", b"transfer-encoding")


@contextmanager
def _sentences(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WarehouseError(f"The WARC folder {folder} cannot be written: {error.strerror or error}.") from None


class Archive:
    """The WARC files of one run. A kill loses at most the record that was being written; `mend` puts the rest in order.

    Raises:
        WarehouseError: from every method, when the folder cannot be written.
    """

    def __init__(self, folder: Path, max_bytes: int, contact: str, started_at: datetime) -> None:
        self.folder = folder
        with _sentences(folder):
            folder.mkdir(parents=True, exist_ok=True)
            mend(folder)
        self._max_bytes, self._contact, self._started_at = max_bytes, contact, started_at
        self._open: dict[str, BinaryIO] = {}

    def keep(self, response: Response, link: Link, is_article: bool, revisit: str | None = None) -> tuple[str, int]:
        """Write the request and the response, of an unchanged page a revisit record with the profile `revisit`.

        Returns the file's name and the first byte of the response record in it.
        """
        with _sentences(self.folder):
            return self._keep(response, link, is_article, revisit)

    def _keep(self, response: Response, link: Link, is_article: bool, revisit: str | None) -> tuple[str, int]:
        file = self._file("articles" if is_article else "context")
        name = Path(file.name).name.removesuffix(OPEN_SUFFIX) + SUFFIX
        head, body = _response_block(response, decoded=response.status in HAS_DOCUMENT)
        common = {"WARC-Date": _date(response.sent_at), "WARC-Target-URI": str(response.url)}
        if response.ip:
            common["WARC-IP-Address"] = response.ip
        response_id, request_id = _record_id(), _record_id()
        answer = {
            **common,
            "WARC-Payload-Digest": digest(body),
            "WARC-Concurrent-To": request_id,
            **({"WARC-Truncated": "length"} if response.is_cut else {}),
            **({"WARC-Profile": revisit, "WARC-Refers-To-Target-URI": str(response.url)} if revisit else {}),
            **{field_of(hint): value for hint in HINTS if (value := getattr(link, hint)) is not None},
            **({"Copydesk-Requested": link.url} if link.url != str(response.url) else {}),
        }
        if revisit:
            body = b""
        offset = file.tell()
        file.write(
            _member(
                "revisit" if revisit else "response",
                response_id,
                answer,
                "application/http;msgtype=response",
                head + body,
            )
        )
        file.write(
            _member(
                "request",
                request_id,
                {**common, "WARC-Concurrent-To": response_id},
                "application/http;msgtype=request",
                _request_block(response),
            )
        )
        file.flush()
        return name, offset

    def has(self, name: str) -> bool:
        """Whether a file of this name stands in the folder."""
        return (self.folder / name).exists()

    def close(self) -> None:
        with _sentences(self.folder):
            for kind in list(self._open):
                self._finish(kind)

    def _file(self, kind: str) -> BinaryIO:
        if kind in self._open and self._open[kind].tell() >= self._max_bytes:
            self._finish(kind)
        if kind not in self._open:
            stamp = self._started_at.strftime("%Y%m%dT%H%M%S")
            number = 1
            while any(
                (path := self.folder / f"{kind}-{stamp}-{number:05d}{end}").exists() for end in (SUFFIX, OPEN_SUFFIX)
            ):
                number += 1
            path = self.folder / f"{kind}-{stamp}-{number:05d}{OPEN_SUFFIX}"
            self._open[kind] = path.open("xb")
            info = f"software: {user_agent(self._contact)}\r\nformat: WARC File Format 1.1\r\n".encode()
            self._open[kind].write(
                _member(
                    "warcinfo",
                    _record_id(),
                    {"WARC-Date": _date(self._started_at), "WARC-Filename": path.name.removesuffix(".open")},
                    "application/warc-fields",
                    info,
                )
            )
        return self._open[kind]

    def _finish(self, kind: str) -> None:
        file = self._open.pop(kind)
        file.close()
        path = Path(file.name)
        path.rename(path.with_name(path.name.removesuffix(OPEN_SUFFIX) + SUFFIX))


def mend(folder: Path) -> None:
    """Give the files of a killed run their ending, cut behind the last whole record."""
    for path in sorted(folder.glob("*" + OPEN_SUFFIX)):
        whole = _whole_members(path)
        if not whole:
            path.unlink()
            continue
        with path.open("r+b") as file:
            file.truncate(whole)
        path.rename(path.with_name(path.name.removesuffix(OPEN_SUFFIX) + SUFFIX))


def digest(body: bytes) -> str:
    """The labelled digest that WARC tools verify: SHA-1 in base 32. (Copydesk itself relies on SHA-256.)"""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode("ascii")


def _whole_members(path: Path) -> int:
    """Bytes up to the end of the last complete gzip member."""
    whole = position = 0
    stream = zlib.decompressobj(31)
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            while chunk:
                before = len(chunk)
                try:
                    chunk = stream.decompress(chunk, 1 << 20) and stream.unconsumed_tail or stream.unconsumed_tail
                except zlib.error:
                    return whole
                if stream.eof:
                    chunk = stream.unused_data
                    position += before - len(chunk)
                    whole = position
                    stream = zlib.decompressobj(31)
                else:
                    position += before - len(chunk)
    return whole


def _member(kind: str, record_id: str, named: Mapping[str, str], media_type: str, block: bytes) -> bytes:
    lines = ["WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: {record_id}"]
    lines += [f"{name}: {_one_line(value)}" for name, value in named.items()]
    lines += [f"WARC-Block-Digest: {digest(block)}", f"Content-Type: {media_type}", f"Content-Length: {len(block)}"]
    return gzip.compress("\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n" + block + b"\r\n\r\n", 6, mtime=0)


def _response_block(response: Response, decoded: bool) -> tuple[bytes, bytes]:
    lines = [b"HTTP/1.1 %d %s" % (response.status, response.reason)]
    for name, value in response.headers:
        stale = name.lower() == b"transfer-encoding" or (decoded and name.lower() in _NO_LONGER_TRUE)
        lines.append((b"X-Crawl-" if stale else b"") + name + b": " + value)
    if decoded:
        lines.append(b"Content-Length: %d" % len(response.body))
    return b"\r\n".join(lines) + b"\r\n\r\n", response.body


def _request_block(response: Response) -> bytes:
    lines = [
        b"GET " + response.url.raw_path + b" HTTP/1.1",
        *(name + b": " + value for name, value in response.request_headers),
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _date(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _one_line(value: str) -> str:
    """A header's value may not break its line, whatever a feed put into a title."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", " ", value)[:2000].strip()
