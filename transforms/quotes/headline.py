"""Quotations of a headline, read without a parse: "Moser: bridge is ‘safe’", "Moser says bridge is safe"."""

import re
from collections.abc import Sequence

from schemas.records import Paragraph
from transforms.quotes.attribution import Attribution
from transforms.quotes.content import kind_of
from transforms.quotes.lexicon import Cue, QuoteLexicon
from transforms.quotes.marks import pair_marks

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+){0,4}")
COLON = re.compile(r":\s")
CREDIT = re.compile(r"(?::|\s[–—-])\s(?=[^:–—]{1,60}$)")
OPENING, CLOSING = "'‘\"“", "'’\"”"
MAX_HEADLINE = 200  # characters
MAX_NAME = 6  # words before the colon
MAX_ROLE = 3
# What follows a noun in a headline, not its verb: "Bridge claims dismissed", "Climate protests in Linz".
AFTER_NOUN = re.compile(r"(?:after|against|as|at|by|from|in|of|on|over|\w{2,20}ed)$")


def read_headline(text: str, start: int, end: int, lexicon: QuoteLexicon, language: str = "en") -> list[Attribution]:
    """At most one attribution of the headline that stands at [start, end) of `text`.

    In this order: a name and a colon; a cue at the end ("Bridge is safe, Moser says", "Bridge is safe, says mayor");
    the first cue after a name; who speaks behind a colon or dash at the end ("‘Bridge is safe’: Moser").
    """
    end = min(end, start + MAX_HEADLINE)
    quoted = pair_marks(text, [Paragraph(start, end, "paragraph")], lexicon.of(language))
    words = list(WORD.finditer(text, start, end))
    for span, cue, content, how in _readings(text, start, end, words, lexicon, language):
        trimmed = _trim(text, *content)
        if trimmed is None or len(text[slice(*trimmed)].split()) < 2:
            continue
        kind = kind_of(text, [trimmed], quoted)
        item = Attribution([trimmed], kind, 0, how, span, None, cue)
        item.is_closed = kind == "direct"
        return [item]
    return []


def _readings(
    text: str, start: int, end: int, words: Sequence[re.Match[str]], lexicon: QuoteLexicon, language: str
) -> list[tuple[tuple[int, int], tuple[int, int] | None, tuple[int, int], str]]:
    found: list[tuple[tuple[int, int], tuple[int, int] | None, tuple[int, int], str]] = []
    colon = COLON.search(text, start, end)
    if colon is not None:
        named = [w for w in words if w.end() <= colon.start()]
        sources = [n for n, w in enumerate(named) if w.group().lower() in ("from", "by")]  # A lesson from Ann Miller: …
        if (name := _name(named[sources[-1] + 1 :] if sources else named, lexicon, language)) is not None:
            found.append((name, None, (colon.end(), end), "colon"))
        told = [
            w
            for n, w in enumerate(words)
            if w in named and _cue(words, n, lexicon, language, "clause", "quote", "predicate", "object")
        ]
        if told and told[0].start() > start and not found:
            before = [w for w in named if w.end() <= told[0].start()]
            if (name := _name(before, lexicon, language)) is not None:
                found.append((name, told[0].span(), (colon.end(), end), "headline"))
    for n, word in enumerate(words):
        cue = _cue(words, n, lexicon, language, "clause", "infinitive", "predicate", "object")
        if cue is None or n == 0:
            continue
        comma = text.rfind(",", start, word.start())
        if "clause" in cue.takes and comma > start:
            behind, between = list(words[n + 1 :]), [w for w in words[:n] if w.start() > comma]
            named = behind if not between else between if len(behind) <= 1 else []
            if (name := _source(named, lexicon, language)) is not None:
                marked = comma + 2 if text[comma + 1] in CLOSING else comma  # “…,” mayor vows
                found.append((name, word.span(), (start, marked), "headline"))
                continue
        comma = max(comma, text.rfind(";", start, word.start()))
        before = [w for w in words[:n] if w.start() > comma]
        if (name := _name(before, lexicon, language)) is not None:
            at = words[n + len(cue.beside)].end()
            found.append((name, word.span(), (at, end), "headline"))
            break
    if (credit := CREDIT.search(text, start, end)) is not None:
        named = [w for w in words if w.start() >= credit.end()]
        is_marked = text[start] in OPENING and text[credit.start() - 1] in CLOSING
        name = _name(named, lexicon, language) if is_marked else None
        if (name := name or _role(named, lexicon)) is not None:
            found.append((name, None, (start, credit.start()), "colon"))
    return found


def _cue(words: Sequence[re.Match[str]], n: int, lexicon: QuoteLexicon, language: str, *takes: str) -> Cue | None:
    """The cue that word n of a headline stands for: third person or past, and no everyday noun."""
    word, following = words[n].group().lower(), tuple(w.group().lower() for w in words[n + 1 : n + 4])
    readings = lexicon.readings(word, language)
    may_be_noun = any(cue.part == "noun" for cue in readings)
    is_passive = word.endswith("ed") and following[:1] == ("by",)
    if is_passive or (following and may_be_noun and AFTER_NOUN.match(following[0])):
        return None
    for cue in readings:
        is_noun = word == cue.lemma and n < len(words) - 1  # at the end: "Bridge is safe, experts say"
        if (
            cue.part != "verb"
            or is_noun
            or word.endswith("ing")
            or (cue.lemma in lexicon.lists["deeds"] and not cue.beside)
        ):
            continue
        if cue.takes & set(takes) and cue.beside == following[: len(cue.beside)]:
            return cue
    return None


def _source(words: Sequence[re.Match[str]], lexicon: QuoteLexicon, language: str) -> tuple[int, int] | None:
    return _name(words, lexicon, language) or _role(words, lexicon)


def _role(words: Sequence[re.Match[str]], lexicon: QuoteLexicon) -> tuple[int, int] | None:
    """Who speaks without a name: "police", "transport minister"."""
    if not 0 < len(words) <= MAX_ROLE:
        return None
    noun = words[-1].group().lower()
    is_known = any(form in lexicon.nouns or form in lexicon.gendered for form in (noun, noun.removesuffix("s")))
    return (words[0].start(), words[-1].end()) if is_known else None


def _name(words: Sequence[re.Match[str]], lexicon: QuoteLexicon, language: str) -> tuple[int, int] | None:
    """The name that these words are, without "has", "just" at its end; None where they hold a verb or a clause."""
    breaks = lexicon.of(language).breaks
    fillers = lexicon.of(language).fillers
    words = list(words)
    while words and words[-1].group().lower() in (fillers | {"has", "have", "had", "is", "was", "will"}):
        words.pop()
    lower = [word.group().lower() for word in words]
    if not 0 < len(words) <= MAX_NAME or breaks.intersection(lower) or lexicon.lists["labels"].intersection(lower):
        return None
    return (words[0].start(), words[-1].end()) if words[0].group()[0].isupper() else None


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without blanks, commas and stops at either end; a quotation mark goes where the whole stands between marks."""
    while start < end and text[start] in " ,:;":
        start += 1
    while end > start and text[end - 1] in " ,:;.":
        end -= 1
    inner = text[start:end]
    if len(inner) > 2 and inner[0] in "'‘\"“" and inner[-1] in "'’\"”" and not re.search(r"['’\"”]\s", inner[1:-1]):
        start, end = start + 1, end - 1
    return (start, end) if start < end else None
