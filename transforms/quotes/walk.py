"""Quotations given to their cues and speakers, sentence by sentence."""

import re
from collections.abc import Sequence

from schemas.records import Paragraph
from transforms.quotes.attachment import choose_frame, is_reported, reporter
from transforms.quotes.attribution import Attribution
from transforms.quotes.beside import Beside, read_after, read_before
from transforms.quotes.content import PRONOUNS, WORD, Sentence, kind_of, trim
from transforms.quotes.credit import ENDS_IN_CREDIT, credit_of
from transforms.quotes.fragments import holds_more, rejoin, reports_a_phrase, take_up, with_fragments
from transforms.quotes.frames import Frame
from transforms.quotes.lexicon import QuoteLexicon
from transforms.quotes.marks import Quoted
from transforms.quotes.pieces import ANNOUNCES, looks_like_title

PARTICIPLE = re.compile(r",\s\w{2,20}ing$")
WORK = re.compile(r",?\s{1,2}by\s(?:the\s)?[A-Z]")  # a title and who made it
MAX_LEAD = 1  # words before a quotation that goes on from another: "Then, …"
CLOSING = " '’\"”"
MIN_UNATTRIBUTED = 5  # words of a quotation that is kept without a speaker


def attribute(
    text: str,
    paragraphs: Sequence[Paragraph],
    quoted: Sequence[Quoted],
    sentences: Sequence[Sentence],
    lexicon: QuoteLexicon,
) -> list[Attribution]:
    """Every attribution of the text, by place of its sentence."""
    return _Walk(text, paragraphs, quoted, lexicon).through(sentences)


