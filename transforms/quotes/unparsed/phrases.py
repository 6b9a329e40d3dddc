"""The phrases of a language that no model reads: words with what parts them, who stands before or after a verb."""

import re
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from transforms.quotes.lexicon import Words

Span = tuple[int, int]
PIECE = re.compile(r"[^\W_]+(?:[.][^\W_]+){0,6}")
BRACKET = re.compile(r"\([^()\n]{1,30}\)")
MARKS = " \u00a0\u202f\"“”„«»‘’‚‹›'"  # of a title within a phrase: der „Lauber Zeitung“
TIED = ("'", "’")
APART = "|"  # the gap of a word that a stop, mark or dash parts from the one before
MAX_PHRASE = 14  # words
MAX_SKIPPED = 14  # words between a cue and the speaker after it
MAX_UNKNOWN = 2  # of those, words that are neither small nor a name: "dijo visiblemente emocionado Luis Cano"
MAX_TAIL = 6  # words between a description and the name in apposition: "el portavoz en el Congreso, Luis Cano"


class Word(NamedTuple):
    start: int
    end: int
    form: str  # lower case
    is_capital: bool
    gap: str  # between it and the word before: "" blank, "," a comma, "|" more

    @property
    def is_noun(self) -> bool:
        """Whether it is written as a name, or with a number: 54-Jährige."""
        return self.is_capital or self.form[0].isdigit() and not self.form.isdigit()


def words_of(text: str, start: int, end: int, grammar: Words, marks: Sequence[Span] = ()) -> list[Word]:
    """The words of a stretch but for those in brackets and within `marks` (disjoint, in order).

    An elided article is a word of its own (l’ + ingénieur), and so is a pronoun tied to its verb (dit-il).
    """
    found: list[Word] = []
    brackets = ((*bracket.span(), False) for bracket in BRACKET.finditer(text, start, end))
    skipped = deque(sorted([*brackets, *((s, e, True) for s, e in marks)]))
    is_barred = True
    for piece in PIECE.finditer(text, start, end):
        at, stop = piece.span()
        raw = text[at:stop]
        form = raw.lower()
        while skipped and skipped[0][1] <= at:
            is_barred |= skipped.popleft()[2]
        if skipped and skipped[0][0] <= at:
            continue
        if len(raw) > 1 and raw.isupper() and form in grammar.small:
            form = raw  # het OM, "the public prosecutor", is no "om"
        gap = APART
        if not is_barred:
            last = found[-1]
            between = text[last.end : at]
            if between != " " and _is_tied(between, last.form, form, grammar):
                found[-1] = Word(last.start, stop, f"{last.form}{between}{form}", last.is_capital, last.gap)
                continue
            gap = "" if between == " " else _gap(between, last, grammar)
        found.append(Word(at, stop, form, raw[0].isupper(), gap))
        is_barred = False
    return found


def _is_tied(between: str, form: str, following: str, grammar: Words) -> bool:
    if between == "-":
        return following not in grammar.pronouns and following not in grammar.small
    return between in TIED and form not in grammar.small


def _gap(between: str, last: Word, grammar: Words) -> str:
    bare = BRACKET.sub("", between).strip(MARKS)
    if not bare or bare in TIED or between == "-":
        return ""
    is_title = last.form in grammar.titles or len(last.form) == 1
    is_title |= last.form in grammar.roles
    return "" if bare == "." and is_title else bare if bare == "," else APART


