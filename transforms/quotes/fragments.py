"""Fragments in marks within a sentence that reports: "Ann Miller said the bridge “will hold” and …"."""

import re
from collections.abc import Sequence

from transforms.quotes.attachment import nearest_report
from transforms.quotes.attribution import Attribution
from transforms.quotes.content import AFTER_NAME, WORD, Sentence, kind_of, trim
from transforms.quotes.frames import Frame, Span
from transforms.quotes.marks import Quoted
from transforms.quotes.pieces import looks_like_title

RUN_ON = re.compile(
    r"\s(?:and|or|because|if|that|who|whose|to|in|of|for|with|by|from|on|at|when|than)\s[^.;:—–\n]{1,300}"
)
OCCASION = re.compile(
    r"\s(?:in|on|at|to|during)\s(?:a|an|the|his|her|their|its)\s(?:[\w-]{1,20}\s){0,2}"
    r"(?:statement|interview|speech|conference|post|tweet|e?-?mail|letter|call|memo|release|briefing|report|appearance)\b"
)
COMMAS = re.compile(r"[ ,]{0,4}")
LISTED = re.compile(r"[ ,]{0,3}(?:(?:and|or|but)\s)?(?:(?:a|an|the|his|her|their|its)\s)?")
THAT = re.compile(r"\bthat\s")
AFTER_OUTLET = re.compile(r"[^“”\".;:,]{0,40}\sthat\s")
ON_OUTLET = re.compile(r"\s(?:on|during)\s(?:[\w.’'-]{1,20}\s){0,4}$")
REJOINS = re.compile(
    r",\s(?:(?:and|but|because|though|although|yet|so|or)\s)?(?:(?:also|still|then|that|even)\s){0,2}$"
)
MAX_BETWEEN = 16  # words from a cue to the fragment that goes on from before it
MIN_WORDS = 3  # of a fragment that is looked after; a shorter one may be a word in doubt


def with_fragments(text: str, spans: Sequence[Span], sentence: Sentence, frame: Frame) -> list[Span]:
    """The spans widened to take in whole every fragment in marks that they touch, and what the parser lost after it."""
    widened: list[Span] = []
    fragments = sentence.fragments
    for start, end in sorted(spans):
        for item in fragments:
            if item.start <= start and end <= item.end:
                start, end = min(start, item.inner_start), max(end, item.inner_end)
            elif item.start < end and start < item.end:
                start, end = min(start, item.start), max(end, item.end)
        if widened and start <= widened[-1][1]:
            widened[-1] = (widened[-1][0], max(end, widened[-1][1]))
        else:
            widened.append((start, end))
    if widened:
        start, end = widened[-1]
        for item in fragments:
            occasion = OCCASION.match(text, item.end, end) if item.end < end else None
            end = item.end if occasion is not None and occasion.end() == end else end
        widened[-1] = _without_outlet(text, start, _run_on(text, end, sentence, frame), sentence)
    return widened


def _without_outlet(text: str, start: int, end: int, sentence: Sentence) -> Span:
    """What was said without the show that it was said on: said on “Graz Today” that …, said … on “Graz Today.”"""
    for item in sentence.fragments:
        if not looks_like_title(text[item.inner_start : item.inner_end].rstrip(".,")):
            continue
        that = AFTER_OUTLET.match(text, item.end, end)
        if start == item.start and that is not None:
            start = that.end() - len("that ")
        occasion = ON_OUTLET.search(text, start, item.start)
        if item.end == end and occasion is not None and occasion.start() > start:
            end = occasion.start()
    return start, end


