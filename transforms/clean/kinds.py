"""What kind of page it is, and whether the story on it is whole."""

import re
from collections.abc import Mapping

from schemas.records import Document, Paragraph, RemovedBlock
from transforms.clean.addresses import is_front, path_of
from transforms.clean.characters import EAST
from transforms.clean.dump import fold
from transforms.clean.linked_data import ARTICLE_TYPES
from transforms.clean.metadata import Statements, states_article

Signs = Mapping[tuple[str, str], re.Pattern[str]]  # of config/page_kinds.toml, by kind and where
SHORT_STORY = 600  # characters: below it, other signs decide what the page is
FULL = 100  # characters of a paragraph that tells something
A_STORY = 4  # full paragraphs, from which a page is no error, whatever its headline plays with
LIVE_PARAGRAPHS = 15  # a live blog has more
LABEL = 80  # characters of a line that says what the page is
PICTURES = 6  # captions, from which a short text belongs to a gallery
GALLERIES = frozenset(("ImageGallery", "MediaGallery"))
LISTS = frozenset(("CollectionPage", "ProfilePage", "SearchResultsPage"))
TEASERS, TEASER_SHARE = 4, 0.3  # paragraphs that are links, from which the page is a list of other stories
OPENING = 3  # paragraphs, one of which is a teaser where the page is a list
BETWEEN_SHARE = 0.5  # of the paragraphs: links to other stories that stand between them
ASKED = 4_000  # characters: no consent wall is longer
WORDS, WORDS_BELOW = 3, 2  # words of a consent wall that make one; below a headline with a sign of it
SPARSE = 250  # characters of a consent wall for each of its words, at most
CHROME = frozenset(("navigation", "related", "footer"))  # every page asks for subscribers there
STUB, LONG_STORY = 1_000, 2_500  # characters: a wall below a long story has let it through
LAST = 3  # paragraphs, among which a wall may still stand
CUT_END = ("…", "...", "[…]", "[...]")


def page_kind(
    stated: Statements,
    text: str,
    paragraphs: list[Paragraph],
    removed: list[RemovedBlock],
    document: Document,
    signs: Signs,
) -> str:
    """One of article, live_blog, gallery, video, section_front, consent_wall, error_page, other."""
    if document.media != "html":
        return "article"
    titles = [line.strip()[:400] for line in dict.fromkeys((stated.title or "", *stated.headlines))]
    address = stated.canonical or document.url
    path = path_of(address)

    def is_named(kind: str) -> bool:
        return any(signs[kind, "title"].fullmatch(line) for line in titles)

    def is_filed(kind: str) -> bool:
        return signs[kind, "address"].search(path) is not None

    short, is_article = _size(text) < SHORT_STORY, states_article(stated)
    full = sum(p.kind == "paragraph" and _size(text[p.start : p.end]) >= FULL for p in paragraphs)
    if "LiveBlogPosting" in stated.types:
        return "live_blog"
    if len(paragraphs) > LIVE_PARAGRAPHS and (is_filed("live_blog") or is_named("live_blog")):
        return "live_blog"
    is_teaser = [fold(text[p.start : p.end]) in stated.linked_lines for p in paragraphs]
    teasers = sum(is_teaser) if any(is_teaser[:OPENING]) else 0  # those at the end may be below a story
    between = len({block.before for block in removed if block.kind == "related" and 0 < block.before < len(text)})
    is_list = (
        teasers >= max(TEASERS, TEASER_SHARE * len(paragraphs))
        or between >= max(TEASERS, BETWEEN_SHARE * len(paragraphs))
        or (full < 2 and "ItemList" in stated.types)
    )
    # Some systems say og:type=article of every page.
    is_sure = bool(stated.types & ARTICLE_TYPES) or full > 0
    if not ((is_article and is_sure) or (full >= A_STORY and not is_list)) and (
        is_named("error_page") or _says(signs["error_page", "words"], titles, text if short else "")
    ):
        return "error_page"
    words = 0 if is_article or len(text) > ASKED else len(signs["consent_wall", "words"].findall(text))
    if words >= max(WORDS_BELOW if is_named("consent_wall") else WORDS, _size(text) / SPARSE):
        return "consent_wall"
    if stated.types & GALLERIES and (short or not stated.types & ARTICLE_TYPES):
        return "gallery"
    if is_filed("gallery") and (short or not is_article):
        return "gallery"
    if short and (is_named("gallery") or sum(block.kind == "caption" for block in removed) >= PICTURES):
        return "gallery"
    if (is_filed("video") or (stated.og_type or "").startswith("video")) and (short or not is_article):
        return "video"
    if short and "VideoObject" in stated.types and not (is_article and full > 1):
        return "video"
    if is_article and (is_sure or not is_list):
        return "article"
    if is_named("other"):
        return "other"
    if stated.types & LISTS or is_front(address):
        is_list = short or teasers >= TEASERS or full < 5
    if is_list:
        return "section_front"
    return "article" if full >= 2 or not short else "other"


def _says(words: re.Pattern[str], titles: list[str], text: str) -> bool:
    return any(words.search(line) for line in titles if len(line) < LABEL) or words.search(text) is not None


def is_truncated(
    stated: Statements, text: str, paragraphs: list[Paragraph], removed: list[RemovedBlock], signs: Signs
) -> bool:
    """Whether the page holds only the opening of the story."""
    size = _size(text)
    if size > LONG_STORY:
        return False
    if stated.article_body and len(stated.article_body) > 2 * len(text) + 500:
        return True
    wall = signs["wall", "block"]
    lines = [block.text for block in removed if block.kind not in CHROME]
    lines += [text[p.start : p.end] for p in paragraphs[-LAST:]]
    walled = any(wall.fullmatch(line[:400].replace("\n", " ")) for line in lines)
    if stated.is_accessible_for_free is False and (walled or size < STUB):
        return True
    return walled and (text.endswith(CUT_END) or size < STUB)


def _size(text: str) -> int:
    """Characters of a text, those of the scripts that write a word with one or two of them counted twice."""
    return len(text) + len(EAST.findall(text[:LONG_STORY]))
