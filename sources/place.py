"""Where a stream of bytes lies, and the records that are made there."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BufferedReader
from typing import Any

from schemas.errors import Unreadable
from schemas.records import Document, Locator, Reject, Skipped
from schemas.settings import Settings
from sources.streams import Budget

# Rules of what may work when it is tried again.
RETRIABLE = re.compile(r"unreachable$|timeout$|http_(408|425|429|5\d\d)$")
DETAIL = 500  # characters of a detail
UNSAFE_IN_URI = re.compile("[#\0-\x1f\x7f\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or a member of an archive, that is being read.

    `uri` names it to a person, `name` carries its ending, `locator` finds its bytes again (None where that costs too
    much), `depth` counts the archives around it, `has_rows_at` tells that a position in it can be found again too.
    """

    uri: str
    name: str
    locator: Locator | None
    budget: Budget
    depth: int = 0
    has_rows_at: bool = True
    inside: str = ""  # the kind of the archive or compression it lies in

    def row(self, number: int) -> str:
        """The uri of a record; the number counts from 1."""
        return f"{self.uri}#{number}"

    def locate(self, record: int, offset: int | None) -> Locator | None:
        """Where a record can be found again; `record` counts from 0."""
        if self.locator is None or offset is None or not self.has_rows_at:
            return None
        return replace(self.locator, record=record, offset=offset)


@dataclass(frozen=True, slots=True)
class Member:
    """A stream found inside another one, to be read in its turn."""

    place: Place
    stream: BufferedReader


Item = Document | Reject | Skipped | Member
Reader = Callable[[BufferedReader, Place, Settings], Iterator[Item]]


def uri_part(name: str) -> str:
    """A file's name as it appears in an input_uri: valid UTF-8 on one line, without the mark of a record."""
    return (
        UNSAFE_IN_URI.sub(
            lambda char: "".join(f"%{byte:02X}" for byte in char.group().encode("utf-8", "surrogateescape")), name
        )
        .encode("utf-8", "replace")
        .decode("utf-8")
    )


def is_portable(name: str) -> bool:
    """True where the name can be written as UTF-8 (a file's name may be any bytes)."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def digest(body: bytes | str) -> str:
    """The SHA-256 of the raw bytes, of UTF-8 where the source had decoded text."""
    return hashlib.sha256(body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body).hexdigest()


def document(uri: str, kind: str, media: str, body: bytes | str, locator: Locator | None, **stated: Any) -> Document:
    """A document; `stated` is what its source says about it, freed of what no table can hold."""
    stated = {
        name: tuple(map(_storable, value))
        if isinstance(value, tuple)
        else _storable(value)
        if isinstance(value, str)
        else value
        for name, value in stated.items()
    }
    return Document(uri, kind, media, body, digest(body), locator=locator, **stated)


def _storable(text: str) -> str:
    """The text without NULs and halves of surrogate pairs, which JSON can carry and Arrow cannot."""
    return text if text.isascii() and "\0" not in text else text.encode("utf-8", "ignore").decode().replace("\0", "")


def reject(uri: str, rule: str, reason: str, detail: str = "") -> Reject:
    return Reject(uri, "ingest", rule, reason, uri_part(detail)[:DETAIL])


def rejected(uri: str, error: Unreadable) -> Reject:
    found = reject(uri, error.rule, str(error), error.detail)
    return replace(found, is_retriable=bool(RETRIABLE.match(error.rule)))


def whole(stream: BufferedReader, place: Place, settings: Settings) -> bytes:
    """All bytes of a stream that holds one document.

    Raises:
        Unreadable: `too_large` or `empty`.
    """
    limit = settings.read.max_document_bytes
    chunks, count = [], 0
    while chunk := stream.read(min(1 << 20, limit + 1 - count)):
        chunks.append(chunk)
        count += len(chunk)
        if count > limit:
            raise too_large(limit)
    if not count:
        raise Unreadable("empty", "The file has no bytes; leave it out of the input or fetch it again.")
    return b"".join(chunks)


def too_large(limit: int) -> Unreadable:
    return Unreadable(
        "too_large", f"The document has more than {limit:,} bytes; split it or raise read.max_document_bytes."
    )
