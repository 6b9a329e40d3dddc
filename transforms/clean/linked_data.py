"""JSON-LD: the statements that a page makes about its story."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from transforms.clean.addresses import place_of
from transforms.clean.blocks import Element
from transforms.clean.marks import plain

LONGEST_SCRIPT = 2_000_000  # characters
MAX_NODES = 5_000
ELSEWHERE = 2  # statements that an article at another address must have more
ARTICLE_TYPES = frozenset(
    [
        "Article",
        "NewsArticle",
        "BlogPosting",
        "Report",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "ReviewNewsArticle",
        "BackgroundNewsArticle",
        "AskPublicNewsArticle",
        "TechArticle",
        "ScholarlyArticle",
        "LiveBlogPosting",
        "SocialMediaPosting",
        "AdvertiserContentArticle",
        "SatiricalArticle",
        "Review",
    ]
)
# <!-- … -->, //<![CDATA[ … //]]> and /*<![CDATA[*/ … /*]]>*/ around a script.
WRAPPED = re.compile(r"\s{0,99}(?:(?:<!--|//|/\*|<!\[CDATA\[|\*/)\s{0,99}){1,4}")
TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
CONTROL = re.compile(r"[\x00-\x1f]")
WRONG_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
# A quotation mark within a text: none that opens a key or a text, or closes one.
STRAY_MARK = re.compile(r"([{\[,:]\s{0,99}|\\)?\"(?!\s{0,99}[:,}\]])")
READER = json.JSONDecoder(strict=False)
BETWEEN = re.compile(r"[\s,;]{0,99}")  # values in one script


def read_linked_data(tree: Element) -> list[dict[str, Any]]:
    """All typed nodes of the page's JSON-LD in reading order; scripts that cannot be mended are passed over."""
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            raw = script.text or ""
            if 0 < len(raw) <= LONGEST_SCRIPT:
                nodes.extend(_nodes(_load(raw)))
        if len(nodes) > MAX_NODES:
            break
    return nodes[:MAX_NODES]


def types(node: dict[str, Any]) -> set[str]:
    """The node's types without their vocabulary's address."""
    stated = node.get("@type")
    return {re.split(r"[/:#]", str(name))[-1] for name in (stated if isinstance(stated, list) else [stated]) if name}


def article_node(nodes: list[dict[str, Any]], places: set[str | None]) -> dict[str, Any]:
    """The node of the page's own story: the article at one of `places`, the addresses that the page goes by.

    Where none is, the one that states most about itself, an address of another page counted against it; the first one
    of equals.
    """
    articles = [node for node in nodes if types(node) & ARTICLE_TYPES and _weight(node)]

    def fit(node: dict[str, Any]) -> tuple[bool, int]:
        own = set(map(place_of, stated_addresses(node))) - {None}
        return not places.isdisjoint(own), _weight(node) - (ELSEWHERE if own else 0)

    return max(articles, key=fit, default={})


def stated_addresses(node: dict[str, Any]) -> list[Any]:
    """What a node states as its own address."""
    entity = node.get("mainEntityOfPage")
    page = entity.get("@id") if isinstance(entity, dict) else entity
    return [text_of(node.get("url")), page, node.get("@id")]


def text_of(value: Any) -> str | None:
    """A plain string of a JSON-LD value: unescaped, without markup, None where it is none."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    return plain(str(value)[:200_000]) or None


def names(value: Any) -> list[tuple[str, str | None]]:
    """Names with their stated type (Person, Organization, None) from an author or publisher value of any shape."""
    found: list[tuple[str, str | None]] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and "@list" in item:
            found.extend(names(item["@list"]))
        elif isinstance(item, dict):
            kind = min(types(item), key=lambda name: (name != "Person", name), default=None)
            stated = item.get("name")
            if stated is None and (item.get("givenName") or item.get("familyName")):
                stated = f"{item.get('givenName') or ''} {item.get('familyName') or ''}"
            for name in stated if isinstance(stated, list) else [stated]:
                if text := text_of(name):
                    found.append((text, kind))
        elif isinstance(item, list):
            found.extend(names(item[:50]))
        elif text := text_of(item):
            found.append((text, None))
    return found[:50]


def followed(value: Any, nodes: list[dict[str, Any]]) -> Any:
    """A value with the nodes of the page in place of its bare references to their `@id`: an author, a picture."""
    if isinstance(value, list):
        flat = [item for part in value[:50] for item in (part[:50] if isinstance(part, list) else [part])]
        return [item if isinstance(item, list) else followed(item, nodes) for item in flat]
    if isinstance(value, dict) and "@id" in value and not _tells(value):
        return next((node for node in nodes if node.get("@id") == value["@id"] and _tells(node)), value)
    return value


def _tells(node: dict[str, Any]) -> bool:
    return any(node.get(key) for key in ("name", "creditText", "creator"))


def _weight(node: dict[str, Any]) -> int:
    # A teaser of another story states a headline and an address; the page's own node also dates and signs it.
    return sum(
        bool(node.get(key))
        for key in ("headline", "datePublished", "author", "articleBody", "mainEntityOfPage", "publisher")
    )


def _load(raw: str) -> list[Any]:
    """The values of one script, its common faults mended where it cannot be read as it is."""
    if wrapping := WRAPPED.match(raw):
        raw = raw[wrapping.end() :]
    if "&quot;" in raw and '"' not in raw:
        raw = unescape(raw)
    for mend in (str, _mended, _marks_escaped):
        raw = mend(raw)
        try:
            return _values(raw)
        except (ValueError, RecursionError):
            continue
    return []


def _mended(raw: str) -> str:
    return WRONG_ESCAPE.sub("", TRAILING_COMMA.sub("", CONTROL.sub(" ", raw)))


def _marks_escaped(raw: str) -> str:
    return STRAY_MARK.sub(lambda mark: mark.group() if mark[1] else '\\"', raw)


def _values(text: str) -> list[Any]:
    """The values that stand one after the other, up to what is no value at all; the first one must be one."""
    values: list[Any] = []
    at = len(text) - len(text.lstrip())
    while text[at : at + 1] in ("{", "[") or not values:
        value, at = READER.raw_decode(text, at)
        values.append(value)
        between = BETWEEN.match(text, at)
        at = between.end() if between else at
    return values


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value[:500]:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemReviewed", "about"):
            if isinstance(value.get(key), dict | list) and (key != "about" or depth == 0):
                yield from _nodes(value[key], depth + 1)
