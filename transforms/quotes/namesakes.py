"""Persons of one article who share a name, and what in the text tells which of them is meant."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from schemas.records import Mention
from transforms.quotes.lexicon import QuoteLexicon

HONORIFIC = re.compile(r"\b([^\W\d_]{2,20})\.?\s$")
# "in his speech", "herself": a clause's own subject; "told her" is another
OWN = re.compile(r"\b(?:in|from|at|with)\s(his|her)\s[a-z]|\b(him|her)self\b")
ASIDE = re.compile(r"\b(?:of|by|with|for|to|from|against|about|on|than|like)\s{1,2}$")
CLAUSE = 80  # characters after a name in which its clause is read


def tell_apart(
    text: str,
    mentions: Sequence[Mention],
    genders: Mapping[int, str | None],
    sentence_of: Callable[[int], int],
    marks: Sequence[tuple[int, int]],
    speaking: Sequence[int],
    lexicon: QuoteLexicon,
) -> dict[int, int | None]:
    """The entity that each bare part of a shared name means, by the mention's start; None where the text leaves it
    open. What decides: who has been named in full so far, the gender of an honorific or of a pronoun in the same
    clause, who of those left is named in this or the previous sentence, and who of them speaks at all in the article.

    Args:
        speaking: offsets in the heads of the speakers, in order.
    """
    meant: dict[int, int | None] = {}
    left: dict[int, set[int]] = {}  # where nothing near decides: who may be meant
    active: set[int] = set()  # who speaks by a name that leaves no doubt
    full: dict[str, set[int]] = {}  # surname, or first name, to those named in full so far
    named: list[tuple[int, int]] = []  # (offset, entity), as far as it is known who is named
    aside: set[int] = set()  # where a name is what a preposition brings: "a picture of Clara Miller"
    for mention in mentions:
        if mention.type != "PERSON":
            continue
        if " " in mention.text:
            first, *_, last = mention.text.split()
            # Candidate Miller, Poor Miller: a word before a surname is no other person.
            if first in lexicon.given:
                full.setdefault(last, set()).add(mention.entity)
                full.setdefault(first + " ", set()).add(mention.entity)
        else:
            sharing = full.get(mention.text) or full.get(mention.text + " ") or {mention.entity}
            title = honorific(text, mention.start, lexicon)
            gender = title or (own_gender(text, mention.end, marks) if len(sharing) > 1 else None)
            fitting = {e for e in sharing if gender is None or genders.get(e) in (gender, None)}
            here = sentence_of(mention.start)
            near = {e for at, e in named if e in fitting and here - sentence_of(at) <= 1}
            if mention.entity not in sharing and not fitting:
                fitting = {mention.entity}  # Mrs. Miller, where only men are known by that name
            if len(near) == 1 and all(at in aside for at, e in named if e in near and here - sentence_of(at) <= 1):
                near = set()
            (meant[mention.start],) = fitting if len(fitting) == 1 else near if len(near) == 1 else (None,)
            if len(fitting) > 1:
                left[mention.start] = fitting
        entity = meant.get(mention.start, mention.entity)
        if entity is not None and mention.start not in left and speaks(mention, speaking):
            active.add(entity)
        if entity is not None:
            named.append((mention.start, entity))
            if ASIDE.search(text, max(0, mention.start - 12), mention.start):
                aside.add(mention.start)
    for start, fitting in left.items():
        one = fitting & active
        if len(one) == 1:
            # Ann Miller spoke for years. Her father is Karl Miller. “…,” Miller said: one is near, the other speaks.
            meant[start] = next(iter(one)) if meant[start] in (None, *one) else None
    return meant


def speaks(mention: Mention, speaking: Sequence[int]) -> bool:
    at = bisect_left(speaking, mention.start)
    return at < len(speaking) and speaking[at] < mention.end


def honorific(text: str, start: int, lexicon: QuoteLexicon) -> str | None:
    """m or f by the word right before a name: "Mrs. Miller"."""
    before = HONORIFIC.search(text, max(0, start - 24), start)
    return lexicon.gendered.get(before.group(1).lower()) if before else None


def own_gender(text: str, end: int, marks: Sequence[tuple[int, int]]) -> str | None:
    """m or f by a pronoun that the clause after a name has for its subject: "Miller said in her letter"."""
    stop = min([end + CLAUSE, *(first for first, _ in marks if first >= end)])
    stretch = re.split(r"[.;\n]", text[end:stop], maxsplit=1)[0]
    own = OWN.search(stretch)
    return {"his": "m", "him": "m", "her": "f"}[own.group(1) or own.group(2)] if own else None
