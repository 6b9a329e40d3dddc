"""What a page states about its story: JSON-LD first, then meta tags and microdata."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lxml import etree

from schemas.records import Author
from transforms.clean.addresses import canonical_address, host_of, own_links, place_of
from transforms.clean.blocks import Element, found_at, text_within
from transforms.clean.bylines import read_authors
from transforms.clean.calendars import habits_of
from transforms.clean.dates import Stamp
from transforms.clean.dump import fold
from transforms.clean.headings import heading_text, main_heading, printed_headings
from transforms.clean.headline import choose_headline
from transforms.clean.linked_data import (
    ARTICLE_TYPES,
    article_node,
    followed,
    names,
    read_linked_data,
    stated_addresses,
    text_of,
    types,
)
from transforms.clean.marks import plain
from transforms.clean.meta_tags import (
    AUTHOR,
    DESCRIPTION,
    SITE,
    TIER,
    first_stated,
    read_meta,
)  # fmt: skip
from transforms.clean.mojibake import mend_encoding
from transforms.clean.outlets import is_like_outlet, outlet_names
from transforms.clean.rules import Rules
from transforms.clean.stated_times import modified_time, published_time
from transforms.clean.topics import read_keywords, read_section

MOST_MARKED = 3  # elements that are marked as an author
LONGEST_CREDIT = 200  # characters
ADDRESS = re.compile(r"https?:|www\.|@", re.IGNORECASE)
BEFORE_NAME = re.compile(r"^(?:(?:©|\([cс]\))\s?|(?:https?://)?(?:www\.)|https?://|@)", re.IGNORECASE)
SOFTWARE = frozenset(("Blogger", "Ghost", "Medium", "Squarespace", "Substack", "Wix", "WordPress", "WordPress.com"))
MAX_LINKS, SHORT_LINK = 2_000, 20  # links of a page; characters of one that may be a headline
MARKED_AUTHORS = etree.XPath("//*[@itemprop='author' or @rel='author']")


@dataclass(slots=True)
class Statements:
    """What a page states about its story. `headlines` are all spellings of the headline that it carries."""

    title: str | None = None
    headlines: list[str] = field(default_factory=list)
    subtitle: str | None = None
    descriptions: list[str] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    printed_authors: list[str] = field(default_factory=list)  # read above the story, not in the head
    publisher: str | None = None
    section: str | None = None
    keywords: list[str] = field(default_factory=list)
    canonical: str | None = None
    language: str | None = None
    published: Stamp | None = None
    published_source: str | None = None
    modified: Stamp | None = None
    modified_source: str | None = None
    is_accessible_for_free: bool | None = None
    article_body: str | None = None
    types: frozenset[str] = frozenset()
    og_type: str | None = None
    linked_lines: frozenset[str] = frozenset()  # folded; only of a page whose JSON-LD states no article
    copyright_holder: str | None = None
    copyright_year: int | None = None
    image_credit: str | None = None


def read_statements(tree: Element, url: str | None, rules: Rules, zone: str | None = None) -> Statements:
    """All that the page's head, JSON-LD and microdata state; `zone` (IANA) is the source's."""
    nodes = read_linked_data(tree)
    meta = read_meta(tree)
    links = own_links(tree, meta)
    article = article_node(nodes, {place_of(link) for link in (*links, url)} - {None})
    canonical = canonical_address((*links, *stated_addresses(article)[:2]), url)
    publisher = _publisher(article, nodes, meta, rules.agencies)
    sites = [plain(name) for key in SITE for name in meta.get(key, ())]
    sites += filter(None, (text_of(node.get("name")) for node in nodes if "Organization" in types(node)))
    outlets = outlet_names((publisher, *sites), host_of(canonical or url))
    title, headlines = _title(article, meta, tree, outlets)
    language = tree.get("lang") or text_of(article.get("inLanguage")) or first_stated(meta, ("og:locale", "language"))
    habits = habits_of(language, zone, host_of(canonical or url))
    published, source = published_time(article, meta, tree, canonical or url, habits, rules.bylines.changed)
    modified, changed = modified_time(article, meta, habits)
    stated = article.get("author") or article.get("creator")
    descriptions = [text_of(article.get("description")), *(first_stated(meta, (name,)) for name in DESCRIPTION)]
    year = text_of(article.get("copyrightYear")) or ""
    statements = Statements(
        title=title,
        headlines=headlines,
        subtitle=next((text for text in descriptions if text), None),
        descriptions=list(dict.fromkeys(text for text in descriptions if text)),
        authors=_authors(names(followed(stated, nodes)), meta, tree, headlines, outlets, rules),
        publisher=publisher,
        section=read_section(article, meta, nodes, headlines, outlets),
        keywords=read_keywords(article, meta),
        canonical=canonical,
        language=language,
        published=published,
        published_source=source,
        modified=modified,
        modified_source=changed,
        is_accessible_for_free=_free(article, meta),
        article_body=text_of(article.get("articleBody")),
        types=frozenset(name for node in nodes for name in types(node)),
        og_type=first_stated(meta, ("og:type",)),
        copyright_holder=next((name for name, _ in names(article.get("copyrightHolder"))), None),
        image_credit=_image_credit(_pictures(article, nodes), nodes),
        copyright_year=int(year) if year.isdecimal() and 1900 <= int(year) <= 2100 else None,
    )
    if not (statements.types & ARTICLE_TYPES and states_article(statements)):
        statements.linked_lines = frozenset(_linked_lines(tree))
    return statements


def _title(
    article: dict[str, Any], meta: dict[str, list[str]], tree: Element, outlets: frozenset[str]
) -> tuple[str | None, list[str]]:
    titles = (
        element for element in tree.iter("title") if (around := element.getparent()) is None or around.tag != "svg"
    )
    whole = next(map(heading_text, titles), None)
    headline = text_of(article.get("headline"))
    shared = first_stated(meta, ("og:title", "dc.title", "parsely-title", "sailthru.title"))
    heading = main_heading(tree, outlets, [whole, headline, shared])
    candidates = [
        ("json_ld", headline),
        ("h1", None if heading is None else heading_text(heading)),
        ("og", shared),
        ("twitter", first_stated(meta, ("twitter:title",))),
        ("title", whole),
        ("name", text_of(article.get("name"))),
        ("alternative", text_of(article.get("alternativeHeadline"))),
    ]
    title, headlines = choose_headline(candidates, outlets, printed_headings(tree, heading))
    if heading is not None:
        headlines.append(text_within(heading, 400))
    return mend_encoding(title) if title else None, headlines


def _publisher(
    article: dict[str, Any], nodes: list[dict[str, Any]], meta: dict[str, list[str]], agencies: Container[str]
) -> str | None:
    """Who publishes the page: a name rather than an address, and an outlet rather than an agency or its software."""
    stated = (name for name, _ in names(followed(article.get("publisher"), nodes)))
    site = (plain(name) for key in SITE for name in meta.get(key, ()))
    whole = (text_of(node.get("name")) for node in nodes if types(node) & {"NewsMediaOrganization", "WebSite"})
    named = [name for name in (*islice(stated, 1), *site, *whole) if name]
    best = min(named, key=lambda name: (bool(ADDRESS.match(name)), name in agencies or name in SOFTWARE), default="")
    return BEFORE_NAME.sub("", best).rstrip("/") or None


def _authors(
    stated: list[tuple[str, str | None]],
    meta: dict[str, list[str]],
    tree: Element,
    headlines: list[str],
    outlets: frozenset[str],
    rules: Rules,
) -> list[Author]:
    """Who signed it: the first source that names a person, else the first that names anyone.

    An agency that a later source names goes before the outlet itself.
    """
    lines = {fold(line) for line in headlines}
    others: list[Author] = []
    for bylines in _signed(stated, meta, tree):
        authors = read_authors(bylines, outlets, rules.bylines, rules.agencies)
        # Some systems put the title of the page where its author belongs.
        found = [author for author in authors if fold(author.name) not in lines]
        if any(author.kind == "person" for author in found):
            return found
        only_own = all(is_like_outlet(author.name, outlets) for author in others)
        if found and (not others or (only_own and all(author.name in rules.agencies for author in found))):
            others = found
    return others


def _signed(
    stated: list[tuple[str, str | None]], meta: dict[str, list[str]], tree: Element
) -> Iterator[list[tuple[str, str | None]]]:
    """The bylines of each source with their types, the most trusted source first."""
    yield stated
    for name in AUTHOR:
        yield [(plain(text), None) for text in meta.get(name, ())]
    marked = found_at(tree, MARKED_AUTHORS)[:MOST_MARKED]
    hidden = (element.find(".//meta[@itemprop='name']") for element in marked)
    yield [(plain(name.get("content") or ""), None) for name in hidden if name is not None]
    yield [(text_within(element, 300), None) for element in marked]


def _pictures(article: dict[str, Any], nodes: list[dict[str, Any]]) -> Iterator[Any]:
    """The story's pictures, then the page's first; of one that is only an address the node that tells more of it."""
    pages = (node.get("primaryImageOfPage") for node in nodes)
    for stated in (article.get("image"), article.get("associatedMedia"), *pages):
        pictures = followed(stated, nodes)
        for picture in pictures[:20] if isinstance(pictures, list) else [pictures]:
            if isinstance(picture, str):
                here = (node for node in nodes if picture in (node.get("url"), node.get("contentUrl"), node.get("@id")))
                yield next((node for node in here if "ImageObject" in types(node)), None)
            else:
                yield picture


def _image_credit(pictures: Iterator[Any], nodes: list[dict[str, Any]]) -> str | None:
    """Whom the first picture that names anyone is credited to."""
    for picture in pictures:
        if isinstance(picture, dict):
            makers = names(followed(picture.get("creator") or picture.get("author"), nodes))
            if credit := text_of(picture.get("creditText")) or ", ".join(name for name, _ in makers):
                return credit[:LONGEST_CREDIT]
    return None


def _free(article: dict[str, Any], meta: dict[str, list[str]]) -> bool | None:
    """Whether all may read it: what JSON-LD says of the story, else of one of its parts, else the tier of the head."""
    parts = article.get("hasPart")
    for node in (article, *(parts if isinstance(parts, list) else [parts])):
        value = node.get("isAccessibleForFree") if isinstance(node, dict) else None
        text = str(value).strip().rsplit("/", 1)[-1].lower()
        if text in ("true", "false"):
            return text == "true"
    return {"free": True, "locked": False}.get((first_stated(meta, TIER) or "").lower())


def _linked_lines(tree: Element) -> Iterator[str]:
    """What the links of a page say, of a card that is one link its heading."""
    for link in islice(tree.iter("a"), MAX_LINKS):
        heading = next(link.iter("h2", "h3", "h4"), link)
        if len(line := text_within(heading, 400)) >= SHORT_LINK:
            yield fold(line)


def states_article(statements: Statements) -> bool:
    """Whether the page itself says that it is an article: dated or signed, not one of many in a list."""
    if statements.types & ARTICLE_TYPES:
        return statements.published is not None or bool(statements.authors)
    return (statements.og_type or "").lower() == "article" and not statements.types & {"CollectionPage", "ProfilePage"}
