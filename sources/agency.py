"""What the formats of news agencies have in common: status, topics, times, and text taken out of their markup."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html.entities import html5
from typing import Any

from lxml import etree

from schemas.errors import Unreadable
from schemas.records import Document, Locator, Reject, Skipped, Withdrawal
from sources.place import document, reject

BLOCKS = re.compile(r"p|hl[12]|h[1-6]|li|d[td]|bq|blockquote|pre|tr|div|section|article|block|body(\.content)?")
# Parts of a story's markup that are not its text: pictures with captions, embeds, what belongs to the page.
ASIDE = re.compile(r"media|figure|figcaption|picture|script|style|head|aside|nav|body\.(head|end)|iframe|video|audio")
XML_ENTITIES = {b"amp", b"lt", b"gt", b"quot", b"apos"}
NAMED_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,10});")
MEDIA_TOPIC = re.compile(r"(?:medtop:|.{0,200}mediatopic/)?(\d{8})", re.IGNORECASE)
SUBJECT_CODE = re.compile(r"(?:subj:|.{0,200}subjectcode/)(\d{8})", re.IGNORECASE)
BYLINE_START = re.compile(r"(?:by|von|par|por|di|door|av)\s+", re.IGNORECASE)


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML document, read without entities of its own, external files, and the network.

    Raises:
        Unreadable: `broken_xml`, also for elements nested deeper than 256.
    """
    # HTML's names for characters are common in agency XML although only its DTD, which is not read, defines them.
    data = NAMED_ENTITY.sub(_character, data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
        etree.strip_elements(root, etree.Entity, with_tail=False)  # what the document defined itself stays unread
        return root
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(
            "broken_xml", "The XML is not well-formed; ask the agency to send the item again.", str(error)
        ) from None


def parse_html(text: str) -> etree._Element | None:
    """The root of a page or fragment; None where there is nothing in it."""
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return etree.fromstring(text.encode("utf-8", "ignore"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def block_text(root: etree._Element | None) -> str:
    """The text of markup (XHTML or NITF): its blocks parted by a blank line, without pictures and embeds."""
    if root is None:
        return ""
    blocks: list[str] = []
    inline: list[str] = []

    def flush() -> None:
        if text := " ".join("".join(inline).split()):
            blocks.append(text)
        inline.clear()

    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        name = local_name(element)
        is_aside = ASIDE.fullmatch(name) is not None and element is not root
        if event == "start":
            if BLOCKS.fullmatch(name) or name == "br":
                flush()
            if is_aside:
                walker.skip_subtree()
            else:
                inline.append((element.text or "") + (" " if name in ("td", "th") else ""))
        else:
            if BLOCKS.fullmatch(name):
                flush()
            if element is not root:
                inline.append(element.tail or "")
    flush()
    return "\n\n".join(blocks)


def local_name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, *path: str) -> Iterator[etree._Element]:
    """The elements at a path of local names below an element."""
    if element is None or not path:
        return
    for child in element:
        if local_name(child) == path[0]:
            if len(path) == 1:
                yield child
            else:
                yield from children(child, *path[1:])


def first(element: etree._Element | None, *path: str) -> etree._Element | None:
    return next(children(element, *path), None)


def line(element: etree._Element | None) -> str | None:
    """The text of an element in one line, None where there is none."""
    if element is None:
        return None
    return " ".join("".join(piece for piece in element.itertext() if isinstance(piece, str)).split()) or None


def attribute(element: etree._Element | None, name: str) -> str | None:
    value = element.get(name) if element is not None else None
    return " ".join(value.split()) or None if value else None


def topic(code: str | None, scheme: str | None = None) -> str | None:
    """The code of a subject: Media Topics as medtop:NNNNNNNN, subject codes as subj:NNNNNNNN, others as they are."""
    if not code:
        return None
    if found := SUBJECT_CODE.fullmatch(code):
        return f"subj:{found.group(1)}"
    is_topic = re.search(r"mediatopic|medtop", f"{scheme or ''} {code}", re.IGNORECASE)
    if is_topic and (found := MEDIA_TOPIC.fullmatch(code)):
        return f"medtop:{found.group(1)}"
    return code if ":" in code else None


def iso_time(value: str | None) -> str | None:
    """A time in ISO 8601 with its marks; agencies write 20310407T060500+0200. Anything else stays as it is."""
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return value
    return found.date().isoformat() if len(value) in (8, 10) else found.isoformat()


def signers(byline: str | None) -> tuple[str, ...]:
    """The names of a byline without its opening word; joined names stay joined, for cleaning to part."""
    name = BYLINE_START.sub("", byline or "", count=1) if byline else ""
    return (name,) if name else ()


def distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def publishable(
    uri: str, kind: str, status: str | None, text: str, locator: Locator | None, note: str | None, **stated: Any
) -> Document | Withdrawal | Skipped | Reject:
    """The document of an item that may be published; for one that may not, what its status says."""
    status = (status or "usable").lower().removeprefix("stat:")
    if status in ("canceled", "cancelled", "withheld"):
        rule, done = ("withheld", "withholds") if status == "withheld" else ("canceled", "cancels")
        return Withdrawal(
            uri, rule, f"The agency {done} the item: it is taken out of the articles.", stated.get("source_id"),
            stated.get("url"), stated.get("version"), stated.get("modified") or stated.get("published"), note,
        )  # fmt: skip
    if not text:
        return reject(uri, "no_text", "The item has no text; ask the agency for the full item, or leave it out.")
    return document(uri, kind, "text", text, locator, **stated)


def _character(entity: re.Match[bytes]) -> bytes:
    name = entity.group(1)
    if name in XML_ENTITIES or (found := html5.get(name.decode() + ";")) is None:
        return entity.group()
    return "".join(f"&#{ord(char)};" for char in found).encode()
