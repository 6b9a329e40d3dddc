"""Names that the model misses or mistakes, found by what stands in and around them: tables of places, titles, nouns."""

from transforms.entities.lexicon import Lexicon
from transforms.entities.spans import MARKS, Span, Words

ADDED_KINDS = frozenset(("country", "territory", "capital", "region", "subdivision"))
MAX_TOKENS = 6  # of a place in the tables


def add_places(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """The tables' places, peoples and the user's aliases where the model saw no name."""
    tokens = words.words
    covered = bytearray(len(tokens))
    for span in spans:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    added: list[Span] = []
    index = 0
    while index < len(tokens):
        first = tokens[index]
        longest = lexicon.longest.get(first, 0)
        if covered[index] or not (longest or first in lexicon.nationals) or not first[0].isupper():
            index += 1
            continue
        for end in range(min(index + min(longest, MAX_TOKENS), len(tokens)), index, -1):
            if any(covered[index:end]):
                continue
            label = _table_label(words, index, end, lexicon)
            if label is not None:
                added.append(Span(index, end, label))
                index = end - 1
                break
        else:
            if first in lexicon.nationals:
                added.append(Span(index, index + 1, "NORP"))
        index += 1
    return [*spans, *added]


def _table_label(words: Words, start: int, end: int, lexicon: Lexicon) -> str | None:
    phrase = words.phrase(start, end)
    if phrase in lexicon.aliases:
        return lexicon.aliases[phrase][0].type or "ORG"
    if phrase in lexicon.demonyms:
        return "NORP"
    places = lexicon.places.get(phrase, ())
    if not places or _in_longer_name(words, start, end):
        return None
    if any(place.kind in ADDED_KINDS for place in places) or end - start > 1 or not words.starts[start]:
        return places[0].type
    return None


def _in_longer_name(words: Words, start: int, end: int) -> bool:
    """Whether a capitalized word stands right before or after."""
    tokens = words.words
    before = tokens[start - 1] if start and not words.starts[start] else ""
    after = tokens[end] if end < len(tokens) and not words.starts[end] else ""
    return (before[:1].isupper() and len(before) > 1) or after[:1].isupper()


def retype(words: Words, span: Span, lexicon: Lexicon) -> None:
    """The label that the name's own words, or the words around it, make certain."""
    tokens = words.words
    phrase = words.phrase(span.start, span.end)
    table = lexicon.words
    last, first = tokens[span.end - 1], tokens[span.start]
    several = span.end - span.start > 1
    if span.sure:
        return
    if phrase in lexicon.aliases and lexicon.aliases[phrase][0].type:
        span.label, span.sure = str(lexicon.aliases[phrase][0].type), True
    elif phrase in lexicon.demonyms or phrase in lexicon.nationals:
        span.label, span.sure = "NORP", True
    elif phrase in lexicon.places:
        span.label = lexicon.places[phrase][0].type
        span.sure = True
    elif phrase in table["products.words"]:
        span.label, span.sure = "PRODUCT", True
    elif several and last in table["organizations.sure_tails"]:
        span.label, span.sure = "ORG", True
    elif several and last in table["events.tails"]:
        if span.label in ("ORG", "PERSON", "GPE", "FAC", "LOC"):
            span.label = "EVENT"
    elif several and last in table["facilities.facility"]:
        if span.label in ("ORG", "PERSON", "GPE"):
            span.label = "FAC"
    elif several and (last in table["facilities.natural"] or last in table["facilities.regions"]):
        if span.label in ("ORG", "PERSON", "FAC"):
            span.label = "LOC"
    elif several and last in table["organizations.tails"]:
        if span.label in ("PERSON", "GPE", "LOC", "NORP", "PRODUCT", "WORK_OF_ART"):
            span.label = "ORG"
    elif several and first in table["organizations.heads"] and tokens[span.start + 1] in ("of", "for"):
        span.label, span.sure = "ORG", True


def add_titled(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """Persons after an honorific ("Mr Huber") that the model missed."""
    tokens = words.words
    covered = bytearray(len(tokens))
    for span in spans:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    added = []
    for index in range(len(tokens) - 1):
        if tokens[index] in lexicon.honorifics and tokens[index] != "St.":
            end = index + 1
            while end < len(tokens) and end - index < 5 and _is_name_word(tokens[end]) and not words.starts[end]:
                end += 1
            if end > index + 1 and not any(covered[index + 1 : end]):
                added.append(Span(index + 1, end, "PERSON", True))
    return [*spans, *added]


def add_acronyms(words: Words, spans: list[Span]) -> tuple[list[Span], dict[str, str]]:
    """Acronyms in parentheses after what they stand for, and the name each stands for."""
    tokens = words.words
    added: list[Span] = []
    stands_for: dict[str, str] = {}
    starts = {span.start: span for span in spans}
    for span in spans:
        at = span.end
        if at + 2 < len(tokens) and tokens[at] == "(" and tokens[at + 2] == ")":
            short = tokens[at + 1]
            if is_acronym(short, tokens[span.start : span.end]):
                stands_for[short] = words.phrase(span.start, span.end)
                inner = starts.get(at + 1)
                if inner is None:
                    added.append(Span(at + 1, at + 2, span.label, True))
                else:
                    inner.label, inner.sure = span.label, True
    return [*spans, *added], stands_for


def is_acronym(short: str, long: list[str]) -> bool:
    """Whether `short` is made of the first letters of the words of `long`, small words left out or not."""
    letters = short.replace(".", "")
    if not 2 <= len(letters) <= 8 or sum(char.isupper() for char in letters) < 2 or len(long) < 2:
        return False
    capitals = "".join(word[0] for word in long if word[0].isupper())
    every = "".join(word[0] for word in long if word[0].isalpha()).upper()
    upper = letters.upper()
    return upper in (capitals, every) or (len(upper) > 2 and (capitals.startswith(upper) or capitals.endswith(upper)))


def _is_name_word(word: str) -> bool:
    return (
        word[0].isupper()
        and word not in MARKS
        and any(char.islower() for char in word)
        or (len(word) == 2 and word[0].isupper() and word[1] == ".")
    )
