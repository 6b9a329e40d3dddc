"""Sitemaps, news sitemaps and sitemap indexes (sitemaps.org): the links they name, and what they say of each."""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin

from lxml import etree

from sources.web.outcomes import Link
from sources.web.safe_xml import entries, local_name, text_of

SITEMAP_ROOT, INDEX_ROOT = "urlset", "sitemapindex"
# Element name (below <url>, at any depth) and the field it fills. An <image:title> must not pass for a headline.
_FIELDS = {
    "lastmod": "modified",
    "publication_date": "published",
    "title": "title",
    "language": "language",
    "name": "publisher",
}
_NEWS = "sitemap-news"
MAX_FIELDS = 500  # elements of one entry that are looked at


def links(data: bytes, url: str) -> Iterator[Link]:
    """The pages of a sitemap or the sitemaps of an index, in their order."""
    for element in entries(data, frozenset({"url", "sitemap"})):
        found = dict(_found(element))
        address = found.pop("loc", None)
        if address:
            yield Link(urljoin(url, address), via=url, **found)


def _found(element: etree._Element) -> Iterator[tuple[str, str]]:
    for child in islice(element.iterdescendants(), MAX_FIELDS):
        name = local_name(child)
        is_said = name == "lastmod" or (name in _FIELDS and isinstance(child.tag, str) and _NEWS in child.tag)
        if (is_said or (name == "loc" and child.getparent() is element)) and (text := text_of(child)):
            yield _FIELDS.get(name, name), text
