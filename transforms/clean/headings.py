"""The headings that a page prints above its story."""

import re
from collections.abc import Iterator
from itertools import islice

from transforms.clean.blocks import Element, squeeze, text_within
from transforms.clean.dump import fold
from transforms.clean.marks import plain
from transforms.clean.outlets import is_outlet

MOST = 12  # first-rank headings of a page that are looked at: a logo, a menu, teasers
LONGEST = 2_000  # characters
OPENING = 80  # characters of a paragraph, not of a label above the headline
# Where an element ends a word and the next begins one without a space between: Traffic|Bridge opens.
GLUED_BEFORE, GLUED_BEHIND = re.compile(r"[^\W_A-Z]$|[.!?:”»\"]$"), re.compile(r"[A-ZÀ-ÖØ-Þ“„«\"‘]")


def main_heading(tree: Element, outlets: frozenset[str], titles: list[str | None]) -> Element | None:
    """The first-rank heading of the story: of several the longest that one of `titles` repeats, else the first.

    One that is only the outlet's name is none, and neither is one without text.
    """
    texts = {element: heading_text(element) for element in islice(tree.iter("h1"), MOST)}
    headings = {element: fold(text) for element, text in texts.items() if text and not is_outlet(text, outlets)}
    lines = [fold(title) for title in titles if title]
    repeated = [element for element, text in headings.items() if any(text in line for line in lines)]
    return max(repeated, key=lambda element: len(headings[element]), default=next(iter(headings), None))


def printed_headings(tree: Element) -> Iterator[str]:
    """The headings above the first paragraph, each whole and without a kicker that is an element of its own.

    Where the first-rank heading ends a trail of crumbs, the headline is the second-rank heading below it.
    """
    seen: list[str] = []
    for element in tree.iter("h1", "h2", "p"):
        if element.tag == "h1" or (seen and element.tag == "h2"):
            seen.append(str(element.tag))
            yield heading_text(element)
            pieces = [piece for child in element for piece in (text_within(child, LONGEST), squeeze(child.tail or ""))]
            yield from [piece for piece in pieces if piece][-1:]
        elif seen and element.tag == "p" and len(element.text or "") > OPENING:
            return
        if "h2" in seen or len(seen) == 3:
            return


def heading_text(element: Element) -> str:
    """The text of a heading; elements that stand without a space between are parted by one where two words meet."""
    whole = ""
    for piece in islice(element.itertext(), 100):
        text = str(piece)
        parts_words = GLUED_BEFORE.search(whole[-1:]) and GLUED_BEHIND.match(text)
        whole += f" {text}" if parts_words and len(whole.strip()) > 1 else text
    return plain(whole[:LONGEST])
