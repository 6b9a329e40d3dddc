"""Texts that no model reads: quotations by their marks, cues and speakers by the words beside them."""

import re
from collections.abc import Sequence

from schemas.records import Paragraph
from transforms.quotes.attribution import Attribution
from transforms.quotes.content import Sentence, trim
from transforms.quotes.lexicon import QuoteLexicon
from transforms.quotes.marks import Quoted
from transforms.quotes.pieces import looks_like_title
from transforms.quotes.unparsed.according import read_source
from transforms.quotes.unparsed.asides import read_dialogue, without_aside
from transforms.quotes.unparsed.people import People
from transforms.quotes.unparsed.phrases import Word
from transforms.quotes.unparsed.reader import Reader, Said
from transforms.quotes.unparsed.said import STOP, content_start, read_after, read_before, reports

MIN_FRAGMENT = 2  # words of a fragment that makes a sentence a mixed quotation
MIN_UNATTRIBUTED = 5  # words of a quotation that is kept without a speaker
MAX_LEAD = 2  # words before a quotation that goes on from another: "Und weiter: …"
BREAKS = (",", "–", "—", "-")
CREDIT = re.compile(r"\s{0,2}[―—–-]\s{0,2}([^\W\d_a-zß-ÿ][\w.’'-]{0,30}(?: [\w.’'-]{1,30}){0,5})(?=\.?\s{0,2}(?:$|\n))")


def read_unparsed(
    text: str,
    paragraphs: Sequence[Paragraph],
    sentences: Sequence[Sentence],
    people: People,
    lexicon: QuoteLexicon,
    language: str,
    *,
    is_title: bool = False,
) -> list[Attribution]:
    """Direct and mixed quotations of a text without a parse, by place of their sentence."""
    reader = Reader(text, people, lexicon, language, is_title=is_title)
    found: list[Attribution] = []
    for index, sentence in enumerate(sentences):
        before = sentences[index - 1] if index else None
        spoken = read_dialogue(reader, sentence) if not sentence.inside else None
        here = [spoken] if spoken is not None else []
        for item in sentence.full:
            _direct(reader, paragraphs, sentence, before, item, found, here)
        if not sentence.full and (mixed := _mixed(reader, sentence, found)) is not None:
            here.append(mixed)
        found += here
    return found


def _direct(
    reader: Reader,
    paragraphs: Sequence[Paragraph],
    sentence: Sentence,
    before: Sentence | None,
    item: Quoted,
    found: list[Attribution],
    here: list[Attribution],
) -> None:
    """Give one quotation of its own to a cue beside it, to the quotation that it goes on from, or to nobody."""
    text = reader.text
    left = max([q.end for q in sentence.full if q.end <= item.start], default=sentence.start)
    right = min([q.start for q in sentence.full if q.start >= item.end], default=sentence.end)
    lead = reader.words(left, item.start)
    said = _beside(reader, sentence, item, left, right)
    new = Attribution([(item.inner_start, item.inner_end)], "direct", sentence.paragraph, is_marked=True)
    new.is_closed = item.is_closed
    said = said or without_aside(reader, new)
    last = (here or found)[-1] if here or found else None
    is_near = last is not None and last.is_marked and sentence.paragraph - last.paragraph <= 1
    opens = item.start == paragraphs[sentence.paragraph].start
    if last is not None and is_near and not last.is_closed and opens and last.paragraph < sentence.paragraph:
        if said is not None and said.speaker is not None:
            last.speaker, last.cue, last.how = said.speaker, said.cue, said.how
        _extend(last, item, sentence)
        return
    if last is not None and is_near and said is None and _goes_on(reader, last, sentence, item, lead, right):
        _extend(last, item, sentence)
        return
    if said is None and lead and not text[left : item.start].rstrip().endswith(":"):
        said = read_before(reader, lead, item.start)
    if said is not None:
        new.speaker, new.cue, new.how = said.speaker, said.cue, said.how
    is_bare = not reader.words(item.end, right)
    goes_on = new.cue is None and is_bare or new.cue is not None and reader.omits_speaker(new.cue)
    if new.speaker is None and (goes_on or lead and lead[0].form in reader.grammar.conjunctions):
        _read_back(reader, new, lead, sentence, before, (*found, *here), opens)
    if new.speaker is not None or item.words(text) >= MIN_UNATTRIBUTED or new.cue is not None:
        here.append(new)


