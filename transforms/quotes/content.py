"""Where what is said begins and ends, set right where the parser errs: at coordinated cues, marks, commas."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from transforms.quotes.frames import Frame, Span
from transforms.quotes.marks import Quoted

WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
STOPS = re.compile(r"[,.;:!?—–)\"”“]|\s-\s|''|$")
TO_STOP = re.compile(
    r"(?:['’](?:ll|re|ve|s|d)\b)?(?:\s[\w'’%$-]{1,40}){1,40}(?=\s?[,;:.—–(\"“]|\s-\s)",
)
RELATIVE = re.compile(
    r",\s(?:which|who|whose|where|whom)\s(?![^.;\n]{3,200},\s(?:is|are|was|were|has|have|had|will|would|can|could|should|may|might)\s)"
)
ADDED = re.compile(
    r"(?:but|and|or|including|which|who|whose|while|though|although|a|an|[a-z]{2,12}ing|released|published)\s"
)
COORDINATED = re.compile(
    r",?\s(?:and|but|or|then)(?:\s(?:also|later|then|has|have|had|even|again|once|repeatedly)){0,2}\s$"
)
OF_ITS_OWN = re.compile(
    r"[,;—–-]\s{0,2}(?:and|but|though|although|while|yet)\s(?:he|she|they|who)(?:\s(?:also|later|then|has|have|had|even|did|not)){0,2}\s$"
)
DANGLING = re.compile(r",?\s(?:and|but|or|nor|while|although|though)$")
COMMA = re.compile(r",\s")
AGAINST = re.compile(r",\s(?:while|whereas|although|though)\s$")
TO_CUE = re.compile(r"[\s,—–-]{0,4}(?:as\s)?")
SUBORDINATE = re.compile(r"(?:Even\s)?(?:[Aa]fter|[Ww]hen|[Ww]hile|[Aa]s|Although|Though|Since)\s")
MAX_DANGLING = 12  # characters
BLANK = " ,;:.—–-\n"
CLAUSE_AFTER = re.compile(
    r"\s(?:(?:in|on|at|to|during|under|after|before|for|last|this|earlier|later|soon|again|also|then|recently"
    r"|publicly|repeatedly)\s(?:[\w.’'-]{1,20}\s){0,5})?(that|he|she|they)\s"
    r"|\s((?:he|she|it|they|there|his|her|its|their|the|a|an|this|these|those|some|many|most|both|all|no|[A-Z][\w’'-]{1,20})\s)"
)
TOLD_THAT = re.compile(  # told the Post in an email that …
    r"\s(?:[\w.’'-]{1,20}\s){1,6}?(?:in|by|on|over|during|via)\s(?:[\w.’'-]{1,20}\s){1,5}?(that)\s"
)
APPOSED = re.compile(r",\s(?:an?|the|one\sof|his|her|their|who|whose|which)\s[^,;:.\n]{1,120}(?=,\s)")
AFTER_NAME = re.compile(r",|\s(?:and|but|in|on|at|during|as|while|after|when|because)\s")
PLAIN = frozenset(("say", "tell", "note", "explain", "argue"))
SAYING = frozenset(("say", "add", "tell", "write", "note", "explain", "report", "argue"))
CLAUSES = frozenset(("clause", "participle"))
BOUNDED = CLAUSES | {"infinitive", "object", "predicate"}
PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i", "who", "that", "which"))
AFTER_PAST = (("past", "present"), ("past", "base"))
RELATIVES = frozenset(("who", "that", "which"))
REPORTING = CLAUSES | {"according_to", "parenthesis"}


@dataclass(slots=True)
class Sentence:
    start: int
    end: int
    paragraph: int
    inside: list[Quoted] = field(default_factory=list)  # every quoted stretch that starts here
    full: list[Quoted] = field(default_factory=list)  # those that are quotations of their own
    pieces: list[tuple[int, int]] = field(default_factory=list)  # token ranges outside full quotations
    frames: list[Frame] = field(default_factory=list)
    main: Frame | None = None  # the main clause of its last piece

    @property
    def fragments(self) -> list[Quoted]:
        own = set(map(id, self.full))
        return [q for q in self.inside if id(q) not in own]


def settle(text: str, sentence: Sentence) -> list[Frame]:
    """The frames of a sentence with their content bounded; a coordinated cue gets the speaker of the one before it.

    "She said the river was rising and called the plan a gift": two cues, not one within the other's content.
    """
    frames = list(sentence.frames)
    coordinated: set[int] = set()  # the outer of two cues comes first, and decides
    for n, frame in enumerate(frames):
        if (closed := closing_fragment(text, sentence, frame)) is not None:
            frames[n] = replace(frame, content=(closed,), how="parenthesis")
        elif frame.content and frame.how in BOUNDED and frame.content[-1][0] >= frame.cue[0]:
            start, end = frame.content[-1]
            if frame.how in CLAUSES:
                end = _to_stop(text, end, sentence, frames)
            relative = RELATIVE.search(text, start + 12, end)
            if relative is not None and not goes_past(text, sentence, relative, end):
                end = relative.start()
            for m, other in enumerate(frames):
                is_cue = other.word.is_speech and other.word.part == "verb" and m not in coordinated
                if start + 8 < other.cue[0] < end and is_cue:
                    before = COORDINATED.search(text, start, other.cue[0])
                    if before is not None and _same_form(text, frame, other):
                        end = before.start()
                        coordinated.add(m)
                        frames[m] = replace(other, speaker=frame.speaker, head=frame.head, antecedent=frame.antecedent)
                    own = OF_ITS_OWN.search(text, start, other.cue[0])
                    if own is not None and frame.word.is_speech:
                        end = min(end, own.start())
                if is_cue and other.is_finite and other.speaker is not None and start + 8 < other.speaker[0] < end:
                    against = AGAINST.search(text, start, other.speaker[0])
                    end = against.start() if against is not None else end
            if frame.how == "predicate":
                end = _to_last_mark(text, start, end, sentence)
            dangling = DANGLING.search(text, max(start, end - MAX_DANGLING), end)
            last = trim(text, start, dangling.start() if dangling is not None else end)
            frames[n] = replace(frame, content=(*frame.content[:-1], *((last,) if last else ())))
        elif frame.how == "according_to":
            frames[n] = replace(frame, content=all_but(text, sentence, frame))
        elif not frame.content and frame.how == "inverted" and frame.word.is_speech and "clause" in frame.word.takes:
            frames[n] = replace(frame, content=around(text, sentence, frame))
        elif (
            not frame.content
            and frame.how == "bare"
            and frame.is_finite
            and frame.word.is_speech
            and "clause" in frame.word.takes
        ):
            content = unparsed(text, sentence, frame)
            frames[n] = replace(frame, content=content, how="clause" if content else "bare")
    return frames


def goes_past(text: str, sentence: Sentence, relative: re.Match[str], end: int) -> bool:
    """Whether a clause goes on after its relative clause: in the marks around it, or with a fragment after a comma."""
    return any(
        q.start < relative.start() < q.end or relative.end() < q.start < end and "," in text[relative.end() : q.start]
        for q in sentence.inside
    )


def closing_fragment(text: str, sentence: Sentence, frame: Frame) -> Span | None:
    """The bridge “is safe as can be,” Ann Miller said: all that stands before the cue, to the end of the fragment."""
    takes = frame.word.takes & {"clause", "quote"}
    if frame.speaker is None or not (frame.word.is_speech and takes) or frame.how == "participle":
        return None
    if frame.content and frame.content[-1][0] > frame.cue[0] and not text.startswith(",", frame.cue[1]):
        return None
    begin = min(frame.speaker[0], frame.cue[0])
    is_subordinate = SUBORDINATE.match(text, sentence.start, sentence.end) is not None
    told = [f for f in sentence.frames if f.speaker is not None and f.word.is_speech and f.word.part == "verb"]
    for item in sentence.fragments:
        ends = text[item.inner_start : item.inner_end].rstrip("’'”")[-1:] in (",", "?", "!") or text.startswith(
            ",", item.end
        )
        if any(s <= item.start < e for s, e in frame.content):
            continue
        if is_subordinate and any(f.cue[1] <= item.start for f in told):
            continue
        if ends and item.end <= begin and TO_CUE.fullmatch(text, item.end, begin):
            start = max((q.end for q in sentence.full if q.end <= item.start), default=sentence.start)
            return trim(text, start, item.end)
    return None


def _to_last_mark(text: str, start: int, end: int, sentence: Sentence) -> int:
    """What something is called ends with its marks: "called it “a gift” and left"."""
    last = max((q.end for q in sentence.fragments if start <= q.start and q.end < end), default=end)
    return last if AFTER_NAME.match(text, last, end) else end


def _to_stop(text: str, end: int, sentence: Sentence, frames: Sequence[Frame]) -> int:
    """A clause goes on to the next stop, unless another speaker's cue stands on the way."""
    on = TO_STOP.match(text, end, sentence.end)
    if on is None or any(end <= f.clause_start < on.end() and f.word.is_speech and f.is_finite for f in frames):
        return end
    return on.end()


