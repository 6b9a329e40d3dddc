"""A zip: its members, never extracted to disk."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from typing import BinaryIO

from schemas.errors import Unreadable
from schemas.records import Locator, Skipped
from schemas.settings import Settings
from sources.members import is_hidden, is_unsafe, no_members, too_many, unsafe
from sources.place import Item, Member, Place, is_portable, reject, uri_part
from sources.recognize import ending, known_endings
from sources.streams import FREE_BYTES, Window, bomb, buffered, seekable

SINGLE = ("text", "html")  # formats of one document, bounded by max_document_bytes
ROWS_FOUND_AGAIN = 1 << 23  # bytes: a compressed member up to this size may be inflated once more for each batch
LOCAL_HEADER = 30  # bytes before the name and the extra field of a member


def read(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    file = seekable(stream, place.uri, settings.read)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise Unreadable(
            "truncated",
            "The zip has no table of contents at its end: it was cut off or damaged; fetch it again.",
            str(error),
        ) from None
    members = archive.infolist()
    if len(members) > settings.read.max_archive_members:
        raise too_many(settings)
    if any(info.filename in ("[Content_Types].xml", "mimetype") for info in members[:3]):
        raise Unreadable(
            "unknown_type", f"The file is an office document or e-book; save it as one of {known_endings()}."
        )
    seen: Counter[str] = Counter()
    names = Counter(info.filename for info in members)
    # WACZ (Web Archive Collection Zipped): the pages are in archive/, all else describes them.
    is_wacz = "datapackage.json" in names and any(re.match(r"archive/.{1,300}\.warc", name) for name in names)
    for info in members:
        if info.is_dir():
            continue
        name = info.orig_filename
        seen[name] += 1
        again = f"#{seen[name]}" if seen[name] > 1 else ""
        uri = f"{place.uri}!/{uri_part(name)}{again}"
        if is_unsafe(name):
            yield unsafe(uri, name)
        elif is_wacz and not name.startswith("archive/"):
            yield Skipped(uri, "wacz_part", "An index or a list of the web archive holds no page.")
        elif is_hidden(name):
            yield Skipped(uri, "hidden", "A hidden file of an archive is no document.")
        elif info.flag_bits & 0x1:
            yield reject(uri, "encrypted", "The member is encrypted; decrypt the archive and pass it again.", name)
        elif ending(name) in SINGLE and info.file_size > settings.read.max_document_bytes:
            limit = settings.read.max_document_bytes
            yield reject(
                uri,
                "too_large",
                f"The member has {info.file_size:,} bytes, more than {limit:,}; "
                "split it or raise read.max_document_bytes.",
                name,
            )
        elif info.file_size > FREE_BYTES and info.file_size > settings.read.max_compression_ratio * info.compress_size:
            yield reject(uri, "compression_ratio", str(bomb(uri, settings.read)), name)
        else:
            place.budget.spend(info.file_size, place.uri)
            yield from _member(archive, info, replace(place, uri=uri, name=name), names[info.filename] == 1)
    if not seen:
        raise no_members()


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Place, is_alone: bool) -> Iterator[Item]:
    try:
        stream = open_member(archive, info)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as error:
        yield reject(place.uri, "broken_archive", "The member cannot be unpacked; make the archive again.", str(error))
        return
    locator = None
    if place.locator is not None and not place.locator.members and is_alone and is_portable(place.name):
        locator = Locator(place.locator.path, (info.filename,))
    is_cheap = info.compress_type == zipfile.ZIP_STORED or info.file_size <= ROWS_FOUND_AGAIN
    yield Member(replace(place, locator=locator, depth=place.depth + 1, has_rows_at=is_cheap, inside="zip"), stream)
    stream.close()


def open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BufferedReader:
    """The member's bytes. One that is stored without compression can be sought at no cost.

    Raises:
        zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError: as zipfile does for damaged or unknown members.
    """
    stream = archive.open(info)
    file: BinaryIO | None = archive.fp  # type: ignore[assignment]
    if info.compress_type != zipfile.ZIP_STORED or file is None:
        return buffered(stream)
    stream.close()
    file.seek(info.header_offset)
    header = file.read(LOCAL_HEADER)
    start = (
        info.header_offset
        + LOCAL_HEADER
        + int.from_bytes(header[26:28], "little")
        + int.from_bytes(header[28:30], "little")
    )
    return buffered(Window(file, start, min(info.file_size, info.compress_size)))
