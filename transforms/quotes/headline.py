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
NOT_NAMES = frozenset(
    [
        "how",
        "why",
        "what",
        "when",
        "where",
        "who",
        "analysis",
        "opinion",
        "exclusive",
        "watch",
        "video",
        "report",
        "live",
        "update",
        "updates",
        "review",
        "breaking",
        "poll",
        "fact",
        "interview",
        "transcript",
        "letter",
        "letters",
        "editorial",
        "podcast",
        "photos",
        "here",
    ]
)
MAX_HEADLINE = 200  # characters
MAX_NAME = 6  # words before the colon
WEAK = frozenset(
    (
        "read",
        "go",
        "begin",
        "start",
        "finish",
        "offer",
        "show",
        "find",
        "see",
        "hold",
        "report",
        "plan",
        "post",
        "question",
        "answer",
        "judge",
        "figure",
        "like",
        "back",
        "address",
        "detail",
        "estimate",
        "email",
        "text",
        "raise",
        "release",
        "press",
        "ring",
        "cut",
        "put",
        "shoot",
        "rage",
        "cite",
        "order",
        "welcome",
        "hit",
    )
)


def read_headline(text: str, start: int, end: int, lexicon: QuoteLexicon, language: str = "en") -> list[Attribution]:
    """At most one attribution of the headline that stands at [start, end) of `text`.

    In this order: a name and a colon; a cue at the end ("Bridge is safe, Moser says"); the first cue after a name.
    """
    end = min(end, start + MAX_HEADLINE)
    quoted = pair_marks(text, [Paragraph(start, end, "paragraph")], language)
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
        if _is_name(named):
            found.append(((named[0].start(), named[-1].end()), None, (colon.end(), end), "colon"))
        told = [w for w in named if _cue(w.group(), lexicon, language, "clause", "quote", "predicate", "object")]
        if told and told[0].start() > start and not found:
            before = [w for w in named if w.end() <= told[0].start()]
            if _is_name(before[:MAX_NAME]) and len(before) <= MAX_NAME:
                found.append(((before[0].start(), before[-1].end()), told[0].span(), (colon.end(), end), "headline"))
    for n, word in enumerate(words):
        cue = _cue(word.group(), lexicon, language, "clause", "infinitive", "predicate", "object")
        if cue is None or n == 0:
            continue
        if n >= len(words) - 2 and "clause" in cue.takes:
            comma = text.rfind(",", start, word.start())
            named = [w for w in words[:n] if w.start() > comma]
            if comma > start and _is_name(named):
                found.append(((named[0].start(), named[-1].end()), word.span(), (start, comma), "headline"))
                continue
        comma = max(text.rfind(",", start, word.start()), text.rfind(";", start, word.start()))
        before = [w for w in words[:n] if w.start() > comma]
        beside = next((b for b in cue.beside), None)
        if beside is not None and (n + 1 >= len(words) or words[n + 1].group().lower() != beside):
            continue
        if _is_name(before):
            at = words[n + 1].end() if beside else word.end()
            found.append(((before[0].start(), before[-1].end()), word.span(), (at, end), "headline"))
            break
    return found


def _cue(word: str, lexicon: QuoteLexicon, language: str, *takes: str) -> Cue | None:
    """The cue that a word in a headline stands for: third person or past, and no everyday noun."""
    for cue in lexicon.readings(word.lower(), language):
        if cue.part != "verb" or cue.lemma in WEAK or word.lower() == cue.lemma or word.lower().endswith("ing"):
            continue
        if cue.takes & set(takes):
            return cue
    return None


def _is_name(words: Sequence[re.Match[str]]) -> bool:
    return (
        0 < len(words) <= MAX_NAME
        and words[0].group()[0].isupper()
        and words[0].group().lower() not in NOT_NAMES
        and any(w.group()[0].isupper() for w in words)
    )


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
