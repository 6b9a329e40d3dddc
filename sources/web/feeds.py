"""RSS (0.9 to 2.0), RDF, Atom and JSON Feed: the links they name, and what they say of each."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from sources.web.outcomes import Link
from sources.web.safe_xml import entries, local_name, text_of

FEED_ROOTS = frozenset({"rss", "rdf", "feed"})
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ENTRIES = frozenset({"item", "entry"})
_CHANNEL = frozenset({"language", "title"})
_SAID = frozenset({"title", "pubdate", "date", "published", "issued", "updated", "modified", "language"})
MAX_FIELDS = 500  # elements of one entry that are looked at


def xml_links(data: bytes, url: str) -> Iterator[Link]:
    """The entries of an RSS, RDF or Atom feed, in their order. Entries without an address are left out."""
    language = publisher = None
    for element in entries(data, _ENTRIES, keep=_CHANNEL):
        name = local_name(element)
        if name == "language":
            language = text_of(element)
        elif name == "title":
            publisher = publisher or text_of(element)
        else:
            link = _entry(element, url, language, publisher)
            if link:
                yield link


def json_links(feed: dict[str, Any], url: str) -> Iterator[Link]:
    """The items of a JSON Feed (jsonfeed.org, 1.0 and 1.1)."""
    items = feed.get("items")
    for item in items if isinstance(items, list) else []:
        address = _string(item, "url") or _string(item, "external_url")
        if address:
            yield Link(
                urljoin(url, address),
                title=_string(item, "title"),
                published=_string(item, "date_published"),
                modified=_string(item, "date_modified"),
                language=_string(item, "language") or _string(feed, "language"),
                publisher=_string(feed, "title"),
                via=url,
            )


def parse_json_feed(data: bytes) -> dict[str, Any] | None:
    """The feed, None where this is no JSON Feed."""
    if b"jsonfeed.org" not in data:
        return None
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return feed if isinstance(feed, dict) and "jsonfeed.org" in str(feed.get("version")) else None


def _entry(element: etree._Element, url: str, language: str | None, publisher: str | None) -> Link | None:
    found: dict[str, str] = {}
    address = guid = None
    for child in islice(element, MAX_FIELDS):
        name = local_name(child)
        if name == "link":
            # Atom: several links with their relation; "alternate", the default, is the page itself.
            href = child.get("href") or (text_of(child) if child.get("rel") is None else None)
            if (
                href
                and child.get("rel", "alternate") == "alternate"
                and child.get("type", "text/html").endswith("html")
            ):
                address = address or href
        elif name in ("guid", "id") and child.get("isPermaLink", "true") == "true":
            guid = guid or text_of(child)
        elif name in _SAID and name not in found and (text := text_of(child)):
            found[name] = text
    address = address or (guid if guid and guid.startswith(("http://", "https://")) else None)
    if not address:
        return None
    base = element.get(_XML + "base") or _inherited(element, "base")
    return Link(
        urljoin(urljoin(url, base or ""), address),
        title=found.get("title"),
        published=found.get("pubdate") or found.get("published") or found.get("issued") or found.get("date"),
        modified=found.get("updated") or found.get("modified"),
        language=found.get("language") or element.get(_XML + "lang") or _inherited(element, "lang") or language,
        publisher=publisher,
        via=url,
    )


def _inherited(element: etree._Element, name: str) -> str | None:
    parent = element.getparent()
    return parent.get(_XML + name) if parent is not None else None


def _string(values: Any, key: str) -> str | None:
    value = values.get(key) if isinstance(values, dict) else None
    return " ".join(value.split())[:2000] or None if isinstance(value, str) else None
