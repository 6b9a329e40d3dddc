"""Names as token ranges, and how the ranges that the model gives are made whole and clean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from transforms.entities.lexicon import Lexicon

NAMED = frozenset(
    ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "LANGUAGE", "PER", "MISC")
)
OTHER_SCHEMES = {"PER": "PERSON"}  # the labels of spaCy's models for other languages
MARKS = frozenset("\"'“”‘’`«»‹›()[]{}<>,.;:!?-–—/|*_…•·#@&+=~")
PARTICLES = frozenset(
    ("de", "da", "do", "dos", "du", "des", "del", "della", "di", "la", "le", "el", "al", "van", "von")
)
PARTICLES |= frozenset(("der", "den", "bin", "ibn", "ben", "ter", "ten", "das", "abu", "bint"))
POSSESSIVES = frozenset(("'s", "’s", "‘s", "'S", "’S", "‘S", "'", "’"))
SUFFIXES = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"))
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\Z")
CREDITS = frozenset(("Image", "Photo", "Picture", "Credit", "File", "Source", "Video"))  # "Graz Image: A. Huber"
IN_NAMES = PARTICLES | frozenset(("of", "the", "and", "for", "in", "on", "at", "y", "e", "&"))  # in lower case
MAX_HEADLINE = 40  # tokens; longer lines are prose
ARTICLES = frozenset(("the", "a", "an", "this", "that", "its", "his", "her", "their", "our"))


@dataclass(slots=True)
class Span:
    """A name in the text or the title: tokens [start, end) and its label."""

    start: int
    end: int
    label: str
    sure: bool = False  # a rule knows the label; the model only guesses


@dataclass(slots=True)
class Words:
    """A read text as plain lists, which cost a tenth of spaCy's tokens to go through."""

    text: str
    words: list[str]
    begins: list[int]  # offset of each token
    starts: list[bool]  # whether the token opens a sentence
    shouted: list[bool]  # whether the token stands in a line of capitals
    headline: list[bool]  # whether it stands in a line whose words all begin with a capital

    def ends(self, index: int) -> int:
        return self.begins[index] + len(self.words[index])

    def phrase(self, start: int, end: int) -> str:
        return self.text[self.begins[start] : self.ends(end - 1)]


def words_of(doc: Doc) -> Words:
    words = [token.text for token in doc]
    table = doc.to_array(["IDX", "SENT_START", "SPACY"])
    begins, starts = table[:, 0].tolist(), (table[:, 1] == 1).tolist()
    text = "".join([word + " " if spaced else word for word, spaced in zip(words, table[:, 2].tolist(), strict=True)])
    shouted, headline = [False] * len(words), [False] * len(words)
    first = 0
    for index in range(len(words) + 1):
        if index == len(words) or "\n" in words[index]:
            line = words[first:index]
            if _is_shouted(line):
                shouted[first:index] = [True] * len(line)
            elif len(line) <= MAX_HEADLINE and _is_headline(line):
                headline[first:index] = [True] * len(line)
            first = index + 1
    return Words(text, words, begins, starts, shouted, headline)


def _is_shouted(line: list[str]) -> bool:
    """Whether the line is in capitals, three words at least."""
    count = 0
    for word in line:
        if len(word) > 1 and word.isalpha():
            if not word.isupper():
                return False
            count += 1
    return count > 2


def _is_headline(line: list[str]) -> bool:
    """Whether a line capitalizes all words of weight, so that capitals tell nothing: "Huber Hides Past From Public"."""
    weighty = numbers = 0
    for word in line:
        if len(word) > 3 and word.isalpha():
            if not word[0].isupper():
                return False
            weighty += 1
        elif word in "(),;":
            return False
        elif word[0].isdigit():
            numbers += 1
    return weighty > 3 and numbers < 2


def cover(words: Words, spans: list[Span]) -> bytearray:
    """One byte a token: 1 where a span holds it."""
    covered = bytearray(len(words.words))
    for span in spans:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    return covered


def model_spans(doc: Doc, words: Words, lexicon: Lexicon) -> list[Span]:
    """The model's names, cleaned; a range that holds no name is dropped."""
    found: list[Span] = []
    for entity in doc.ents:
        label = OTHER_SCHEMES.get(entity.label_, entity.label_)
        if label not in NAMED or words.shouted[entity.start]:
            continue
        if label != "PERSON" and _is_headline_whole(words, entity.start, entity.end):
            continue
        if not _is_ticker(words.words, entity.start, lexicon):
            for start, end in _parts(words, entity.start, entity.end, label, lexicon):
                span = clean(words, start, end, label, lexicon)
                if span is not None:
                    found.append(span)
    return found


