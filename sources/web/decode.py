"""Decompression in pieces of bounded size, so that a bomb is noticed before it has gone off."""

import re
import zlib
from collections.abc import Iterator

import brotli
from backports import zstd

PIECE_BYTES = 256 * 1024
ZSTD_WINDOW_LOG = 23  # 8 MiB, what RFC 9659 lets a server ask of a client
ENCODINGS = "gzip, deflate, br, zstd"  # what we say in Accept-Encoding


class BrokenEncoding(Exception):
    """The bytes are not what Content-Encoding says, or end too early."""


class TooManyBytes(Exception):
    """A layer of the encoding gives more than allowed."""


class Decoder:
    """Undoes the Content-Encoding of one body, in pieces of about `PIECE_BYTES`.

    Raises:
        BrokenEncoding: for an unknown or a third encoding at once, for wrong bytes, at `finish` for a truncated stream.
        TooManyBytes: as soon as the body, or what lies between two encodings, has more than `max_bytes`.
    """

    def __init__(self, content_encoding: str, max_bytes: int) -> None:
        names = [
            name for name in re.split(r"[,\s]+", content_encoding.lower()) if name not in ("", "identity", "utf-8")
        ]
        if len(names) > 2:
            raise BrokenEncoding(f"encoded {len(names)} times over")
        self._layers = [_layer(name) for name in reversed(names)]
        self._left_bytes = [max_bytes] * (len(names) + 1)

    def feed(self, data: bytes, depth: int = 0) -> Iterator[bytes]:
        self._left_bytes[depth] -= len(data)
        if self._left_bytes[depth] < 0:
            raise TooManyBytes
        if depth < len(self._layers):
            for piece in self._layers[depth](data):
                yield from self.feed(piece, depth + 1)
        elif data:
            yield data

    def finish(self) -> None:
        for layer in self._layers:
            if not layer.is_complete:
                raise BrokenEncoding("the compressed data ends too early")


def gunzip(data: bytes, max_bytes: int) -> bytes:
    """A gzip file's content.

    Raises:
        BrokenEncoding: for wrong bytes, a truncated file, or more than `max_bytes`.
    """
    decoder, pieces = Decoder("gzip", max_bytes), list[bytes]()
    try:
        for start in range(0, len(data), PIECE_BYTES):  # whole, a file of many members would be copied for each
            pieces += decoder.feed(data[start : start + PIECE_BYTES])
    except TooManyBytes:
        raise BrokenEncoding(f"it inflates to more than {max_bytes:,} bytes") from None
    decoder.finish()
    return b"".join(pieces)


class _Zlib:
    """gzip (also of several members) and deflate (with or without its zlib header)."""

    def __init__(self, name: str) -> None:
        self._wbits: int | None = 31 if name == "gzip" else None
        self._stream = zlib.decompressobj(31) if name == "gzip" else None
        self._is_empty = True
        self._is_over = False

    @property
    def is_complete(self) -> bool:
        return self._is_empty or self._is_over or bool(self._stream and self._stream.eof)

    def __call__(self, data: bytes) -> Iterator[bytes]:
        while data and not self._is_over:
            if self._stream is None:  # deflate: the first byte tells whether there is a zlib header
                self._wbits = 15 if data[0] & 0x0F == 8 else -15
                self._stream = zlib.decompressobj(self._wbits)
            if self._stream.eof:
                if self._wbits != 31 or not data.startswith(b"\x1f"):  # garbage behind the end is left, as browsers do
                    self._is_over = True
                    return
                self._stream = zlib.decompressobj(31)
            self._is_empty = False
            try:
                piece = self._stream.decompress(data, PIECE_BYTES)
            except zlib.error as error:
                raise BrokenEncoding(str(error)) from None
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            if piece:
                yield piece


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._is_empty = True

    @property
    def is_complete(self) -> bool:
        return self._is_empty or bool(self._stream.is_finished())

    def __call__(self, data: bytes) -> Iterator[bytes]:
        if self._stream.is_finished():
            return
        self._is_empty = self._is_empty and not data
        try:
            piece = self._stream.process(data, output_buffer_limit=PIECE_BYTES)
            while piece or not self._stream.can_accept_more_data():
                yield piece
                piece = self._stream.process(b"", output_buffer_limit=PIECE_BYTES)
        except brotli.error as error:
            raise BrokenEncoding(f"broken brotli data: {error}") from None


class _Zstd:
    def __init__(self) -> None:
        self._stream = self._new()
        self._is_empty = True

    @staticmethod
    def _new() -> zstd.ZstdDecompressor:
        return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG})

    @property
    def is_complete(self) -> bool:
        return self._is_empty or self._stream.eof

    def __call__(self, data: bytes) -> Iterator[bytes]:
        self._is_empty = self._is_empty and not data
        try:
            while data or not (self._stream.needs_input or self._stream.eof):
                if self._stream.eof:
                    self._stream = self._new()
                piece = self._stream.decompress(data, max_length=PIECE_BYTES)
                data = self._stream.unused_data if self._stream.eof else b""
                if piece:
                    yield piece
        except (zstd.ZstdError, EOFError) as error:
            raise BrokenEncoding(f"broken zstd data: {error}") from None


def _layer(name: str) -> _Zlib | _Brotli | _Zstd:
    if name in ("gzip", "x-gzip"):
        return _Zlib("gzip")
    if name == "deflate":
        return _Zlib("deflate")
    if name == "br":
        return _Brotli()
    if name == "zstd":
        return _Zstd()
    raise BrokenEncoding(f"the encoding {name[:40]!r} is not one of {ENCODINGS}")
