"""The body of an HTTP response as its sender wrote it: without chunks and compression."""

import re

from schemas.errors import Unreadable

CHUNK_SIZE = re.compile(rb"\s{0,2}([0-9a-fA-F]{1,8})[ \t]{0,9}(?:;[^\r\n]{0,200})?\r?\n")


def dechunked(body: bytes) -> bytes:
    """The body without the marks of a chunked transfer; unchanged where it has none (many archives store it so)."""
    parts, at = [], 0
    while (found := CHUNK_SIZE.match(body, at)) and (size := int(found.group(1), 16)):
        parts.append(body[found.end() : found.end() + size])
        at = found.end() + size
    is_ended = found is not None or not body[at:].strip()
    return b"".join(parts) if is_ended else body


def decoded(body: bytes, encoding: str | None, limit: int) -> bytes:
    """The body unpacked by its Content-Encoding; a page that is not packed in spite of it stays as it is.

    Raises:
        Unreadable: `too_large` past `limit` bytes, `broken_encoding` where the data are damaged or packed otherwise.
    """
    if not encoding or body.lstrip()[:1] == b"<":
        return body
    # Here and not above: the package loads an HTTP client, which a run over files without packed bodies does not need.
    from sources.web.decode import PIECE_BYTES, BrokenEncoding, Decoder, TooManyBytes

    pieces: list[bytes] = []
    try:
        decoder = Decoder(encoding, limit)
        for start in range(0, len(body), PIECE_BYTES):
            pieces += decoder.feed(body[start : start + PIECE_BYTES])
        decoder.finish()
    except TooManyBytes:
        reason = f"The response unpacks to more than {limit:,} bytes; raise read.max_document_bytes if that is right."
        raise Unreadable("too_large", reason) from None
    except BrokenEncoding as error:
        reason = f"The body of the response is no valid {encoding[:40]} data; fetch it again."
        raise Unreadable("broken_encoding", reason, str(error)) from None
    return b"".join(pieces)
