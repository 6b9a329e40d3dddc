"""XML from strangers: no entities, no external files, no network, bounded depth, and memory for one entry at a time."""

from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from sources.web.outcomes import FetchFailed

MAX_TAGS = 3_000_000  # 50,000 entries of 30 elements; each costs 100 bytes of memory or more

# Feeds are often not quite well-formed (a bare &, a stray byte): `recover` reads on, and what is lost is one character.
_OPTIONS = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
    "recover": True,
    "remove_comments": True,
    "remove_pis": True,
}


def root_name(data: bytes) -> str | None:
    """The local name of the root element, None where this is no XML. Of HTML it is html."""
    try:
        for _, element in etree.iterparse(BytesIO(data[:65536]), events=("start",), **_OPTIONS):
            return local_name(element)
    except etree.XMLSyntaxError:
        pass
    return None


def entries(data: bytes, names: frozenset[str], keep: frozenset[str] = frozenset()) -> Iterator[etree._Element]:
    """The elements whose local name is in `names`, each whole, one at a time; it is emptied when the next is asked for.

    Elements named in `keep` are yielded as well where they stand outside of an entry (a channel's language, say).

    Raises:
        FetchFailed: too_many_tags.
    """
    if data.count(b"<") > MAX_TAGS:
        raise FetchFailed(
            "too_many_tags", f"This XML has more than {MAX_TAGS:,} tags: ask the site for smaller feeds.", ""
        )
    inside = 0
    wanted = [f"{{*}}{name}" for name in sorted(names | keep)]
    try:
        for event, element in etree.iterparse(BytesIO(data), events=("start", "end"), tag=wanted, **_OPTIONS):
            if local_name(element) in names:
                inside += 1 if event == "start" else -1
                if event == "end" and inside == 0:
                    yield element
                    _empty(element)
            elif event == "end" and inside == 0:
                yield element
    except etree.XMLSyntaxError:
        return  # beyond repair from here on (too deep, cut off): what was read counts


def local_name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: etree._Element) -> str | None:
    """The text of an element in one line, None where there is none."""
    text = " ".join("".join(str(piece) for piece in element.itertext()).split())
    return text[:2000] or None


def _empty(element: etree._Element) -> None:
    """Free an element that was read, and its elder siblings."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
