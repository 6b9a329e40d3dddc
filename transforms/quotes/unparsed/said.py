"""Who says it: a cue and its speaker in the words beside a quotation, without a parse."""

import itertools
import re
from collections.abc import Sequence

from transforms.quotes.unparsed.according import source_at
from transforms.quotes.unparsed.phrases import APART, Word, phrase, speaker_after, speaker_before
from transforms.quotes.unparsed.reader import Reader, Said

MAX_AFTER = 14  # words from a quotation to the cue after it
MAX_BEFORE = 24  # words from a cue to the quotation after it
MAX_THAT = 8  # words from a cue to the "that" of its clause
SET_OFF = re.compile(r"[,!?…—–]")
STOP = re.compile(r"[.!?…;]\s")


def read_after(reader: Reader, words: Sequence[Word], end: int) -> Said | None:
    """ "…," said X; "…," X said; "…," as X said; "…," according to X: what follows the quotation
    that ends at `end`."""
    if not words or STOP.search(reader.text, end, words[0].start):
        return None
    if reader.cue(words, 0, "adverb"):
        speaker = speaker_after(words, 1, reader.grammar)
        is_meant = speaker is not None and (speaker[0] == 1 or reader.has_person(words, speaker))
        return reader.said(words, speaker, 0, "inverted") if is_meant else None
    if (source := reader.cue(words, 0, "preposition")) and source.is_speech:
        return source_at(reader, words, 0, source)
    stretch = next((n for n in range(1, len(words)) if words[n].gap == APART), len(words))
    words = words[:stretch]
    opens = reader.grammar.like | reader.grammar.fillers
    lead = next((n for n in range(len(words)) if words[n].form not in opens), 0)
    verbs = [n for n in range(min(len(words), MAX_AFTER)) if reader.cue(words, n) and is_joined(words, n)]
    if not verbs:
        is_set_off = SET_OFF.search(reader.text, max(0, end - 3), words[0].start) is not None
        return read_unknown(reader, words, lead) if is_set_off else None
    n = verbs[0]
    if 0 < lead < n and not any(w.gap for w in words[1 : lead + 1]):
        named = phrase(words[:n], lead, reader.grammar)  # wie Anna Huber gestern sagte
        if named is not None:
            return reader.said(words, (lead, named), n, "inverted")
    for n in verbs:
        speaker = speaker_before(words, n, reader.grammar)
        if speaker is not None:
            return reader.said(words, speaker, n, "beside")
        if n <= lead:
            return reader.said(words, speaker_after(words, reader.behind(words, n), reader.grammar), n, "inverted")
    return None


def read_unknown(reader: Reader, words: Sequence[Word], lead: int) -> Said | None:
    """A verb that no list has, right behind a quotation, with its speaker at once: "…“, freut sich Anna Huber.";
    with nobody, where a verb alone may go on."""
    verb = words[lead] if lead < len(words) else None
    if verb is None or verb.is_capital or verb.form in reader.grammar.small or verb.form in reader.grammar.pronouns:
        return None
    if any(w.gap for w in words[1 : lead + 1]):
        return None
    speaker = speaker_after(words, lead + 1, reader.grammar)
    is_next = speaker is not None and all(w.form in reader.grammar.fillers for w in words[lead + 1 : speaker[0]])
    if speaker is not None and (is_next or reader.has_person(words, speaker)):
        return reader.said(words, speaker, lead, "inverted")
    following = words[lead + 1] if lead + 1 < len(words) else None
    is_alone = following is None or following.gap or following.form in reader.grammar.breaks
    return reader.said(words, None, 0, "inverted") if is_alone and not lead and reader.grammar.omits_subject else None


def is_joined(words: Sequence[Word], n: int) -> bool:
    """Whether commas before word n, if any, only set off an apposition of the speaker."""
    return [w.gap for w in words[1 : n + 1] if w.gap] in ([], [",", ","])