def _is_headline_whole(words: Words, start: int, end: int) -> bool:
    """Whether the range is a headline from its first word to its last."""
    before, after = words.words[start - 1 : start], words.words[end : end + 1]
    return words.headline[start] and all("\n" in word for word in (*before, *after))


def _is_ticker(tokens: list[str], start: int, lexicon: Lexicon) -> bool:
    """Whether the token is the sign of a share: "(NASDAQ: OBST)"."""
    return start > 1 and tokens[start - 1] == ":" and tokens[start - 2] in lexicon.words["never.exchanges"]


def clean(words: Words, start: int, end: int, label: str, lexicon: Lexicon) -> Span | None:
    """The name inside [start, end) without marks, articles, titles, roles and possessives; None where none is left."""
    tokens = words.words
    sure = False
    if end - start > 1 and label == "PERSON" and tokens[end - 1] in lexicon.words["organizations.sure_tails"]:
        label = "ORG"  # "Justice Department"
    while start < end:
        first, several = tokens[start], end - start > 1
        if tokens[end - 1] in POSSESSIVES and words.phrase(start, end) in lexicon.known:
            break  # "McDonald's"
        if tokens[end - 1] in POSSESSIVES and _is_saint(words, start, end, label, lexicon):
            break  # "St. Anna's", the hospital
        if first == "The" and words.phrase(start, end) in lexicon.places:
            break  # "The Hague"
        if _is_waste_before(tokens, start, end, label, lexicon):
            start += 1
        elif several and first in lexicon.honorifics and _is_title(tokens, start, end, label, lexicon):
            start += 1
            label, sure = "PERSON", True
        elif several and label == "PERSON" and (first in lexicon.roles or first in POSSESSIVES or first in CREDITS):
            start += 1
        elif several and label == "PERSON" and first in lexicon.known and first not in lexicon.given:
            start = start + 1 if end - start > 2 else end  # "Instagram View" is an embed's
        elif end - start > 2 and first in lexicon.demonyms and _is_person_next(tokens, start + 1, end, lexicon):
            start += 1
            label = "PERSON"
        elif waste := _waste_after(tokens, start, end, label, lexicon):
            end -= waste
        else:
            break
    if start == end:
        return None
    phrase = words.phrase(start, end)
    if not any(char.isupper() for char in phrase) or len(phrase) < 2 or len(phrase) > 120:
        return None
    if phrase.lower() in lexicon.words["never.words"] or "://" in phrase or "www." in phrase or phrase[0] in "@#":
        return None
    return Span(start, end, label, sure)


def follows(words: Words, index: int) -> bool:
    """Whether the token stands in the sentence of the token before it, one space after it."""
    if index >= len(words.words) or words.starts[index]:
        return False
    return words.ends(index - 1) + 1 == words.begins[index]


def surname(tokens: list[str], start: int, end: int) -> tuple[int, int]:
    """The tokens [start, end) of the surname in a person's name, with the particle or first half that belong to it."""
    last = end - 1
    if tokens[last] in SUFFIXES and last - 1 > start:
        last -= 1
    first = last
    while first - 2 > start and tokens[first - 1] == "-":
        first -= 2
    while first - 1 > start and tokens[first - 1] in PARTICLES:
        first -= 1
    return first, last + 1


def without_overlap(spans: Iterable[Span]) -> list[Span]:
    """The spans in their order in the text; of two that overlap the sure one, else the longer one, else the first."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        while kept and kept[-1].end > span.start:
            other = kept[-1]
            if (span.sure, span.end - span.start) > (other.sure, other.end - other.start):
                kept.pop()
            else:
                break
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept


def _parts(words: Words, start: int, end: int, label: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The range cut where a name cannot go on: line ends, parentheses, the possessive of a place or person."""
    tokens = words.words
    parts: list[tuple[int, int]] = []
    first = start
    for index in range(start, end):
        token = tokens[index]
        if words.headline[index] and token.islower() and token not in IN_NAMES:
            return [*parts, (first, index)] if index > first else parts  # a verb or a clause: "Inn Tea to Cut Jobs"
        cut = "\n" in token or token in "()[]" or token in ("--", "—", "–")
        if not cut and token in ("'s", "’s", "‘s") and index > first:
            owner = words.phrase(first, index).removeprefix("the ").removeprefix("The ")
            cut = label == "PERSON" or owner in lexicon.places or owner in lexicon.demonyms
            cut = cut and words.phrase(first, index + 1) not in lexicon.known
        if not cut and (
            token in (",", "and", "AND")
            and label in ("PERSON", "GPE", "NORP", "LOC")
            or (token == "," and index + 1 < end and words.phrase(index + 1, end) in lexicon.places)
        ):
            cut = words.phrase(start, end).removeprefix("the ") not in lexicon.places
        cut = cut or (token == "The" and index > first and tokens[index - 1].endswith("."))  # "on X. The Otter Club"
        if not cut and index > start and _opens_person(tokens, index + 1, end, lexicon):
            cut = token in POSSESSIVES or (token in lexicon.roles and tokens[start] not in lexicon.roles)
        if not cut and token in POSSESSIVES and index + 1 < end:
            cut = words.phrase(index + 1, end) in lexicon.known  # "Alphabet's Google"
        if not cut and index > first and index + 1 < end:
            if token == "and":
                cut = tokens[index - 1] in lexicon.given and tokens[index + 1] in lexicon.given
            elif token in ("-", "/") and (label == "PERSON" or words.phrase(first, index) in lexicon.places):
                cut = token == "/" or words.ends(index - 1) < words.begins[index]
        if cut:
            parts.append((first, index))
            first = index + 1
    parts.append((first, end))
    return [part for part in parts if part[0] < part[1]]