def _beside(reader: Reader, sentence: Sentence, item: Quoted, left: int, right: int) -> Said | None:
    text = reader.text
    credit = CREDIT.match(text, item.end, right)
    if credit is not None and not reader.words(credit.end(), right):
        return Said(credit.span(1), None, "dash")
    after = read_after(reader, reader.words(item.end, right), item.end)
    if after is not None and (after.speaker is not None or reader.omits_speaker(after.cue)):
        return after
    announced = text[left : item.start].rstrip()[-1:] in (":", ",")
    lead = reader.words(left, item.start)
    before = read_before(reader, lead, item.start) if lead and announced and left == sentence.start else None
    return before if before is not None and before.speaker is not None else after or before


def _goes_on(
    reader: Reader, last: Attribution, sentence: Sentence, item: Quoted, lead: Sequence[Word], right: int
) -> bool:
    """ "A," she said, "B." and "A," she said. "B." : whether only the cue of the quotation before stands between."""
    if last.paragraph != sentence.paragraph or reader.words(item.end, right):
        return False
    between = reader.text[max(last.spans)[1] : item.start].rstrip()
    if last.cue is None or last.cue[0] < max(last.spans)[1]:
        return not reader.words(max(last.spans)[1], item.start)
    ends = max(last.cue[1], last.speaker[1] if last.speaker else 0)
    return between.endswith(BREAKS) or not lead and len(STOP.findall(reader.text, ends, item.start)) <= 1


def _extend(one: Attribution, item: Quoted, sentence: Sentence) -> None:
    one.spans.append((item.inner_start, item.inner_end))
    one.is_closed, one.paragraph = item.is_closed, sentence.paragraph


def _read_back(
    reader: Reader,
    new: Attribution,
    lead: Sequence[Word],
    sentence: Sentence,
    before: Sentence | None,
    found: Sequence[Attribution],
    opens: bool,
) -> None:
    """A speaker one sentence or paragraph away: who spoke last, or whom the sentence before is about."""
    if len(lead) > MAX_LEAD and new.cue is None or before is None:
        return
    if new.cue is None and looks_like_title(reader.text[slice(*new.spans[0])]):
        return
    is_here = before.paragraph == sentence.paragraph
    last = next((a for a in reversed(found) if a.speaker is not None), None)
    is_next = last is not None and sentence.paragraph - last.paragraph <= 1
    subject = reader.subject(before) if is_here and not before.full else None
    if subject is not None and (last is None or subject[0] > max(last.spans)[1]):
        new.speaker, new.how = subject, "same_paragraph"
    elif last is not None and is_next and (is_here or opens or new.cue is not None):
        new.speaker = last.speaker
        new.how = "same_paragraph" if last.paragraph == sentence.paragraph else "previous_paragraph"


def _mixed(reader: Reader, sentence: Sentence, found: Sequence[Attribution]) -> Attribution | None:
    """A sentence with a fragment in marks, its cue outside of them, and a speaker beside the cue."""
    text = reader.text
    fragments = [
        q
        for q in sentence.fragments
        if q.words(text) >= MIN_FRAGMENT and not looks_like_title(text[q.inner_start : q.inner_end])
    ]
    if not fragments:
        return None
    first, last = fragments[0], fragments[-1]
    names = [q for q in sentence.fragments if looks_like_title(text[q.inner_start : q.inner_end])]
    marks = [(q.start, q.end) for q in sentence.inside if q not in names]
    words = reader.words(sentence.start, sentence.end, marks)
    reading = read_source(reader, words, sentence, first.start)
    if reading is None:
        closing = read_after(reader, [w for w in words if w.start >= last.end], last.end)
        if (
            closing is not None
            and closing.speaker is not None
            and closing.how != "beside"
            and not reports(reader, words, closing)
        ):
            reading = closing, (sentence.start, last.end)
    if reading is None:
        leading = [w for w in words if w.start < first.start]
        said = read_before(reader, leading, first.start) if leading else None
        if said is not None and said.cue is not None:
            is_near = bool(found) and sentence.paragraph - found[-1].paragraph <= 1
            if said.speaker is None and is_near and reader.omits_speaker(said.cue):
                said = Said(found[-1].speaker, said.cue, "previous_paragraph")
            reading = said, (content_start(reader, words, said, first.start), sentence.end)
    if reading is None or reading[0].speaker is None:
        return None
    said, (start, end) = reading
    content = trim(text, start, end)
    if content is None or not any(content[0] < q.end and q.start < content[1] for q in fragments):
        return None
    new = Attribution([content], "mixed", sentence.paragraph, said.how, said.speaker, None, said.cue)
    if len(fragments) == 1 and content == (first.start, first.end) and _is_set_off(text, sentence, first):
        new.spans, new.kind = [(first.inner_start, first.inner_end)], "direct"
    return new


def _is_set_off(text: str, sentence: Sentence, item: Quoted) -> bool:
    """Whether a comma parts a fragment from the words before it: "Pour Anne Morel, « le compte n’y est pas »"."""
    return text[sentence.start : item.start].rstrip().endswith(",")
