"""A tar: its members, read forward once, never extracted to disk."""

import io
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader, FileIO
from typing import IO, Any

from schemas.records import Locator, Skipped
from schemas.settings import Settings
from sources.members import is_hidden, is_unsafe, no_members, too_many, unsafe
from sources.place import Item, Member, Place, is_portable, reject, uri_part
from sources.streams import Remote, StreamFault, buffered

HEADER_BYTES = 1 << 20  # of one long name or extended header, which tarfile would read into memory whatever its size
EXTENDED = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)


class _Header(tarfile.TarInfo):
    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in EXTENDED and self.size > HEADER_BYTES:
            raise tarfile.ReadError(f"a header of {self.size:,} bytes")
        return super()._proc_member(archive)  # type: ignore[misc, no-any-return]


class _Data(io.RawIOBase):
    """The data of a member; where they end too early it is the archive that is broken."""

    def __init__(self, data: IO[bytes], archive_uri: str, name: str) -> None:
        self.data, self.archive_uri, self.name = data, archive_uri, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self.data.read(len(buffer))
        except tarfile.TarError as error:
            raise _cut(self.archive_uri, f"{self.name}: {error}") from None
        buffer[: len(data)] = data
        return len(data)


def read(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    is_plain = isinstance(stream.raw, (FileIO, Remote)) and place.locator is not None
    depth = place.depth + (place.inside != "compression")
    seen: Counter[str] = Counter()
    count = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|", errors="surrogateescape", tarinfo=_Header) as archive:
            while (info := archive.next()) is not None:
                archive.members = []  # type: ignore[attr-defined]  # else every member stays in memory
                count += 1
                if count > settings.read.max_archive_members:
                    raise too_many(settings)
                if info.isdir():
                    continue
                name = info.name
                seen[name] += 1
                again = f"#{seen[name]}" if seen[name] > 1 else ""
                uri = f"{place.uri}!/{uri_part(name)}{again}"
                if is_unsafe(name):
                    yield unsafe(uri, name)
                elif is_hidden(name):
                    yield Skipped(uri, "hidden", "A hidden file of an archive is no document.")
                elif not info.isreg() or info.issparse():
                    yield reject(
                        uri,
                        "not_a_file",
                        "The member is a link, a device or a sparse file; "
                        "make the archive again with the files themselves (tar --dereference).",
                        name,
                    )
                elif (member := archive.extractfile(info)) is not None:
                    locator = None
                    if is_plain and is_portable(name) and place.locator is not None:
                        locator = Locator(place.locator.path, (name,), None, info.offset_data)
                    inner = replace(
                        place, uri=uri, name=name, locator=locator, depth=depth, has_rows_at=False, inside="tar"
                    )
                    yield Member(inner, buffered(_Data(member, place.uri, name)))
    except tarfile.TarError as error:
        raise _cut(place.uri, str(error)) from None
    if not seen:
        raise no_members()


def _cut(uri: str, detail: str) -> StreamFault:
    return StreamFault(
        uri, "truncated", "The tar is damaged or cut off from here on; fetch it or make it again.", detail
    )


def read_member(file: BufferedReader, offset: int) -> bytes:
    """The member of a plain tar whose data begin at `offset`."""
    file.seek(offset - tarfile.BLOCKSIZE)
    info = tarfile.TarInfo.frombuf(file.read(tarfile.BLOCKSIZE), "utf-8", "surrogateescape")
    return file.read(info.size)
