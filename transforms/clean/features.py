"""What the judge sees of each block: numbers about its words, its place, its element and its neighbors."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from transforms.clean.blocks import EAST, Block, Page, ancestors
from transforms.clean.dump import fold
from transforms.clean.metadata import Statements
from transforms.clean.regions import measure, paragraph_sizes
from transforms.clean.rules import Rules, match_rule

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
TAGS = {
    tag: code
    for code, tags in enumerate(
        ("p", "div", "h1", "h2", "h3", "h4 h5 h6", "li", "td th", "figcaption caption", "blockquote",
         "section article main", "dt dd", "button label legend summary", "pre", "header footer aside nav")
    )
    for tag in tags.split()
}  # fmt: skip
OTHER_TAG = 15
RULE_KINDS = (
    "copyright", "related", "embed", "credit", "caption", "newsletter", "advertisement", "share", "comment",
    "navigation", "contact", "byline", "date", "end_mark",
)  # fmt: skip
SHIFTS = (-3, -2, -1, 1, 2, 3)

Matrix = npt.NDArray[np.float32]


@dataclass(slots=True)
class Sight:
    """The judge's view of a page: one row a block, one column a feature, named by `names`."""

    matrix: Matrix
    names: list[str]
    good: npt.NDArray[np.bool_]  # full paragraphs
    is_title: npt.NDArray[np.bool_]  # spells the headline
    places: dict[str, int]  # of each name, its column
    distances: Matrix  # of each block, how far out the next element is whose class names each of GROUPS

    def columns(self, names: Sequence[str]) -> Matrix:
        """The matrix with just these features, in this order."""
        return self.matrix if list(names) == self.names else self.matrix[:, [self.places[name] for name in names]]

    def value(self, name: str, place: int) -> float:
        """One feature of one block."""
        return float(self.matrix[place, self.places[name]])


