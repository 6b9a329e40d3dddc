"""Which entry of a knowledge base an entity is: the user's aliases first, then the places that Copydesk ships."""

from collections import Counter

from transforms.entities.lexicon import ALIASES, TERRITORIES, Lexicon, Place
from transforms.entities.tables import candidates

PLACE_TYPES = frozenset(("GPE", "LOC", "NORP"))


def countries(phrases: list[tuple[str, str]], lexicon: Lexicon) -> Counter[str]:
    """How often the article names a place of each country (ISO code) without doubt, from mentions (phrase, label)."""
    counted: Counter[str] = Counter()
    for phrase, label in phrases:
        places = candidates(phrase, lexicon) if label in PLACE_TYPES else ()
        if places and all(place.country == places[0].country for place in places) and places[0].country:
            counted[places[0].country] += 1
    return counted


def place_of(phrase: str, lexicon: Lexicon, near: Counter[str] | None = None) -> Place | None:
    """The place or people of this name.

    Where several places bear it, the one in the country that the article names most; else a capital or great city
    before the state around it, for that is what the name alone means; else None.
    """
    places = candidates(phrase, lexicon)
    if len(places) < 2:
        return places[0] if places else None
    weights = [near[place.country] if near else 0 for place in places]
    best = max(weights)
    if best and weights.count(best) == 1:
        return places[weights.index(best)]
    cities = [place for place in places if place.kind == "capital"]
    return cities[0] if len(cities) == 1 else None


def link(
    mentions: list[tuple[str, str]],
    kind: str,
    near: Counter[str],
    lexicon: Lexicon,
    named: frozenset[str] = frozenset(),
) -> tuple[str | None, str | None]:
    """(kb_id, kb_source) of an entity of type `kind` from its mentions (phrase, label).

    `near` is what `countries` counted, `named` the ids that the user's table gives without doubt in the article.
    """
    for phrase, _ in mentions:
        ids = alias_ids(phrase, kind, lexicon, named)
        if len(ids) == 1:
            return next(iter(ids)), ALIASES
        if ids:
            return None, None
    if kind in PLACE_TYPES:
        for phrase, label in mentions:
            place = place_of(phrase, lexicon, near) if label in PLACE_TYPES else None
            if place is not None and place.kb_id:
                return place.kb_id, TERRITORIES
    return None, None


def alias_ids(phrase: str, kind: str, lexicon: Lexicon, named: frozenset[str] = frozenset()) -> set[str]:
    """The ids that the user's table gives this name, fewer where the type or the rest of the article rules some out."""
    aliases = lexicon.aliases.get(phrase, ())
    ids = {alias.kb_id for alias in aliases}
    if len(ids) > 1:
        typed = {alias.kb_id for alias in aliases if alias.type == kind}
        ids = typed or ids
    if len(ids) > 1:
        ids = ids & named or ids
    return ids


def salience(count: int, most: int, in_title: bool, first: int | None, length: int, has_title: bool) -> float:
    """How much the article is about an entity, 0 to 1: half its share of mentions, the rest its place.

    `count` mentions against `most` of the most named entity; a quarter for the title, and a quarter for how early it
    comes in a text of `length` code points. Without a title the two other parts fill the scale.
    """
    early = 1.0 if first is None else 1 - first / max(length, 1)
    parts = 0.5 * count / most + 0.25 * early + (0.25 if in_title else 0.0)
    return round(parts if has_title else parts / 0.75, 4)
