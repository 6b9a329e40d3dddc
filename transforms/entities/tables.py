"""Names that the tables know: places, peoples, organizations, and the user's aliases, which win over the model."""

import re

from transforms.entities.lexicon import Lexicon, Place
from transforms.entities.spans import Span, Words, cover

ADDED_KINDS = frozenset(("country", "territory", "capital", "region", "subdivision"))  # sure enough without the model
MAX_TOKENS = 6  # of a name in the tables
STATES = re.compile(
    r"(?:State|Kingdom|City|Province|Commonwealth|"
    r"(?:(?:Arab|Islamic|Federal|Democratic|People's) )?Republic) of (?=[A-Z])"
)


def candidates(phrase: str, lexicon: Lexicon) -> tuple[Place, ...]:
    """The places that bear this name, or those whose people do."""
    places = places_of(phrase, lexicon) or places_of(STATES.sub("", phrase), lexicon)
    return places or lexicon.demonyms.get(as_written(phrase), ())


def places_of(phrase: str, lexicon: Lexicon) -> tuple[Place, ...]:
    return lexicon.places.get(phrase) or lexicon.places.get(as_written(phrase), ())


def is_known(phrase: str, lexicon: Lexicon) -> bool:
    """Whether a table tells what this name is."""
    return phrase in lexicon.known or phrase in lexicon.aliases or bool(candidates(phrase, lexicon))


def as_written(phrase: str) -> str:
    """A name in capitals as it is written elsewhere: "NEW YORK" is "New York"; short ones are acronyms and stay."""
    return phrase.title() if phrase.isupper() and len(phrase) > 3 and "." not in phrase else phrase


def mark_aliases(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """The user's aliases in place of what the model saw, unless it saw a longer name around one."""
    if not lexicon.aliases:
        return spans
    found: list[Span] = []
    index = 0
    while index < len(words.words):
        end = _longest_alias(words, index, lexicon)
        if end is not None:
            kinds = {alias.type for alias in lexicon.aliases[words.phrase(index, end)] if alias.type}
            kind = kinds.pop() if len(kinds) == 1 else None
            seen = next((span for span in spans if span.start <= index and end <= span.end), None)
            if seen is None or (seen.start, seen.end) == (index, end) or kind is not None and seen.end - seen.start < 2:
                found.append(Span(index, end, kind or (seen.label if seen else "ORG"), sure=kind is not None))
            index = end
        else:
            index += 1
    covered = cover(words, found)
    return [*(span for span in spans if not any(covered[span.start : span.end])), *found]


def _longest_alias(words: Words, start: int, lexicon: Lexicon) -> int | None:
    longest = lexicon.longest.get(words.words[start], 0)
    for end in range(min(start + longest, len(words.words)), start, -1):
        if words.phrase(start, end) in lexicon.aliases:
            return end
    return None


def join_places(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """The tables' names of several words in place of the parts of them that the model saw: "French" + "Polynesia"."""
    tokens = words.words
    inner = {index for span in spans for index in range(span.start + 1, span.end)}
    whole = {(span.start, span.end) for span in spans}
    kept = cover(words, [span for span in spans if span.sure])
    found: list[Span] = []
    last = 0
    for span in sorted(spans, key=lambda span: span.start):
        start = span.start
        while start > max(last, span.start - MAX_TOKENS) and tokens[start - 1][0].isupper():
            start -= 1
        for index in range(start, span.start + 1):
            longest = min(lexicon.longest.get(tokens[index], 0), MAX_TOKENS)
            if longest < 2 or index < last or index in inner or words.shouted[index]:
                continue
            for end in range(min(index + longest, len(tokens)), max(index + 1, span.start), -1):
                if end in inner or any(kept[index:end]):
                    continue
                label = _table_label(words.phrase(index, end), lexicon)
                if label is not None and not _is_of_person(words, spans, end):
                    last = end
                    if (index, end) not in whole:
                        found.append(Span(index, end, label))
                    break
    covered = cover(words, found)
    return [*(span for span in spans if not any(covered[span.start : span.end])), *found] if found else spans


def _table_label(phrase: str, lexicon: Lexicon) -> str | None:
    if phrase in lexicon.demonyms:
        return "NORP"
    places = lexicon.places.get(phrase)
    return places[0].type if places else lexicon.known.get(phrase)


def _is_of_person(words: Words, spans: list[Span], end: int) -> bool:
    """Whether what looks like a company with a possessive is a person's: "Macy's" where the text names Eva Macy."""
    tokens = words.words
    if not tokens[end - 1].endswith("s") or tokens[end - 1][0].isalnum():
        return False
    return any(
        span.label == "PERSON" and span.end - span.start > 1 and tokens[span.end - 1] == tokens[end - 2]
        for span in spans
    )


def add_places(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """The tables' places, peoples and organizations where the model saw no name."""
    tokens = words.words
    covered = cover(words, spans)
    added: list[Span] = []
    index = 0
    while index < len(tokens):
        first = tokens[index]
        if covered[index] or not first[0].isupper():
            index += 1
            continue
        longest = lexicon.longest.get(first, 0)
        if not longest and len(first) > 3 and first.isupper():
            longest = lexicon.longest.get(first.title(), 0)
        step = 1
        for end in range(min(index + min(longest, MAX_TOKENS), len(tokens)), index, -1):
            label = None if any(covered[index:end]) else _label(words, index, end, lexicon)
            if label is not None and not _is_of_person(words, spans, end):
                added.append(Span(index, end, label))
                step = end - index
                break
        else:
            if first in lexicon.nationals:
                added.append(Span(index, index + 1, "NORP"))
        index += step
    return [*spans, *added]


def _label(words: Words, start: int, end: int, lexicon: Lexicon) -> str | None:
    phrase = words.phrase(start, end)
    if as_written(phrase) in lexicon.demonyms:
        return "NORP"
    if phrase in lexicon.known and not _in_longer_name(words, start, end):
        return lexicon.known[phrase]
    places = places_of(phrase, lexicon)
    crowded = words.shouted[start] or (words.headline[start] and any(place.kind == "country" for place in places))
    if not places or not crowded and _in_longer_name(words, start, end):
        return None
    after = words.words[end] if end < len(words.words) else ""
    if after in ("$", "dollar", "dollars"):
        return None
    if any(place.kind in ADDED_KINDS for place in places) or end - start > 1 or not words.starts[start]:
        return places[0].type
    return None


def _in_longer_name(words: Words, start: int, end: int) -> bool:
    """Whether a capitalized word stands right before, other than a sentence's first, or right after."""
    tokens = words.words
    before = tokens[start - 1] if start and not words.starts[start] and not words.starts[start - 1] else ""
    after = tokens[end] if end < len(tokens) and not words.starts[end] else ""
    return (before[:1].isupper() and len(before) > 1) or after[:1].isupper()