def _same_form(text: str, one: Frame, other: Frame) -> bool:
    """Whether two cues may be coordinated: both participles or neither, and after the past no present or infinitive."""
    forms = _form(text, one), _form(text, other)
    return (forms[0] == "participle") == (forms[1] == "participle") and forms not in AFTER_PAST


def _form(text: str, frame: Frame) -> str:
    cue = text[slice(*frame.cue)].split()[0].lower()
    if cue == frame.word.lemma:
        return "base"
    return "participle" if cue.endswith("ing") else "present" if cue.endswith("s") else "past"


def all_but(text: str, sentence: Sentence, frame: Frame) -> tuple[Span, ...]:
    """The sentence, or the bracket, without "according to X"; a clause that is added after it is another's."""
    end = frame.speaker[1] if frame.speaker else frame.cue[1]
    apposed = APPOSED.match(text, end, sentence.end)
    if apposed is not None and any(apposed.end() <= s <= apposed.end() + 2 for s, _ in frame.content):
        end = apposed.end()  # According to Ann Miller, an engineer, …
    stop = STOPS.search(text, end, sentence.end)
    before = trim(text, sentence.start, frame.cue[0])
    after = trim(text, stop.end() if stop else sentence.end, sentence.end)
    opening = text.rfind("(", sentence.start, frame.cue[0])
    if opening >= 0 and text.find(")", opening, frame.cue[0]) < 0:
        before, after = trim(text, opening + 1, frame.cue[0]), None
    if before is not None and " " in text[slice(*before)]:
        if after is None or len(text[slice(*after)].split()) < 3 or ADDED.match(text, after[0]):
            return (before,)
        return before, after
    return (after,) if after is not None else frame.content


