"""The words that announce speech, per language, as read from `config/quotes.toml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of saying or thinking, and what it may report without quotation marks."""

    lemma: str
    part: str  # verb, adjective, noun
    is_speech: bool
    takes: frozenset[str]  # clause, infinitive, object, predicate, quote
    beside: tuple[str, ...] = ()  # prepositions or particles that must follow, in order


@dataclass(frozen=True, slots=True)
class QuoteLexicon:
    """`cues[language][form]`: the readings of a form (lower case), those with the most words beside them first."""

    cues: Mapping[str, Mapping[str, tuple[Cue, ...]]] = field(default_factory=dict)
    pronouns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # form: gender and number, as in "fs"
    articles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    breaks: Mapping[str, frozenset[str]] = field(default_factory=dict)  # words that no name of a speaker holds
    fillers: Mapping[str, frozenset[str]] = field(default_factory=dict)  # words between a cue and its speaker
    gives: frozenset[str] = frozenset()  # forms of the verbs that a noun of saying is the object of: make (a claim)
    times: frozenset[str] = frozenset()  # nouns of time, which nobody speaks of: on Monday, for years
    gendered: Mapping[str, str] = field(default_factory=dict)  # titles and roles before a name: m or f
    nouns: Mapping[str, str] = field(default_factory=dict)  # nouns of speakers: unnamed, organization, group
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)  # capitalised roles that are no part of a name
    links: Mapping[str, frozenset[str]] = field(default_factory=dict)  # what joins a noun to the noun before: de, van
    given: Mapping[str, str] = field(default_factory=dict)  # given name: female, male or any
    confidence: Mapping[str, float] = field(default_factory=dict)  # construction: share of right rows

    def readings(self, form: str, language: str = "en") -> tuple[Cue, ...]:
        return self.cues.get(language, {}).get(form, ())

    def is_cue(self, form: str, takes: str, language: str = "en", following: Sequence[str] = ()) -> bool:
        """Whether the form (lower case) may be a verb that takes a "quote", "clause", ..., with the words that follow
        it where it needs any: shot (back), put (it)."""
        return any(
            c.part == "verb" and takes in c.takes and c.beside == tuple(following[: len(c.beside)])
            for c in self.readings(form, language)
        )

    def sources(self, language: str) -> frozenset[str]:
        """The prepositions that name a source: laut, selon, según."""
        forms = self.cues.get(language, {})
        return frozenset(form for form, cues in forms.items() if any(c.part == "preposition" for c in cues))

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
        for entry in group["verbs"].split():
            lemma, *beside = entry.split("/")
            cue = Cue(lemma, group["part"], group["kind"] == "speech", frozenset(group["takes"]), tuple(beside))
            forms: tuple[str, ...] = (lemma,)
            if group["part"] == "noun" and language == "en":
                forms = (lemma, regular_forms(lemma)[0])
            elif group["part"] == "verb" and language == "en":
                forms = verb_forms(lemma, irregular["en"])
            for form in dict.fromkeys(forms):
                known.setdefault(language, {}).setdefault(form, []).append(cue)
    return QuoteLexicon(
        {language: {form: _merged(cues) for form, cues in forms.items()} for language, forms in known.items()},
        {language: words["pronouns"] for language, words in tables["words"].items()},
        {language: frozenset(words["articles"].split()) for language, words in tables["words"].items()},
        {language: frozenset(words["breaks"].split()) for language, words in tables["words"].items()},
        {language: frozenset(words["fillers"].split()) for language, words in tables["words"].items()},
        frozenset(form for lemma in english["gives"].split() for form in verb_forms(lemma, irregular["en"])),
        frozenset(english["times"].split()),
        {word: gender for gender in ("m", "f") for word in tables["speakers"][gender].split()},
        {word: kind for kind in ("unnamed", "organization", "group") for word in tables["speakers"][kind].split()},
        {language: frozenset(words.get("roles", "").split()) for language, words in tables["words"].items()},
        {language: frozenset(words.get("links", "").split()) for language, words in tables["words"].items()},
        given,
        {name: rate for group in tables["confidence"].values() for name, rate in group.items()},
    )


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