def see(page: Page, stated: Statements, rules: Rules) -> Sight:
    """The features of all blocks of a page."""
    blocks, frames = page.blocks, page.frames
    count = len(blocks)
    texts = [block.text for block in blocks]
    sizes, links, ends = measure(blocks)
    good_size = paragraph_sizes(sizes, links, ends)
    good = good_size > 0
    total_good = max(1.0, float(good_size.sum()))
    columns: dict[str, npt.ArrayLike] = {}

    own = [block.frame for block in blocks]
    parents = [max(0, frames[frame].parent) for frame in own]
    grands = [max(0, frames[frame].parent) for frame in parents]
    weight = np.zeros((len(frames), 5), np.float64)  # chars, linked chars, good chars, blocks, good blocks
    for place, frame in enumerate(own):
        weight[frame] += (sizes[place], sizes[place] * links[place], good_size[place], 1, good[place])
    for frame in range(len(frames) - 1, 0, -1):
        weight[frames[frame].parent] += weight[frame]
    needed = {around for frame in set(own) for around in ancestors(page, frame)}
    hits = _hits(page, needed)
    strict = _strict(page, hits, weight[:, 2], total_good)
    close = np.zeros(len(frames))  # good characters in the element or its direct children
    for place, frame in enumerate(own):
        if not strict[frame]:
            close[frame] += good_size[place]
            close[parents[place]] += good_size[place]
    best = int(close.argmax())
    wide = best
    while weight[wide, 2] < 0.7 * total_good and frames[wide].parent >= 0:
        wide = frames[wide].parent
    heading = _heading(page, stated)
    outer = set(ancestors(page, best))
    meeting = next((frame for frame in ancestors(page, own[heading]) if frame in outer), 0)
    distances, hidden, depth, under_best, branch, attached = _around(page, hits, best, outer, needed)
    under_wide, under_meeting = _under(page, wide), _under(page, meeting)
    branches = branch[own]
    held = weight[branches]
    columns["branch_chars"] = np.log1p(held[:, 0])
    columns["branch_links"] = held[:, 1] / np.maximum(1, held[:, 0])
    columns["branch_good"] = held[:, 2] / total_good
    columns["branch_blocks"] = np.log1p(held[:, 3])
    columns["branch_height"] = depth[best] - depth[attached[own]]
    columns["branch_depth"] = depth[own] - depth[branches]
    columns["under_wide"] = under_wide[own]
    columns["under_meeting"] = under_meeting[own]

    for name, around in (("own", own), ("parent", parents), ("grand", grands)):
        held = weight[around]
        columns[f"{name}_chars"] = np.log1p(held[:, 0])
        columns[f"{name}_links"] = held[:, 1] / np.maximum(1, held[:, 0])
        columns[f"{name}_good"] = held[:, 2] / total_good
        columns[f"{name}_blocks"] = np.log1p(held[:, 3])
        columns[f"{name}_good_blocks"] = np.log1p(held[:, 4])
    columns["close_good"] = close[parents] / total_good
    columns["parent_is_best"] = np.array(
        [p == best or f == best for p, f in zip(parents, own, strict=True)], np.float32
    )
    columns["under_best"] = under_best[own]
    columns["depth"] = depth[own]
    columns["depth_from_best"] = depth[own] - depth[best]
    columns["hidden"] = hidden[own]
    for position, around_tag in enumerate(AROUND, len(GROUPS)):
        columns[f"in_{around_tag}"] = distances[own, position]

    looks: dict[tuple[str, str, str, str], int] = {}
    signatures = [
        looks.setdefault((frames[f].tag, frames[f].tokens, frames[p].tag, frames[p].tokens), len(looks))
        for f, p in zip(own, parents, strict=True)
    ]
    look_good = np.bincount(signatures, good_size, len(looks))
    look_count = np.bincount(signatures, minlength=len(looks))
    columns["look_good"] = look_good[signatures] / total_good
    columns["look_count"] = np.log1p(look_count[signatures])
    tag_good: dict[int, float] = defaultdict(float)
    tags = [TAGS.get(frames[frame].tag, OTHER_TAG) for frame in own]
    for tag, held_size in zip(tags, good_size, strict=True):
        tag_good[tag] += float(held_size)
    columns["tag"] = tags
    columns["tag_good"] = [tag_good[tag] / total_good for tag in tags]

    columns |= _words(blocks, sizes, links, ends)
    columns |= _statements(texts, sizes, stated)
    columns |= _rules(texts, rules)

    times = Counter(texts)
    columns["times"] = [times[text] for text in texts]
    order = np.arange(count)
    columns["from_heading"] = np.clip(order - heading, -50, 200)
    before = np.cumsum(good_size) - good_size
    tops = np.array([frames[frame].tag == "h1" for frame in own])
    columns["headings_since"] = np.clip(np.cumsum(tops & (order > heading)), 0, 3)
    columns["good_before"] = before / total_good
    columns["good_left"] = 1 - (before + good_size) / total_good
    columns["place"] = order / max(1, count - 1)
    columns["good_before_log"] = np.log1p(before)
    last_good, next_good = _nearest(good)
    columns["since_good"], columns["until_good"] = last_good, next_good
    best_places = np.flatnonzero(np.array([p == best or f == best for p, f in zip(parents, own, strict=True)]) & good)
    first, last = (int(best_places[0]), int(best_places[-1])) if len(best_places) else (0, count)
    columns["from_first"] = np.clip(order - first, -60, 60)
    columns["from_last"] = np.clip(order - last, -60, 60)
    columns["page_good"] = np.full(count, np.log1p(total_good))
    columns["page_blocks"] = np.full(count, np.log1p(count))
    columns["best_share"] = np.full(count, close[best] / total_good if len(close) else 0)

    parent_array, look_array = np.array(parents), np.array(signatures)
    for shift in SHIFTS:
        columns[f"size{shift:+d}"] = _shifted(np.log1p(sizes), shift)
        columns[f"links{shift:+d}"] = _shifted(links, shift)
        columns[f"ends{shift:+d}"] = _shifted(ends, shift)
        if abs(shift) < 3:
            columns[f"same_parent{shift:+d}"] = _shifted(parent_array, shift, -1) == parent_array
            columns[f"same_look{shift:+d}"] = _shifted(look_array, shift, -1) == look_array
            columns[f"tag{shift:+d}"] = _shifted(np.array(tags), shift, -1)
            columns[f"rule{shift:+d}"] = _shifted(np.array(columns["rule"]), shift, -1)
    names = list(columns)
    matrix = np.empty((count, len(names)), np.float32)
    for position, name in enumerate(names):
        matrix[:, position] = columns[name]
    return Sight(
        matrix,
        names,
        good,
        np.asarray(columns["is_title"], bool),
        {name: place for place, name in enumerate(names)},
        distances[own, : len(GROUPS)],
    )


