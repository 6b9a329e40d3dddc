"""What a file holds: by its first bytes, and by the ending of its name where these do not tell."""

import codecs
import json
import re
import zlib
from pathlib import PurePosixPath

from schemas.settings import config_table

MAGIC = (
    (re.compile(rb"\x1f\x8b"), "gzip"),
    (re.compile(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)"), "bzip2"),
    (re.compile(rb"\xfd7zXZ\0"), "xz"),
    (re.compile(rb"PK(\x03\x04|\x05\x06)"), "zip"),
    (re.compile(rb"PAR1"), "parquet"),
    (re.compile(rb"WARC/\d"), "warc"),
    (re.compile(rb".{257}ustar", re.DOTALL), "tar"),
)
COMPRESSIONS = ("gzip", "bzip2", "xz")
LOOK = 4_096  # characters looked at
PAGE = re.compile(
    r"(?:<\?xml[^>]{0,200}\?>\s{0,99})?(?:<!--.{0,1000}?-->\s{0,99}){0,3}<(?:!doctype\s{1,9}html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
ROOT = re.compile(
    r"(?:<\?xml[^>]{0,200}\?>\s{0,99})?(?:<!--.{0,1000}?-->\s{0,99}){0,3}"
    r"(?:<!DOCTYPE[^\[>]{0,500}(?:\[[^\]]{0,2000}\]\s{0,9})?>\s{0,99})?(?:<!--.{0,1000}?-->\s{0,99}){0,3}"
    r"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,60})",
    re.DOTALL,
)
XML_ROOTS = {
    "nitf": "nitf",
    "newsMessage": "newsml",
    **dict.fromkeys(
        ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"), "newsml"
    ),
}
HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,70}")
MAIL_LINES = 100
LISTING = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|RDF|feed|urlset|sitemapindex)[\s>]")
MARKUP = re.compile(
    r"</(?:p|div|article|section|h[1-6]|ul|ol|table|blockquote|span|a)\s{0,9}>|<br\s{0,9}/?>", re.IGNORECASE
)


def recognize(name: str, head: bytes) -> str | None:
    """The format of a file with this name and these first bytes, None where it is unknown."""
    for pattern, kind in MAGIC:
        if pattern.match(head):
            return kind
    stated = ending(name)
    text = opening(head)
    if PAGE.match(text):
        return "html"
    if (root := _root_name(text)) in XML_ROOTS:
        return XML_ROOTS[root]
    if stated in (None, "text", "mail", "html") and _is_mail(text):
        return "mail"
    if stated in (None, "text", "csv", "html") and _is_json_object(text):
        return "json"
    if stated == "text" and looks_like_html(text):
        return "html"
    if stated == "html" and "<" not in text:
        return "text"
    return stated


def _root_name(text: str) -> str:
    """The local name of an XML document's first element, empty where the text opens with none."""
    found = ROOT.match(text)
    return found.group(1) if found else ""


def _is_mail(text: str) -> bool:
    """True where the text opens with the header of a mail (RFC 5322): its lines name a sender and how it was sent."""
    names: set[str] = set()
    for line in text.splitlines()[:MAIL_LINES]:
        if line[:1] in (" ", "\t") and names:
            continue
        name, colon, _ = line.partition(":")
        if not colon or not HEADER_NAME.fullmatch(name):
            break
        names.add(name.lower())
    return "from" in names and bool(names & {"mime-version", "message-id"})


def ending(name: str) -> str | None:
    """The format that a file's name states, with the endings of compression taken off."""
    endings: dict[str, str] = config_table("formats")["endings"]
    return endings.get(_suffix(name))


def is_path_list(name: str) -> bool:
    """True for a list of the files of a crawl, as Common Crawl publishes it (warc.paths.gz)."""
    return _suffix(name) == ".paths"


def names_file(name: str) -> bool:
    """True where the last part of a web address is the name of a file to read, not of a page."""
    files, suffix = config_table("formats")["files_on_the_web"], _suffix(name)
    return suffix in files["endings"] or (suffix in files["if_compressed"] and not name.lower().endswith(suffix))


def may_list(head: bytes) -> bool:
    """True where the bytes may open a feed or a sitemap."""
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, LOOK)
        except zlib.error:
            return False
    text = opening(head)
    if text.startswith("{"):
        return "jsonfeed.org" in text
    return text.startswith("<") and not PAGE.match(text) and LISTING.search(text) is not None


def _suffix(name: str) -> str:
    """The ending of a file's name without those of compression, in lower case."""
    compressed = config_table("formats")["compressed"]
    path = PurePosixPath(name.lower())
    while path.suffix in compressed:
        path = PurePosixPath(path.name[: -len(path.suffix)] + compressed[path.suffix])
    return path.suffix


def known_endings() -> str:
    """The endings that are read, for a message."""
    compressed, endings = config_table("formats")["compressed"], config_table("formats")["endings"]
    return (
        f"{', '.join(sorted(endings))}, each also with {', '.join(sorted(k for k, v in compressed.items() if not v))}"
    )


def encoding_of(head: bytes) -> str | None:
    """The two-byte encoding of a text that opens so, by its byte-order mark or its NULs; None for all others."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not head.startswith(codecs.BOM_UTF32_LE):
        return "utf-16"
    sample = head[: len(head) - len(head) % 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) * 0.2 or min(even, odd) > max(even, odd) / 10:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def opening(head: bytes) -> str:
    """The first characters of a text, as far as they can be told before it is decoded."""
    text = head[: LOOK * 2].decode(encoding_of(head[:LOOK]) or "utf-8", "ignore")
    return text.lstrip("\ufeff \t\r\n\0")[:LOOK]


def looks_like_html(text: str) -> bool:
    """True for a page, or a fragment of one: it opens with a tag or holds several block tags, and closes some."""
    if PAGE.match(text):
        return True
    closings = len(MARKUP.findall(text[:LOOK]))
    return closings >= (1 if re.match(r"<[a-z][a-z0-9]{0,15}[\s>]", text, re.IGNORECASE) else 3)


def _is_json_object(text: str) -> bool:
    """True where the text opens with a line that is a JSON object."""
    if not text.startswith('{"') and not re.match(r"[{\[]\s{0,99}[{\"]", text):
        return False
    line, _, _ = text.partition("\n")
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        # Longer than what is looked at, or written over several lines: its first key tells.
        return bool(re.match(r'\[?\s{0,99}\{\s{0,99}"[\w@:. -]{1,60}"\s{0,9}:', text))
    return True
