"""What kind of name a name is, as its own words tell: "Alpine Rescue Foundation", "Lendkanal Bridge", "Anna Huber"."""

from transforms.entities.lexicon import Lexicon
from transforms.entities.spans import MARKS, PARTICLES, Span, Words
from transforms.entities.tables import as_written, places_of

# Last words of a name, as groups of config/entities.toml: the label they give, and to which of the model's guesses.
TAILS = (
    ("events.tails", "EVENT", frozenset(("ORG", "PERSON", "GPE", "FAC", "LOC"))),
    ("facilities.facility", "FAC", frozenset(("ORG", "PERSON", "GPE"))),
    ("facilities.natural", "LOC", frozenset(("ORG", "PERSON", "FAC"))),
    ("facilities.regions", "LOC", frozenset(("ORG", "PERSON", "FAC"))),
    ("organizations.tails", "ORG", frozenset(("PERSON", "GPE", "LOC", "NORP", "PRODUCT", "WORK_OF_ART"))),
)
NOT_PERSONS = frozenset(("ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART"))


def retype(words: Words, span: Span, lexicon: Lexicon, is_sport: bool = False) -> None:
    """Give the name the label that the tables or its own words make certain, or at least likelier than the model's.

    In an article on sport an organization that is called a park or a palace is a club.
    """
    if span.sure:
        return
    name = words.words[span.start : span.end]
    known = _table_label(words.phrase(span.start, span.end), name, lexicon)
    if known is not None:
        span.label, span.sure = known, True
    elif len(name) == 1 and span.label == "PERSON" and name[0] in lexicon.words["organizations.tails"]:
        span.label = "ORG"  # "Rovers"; a surname is a person's again where the article names one in full
    elif len(name) > 1:
        for group, label, guesses in TAILS:
            if name[-1] in lexicon.words[group] and not (is_sport and label == "FAC" and span.label == "ORG"):
                span.label = label if span.label in guesses else span.label
                return
        plain = [word for word in name if word != "-" and word not in PARTICLES]  # "Ana-Maria von Lang" is three words
        if name[0] in lexicon.given and len(plain) < 4 and are_name_words(plain) and span.label in NOT_PERSONS:
            span.label = "PERSON"


def _table_label(phrase: str, name: list[str], lexicon: Lexicon) -> str | None:
    """The label that is beyond doubt: of a name in the tables, or of one whose form only organizations have."""
    plain = as_written(phrase)
    if plain in lexicon.demonyms or plain in lexicon.nationals:
        return "NORP"
    if places := places_of(phrase, lexicon):
        return places[0].type
    if phrase in lexicon.known:
        return lexicon.known[phrase]
    if len(name) > 1 and name[-1] in lexicon.words["organizations.sure_tails"]:
        return "ORG"
    if len(name) > 1 and name[-1] in lexicon.words["events.sure_tails"]:
        return "EVENT"
    if len(name) > 1 and name[0] in lexicon.words["products.heads"]:
        return "PRODUCT"
    if len(name) == 2 and name[0] in lexicon.words["events.heads"]:
        return "EVENT"
    if len(name) > 2 and name[0] in lexicon.words["honorifics.peers"] and name[1] == "of":
        return "PERSON"
    if len(name) > 2 and name[0] in lexicon.words["organizations.heads"] and name[1] in ("of", "for"):
        return None if name[-1] in lexicon.words["facilities.facility"] else "ORG"
    return None


def drop_offices(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """Leave out what is an office: "Foreign" of "Foreign Minister", "Chief Justice" alone."""
    tokens = words.words
    portfolios, heads = lexicon.words["portfolios.words"], lexicon.words["portfolios.heads"]
    kept = []
    for span in spans:
        name = tokens[span.start : span.end]
        after = tokens[span.end] if span.end < len(tokens) else ""
        before = tokens[span.start - 2 : span.start] if span.start > 1 else []
        office = all(word in portfolios for word in name) and (
            after in heads or (len(before) == 2 and before[0] in heads and before[1] in ("for", "of"))
        )
        rank = all(word in lexicon.roles or word in lexicon.honorifics for word in name)
        if span.label == "PERSON" and name[-1] in lexicon.roles:  # "Police Chief"
            rank = all(word in lexicon.roles or word in lexicon.words["organizations.tails"] for word in name)
        if not office and not rank:
            kept.append(span)
    return kept


def is_office(word: str, lexicon: Lexicon) -> bool:
    """Whether a capitalized word beside a name is no part of it: a role, a title, a people, a place, a known name."""
    return (
        word in lexicon.roles or word in lexicon.honorifics or word in lexicon.demonyms or word in lexicon.nationals
        or word in lexicon.places or word in lexicon.known or word.lower() in lexicon.words["never.words"]
        or word.lower() in lexicon.roles_lower or word in lexicon.words["organizations.tails"]
    )  # fmt: skip


def are_name_words(run: list[str]) -> bool:
    return all(is_name_word(word) for word in run)


def is_name_word(word: str) -> bool:
    return (
        word[0].isupper()
        and word not in MARKS
        and any(char.islower() for char in word)
        or (len(word) == 2 and word[0].isupper() and word[1] == ".")
    )