def _solid(text: str) -> int:
    return len(text) - text.count(" ")


def _hits(page: Page, needed: set[int]) -> list[tuple[int, ...]]:
    """The groups that each needed element's own tokens name."""
    return [
        _groups_of(frame.tokens) if place in needed and frame.tag not in ("html", "body") else ()
        for place, frame in enumerate(page.frames)
    ]


@lru_cache(maxsize=50_000)
def _groups_of(tokens: str) -> tuple[int, ...]:
    return tuple(place for place, pattern in enumerate(PATTERNS) if pattern.search(tokens)) if tokens else ()


def _strict(page: Page, hits: list[tuple[int, ...]], good: npt.NDArray[np.float64], total_good: float) -> Matrix:
    """Whether an element is or stands in what is never the story, unless most of the page's paragraphs stand in it."""
    strict = np.zeros(len(page.frames), np.float32)
    for place, frame in enumerate(page.frames):
        share = good[place] / total_good
        own = (
            (share < 0.95 and COMMENT in hits[place])
            or (share < 0.8 and frame.tag in ("nav", "footer", "figcaption"))
            or (share < 0.5 and (frame.hidden or not STRICT.isdisjoint(hits[place])))
        )
        strict[place] = own or (frame.parent >= 0 and strict[frame.parent])
    return strict


def _under(page: Page, top: int) -> Matrix:
    under = np.zeros(len(page.frames), np.float32)
    for place, frame in enumerate(page.frames):
        under[place] = place == top or (frame.parent >= 0 and under[frame.parent])
    return under


