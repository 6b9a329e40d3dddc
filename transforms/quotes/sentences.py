"""Sentences without a parser: a paragraph is cut at its stops, never inside quotation marks."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from schemas.records import Paragraph
from transforms.quotes.lexicon import QuoteLexicon
from transforms.quotes.marks import Quoted

LINE = re.compile(r"[^\n]+")
STOP = re.compile(r"[.!?…]{1,4}(?:\s»|[)\]\"”“’'»«]{0,3})(?=\s)")
FOLLOWING = re.compile(r"[^\W_]+")
AFTER_CUE = re.compile(
    r"\s{0,2}(?:[.,;]|$|\s(?:in|on|at|to|of|during|after|when|as|with|while|from|by|before|last|this|earlier"
    r"|later|again|about|[A-Z][a-z]+day)\b)"
)
NEVER_BEFORE_CUE = frozenset(
    [
        "did",
        "not",
        "has",
        "had",
        "have",
        "is",
        "was",
        "were",
        "are",
        "will",
        "would",
        "to",
        "could",
        "can",
        "no",
        "and",
        "but",
        "that",
    ]
)
ASKS = frozenset(("asked", "asks", "told", "tells"))
CREDITED = re.compile(r"\s{0,2}(?:[―—–]|--?)\s{0,2}[A-Z][^\n.]{1,60}\.?\s{0,2}(?:$|\n)")
DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]{2,20}(?:\s[A-Z][A-Z.'’-]{1,20}){0,3}(?:,\s[A-Z][\w.]{1,20}(?:\s[A-Z]\w{1,20})?)?(?:,?\s[A-Z][a-z]{2,8}\.?\s\d{1,2})?"
    r"\s(?:\([A-Z][\w\s./]{1,30}\)\s)?(?:—|–|--|-)\s"
)
OPENS_ANOTHER = frozenset(
    ("In", "On", "At", "After", "Before", "When", "While", "But", "And", "As", "If", "For", "With")
)
ENDS_SPEECH = re.compile(r"[,?!](?=\s)")
COMMA = re.compile(r",\s")
MAX_COMMAS = 4
STARTS = re.compile(r"[\s\"“”„«‘'(\[—–-]{0,4}[A-Z0-9À-ÞŒ@#$€£¿¡\"“„«‘']")


def split_sentences(
    text: str, paragraphs: Sequence[Paragraph], quoted: Sequence[Quoted], lexicon: QuoteLexicon, language: str
) -> list[tuple[int, int, int]]:
    """(start, end, index of paragraph) of each sentence.

    A stop inside quotation marks does not end the sentence; the closing mark does where a stop stands before it and no
    attribution follows ("“Who pays?” Ann Miller asked.").
    """
    sentences: list[tuple[int, int, int]] = []
    by_paragraph: dict[int, list[Quoted]] = {}
    for item in quoted:
        by_paragraph.setdefault(item.paragraph, []).append(item)
    lines = [
        (line.start(), line.end(), index)
        for index, paragraph in enumerate(paragraphs)
        for line in LINE.finditer(text, paragraph.start, paragraph.end)
    ]
    for first, last, index in lines:
        inside = by_paragraph.get(index, [])  # in order, and no two overlap
        opened = [q.start for q in inside]
        dateline = DATELINE.match(text, first, last)
        start = first = dateline.end() if dateline else first
        for match in STOP.finditer(text, first, last):
            end = match.end()
            number = bisect_left(opened, match.start()) - 1
            last_opened = inside[number] if number >= 0 else None
            if last_opened is not None and end < last_opened.end:
                continue
            if text[match.start()] == "." and lexicon.abbreviation.search(
                text, max(start, match.start() - 12), match.start() + 1
            ):
                continue
            if not STARTS.match(text, end, min(end + 6, last)):
                continue
            closes_here = last_opened is not None and last_opened.end == end
            closes_here = closes_here and not text[start : opened[number]].strip()
            if closes_here and CREDITED.match(text, end, last):
                continue
            if closes_here and is_attribution(text[end : min(end + 120, last)], lexicon, language):
                continue
            if text[start:end].strip():
                sentences.append((_skip_blank(text, start), end, index))
                start = end
        if text[start:last].strip():
            sentences.append((_skip_blank(text, start), last, index))
    return sentences


def close_at_cue(text: str, quoted: Sequence[Quoted], lexicon: QuoteLexicon, language: str) -> list[Quoted]:
    """The same, but a mark left open ends before the first speaker and cue after it: “We stay, she said. Rain fell.

    Where the next paragraph opens with a mark, the quotation is a long one, and nothing was forgotten.
    """
    closed = []
    for item, following in itertools.zip_longest(quoted, quoted[1:]):
        goes_on = following is not None and text[item.end : following.start].isspace()
        if not (item.is_closed or item.is_single or goes_on):
            stops = itertools.islice(ENDS_SPEECH.finditer(text, item.inner_start, item.inner_end), MAX_COMMAS)
            for stop in stops:
                if is_attribution(text[stop.end() : min(stop.end() + 120, item.end)], lexicon, language):
                    item = replace(item, end=stop.end(), inner_end=stop.end())
                    break
        closed.append(item)
    return closed


def is_attribution(following: str, lexicon: QuoteLexicon, language: str) -> bool:
    """Whether the words after a quotation name its speaker: a short name and a cue, with nothing reported after it."""
    words = list(FOLLOWING.finditer(following))
    if words and words[0].group() in OPENS_ANOTHER or following.rstrip().endswith(":"):
        return False
    for n, word in enumerate(words[:8]):
        if word.group().lower() in NEVER_BEFORE_CUE:
            return False
        if not lexicon.is_cue(word.group().lower(), "quote", language):
            between = following[words[n - 1].end() : word.start()].strip(" ’'.-") if n else ""
            if between == ",":
                return _after_apposition(following, word.start(), lexicon, language)
            if between not in ("", '"', "“", "”"):
                return False
            continue
        rest = following[word.end() :]
        if n == 0:
            return word.group().islower() and rest[:1] == " " and rest[1:2].isalpha()
        if word.group().lower() in ASKS and n <= 3 and rest[:1] == " " and not rest[1:].startswith(("if ", "whether ")):
            return True
        return AFTER_CUE.match(rest) is not None
    return False


def _after_apposition(following: str, start: int, lexicon: QuoteLexicon, language: str) -> bool:
    """Miller, a retired worker from Ludlow, Mass., said …: one of the commas that close an apposition, then the cue."""
    for comma in list(COMMA.finditer(following, start))[:MAX_COMMAS]:
        if any(
            not lexicon.abbreviation.search(following, max(0, m.start() - 12), m.start() + 1)
            for m in STOP.finditer(following, start, comma.start())
        ):
            return False
        word = FOLLOWING.match(following, comma.end())
        if word is not None and lexicon.is_cue(word.group().lower(), "quote", language):
            return True
    return False


def _skip_blank(text: str, at: int) -> int:
    while text[at].isspace():
        at += 1
    return at