def around(text: str, sentence: Sentence, frame: Frame) -> tuple[Span, ...]:
    """ "A, she said, B" and "A, said the mayor": the sentence around a cue between commas."""
    begin = frame.cue[0]  # the parser may take all before it for the cue's own
    head = text[sentence.start : begin].rstrip()
    if (
        frame.word.lemma not in SAYING
        or head[-1:] != ","
        or any(sentence.start <= q.start < begin for q in sentence.full)
    ):
        return ()
    before = trim(text, sentence.start, sentence.start + len(head))
    end = max(frame.cue[1], frame.speaker[1] if frame.speaker else 0)
    closing = STOPS.search(text, end, sentence.end)
    after = (
        trim(text, closing.end(), sentence.end) if closing and text[closing.start() : closing.end()] == "," else None
    )
    if before is None or len(text[slice(*before)].split()) < 2 and after is None:
        return ()
    return (before,) if frame.how == "inverted" or after is None else (before, after)


def unparsed(text: str, sentence: Sentence, frame: Frame) -> tuple[Span, ...]:
    """What follows a verb of saying where the parser saw no clause: "said (in a statement) that …", "said the …"."""
    if frame.speaker is None or frame.speaker[0] > frame.cue[0]:
        return ()
    begins = CLAUSE_AFTER.match(text, frame.cue[1], sentence.end)
    if begins is None or any(q.start < sentence.end and q.start >= frame.cue[1] for q in sentence.full):
        return ()
    if begins.group(1) is None and frame.word.lemma not in PLAIN:
        return ()  # wrote a song, added a bridge, disclosed the numbers
    told = TOLD_THAT.match(text, frame.cue[1], sentence.end) if frame.word.lemma == "tell" else None
    start = told.start(1) if told is not None else begins.start(begins.lastindex or 0)
    if any(frame.cue[1] <= other.cue[0] < start for other in sentence.frames):
        return ()
    is_relative = text[slice(*frame.speaker)].lower() in RELATIVES  # what it reports ends with its clause, at a comma
    relative = (COMMA if is_relative else RELATIVE).search(text, start + (0 if is_relative else 12), sentence.end)
    last = trim(text, start, relative.start() if relative else sentence.end)
    return (last,) if last is not None and len(text[slice(*last)].split()) > 2 else ()


def trim(text: str, start: int, end: int) -> Span | None:
    """Without blanks, commas and stops at either end."""
    while start < end and text[start] in BLANK:
        start += 1
    while end > start and text[end - 1] in BLANK:
        end -= 1
    return (start, end) if start < end else None


def kind_of(text: str, spans: Sequence[Span], quoted: Sequence[Quoted]) -> str:
    """direct where every word stands between marks, indirect where none does, mixed otherwise.

    `quoted` is in order, and no two overlap.
    """
    words = [m.start() for s, e in spans for m in WORD.finditer(text, s, e)]
    at_or_before = (bisect_right(quoted, word, key=attrgetter("start")) - 1 for word in words)
    inside = sum(n >= 0 and word < quoted[n].end for n, word in zip(at_or_before, words, strict=True))
    return "indirect" if not inside else "direct" if inside == len(words) else "mixed"
