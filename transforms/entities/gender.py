"""The likely gender of the persons of an article, for telling whom "he" and "she" may mean."""

from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc

from schemas.records import Entity, Mention
from transforms.entities.lexicon import Lexicon

PRONOUNS = dict.fromkeys(("he", "him", "his", "himself"), "male") | dict.fromkeys(
    ("she", "her", "hers", "herself"), "female"
)
REACH = 12  # tokens after a name in which a pronoun may be its own


def genders(
    doc: Doc, title_doc: Doc | None, entities: Sequence[Entity], mentions: Sequence[Mention], lexicon: Lexicon
) -> list[str | None]:
    """For each entity, in their order: "female", "male", or None where it is no person or its gender is not known.

    What is said of them decides first (Mrs, Sir, spokeswoman, husband), then the given name, then the pronouns that
    follow within the sentence, two to one at least. A given name of both genders decides nothing.
    """
    said: list[list[str]] = [[] for _ in entities]
    followed: list[list[str]] = [[] for _ in entities]
    for part, in_title in ((title_doc, True), (doc, False)):
        if part is None:
            continue
        words = [token.text for token in part]
        begins = part.to_array("IDX").tolist()
        here = [mention for mention in mentions if mention.in_title == in_title]
        people = {
            bisect_right(begins, mention.start) - 1 for mention in here if entities[mention.entity].type == "PERSON"
        }
        for mention in here:
            if entities[mention.entity].type != "PERSON":
                continue
            first = bisect_right(begins, mention.start) - 1
            last = bisect_right(begins, mention.end - 1) - 1
            said[mention.entity] += _said(words, first, last, lexicon)
            followed[mention.entity] += _followed(part, words, last, people)
    return [
        _decide(entity, said[number], followed[number], lexicon) if entity.type == "PERSON" else None
        for number, entity in enumerate(entities)
    ]


def _said(words: list[str], first: int, last: int, lexicon: Lexicon) -> list[str]:
    """The gender of the honorific or the role beside a name."""
    before = words[first - 1] if first else ""
    honorific = lexicon.honorifics.get(before, "any")
    if honorific != "any":
        return [honorific]
    after = words[last + 2] if last + 2 < len(words) and words[last + 1] == "," else ""
    for word in (before.lower(), after.lower()):
        for gender in ("female", "male"):
            if word in lexicon.words[f"genders.{gender}"]:
                return [gender]
    return []


def _followed(doc: Doc, words: list[str], last: int, people: set[int]) -> list[str]:
    """The gender of the first pronoun after a name, within its sentence and before the next person."""
    for index in range(last + 1, min(last + 1 + REACH, len(words))):
        if index in people or doc[index].is_sent_start:
            return []
        if words[index] in PRONOUNS:
            return [PRONOUNS[words[index]]]
    return []


def _decide(entity: Entity, said: list[str], followed: list[str], lexicon: Lexicon) -> str | None:
    if said and said.count(said[0]) == len(said):
        return said[0]
    given = lexicon.given.get(entity.name.split()[0], "any") if " " in entity.name else "any"
    if given != "any":
        return given
    female, male = followed.count("female"), followed.count("male")
    if female >= 2 * male and female:
        return "female"
    return "male" if male >= 2 * female and male else None
