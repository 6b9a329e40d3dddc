"""The sentences of a text with the quotations in them: which stand on their own, and which stretches need a parse."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from spacy.tokens import Doc

from schemas.records import Paragraph
from transforms.quotes.content import WORD, Sentence, settle
from transforms.quotes.cues import find_frames, main_clause
from transforms.quotes.frames import Frame
from transforms.quotes.lexicon import QuoteLexicon
from transforms.quotes.marks import Quoted
from transforms.quotes.sentences import is_attribution, split_sentences
from transforms.quotes.sources import settle_speakers

LAST_WORD = re.compile(r"([^\W\d_]{2,20})[,:]?\s{0,3}$")
NOUN = re.compile(r"(?:['’]s\s[^\W\d_]{1,20}s|\b(?:the|an?|his|her|their|its|these|those)\s[^\W\d_]{2,20})[,:]?$")
SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "for",
        "from",
        "to",
        "by",
        "with",
        "and",
        "or",
        "but",
        "as",
        "is",
        "s",
        "le",
        "la",
        "de",
        "der",
        "die",
        "das",
    ]
)
MAX_PIECE = 300  # words; what is longer is a list or a broken page, and costs more than it tells
MAX_MARKED = 40  # stretches between marks in one sentence; what has more is data that got into a text
TELLING = frozenset(("tell", "tells", "told", "telling"))
ANNOUNCES = (":", "--", "—", "–", " -")


def read_sentences(
    text: str,
    paragraphs: Sequence[Paragraph],
    quoted: Sequence[Quoted],
    doc: Doc | None,
    lexicon: QuoteLexicon,
    language: str,
    parse: Callable[[Sequence[tuple[int, int]]], list[Doc]] | None,
) -> list[Sentence]:
    """The sentences with their quotations and, where there is a model, their frames."""
    sentences = _sentences(text, paragraphs, quoted, lexicon, language)
    if doc is None or parse is None:
        return sentences
    cut(text, sentences, doc, lexicon)
    leads = lead_to_quotations(text, sentences, doc)
    ranges = [(s, r) for s in sentences for r in s.pieces]
    for (sentence, (start, end)), parsed in zip(ranges, parse([r for _, r in ranges]), strict=True):
        if len(parsed):
            sentence.frames += find_frames(parsed, list(doc[start:end]), lexicon)
            sentence.main = main_clause(parsed, list(doc[start:end]))
    for sentence in leads:
        if sentence.main is not None and not is_somebody(sentence.main, doc, lexicon):
            sentence.main = None
    for sentence in sentences:
        sentence.frames = settle_speakers(text, sentence)
        sentence.frames = settle(text, sentence)
    return sentences


def _sentences(
    text: str, paragraphs: Sequence[Paragraph], quoted: Sequence[Quoted], lexicon: QuoteLexicon, language: str
) -> list[Sentence]:
    sentences = []
    starts = [q.start for q in quoted]
    for start, end, paragraph in split_sentences(text, paragraphs, quoted, lexicon, language):
        inside = list(quoted[bisect_left(starts, start) : bisect_left(starts, end)])
        sentence = Sentence(start, end, paragraph, inside if len(inside) <= MAX_MARKED else [])
        for item in sentence.inside:
            if is_full(text, start, end, item, sentence.full, lexicon, language):
                sentence.full.append(item)
        sentences.append(sentence)
    return sentences


def cut(text: str, sentences: Sequence[Sentence], doc: Doc, lexicon: QuoteLexicon) -> None:
    """Set the pieces of the sentences that are worth a parse: ranges of words outside the quotations of their own that
    hold a cue or announce a quotation, by a colon or comma."""
    starts = [token.idx for token in doc]
    for sentence in sentences:
        at = sentence.start
        for a, b in [(q.start, q.end) for q in sentence.full] + [(sentence.end, sentence.end)]:
            if WORD.search(text, at, a):
                first, last = bisect_left(starts, at), bisect_left(starts, a)
                lead = text[at:a].rstrip()
                announces = lead.endswith(ANNOUNCES) or a < sentence.end and lead.endswith(",")
                if last - first <= MAX_PIECE and (
                    announces or any(is_worth(doc[i].lower_, lexicon) for i in range(first, last))
                ):
                    sentence.pieces.append((first, last))
            at = b


def lead_to_quotations(text: str, sentences: Sequence[Sentence], doc: Doc) -> list[Sentence]:
    """Have the sentences parsed that hold no cue, but stand before a quotation without one: their subject may speak."""
    leads = []
    for before, sentence in itertools.pairwise(sentences):
        is_bare = sentence.full and not sentence.pieces
        is_bare = is_bare and not WORD.search(text, sentence.start, sentence.full[0].start)
        is_near = sentence.paragraph - before.paragraph <= 1
        if is_bare and is_near and not before.full and not before.pieces:
            first, last = (bisect_left(doc, at, key=lambda token: token.idx) for at in (before.start, before.end))
            if last - first <= MAX_PIECE:
                before.pieces.append((first, last))
                leads.append(before)
    return leads


def is_somebody(main: Frame, doc: Doc, lexicon: QuoteLexicon) -> bool:
    """Whether the subject of a clause is a person: by the model, by a pronoun, by a noun of people who speak."""
    if main.head is None:
        return False
    word = doc[bisect_left(doc, main.head, key=lambda token: token.idx)]
    code = lexicon.of("en").pronouns.get(word.lower_, "n")
    return word.ent_type_ == "PERSON" or code[0] in "mf" or lexicon.nouns.get(word.lower_) == "unnamed"


def is_worth(word: str, lexicon: QuoteLexicon) -> bool:
    return word == "according" or bool(lexicon.readings(word))


def is_full(
    text: str,
    start: int,
    end: int,
    item: Quoted,
    before_it: Sequence[Quoted],
    lexicon: QuoteLexicon,
    language: str,
) -> bool:
    """Whether a quoted stretch is a quotation of its own, not a part of the sentence around it."""
    before = text[start : item.start].rstrip()
    after = text[item.end : end].lstrip()
    inner = text[item.inner_start : item.inner_end]
    words = len(inner.split())
    first = next((c for c in inner if c.isalnum() or c in "@#[…"), "")
    begins = first.isupper() or first.isdigit() or first in "@#[…"
    stops = inner.rstrip("'’‘\"”) ")[-1:] in set(".,?!…—–-") or not item.is_closed or after[:1] == ","
    if not WORD.search(before):
        return stops or not WORD.search(after) and words > 2 or begins and words >= 8
    word = LAST_WORD.search(before[-24:])
    if language != "en" and word is not None and before[-1].isalpha() and is_small(word.group(1), lexicon, language):
        return False  # dans « Le Bruit des vagues », …
    is_cue = word is not None and lexicon.announces(word.group(1).lower(), before[-1] in ",:", language)
    is_cue = is_cue and (language != "en" or NOUN.search(before[-32:]) is None)
    is_title = looks_like_title(inner)
    if before[-1] == ":":
        return True
    if before[-1] == "," and (begins and words > 2 and not is_title or is_cue or bool(before_it)):
        return True
    if is_cue and before[-1] not in ",:" and not begins and not stops and after[:1].isalnum():
        return False  # he said "on her worst day" she would win
    names = word is not None and lexicon.is_cue(word.group(1).lower(), "predicate", language)
    is_part = is_cue and not names and before[-1] not in ",:" and not begins and inner.endswith(",")
    if is_part and is_closed_by(after, lexicon, language):
        return False  # nothing he said “will calm the town,” the mayor said
    if is_cue and is_title and word is not None and word.group(1).lower() in TELLING:
        return False  # told “The Morning Show,” the outlet
    is_long = words > 2 and language == "en"  # elsewhere, a small letter tells a part of the sentence
    if is_cue and (begins or is_long) and not (is_title and words < 5 and inner[-1] not in ".?!"):
        return True
    return begins and stops and words > 3 and not is_title


def is_small(word: str, lexicon: QuoteLexicon, language: str) -> bool:
    return word.lower() in lexicon.of(language).small


def is_closed_by(after: str, lexicon: QuoteLexicon, language: str) -> bool:
    """Whether a speaker and a cue follow, the speaker first."""
    first = WORD.match(after)
    is_cue = first is not None and lexicon.is_cue(first.group().lower(), "quote", language)
    return first is not None and not is_cue and is_attribution(after[:120], lexicon, language)


def looks_like_title(inner: str) -> bool:
    """Whether every word but the small ones is capitalised, as in the title of a work."""
    words = [w for w in re.findall(r"[^\W\d_]+", inner[:200]) if w.lower() not in SMALL_WORDS]
    return 0 < len(words) <= 10 and all(w[0].isupper() for w in words) and inner[-1] not in "?!"
