"""Who speaks, set right where the parser errs: at marks, relative clauses, appositions."""

import re
from dataclasses import replace

from transforms.quotes.content import WORD, Sentence
from transforms.quotes.frames import Frame, Span
from transforms.quotes.subjects import MESSAGES

WHAT = re.compile(r"\bwhat\s$")
BESIDE = re.compile(
    r"[,\s]{1,3}((?:an?|the|one|his|her|their|he|she|they)(?:\s[\w’'-]{1,20}){0,3}"
    r"|(?:(?!who|whose|whom|which|that|as|and|but|when|while|where|if|after|before)[a-z][\w’'-]{2,20}\s){0,3}"
    r"[A-Z][\w’'-]{1,20}(?:\s[A-Z][\w’'-]{1,20}){0,2})\s"
)
ISSUED = frozenset(
    [
        "released",
        "sent",
        "issued",
        "posted",
        "published",
        "wrote",
        "tweeted",
        "retweeted",
        "ran",
        "aired",
        "signed",
        "made",
        "gave",
        "delivered",
        "shared",
        "added",
        "passed",
        "voted",
        "emailed",
    ]
)


def settle_speakers(text: str, sentence: Sentence) -> list[Frame]:
    """The frames of a sentence with their speakers set right where the parser errs.

    No cue and nobody who speaks stands within marks, and "what she called …" is the word of the main clause's subject.
    """
    frames = [f for f in sentence.frames if not any(q.start <= f.cue[0] < q.end for q in sentence.inside)]
    for n, frame in enumerate(frames):
        better = frame
        if frame.speaker is not None and any(q.start <= frame.speaker[0] < q.end for q in sentence.inside):
            better = next((f for f in reversed(frames[:n]) if f.speaker is not None), replace(frame, speaker=None))
        elif (main := sentence.main) is not None and main.cue[0] < frame.cue[0] and stands_for_main(text, frame, main):
            better = main
        elif (nearer := subject_beside(text, sentence, frame)) is not None:
            better = replace(frame, speaker=nearer, head=None)
        if better is not frame:
            frames[n] = replace(frame, speaker=better.speaker, head=better.head, antecedent=None)
    return frames


def subject_beside(text: str, sentence: Sentence, frame: Frame) -> Span | None:
    """The subject right before a cue, where the parser went past it.

    "The plan, a top aide said, …" (no comma before the cue closes an apposition), "Nothing “will do,” the mayor said."
    """
    if frame.speaker is None or frame.speaker[1] > frame.cue[0]:
        return None
    marks = [q.end for q in sentence.inside if frame.speaker[1] <= q.start and q.end <= frame.cue[0]]
    if not marks and text[frame.speaker[1] : frame.speaker[1] + 1] != ",":
        return None
    between = BESIDE.fullmatch(text, max([frame.speaker[1], *marks]), frame.cue[0])
    return between.span(1) if between is not None else None


def stands_for_main(text: str, frame: Frame, main: Frame) -> bool:
    """Whether a subject means that of the main clause: signed what she called “…”, sent a letter that says “…”."""
    if frame.speaker is None:
        return False
    word = text[slice(*frame.speaker)].lower()
    if word in ("that", "which") and frame.antecedent is not None:
        noun = WORD.match(text, frame.antecedent)
        is_issued = text[slice(*main.cue)].lower() in ISSUED
        return noun is not None and noun.group().lower() in MESSAGES and is_issued
    return (
        word in ("he", "she", "it", "they")
        and WHAT.search(text, max(0, frame.speaker[0] - 8), frame.speaker[0]) is not None
    )
