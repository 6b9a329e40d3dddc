"""Places named with the region that they lie in: "Paris, Texas" is not the capital of France."""

from collections.abc import Sequence

from transforms.entities.lexicon import Lexicon
from transforms.entities.spans import Span, Words
from transforms.entities.tables import MAX_TOKENS, candidates, places_of

OPENERS = frozenset((",", "("))
CLOSERS = frozenset((",", ")", ".", ";", ":", "—", "–", "--", '"', "”", ""))  # "" ends the text
LISTING = frozenset(("and", "or"))
CITIES = frozenset(("capital", "city"))
REGIONS = frozenset(("country", "territory", "subdivision"))
ABBREVIATED = {"regions.au": "AU", "regions.ca": "CA", "regions.us": "US"}  # group of config/entities.toml -> country


def full_names(texts: Sequence[tuple[Words, Sequence[Span]]], lexicon: Lexicon) -> list[list[str]]:
    """For each text the names of its spans, those of namesakes elsewhere with their region: "Paris, Texas".

    The bare name is afterwards the namesake; in a title, which stands first, it is what the text first means by it.
    """
    means: dict[str, str] = {}
    first: dict[str, str] = {}
    found: list[list[str]] = []
    for words, spans in reversed(texts):
        full = []
        for span in spans:
            phrase = words.phrase(span.start, span.end)
            places = candidates(phrase, lexicon)
            region = _region(words, span.end, lexicon) if places and span.label != "PERSON" else None
            if region and phrase not in lexicon.aliases:
                end, countries, is_state = region
                if any(place.country in countries for place in places):
                    means[phrase] = phrase
                elif _is_inside(words, span, end, is_state, all(place.kind in CITIES for place in places), lexicon):
                    means[phrase] = words.phrase(span.start, end)
            first.setdefault(phrase, means.get(phrase, phrase))
            full.append(means.get(phrase, phrase))
        found.append(full)
        means = dict(first)
    return found[::-1]


def _region(words: Words, at: int, lexicon: Lexicon) -> tuple[int, set[str], bool] | None:
    """The region after a comma or parenthesis at `at`: its end, the countries (ISO codes), whether a state."""
    tokens, start = words.words, at + 1
    if start >= len(tokens) or tokens[at] not in OPENERS:
        return None
    for group, country in ABBREVIATED.items():
        if tokens[start] in lexicon.words[group] and not words.shouted[start]:
            return start + 1, {country}, True
    for end in range(min(start + min(lexicon.longest.get(tokens[start], 0), MAX_TOKENS), len(tokens)), start, -1):
        if regions := places_of(words.phrase(start, end), lexicon):
            kinds = {place.kind for place in regions}
            return (end, {place.country for place in regions}, "subdivision" in kinds) if kinds <= REGIONS else None
    return None


def _is_inside(words: Words, span: Span, end: int, is_state: bool, is_city: bool, lexicon: Lexicon) -> bool:
    """Whether a place lies in the region that ends at `end`, and no list or clause parts them.

    "Moscow, Iran and Syria" and "In Paris, Peru said" name two places; countries beside countries always do.
    """
    tokens = words.words
    before, after, then = (tokens[at] if 0 <= at < len(tokens) else "" for at in (span.start - 2, end, end + 1))
    if is_city and is_state:
        return not after[:1].isupper() or words.starts[end]
    if not is_city and not is_state or after not in CLOSERS:
        return False
    in_list = span.start > 1 and tokens[span.start - 1] == "," and before in lexicon.longest
    return not in_list and (after != "," or (then not in LISTING and then not in lexicon.longest))
