"""The words that announce speech, per language, as read from `config/quotes.toml`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of saying or thinking, and what it may report without quotation marks."""

    lemma: str
    part: str  # verb, adjective, noun; of a language without a model also preposition, postposition, adverb
    is_speech: bool
    takes: frozenset[str]  # clause, infinitive, object, predicate, quote
    beside: tuple[str, ...] = ()  # prepositions or particles that must follow, in order


@dataclass(frozen=True, slots=True)
class Words:
    """The small words of a language, lower case, as `config/quotes.toml` explains them."""

    pronouns: Mapping[str, str] = field(default_factory=dict)  # form: gender and number, as in "fs"
    articles: frozenset[str] = frozenset()
    breaks: frozenset[str] = frozenset()  # words that no name of a speaker holds
    fillers: frozenset[str] = frozenset()  # words between a cue and its speaker
    links: frozenset[str] = frozenset()  # what joins a noun to the noun before: de, van
    particles: frozenset[str] = frozenset()  # what stands within a name
    conjunctions: frozenset[str] = frozenset()
    that: frozenset[str] = frozenset()  # what opens a reported clause
    like: frozenset[str] = frozenset()  # as (Ann Miller said)
    roles: tuple[str, ...] = ()  # endings of capitalised nouns that are no part of a name
    organizations: tuple[str, ...] = ()  # endings of nouns for what is no person
    m: frozenset[str] = frozenset()  # articles and titles of men
    f: frozenset[str] = frozenset()
    closing: str = "”»"  # marks that close wherever they stand
    opening: str = ""  # marks that open wherever they stand
    plural: str = ""  # ending of the verb whose pronoun is not one person
    omits_subject: bool = False
    dialogue: bool = False  # whether a line may open with a dash instead of a mark
    capitals: bool = False  # whether every noun has a capital
    bare_nouns: bool = False  # whether a noun needs no article to speak
    verb_second: bool = False  # whether the subject follows the verb where another phrase opens the sentence
    titles: frozenset[str] = frozenset()  # those, and titles that tell no gender
    small: frozenset[str] = frozenset()  # articles, breaks, fillers and links


