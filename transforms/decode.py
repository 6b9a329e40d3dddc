"""Bytes to text: byte-order marks, declared and undeclared encodings, mixtures, stray NULs."""

import codecs
import re

import charset_normalizer

from schemas.errors import Unreadable

SAMPLE = 65_536  # bytes looked at to tell binary from text and one legacy encoding from another
META_SEARCH = 4_096  # bytes in which an HTML page may declare its charset (browsers look at 1,024)
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office file"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"PAR1", "a Parquet file"),
)
# Browsers read these labels as the larger encoding that real pages mean (https://encoding.spec.whatwg.org).
SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w-]{2,40})", re.IGNORECASE
)
CONTROLS = bytes((*range(1, 9), *range(14, 27), *range(28, 32), 127))


def decode(body: bytes, charset: str | None = None, media: str = "text") -> str:
    """The text of `body`, without BOM and NULs; `charset` is what the transport declared, `media` "html" or "text".

    Raises:
        Unreadable: `empty` for no bytes, `binary` for what is not text.
    """
    if not body.strip(b"\0 \t\r\n"):
        raise Unreadable("empty", "The document has no bytes that could be read; leave it out of the input.")
    for bom, marked in BOMS:
        if body.startswith(bom):
            return _tidy(body[len(bom) :].decode(marked, errors="ignore"))
    for magic, name in MAGIC:
        if body.startswith(magic):
            raise Unreadable("binary", f"The document is {name}, not text; convert it to text or HTML first.")
    if (encoding := _silent_utf16(body)) is not None:
        return _tidy(body.decode(encoding, errors="ignore"))
    _refuse_binary(body)
    body = body.replace(b"\0", b"")
    declared = _known(charset) or (_declared_in_page(body) if media == "html" else None)
    if b"\x1b" in body and b"\x1b$" in body and (text := _strict(body, "iso2022_jp")) is not None:
        return _tidy(text)
    # A legacy text that happens to be valid UTF-8 does not occur in practice; a wrong declaration often does.
    if (text := _strict(body, "utf-8")) is not None:
        return text.removeprefix("\ufeff")
    if declared not in (None, "utf-8") and (text := _strict(body, declared)) is not None:
        return _tidy(text)
    return _tidy(_mixed(body) or _guess(body, declared))


def _refuse_binary(body: bytes) -> None:
    sample = body[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    if controls > len(sample) / 50 or sample.count(0) > len(sample) / 4:
        raise Unreadable("binary", "The document is binary data, not text; convert it to text or HTML first.")


def _silent_utf16(body: bytes) -> str | None:
    """UTF-16 without a BOM shows as NULs on one side of the byte pairs (Latin letters, spaces, marks)."""
    sample = body[: min(SAMPLE, len(body) & ~1)]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    few, many = sorted((even, odd))
    if len(sample) < 16 or many < len(sample) / 2 * 0.15 or few > many / 10:
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    text = sample.decode(encoding, errors="replace")
    return encoding if sum(char < " " and not char.isspace() for char in text) <= len(text) / 50 else None


def _known(label: str | None) -> str | None:
    """The Python name of a declared charset, widened as browsers do; None where it is unknown."""
    try:
        name = codecs.lookup((label or "").strip().strip("\"'")).name
    except (LookupError, ValueError, TypeError):
        return None
    return SUPERSETS.get(name, name)


def _declared_in_page(body: bytes) -> str | None:
    found = META_CHARSET.search(body[:META_SEARCH])
    name = _known(found.group(1).decode("ascii", "ignore")) if found else None
    # A page that says UTF-16 in readable ASCII is not UTF-16.
    return None if name is None or name.startswith(("utf-16", "utf-32")) else name


def _strict(body: bytes, encoding: str | None) -> str | None:
    try:
        return body.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        # A text cut in the middle of its last character is whole but for that character.
        if encoding == "utf-8" and error.reason == "unexpected end of data" and error.start > 0:
            return body[: error.start].decode("utf-8")
        return None
    except (LookupError, ValueError):
        return None


def _mixed(body: bytes) -> str | None:
    """Mostly UTF-8 with single bytes of Windows-1252 in it; None where UTF-8 is not what prevails."""
    text = body.decode("utf-8", errors="surrogateescape")
    stray = len(re.findall("[\udc80-\udcff]", text))
    if stray > sum(not char.isascii() for char in text) - stray:
        return None
    return re.sub("[\udc80-\udcff]", lambda byte: _windows_1252(ord(byte.group()) - 0xDC00), text)


def _windows_1252(byte: int) -> str:
    return bytes((byte,)).decode("cp1252", errors="ignore")


def _guess(body: bytes, declared: str | None) -> str:
    """A legacy encoding without a usable declaration: the declared one with few faults, else the likeliest."""
    if declared not in (None, "utf-8", "cp1252"):
        text = body.decode(declared or "", errors="replace")
        if text.count("\ufffd") <= len(text) / 500:
            return text
    plain = body.decode("cp1252", errors="ignore")
    foreign = [char for char in plain if not char.isascii()]
    # Western text has few letters outside ASCII; only a text full of them is worth the detector's time.
    if len(foreign) > len(plain) / 8:
        best = charset_normalizer.from_bytes(body[:SAMPLE]).best()
        if best is not None:
            return body.decode(SUPERSETS.get(best.encoding, best.encoding), errors="ignore")
    return plain


def _tidy(text: str) -> str:
    """Without NULs, a stray BOM, or halves of surrogate pairs (which JSON can carry)."""
    text = text.replace("\0", "").removeprefix("\ufeff")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text


def tidy(text: str) -> str:
    """Text that a source had decoded already, freed of NULs, BOM and lone surrogates.

    Raises:
        Unreadable: `empty` where nothing is left.
    """
    text = _tidy(text)
    if not text.strip():
        raise Unreadable("empty", "The document has no text; leave it out of the input.")
    return text
