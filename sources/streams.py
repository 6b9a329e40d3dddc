"""Streams of bytes that bound what they give: decompression, transcoding, windows, and files that can be sought."""

import bz2
import codecs
import io
import lzma
import os
import tempfile
import zlib
from collections import deque
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from schemas.errors import Unreadable
from schemas.settings import ReadSettings

BUFFER = 1 << 16  # bytes: what a reader may look at before it decides what it is reading
FREE_BYTES = 1_000_000  # bytes that may come out before the compression ratio is judged
SPOOL_IN_MEMORY = 1 << 24  # bytes of a nested archive kept in memory before a nameless temporary file is used


class StreamFault(Unreadable):
    """A stream broke, or gave more than it may: what lies behind `uri` cannot be read any further."""

    def __init__(self, uri: str, rule: str, reason: str, detail: str = "") -> None:
        super().__init__(rule, reason, detail)
        self.uri = uri


@dataclass(slots=True)
class Budget:
    """What may come out of one file of the input that has `size` bytes."""

    size: int
    settings: ReadSettings
    out: int = 0

    def spend(self, count: int, uri: str) -> None:
        """Count bytes that came out of a compressed stream.

        Raises:
            StreamFault: `compression_ratio` or `too_large`.
        """
        self.out += count
        if self.out > self.settings.max_archive_bytes:
            raise StreamFault(
                uri,
                "too_large",
                f"The file unpacks to more than {self.settings.max_archive_bytes:,} bytes; "
                "split it or raise read.max_archive_bytes.",
            )
        if self.out > FREE_BYTES and self.out > self.settings.max_compression_ratio * max(self.size, 1):
            raise bomb(uri, self.settings)


def bomb(uri: str, settings: ReadSettings) -> StreamFault:
    return StreamFault(
        uri,
        "compression_ratio",
        f"More than {settings.max_compression_ratio:g} bytes come out for each byte in, as in a decompression bomb; "
        "unpack it yourself or raise read.max_compression_ratio.",
    )


class Decompressor(Protocol):
    eof: bool
    unused_data: bytes

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class Window(io.RawIOBase):
    """A part of a file as a file of its own."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self.file, self.start, self.size, self.position = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self.position, os.SEEK_END: self.size}[whence]
        self.position = max(0, base + offset)
        return self.position

    def tell(self) -> int:
        return self.position

    def readinto(self, buffer: Any) -> int:
        self.file.seek(self.start + self.position)
        data = self.file.read(max(0, min(len(buffer), self.size - self.position)))
        buffer[: len(data)] = data
        self.position += len(data)
        return len(data)


class Remote(io.RawIOBase):
    """A file on another machine, with errors that say where it broke."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self.file.seekable())

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return int(self.file.seek(offset, whence))

    def tell(self) -> int:
        return int(self.file.tell())

    def readinto(self, buffer: Any) -> int:
        try:
            data = self.file.read(len(buffer))
        except Unreadable:
            raise
        except Exception as error:  # every driver has errors of its own
            said = "Reading from the storage broke off; look at the network, then run again."
            raise Unreadable("unreachable", said, f"{type(error).__name__}: {error}") from None
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self.file.close()
        super().close()


