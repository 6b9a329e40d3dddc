"""What a story is filed under: the section of the site, and keywords."""

import re
from typing import Any

from transforms.clean.dump import fold
from transforms.clean.linked_data import text_of, types
from transforms.clean.marks import plain
from transforms.clean.meta_tags import KEYWORDS, SECTION, first_stated
from transforms.clean.outlets import is_outlet

MAX_KEYWORDS = 60
LONGEST_SECTION = 40  # characters of a crumb that is no headline
# Systems list all that a story is filed under: Local,Front page,Popular. A section's own comma has a space behind it.
SECTION_LIST = re.compile(r"\s?,(?!\s)|\s?[;|]\s?")
NO_SECTION = frozenset(
    ("all", "allgemein", "allgemeines", "article", "blog", "general", "home", "home page", "homepage", "none", "null",
     "post", "senza categoria", "sin categoría", "sem categoria", "uncategorized", "uncategorised", "unkategorisiert")
)  # fmt: skip
KEYWORD_MARKS = re.compile(r"[,;|，、；]")
JOINED = 2  # marks from which one of several keywords is a list of them: Boston, Massachusetts is none
# What a system adds for itself: numbers, keys, orders to a template (@river), the kind of a word before it.
KEY = re.compile(r"@.{0,200}|\d{5,40}|[\W_]{1,200}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
KIND = re.compile(
    r"(?:\w{1,12} )?(?:category|section|tag|topic|type|keyword)s?:\s?(?:[^:]{1,40}:(?=\S))?", re.IGNORECASE
)


def read_section(
    article: dict[str, Any],
    meta: dict[str, list[str]],
    nodes: list[dict[str, Any]],
    headlines: list[str],
    outlets: frozenset[str],
) -> str | None:
    """The first section that the page states, else the last of its crumbs; what only names the outlet is none."""
    for stated in (text_of(article.get("articleSection")), first_stated(meta, SECTION)):
        parts = SECTION_LIST.split(stated) if stated else []
        if len(parts) == 1 and parts[0].count(", ") >= JOINED:
            parts = parts[0].split(", ")
        for part in parts:
            if part and part.casefold() not in NO_SECTION and not is_outlet(part, outlets):
                return part
    return _last_crumb(nodes, headlines)


def _last_crumb(nodes: list[dict[str, Any]], headlines: list[str]) -> str | None:
    """The part of the site that a trail of crumbs (BreadcrumbList) ends in, before the story itself."""
    trail = next((node.get("itemListElement") for node in nodes if "BreadcrumbList" in types(node)), None)
    crumbs = [item for item in trail[:20] if isinstance(item, dict)] if isinstance(trail, list) else []
    named = [text_of(item.get("name")) or text_of(item.get("item")) for item in crumbs]
    stories = {fold(line) for line in headlines}
    parts = [name for name in named[1:] if name and fold(name) not in stories and len(name) <= LONGEST_SECTION]
    return parts[-1] if parts else None


def read_keywords(article: dict[str, Any], meta: dict[str, list[str]]) -> list[str]:
    """The keywords of the story, each once, lists of them parted, without what a system adds for itself."""
    stated = article.get("keywords")
    texts = [text_of(item) or "" for item in stated[:200]] if isinstance(stated, list) else [text_of(stated) or ""]
    if not any(texts):
        texts = [plain(content) for name in KEYWORDS for content in meta.get(name, ())]
    found: dict[str, str] = {}
    for text in texts:
        is_list = len(texts) < 3 or len(KEYWORD_MARKS.findall(text)) >= JOINED
        for part in KEYWORD_MARKS.split(text) if is_list else [text]:
            word = KIND.sub("", part.strip(), count=1)[:200]
            if word and not KEY.fullmatch(word):
                found.setdefault(word.casefold(), word)
    return list(found.values())[:MAX_KEYWORDS]
