"""Mentions of one entity joined within an article."""

import re
from dataclasses import dataclass

from transforms.entities.lexicon import Lexicon, Place
from transforms.entities.rules import as_written, places_of

STATES = re.compile(r"(?:State|Republic|Kingdom|City|Province|Commonwealth|Islamic Republic) of (?=[A-Z])")
HALVES = (("north", "north korea"), ("south", "south korea"))
SMALL = frozenset(("of", "and", "the", "for", "in", "on", "de", "la", "&"))
NOT_GROUPS = frozenset(("PERSON", "GPE", "NORP", "LANGUAGE"))


@dataclass(frozen=True, slots=True)
class Name:
    """A mention as clustering sees it, in the order of the article."""

    phrase: str
    label: str
    gender: str | None = None  # of the honorific before it: "female", "male"


def normal(phrase: str, label: str) -> str:
    """A name as it is compared: without article, dots of abbreviations and case; peoples in the singular."""
    plain = " ".join(phrase.replace("’", "'").replace(".", "").lower().split())
    plain = plain.removeprefix("the ")
    return plain[:-1] if label == "NORP" and plain.endswith("s") and not plain.endswith("ss") else plain


def place_of(phrase: str, lexicon: Lexicon) -> Place | None:
    """The place or people of this name; where several have it, the first (`links` decides which)."""
    places = places_of(phrase, lexicon) or places_of(STATES.sub("", phrase), lexicon)
    return places[0] if places else lexicon.demonyms.get(as_written(phrase))


def cluster(names: list[Name], stands_for: dict[str, str], lexicon: Lexicon) -> list[int]:
    """The cluster of each name, numbered by first appearance.

    A surname that several persons of the article share goes to the one of the honorific's gender, else to the one named first: writers give
    the lesser namesake the full name.
    """
    keys = [normal(name.phrase, name.label) for name in names]
    groups = _Groups()
    labels: dict[str, str] = {}
    phrases: dict[str, str] = {}
    for key, name in zip(keys, names, strict=True):
        groups.add(key)
        labels.setdefault(key, name.label)
        phrases.setdefault(key, name.phrase)
    _join_places(phrases, groups, lexicon)
    persons = {key: key.split() for key, label in labels.items() if label == "PERSON"}
    shared = _join_persons(persons, groups)
    _join_organizations(
        {key: phrases[key] for key, label in labels.items() if label not in NOT_GROUPS}, groups, lexicon
    )
    for short, long in stands_for.items():
        groups.join(normal(short, ""), normal(long, ""))
    numbers: dict[str, int] = {}
    found = []
    genders: dict[str, str] = {}
    for key, name in zip(keys, names, strict=True):
        owner = key
        if key in shared:
            rivals = [
                rival
                for rival in shared[key]
                if name.gender in (None, genders.get(rival), _given_gender(rival, lexicon))
            ]
            owner = (rivals or shared[key])[0]
        elif key in persons and len(persons[key]) > 1:
            if name.gender in ("female", "male"):
                genders[key] = str(name.gender)
        found.append(numbers.setdefault(groups.root(owner), len(numbers)))
    return found


class _Groups:
    """Sets of keys that are one entity."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def add(self, key: str) -> None:
        self.parent.setdefault(key, key)

    def root(self, key: str) -> str:
        while self.parent[key] != key:
            self.parent[key] = key = self.parent[self.parent[key]]
        return key

    def join(self, one: str, other: str) -> None:
        if one in self.parent and other in self.parent:
            self.parent[self.root(one)] = self.root(other)


def _join_places(phrases: dict[str, str], groups: _Groups, lexicon: Lexicon) -> None:
    first: dict[str, str] = {}
    for key, phrase in phrases.items():
        place = place_of(phrase, lexicon)
        if place is not None:
            groups.join(key, first.setdefault(place.kb_id or place.name, key))
    for half, whole in HALVES:
        groups.join(half, whole)


def _join_persons(persons: dict[str, list[str]], groups: _Groups) -> dict[str, list[str]]:
    """Join short forms to full names; the surnames that several full names share come back with their owners."""
    by_last: dict[str, list[str]] = {}
    by_first: dict[str, list[str]] = {}
    for key, parts in persons.items():
        if len(parts) > 1:
            by_last.setdefault(_surname(parts), []).append(key)
            by_first.setdefault(parts[0], []).append(key)
    for key, parts in persons.items():
        if len(parts) < 2:
            continue
        for other in by_last[_surname(parts)]:
            longer = persons[other]
            if len(longer) > len(parts) and (longer[-len(parts) :] == parts or _same_given(parts[0], longer[0])):
                groups.join(key, other)
                break
            if len(longer) == len(parts) and other != key and _is_initial(parts[0], longer[0]):
                groups.join(key, other)
                break
    shared = {}
    for key, parts in persons.items():
        if len(parts) == 1:
            owners = by_last.get(key) or by_first.get(key) or []
            roots = {groups.root(owner) for owner in owners}
            if len(roots) == 1:
                groups.join(key, owners[0])
            elif owners:
                shared[key] = owners
    return shared


def _surname(parts: list[str]) -> str:
    return parts[-2] if parts[-1] in ("jr", "sr", "ii", "iii") and len(parts) > 2 else parts[-1]


def _same_given(short: str, long: str) -> bool:
    return short == long or _is_initial(short, long)


def _is_initial(short: str, long: str) -> bool:
    return len(short) == 1 and long.startswith(short)


def _given_gender(key: str, lexicon: Lexicon) -> str | None:
    return lexicon.given.get(key.split()[0].title())


def _join_organizations(phrases: dict[str, str], groups: _Groups, lexicon: Lexicon) -> None:
    """Join "Meinl" to "Meinl Bank", "Rangers" to "Texas Rangers", "ABC" to "Austrian Broadcasting Corporation"."""
    shorter: dict[str, str] = {}
    for key, phrase in phrases.items():
        parts = key.split()
        for size in range(1, len(parts)):
            shorter.setdefault(" ".join(parts[:size]), key)
        words = phrase.removeprefix("the ").removeprefix("The ").split()
        for size in (1, 2):
            if len(words) > size and place_of(" ".join(words[:size]), lexicon):
                shorter.setdefault(" ".join(parts[size:]), key)
        if len(words) > 1:
            shorter.setdefault("".join(word[0] for word in words if word not in SMALL).lower(), key)
            shorter.setdefault("".join(word[0] for word in words).lower(), key)
    for key in phrases:
        if key in shorter and key not in SMALL and (len(key) > 2 or phrases[key].isupper()):
            groups.join(key, shorter[key])
