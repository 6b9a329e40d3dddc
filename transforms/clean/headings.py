"""The headings that a page prints above its story."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

from transforms.clean.blocks import HIDDEN_STYLE, SILENT, Element, is_unseen, text_within
from transforms.clean.characters import squeeze
from transforms.clean.dump import fold
from transforms.clean.marks import plain
from transforms.clean.outlets import is_like_outlet, is_outlet

MOST = 12  # first-rank headings of a page that are looked at: a logo, a menu, teasers
MOST_TAGS = 200  # opened or closed in a heading
LONGEST = 2_000  # characters
ENOUGH = 16  # characters of a headline, however long its second line is
OPENING = 80  # characters of a paragraph, not of a label above the headline
# Where an element ends a word and the next begins one without a space between: Traffic|Bridge opens.
GLUED_BEFORE, GLUED_BEHIND = re.compile(r"[^\W_A-Z]$|[.!?:”»\"]$"), re.compile(r"[A-ZÀ-ÖØ-Þ“„«\"‘]")
# What else stands in a heading, by the class of its element: a badge, a second line, words for readers aloud.
BESIDE = re.compile(
    r"badge|comment|eyebrow|kicker|over-?line|sub-?(?:title|head|line)|tag-?line|sr-only|visually-?hidden|screen-?reader"
    r"|(?<![a-z])(?:anchor|count|date|icon|label|permalink|share|time)(?![a-z])"
)
SECOND_LINES = frozenset(("button", "small", "time"))
CHROME, STORY = frozenset(("aside", "footer", "header", "nav")), frozenset(("article", "main"))


def main_heading(tree: Element, outlets: frozenset[str], titles: list[str | None]) -> Element | None:
    """The first-rank heading of the story: of several the longest that one of `titles` repeats, else the first.

    One that is only the outlet's name is none, and neither is one without text. What is marked as the headline goes
    before the others, what stands in the page's header behind them, and what is hidden comes last. A page without any
    title may have its headline in the second rank, and so may one with nothing above but what stands in its header.
    """
    lines = [fold(title) for title in titles if title and not is_outlet(title, outlets)]
    texts = _spelled(tree.iter("h1"), outlets) or _spelled(tree.iterfind(".//*[@itemprop='headline']"), outlets)
    below = _spelled(tree.iter("h2"), outlets) if all(_rank(heading) > 1 for heading in texts) else {}
    texts = texts or (below if not lines else {})
    repeated = [text for text in {**texts, **below}.items() if any(_repeats(line, fold(text[1])) for line in lines)]
    first = min(texts, key=lambda heading: (_rank(heading), is_like_outlet(texts[heading], outlets)), default=None)
    return max(repeated, key=lambda text: len(text[1]), default=(first, ""))[0]


def _spelled(headings: Iterable[Element], outlets: frozenset[str]) -> dict[Element, str]:
    """The first headings that are more than the outlet's name, each with its text."""
    spelled = ((heading, heading_text(heading)) for heading in islice(headings, MOST))
    return {heading: text for heading, text in spelled if text and not is_outlet(text, outlets)}


def printed_headings(tree: Element, main: Element | None) -> Iterator[str]:
    """The headings from the main one to the first paragraph, each whole, and what its last element says of it alone.

    Where the first-rank heading ends a trail of crumbs, the headline is the second-rank heading below it.
    """
    seen: list[str] = []
    for element in tree.iter("h1", "h2", "p"):
        if not seen and main is not None and element is not main:
            continue
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
    """The headline in a heading, without a badge, kicker or second line that is an element of its own within it.

    Elements that stand without a space between are parted by one where two words meet.
    """
    pieces = list(_pieces(element))
    whole, headline = _joined(text for text, _ in pieces), _joined(text for text, is_beside in pieces if not is_beside)
    is_headline = len(headline) >= min(ENOUGH, len(whole) / 2)
    return plain((headline if is_headline else whole)[:LONGEST])


def _pieces(heading: Element) -> Iterator[tuple[str, bool]]:
    """The texts in a heading in reading order, and whether each stands beside the headline."""
    beside = 0
    walk = etree.iterwalk(heading, events=("start", "end"))
    for event, element in islice(walk, MOST_TAGS):
        is_beside = element is not heading and _is_beside(element)
        if event == "start":
            beside += is_beside
            if element.tag in SILENT:
                walk.skip_subtree()
                continue
            text = " " if element.tag == "br" else element.text
        else:
            beside -= is_beside
            if element is heading:
                return
            text = element.tail
        if text:
            yield text, beside > 0


def _is_beside(element: Element) -> bool:
    names = (element.get("class") or "")[:200].lower()
    return element.tag in SECOND_LINES or BESIDE.search(names) is not None or is_unseen(element)


def _joined(texts: Iterable[str]) -> str:
    whole = ""
    for text in texts:
        parts_words = (GLUED_BEFORE.search(whole[-1:]) and GLUED_BEHIND.match(text)) or (
            whole[-1:] in (":", "!", "?") and text[:1].isalpha()
        )
        whole += f" {text}" if parts_words and len(whole.strip()) > 1 else text
    return whole.strip()


def _repeats(line: str, heading: str) -> bool:
    """Whether a title is a heading with the site's name or a part of it, and not the heading the name of that part."""
    shorter, longer = sorted((line, heading), key=len)
    return line.startswith(heading) or (shorter in longer and 2 * len(shorter) >= len(longer))


def _rank(heading: Element) -> int:
    """How far a heading is from being the story's, where no title tells."""
    around = [heading, *heading.iterancestors()]
    if any(element.get("hidden") is not None or HIDDEN_STYLE.search(element.get("style") or "") for element in around):
        return 3
    if heading.get("itemprop") == "headline":
        return 0
    tags = {element.tag for element in around}
    return 2 if tags & CHROME and not tags & STORY else 1
