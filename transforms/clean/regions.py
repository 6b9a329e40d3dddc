"""The parts of a page that never hold the story: navigation, footers, comments, share bars."""

import re

import numpy as np
import numpy.typing as npt

from transforms.clean.blocks import EAST, Block, Page
from transforms.clean.rules import ElementRule, Rules

SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»“„)\]]{0,3}$")
FULL = 80  # characters (East Asian ones count double) from which a sentence is a full paragraph
MOSTLY_LINKED = 0.35
MOSTLY_LINK = 0.8  # share of linked characters from which a block is a link with some words around it

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


def find_regions(page: Page, good: Floats, rules: Rules) -> list[tuple[ElementRule, int] | None]:
    """For each element of the page, the rule that takes it out and the outermost element that the rule took."""
    held = np.zeros(len(page.frames))
    for block, size in zip(page.blocks, good, strict=True):
        held[block.frame] += size
    for place in range(len(page.frames) - 1, 0, -1):
        held[page.frames[place].parent] += held[place]
    total = max(1.0, float(held[0])) if len(held) else 1.0
    known: dict[tuple[str, str], list[ElementRule]] = {}
    found: list[tuple[ElementRule, int] | None] = []
    for place, frame in enumerate(page.frames):
        around = found[frame.parent] if frame.parent >= 0 else None
        if around is not None or frame.tag in ("html", "body"):
            found.append(around)
            continue
        look = (frame.tag, frame.tokens)
        if look not in known:
            known[look] = [rule for rule in rules.elements if _names(rule, frame.tag, frame.tokens)]
        rule = next((rule for rule in known[look] if held[place] <= rule.share * total), None)
        found.append((rule, place) if rule is not None else None)
    return found


def _names(rule: ElementRule, tag: str, tokens: str) -> bool:
    return tag in rule.tags or (bool(tokens) and rule.tokens is not None and rule.tokens.search(tokens) is not None)