def _is_saint(words: Words, start: int, end: int, label: str, lexicon: Lexicon) -> bool:
    """Whether a possessive is that of a saint, after whom a house is named, and not of a town."""
    is_saint = words.words[start] in ("St", "St.") and end - start == 3 and words.words[end - 1].lower().endswith("s")
    return is_saint and label != "PERSON" and words.phrase(start, end - 1) not in lexicon.places


def _opens_person(tokens: list[str], index: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the rest of a range is a person, after roles or not: "Inn Tea" + "Chief Executive" + "Anna Huber"."""
    while index < end and tokens[index] in lexicon.roles:
        index += 1
    return index + 1 < end <= index + 3 and tokens[index] in lexicon.given and tokens[end - 1].istitle()


def _is_title(tokens: list[str], start: int, end: int, label: str, lexicon: Lexicon) -> bool:
    """Whether an honorific stands before a name: not in "St. Pölten", "Duke of Graz", "Justice Department"."""
    if tokens[end - 1] in lexicon.words["organizations.sure_tails"]:
        return False
    return tokens[start + 1] != "of" and (tokens[start] != "St." or label == "PERSON")


def _is_person_next(tokens: list[str], start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a given name stands here, by itself or after a role: "Minister Anna Huber"."""
    if tokens[start] in lexicon.roles and end - start > 2:
        start += 1
    return tokens[start] in lexicon.given


def _is_waste_before(tokens: list[str], start: int, end: int, label: str, lexicon: Lexicon) -> bool:
    """Whether the first token is a mark, an article, a caption's code, or a word in lower case that opens no name."""
    first = tokens[start]
    if first in MARKS or first in ("''", "``", "--") or first.isspace() or first.lower() in ARTICLES:
        return True
    return first in lexicon.words["never.captions"] or (
        first[0].islower() and not _opens_name(tokens, start, end, label)
    )


def _waste_after(tokens: list[str], start: int, end: int, label: str, lexicon: Lexicon) -> int:
    """How many tokens at the end are no part of the name: marks, possessives, words in lower case, scores, credits."""
    last, before = tokens[end - 1], tokens[end - 2] if end - start > 1 else ""
    if last in MARKS or last in POSSESSIVES or last in ("''", "--") or last.isspace():
        return 1
    if last[0].islower() and not any(char.isupper() for char in last[1:]):
        return 1
    if last.isdigit() and (label in ("PERSON", "GPE", "NORP", "LOC") or before in lexicon.places):
        return 1
    if before and ORDINAL.match(last):
        return 1
    if last[0].isdigit() and before in ("-", "+", "/", ":"):
        return 3 if end - start > 3 and tokens[end - 3].isdigit() else 2
    if before and label == "PERSON" and last.istitle() and last.lower() in lexicon.words["context.speech"]:
        return 1  # "Huber Says" in a headline
    if before and label == "PERSON" and last in lexicon.words["honorifics.after"]:
        return 1
    if before and last in CREDITS and end < len(tokens) and tokens[end] == ":":
        return 1
    return 1 if label == "ORG" and last in lexicon.roles and before[:1].isupper() else 0


def _opens_name(tokens: list[str], start: int, end: int, label: str) -> bool:
    """Whether a name may start with this word in lower case: "van Gogh", "al-Shabab", "iPhone"."""
    first = tokens[start]
    if any(char.isupper() for char in first):
        return True
    return first in PARTICLES and end - start > 1 and label in ("PERSON", "ORG", "FAC")