def _around(
    page: Page, hits: list[tuple[int, ...]], best: int, outer: set[int], needed: set[int]
) -> tuple[Matrix, Matrix, Matrix, Matrix, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
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
            np.minimum(distances[parent] + 1, FAR, out=distances[place])
            depth[place] = depth[parent] + 1
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


def _words(blocks: list[Block], sizes: Matrix, links: Matrix, ends: Matrix) -> dict[str, npt.ArrayLike]:
    rows = np.zeros((len(blocks), 13), np.float32)
    for place, block in enumerate(blocks):
        text = block.text
        length = len(text)
        words = text.count(" ") + 1
        first, last = text[0], text[-1]
        rows[place] = (
            words,
            length / words,
            sum(map(text.count, ",;，、")) / words,
            sum(map(str.isupper, text[:200])) / min(length, 200),
            sum(map(str.isdigit, text[:200])) / min(length, 200),
            first.islower(),
            first in "\"“„«»‘'–—-",
            (".!?…".find(last) + 1)
            or (5 if last in ":：" else 6 if last in "\"”“»'’" else 7 if last in ",;)" else 8 if last.isdigit() else 0),
            sum(map(text.count, ".!?。！？")),
            sum(map(text.count, "|•·»›→@#©")),
            block.strong_chars / max(1, _solid(text)),
            block.leaning_chars / max(1, _solid(text)),
            (":" in text[:40]),
        )
    names = [
        "words",
        "word_length",
        "commas",
        "upper",
        "digits",
        "starts_lower",
        "starts_mark",
        "ends_with",
        "stops",
        "signs",
        "strong",
        "leaning",
        "early_colon",
    ]
    columns: dict[str, npt.ArrayLike] = dict(zip(names, rows.T, strict=True))
    columns["size"] = np.log1p(sizes)
    columns["links"] = links
    columns["link_count"] = [min(20, block.links) for block in blocks]
    columns["starts_linked"] = [block.starts_linked for block in blocks]
    columns["after_break"] = [block.after_break for block in blocks]
    columns["ends"] = ends
    columns["east"] = [EAST.search(block.text[:50]) is not None for block in blocks]
    return columns


def _statements(texts: list[str], sizes: Matrix, stated: Statements) -> dict[str, npt.ArrayLike]:
    """Where a block agrees with what the page states: headline, description, body, authors."""
    folded = [fold(text[:3_000]) for text in texts]
    headlines = {fold(text) for text in stated.headlines}
    title_words = set(fold(stated.title or "").split())
    descriptions = [fold(text) for text in stated.descriptions]
    described = [set(text.split()) for text in descriptions]
    body = fold(stated.article_body or "")
    bare_body = re.sub(r"\W", "", body)
    author_names = [author.name.casefold() for author in stated.authors if len(author.name) > 3]
    rows = np.zeros((len(texts), 6), np.float32)
    for place, text in enumerate(folded):
        words = set(text.split()) if len(text) < 1_500 else set()
        stem = text.rstrip(".… ")
        rows[place] = (
            text in headlines,
            len(words & title_words) / max(1, len(words | title_words)) if words and title_words else 0,
            any(
                text == d
                or (len(stem) > 30 and (d.startswith(stem) or stem.startswith(d.rstrip(".… ")) and len(d) > 30))
                for d in descriptions
            ),
            max((len(words & d) / max(1, len(words | d)) for d in described if words), default=0),
            (1 if len(text) > 2 and re.sub(r"\W", "", text[:200]) in bare_body else -1) if len(body) > 200 else 0,
            any(name in text for name in author_names) if len(text) < 300 else 0,
        )
    names = ("is_title", "like_title", "is_description", "like_description", "in_stated_body", "has_author")
    return dict(zip(names, rows.T, strict=True))


def _rules(texts: list[str], rules: Rules) -> dict[str, npt.ArrayLike]:
    codes = []
    for text in texts:
        rule = match_rule(rules, text, in_head=True, in_tail=True)
        codes.append(
            0 if rule is None else RULE_KINDS.index(rule.kind) + 1 if rule.kind in RULE_KINDS else len(RULE_KINDS) + 1
        )
    array = np.array(codes, np.float32)
    columns: dict[str, npt.ArrayLike] = {"rule": array > 0}
    for position, kind in enumerate(RULE_KINDS):
        columns[f"rule_{kind}"] = array == position + 1
    return columns


def _heading(page: Page, stated: Statements) -> int:
    """The place of the headline among the blocks; 0 where it is not found."""
    headlines = {fold(text) for text in stated.headlines}
    tops = [place for place, block in enumerate(page.blocks) if page.frames[block.frame].tag == "h1"]
    matching = [place for place in tops if fold(page.blocks[place].text) in headlines]
    if matching or tops:
        return (matching or tops)[0]
    return next((place for place, block in enumerate(page.blocks) if fold(block.text[:400]) in headlines), 0)


def _nearest(good: npt.NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    """How many blocks ago, and how many ahead, the nearest full paragraph stands (capped at 30)."""
    since, until = [], []
    distance = 30
    for is_good in good:
        distance = min(30, distance + 1)
        since.append(distance)
        if is_good:
            distance = 0
    distance = 30
    for is_good in good[::-1]:
        distance = min(30, distance + 1)
        until.append(distance)
        if is_good:
            distance = 0
    return since, until[::-1]


def _shifted(values: npt.NDArray[np.generic], shift: int, fill: float = 0) -> npt.NDArray[np.generic]:
    """The value of the block `shift` places on."""
    out = np.full_like(values, fill)
    if shift > 0:
        out[: -shift or None] = values[shift:]
    else:
        out[-shift:] = values[:shift]
    return out
