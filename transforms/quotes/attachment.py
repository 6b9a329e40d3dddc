"""Which cue of its sentence a quotation belongs to, and whose words those are."""

import re

from transforms.quotes.content import PRONOUNS, RELATIVES, REPORTING, SAYING, WORD, Sentence
from transforms.quotes.frames import Frame
from transforms.quotes.marks import Quoted

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
        is_other = not before[-1].word.is_speech and text[before[-1].cue[1] : item.start].isspace() and after
        if not (is_other and after[0].word.is_speech and is_right_after(text, after[0], item)):
            return before[-1]
    if before and before[-1].word.is_speech and THAT.search(text, before[-1].cue[1], item.start):
        return before[-1]
    spoken = [f for f in before if f.word.is_speech and (f.speaker is not None or f.how != "passive")]
    for frame in after:
        begin = frame.speaker[0] if frame.speaker is not None and frame.speaker[0] >= item.end else frame.cue[0]
        between = len(WORD.findall(text, item.end, min(frame.clause_start, begin)))
        if between <= 3 and (frame.speaker is not None or not (spoken or frame is not after[-1])):
            return frame
    if spoken:
        return ([f for f in spoken if f.is_finite or has_own_subject(text, f)] or spoken)[-1]
    if left != sentence.start:  # the clause before is shared: "A," she said, "B."
        earlier = [f for f in speaking if f.cue[0] < item.start]
        return earlier[-1] if earlier else None
    return None


def is_right_after(text: str, frame: Frame, item: Quoted) -> bool:
    """Whether the speaker and cue of a frame follow a quotation at once: who think “…,” she said."""
    return frame.speaker is not None and not WORD.search(text, item.end, min(frame.speaker[0], frame.cue[0]))


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
        is_outer = is_outer and other.speaker is not None and text[slice(*other.speaker)].lower() not in RELATIVES
        if is_outer and any(s <= frame.cue[0] < e for s, e in other.content):
            return other
    return frame


def nearest_report(text: str, sentence: Sentence, item: Quoted) -> Frame | None:
    """The last verb of saying before a fragment, where no other clause begins between them."""
    left = max([q.end for q in sentence.full if q.end <= item.start], default=sentence.start)
    for frame in reversed(sentence.frames):
        is_report = frame.word.part == "verb" and frame.word.is_speech and "clause" in frame.word.takes
        is_report |= frame.word.takes == {"quote"} and not WORD.search(text, frame.cue[1], item.start)
        if text.endswith("to ", sentence.start, frame.cue[0]) and frame.word.lemma not in SAYING:
            continue
        is_relative = frame.speaker is not None and text[slice(*frame.speaker)].lower() in RELATIVES
        if is_report and frame.speaker is not None and not is_relative and left <= frame.cue[0] < item.start:
            outer = reporter(text, sentence, frame)
            frame = outer if outer.cue[0] < item.start else frame
            return frame if not BREAK.search(text, frame.cue[1], item.start) else None
    return None


def is_reported(text: str, frame: Frame, sentence: Sentence) -> bool:
    """Whether the frame is only a part of what another cue of speech reports: "she said she believes …".

    Speech of somebody with a name or a role is not: "she said the mayor had promised …".
    """
    around_it = [
        other
        for other in sentence.frames
        if other != frame
        and (other.speaker is not None or other.how == "passive")
        and any(s <= frame.cue[0] < e for s, e in other.content)
        and not (frame.how == "parenthesis" and any(s <= other.cue[0] < e for s, e in frame.content))
    ]
    nouns = [f for f in sentence.frames if f.word.part == "noun" and f.content and f.speaker == frame.speaker]
    if frame.how == "object" and any(s <= f.cue[0] < e for f in nouns for s, e in frame.content):
        return True
    if frame.word.part == "noun":  # voiced concern about …: the noun is the cue
        around_it = [other for other in around_it if other.how != "object" or other.speaker != frame.speaker]
    if frame.speaker is None or not frame.word.is_speech or frame.how not in REPORTING:
        return bool(around_it)
    if not any(other.word.is_speech and other.how in REPORTING for other in around_it):
        return False
    has_fragment = any(q.start < e and s < q.end for q in sentence.fragments for s, e in frame.content)
    return has_fragment or text[slice(*frame.speaker)].lower() in PRONOUNS
