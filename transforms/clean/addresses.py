"""The addresses that a page goes by."""

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from transforms.clean.blocks import Element
from transforms.clean.characters import squeeze
from transforms.clean.meta_tags import first_stated

LONGEST = 4_096  # characters
PLACE = re.compile(
    r"(?:https?:)?//(?:www\.)?([^/?#\s]{1,255}/[^?#\s]{1,2000}?)/?(?:[?#].{0,2000})?$", re.IGNORECASE | re.DOTALL
)


def own_links(tree: Element, meta: dict[str, list[str]]) -> list[str]:
    """What the head states as the page's address, the most trusted first."""
    links = [element.get("href") for element in tree.iter("link") if (element.get("rel") or "").lower() == "canonical"]
    return [link for link in (*links[:3], first_stated(meta, ("og:url",))) if link]


def canonical_address(stated: Iterable[object], url: str | None) -> str | None:
    """The stated address of this very page. One that leads to a front page is a mistake of the site and is not used."""
    for candidate in stated:
        if not isinstance(candidate, str) or not candidate.strip() or len(candidate) > LONGEST:
            continue
        try:
            full = urljoin(url or "", squeeze(candidate))
            parts = urlsplit(full)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and (parts.path.strip("/") or parts.query):
            return full
    return url


def place_of(address: object) -> str | None:
    """An address for comparison: without scheme, "www", and what stands behind the path; None for a front page."""
    found = PLACE.match(address.strip()) if isinstance(address, str) and len(address) <= LONGEST else None
    return found[1].casefold() if found else None


def is_front(url: str | None) -> bool:
    """Whether an address is a site's first page; a query (?p=123) may name any other."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return bool(parts.netloc) and not parts.path.strip("/") and not parts.query


def path_of(url: str | None) -> str:
    try:
        return urlsplit(url or "").path
    except ValueError:
        return ""


def host_of(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
