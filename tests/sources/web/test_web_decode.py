"""Compressed bodies: every honest one is read, no bomb goes off."""

import gzip
import time
import tracemalloc
import zlib

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from sources.web.decode import BrokenEncoding, Decoder, TooManyBytes, gunzip


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
    "identity": bytes,
    "": bytes,
}


def unpack(encoding, data, step=None):
    decoder = Decoder(encoding, 1_000_000)
    pieces = []
    for start in range(0, len(data), step or max(len(data), 1)):
        pieces += decoder.feed(data[start : start + (step or len(data))])
    decoder.finish()
    return b"".join(pieces)


@pytest.mark.parametrize("encoding", PACK)
@given(data=st.binary(max_size=2000), step=st.integers(1, 700))
def test_what_was_packed_comes_out_whatever_the_chunks(encoding, data, step):
    assert unpack(encoding, PACK[encoding](data), step) == data


def test_deflate_without_its_header_is_read_too():
    assert unpack("deflate", raw_deflate(b"The ferry sails.")) == b"The ferry sails."


def test_two_encodings_are_undone_in_reverse_order():
    assert unpack("br, gzip", gzip.compress(brotli.compress(b"twice")), step=7) == b"twice"


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("zstd", zstd.compress)])
def test_several_members_are_one_body(encoding, pack):
    assert unpack(encoding, pack(b"The ferry ") + pack(b"sails."), step=5) == b"The ferry sails."


def test_garbage_behind_a_gzip_body_is_left_alone():
    assert unpack("gzip", gzip.compress(b"The ferry sails.") + b"\x00\x00tail") == b"The ferry sails."


def test_an_empty_body_has_no_encoding():
    for encoding in PACK:
        assert unpack(encoding, b"") == b""


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_truncated_body_is_refused(encoding):
    with pytest.raises(BrokenEncoding):
        unpack(encoding, PACK[encoding](b"The ferry sails again on Monday. " * 50)[:-6])


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_a_body_that_is_not_packed_at_all_is_refused(encoding):
    with pytest.raises(BrokenEncoding):
        unpack(encoding, b"<html><body>The ferry sails again on Monday.</body></html>" * 20)


@pytest.mark.parametrize("encoding", ["compress", "gzip, gzip, gzip", "aes128gcm"])
def test_an_unknown_or_endless_encoding_is_refused(encoding):
    with pytest.raises(BrokenEncoding):
        Decoder(encoding, 1000)


def bomb(encoding, size=100_000_000):
    """A small body that inflates to `size` bytes, packed piecewise."""
    block = bytes(1_000_000)
    if encoding == "gzip":
        packer = zlib.compressobj(9, wbits=31)
    elif encoding == "deflate":
        packer = zlib.compressobj(9)
    elif encoding == "zstd":
        packer = zstd.ZstdCompressor(level=3)
    else:
        packer = brotli.Compressor(quality=5)
        return b"".join(packer.process(block) for _ in range(size // len(block))) + packer.finish()
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def defuse(encoding, packed):
    """Bytes that came out before the limit of 2 MB stopped it, and the peak of memory that it took."""
    tracemalloc.start()
    out = 0
    with pytest.raises(TooManyBytes):
        for piece in Decoder(encoding, 2_000_000).feed(packed):
            out += len(piece)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return out, peak


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_stopped_at_the_limit(encoding):
    out, peak = defuse(encoding, bomb(encoding))
    assert out <= 2_000_000
    assert peak < 20_000_000


def test_a_bomb_in_a_bomb_is_stopped_even_if_nothing_comes_out_at_the_end():
    """The inner stream ends at once, and what follows is garbage that a reader would throw away for hours."""
    packer = zlib.compressobj(9, wbits=31)
    packed = (
        packer.compress(gzip.compress(b"x"))
        + b"".join(packer.compress(bytes(1_000_000)) for _ in range(50))
        + packer.flush()
    )
    assert defuse("gzip, gzip", packed)[0] <= 1


def test_a_file_of_very_many_members_is_read_in_linear_time():
    started = time.monotonic()
    assert gunzip(gzip.compress(b"") * 200_000 + gzip.compress(b"end"), 10_000_000) == b"end"
    assert time.monotonic() - started < 20


def test_a_gzip_file_that_inflates_too_far_is_refused():
    with pytest.raises(BrokenEncoding, match="more than 1,000 bytes"):
        gunzip(gzip.compress(bytes(2_000_000)), 1000)
