"""Whom a description means: "the ministry", "the 54-year-old", "the company", by what the article says of each."""

import re
from collections.abc import Sequence

from schemas.records import Entity, Mention
from transforms.quotes.lexicon import QuoteLexicon, Sort
from transforms.quotes.roles import Role, modified, roles_of

AGE = re.compile(r"(\d{1,3})-year-old")
DEFINITE = re.compile(r"(?:the|this|that)\s", re.IGNORECASE)
OTHER = frozenset(("other", "rival", "second", "parent"))  # before a noun: not the one named so far
TOLD = re.compile(r"\b(?:told|tells|telling|with|to|by)\s(?:the\s|an?\s)?$")
NAMED = ("PERSON", "ORG")  # between them and a name stands what is said of the name
PLACED = ("ORG", "GPE", "LOC", "FAC")
STEM = 5  # letters by which a word before the noun is known in a name: "the appeals court", Court of Appeal


def described(
    text: str,
    words: str,
    before: int,
    kind: str,
    entities: Sequence[Entity],
    mentions: Sequence[Mention],
    roles: Sequence[Sequence[Role]],
    lexicon: QuoteLexicon,
) -> set[int]:
    """The entities, named before an offset, that a definite description may mean; empty where nothing fits.

    Args:
        kind: what the description speaks of, as `roles.kind_of_noun` tells it.
        mentions: those of the text, in order, each with its `roles` where it is a person's.
    """
    role = modified(words)
    known = [m for m in mentions if m.start < before]
    if not DEFINITE.match(words) or len(role.noun) < 3 or not OTHER.isdisjoint(role.before):
        return set()
    if age := AGE.search(words):
        return _aged(text, age.group(1), known)
    sort = next((sort for sort in lexicon.sorts if role.noun in sort.nouns), None)
    if sort is None and kind == "organization":
        sort = Sort(frozenset((role.noun,)), frozenset(), frozenset())
    things = _called(text, role, sort, known, entities)
    if sort is None:
        return things or (_persons(role, known, roles, lexicon) if kind != "group" else set())
    return things if role.before else _of_sort(text, role.noun, sort, things, known, entities, lexicon)


def _persons(role: Role, known: Sequence[Mention], roles: Sequence[Sequence[Role]], lexicon: QuoteLexicon) -> set[int]:
    """Who is called by this noun, and not another's: "the Democratic nominee" is no "Republican nominee Ann Miller"."""
    alike: set[int] = set()
    silent: set[int] = set()
    other: set[int] = set()
    for mention, called in zip(known, roles, strict=False):
        for own in called:
            if role.noun in (own.noun, *lexicon.titles.get(own.noun, ())):
                is_silent = not role.capitals or not own.capitals
                found = silent if is_silent else alike if role.capitals & own.capitals else other
                found.add(mention.entity)
    return alike or silent - other


def _called(text: str, role: Role, sort: Sort | None, known: Sequence[Mention], entities: Sequence[Entity]) -> set[int]:
    """What holds the noun in its name ("the ministry", and "the foreign ministry" if it is that one), or stands beside
    it or one that it covers: "Inn Motors, a carmaker", later "the company"."""
    stems = tuple(word[:STEM].lower() for word in role.before)
    found = set()
    for mention in known:
        name = entities[mention.entity].name.lower().split()
        is_that = not stems or any(word.startswith(stems) for word in name)
        if is_that and role.noun in name and mention.type not in ("PERSON", "NORP"):
            found.add(mention.entity)
    if sort is not None:
        nouns = sort.nouns if role.noun in sort.general else frozenset((role.noun,))
        for index, mention in enumerate(known):
            called = roles_of(text, known, index, NAMED) if mention.type in PLACED else ()
            if any(own.noun in nouns for own in called):
                found.add(mention.entity)
    return found


def _of_sort(
    text: str,
    noun: str,
    sort: Sort,
    things: set[int],
    known: Sequence[Mention],
    entities: Sequence[Entity],
    lexicon: QuoteLexicon,
) -> set[int]:
    """With those that the noun fits by itself the ones whose names tell that they are of the sort; where nothing does
    and the sort is open, the organizations that may be of it."""
    if noun not in sort.general:
        return things
    sorts = {
        m.entity: [other for other in lexicon.sorts if _is_named(entities[m.entity], other)]
        for m in known
        if m.type in ("ORG", "FAC")
    }
    own = {entity for entity, named in sorts.items() if sort in named}
    free = [
        m.entity
        for m in known
        if m.type == "ORG" and not sorts[m.entity] and not TOLD.search(text, max(0, m.start - 16), m.start)
    ]
    if things or sort.is_open:
        return things | own if things else own.union(free)
    # Of the names that tell nothing, one named last may be what is meant.
    last = next((m.entity for m in reversed(known) if m.entity in own or m.entity in free), None)
    return own if last in own else set()


def _is_named(entity: Entity, sort: Sort) -> bool:
    """Whether a word of its names tells that an entity is of this sort."""
    return any(not sort.names.isdisjoint(re.split(r"[\s-]", name)) for name in (entity.name, *entity.aliases))


def _aged(text: str, years: str, known: Sequence[Mention]) -> set[int]:
    return {
        m.entity
        for m in known
        if m.type == "PERSON"
        and (
            re.match(rf",\s{{0,2}}{years}\b", text[m.end : m.end + 8])
            or f"{years}-year-old" in text[max(0, m.start - 50) : m.start]
        )
    }