def _run_on(text: str, end: int, sentence: Sentence, frame: Frame) -> int:
    for item in sentence.fragments:
        listed = LISTED if any(q.end == end for q in sentence.fragments) else COMMAS
        if item.start > end and listed.fullmatch(text, end, item.start):
            end = item.end
    if end >= frame.cue[0] and any(item.end == end for item in sentence.fragments):
        is_name = frame.how == "predicate" and AFTER_NAME.match(text, end, sentence.end)
        on = RUN_ON.match(text, end, sentence.end) if not is_name else None
        if on is not None and (OCCASION.match(text, end, sentence.end)):
            return end
        if on is not None and not any(end <= f.clause_start < on.end() and f.word.is_speech for f in sentence.frames):
            end = max([on.end(), *(q.end for q in sentence.inside if q.start < on.end() < q.end)])
    return end


def rejoin(text: str, sentence: Sentence, here: Sequence[Attribution], quoted: Sequence[Quoted]) -> None:
    """ "A," she told the Post, but "when it rains …": fragments after a cue that closed what stands before it."""
    for item in sentence.fragments:
        one = next((a for a in reversed(here) if a.cue is not None and a.cue[1] < item.start), None)
        if one is None or one.cue is None or one.kind == "indirect" or max(one.spans)[1] > item.start:
            continue
        on = REJOINS.search(text, one.cue[1], item.start)
        goes_on = one.spans[0][1] <= one.cue[0] < item.start and item.words(text) > 1
        others = [f for f in sentence.frames if one.cue[1] <= f.cue[0] < item.start and f.word.part == "verb"]
        if on and goes_on and not others and len(WORD.findall(text, one.cue[1], item.start)) <= MAX_BETWEEN:
            one.spans.append((item.start, item.end) if one.kind == "mixed" else (item.inner_start, item.inner_end))
            one.kind = kind_of(text, one.spans, quoted)


def take_up(text: str, sentence: Sentence, here: list[Attribution], quoted: Sequence[Quoted]) -> Attribution | None:
    """Give the fragments that no attribution holds to the verb of saying before them, whose clause the parser lost.

    The attribution that took up the last of them, if any.
    """
    last = None
    for item in _phrases(text, sentence):
        frame = nearest_report(text, sentence, item)
        if frame is None or _is_held(item, here):
            continue
        one = next((a for a in here if a.frame == frame), None)
        if one is None:
            one = Attribution([], "mixed", sentence.paragraph, "clause", frame.speaker, frame.head, frame.cue, frame)
            here.append(one)
        elif one.is_marked or one.spans[-1][0] < frame.cue[0]:
            continue
        begin = max(end for _, end in (frame.cue, frame.speaker or frame.cue) if end <= item.start)
        that = THAT.search(text, begin, item.start)
        clause = trim(text, that.start() if that else begin, item.start) or (item.start, item.start)
        start, end = one.spans.pop() if one.spans else (item.start, item.end)
        one.spans.append((start if start < item.start else clause[0], max(end, item.end)))
        one.kind = kind_of(text, one.spans, quoted)
        last = one
    return last


def reports_a_phrase(text: str, sentence: Sentence, frame: Frame, here: Sequence[Attribution]) -> bool:
    """Whether a cue that has a quotation of its own reports a clause with a fragment in it, too."""
    free = [q for q in _phrases(text, sentence) if not _is_held(q, here)]
    return any(s < q.end and q.start < e for q in free for s, e in frame.content)


def holds_more(text: str, sentence: Sentence) -> bool:
    """Whether a sentence after a quotation is more of it: it holds a fragment, and no verb of saying."""
    phrases = _phrases(text, sentence)
    return bool(phrases) and not any(
        f.word.is_speech and f.word.part == "verb" and f.word.takes & {"clause", "quote"} for f in sentence.frames
    )


def _is_held(item: Quoted, here: Sequence[Attribution]) -> bool:
    return any(s < item.end and item.start < e for a in here for s, e in a.spans)


def _phrases(text: str, sentence: Sentence) -> list[Quoted]:
    """The fragments that are somebody's words, neither a single word nor the title of a work."""
    return [
        item
        for item in sentence.fragments
        if item.words(text) >= MIN_WORDS and not looks_like_title(text[item.inner_start : item.inner_end])
    ]
