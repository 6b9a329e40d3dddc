"""Quotations given to their cues and speakers, sentence by sentence."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from schemas.records import Paragraph
from transforms.quotes.frames import Frame, Span, find_frames
from transforms.quotes.lexicon import QuoteLexicon
from transforms.quotes.marks import Quoted
from transforms.quotes.sentences import split_sentences

WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
LAST_WORD = re.compile(r"([^\W\d_]{2,20})[,:]?\s{0,3}$")


@dataclass(slots=True)
class Attribution:
    """A quotation on its way: pieces (offsets), speaker, cue and how they were found."""

    spans: list[Span]
    speaker: Span | None = None
    head: int | None = None
    cue: Span | None = None
    how: str = "none"
    kind: str = "direct"
    is_closed: bool = True
    paragraph: int = 0
    frame: Frame | None = None


@dataclass(slots=True)
class Sentence:
    start: int
    end: int
    paragraph: int
    full: list[Quoted] = field(default_factory=list)
    pieces: list[tuple[int, int]] = field(default_factory=list)  # token ranges outside full quotations
    frames: list[Frame] = field(default_factory=list)


def attribute(
    text: str,
    paragraphs: Sequence[Paragraph],
    quoted: Sequence[Quoted],
    doc: Doc,
    lexicon: QuoteLexicon,
    parse: Callable[[Sequence[tuple[int, int]]], list[Doc]],
) -> list[Attribution]:
    sentences = _sentences(text, paragraphs, quoted, doc, lexicon)
    ranges = [(s, r) for s in sentences for r in s.pieces]
    for (sentence, (start, end)), parsed in zip(ranges, parse([r for _, r in ranges]), strict=True):
        if len(parsed):
            sentence.frames += find_frames(parsed, doc[start:end], lexicon)
    found: list[Attribution] = []
    previous: Attribution | None = None
    for index, sentence in enumerate(sentences):
        used: set[int] = set()
        here: list[Attribution] = []
        for item in sentence.full:
            chosen = _choose(text, sentence, item, lexicon)
            span = (item.inner_start, item.inner_end)
            if chosen is not None:
                used.add(id(chosen))
                same = next((a for a in here if a.frame is chosen), None)
                if same is not None:
                    same.spans.append(span)
                    same.is_closed = item.is_closed
                    continue
                how = "inverted" if chosen.how == "inverted" else "beside"
                here.append(
                    Attribution(
                        [span], chosen.speaker, chosen.head, chosen.cue, how, "direct", item.is_closed,
                        sentence.paragraph, chosen,
                    )
                )
                continue
            bare = not WORD.search(text[sentence.start : item.start] + " " + text[item.end : sentence.end])
            if previous is not None and previous.kind != "indirect":
                if previous.paragraph == sentence.paragraph and bare:
                    previous.spans.append(span)
                    previous.is_closed = item.is_closed
                    continue
                if sentence.paragraph - previous.paragraph == 1 and not previous.is_closed and item.start == paragraphs[sentence.paragraph].start:
                    previous.spans.append(span)
                    previous.is_closed = item.is_closed
                    previous.paragraph = sentence.paragraph
                    continue
                how = "same_paragraph" if previous.paragraph == sentence.paragraph else "previous_paragraph"
                here.append(Attribution([span], previous.speaker, previous.head, None, how, "direct", item.is_closed, sentence.paragraph))
            else:
                here.append(Attribution([span], None, None, None, "none", "direct", item.is_closed, sentence.paragraph))
        if here:
            previous = here[-1]
        for frame in sentence.frames:
            if id(frame) not in used and frame.content:
                spans = whole_quotations(frame.content, sentence, quoted)
                if not spans:
                    continue
                kind = kind_of(text, spans, quoted)
                here.append(Attribution(spans, frame.speaker, frame.head, frame.cue, frame.how, kind, True, sentence.paragraph, frame))
        found += here
    return found


def _sentences(
    text: str, paragraphs: Sequence[Paragraph], quoted: Sequence[Quoted], doc: Doc, lexicon: QuoteLexicon
) -> list[Sentence]:
    starts = [token.idx for token in doc]
    sentences = []
    for start, end, paragraph in split_sentences(text, paragraphs, quoted, lambda w: lexicon.is_cue(w, "quote")):
        sentence = Sentence(start, end, paragraph)
        inside = [q for q in quoted if start <= q.start < end]
        for item in inside:
            if is_full(text, start, end, item, sentence.full, lexicon):
                sentence.full.append(item)
        at = start
        for a, b in [(q.start, q.end) for q in sentence.full] + [(end, end)]:
            if WORD.search(text, at, a):
                sentence.pieces.append((bisect_left(starts, at), bisect_left(starts, a)))
            at = b
        sentences.append(sentence)
    return sentences


def is_full(text: str, start: int, end: int, item: Quoted, before_it: Sequence[Quoted], lexicon: QuoteLexicon) -> bool:
    """Whether a quoted stretch is a quotation of its own, not a part of the sentence around it."""
    before = text[start : item.start].rstrip()
    after = text[item.end : end].lstrip()
    inner = text[item.inner_start : item.inner_end]
    words = len(inner.split())
    first = next((c for c in inner if c.isalnum() or c in "@#[…"), "")
    begins = first.isupper() or first.isdigit() or first in "@#[…"
    stops = inner[-1] in ".,?!…—–-" or not item.is_closed
    if not WORD.search(before):
        return stops or not WORD.search(after) and words > 2 or after[:1] == ","
    word = LAST_WORD.search(before[-24:])
    is_cue = word is not None and lexicon.is_cue(word.group(1).lower(), "clause", "quote")
    if before[-1] == ":":
        return True
    if before[-1] == "," and (begins and words > 2 or is_cue or before_it):
        return True
    if is_cue and (begins or words > 2):
        return True
    return begins and stops and words > 3


def _choose(text: str, sentence: Sentence, item: Quoted, lexicon: QuoteLexicon) -> Frame | None:
    """The frame of the sentence that a full quotation belongs to."""
    others = [q for q in sentence.full if q is not item]
    left = max([q.end for q in others if q.end <= item.start], default=sentence.start)
    right = min([q.start for q in others if q.start >= item.end], default=sentence.end)
    before = [f for f in sentence.frames if left <= f.cue[0] < item.start]
    after = [f for f in sentence.frames if item.end <= f.cue[0] < right]
    if before and not WORD.search(text, before[-1].cue[1], item.start):
        return before[-1]
    for frame in after:
        between = len(WORD.findall(text, item.end, min(frame.clause_start, frame.cue[0])))
        if between <= 3:
            return frame
    if before:
        return before[-1]
    if left != sentence.start:  # the clause before is shared: "A," she said, "B."
        earlier = [f for f in sentence.frames if f.cue[0] < item.start]
        return earlier[-1] if earlier else None
    return None


def whole_quotations(spans: Sequence[Span], sentence: Sentence, quoted: Sequence[Quoted]) -> list[Span]:
    """The spans widened to take in whole every fragment in marks that they touch, joined where they then meet."""
    widened: list[Span] = []
    for start, end in sorted(spans):
        for item in quoted:
            if item in sentence.full:
                continue
            if item.start < end and start < item.end and not (item.start <= start and end <= item.end):
                start = item.start if item.start < start else start
                end = item.end if item.end > end else end
        if widened and start <= widened[-1][1]:
            widened[-1] = (widened[-1][0], max(end, widened[-1][1]))
        else:
            widened.append((start, end))
    return widened


def kind_of(text: str, spans: Sequence[Span], quoted: Sequence[Quoted]) -> str:
    words = [m.start() for s, e in spans for m in WORD.finditer(text, s, e)]
    inside = sum(any(q.start <= w < q.end for q in quoted) for w in words)
    return "indirect" if not inside else "direct" if inside == len(words) else "mixed"
