"""Whom a description means: "the ministry", "the 54-year-old", "the company", by what the article says of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.records import Entity, Mention
from transforms.quotes.lexicon import QuoteLexicon, Sort
from transforms.quotes.roles import Role, modified, roles_of

AGE = re.compile(r"(\d{1,3})-year-old")
DEFINITE = re.compile(r"(?:the|this|that)\s", re.IGNORECASE)
OTHER = frozenset(("other", "rival", "second", "parent"))  # before a noun: not the one named so far
TOLD = re.compile(r"\b(?:told|tells|telling|with|to|by)\s(?:the\s|an?\s)?$")
NAMED = ("PERSON", "ORG")  # between them and a name stands what is said of the name
CALLED = ("PERSON", "ORG", "GPE", "LOC", "FAC")
STEM = 5  # letters by which a word before the noun is known in a name: "the appeals court", Court of Appeal


@dataclass(frozen=True, slots=True)
class Known:
    """What an article says of its entities."""

    text: str
    entities: Sequence[Entity]
    mentions: Sequence[Mention]  # those of the text, in order
    roles: Sequence[Sequence[Role]]  # what each of them is called beside its name
    sorts: Sequence[Sequence[Sort]]  # of each entity: those that its names tell


def known_of(text: str, entities: Sequence[Entity], mentions: Sequence[Mention], lexicon: QuoteLexicon) -> Known:
    roles = []
    for index, mention in enumerate(mentions):
        parted = ("PERSON",) if mention.type == "PERSON" else NAMED
        roles.append(roles_of(text, mentions, index, parted) if mention.type in CALLED else [])
    sorts = []
    for entity in entities:
        words = {word for name in (entity.name, *entity.aliases) for word in re.split(r"[\s-]", name)}
        is_thing = entity.type in ("ORG", "FAC")
        sorts.append([sort for sort in lexicon.sorts if is_thing and not words.isdisjoint(sort.names)])
    return Known(text, entities, mentions, roles, sorts)


def described(known: Known, words: str, before: int, kind: str, lexicon: QuoteLexicon) -> set[int]:
    """The entities, named before an offset, that a definite description may mean; empty where nothing fits.

    `kind` is what the description speaks of, as `roles.kind_of_noun` tells it.
    """
    role = modified(words)
    count = sum(mention.start < before for mention in known.mentions)
    named = replace(known, mentions=known.mentions[:count], roles=known.roles[:count])
    if not DEFINITE.match(words) or len(role.noun) < 3 or not OTHER.isdisjoint(role.before):
        return set()
    if age := AGE.search(words):
        return _aged(named, age.group(1))
    sort = next((sort for sort in lexicon.sorts if role.noun in sort.nouns), None)
    if sort is None and kind == "organization":
        sort = Sort(frozenset((role.noun,)), frozenset(), frozenset())
    things = _called(named, role, sort)
    if sort is None:
        return things or (_persons(named, role, lexicon) if kind != "group" else set())
    return things if role.before or role.noun not in sort.general else _of_sort(named, sort, things)


def _persons(named: Known, role: Role, lexicon: QuoteLexicon) -> set[int]:
    """Who is called by this noun, and not another's: "the Democratic nominee" is no "Republican nominee Ann Miller"."""
    alike: set[int] = set()
    silent: set[int] = set()
    other: set[int] = set()
    for mention, called in zip(named.mentions, named.roles, strict=True):
        for own in called if mention.type == "PERSON" else ():
            if role.noun in (own.noun, *lexicon.titles.get(own.noun, ())):
                is_silent = not role.capitals or not own.capitals
                found = silent if is_silent else alike if role.capitals & own.capitals else other
                found.add(mention.entity)
    return alike or silent - other


def _called(named: Known, role: Role, sort: Sort | None) -> set[int]:
    """What holds the noun in its name ("the ministry", and "the foreign ministry" if it is that one), or stands beside
    it or one that it covers: "Inn Motors, a carmaker", later "the company"."""
    stems = tuple(word[:STEM].lower() for word in role.before)
    nouns = frozenset() if sort is None else sort.nouns if role.noun in sort.general else frozenset((role.noun,))
    found = set()
    for mention, called in zip(named.mentions, named.roles, strict=True):
        if mention.type in ("PERSON", "NORP"):
            continue
        name = named.entities[mention.entity].name.lower().split()
        is_that = role.noun in name and (not stems or any(word.startswith(stems) for word in name))
        if is_that or any(own.noun in nouns for own in called):
            found.add(mention.entity)
    return found


def _of_sort(named: Known, sort: Sort, things: set[int]) -> set[int]:
    """With those that the noun fits by itself the ones whose names tell that they are of the sort; where nothing does
    and the sort is open, the organizations that may be of it."""
    own = {m.entity for m in named.mentions if any(other is sort for other in named.sorts[m.entity])}
    if things:
        return things | own
    free = {
        m.entity
        for m in named.mentions
        if m.type == "ORG" and not named.sorts[m.entity] and not TOLD.search(named.text, max(0, m.start - 16), m.start)
    }
    if sort.is_open:
        return own | free
    # Of the names that tell nothing, one named last may be what is meant.
    last = next((m.entity for m in reversed(named.mentions) if m.entity in own or m.entity in free), None)
    return own if last in own else set()


def _aged(named: Known, years: str) -> set[int]:
    return {
        m.entity
        for m in named.mentions
        if m.type == "PERSON"
        and (
            re.match(rf",\s{{0,2}}{years}\b", named.text[m.end : m.end + 8])
            or f"{years}-year-old" in named.text[max(0, m.start - 50) : m.start]
        )
    }