def read_before(reader: Reader, words: Sequence[Word], end: int) -> Said | None:
    """X said: "…"; X: "…"; as X said, "…": the words before a quotation that starts at `end`."""
    has_colon = ":" in reader.text[words[-1].end : end]
    like = words[0].form in reader.grammar.like
    if has_colon or reader.text[words[-1].end : end].strip(" \u00a0") == ",":
        source = reader.cue(words, 0, "preposition")
        if source is not None and (said := source_at(reader, words, 0, source)) is not None:
            return said
    cues = [n for n in range(max(0, len(words) - MAX_BEFORE), len(words)) if reader.cue(words, n) is not None]
    told = [n for n in cues if not has_colon and opens_clause(reader, words, n)]
    if told and (said := read_cue(reader, words, told[0], like)) is not None:  # X recordó que la norma cuenta con “…”
        return said
    for n in reversed(cues):
        said = read_cue(reader, words, n, like)
        if said is not None:  # X left the hall, adding “…”: the last verb is the cue
            return Said(said.speaker, (words[cues[-1]].start, words[cues[-1]].end), said.how)
    if cues:
        return reader.said(words, None, cues[-1], "inverted")
    speaker = before_colon(reader, words) if has_colon else None
    return reader.said(words, speaker, None, "colon") if speaker is not None else None


def before_colon(reader: Reader, words: Sequence[Word]) -> tuple[int, int] | None:
    """Whom the words before a colon name at their end, or as the subject of a clause without a verb of saying."""
    speaker = speaker_before(words, len(words), reader.grammar)
    if speaker is not None and reader.has_person(words, speaker):
        return speaker
    if speaker is not None and (speaker[0] == 0 or words[speaker[0]].gap) and speaker[1] == len(words) - 1:
        return speaker  # and no object: "gibt einen Rat: …"
    last, opens = phrase(words, 0, reader.grammar), words[0].form
    if last is None or reader.is_title and opens in reader.grammar.articles:
        return None  # the topic of a headline: "Le phare vendu aux enchères : « … »"
    subject = (0, reader.named(words, 0, last))
    is_subject = opens in reader.grammar.articles or opens in reader.grammar.pronouns
    return subject if is_subject or reader.has_person(words, subject) else None


def read_cue(reader: Reader, words: Sequence[Word], n: int, like: bool) -> Said | None:
    """The cue at word n with the speaker before or after it; after "as", the speaker may stand at once."""
    speaker, how = (None if like else speaker_before(words, n, reader.grammar)), "beside"
    if like and n > 1 and not words[1].gap and (end := phrase(words[:n], 1, reader.grammar)) is not None:
        speaker = (1, end)
    clause = next((m for m in range(n, 0, -1) if words[m].gap), 0)
    behind = reader.behind(words, n)
    is_pronoun = behind < len(words) and not words[behind].gap and words[behind].form in reader.grammar.pronouns
    if speaker is not None and reader.grammar.verb_second and is_pronoun and not reader.has_person(words, speaker):
        speaker, how = (behind, behind), "inverted"  # Nebenbei sagte er
    opens = words[clause].form not in reader.grammar.articles and words[clause].form in reader.grammar.small
    # where the subject comes first, what follows a verb is its object: "juge la situation « … »"
    if speaker is None and (like or opens or clause == n or reader.grammar.verb_second):
        speaker, how = speaker_after(words, behind, reader.grammar), "inverted"
    return reader.said(words, speaker, n, how) if speaker is not None else None


def opens_clause(reader: Reader, words: Sequence[Word], n: int) -> bool:
    """Whether "that" follows a cue within a few words."""
    return any(w.form in reader.grammar.that for w in words[n + 1 : n + MAX_THAT])


def reports(reader: Reader, words: Sequence[Word], said: Said) -> bool:
    """Whether a clause follows a cue and its speaker: "…“, sagte er, dass …"."""
    begin = max(span[1] for span in (said.speaker, said.cue) if span is not None)
    return any(w.form in reader.grammar.that for w in [w for w in words if w.start >= begin][:8])


def content_start(reader: Reader, words: Sequence[Word], said: Said, limit: int) -> int:
    """Where what is said begins after its cue: at "that", in a Germanic language after a comma, else at once."""
    begin = max(span[1] for span in (said.speaker, said.cue) if span is not None and span[1] <= limit)
    between = [w for w in words if begin <= w.start < limit]
    if reader.text[begin:limit].rstrip().endswith(","):
        return limit
    that = next((w for w in between if w.form in reader.grammar.that), None)
    if that is not None:
        return that.start
    like = words[0].form in reader.grammar.like
    comma = next((w for w in between if w.gap == ","), None) if reader.grammar.verb_second or like else None
    if comma is not None:
        return comma.start
    adverbs = reader.grammar.fillers - reader.grammar.articles
    first = next(itertools.dropwhile(lambda w: w.form in adverbs and not w.gap, between), None)
    return first.start if first is not None else limit
