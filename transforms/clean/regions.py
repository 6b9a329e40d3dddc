"""The parts of a page that never hold the story: navigation, footers, comments, share bars."""

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from transforms.clean.blocks import Block, Page
from transforms.clean.characters import EAST
from transforms.clean.rules import ElementRule, Rules

SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»“„)\]]{0,3}$")
FULL = 80  # characters (East Asian ones count double) from which a sentence is a full paragraph
PROSE = 40  # from which a run of words that is hardly linked counts as text of its part of the page
MOSTLY_LINKED = 0.35
MOSTLY_LINK = 0.8  # share of linked characters from which a block is a link with some words around it

MAIN_PARAGRAPHS = 2  # from which an <article> with the page's <h1> is the story that the page is about
# A story behind a wall is hidden as well, and holds more of the page. So is the rest of one behind a button (Read
# more): a few sentences, hardly anything else, next to so much of the page's prose that readers see.
FOLDED, ALL_PROSE, BESIDE_STORY = 300, 0.8, 0.3  # characters, share of its text, share of the page's prose
HIDDEN = ElementRule("hidden_region", "hidden", frozenset(), None, 0.25)
OTHER_ARTICLE = ElementRule("other_article", "related", frozenset(("article",)), None, 1.0)

Floats = npt.NDArray[np.float32]


def measure(blocks: list[Block]) -> tuple[Floats, Floats, Floats]:
    """Of each block: its size in characters, the share of them that is linked, and whether it ends like a sentence."""
    sizes = np.array([block_size(block.text) for block in blocks], np.float32)
    links = np.array([min(1.0, b.link_chars / max(1, len(b.text) - b.text.count(" "))) for b in blocks], np.float32)
    ends = np.array([SENTENCE_END.search(block.text[-5:]) is not None for block in blocks], np.float32)
    return sizes, links, ends


def paragraph_sizes(sizes: Floats, links: Floats, ends: Floats) -> Floats:
    """The sizes of full paragraphs: long, hardly linked, ending like a sentence; 0 for other blocks."""
    return np.where((sizes >= FULL) & (links < MOSTLY_LINKED) & (ends > 0), sizes, 0).astype(np.float32)


def block_size(text: str) -> int:
    """Characters, East Asian ones counted double: a sentence takes half as many of them."""
    return len(text) if text.isascii() else len(text) + len(EAST.findall(text))


def find_regions(page: Page, rules: Rules) -> list[tuple[ElementRule, int] | None]:
    """For each element of the page, the rule that takes it out and the outermost element that the rule took."""
    sizes, links, _ = measure(page.blocks)
    prose = np.where((sizes >= PROSE) & (links < MOSTLY_LINKED), sizes, 0).astype(np.float32)
    text, held, close = ([0.0] * len(page.frames) for _ in range(3))  # close: prose in it or in a child that is seen
    for block, whole, size in zip(page.blocks, sizes.tolist(), prose.tolist(), strict=True):
        text[block.frame] += whole
        held[block.frame] += size
        close[block.frame] += size
        if not page.frames[block.frame].unseen:
            close[page.frames[block.frame].parent] += size
    for place in range(len(page.frames) - 1, 0, -1):
        text[page.frames[place].parent] += text[place]
        held[page.frames[place].parent] += held[place]
    total = max(1.0, held[0]) if held else 1.0
    hidden = [0.0] * len(page.frames)  # of each element, the prose of its hidden children
    for place, frame in enumerate(page.frames):
        if frame.unseen:
            hidden[max(0, frame.parent)] += held[place]
    main = _main_article(page, prose)
    found: list[tuple[ElementRule, int] | None] = []
    for place, frame in enumerate(page.frames):
        around = found[frame.parent] if frame.parent >= 0 else None
        if around is not None or not text[place] or frame.tag in ("html", "body"):
            found.append(around)
            continue
        if 0 <= main < place and frame.tag == "article" and not _within(page, place, main):
            found.append((OTHER_ARTICLE, place))
            continue
        parent = max(0, frame.parent)
        is_prose = hidden[parent] > FOLDED and held[place] > ALL_PROSE * text[place]
        is_fold = is_prose and close[parent] > BESIDE_STORY * total
        if frame.unseen and not is_fold and hidden[parent] <= HIDDEN.share * total:
            found.append((HIDDEN, place))
            continue
        naming = _naming(rules, frame.tag, frame.tokens)
        rule = next((rule for rule in naming if held[place] <= rule.share * total), None)
        found.append((rule, place) if rule is not None else None)
    return found


def story_parts(page: Page, rules: Rules) -> list[str]:
    """Of each block, the kind of the part it stands in that belongs to the story around it (a post); "" outside one."""
    found: list[str] = []
    for frame in page.frames:
        kind = _part(rules, frame.tag, frame.tokens)
        found.append(kind or (found[frame.parent] if frame.parent >= 0 else ""))
    return [found[block.frame] for block in page.blocks]


def _main_article(page: Page, prose: Floats) -> int:
    """The first outermost <article> with headline and paragraphs, after which other stories follow; -1 without one."""
    outermost: list[int] = []
    for place, frame in enumerate(page.frames):
        around = outermost[frame.parent] if frame.parent >= 0 else -1
        outermost.append(place if around < 0 and frame.tag == "article" else around)
    paragraphs: dict[int, int] = {}
    titled: set[int] = set()
    for block, size in zip(page.blocks, prose, strict=True):
        article = outermost[block.frame]
        paragraphs[article] = paragraphs.get(article, 0) + (size > 0)
        if page.frames[block.frame].tag == "h1":
            titled.add(article)
    return min((a for a in titled if a >= 0 and paragraphs[a] >= MAIN_PARAGRAPHS), default=-1)


def _within(page: Page, place: int, around: int) -> bool:
    while place > around:
        place = page.frames[place].parent
    return place == around


# The pages of one site have the same elements, and a night has many pages of one site.
@lru_cache(maxsize=10_000)
def _naming(rules: Rules, tag: str, tokens: str) -> tuple[ElementRule, ...]:
    return tuple(rule for rule in rules.elements if _names(rule, tag, tokens))


@lru_cache(maxsize=10_000)
def _part(rules: Rules, tag: str, tokens: str) -> str:
    return next((rule.kind for rule in rules.parts if _names(rule, tag, tokens)), "")


def _names(rule: ElementRule, tag: str, tokens: str) -> bool:
    return tag in rule.tags or (bool(tokens) and rule.tokens is not None and rule.tokens.search(tokens) is not None)
