"""Mentions of one entity joined within an article."""

import re
from collections import Counter
from dataclasses import dataclass
from unicodedata import combining, normalize

from transforms.entities.lexicon import Lexicon
from transforms.entities.links import alias_ids, place_of
from transforms.entities.tables import is_known

HALVES = (("north", "north korea"), ("south", "south korea"))
SMALL = frozenset(("of", "and", "the", "for", "in", "on", "de", "la", "&"))
PERSON = " "  # ends the key of a person whose name is also a place's of the article
PLACES = frozenset(("GPE", "LOC", "FAC"))
NOT_GROUPS = frozenset(("PERSON", "GPE", "NORP", "LANGUAGE"))
OFFICE = re.compile(r"\b(ministry|department) of (\w{3,30}(?: and \w{3,30})?)")
MAX_OWNER = 3  # words of the place or company before a name: "New York Rangers", "Google Chrome"


@dataclass(frozen=True, slots=True)
class Name:
    """A mention as clustering sees it, in the order of the article."""

    phrase: str
    label: str
    gender: str | None = None  # of the honorific before it: "female", "male"
    reigns: bool = False  # after a title of those who go by their given name: "Prince William"


def normal(phrase: str, label: str) -> str:
    """A name as it is compared: without article, dots of abbreviations and case; peoples in the singular."""
    plain = " ".join(phrase.replace("’", "'").replace(".", "").lower().split())
    plain = plain.removeprefix("the ")
    if not plain.isascii():
        plain = "".join(char for char in normalize("NFD", plain) if not combining(char))
    if label == "PERSON" and plain.endswith(" junior"):
        return plain.removesuffix("unior") + "r"
    return plain[:-1] if label == "NORP" and plain.endswith("s") and not plain.endswith("ss") else plain


def cluster(names: list[Name], stands_for: dict[str, str], near: Counter[str], lexicon: Lexicon) -> list[int]:
    """The cluster of each name, numbered by first appearance.

    A surname that several persons of the article share goes to the one of the honorific's gender, else to the one named
    first: writers give the lesser namesake the full name. `near` is what `links.countries` counted.
    """
    keys = _keys(names)
    groups = _Groups()
    labels: dict[str, str] = {}
    phrases: dict[str, str] = {}
    for key, name in zip(keys, names, strict=True):
        groups.add(key)
        labels.setdefault(key, name.label)
        phrases.setdefault(key, name.phrase)
    _join_linked(phrases, labels, groups, near, lexicon)
    persons = {key: key.split() for key, label in labels.items() if label == "PERSON"}
    owners = _join_persons(persons, groups, lexicon)
    reigning = {key for key, name in zip(keys, names, strict=True) if name.reigns}
    for key in reigning & owners.keys():
        owners[key] = [owner for owner in owners[key] if owner in reigning] or [key]
    _join_short_forms(phrases, labels, groups, owners, lexicon)
    for short, long in stands_for.items():
        groups.join(normal(short, ""), normal(long, ""))
    genders = {key: name.gender for key, name in zip(keys, names, strict=True) if name.gender and key not in owners}
    numbers: dict[str, int] = {}
    found = []
    for key, name in zip(keys, names, strict=True):
        owner = _owner(key, name.gender, owners.get(key, []), genders, lexicon)
        found.append(numbers.setdefault(groups.root(owner), len(numbers)))
    return found


def _keys(names: list[Name]) -> list[str]:
    """What tells the names apart. A person and a place of one name are two where a person is named so in full."""
    keys = [normal(name.phrase, name.label) for name in names]
    places = {key for key, name in zip(keys, names, strict=True) if name.label in PLACES}
    full = (key.split() for key, name in zip(keys, names, strict=True) if name.label == "PERSON")
    shared = places & {part for parts in full if len(parts) > 1 for part in parts}
    return [
        key + PERSON if name.label == "PERSON" and key in shared else key for key, name in zip(keys, names, strict=True)
    ]