class Inflated(io.RawIOBase):
    """What comes out of a gzip, bzip2 or xz stream of one or several members; other bytes after a member are ignored.

    `starts` holds, for the members met lately, where each begins in the output and in the input.
    """

    def __init__(self, stream: BinaryIO, kind: str, uri: str, budget: Budget, first_byte: int = 0) -> None:
        self.stream, self.kind, self.uri, self.budget = stream, kind, uri, budget
        self.decompressor: Decompressor | None = None
        self.pending, self.taken, self.given = b"", first_byte, 0
        self.starts: deque[tuple[int, int]] = deque(maxlen=BUFFER)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._next(len(buffer))
        except StreamFault:
            raise
        except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
            raise StreamFault(
                self.uri,
                "broken_archive",
                f"The {self.kind} data is damaged from here on; fetch or compress the file again.",
                str(error),
            ) from None
        buffer[: len(data)] = data
        self.given += len(data)
        self.budget.spend(len(data), self.uri)
        return len(data)

    def _next(self, size: int) -> bytes:
        while True:
            if self.decompressor is None:
                magic = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ\0"}[self.kind]
                while len(self.pending) < len(magic) and (more := self.stream.read(BUFFER)):
                    self.pending += more
                if not self.pending.startswith(magic):
                    return b""
                self.starts.append((self.given, self.taken))
                self.decompressor = _decompressor(self.kind)
            if not self.pending and _needs_input(self.decompressor):
                self.pending = self.stream.read(BUFFER)
                if not self.pending:
                    raise StreamFault(
                        self.uri,
                        "truncated",
                        f"The {self.kind} data ends before its end mark: the file was cut off; fetch it again.",
                    )
            before = len(self.pending)
            data = self.decompressor.decompress(self.pending, size)
            if self.decompressor.eof:
                self.pending = self.decompressor.unused_data
                self.decompressor = None
            else:
                self.pending = getattr(self.decompressor, "unconsumed_tail", b"")
            self.taken += before - len(self.pending)
            if data:
                return data

    def start_of(self, position: int) -> int | None:
        """Where in the input the member begins whose output begins at `position`; None where none does."""
        while self.starts and self.starts[0][0] < position:
            self.starts.popleft()
        return self.starts[0][1] if self.starts and self.starts[0][0] == position else None


def _decompressor(kind: str) -> Any:
    if kind == "gzip":
        return zlib.decompressobj(31)
    return bz2.BZ2Decompressor() if kind == "bzip2" else lzma.LZMADecompressor(memlimit=1 << 28)


def _needs_input(decompressor: Any) -> bool:
    return bool(getattr(decompressor, "needs_input", True))


class Transcoded(io.RawIOBase):
    """A text stream of another encoding, as UTF-8; what cannot be decoded is left out."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self.stream, self.pending = stream, b""
        self.decoder = codecs.getincrementaldecoder(encoding)(errors="ignore")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.pending:
            raw = self.stream.read(BUFFER)
            self.pending = self.decoder.decode(raw, final=not raw).encode("utf-8", "ignore")
            if not raw:
                break
        data, self.pending = self.pending[: len(buffer)], self.pending[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def buffered(raw: Any) -> io.BufferedReader:
    return io.BufferedReader(raw, BUFFER)


def head(stream: io.BufferedReader) -> bytes:
    """Up to `BUFFER` bytes that come next, without taking them."""
    return stream.peek(BUFFER)[:BUFFER]


def origin(stream: io.BufferedReader, position: int) -> int | None:
    """The byte of the stored file at which reading must start to get `position` of the stream; None where unknown."""
    raw = stream.raw
    if isinstance(raw, Inflated):
        return raw.start_of(position)
    return None if isinstance(raw, Transcoded) else position


def seekable(stream: BinaryIO, uri: str, settings: ReadSettings) -> BinaryIO:
    """The stream itself where it is a file or a window, else a copy of it in memory or a nameless temporary file.

    Raises:
        StreamFault: `too_large` past `max_archive_bytes`.
    """
    if isinstance(getattr(stream, "raw", None), (io.FileIO, Window, Remote)) and stream.seekable():
        return stream
    copy = tempfile.SpooledTemporaryFile(max_size=SPOOL_IN_MEMORY)  # noqa: SIM115 (closed with its last reader)
    count = 0
    while chunk := stream.read(BUFFER):
        count += len(chunk)
        if count > settings.max_archive_bytes:
            raise StreamFault(
                uri,
                "too_large",
                f"The archive has more than {settings.max_archive_bytes:,} bytes; "
                "split it or raise read.max_archive_bytes.",
            )
        copy.write(chunk)
    copy.seek(0)
    return copy  # type: ignore[return-value]