class _Walk:
    """From sentence to sentence, remembering who spoke last."""

    def __init__(
        self,
        text: str,
        paragraphs: Sequence[Paragraph],
        quoted: Sequence[Quoted],
        lexicon: QuoteLexicon,
    ) -> None:
        self.text, self.paragraphs, self.quoted, self.lexicon = text, paragraphs, quoted, lexicon
        self.found: list[Attribution] = []
        self.last: Attribution | None = None  # the last quotation in marks
        self.extended = False  # whether the sentence at hand went on with it
        self.ended_at = -1  # the paragraph whose last sentence so far was the last quotation's

    def through(self, sentences: Sequence[Sentence]) -> list[Attribution]:
        for index, sentence in enumerate(sentences):
            here: list[Attribution] = []
            self.extended = False
            before = sentences[index - 1] if index else None
            for item in sentence.full:
                self.quotation(sentence, item, before, here)
            used = [a.frame for a in here]
            for frame in sentence.frames:
                is_used = frame in used and not reports_a_phrase(self.text, sentence, frame, here)
                if frame.content and not is_used and not is_reported(self.text, frame, sentence):
                    self.statement(sentence, frame, here)
            rejoin(self.text, sentence, here, self.quoted)
            self.last = take_up(self.text, sentence, here, self.quoted) or self.last
            if not here and before is not None:
                self.go_on(sentence, before, here)
            self.found += here
            # Whether the last sentence of a paragraph is still the last quotation's.
            self.ended_at = sentence.paragraph if self.last in here or self.extended else -1
        return self.found

    def quotation(self, sentence: Sentence, item: Quoted, before: Sentence | None, here: list[Attribution]) -> None:
        """Give one quotation of its own to a cue of its sentence, to the quotation it goes on from, or to nobody."""
        text, span = self.text, (item.inner_start, item.inner_end)
        frame = choose_frame(text, sentence, item)
        frame = reporter(text, sentence, frame) if frame is not None else None
        same = next((a for a in here if frame is not None and a.frame is frame), None)
        if same is not None:
            self.extend(same, item, sentence)
            return
        new = Attribution([span], "direct", sentence.paragraph, is_closed=item.is_closed, is_marked=True)
        if frame is None and WORK.match(text, item.end, sentence.end):
            return
        continued = self.continued(sentence, item)
        if frame is not None and continued is not None and is_attributed(continued):
            continued = None
        if frame is not None:
            new.how = frame.how if frame.how in ("inverted", "passive") else "beside"
            new.speaker, new.head, new.cue, new.frame = frame.speaker, frame.head, frame.cue, frame
            if frame.speaker is None and text[slice(*frame.cue)].endswith("ing"):
                opens = sentence.main is None and frame.cue[0] == sentence.start
                opens = opens and before is not None and before.paragraph == sentence.paragraph
                earlier = here[-1] if here else self.source_before(sentence, before) if before and opens else None
                if earlier is not None:  # “…,” she said, adding: “…” and She said so. Adding: “…”
                    new.speaker, new.head = earlier.speaker, earlier.head
            if new.speaker is None or frame.how == "passive":
                self.read_beside(new, sentence, item)
            self.add_shared_clause(new, sentence, frame, item)
        elif continued is None and self.read_beside(new, sentence, item):
            pass
        elif continued is not None:
            self.extend(continued, item, sentence)
            return
        elif self.announced(new, sentence, item):
            pass
        elif not self.read_back(new, sentence, item, before) and item.words(text) < MIN_UNATTRIBUTED:
            return
        if continued is not None and not continued.is_closed and continued.paragraph != sentence.paragraph:
            continued.speaker, continued.head, continued.cue = new.speaker, new.head, new.cue
            continued.frame, continued.how = new.frame, new.how
            self.extend(continued, item, sentence)
            here.append(continued)
            self.found.remove(continued)
            return
        here.append(new)
        self.last = new

    def extend(self, one: Attribution, item: Quoted, sentence: Sentence) -> None:
        one.spans.append((item.inner_start, item.inner_end))
        one.kind = "direct" if one.kind == "direct" else "mixed"  # its words are not weighed anew with each paragraph
        one.is_closed, one.paragraph, one.is_marked = item.is_closed, sentence.paragraph, True
        self.last, self.extended = one, True

    def continued(self, sentence: Sentence, item: Quoted) -> Attribution | None:
        """The quotation that this one goes on from, across the cue or the end of a paragraph between them."""
        last, text = self.last, self.text
        if last is None or len(WORD.findall(text, sentence.start, item.start)) > MAX_LEAD:
            return None
        if credit_of(text, item, sentence.end):
            return None
        opens_paragraph = item.start == self.paragraphs[sentence.paragraph].start
        if not last.is_closed and sentence.paragraph - last.paragraph == 1:
            return last if opens_paragraph else None
        if any(f.word.is_speech for f in sentence.frames if f.cue[0] > item.end):
            return None
        between = text[last.spans[-1][1] : item.start]
        if last.paragraph == sentence.paragraph:
            has_cue = last.cue is not None and last.cue[0] >= last.spans[-1][1]
            return last if has_cue or last.is_marked and not WORD.search(between) else None
        is_bare = not WORD.search(text, item.end, sentence.end)
        goes_on = sentence.paragraph - last.paragraph == 1 and opens_paragraph and last.is_marked and is_bare
        return last if goes_on and self.ended_at == sentence.paragraph - 1 and last.speaker is not None else None

    def read_beside(self, new: Attribution, sentence: Sentence, item: Quoted) -> bool:
        beside: Beside | None = None
        others = [q for q in sentence.full if q is not item]
        right = min([q.start for q in others if q.start >= item.end], default=sentence.end)
        left = max([q.end for q in others if q.end <= item.start], default=sentence.start)
        credit = credit_of(self.text, item, right)
        if credit is not None:
            new.speaker, new.cue, new.how, new.head = credit, None, "dash", None
            return True
        if WORD.search(self.text, item.end, right):
            beside = read_after(self.text, item.end, right, self.lexicon)
        if beside is None and WORD.search(self.text, left, item.start):
            beside = read_before(self.text, left, item.start, self.lexicon)
        if beside is None or beside.speaker is None:
            return False
        new.speaker, new.cue, new.how = beside.speaker, beside.cue or new.cue, beside.how
        new.head = None
        main, cue = sentence.main, beside.cue
        is_participle = cue is not None and PARTICIPLE.search(self.text, max(left, cue[0] - 2), cue[1])
        if cue is not None and is_participle and main is not None and main.cue[0] < cue[0] < item.start:
            new.speaker, new.head = main.speaker, main.head  # "she left the hall, saying: …" is no hall's word
        return True

    def announced(self, new: Attribution, sentence: Sentence, item: Quoted) -> bool:
        """She gave a warning: "…" and She issued a statement, "…" : the subject of the clause before the quotation."""
        lead = self.text[sentence.start : item.start].rstrip()
        frames = [f for f in sentence.frames if f.cue[0] < item.start and f.is_finite and f.speaker is not None]
        main = sentence.main or (frames[-1] if frames else None)
        if main is None or main.cue[0] > item.start or not lead.endswith((*ANNOUNCES, ",")):
            return False
        new.speaker, new.head, new.how = main.speaker, main.head, "colon"
        return True

    def read_back(self, new: Attribution, sentence: Sentence, item: Quoted, before: Sentence | None) -> bool:
        """A speaker one sentence or paragraph away: a colon that announces, or the source nearest before."""
        if before is None or sentence.paragraph - before.paragraph > 1:
            return False
        if self.text[before.start : before.end].rstrip().endswith(":") and not WORD.search(
            self.text, sentence.start, item.start
        ):
            frames = [f for f in before.frames if is_saying(f)]
            frame = frames[-1] if frames else before.main
            found = read_before(self.text, before.start, before.end, self.lexicon)
            if frame is not None:
                new.speaker, new.head, new.cue, new.how = frame.speaker, frame.head, frame.cue, "colon"
                return True
            if found is not None:
                new.speaker, new.cue, new.how = found.speaker, found.cue, "colon"
                return True
        has_lead = len(WORD.findall(self.text, sentence.start, item.start)) > MAX_LEAD
        if has_lead or looks_like_title(self.text[item.inner_start : item.inner_end]):
            return False
        source = self.source_before(sentence, before)
        if source is None:
            return False
        new.speaker, new.head = source.speaker, source.head
        is_here = before.paragraph == sentence.paragraph
        new.how = "same_paragraph" if is_here else "previous_paragraph"
        return True

    def source_before(self, sentence: Sentence, before: Sentence) -> Attribution | Frame | None:
        """Who spoke last, if in the sentence before or its paragraph; else the subject of that sentence, or who spoke
        in it: "Ann Miller spoke for an hour."."""
        last, main = self.found[-1] if self.found else None, before.main
        if last is not None and (last.speaker is None or sentence.paragraph - last.paragraph > 1):
            last = None
        if last is None or last.speaker is None or max(last.spans)[1] < before.start:
            is_main = before.paragraph == sentence.paragraph or not before.frames
        else:
            is_main = self.text[slice(*last.speaker)].lower() in PRONOUNS
            is_main &= main is None or main.speaker is None or not any(s <= main.speaker[0] < e for s, e in last.spans)
        if main is not None and is_main:
            return main
        frames = [f for f in before.frames if is_saying(f)]
        return last or (frames[-1] if frames else None)

    def add_shared_clause(self, new: Attribution, sentence: Sentence, frame: Frame, item: Quoted) -> None:
        """The plan, she said, "is a gift": the words before the cue's clause belong to what is said."""
        if frame.cue[0] >= item.start or not self.text[item.inner_start].islower():
            return
        for begin in (frame.clause_start, frame.speaker[0] if frame.speaker else frame.clause_start):
            head = self.text[sentence.start : begin].rstrip()
            is_free = not any(q.start < begin for q in sentence.full)
            if begin <= frame.cue[0] and head.rstrip(CLOSING).endswith(",") and is_free:
                new.spans.insert(0, (sentence.start, sentence.start + len(head.rstrip(" ,"))))
                new.kind = kind_of(self.text, new.spans, self.quoted)
                return

    def statement(self, sentence: Sentence, frame: Frame, here: list[Attribution]) -> None:
        """What a cue reports without marks, or with fragments in marks."""
        spans = with_fragments(self.text, frame.content, sentence, frame)
        kind = kind_of(self.text, spans, self.quoted)
        if not spans or frame.speaker is None and frame.how != "passive":
            return
        new = Attribution(spans, kind, sentence.paragraph, frame.how, frame.speaker, frame.head, frame.cue, frame)
        here.append(new)
        if kind == "mixed" and not any(a.is_marked for a in here):
            self.last = new

    def go_on(self, sentence: Sentence, before: Sentence, here: list[Attribution]) -> None:
        """ "A," she said. It is "a gift to all." : a sentence with a fragment right after her quotation is hers too."""
        last = self.last
        if last is None or not last.is_marked or before.paragraph != sentence.paragraph:
            return
        is_next = bool(self.found) and self.found[-1] is last and max(last.spans)[1] >= before.start
        content = trim(self.text, sentence.start, sentence.end)
        is_credited = ENDS_IN_CREDIT.search(self.text, sentence.start, sentence.end) is not None
        if is_next and content is not None and not is_credited and holds_more(self.text, sentence):
            new = Attribution([content], "mixed", sentence.paragraph, "same_paragraph", last.speaker, last.head)
            new.kind = kind_of(self.text, new.spans, self.quoted)
            here.append(new)


def is_attributed(one: Attribution) -> bool:
    """Whether a quotation has its speaker by a cue, or is closed: what is left open may find its cue paragraphs on."""
    return one.speaker is not None and (one.cue is not None or one.is_closed)


def is_saying(frame: Frame) -> bool:
    """Whether a frame is a verb of saying with somebody who says it."""
    return frame.speaker is not None and frame.word.is_speech and frame.word.part == "verb"
