"""Which cue of its sentence a quotation belongs to, and whose words those are."""

import re

from transforms.quotes.content import PRONOUNS, RELATIVES, REPORTING, Sentence
from transforms.quotes.frames import Frame
from transforms.quotes.marks import Quoted

WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
ALONE = re.compile(r"\s{0,2}(?:[.,;:]|$|\s(?:in|at|by|on|with|as|when|after|again)\s)")
THAT = re.compile(r"\bthat\s{1,2}$")
BREAK = re.compile(r"[;:]|,\s(?:who|whose|where|whom)\s")


def choose_frame(text: str, sentence: Sentence, item: Quoted) -> Frame | None:
    """The frame of the sentence that a quotation of its own belongs to."""
    others = [q for q in sentence.full if q is not item]
    left = max([q.end for q in others if q.end <= item.start], default=sentence.start)
    right = min([q.start for q in others if q.start >= item.end], default=sentence.end)
    speaking = [f for f in sentence.frames if f.word.takes & {"quote", "clause"} and f.word.part != "noun"]
    speaking = [f for f in speaking if "aside" not in f.word.takes or stands_alone(text, f, item)]
    before = [f for f in speaking if left <= f.cue[0] < item.start]
    after = [f for f in speaking if item.end <= f.cue[0] < right]
    if before and not WORD.search(text, before[-1].cue[1], item.start):
        return before[-1]
    if before and before[-1].word.is_speech and THAT.search(text, before[-1].cue[1], item.start):
        return before[-1]
    for frame in after:
        begin = frame.speaker[0] if frame.speaker is not None and frame.speaker[0] >= item.end else frame.cue[0]
        between = len(WORD.findall(text, item.end, min(frame.clause_start, begin)))
        if between <= 3 and not (frame.how == "passive" and frame.speaker is None and frame is not after[-1]):
            return frame
    spoken = [f for f in before if f.word.is_speech and (f.speaker is not None or f.how != "passive")]
    if spoken:
        return ([f for f in spoken if f.is_finite or has_own_subject(text, f)] or spoken)[-1]
    if left != sentence.start:  # the clause before is shared: "A," she said, "B."
        earlier = [f for f in speaking if f.cue[0] < item.start]
        return earlier[-1] if earlier else None
    return None


def has_own_subject(text: str, frame: Frame) -> bool:
    """Whether the speaker of a participle stands right before it: "footage of Ann Miller saying last week, “…”"."""
    return frame.speaker is not None and 0 < frame.cue[0] - frame.speaker[1] <= 2 and frame.how == "bare"


def stands_alone(text: str, frame: Frame, item: Quoted) -> bool:
    """Whether an everyday verb is used for "said": "he began, “…”" and "“…,” he began.", not "he began the work"."""
    if frame.cue[1] <= item.start:
        return not WORD.search(text, frame.cue[1], item.start)
    return frame.is_finite and ALONE.match(text, frame.cue[1]) is not None


def reporter(text: str, sentence: Sentence, frame: Frame) -> Frame:
    """The outermost cue of "Ann Miller said she believes “…”": the words are hers who said it, not those of a "she"."""
    if frame.speaker is None or text[slice(*frame.speaker)].lower() not in PRONOUNS:
        return frame
    for other in sentence.frames:
        if other.cue[0] >= frame.cue[0]:
            return frame
        is_outer = other.word.is_speech and other.how in REPORTING and other.speaker is not None
        if is_outer and any(s <= frame.cue[0] < e for s, e in other.content):
            return other
    return frame


def nearest_report(text: str, sentence: Sentence, item: Quoted) -> Frame | None:
    """The last verb of saying before a fragment, where no other clause begins between them."""
    left = max([q.end for q in sentence.full if q.end <= item.start], default=sentence.start)
    for frame in reversed(sentence.frames):
        is_report = frame.word.part == "verb" and frame.word.is_speech and "clause" in frame.word.takes
        is_relative = frame.speaker is not None and text[slice(*frame.speaker)].lower() in RELATIVES
        if is_report and frame.speaker is not None and not is_relative and left <= frame.cue[0] < item.start:
            outer = reporter(text, sentence, frame)
            frame = outer if outer.cue[0] < item.start else frame
            return frame if not BREAK.search(text, frame.cue[1], item.start) else None
    return None