def phrase(words: Sequence[Word], i: int, grammar: Words, is_bare: bool = False) -> int | None:
    """The last word of the noun phrase that starts at word i, None where none does.

    A pronoun; a name ("Anna de Boer"); an article and what it brings ("el portavoz de la Junta Luis Cano"). With
    `is_bare` also a noun in lower case without an article ("fuentes policiales").
    """
    first = words[i]
    is_described = first.form in grammar.articles
    opens_noun = is_described and i + 1 < len(words) and not words[i + 1].gap and words[i + 1].form not in grammar.small
    if first.form in grammar.pronouns and not opens_noun:  # haar, and not haar man
        return i
    opens_name = first.is_capital and first.form in grammar.particles and _name_goes_on(words, i, grammar)
    if not is_described and not opens_name:
        is_title = first.is_capital and first.form in grammar.titles
        if not (first.is_noun or is_bare) or first.form in grammar.breaks | grammar.fillers and not is_title:
            return None
    last = None if is_described else i
    in_run = 1 if first.is_noun and not is_described else 0  # nouns with a capital so far, one after the other
    has_name, after_link = in_run > 0, False
    for j in range(i + 1, min(len(words), i + MAX_PHRASE)):
        word = words[j]
        if word.gap:
            break
        if word.is_noun and (word.form not in grammar.small or _name_goes_on(words, j, grammar)):
            last, has_name, after_link, in_run = j, True, False, in_run + 1
        elif in_run and is_particle(words, j, grammar) and _name_goes_on(words, j, grammar):
            after_link = True
        elif after_link and word.form in grammar.articles | grammar.links:
            continue
        elif word.form in grammar.links and _may_link(
            words[i if last is None else last], in_run, is_described, grammar
        ):
            after_link, in_run = True, 0
        elif word.form in grammar.small or word.form in grammar.pronouns:
            is_verb = grammar.verb_second and word.form not in grammar.breaks and last == j - 1
            if is_verb and last is not None and not words[last].is_noun and last > i + is_described:
                last -= 1  # Volgens de politie reed | de bestuurder
            break
        elif has_name and not after_link or not (is_described or is_bare or after_link):
            break
        else:
            last, after_link, in_run = (last if grammar.capitals and is_described else j), False, 0
            if grammar.capitals and is_described and last is None and (j + 1 == len(words) or words[j + 1].gap):
                last = j
    return last


def _name_goes_on(words: Sequence[Word], i: int, grammar: Words) -> bool:
    """Whether particles alone stand between word i and a name: von der Heide."""
    for word in words[i + 1 : i + 4]:
        if word.gap:
            return False
        if word.form not in grammar.particles | grammar.articles:
            return word.is_capital
    return False


def is_particle(words: Sequence[Word], j: int, grammar: Words) -> bool:
    """Whether word j may stand within a name: von, and der after it."""
    after = words[j - 1].form in grammar.particles and words[j].form in grammar.articles
    return words[j].form in grammar.particles or after


def _may_link(last: Word, in_run: int, is_described: bool, grammar: Words) -> bool:
    """Whether a genitive may follow: "die Sprecherin der Polizei", not "sagte Anna Huber der Zeitung"."""
    return not grammar.capitals or is_described and in_run < 2 or last.form.endswith(grammar.roles)


def apposed(words: Sequence[Word], last: int, grammar: Words) -> int | None:
    """The last word of the name that a comma joins to the description that ends at `last`: "le préfet, Alain Roche"."""
    comma = next((n for n in range(last + 1, min(len(words), last + 2 + MAX_TAIL)) if words[n].gap), None)
    if comma is None or words[comma].gap != ",":
        return None
    if comma > last + 1 and words[last + 1].form not in grammar.breaks:
        return None
    start = comma
    if not words[start].is_capital or words[start].form in grammar.titles:  # , Me Anne Morel and , deputado Luís Cano
        start += 1
    if start == len(words) or not words[start].is_capital or start > comma and words[start].gap:
        return None
    if start > comma and words[comma].form in grammar.breaks | grammar.fillers and not words[comma].is_capital:
        return None
    end = phrase(words, start, grammar)
    is_closed = end is not None and (end + 1 == len(words) or words[end + 1].gap in (",", APART))
    is_name = end is not None and (end > start or start > comma or is_closed and not grammar.capitals)
    return end if is_name else None


def speaker_after(words: Sequence[Word], i: int, grammar: Words) -> Span | None:
    """The speaker (first and last word) that follows a cue; adverbs, days and who was told it are passed over."""
    begin = i
    may_be_bare = bool(i and grammar.plural) and words[i - 1].form.endswith(grammar.plural) or grammar.bare_nouns
    if begin < len(words) and words[begin].gap == ",":  # a martelé, lundi 12 mai, le ministre
        closing = next((n for n in range(begin + 1, min(len(words), begin + MAX_TAIL)) if words[n].gap), None)
        if closing is None or words[closing].gap != ",":
            return None
        return _first_speaker(words, closing, begin, may_be_bare, grammar)
    return _first_speaker(words, begin, begin, may_be_bare, grammar)


