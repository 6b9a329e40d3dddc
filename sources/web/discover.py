"""What stands at an address, told by its content and not by its name: a page, a feed, a sitemap, a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sources.web import feeds, sitemaps
from sources.web.decode import BrokenEncoding, gunzip
from sources.web.outcomes import FetchFailed, Link
from sources.web.safe_xml import root_name

LISTINGS = frozenset({"feed", "sitemap", "sitemap_index", "url_list"})
GZIP, BOMS = b"\x1f\x8b", (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Discovery:
    """`kind` is page, text, data (JSON or XML that is no feed), feed, sitemap, sitemap_index or url_list."""

    kind: str
    links: tuple[Link, ...] = ()
    is_cut: bool = False  # there were more links than allowed


def discover(url: str, body: bytes, max_bytes: int = 20_000_000, max_entries: int = 50_000) -> Discovery:
    """What `body`, found at `url`, is; of a listing also the links, each once, at most `max_entries`.

    Raises:
        FetchFailed: empty_body; not_a_document, for pictures and other bytes that no reader reads; broken_gzip.
    """
    if body.startswith(GZIP):
        try:
            found = discover(url, gunzip(body, max_bytes), max_bytes, max_entries)
        except BrokenEncoding as error:
            raise FetchFailed(
                "broken_gzip", f"This gzip file cannot be read ({error}): tell the site, or fetch it by hand.", url
            ) from None
        if found.kind not in LISTINGS:
            raise FetchFailed("not_a_document", "This is a compressed file: fetch it by hand, and give its path.", url)
        return found
    start = body[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    if not start:
        raise FetchFailed("empty_body", "The server sent an empty document: open the address in a browser.", url)
    if start.startswith(b"<"):
        return _markup(url, body, start, max_entries)
    if start[:1] in (b"{", b"["):
        feed = feeds.parse_json_feed(body)
        return _listing("feed", feeds.json_links(feed, url), max_entries) if feed is not None else Discovery("data")
    # A NUL in what is no UTF-16 text, or many control characters, and it is a picture, a PDF, a program.
    is_wide = body.startswith(BOMS[1:])
    if not is_wide and (b"\x00" in body[:4096] or start.startswith(b"%PDF-")):
        raise FetchFailed("not_a_document", "This is neither text nor markup: take the address out of the list.", url)
    named = url_list(body)
    return (
        _listing("url_list", (Link(address, via=url) for address in named), max_entries) if named else Discovery("text")
    )


def url_list(body: bytes) -> list[str]:
    """The addresses of a plain list, one a line, with blank lines and # comments; empty where it is none."""
    body = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if body[:1] not in (b"h", b"H", b"#"):
        return []
    found = []
    for line in body.decode("utf-8", "replace").splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if not line.lower().startswith(("http://", "https://")) or any(character.isspace() for character in line):
            return []
        found.append(line)
    return found


def _markup(url: str, body: bytes, start: bytes, max_entries: int) -> Discovery:
    if start[:15].lower().startswith((b"<!doctype html", b"<html")):
        return Discovery("page")
    root = root_name(body)
    if root in feeds.FEED_ROOTS:
        return _listing("feed", feeds.xml_links(body, url), max_entries)
    if root == sitemaps.SITEMAP_ROOT:
        return _listing("sitemap", sitemaps.links(body, url), max_entries)
    if root == sitemaps.INDEX_ROOT:
        return _listing("sitemap_index", sitemaps.links(body, url), max_entries)
    return Discovery("data" if start.startswith(b"<?xml") and root != "html" else "page")


def _listing(kind: str, found: Iterator[Link], max_entries: int) -> Discovery:
    kept: dict[str, Link] = {}
    total = 0
    for link in islice(found, max_entries + 1):
        total += 1
        if total <= max_entries:
            kept.setdefault(link.url, link)
    return Discovery(kind, tuple(kept.values()), is_cut=total > max_entries)
