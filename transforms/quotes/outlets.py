"""`via`: the outlet that a quotation was said to, or that passes it on."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from schemas.records import Mention
from transforms.quotes.attribution import Attribution
from transforms.quotes.content import Sentence

TOLD_TO = re.compile(
    r"\b(?:told|tells|telling|tell|interview with|interview on|speaking to|speaking on|statement to|according to"
    r"|reported by|as reported by|cited by|appearance on|appearing on|said on|says on|say on|wrote in|writing in)"
    r"\s(?:the\s|an?\s)?$"
)


def add_outlets(
    text: str, found: list[Attribution], sentences: Sequence[Sentence], mentions: Sequence[Mention]
) -> None:
    """Set `via` of every quotation whose cue's sentence says so, and drop what is only that: "…, according to Reuters"
    after a quotation that has a speaker of its own."""
    starts = [s.start for s in sentences]
    organizations = [m for m in mentions if m.type == "ORG" and not m.in_title]
    by_sentence: dict[int, list[Mention]] = {}
    for mention in organizations:
        by_sentence.setdefault(bisect_right(starts, mention.start) - 1, []).append(mention)
    passed_on = []
    for item in found:
        if item.cue is None:
            continue
        index = bisect_right(starts, item.cue[0]) - 1
        for mention in by_sentence.get(index, []):
            if any(s <= mention.start < e for s, e in item.spans) or mention.start < item.cue[0]:
                continue
            if item.speaker is not None and item.speaker[0] <= mention.start < item.speaker[1]:
                continue
            if TOLD_TO.search(text, max(0, mention.start - 40), mention.start):
                item.via = text[mention.start : mention.end]
                if item.is_marked:
                    passed_on.append((item, mention))
                break
    for item, mention in passed_on:
        for other in list(found):
            source = other.speaker if other is not item and other.how == "according_to" else None
            if source is not None and source[0] <= mention.start < source[1]:
                found.remove(other)