def _owner(key: str, gender: str | None, owners: list[str], genders: dict[str, str], lexicon: Lexicon) -> str:
    """The full name that a bare one stands for: the first whose gender does not contradict the honorific's."""
    for owner in owners:
        known = genders.get(owner) or lexicon.given.get(owner.split()[0].title())
        if gender is None or known in (None, "any", gender):
            return owner
    return key


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


def _join_linked(
    phrases: dict[str, str], labels: dict[str, str], groups: _Groups, near: Counter[str], lexicon: Lexicon
) -> None:
    """Join what the tables call one: "Germany" and "German", the user's aliases of one company, "Fed" and its name."""
    first: dict[str, str] = {}
    for key, phrase in phrases.items():
        if key.endswith(PERSON):
            continue
        product = phrase.rpartition(" ")[2]
        if lexicon.known.get(product) == "PRODUCT":
            groups.join(key, normal(product, ""))  # "Mozilla Firefox"
        ids = alias_ids(phrase, labels[key], lexicon)
        if len(ids) == 1:
            groups.join(key, first.setdefault(ids.pop(), key))
        elif not ids:
            place = place_of(phrase, lexicon, near)
            if place is not None:
                groups.join(key, first.setdefault(place.kb_id or place.name, key))
    for same in lexicon.words["known.same"]:
        present = [form for form in (normal(form, "") for form in same.split("|")) if form in groups.parent]
        for form in present[1:]:
            groups.join(form, present[0])
    for half, whole in HALVES:
        groups.join(half, whole)


def _join_persons(persons: dict[str, list[str]], groups: _Groups, lexicon: Lexicon) -> dict[str, list[str]]:
    """Join the forms of full names; the bare names come back with the full ones that they may stand for."""
    by_last: dict[str, list[str]] = {}
    by_first: dict[str, list[str]] = {}
    by_middle: dict[str, list[str]] = {}
    for key, parts in persons.items():
        if len(parts) > 1:
            by_last.setdefault(_surname(parts), []).append(key)
            by_first.setdefault(parts[0], []).append(key)
            for part in parts[1:-1]:
                by_middle.setdefault(part, []).append(key)
    for key, parts in persons.items():
        if len(parts) < 2:
            continue
        for other in by_last[_surname(parts)]:
            longer = persons[other]
            if f"{_surname(parts)} jr" in persons and (longer[-1] == "jr") != (parts[-1] == "jr"):
                continue  # the text tells the son from the father
            ends = longer[-len(parts) :] == parts and not _differ(parts[0], longer[0], lexicon)
            if len(longer) > len(parts) and (ends or _same_given(parts[0], longer[0])):
                groups.join(key, other)
                break
            if len(longer) == len(parts) and other != key and _is_initial(parts[0], longer[0]):
                groups.join(key, other)
                break
    for keys in by_last.values():
        keys.sort(key=lambda key: key.endswith(" jr"))
    return {
        key: by_last.get(_surname(parts)) or by_first.get(parts[0]) or by_middle.get(parts[0]) or []
        for key, parts in persons.items()
        if len(parts) == 1
    }


def _surname(parts: list[str]) -> str:
    last = parts[-2] if parts[-1] in ("jr", "sr", "ii", "iii") and len(parts) > 1 else parts[-1]
    return last[3:] if last.startswith(("al-", "el-")) else last


def _same_given(short: str, long: str) -> bool:
    return short == long or _is_initial(short, long)