def _first_speaker(words: Sequence[Word], i: int, begin: int, may_be_bare: bool, grammar: Words) -> Span | None:
    unknown, first = 0, i
    while i < min(len(words), begin + MAX_SKIPPED) and (i == first or not words[i].gap):
        form = words[i].form
        end = phrase(words, i, grammar)
        if form in grammar.pronouns or end is not None and (form not in grammar.fillers or words[i].is_capital):
            return (i, with_name(words, i, end if end is not None else i, grammar))
        if form in grammar.conjunctions:
            return None
        if may_be_bare and form not in grammar.small and (end := phrase(words, i, grammar, is_bare=True)) is not None:
            return (i, end)  # zeggen omwonenden
        if form in grammar.fillers or form in grammar.articles:
            if end is not None and form in grammar.articles:
                return (i, with_name(words, i, end, grammar))
            i += 1
        elif form in grammar.breaks:
            told = phrase(words, i + 1, grammar, True) if i + 1 < len(words) else None
            i = told + 1 if told is not None else i + 1
        elif unknown < MAX_UNKNOWN:
            unknown, i = unknown + 1, i + 1
        else:
            return None
    return None


def speaker_before(words: Sequence[Word], n: int, grammar: Words) -> Span | None:
    """The speaker (first and last word) that ends before word n: "El alcalde de Vigo, Luis Cano, lo" + dijo."""
    j = n - 1
    while j >= 0 and words[j].form in grammar.fillers and not (j + 1 < len(words) and words[j + 1].gap):
        j -= 1
    gap = words[j + 1].gap if j + 1 < len(words) else ""
    if j < 0 or gap == APART:
        return None
    count, begin = len(words), max(0, j - MAX_PHRASE)
    begin = next((i for i in range(j, begin, -1) if words[i].gap == APART), begin)
    words = words[: j + 1]
    for i in range(begin, j + 1):
        if i and not words[i].gap and not _may_begin(words, i, n == count, grammar):
            continue
        end = phrase(words, i, grammar)
        is_name = words[i].is_capital and words[i].form in grammar.particles  # Von der Heide
        if end is None or words[i].form in grammar.breaks and not is_name:  # no subject: dem Minister
            continue
        is_named = any(w.is_noun for w in words[i : end + 1])
        if end == j and (is_named or n < count) and (not gap or words[i].gap == "," and words[i].is_capital):
            return (i, end)
        if not gap and end < j and _is_tail(words, i, end, j, grammar):  # Die Polizei in Graz
            return (i, end)
        if gap and end < j and apposed(words, end, grammar) == j:
            return (i, j)
        if gap and end < j and words[end + 1].gap == ",":  # Luis Cano, the mayor of Vigo,
            return (i, end)
    return None


def _may_begin(words: Sequence[Word], i: int, is_announced: bool, grammar: Words) -> bool:
    """Whether a speaker may begin at word i, not after a preposition; before a colon, also after any other word."""
    before = words[i - 1].form
    is_free = is_announced and before not in grammar.small and words[i].form in grammar.articles
    return is_free or before in grammar.conjunctions or before in grammar.fillers


def _is_tail(words: Sequence[Word], i: int, end: int, j: int, grammar: Words) -> bool:
    """Whether words from behind a phrase that opens its clause to word j are a preposition and its noun."""
    opens = i == 0 or words[i].gap != ""
    is_preposition = words[end + 1].form in grammar.breaks and words[end + 1].form not in grammar.conjunctions
    if not opens or not is_preposition or words[end + 1].gap or end + 2 > j:
        return False
    return phrase(words, end + 2, grammar) == j


def with_name(words: Sequence[Word], i: int, end: int, grammar: Words) -> int:
    """The end of a phrase with the name in apposition, where it is a description."""
    if words[i].form in grammar.pronouns:
        return end
    named = apposed(words, end, grammar) if words[i].form in grammar.articles else None
    return named if named is not None else end
