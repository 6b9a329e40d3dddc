"""Cues within what is said: "« Le pont, explique Luc Pernet, ne tiendra pas. »", and dialogue behind a dash."""

import re

from transforms.quotes.attribution import Attribution
from transforms.quotes.content import Sentence, trim
from transforms.quotes.unparsed.reader import Reader, Said
from transforms.quotes.unparsed.said import STOP, read_after

OPENS_LINE = re.compile(r"[—–―-]\s{0,2}(?=[^\s—–-])")
COMMA = re.compile(r"\s?,\s{1,2}")
STOPPED = re.compile(r"[.,!?…]{0,3}\s{1,2}[—–-]\s{0,2}|\s?[!?…]{1,3}\s{1,2}")
DASH = re.compile(r"\s?[—–-](?=[\s.,;]|$)")
CLOSES = re.compile(r"\s{0,2}(?:,|[—–-][.,]?|[.;:!?…]|$)")
DASHES = ("—", "–", "-")
MIN_WHOLE = 4  # words of a sentence before its cue that may be whole
MAX_APPOSED = 8  # words
MAX_TO_CUE = 4  # words from the comma to the cue: "a-t-elle expliqué"
MAX_ASIDE = 14  # words
MAX_TO_DASH = 120  # characters from the speaker to the dash that closes: — dijo Luis Cano, mirando el río —


def without_aside(reader: Reader, new: Attribution) -> Said | None:
    """Who says it by a cue inside the marks; what is said is then what stands around the cue."""
    if not reader.grammar.dialogue:
        return None
    start, end = new.spans[0]
    words = reader.words(start, end)
    for k in range(1, len(words)):
        opened = reader.text[words[k - 1].end : words[k].start]
        is_comma = COMMA.fullmatch(opened) is not None
        if words[k].is_capital or not (is_comma or STOPPED.fullmatch(opened)):
            continue
        limit = min(len(words), k + MAX_ASIDE)
        is_known = any(reader.cue(words, n) for n in range(k, min(limit, k + MAX_TO_CUE)))
        if not is_known and words[k].form not in reader.grammar.fillers:
            continue  # of unknown verbs only those behind an auxiliary: "ha mediato Anna Rinaldi"
        said = read_after(reader, words[k:limit], words[k].start)
        if said is None or said.cue is None:
            continue
        if said.speaker is None and (is_comma or not reader.omits_speaker(said.cue)):
            continue
        last = max(span[1] for span in (said.speaker, said.cue) if span is not None)
        if any(w.gap for w in words[k + 1 : limit] if w.start <= said.cue[0]):
            continue
        closing = STOP.search(reader.text, last, end)
        if is_comma and (reader.grammar.bare_nouns or closing and _is_apposition(reader, k, last, closing.start())):
            last = closing.start() if closing else end
        dash = DASH.search(reader.text, last, min(end, last + MAX_TO_DASH)) if not is_comma else None
        closed = CLOSES.match(reader.text, dash.start() if dash else last, end)
        if closed is not None:
            is_told = dash is None and opened.rstrip().endswith(DASHES)  # —Tú verás —dijo él, y cerró la puerta.
            after = next((w.start for w in words if w.start >= closed.end() and not is_told), None)
            before = (start, words[k - 1].end + len(opened.rstrip(" ,—–-")))
            new.spans = [before, (after, end)] if after is not None else [before]
            return said
    return None


def _is_apposition(reader: Reader, words_before: int, start: int, stop: int) -> bool:
    """Whether a comma after the speaker brings who he is, not more of what he says: "dit Luc Pernet, ingénieur."."""
    words = reader.words(start, stop)
    opens = words[0] if words else None
    is_noun = opens is not None and opens.form not in reader.grammar.small and opens.form not in reader.grammar.pronouns
    return words_before >= MIN_WHOLE and is_noun and len(words) <= MAX_APPOSED


def read_dialogue(reader: Reader, sentence: Sentence) -> Attribution | None:
    """A line that a dash opens instead of a mark, with its cue within: "—El puente no aguanta —dijo Luis Cano—."."""
    text = reader.text
    dash = OPENS_LINE.match(text, sentence.start, sentence.end)
    opens_line = text[max(0, sentence.start - 1) : sentence.start] in ("", "\n")
    if dash is None or not (reader.grammar.dialogue and opens_line):
        return None
    end = text.find("\n", sentence.start)
    end = end if end >= 0 else len(text)
    content = trim(text, dash.end(), end)
    if content is None:
        return None
    new = Attribution([(content[0], end)], "direct", sentence.paragraph, is_marked=True)
    said = without_aside(reader, new)
    if said is None:
        return None
    new.speaker, new.cue, new.how = said.speaker, said.cue, said.how
    return new
