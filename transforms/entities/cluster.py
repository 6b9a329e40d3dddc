"""Mentions of one entity joined within an article."""

from transforms.entities.lexicon import Lexicon, Place
from transforms.entities.rules import as_written, is_acronym, places_of


def normal(phrase: str) -> str:
    """A name as it is compared: without article, dots in abbreviations, line breaks, and case of shouted names."""
    plain = phrase.replace("\n", " ").replace("’", "'").strip()
    if plain[:4].lower() == "the ":
        plain = plain[4:]
    return plain.replace(".", "").lower()


def cluster(names: list[tuple[str, str]], stands_for: dict[str, str], lexicon: Lexicon) -> list[int]:
    """The cluster of each name (phrase, label), numbered by first appearance."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    def join(one: str, other: str) -> None:
        if one in parent and other in parent:
            parent[root(one)] = root(other)

    forms: dict[str, list[str]] = {}
    kind: dict[str, str] = {}
    keys = []
    for phrase, label in names:
        key = normal(phrase)
        keys.append(key)
        if key not in parent:
            parent[key] = key
            forms[key] = key.split()
            kind[key] = label
    places: dict[str, str] = {}
    for phrase, _ in names:
        place = place_of(phrase, lexicon)
        if place is not None:
            first = places.setdefault(f"{place.kb_id or place.name}", normal(phrase))
            join(normal(phrase), first)
    _join_persons(forms, kind, join)
    _join_organizations(forms, kind, join)
    for short, long in stands_for.items():
        join(normal(short), normal(long))
    numbers: dict[str, int] = {}
    return [numbers.setdefault(root(key), len(numbers)) for key in keys]


def place_of(phrase: str, lexicon: Lexicon) -> Place | None:
    places = places_of(phrase, lexicon)
    if places:
        return places[0]
    return lexicon.demonyms.get(as_written(phrase))


def _join_persons(forms: dict[str, list[str]], kind: dict[str, str], join) -> None:  # type: ignore[no-untyped-def]
    people = [key for key in forms if kind[key] == "PERSON"]
    full = [key for key in people if len(forms[key]) > 1]
    for key in people:
        parts = forms[key]
        if len(parts) == 1:
            owners = [other for other in full if forms[other][-1] == parts[0]]
            if not owners:
                owners = [other for other in full if parts[0] in forms[other]]
        else:
            owners = [
                other for other in full
                if other != key and forms[other][-1] == parts[-1] and len(forms[other]) > len(parts)
                and (forms[other][0] == parts[0] or forms[other][0][0] == parts[0][0] and len(parts[0]) == 1)
            ]  # fmt: skip
        if owners:
            join(key, owners[0])


def _join_organizations(forms: dict[str, list[str]], kind: dict[str, str], join) -> None:  # type: ignore[no-untyped-def]
    groups = [key for key in forms if kind[key] not in ("PERSON", "GPE", "NORP")]
    for key in groups:
        parts = forms[key]
        for other in groups:
            longer = forms[other]
            if other == key or len(longer) <= len(parts):
                continue
            if longer[: len(parts)] == parts and kind[key] == kind[other]:
                join(key, other)
                break
            if len(parts) == 1 and is_acronym(
                key.upper(), [word.title() if word not in ("of", "and", "the", "for") else word for word in longer]
            ):
                join(key, other)
                break