NO_WORDS = Words()
NO_ABBREVIATION = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of organizations or places, as `config/quotes.toml` [[sorts]] explains it."""

    nouns: frozenset[str]  # what one is called, lower case
    general: frozenset[str]  # those of them that mean any of the sort
    names: frozenset[str]  # words of a name that tell that it is one
    is_open: bool = False  # whether an organization that is named like no sort may be one


@dataclass(frozen=True, slots=True)
class QuoteLexicon:
    """`cues[language][form]`: the readings of a form (lower case), those with the most words beside them first."""

    cues: Mapping[str, Mapping[str, tuple[Cue, ...]]] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)  # by language
    gives: frozenset[str] = frozenset()  # forms of the verbs that a noun of saying is the object of: make (a claim)
    times: frozenset[str] = frozenset()  # nouns of time, which nobody speaks of: on Monday, for years
    gendered: Mapping[str, str] = field(default_factory=dict)  # titles and roles before a name: m or f
    nouns: Mapping[str, str] = field(default_factory=dict)  # nouns of speakers: unnamed, organization, group
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)  # labels, deeds, notes: as [lists] explains them
    abbreviation: re.Pattern[str] = NO_ABBREVIATION  # one at the end of the words searched, with its stop
    given: Mapping[str, str] = field(default_factory=dict)  # given name: female, male or any
    confidence: Mapping[str, float] = field(default_factory=dict)  # construction: share of right rows
    sorts: tuple[Sort, ...] = ()
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # sen: senator

    def readings(self, form: str, language: str = "en") -> tuple[Cue, ...]:
        return self.cues.get(language, {}).get(form, ())

    def is_cue(self, form: str, takes: str, language: str = "en", following: Sequence[str] = ()) -> bool:
        """Whether the form (lower case) may be a verb that takes a "quote", "clause", ..., with the words that follow
        it where it needs any: shot (back), put (it)."""
        return any(
            c.part == "verb" and takes in c.takes and c.beside == tuple(following[: len(c.beside)])
            for c in self.readings(form, language)
        )

    def of(self, language: str) -> Words:
        return self.words.get(language, NO_WORDS)

    def announces(self, form: str, with_comma: bool, language: str = "en") -> bool:
        """Whether a quotation may follow this word at once: a verb form, not a noun that looks like its lemma; with a
        comma or colon between, also a manner of speaking."""
        return any(
            c.part == "verb"
            and c.takes.intersection(("clause", "quote"))
            and (with_comma or "aside" not in c.takes)
            and (language != "en" or form != c.lemma or c.lemma in ("say", "ask", "write"))
            for c in self.readings(form, language)
            if not c.beside
        )


def load_lexicon(tables: Mapping[str, Any], given: Mapping[str, str]) -> QuoteLexicon:
    """Read the parsed tables of `config/quotes.toml`; `given` tells the gender of given names.

    Raises:
        KeyError: where a group lacks one of its fields.
    """
    irregular = tables["irregular"]
    english = tables["words"]["en"]
    known: dict[str, dict[str, list[Cue]]] = {}
    for group in tables["cues"]:
        language = group["language"]
        inflected = (
            stem + ending
            for kind, stems in group.get("stems", {}).items()
            for stem in stems.split()
            for ending in tables["endings"][language][kind].split()
        )
        for entry in (*group["verbs"].split(), *inflected):
            lemma, *beside = entry.split("/")
            cue = Cue(lemma, group["part"], group["kind"] == "speech", frozenset(group["takes"]), tuple(beside))
            forms: tuple[str, ...] = (lemma,)
            if group["part"] == "noun" and language == "en":
                forms = (lemma, regular_forms(lemma)[0])
            elif group["part"] == "verb" and language == "en":
                forms = verb_forms(lemma, irregular["en"])
            for form in dict.fromkeys(forms):
                known.setdefault(language, {}).setdefault(form, []).append(cue)
    words = {language: _words(table) for language, table in tables["words"].items()}
    for language, table in tables["words"].items():
        for code in table.get("also", "").split():
            known[code], words[code] = known[language], words[language]
    return QuoteLexicon(
        {language: {form: _merged(cues) for form, cues in forms.items()} for language, forms in known.items()},
        words,
        frozenset(form for lemma in english["gives"].split() for form in verb_forms(lemma, irregular["en"])),
        frozenset(english["times"].split()),
        {word: gender for gender in ("m", "f") for word in tables["speakers"][gender].split()},
        {word: kind for kind in ("unnamed", "organization", "group") for word in tables["speakers"][kind].split()},
        {name: frozenset(group["words"].split()) for name, group in tables["lists"].items()},
        _abbreviation(tables["lists"]["abbreviations"]["words"].split()),
        given,
        {name: rate for group in tables["confidence"].values() for name, rate in group.items()},
        tuple(_sort(table) for table in tables["sorts"]),
        {short: tuple(nouns.split()) for short, nouns in tables["titles"].items()},
    )


def _sort(table: Mapping[str, Any]) -> Sort:
    general, nouns, names = (frozenset(table.get(key, "").split()) for key in ("general", "nouns", "names"))
    return Sort(general | nouns, general, names, table.get("is_open", False))


def _words(table: Mapping[str, Any]) -> Words:
    sets = ("articles", "breaks", "fillers", "links", "particles", "conjunctions", "that", "like", "m", "f")
    found = {name: frozenset(table.get(name, "").split()) for name in sets}
    return Words(
        pronouns=table["pronouns"],
        roles=tuple(table.get("roles", "").split()),
        organizations=tuple(table.get("organizations", "").split()),
        closing=table.get("closing", NO_WORDS.closing),
        opening=table.get("opening", NO_WORDS.opening),
        plural=table.get("plural", ""),
        omits_subject=table.get("omits_subject", False),
        dialogue=table.get("dialogue", False),
        capitals=table.get("capitals", False),
        bare_nouns=table.get("bare_nouns", False),
        verb_second=table.get("verb_second", False),
        titles=found["m"] | found["f"] | frozenset(table.get("titles", "").split()),
        small=found["articles"] | found["breaks"] | found["fillers"] | found["links"],
        **found,
    )


def _abbreviation(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:[A-Z]|[A-Za-z]\.[A-Za-z]|{'|'.join(map(re.escape, words))})\.$")


def _merged(cues: list[Cue]) -> tuple[Cue, ...]:
    """One reading for each part of speech and words beside, with all that its groups say it takes."""
    merged: dict[tuple[str, tuple[str, ...]], Cue] = {}
    for cue in cues:
        key = (cue.part, cue.beside)
        if (same := merged.get(key)) is not None:
            cue = Cue(cue.lemma, cue.part, cue.is_speech or same.is_speech, cue.takes | same.takes, cue.beside)
        merged[key] = cue
    return tuple(sorted(merged.values(), key=lambda cue: -len(cue.beside)))


def verb_forms(lemma: str, irregular: Mapping[str, str]) -> tuple[str, ...]:
    return (lemma, *(irregular[lemma].split() if lemma in irregular else regular_forms(lemma)))


def regular_forms(lemma: str) -> tuple[str, str, str]:
    """The third person, past and participle in -ing of a regular English verb."""
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    sibilant = lemma.endswith(("s", "x", "z", "ch", "sh"))
    return lemma + ("es" if sibilant else "s"), lemma + "ed", lemma + "ing"
