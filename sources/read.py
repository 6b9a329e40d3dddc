"""From a file to its documents, through archives and compression; and the bytes of a document once more."""

import io
import lzma
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TypeVar

from schemas.errors import Unreadable
from schemas.records import Document, Locator, Reject, Skipped
from schemas.settings import Settings
from sources.formats import (
    compressed,
    csv_rows,
    json_rows,
    mail,
    newsml,
    nitf,
    page,
    parquet_rows,
    tar_archive,
    warc,
    zip_archive,
)
from sources.locate import InputFile
from sources.place import Member, Place, Reader, is_portable, reject, rejected, whole
from sources.recognize import COMPRESSIONS, encoding_of, known_endings, recognize
from sources.remote import is_remote, name_of, open_remote
from sources.streams import BUFFER, Budget, Inflated, StreamFault, Transcoded, buffered, head

# Adding a format is a module with `read`, a line here, its endings in config/formats.toml or its first bytes in
# sources/recognize.py, and a test.
READERS: dict[str, Reader] = {
    "text": page.read_text,
    "html": page.read_html,
    "json": json_rows.read,
    "csv": csv_rows.read,
    "parquet": parquet_rows.read,
    "warc": warc.read,
    "nitf": nitf.read,
    "newsml": newsml.read,
    "mail": mail.read,
    "zip": zip_archive.read,
    "tar": tar_archive.read,
    **dict.fromkeys(COMPRESSIONS, compressed.read),
}
T = TypeVar("T")
ROWS_OF_TEXT = ("json", "csv")
# Formats whose bodies are taken out of a whole that must be read to find them; a file of them is read once more as one.
READ_AS_ONE = ("nitf", "newsml", "mail")

BROKEN_ROWS = 1_000  # in a row, after which a file is given up: it is no table, and its rejects would bury the others


def read_documents(file: InputFile, settings: Settings) -> Iterator[Document | Reject | Skipped]:
    """Every document of one file, in the file's order. Whatever is wrong ends as a Reject, never as an error."""
    try:
        stream = _open(file.path, settings)
    except Unreadable as error:
        yield rejected(file.uri, error)
        return
    with stream:
        # What comes once, from a server that gives no parts, is kept as a copy.
        locator = Locator(file.path) if is_portable(file.path) and stream.seekable() else None
        place = Place(file.uri, name_of(file.path), locator, Budget(file.size, settings.read))
        yield from _read(stream, place, settings)


def _read(stream: io.BufferedReader, place: Place, settings: Settings) -> Iterator[Document | Reject | Skipped]:
    try:
        yield from _read_or_raise(stream, place, settings)
    except StreamFault as fault:
        if fault.uri != place.uri:
            raise
        yield rejected(place.uri, fault)
    except Unreadable as error:
        yield rejected(place.uri, error)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            said = "Reading broke off; look at the disk or the share, then run again."
            yield reject(place.uri, "unreadable", said, str(error))
        else:
            said = "The data are damaged from here on; fetch or pack them again."
            yield reject(place.uri, "broken_archive", said, str(error))
    except Exception as error:  # a bad input must never end a run; what was not foreseen is told with its kind
        yield reject(
            place.uri,
            "broken_file",
            "The file cannot be read from here on; open it, mend it or leave it out.",
            f"{type(error).__name__}: {error}",
        )


def _read_or_raise(
    stream: io.BufferedReader, place: Place, settings: Settings
) -> Iterator[Document | Reject | Skipped]:
    if place.depth > settings.read.max_archive_depth:
        raise Unreadable(
            "too_deep",
            f"More than {settings.read.max_archive_depth} archives lie in each other; "
            "unpack the outer ones or raise read.max_archive_depth.",
        )
    start = head(stream)
    if not start:
        raise Unreadable("empty", "The file has no bytes; leave it out of the input or fetch it again.")
    kind = recognize(place.name, start)
    if kind is None:
        raise unknown_type(place.name)
    if kind in ROWS_OF_TEXT and (encoding := encoding_of(start)) is not None:
        stream, place = buffered(Transcoded(stream, encoding)), replace(place, locator=None)
    broken = 0
    for item in READERS[kind](stream, place, settings):
        if isinstance(item, Member):
            yield from _read(item.stream, item.place, settings)
            continue
        yield item
        broken = broken + 1 if isinstance(item, Reject) and item.rule == "broken_row" else 0
        if broken == BROKEN_ROWS:
            raise Unreadable(
                "no_rows",
                f"{BROKEN_ROWS:,} rows in a row are broken, and what follows is not read; "
                "look whether the file is what its name says.",
            )


def unknown_type(name: str) -> Unreadable:
    return Unreadable("unknown_type", f"The type of the file is not known; give it as one of {known_endings()}.", name)


def reread_many(locators: Iterable[Locator], settings: Settings) -> Iterator[bytes | str | Unreadable]:
    """The bodies of documents, in the order of their locators; an Unreadable stands for one that is gone or broken.

    Locators that follow each other in the order of reading cost one opening and one pass for each file.
    """
    for path, group in groupby(locators, key=lambda locator: locator.path):
        with ExitStack() as stack:
            outer = _tried(partial(_Outer, path, settings, stack))
            for members, rows in groupby(group, key=lambda locator: locator.members):
                yield from _reread_member(outer, members, rows, settings)


