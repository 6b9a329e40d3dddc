"""NewsML-G2 (IPTC): news items, alone or in a message; text as XHTML, NITF or plain."""

import re
from collections.abc import Iterator
from io import BufferedReader

from lxml import etree

from schemas.records import Skipped
from schemas.settings import Settings
from sources.agency import (
    attribute,
    block_text,
    children,
    distinct,
    first,
    iso_time,
    line,
    local_name,
    parse_html,
    parse_xml,
    publishable,
    signers,
    topic,
)
from sources.place import Item, Place, whole

ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")


def read(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    root = parse_xml(whole(stream, place, settings))
    if local_name(root) in ITEMS:
        yield _item(root, place.uri, 0, place)
        return
    items = [item for item_set in children(root, "itemSet") for item in item_set if local_name(item) in ITEMS]
    for number, item in enumerate(items, 1):
        yield _item(item, place.row(number), number - 1, place)
    if not items:
        yield Skipped(place.uri, "empty_message", "The message holds no item.")


def _item(item: etree._Element, uri: str, record: int, place: Place) -> Item:
    about, content = first(item, "itemMeta"), first(item, "contentMeta")
    nature = (attribute(first(about, "itemClass"), "qcode") or "ninat:text").rpartition(":")[2]
    status = attribute(first(about, "pubStatus"), "qcode") or _last(attribute(first(about, "pubStatus"), "uri"))
    is_taken_back = status is not None and not status.endswith("usable")
    if local_name(item) != "newsItem" or (nature not in ("text", "composite") and not is_taken_back):
        return Skipped(uri, f"newsml_{_word(nature)}", f"A {local_name(item)} of kind {_word(nature)} is no article.")
    rights = first(item, "rightsInfo")
    byline = line(first(content, "by"))
    creators = distinct(_name(creator) for creator in children(content, "creator"))
    subjects = list(children(content, "subject"))
    return publishable(
        uri,
        "newsml",
        _last(status),
        _text(first(item, "contentSet")),
        place.locate(record, 0),
        line(first(about, "edNote")),
        url=_page(about),
        source_id=attribute(item, "guid"),
        title=_headline(content, is_main=True) or line(first(about, "title")),
        subtitle=_headline(content, is_main=False),
        authors=creators or signers(byline),
        published=iso_time(line(first(content, "contentCreated")) or line(first(about, "firstCreated"))
                           or line(first(about, "versionCreated"))),
        modified=iso_time(line(first(about, "versionCreated"))),
        language=attribute(first(content, "language"), "tag") or item.get("{http://www.w3.org/XML/1998/namespace}lang"),
        publisher=_name(first(about, "provider")) or _name(first(content, "infoSource")),
        section=_name(first(about, "service")),
        byline=byline,
        dateline=line(first(content, "dateline")) or _name(first(content, "located")),
        keywords=distinct([*map(line, children(content, "keyword")), *map(_name, subjects)]),
        subjects=distinct(topic(attribute(subject, "qcode") or attribute(subject, "uri")) for subject in subjects),
        usage_terms=line(first(rights, "usageTerms")),
        copyright_holder=_name(first(rights, "copyrightHolder")),
        copyright_notice=line(first(rights, "copyrightNotice")),
        embargoed_until=iso_time(line(first(about, "embargoed"))),
        version=attribute(item, "version"),
    )  # fmt: skip


def _text(contents: etree._Element | None) -> str:
    """The text of the first rendition that has one."""
    for rendition in contents if contents is not None else ():
        if local_name(rendition) == "inlineXML":
            for root in rendition:
                body = next((e for e in root.iter() if local_name(e) in ("body.content", "body")), root)
                inner = first(body, "body.content")
                if text := block_text(inner if inner is not None else body):
                    return text
        elif local_name(rendition) == "inlineData":
            raw = "".join(piece for piece in rendition.itertext() if isinstance(piece, str))
            media = (attribute(rendition, "contenttype") or "text/plain").lower()
            if media.startswith(("text/html", "application/xhtml")):
                raw = block_text(parse_html(raw))
            if media.startswith(("text/", "application/xhtml")) and rendition.get("encoding") is None and raw.strip():
                return raw.strip()
    return ""


def _headline(content: etree._Element | None, is_main: bool) -> str | None:
    """The main headline, or the first of another role."""
    for headline in children(content, "headline"):
        role = _last(attribute(headline, "role")) or "main"
        if (role in ("main", "hld")) == is_main:
            return line(headline)
    return line(first(content, "headline")) if is_main else None


def _page(about: etree._Element | None) -> str | None:
    """The web page that is the same item, where a link says so."""
    for link in children(about, "link"):
        relation, address = _last(attribute(link, "rel")), attribute(link, "href")
        if relation in ("canonical", "sameAs", "webpage") and address and re.match(r"https?://", address):
            return address
    return None


def _name(element: etree._Element | None) -> str | None:
    """The name of a party or concept: its name element, its literal, else its text."""
    if element is None:
        return None
    return line(first(element, "name")) or attribute(element, "literal") or line(element)


def _last(code: str | None) -> str | None:
    return re.split(r"[:/]", code)[-1] if code else None


def _word(value: str) -> str:
    return re.sub(r"[^\w-]", "", value)[:40]
