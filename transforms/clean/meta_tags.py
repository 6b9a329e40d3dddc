"""The names under which pages state things in <meta>, the most trusted first, and how they are read."""

from transforms.clean.blocks import Element
from transforms.clean.calendars import Habits
from transforms.clean.dates import Stamp, read_stamp
from transforms.clean.marks import plain

MAX_META = 500
LONGEST_META = 5_000  # characters
PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dc.date.created",
    "article.published",
    "published_time",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "pub_date",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "article:published",
    "bt:pubdate",
    "citation_publication_date",
    "date",
    "ptime",
    "displaydate",
    "release_date",
    "created",
    "last-published",
)
MODIFIED = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "article:modified",
    "modified_time",
    "lastmod",
    "last-modified",
)
AUTHOR = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "article.author",
    "cxenseparse:author",
    "article:author_name",
    "articleauthor",
    "article_author",
    "citation_author",
    "og:article:author",
)
SECTION = ("article:section", "og:article:section", "parsely-section", "section", "category")
KEYWORDS = ("news_keywords", "keywords", "parsely-tags", "article:tag", "sailthru.tags")
SITE = ("og:site_name", "application-name", "publisher", "dc.publisher", "apple-mobile-web-app-title")
TIER = ("article:content_tier", "og:article:content_tier")
DESCRIPTION = ("og:description", "description", "twitter:description", "dc.description")


def read_meta(tree: Element) -> dict[str, list[str]]:
    """What each name states, names in lower case, contents cut at 5,000 characters."""
    found: dict[str, list[str]] = {}
    for position, element in enumerate(tree.iter("meta")):
        if position >= MAX_META:
            break
        if content := element.get("content"):
            for attribute in ("property", "name", "itemprop"):
                if name := element.get(attribute):
                    found.setdefault(name.strip().lower(), []).append(content[:LONGEST_META])
    return found


def first_stated(meta: dict[str, list[str]], order: tuple[str, ...]) -> str | None:
    """The first text that one of the names states, in the order of the names."""
    texts = (plain(content) for name in order for content in meta.get(name, ()))
    return next((text for text in texts if text), None)


def first_stamp(meta: dict[str, list[str]], order: tuple[str, ...], habits: Habits) -> Stamp | None:
    """The first time that one of the names states."""
    stamps = (read_stamp(plain(content), habits) for name in order for content in meta.get(name, ()))
    return next((stamp for stamp in stamps if stamp), None)
