"""Marks the wrong way round, turned where it is certain, and lines without the markup around their words."""

import re
from html import unescape

from transforms.clean.characters import squeeze

ENTITY = re.compile(r"&(?:(?:amp|quot|lt|gt|nbsp|#\d{1,7}|#x[0-9a-f]{1,6})\b;?|[a-z][a-z0-9]{1,30};)", re.IGNORECASE)
TAG = re.compile(
    r"</?(?:a|abbr|b|br|cite|div|em|font|h[1-6]|i|mark|p|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
ESCAPES = 3  # times that a headline was escaped on its way through a publisher's systems
OPENING, CLOSING = "“", "”"
# The next mark closes, whichever way it stands: ”dead“.
CLOSED_LATER = re.compile(r"[^“”]{0,5000}(?:”|(?<=[^\s(—–\[-])“(?!\w))")
# China‘s, don‘t: an opening mark typed for the apostrophe of an English contraction or possessive. Not o‘zbek or O‘ahu,
# where the mark is a letter.
APOSTROPHE = re.compile(r"(?<=[A-Za-zÀ-ÿ.])‘(?=(?:s|t|re|ve|ll|d|m)\b)")


def plain(text: str) -> str:
    """A line without markup and entities, however often they were escaped, squeezed."""
    for _ in range(ESCAPES):
        if "&" not in text:
            break
        text = ENTITY.sub(lambda found: unescape(found.group()), text)
    if "<" in text:
        text = TAG.sub("", text)
    return squeeze(text)


def turn_marks(text: str) -> str:
    """Each mark that stands the wrong way round turned, one character for one, within one paragraph.

    German and its neighbors close with “ what they open with „, and Swedish opens with ”: paragraphs with low marks, or
    without any mark that stands right, are left alone.
    """
    if "‘" in text:
        text = APOSTROPHE.sub("’", text)
    if "“" not in text or "„" in text or "«" in text:
        return text
    characters = list(text)
    is_open = False
    for place, mark in enumerate(characters):
        if mark not in (OPENING, CLOSING):
            continue
        before = text[place - 1] if place else " "
        after = text[place + 1] if place + 1 < len(text) else " "
        closes_here = not before.isspace() and before not in "(—–-[" and not after.isalnum()
        opens_here = (before.isspace() or before in "(—–-[") and after.isalnum()
        if mark == OPENING and is_open and closes_here:
            characters[place] = mark = CLOSING
        elif mark == CLOSING and not is_open and opens_here and CLOSED_LATER.search(text, place + 1):
            characters[place] = mark = OPENING
        is_open = mark == OPENING
    return "".join(characters)
