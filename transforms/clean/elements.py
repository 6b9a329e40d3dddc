"""What the elements around a block say of it: their names, how far out they stand, and where the story's element is."""

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from transforms.clean.blocks import Page
from transforms.clean.regions import Floats

FAR = 9  # distance that stands for "no such element around it"
# Words in class, id, role and itemprop, by what they say of a block. They help to find the story's element and to name
# what was dropped; the judge does not see them: it learned sites from them, and was no better on others.
TOKEN_GROUPS = {
    "body": r"article-?_?body|articlebody|story-?_?body|body|rich-?text|entry-content|post-content"
    r"|article-?_?content|prose|fulltext",
    "story": r"article|story|entry|post(?!er)|content|text|copy",
    "paragraph": r"paragraph|(?<![a-z])par(?:a|s)?(?![a-z])|absatz",
    "caption": r"caption|credit|legend|bildunter|figcap|copyright|photographer",
    "media": r"image|photo|picture|gallery|media|video|figure|slide|carousel|player|audio|podcast|embed|lightbox"
    r"|bild|foto",
    "related": r"relat|recommend|teaser|promo|trending|popular|most-|mostread|more-|more_|read-?more|read-?next"
    r"|see-?also|also|similar"
    r"|card|headlines|latest|outbrain|taboola|linked|link-list|linklist|crosslink|topstor|onward",
    "share": r"share|social|follow|facebook|twitter|whatsapp|sharing",
    "comment": r"comment|disqus|reply|kommentar|discussion",
    "newsletter": r"newsletter|signup|sign-up|subscri|mailing|abo(?![a-z])|register|optin|donat|membership",
    "nav": r"(?<![a-z])nav|menu|breadcrumb|pagination|pager|toolbar|skip",
    "header": r"header|masthead|topbar|site-head|kopf",
    "footer": r"footer|bottom|(?<![a-z])foot(?![a-z])",
    "byline": r"author|byline|writer|contributor|autor|profile",
    "bio": r"(?<![a-z])bio|about-the|about_the|author-(?:info|desc|box|bio)",
    "time": r"date|(?<![a-z])time|publish|updated|meta(?![a-z])|info|article-details",
    "tag": r"(?<![a-z])tags?(?![a-z])|topic|keyword|categor|label|kicker|eyebrow|rubri|overline|channel|section-name",
    "ad": r"(?<![a-z])ads?(?![a-z])|advert|sponsor|banner|dfp|gpt-|commercial|affiliate|anzeige|werbung|shop"
    r"|deal|product",
    "wall": r"paywall|premium|consent|cookie|gdpr|login|modal|popup|overlay|gate|piano|regwall|privacy|dialog|toast",
    "deck": r"lead|lede|intro|summary|deck|standfirst|dek(?![a-z])|subtitle|sub-?head(?:line)?|subtitulo|excerpt"
    r"|abstract|chapo|anriss"
    r"|description|teasertext|synopsis|ingress|vorspann|bajada|entradilla|sommario|catchline|perex|preamble",
    "title": r"title|headline|heading|hed(?![a-z])|titel",
    "side": r"sidebar|widget|rail|aside|secondary|complementary|right-?col|side-",
    "quote": r"quote|pull|zitat|citation|blockquote",
    "box": r"(?<![a-z])box|fact|info-?box|infobox|panel|callout|highlight|key-?point|takeaway|aside|factbox"
    r"|accordion|toc|table-of",
    "legal": r"copyright|legal|disclaimer|imprint|impressum|terms|rights|correction|notice",
    "hidden": r"hidden|hide|visually|sr-only|screen-?reader|invisible|no-?print|print-only|a11y",
}
GROUPS = tuple(TOKEN_GROUPS)
POSITIVE = 3  # the first groups speak for a block
STRICT = {
    GROUPS.index(name)
    for name in ("caption", "share", "comment", "newsletter", "nav", "footer", "bio", "ad", "wall", "side")
}
COMMENT = GROUPS.index("comment")
PATTERNS = tuple(re.compile(pattern) for pattern in TOKEN_GROUPS.values())
AROUND = (
    "article",
    "main",
    "aside",
    "nav",
    "header",
    "footer",
    "figure",
    "figcaption",
    "form",
    "table",
    "ul",
    "li",
    "dl",
    "blockquote",
    "section",
    "button",
)
SAME = {
    "ol": "ul",
    "dt": "dl",
    "dd": "dl",
    "td": "table",
    "th": "table",
    "tr": "table",
    "caption": "table",
    "label": "form",
}


def name_groups(page: Page, needed: set[int]) -> list[tuple[int, ...]]:
    """The groups that each needed element's own tokens name."""
    return [
        _groups_of(frame.tokens) if place in needed and frame.tag not in ("html", "body") else ()
        for place, frame in enumerate(page.frames)
    ]


@lru_cache(maxsize=10_000)
def _groups_of(tokens: str) -> tuple[int, ...]:
    return tuple(place for place, pattern in enumerate(PATTERNS) if pattern.search(tokens)) if tokens else ()


def never_story(page: Page, hits: list[tuple[int, ...]], good: npt.NDArray[np.float64], total_good: float) -> Floats:
    """Whether an element is or stands in what is never the story, unless most of the page's paragraphs stand in it."""
    strict: list[bool] = []
    for frame, share, named in zip(page.frames, (good / total_good).tolist(), hits, strict=True):
        own = (
            (share < 0.95 and COMMENT in named)
            or (share < 0.8 and frame.tag in ("nav", "footer", "figcaption"))
            or (share < 0.5 and (frame.hidden or not STRICT.isdisjoint(named)))
        )
        strict.append(own or (frame.parent >= 0 and strict[frame.parent]))
    return np.array(strict, np.float32)


def stands_under(page: Page, top: int) -> Floats:
    under: list[bool] = []
    for place, frame in enumerate(page.frames):
        under.append(place == top or (frame.parent >= 0 and under[frame.parent]))
    return np.array(under, np.float32)


def look_around(
    page: Page,
    hits: list[tuple[int, ...]],
    best: int,
    outer: set[int],
    needed: set[int],
    blocks: npt.NDArray[np.float64],
) -> tuple[Floats, Floats, Floats, Floats, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """For each element: distances to the next outer one of each group or tag; whether it is hidden; its depth; whether
    it stands in the best one; its branch, and where that leaves the road from the root to the best element."""
    count = len(page.frames)
    distances = np.full((count, len(GROUPS) + len(AROUND)), FAR, np.float32)
    hidden, depth, under = np.zeros((3, count), np.float32)
    branch, attached = np.zeros((2, count), np.int64)
    columns = {tag: len(GROUPS) + position for position, tag in enumerate(AROUND)}
    for place in sorted(needed):
        frame = page.frames[place]
        parent = frame.parent
        if parent >= 0:
            step = blocks[place] != blocks[parent]  # an element that only wraps another is no step
            np.minimum(distances[parent] + step, FAR, out=distances[place])
            depth[place] = depth[parent] + step
            hidden[place] = frame.hidden or hidden[parent]
            under[place] = under[parent]
            starts = place in outer or parent in outer
            branch[place] = place if starts else branch[parent]
            attached[place] = place if place in outer else parent if starts else attached[parent]
        if place == best:
            under[place] = 1
        if hits[place]:
            # The elements around the story say nothing about its blocks: "has-sidebar comments-open".
            told = [hit for hit in hits[place] if hit < POSITIVE] if place in outer else hits[place]
            distances[place, told] = 0
        tag = SAME.get(frame.tag, frame.tag)
        if tag in columns:
            distances[place, columns[tag]] = 0
    return distances, hidden, depth, under, branch, attached
