"""JSON-LD: the statements that a page makes about its story."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from transforms.clean.blocks import Element, squeeze

LONGEST_SCRIPT = 2_000_000  # characters
MAX_NODES = 5_000
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
TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
CONTROL = re.compile(r"[\x00-\x1f]")


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
    return {str(name).rsplit("/", 1)[-1] for name in (stated if isinstance(stated, list) else [stated]) if name}


def article_node(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """The node of the page's own story: the article that states most about itself, the first one of equals."""
    best: dict[str, Any] = {}
    for node in nodes:
        if types(node) & ARTICLE_TYPES and _weight(node) > _weight(best):
            best = node
    return best


def text_of(value: Any) -> str | None:
    """A plain string of a JSON-LD value: unescaped, without markup, None where it is none."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    text = str(value)[:200_000]
    if "&" in text:
        text = unescape(unescape(text))
    if "<" in text:
        text = re.sub(r"<[a-zA-Z/][^<>]{0,500}>", "", text)
    return squeeze(text) or None


def names(value: Any) -> list[tuple[str, str | None]]:
    """Names with their stated type (Person, Organization, None) from an author or publisher value of any shape."""
    found: list[tuple[str, str | None]] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            kind = next(iter(types(item)), None)
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
    """An author or publisher value with the nodes of the page in place of its bare references to their `@id`."""
    if isinstance(value, list):
        return [followed(item, nodes) for item in value[:50] if not isinstance(item, list)]
    if isinstance(value, dict) and "@id" in value and not value.get("name"):
        return next((node for node in nodes if node.get("@id") == value["@id"] and node.get("name")), value)
    return value


def _weight(node: dict[str, Any]) -> int:
    # A teaser of another story states a headline and an address; the page's own node also dates and signs it.
    return sum(
        bool(node.get(key))
        for key in ("headline", "datePublished", "author", "articleBody", "mainEntityOfPage", "publisher")
    )


def _load(raw: str) -> Any:
    raw = raw.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    raw = re.sub(r"^(?://)?\s{0,9}<!\[CDATA\[|(?://)?\s{0,9}\]\]>$", "", raw)
    for attempt in (raw, TRAILING_COMMA.sub("", CONTROL.sub(" ", raw))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


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
