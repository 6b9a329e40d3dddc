"""What the reading of names knows beforehand: places, words that tell kinds of names apart, and the user's aliases."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

TOKEN = re.compile(r"[\w.]+(?:['’](?!s\b)[\w.]+)*|['’]s\b|[^\w\s]")
TERRITORIES = "territories"  # kb_source of the table that Copydesk ships
ALIASES = "alias_table"  # kb_source of the user's table


@dataclass(frozen=True, slots=True)
class Place:
    """A country, territory, city or part of the world, as a row of `config/territories.csv`."""

    name: str
    type: str  # GPE or LOC
    kind: str  # country, territory, subdivision, capital, city, region
    kb_id: str | None
    country: str  # ISO 3166-1 alpha-2, empty for parts of the world


@dataclass(frozen=True, slots=True)
class Alias:
    """A row of the user's alias table."""

    kb_id: str
    type: str | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Tables by exact word, except where a name says lower case. Words of several parts are parted by one space."""

    places: Mapping[str, tuple[Place, ...]]
    demonyms: Mapping[str, tuple[Place, ...]]
    aliases: Mapping[str, tuple[Alias, ...]]
    known: Mapping[str, str]  # organizations and products -> label
    longest: Mapping[str, int]  # first token of a place, demonym or alias -> tokens of the longest one
    nationals: frozenset[str]
    honorifics: Mapping[str, str]  # word -> "female", "male" or "any"
    roles: frozenset[str]
    roles_lower: frozenset[str]
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)  # the other groups, as "section.key"
    given: Mapping[str, str] = field(default_factory=dict)  # given name -> "female", "male" or "any"


def load_lexicon(
    tables: Mapping[str, Any],
    territories_rows: Iterable[Mapping[str, str]],
    alias_rows: Iterable[Mapping[str, Any]] = (),
) -> Lexicon:
    """The lexicon of the parsed `config/entities.toml`, the rows of `config/territories.csv` and the user's alias rows.

    An alias row has `alias` and `kb_id`, and may have `type` (a label of `ENTITY_TYPES`). Rows without alias or id are
    left out.
    """
    words = {
        f"{section}.{key}": frozenset(_entries(value))
        for section, group in tables.items()
        for key, value in group.items()
        if key not in ("reason", "example")
    }
    given = words["given.any"] | words["given.female"] | words["given.male"]
    places: dict[str, tuple[Place, ...]] = {}
    demonyms: dict[str, tuple[Place, ...]] = {}
    for row in territories_rows:
        place = Place(row["name"], row["type"], row["kind"], row["kb_id"] or None, row["country"])
        for name in _spellings(row["name"], *_parts(row["aliases"])):
            if place.kb_id is not None or name not in given:  # Vladimir is more often a man than a city
                _add(places, name, place)
        for name in _parts(row["demonyms"]):
            if name not in words["persons.peoples"]:
                _add(demonyms, name, place)
    aliases: dict[str, tuple[Alias, ...]] = {}
    for alias_row in alias_rows:
        name, kb_id = str(alias_row.get("alias") or "").strip(), str(alias_row.get("kb_id") or "").strip()
        if name and kb_id:
            alias = Alias(kb_id, str(alias_row.get("type") or "").strip() or None)
            if alias not in aliases.get(name, ()):
                aliases[name] = (*aliases.get(name, ()), alias)
    honorifics = {word: gender for gender in ("any", "female", "male") for word in words[f"honorifics.{gender}"]}
    known = dict.fromkeys(words["products.words"], "PRODUCT")
    companies = _spellings(*words["known.possessives"])
    known |= dict.fromkeys([*words["known.organizations"], *words["known.phrases"], *companies], "ORG")
    # "Muslim Brotherhood" is no person
    people = {*words["roles.words"], *honorifics, *words["nationals.words"], *demonyms}
    return Lexicon(
        places=places,
        demonyms=demonyms,
        aliases=aliases,
        known=known,
        longest=_longest([*places, *demonyms, *aliases, *known]),
        nationals=words["nationals.words"],
        honorifics=honorifics,
        roles=words["roles.words"],
        roles_lower=words["roles.lower"],
        words=words,
        given={
            name: gender
            for gender in ("any", "female", "male")
            for name in words[f"given.{gender}"]
            if name not in people
        },
    )


def _add(table: dict[str, tuple[Place, ...]], name: str, place: Place) -> None:
    others = table.get(name, ())
    if all(place.kb_id != other.kb_id or place.country != other.country for other in others):
        table[name] = (*others, place)


def _spellings(*names: str) -> list[str]:
    """The names, each once, also with the apostrophe of printers: "N’Djamena"."""
    return list(dict.fromkeys(form for name in names for form in (name, name.replace("'", "’"))))


def _parts(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _entries(value: str | Sequence[str]) -> list[str]:
    """Words parted by spaces; phrases by line where the group has one a line; a list as it is."""
    if not isinstance(value, str):
        return list(value)
    return value.split()


def _longest(names: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for name in names:
        tokens = TOKEN.findall(name)
        for first in {*tokens[:1], name.split(" ", 1)[0]}:  # "COVID-19" is one token, "Porto-Novo" three
            longest[first] = max(longest.get(first, 0), len(tokens))
    return longest
