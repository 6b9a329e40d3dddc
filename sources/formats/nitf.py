"""NITF (News Industry Text Format, IPTC, versions 2 and 3): one story of an agency."""

from collections.abc import Iterator
from io import BufferedReader

from schemas.settings import Settings
from sources.agency import (
    attribute,
    block_text,
    children,
    distinct,
    first,
    iso_time,
    line,
    parse_xml,
    publishable,
    signers,
    topic,
)
from sources.place import Item, Place, whole


def read(stream: BufferedReader, place: Place, settings: Settings) -> Iterator[Item]:
    root = parse_xml(whole(stream, place, settings))
    head, body = first(root, "head"), first(root, "body")
    data, opening = first(head, "docdata"), first(body, "body.head")
    published = first(head, "pubdata")
    byline = _byline(opening)
    persons = distinct(line(person) for person in children(opening, "byline", "person"))
    status = attribute(data, "management-status")
    release = iso_time(attribute(first(data, "date.release"), "norm"))
    holder = first(data, "doc.copyright")
    classifiers = list(children(data, "identified-content", "classifier"))
    yield publishable(
        place.uri,
        "nitf",
        status,
        block_text(first(body, "body.content")),
        place.locate(0, 0),
        attribute(first(data, "ed-msg"), "info") or line(first(opening, "note")),
        url=_web(attribute(published, "ex-ref")),
        source_id=attribute(first(data, "doc-id"), "id-string") or attribute(first(data, "du-key"), "key"),
        title=line(first(opening, "hedline", "hl1")) or line(first(head, "title")),
        subtitle=line(first(opening, "hedline", "hl2")) or line(first(opening, "abstract")),
        authors=persons or signers(byline),
        published=iso_time(attribute(first(data, "date.issue"), "norm"))
        or release
        or iso_time(attribute(published, "date.publication"))
        or iso_time(attribute(first(opening, "dateline", "story.date"), "norm")),
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("lang"),
        publisher=attribute(published, "name") or line(first(opening, "distributor")),
        section=attribute(published, "position.section"),
        byline=byline,
        dateline=line(first(opening, "dateline", "location")) or line(first(opening, "dateline")),
        keywords=distinct(
            [
                *(attribute(item, "key") for item in children(data, "key-list", "keyword")),
                *(attribute(item, "tobject.subject.type") for item in children(head, "tobject", "tobject.subject")),
                *(attribute(item, "value") for item in classifiers),
            ]
        ),
        subjects=distinct(
            [
                *(
                    topic(f"subj:{attribute(item, 'tobject.subject.refnum')}")
                    for item in children(head, "tobject", "tobject.subject")
                ),
                *(
                    topic(attribute(item, "idsrc-code") or attribute(item, "value"), attribute(item, "type"))
                    for item in classifiers
                ),
                *(topic(attribute(item, "code"), attribute(item, "type")) for item in classifiers),
            ]
        ),
        usage_terms=line(first(opening, "rights")) or attribute(first(data, "doc.rights"), "limitations"),
        copyright_holder=attribute(holder, "holder") or line(first(opening, "rights", "rights.owner")),
        copyright_notice=_notice(attribute(holder, "year"), attribute(holder, "holder")),
        embargoed_until=release if status == "embargoed" else None,
        version=attribute(first(data, "du-key"), "version") or attribute(first(data, "du-key"), "generation"),
    )


def _byline(opening: object) -> str | None:
    """The byline as printed, without the title of the person below it."""
    element = first(opening, "byline")  # type: ignore[arg-type]
    if element is None:
        return None
    for title in list(children(element, "byttl")):
        title.text, title[:] = "", []
    return line(element)


def _web(address: str | None) -> str | None:
    return address if address and address.lower().startswith(("http://", "https://")) else None


def _notice(year: str | None, holder: str | None) -> str | None:
    return f"© {year} {holder}" if year and holder else None