def _differ(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether one is a man's name and the other a woman's: Nawaz Sharif is not Maryam Nawaz Sharif."""
    return {lexicon.given.get(name.title()) for name in (one, other)} == {"female", "male"}


def _is_initial(short: str, long: str) -> bool:
    return len(short) == 1 and long.startswith(short)


def _join_short_forms(
    phrases: dict[str, str], labels: dict[str, str], groups: _Groups, owners: dict[str, list[str]], lexicon: Lexicon
) -> None:
    """Join "Meinl" to "Meinl Bank", "Rangers" to "Texas Rangers", "ABC" to "Austrian Broadcasting Corporation".

    The model's label of a short form that nothing else knows is a guess, and no reason to keep it apart.
    """
    starts, certain, initials = _short_forms(phrases, labels, lexicon)
    for key, phrase in phrases.items():
        if "PERSON" not in (labels[key], labels.get(key + "s")):
            groups.join(key, key + "s")  # an "Inn Otter" is one of the "Inn Otters"
        if owners.get(key) == [key]:
            continue  # who reigns is no short form of another
        for longer, is_sure in ((initials, phrase.isupper()), (certain, True), (starts, False)):
            if key not in longer:
                continue
            if labels[key] in PLACES and labels[longer[key]] == "PERSON":
                continue
            alike = labels[key] == labels[longer[key]] and (len(key) > 2 or phrase.isupper())
            if alike or (is_sure and labels[key] != "NORP" and not owners.get(key) and not is_known(phrase, lexicon)):
                groups.join(key, longer[key])
                break


def _short_forms(phrases: dict[str, str], labels: dict[str, str], lexicon: Lexicon) -> list[dict[str, str]]:
    """Short form -> name: by how it starts; by what cannot be another's name; and by its initials.

    Not another's are a company's name without its legal form, a name without its owner or its town ("Chrome",
    "Rangers"), and the first word of one person only, for half the world puts the family name first.
    """
    starts: dict[str, str] = {}
    certain: dict[str, str] = {}
    initials: dict[str, str] = {}
    firsts = Counter(key.split(" ", 1)[0] for key, label in labels.items() if label == "PERSON" and " " in key)
    for key, phrase in phrases.items():
        parts = key.split()
        if labels[key] == "PERSON" and len(parts) > 1 and firsts[parts[0]] == 1:
            certain.setdefault(parts[0], key)
        if labels[key] in NOT_GROUPS or len(parts) < 2:
            continue
        words = phrase.removeprefix("the ").removeprefix("The ").split()
        for size in range(1, len(parts) if labels[key] == "ORG" else 0):
            if not _is_another(words[:size], words[size:], lexicon):
                starts.setdefault(" ".join(parts[:size]), key)
        if parts[-1] in lexicon.words["organizations.legal_forms"]:
            certain.setdefault(" ".join(parts[:-1]), key)
            if len(parts) > 2:
                initials.setdefault("".join(part[0] for part in parts[:-1]), key)  # "GM" of "General Motors Co."
        if office := OFFICE.search(key):
            certain.setdefault(f"{office[2]} {office[1]}", key)  # the "Finance Ministry" is the "Ministry of Finance"
        if labels[key] == "ORG" and phrase.split()[-1] in lexicon.words["organizations.tails"]:
            starts.setdefault(parts[-1], key)  # "the Commission"
        for size in range(1, min(len(words), MAX_OWNER + 1)):
            owner = " ".join(words[:size])
            if owner in lexicon.known or place_of(owner.removesuffix(" City"), lexicon):
                certain.setdefault(" ".join(parts[size:]), key)
        for taken in ([word for word in words if word not in SMALL], words):
            initials.setdefault("".join(map(_initial, taken)).lower(), key)
    return [starts, certain, initials]


def _initial(word: str) -> str:
    """What a word gives to an acronym: the "U.S. Geological Survey" is the USGS."""
    return word.replace(".", "") if word.count(".") > 1 else word[0]


def _is_another(first: list[str], rest: list[str], lexicon: Lexicon) -> bool:
    """Whether `first` names an organization in full, and the words after it another: the "Inn Party Youth Council"."""
    table = lexicon.words
    is_full = first[-1] in table["organizations.sure_tails"] or first[0] in table["organizations.heads"]
    is_legal = rest[-1].replace(".", "").lower() in table["organizations.legal_forms"]
    return is_full and rest[0] not in SMALL and rest[-1] in table["organizations.tails"] and not is_legal
