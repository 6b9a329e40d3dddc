"""Interviews and transcripts: lines that open with who speaks ("WALLACE: …", "Q: …"), and lines credited by a dash."""

import re
from collections.abc import Sequence

from schemas.records import Paragraph
from transforms.quotes.attribution import Attribution
from transforms.quotes.content import kind_of
from transforms.quotes.lexicon import QuoteLexicon
from transforms.quotes.marks import Quoted

LINE = re.compile(r"[^\n]+")
CAPITALS = r"[A-Z][A-Z.'’-]{1,20}(?: [A-Z][A-Z.'’-]{0,20}){0,3}"
NAME = r"[A-Z][\w.'’-]{1,20}(?: [A-Z][\w.'’-]{0,20}){0,3}"
LABEL = re.compile(
    rf"[\"“”'‘]?\s{{0,2}}(?:(?:({CAPITALS}|{NAME}|[QA])(?: \([^()\n]{{1,60}}\))?\s{{0,1}}:|([QA])\.)\s{{1,3}})"
    r"(?=[\w\"“‘'\[(—–.…¿¡])"
)
MIN_TURNS = 3  # labelled lines that make a transcript
MIN_TURNS_QA = 2
MAX_GAP = 3  # lines without a label within a turn


def read_transcript(
    text: str, paragraphs: Sequence[Paragraph], quoted: Sequence[Quoted], lexicon: QuoteLexicon
) -> list[Attribution]:
    """Every turn of a transcript: from its label to the next one. Empty where the text is none.

    A name is a speaker's where it labels two lines or more, or is written in capitals, or is Q or A.
    """
    lines = [
        (line.start(), line.end(), index)
        for index, paragraph in enumerate(paragraphs)
        for line in LINE.finditer(text, paragraph.start, paragraph.end)
    ]
    matches = [LABEL.match(text, start, end) for start, end, _ in lines]
    # "A. Miller" is a name; with a stop only the two letters together label turns
    is_dotted = {match.group(2) for match in matches if match is not None} >= {"Q", "A"}
    labels = [match if match is not None and (is_dotted or match.group(1)) else None for match in matches]
    names = [label[label.lastindex or 0] for label in labels if label is not None]
    surnames = [name.split()[-1] for name in names]  # "Ann Miller:", later "Miller:"
    speakers = {
        name
        for name, surname in zip(names, surnames, strict=True)
        if name.lower() not in lexicon.lists["notes"]
        and (surnames.count(surname) > 1 or name.isupper() and len(names) >= MIN_TURNS)
    }
    turns = [n for n, label in enumerate(labels) if label is not None and label[label.lastindex or 0] in speakers]
    if len(turns) < (MIN_TURNS_QA if speakers & {"Q", "A"} else MIN_TURNS):
        return []
    found = []
    for number, n in enumerate(turns):
        label = labels[n]
        assert label is not None
        following = turns[number + 1] if number + 1 < len(turns) else n + 1
        last = following if following - n <= MAX_GAP + 1 else n + 1
        spans = [(label.end(), lines[n][1])] + [lines[k][:2] for k in range(n + 1, last)]
        spans = [trimmed for s, e in spans if (trimmed := trim(text, s, e)) is not None]
        if spans:
            item = Attribution(spans, kind_of(text, spans, quoted), lines[n][2], "interview")
            item.speaker = label.span(label.lastindex or 0)
            found.append(item)
    return found


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without blanks and quotation marks at either end."""
    while start < end and text[start] in " \t\"“”'‘’":
        start += 1
    while end > start and text[end - 1] in " \t\"“”'‘’":
        end -= 1
    return (start, end) if start < end else None
