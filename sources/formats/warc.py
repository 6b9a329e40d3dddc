"""WARC (ISO 28500): web pages as they were fetched, a record each.

The framing is read here and not by a library: an offset must be exact to be read again, also where several records
share one gzip member, and a damaged archive must give all records before the damage.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BufferedReader

from schemas.errors import Unreadable
from schemas.records import Skipped
from schemas.settings import Settings
from sources.content_encoding import dechunked, decoded
from sources.hints import hints
from sources.place import Item, Place, document, reject, rejected, too_large
from sources.recognize import looks_like_html, opening
from sources.streams import StreamFault, origin

LINE = 1 << 15  # bytes of a header line
LINES = 500  # lines of a header
PAGE_TYPES = ("text/html", "application/xhtml+xml")
RECORD_FACTOR = 2  # a record may be so many times larger than a document: chunk marks, headers
HINTS = (  # of those that a crawl writes, what a document has a place for
    "title",
    "published",
    "modified",
    "language",
    "publisher",
    "timezone",
)
Headers = dict[str, str]


@dataclass(slots=True)
class Record:
    """One record: its headers and as much of its block as may be kept."""

    start: int  # position in the stream
    size: int  # bytes that the stream gave for it
    headers: Headers
    block: bytes = field(repr=False)
    is_cut: bool  # the block is longer than what may be kept
    is_whole: bool  # the block has all the bytes that its header promises


def read(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    position, number = 0, 0
    while True:
        try:
            record = read_record(stream, position, settings)
        except StreamFault:
            raise
        except Unreadable as error:
            yield rejected(place.row(number + 1), error)
            return
        if record is None:
            break
        number += 1
        offset = origin(stream, record.start)
        yield _item(record, number, offset, place, settings)
        position = record.start + record.size
        if not record.is_whole:
            return
    if not number:
        raise Unreadable("empty", "The web archive has no record; leave it out of the input or fetch it again.")


def reread(stream: BufferedReader, settings: Settings) -> bytes:
    """The body of the page in the record that begins where the stream stands.

    Raises:
        Unreadable: where there is no such record any more.
    """
    record = read_record(stream, 0, settings)
    if record is None:
        raise Unreadable("changed", "The web archive is shorter than when it was listed; run again.")
    return _page(record, settings)[0]


def read_record(stream: BufferedReader, position: int, settings: Settings) -> Record | None:
    """The next record; None at the end. What lies between records (blank lines) is passed over.

    Raises:
        Unreadable: `broken_warc` where no record begins.
    """
    start = position
    while not (line := stream.readline(LINE)).strip(b"\r\n\0 "):
        start += len(line)
        if not line:
            return None
    size = len(line)
    if not re.match(rb"WARC/\d", line):
        raise Unreadable(
            "broken_warc",
            "No record begins here: the web archive is damaged from here on; fetch it again.",
            repr(line[:80]),
        )
    headers, length = _headers(stream)
    size += length
    promised = int(headers["content-length"]) if re.fullmatch(r"\d{1,15}", headers.get("content-length", "")) else -1
    if promised < 0:
        raise Unreadable(
            "broken_warc", "The record states no length, so nothing after it can be found; fetch the archive again."
        )
    keep = min(promised, settings.read.max_document_bytes * RECORD_FACTOR)
    block = _exactly(stream, keep)
    passed = _pass_over(stream, promised - keep) if len(block) == keep else 0
    read = len(block) + passed
    return Record(start, size + read, headers, block, keep < promised, read == promised)


def _headers(stream: BufferedReader) -> tuple[Headers, int]:
    """Header lines up to the blank one, names in lower case, and their bytes; the first of a repeated name wins."""
    headers: Headers = {}
    size, last = 0, ""
    for _ in range(LINES):
        line = stream.readline(LINE)
        size += len(line)
        if not line.strip(b"\r\n"):
            break
        last = _header_line(line, headers, last)
    return headers, size


def _header_line(line: bytes, headers: Headers, last: str) -> str:
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    if text[0] in " \t" and last:
        headers[last] += " " + text.strip()
        return last
    name, _, value = text.partition(":")
    name = name.strip().lower()
    headers.setdefault(name, value.strip())
    return name


def _item(record: Record, number: int, offset: int | None, place: Place, settings: Settings) -> Item:
    uri, kind = place.row(number), record.headers.get("warc-type", "unknown").lower()
    if not record.is_whole:
        return reject(
            uri, "truncated", "The record ends before its stated length: the web archive was cut off; fetch it again."
        )
    if kind not in ("response", "resource"):
        return Skipped(uri, f"warc_{_word(kind)}", f"A WARC record of type {_word(kind)} holds no page.")
    url = record.headers.get("warc-target-uri", "").strip("<> ") or None
    try:
        body, charset, stated = _page(record, settings)
    except Unreadable as error:
        if error.rule in ("not_html", "redirect"):
            return Skipped(uri, error.rule, str(error))
        return reject(uri, error.rule, str(error), error.detail or url or "")
    return document(
        uri,
        "warc",
        "html",
        body,
        place.locate(number - 1, offset),
        charset=charset,
        url=url,
        fetched_at=_time(record.headers.get("warc-date")),
        **stated,
        **{name: value for name, value in hints(record.headers).items() if name in HINTS},
    )


def _page(record: Record, settings: Settings) -> tuple[bytes, str | None, dict[str, str]]:
    """The page of a response or resource: its bytes, the charset of the transport, and what else the headers state.

    Raises:
        Unreadable: `not_html` and `redirect` for what is no page by nature, `http_status`, `too_large` and others.
    """
    limit = settings.read.max_document_bytes
    headers, body = record.headers, record.block
    if headers.get("content-type", "").lower().startswith("application/http") or record.block.startswith(b"HTTP/"):
        status, headers, body = _response(record.block)
        if status >= 400 or status < 200:
            raise Unreadable(
                "http_status", f"The server answered with status {status}; fetch the page again or leave it out."
            )
        if status >= 300 or status in (204, 205):
            raise Unreadable("redirect", f"An answer with status {status} holds no page.")
    media, _, parameters = headers.get("content-type", "").lower().partition(";")
    if media.strip() not in PAGE_TYPES and not (not media and looks_like_html(opening(body))):
        raise Unreadable("not_html", f"The media type {_word(media.strip()) or 'unknown'} is not a page.")
    if record.is_cut:
        raise too_large(limit)
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = dechunked(body)
    body = decoded(body, headers.get("content-encoding"), limit)
    if len(body) > limit:
        raise too_large(limit)
    if not body.strip():
        raise Unreadable("empty", "The response has no body; fetch the page again or leave it out.")
    charset = re.search(r"charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{1,40})", parameters)
    language = headers.get("content-language", "").split(",")[0].strip()
    stated = {"language": language} if re.fullmatch(r"[A-Za-z]{2,3}(-\w{2,8})?", language) else {}
    return body, charset.group(1) if charset else None, stated


def _response(block: bytes) -> tuple[int, Headers, bytes]:
    """Status, headers and body of an HTTP response."""
    end = re.search(rb"\r?\n\r?\n", block[: LINE * 4])
    lines = (block[: end.start()] if end else block[: LINE * 4]).splitlines()
    found = re.match(rb"HTTP/[\d.]{1,4}\s{1,5}(\d{3})\b", lines[0]) if lines else None
    if found is None:
        raise Unreadable("broken_http", "The record holds no valid HTTP response; fetch the page again.")
    headers: Headers = {}
    last = ""
    for line in lines[1 : LINES + 1]:
        if line.strip():
            last = _header_line(line, headers, last)
    return int(found.group(1)), headers, block[end.end() :] if end else b""


def _time(value: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat((value or "").strip())
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _word(value: str) -> str:
    return re.sub(r"[^\w/+.-]", "", value)[:40]


def _exactly(stream: BufferedReader, size: int) -> bytes:
    """`size` bytes, or fewer at the end of the stream; memory grows with what really comes."""
    chunks, left = [], size
    while left and (chunk := stream.read(min(left, 1 << 20))):
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


def _pass_over(stream: BufferedReader, size: int) -> int:
    left = size
    while left and (chunk := stream.read(min(left, 1 << 20))):
        left -= len(chunk)
    return size - left