def _reread_member(
    outer: "_Outer | Unreadable", members: tuple[str, ...], rows: Iterable[Locator], settings: Settings
) -> Iterator[bytes | str | Unreadable]:
    with ExitStack() as stack:
        again = outer if isinstance(outer, Unreadable) else _tried(partial(_Again, outer, members, settings, stack))
        for row in rows:
            yield again if isinstance(again, Unreadable) else _tried(partial(again.body, row))


def _tried(work: Callable[[], T]) -> T | Unreadable:
    try:
        return work()
    except Unreadable as error:
        return error
    except Exception as error:  # the file was changed under our hands: every kind of damage is possible
        return Unreadable(
            "changed",
            "The file was changed or removed after it was listed; run again.",
            f"{type(error).__name__}: {error}",
        )


class _Outer:
    """A file of the input opened to read it again, with its table of contents where it is a zip."""

    def __init__(self, path: str, settings: Settings, stack: ExitStack) -> None:
        self.path = path
        self.stream = stack.enter_context(_open(path, settings))
        self.zip: zipfile.ZipFile | None = None
        if recognize(name_of(path), head(self.stream)) == "zip":
            self.zip = stack.enter_context(zipfile.ZipFile(self.stream))


class _Again:
    """The file itself, or a member of it, from which documents are read again."""

    def __init__(self, outer: _Outer, members: tuple[str, ...], settings: Settings, stack: ExitStack) -> None:
        self.settings, self.path, self.stream = settings, outer.path, outer.stream
        self.name = members[0] if members else name_of(outer.path)
        self.is_tar_member = bool(members) and outer.zip is None
        if self.is_tar_member:
            return
        if members and outer.zip is not None:
            member = zip_archive.open_member(outer.zip, outer.zip.getinfo(members[0]))
            self.stream = stack.enter_context(member)
        self.start = head(self.stream)
        self.outer = recognize(self.name, self.start) or ""
        if self.outer in COMPRESSIONS:
            self.start = head(self._inflated())
            self.stream.seek(0)
        self.kind = recognize(self.name, self.start)
        self.columns: list[str] | None = None
        self.bodies: dict[int | None, bytes | str] = {}
        self.table: parquet_rows.Rereader | None = None

    def body(self, locator: Locator) -> bytes | str:
        if self.is_tar_member:
            member = io.BytesIO(tar_archive.read_member(self.stream, locator.offset or 0))
            return self._whole(buffered(member))
        if self.kind == "parquet":
            self.table = self.table or parquet_rows.Rereader(self.stream, self.settings)
            return self.table.body(locator.record or 0, locator.offset or 0)
        if self.kind in READ_AS_ONE:
            self.bodies = self.bodies or self._all_bodies()
            return self.bodies[locator.record]
        if self.kind == "csv" and self.columns is None:
            self.stream.seek(0)
            self.columns = csv_rows.read_header(self._inflated(), self.start, self.settings)
        self.stream.seek(locator.offset or 0)
        stream = self._inflated()
        if self.kind == "json":
            return json_rows.reread(stream, self.name, self.start, self.settings)
        if self.kind == "csv":
            return csv_rows.reread(stream, self.columns or [], self.start, self.settings)
        if self.kind == "warc":
            return warc.reread(stream, self.settings)
        return whole(stream, self._place(), self.settings)

    def _all_bodies(self) -> dict[int | None, bytes | str]:
        self.stream.seek(0)
        place = replace(self._place(), locator=Locator(self.path))
        items = READERS[self.kind or ""](self._inflated(), place, self.settings)
        return {item.locator.record: item.body for item in items if isinstance(item, Document) and item.locator}

    def _whole(self, stream: io.BufferedReader) -> bytes:
        if (kind := recognize(self.name, head(stream))) in COMPRESSIONS:
            stream = buffered(Inflated(stream, kind or "", self.path, self._place().budget))
        return whole(stream, self._place(), self.settings)

    def _inflated(self) -> io.BufferedReader:
        if self.outer not in COMPRESSIONS:
            return self.stream
        return buffered(Inflated(self.stream, self.outer, self.path, self._place().budget))

    def _place(self) -> Place:
        return Place(self.path, self.name, None, Budget(self.settings.read.max_archive_bytes, self.settings.read))


def _open(path: str, settings: Settings) -> io.BufferedReader:
    """The file, opened without waiting for anybody to write into it.

    Raises:
        Unreadable: `not_found`, `not_a_file`, `unreadable`, or what `sources.remote` raises.
    """
    if is_remote(path):
        return open_remote(path, settings)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Unreadable("not_found", "The file was removed after it was listed; run again.", path) from None
    except (OSError, ValueError) as error:
        raise Unreadable(
            "unreadable", "The file cannot be opened; give read permission or leave it out.", str(error)
        ) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Unreadable("not_a_file", "The path is no regular file; pass files, folders or archives.", path)
    return io.BufferedReader(io.FileIO(descriptor, "rb"), BUFFER)
