"""Persons' names made whole: initials, second halves, particles, given names that are places, names after a title."""

import re

from transforms.entities.kinds import is_name_word, is_office
from transforms.entities.lexicon import Lexicon
from transforms.entities.spans import PARTICLES, Span, Words, cover, follows

INITIAL = re.compile(r"[A-Z]\.\Z")
CLAN = re.compile(r"(?:O['’]|Mc|Mac)[A-Z][a-z]")
OPENERS = frozenset(("“", "‘", '"', "'", "``", "''", "«", "("))
MAX_PARTICLES = 3  # in a row: "de la", "van den"
OPENING = PARTICLES - {"do", "den", "ten"}  # without those that are words of their own
TAILS = ("organizations.tails", "events.tails", "facilities.facility", "facilities.natural", "facilities.regions")


def add_titled(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """Persons after an honorific ("Mr Huber", "Ms. von der Ley") that the model missed."""
    tokens = words.words
    covered = cover(words, spans)
    added = []
    for index in range(len(tokens) - 1):
        if tokens[index] in lexicon.honorifics and tokens[index] != "St.":
            end = name = _past_particles(tokens, index + 1)
            while end < len(tokens) and end - index < 6 and is_name_word(tokens[end]) and not words.starts[end]:
                end += 1
            is_new = name > index + 1 or not any(covered[index + 1 : end])  # a particle parts what the model saw
            if end > index + 1 and is_new:
                added.append(Span(index + 1, end, "PERSON", True))
    return [*spans, *added]


def join_halves(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """One person where the model saw two names side by side: "Anna" and "Linz" of Anna Linz."""
    tokens = words.words
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.end == span.start
            and last.end - last.start == span.end - span.start == 1
            and last.label in ("PERSON", "GPE")
            and words.ends(last.end - 1) + 1 == words.begins[span.start]
            and _are_halves(tokens[last.start], tokens[span.start], lexicon)
        ):
            last.end, last.label = span.end, "PERSON"
        else:
            joined.append(span)
    return joined


def _are_halves(first: str, second: str, lexicon: Lexicon) -> bool:
    """Whether two words are a given name and a surname, of which the given one may be a place's too: "Israel"."""
    if first in lexicon.words["persons.places"]:
        return is_name_word(second) and not is_office(second, lexicon) and not _is_tail(second, lexicon)
    return first.istitle() and second.istitle() and not is_office(first, lexicon)


def _is_tail(word: str, lexicon: Lexicon) -> bool:
    return any(word in lexicon.words[group] for group in TAILS)


def join_particles(words: Words, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """One person where a particle parts what the model saw: "Ursula von der Ley"."""
    tokens = words.words
    particles = [index for index in range(1, len(tokens) - 1) if tokens[index] in OPENING]
    if not particles:
        return spans
    ends, starts = {span.end: span for span in spans}, {span.start: span for span in spans}
    inner = {index for span in spans for index in range(span.start + 1, span.end)}
    found: list[Span] = []
    for index in particles:
        last = _past_particles(tokens, index)
        if last == index or tokens[index - 1] in PARTICLES or index in inner:
            continue
        left, right = ends.get(index), starts.get(index) or starts.get(last)
        begin, end = left.start if left else index - 1, right.end if right else last + 1
        given = tokens[begin] in lexicon.given or tokens[begin] in lexicon.words["persons.places"]
        is_person = given or (left is not None and left.label == "PERSON")
        is_one = begin not in inner and all(follows(words, at) for at in range(index, last + 1))
        if is_person and is_one and is_name_word(tokens[index - 1]) and not _is_tail(tokens[end - 1], lexicon):
            found.append(Span(begin, end, "PERSON"))
    covered = cover(words, found)
    return [*(span for span in spans if not any(covered[span.start : span.end])), *found] if found else spans


def _past_particles(tokens: list[str], index: int) -> int:
    """Where the name goes on after its particles ("Ley" of "von der Ley"), or `index` where no particle stands."""
    end = index
    while end < min(index + MAX_PARTICLES, len(tokens) - 1) and tokens[end] in PARTICLES:
        end += 1
    return end if end > index and is_name_word(tokens[end]) else index


def person_start(words: Words, span: Span, covered: bytearray, lexicon: Lexicon) -> int:
    """Initials and one more word before a person's name: "A. Huber", "Yehudit" + "Golan"; not "Honest Eva Golan"."""
    tokens, start = words.words, span.start
    if words.starts[start]:
        return start
    while start > 1 and _binds(words, start - 1) and is_name_word(tokens[start - 2]):
        if any(covered[start - 2 : start]):
            break
        start -= 2
    while start and not covered[start - 1] and INITIAL.match(tokens[start - 1]):
        start -= 1
    word = tokens[start - 1] if start and not covered[start - 1] and not words.starts[start] else ""
    if (
        len(word) < 3
        or word == "The"
        or not word.istitle()
        or not word.isalpha()
        or words.ends(start - 1) + 1 != words.begins[start]
    ):
        return start
    if word in lexicon.given:
        return start - 1
    is_whole = span.end - start > 1 and tokens[start] in lexicon.given
    opens = words.starts[start - 1] or (start > 1 and words.starts[start - 2] and tokens[start - 2] in OPENERS)
    return start if is_whole or opens or is_office(word, lexicon) else start - 1


def _binds(words: Words, index: int) -> bool:
    """Whether a hyphen without spaces around it stands here."""
    if words.words[index] != "-":
        return False
    return words.ends(index - 1) == words.begins[index] and words.ends(index) == words.begins[index + 1]


def person_end(words: Words, end: int, covered: bytearray, lexicon: Lexicon) -> int:
    """A second half after a hyphen, and the words with which a name goes on: "Paul" + "-Émile", "Jassim" + "Thani"."""
    tokens = words.words
    while end + 1 < len(tokens) and _binds(words, end) and not covered[end + 1]:
        end += 2
    while follows(words, end) and not covered[end] and _goes_on(tokens, end, covered, lexicon):
        end += 1
    return end


def _goes_on(tokens: list[str], index: int, covered: bytearray, lexicon: Lexicon) -> bool:
    """Whether a person's name goes on with this word: another capitalized one, or a particle before one."""
    word = tokens[index]
    if word in ("bin", "ibn", "al", "el", "de", "da", "van", "von", "der", "del", "dos"):
        return index + 1 < len(tokens) and tokens[index + 1][0].isupper() and not covered[index + 1]
    return word.istitle() and word.isalpha() and len(word) > 2 and not is_office(word, lexicon)


def clan_name(words: Words, span: Span, lexicon: Lexicon) -> bool:
    """Whether a Scottish or Irish surname follows a given name that the model took for the place: "Georgia O’Hara"."""
    tokens, end = words.words, span.end
    is_given = end - span.start == 1 and tokens[span.start] in lexicon.words["persons.places"]
    return is_given and follows(words, end) and CLAN.match(tokens[end]) is not None
