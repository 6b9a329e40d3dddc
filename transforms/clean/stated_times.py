"""When a story was published and changed, as its page states it: JSON-LD, meta tags, marked times, the address."""

import re
from typing import Any

from lxml import etree

from transforms.clean.addresses import path_of
from transforms.clean.blocks import Element, found_at, text_within
from transforms.clean.calendars import Habits
from transforms.clean.dates import Stamp, read_stamp
from transforms.clean.linked_data import text_of
from transforms.clean.meta_tags import MODIFIED, PUBLISHED, first_stamp

MOST_TIMES, LONGEST_LINE = 20, 100  # marked times of a page; characters of a line that tells one
MARKED_TIMES = etree.XPath("//*[@itemprop='datePublished']|//time[@pubdate]|//time[@datetime]")
URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_.-]?(0[1-9]|1[0-2]|(?<=[/-])[a-z]{3}(?=[/-]))[/_.-]?(0[1-9]|[12]\d|3[01])(?!\d)",
    re.IGNORECASE,
)


def published_time(
    article: dict[str, Any],
    meta: dict[str, list[str]],
    tree: Element,
    url: str | None,
    habits: Habits,
    changed: re.Pattern[str],
) -> tuple[Stamp | None, str | None]:
    """When the story was published, and what says so; `changed` are the words before a time of change."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if stamp := read_stamp(text_of(article.get(key)), habits):
            return stamp, "json_ld"
    if stamp := first_stamp(meta, PUBLISHED, habits):
        return stamp, "meta"
    times = [element for element in found_at(tree, MARKED_TIMES)[:MOST_TIMES] if not _in_story(element)]
    for element in sorted(times, key=lambda element: _is_of_change(element, changed)):
        stated = element.get("datetime") or element.get("content") or text_within(element, 120)
        if stamp := read_stamp(stated, habits):
            return stamp, "microdata"
    stamp = url_stamp(url)
    return stamp, "url" if stamp else None


def _in_story(time: Element) -> bool:
    """Whether a time stands in a sentence: when a concert begins."""
    around = time.getparent()
    return (
        around is not None and around.tag in ("p", "li") and len(text_within(around, 2 * LONGEST_LINE)) > LONGEST_LINE
    )


def _is_of_change(time: Element, changed: re.Pattern[str]) -> bool:
    """Whether a time is that of a change, by its class or by the words before it."""
    if time.get("itemprop") == "datePublished" or "publish" in (names := (time.get("class") or "").lower()):
        return False
    if time.get("itemprop") == "dateModified" or "update" in names or "modif" in names:
        return True
    before, around = time.getprevious(), time.getparent()
    if before is not None:
        said = before.tail if before.tail and before.tail.strip() else text_within(before, LONGEST_LINE)
    else:
        said = (around.text or "") if around is not None else ""
    return changed.search(said[-LONGEST_LINE:]) is not None


def modified_time(
    article: dict[str, Any], meta: dict[str, list[str]], habits: Habits
) -> tuple[Stamp | None, str | None]:
    """When the story was last changed, and what says so."""
    if stamp := read_stamp(text_of(article.get("dateModified")), habits):
        return stamp, "json_ld"
    stamp = first_stamp(meta, MODIFIED, habits)
    return stamp, "meta" if stamp else None


def url_stamp(url: str | None) -> Stamp | None:
    """The day that an address carries (/2024/03/05/, /2024/mar/05/), None where it carries none."""
    if not url or not (found := URL_DAY.search(path_of(url))):
        return None
    year, month, day = found.groups()
    return read_stamp(f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}")
