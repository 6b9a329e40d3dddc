"""Quotations of an article: marks, frames and speakers brought together."""

import re
from collections.abc import Callable, Sequence

from spacy.tokens import Doc

from schemas.records import Entity, Mention, Paragraph, Quote
from transforms.quotes.attribution import Attribution
from transforms.quotes.confidence import confidence
from transforms.quotes.headline import MAX_HEADLINE, read_headline
from transforms.quotes.interview import answerer, is_answer
from transforms.quotes.lexicon import QuoteLexicon
from transforms.quotes.marks import Quoted, pair_marks
from transforms.quotes.outlets import add_outlets
from transforms.quotes.pieces import read_sentences
from transforms.quotes.resolve import KINDS, Resolved, Resolver
from transforms.quotes.sentences import close_at_cue
from transforms.quotes.transcript import read_transcript
from transforms.quotes.unparsed import Bearers, People, read_unparsed
from transforms.quotes.walk import attribute

FAR = frozenset(("same_paragraph", "previous_paragraph", "interview", "colon", "dash"))
PLACES = FAR | {"inverted", "according_to", "headline"}
SECOND = re.compile(r"[.!?][\"”’']?\s{1,2}(?=[\"“‘A-Z])")  # where a second sentence begins, which no headline has
Parse = Callable[[Sequence[tuple[int, int]]], list[Doc]]


def find_quotes(
    text: str,
    title: str | None,
    paragraphs: Sequence[Paragraph],
    doc: Doc | None,
    entities: Sequence[Entity],
    mentions: Sequence[Mention],
    lexicon: QuoteLexicon,
    language: str | None,
    parse: Parse | None,
) -> list[Quote]:
    """Who said what in an article, headline first, then by place.

    Args:
        text, title, paragraphs: as in `Draft`.
        doc: `text` read by a model with its entities, None where there is no model for the language.
        entities, mentions: of the article; `Mention.entity` and `Quote.speaker_entity` are indices of `entities`.
        language: ISO 639-1, None where unknown (then English marks and verbs are tried).
        parse: parsed sentences for token ranges of `doc`, as `transforms.reading.parse_spans` gives them.
    """
    language = language or "en"
    quoted = close_at_cue(text, pair_marks(text, paragraphs, lexicon.of(language)), lexicon, language)
    if doc is None or language != "en":
        return unparsed_quotes(text, title, paragraphs, quoted, mentions, lexicon, language)
    turns = read_transcript(text, paragraphs, quoted, lexicon)
    headline = (
        read_headline(text, *first_line(text, paragraphs, lexicon), lexicon, language)
        if not title and paragraphs
        else []
    )
    headline = [] if turns else headline
    taken = [span for item in (*turns, *headline) for span in item.spans]
    sentences = read_sentences(text, paragraphs, quoted, doc, lexicon, language, parse)
    starts = [s.start for s in sentences]
    sentences = [s for s in sentences if not any(a < s.end and s.start < b for a, b in taken)]
    found = [*headline, *turns, *attribute(text, paragraphs, quoted, sentences, lexicon)]
    for item in found:
        whole_name(text, item, mentions)
    found.sort(key=lambda a: (min(a.spans), a.cue or (0, 0)))
    add_outlets(text, found, sentences, mentions)
    resolver = Resolver(text, starts, quoted, entities, mentions, found, lexicon)
    quotes = title_quotes(title, entities, mentions, resolver, lexicon, language) if title else []
    answers = answerer(text, turns, mentions)
    for item in found:
        speaker = resolver.resolve(item)
        if answers is not None and is_answer(text, item):
            speaker = Resolved(entities[answers].name, answers, "person", "interview")
        quotes.append(_quote(text, item, speaker, lexicon, True))
    return sorted(quotes, key=lambda q: (not q.in_title, q.start))


def unparsed_quotes(
    text: str,
    title: str | None,
    paragraphs: Sequence[Paragraph],
    quoted: Sequence[Quoted],
    mentions: Sequence[Mention],
    lexicon: QuoteLexicon,
    language: str,
) -> list[Quote]:
    """Who said what where no parser reads the language: direct and mixed quotations, names as far as capitals tell.

    The entity of a speaker is the last of `mentions` in his words, where another model found any.
    """
    people = People(text, [(q.start, q.end) for q in quoted], lexicon, language)
    turns = read_transcript(text, paragraphs, quoted, lexicon)
    taken = [span for item in turns for span in item.spans]
    sentences = read_sentences(text, paragraphs, quoted, None, lexicon, language, None)
    sentences = [s for s in sentences if not any(a < s.end and s.start < b for a, b in taken)]
    found = [*turns, *read_unparsed(text, paragraphs, sentences, people, lexicon, language)]
    found.sort(key=lambda a: (min(a.spans), a.cue or (0, 0)))
    bearers = Bearers(people)
    bearers.learn(text, found)
    quotes = []
    if title:
        lines = [Paragraph(0, len(title), "paragraph")]
        marks = pair_marks(title, lines, lexicon.of(language))
        pieces = read_sentences(title, lines, marks, None, lexicon, language, None)
        for item in read_unparsed(title, lines, pieces, people, lexicon, language, is_title=True):
            quotes.append(_quote(title, item, bearers.resolve(title, item, is_body=False), lexicon, False))
            quotes[-1].in_title = True
    for item in found:
        speaker = bearers.resolve(text, item)
        if item.speaker is not None:
            start, end = item.speaker
            inside = [m for m in mentions if not m.in_title and start <= m.start and m.end <= end]
            speaker.entity = inside[-1].entity if inside else None
        quotes.append(_quote(text, item, speaker, lexicon, False))
    return quotes


def title_quotes(
    title: str,
    entities: Sequence[Entity],
    mentions: Sequence[Mention],
    resolver: Resolver,
    lexicon: QuoteLexicon,
    language: str,
) -> list[Quote]:
    """The quotation of the headline; its speaker is an entity that the title names, or that the article calls so."""
    quotes = []
    for item in read_headline(title, 0, len(title), lexicon, language):
        assert item.speaker is not None
        start, end = item.speaker
        named = next(
            (m for m in mentions if m.in_title and start <= m.start and m.end <= end and m.end >= end - 2), None
        )
        speaker = resolver.headed(title[start:end])
        if named is not None:
            entity = entities[named.entity]
            speaker = Resolved(entity.name, named.entity, KINDS.get(entity.type, "organization"), "name")
        quote = _quote(title, item, speaker, lexicon, True)
        quote.in_title = True
        quotes.append(quote)
    return quotes


def whole_name(text: str, item: Attribution, mentions: Sequence[Mention]) -> None:
    """Let the speaker run to the end of a name that it stops short of: "the economist" + "Ann Miller"."""
    if item.speaker is None or item.how == "interview":  # Q. Will the bridge hold?
        return
    start, end = item.speaker
    for mention in mentions:
        if mention.in_title or mention.type != "PERSON" or not mention.start <= end + 2 or mention.end <= end:
            continue
        if item.cue is not None and start < item.cue[0] < mention.end:
            return
        is_next = start < mention.end and (mention.start < end or text[end : mention.start] in (" ", ". "))
        if is_next and not any(s <= mention.start < e for s, e in item.spans):
            item.speaker, item.head = (start, mention.end), mention.start
        return


def first_line(text: str, paragraphs: Sequence[Paragraph], lexicon: QuoteLexicon) -> tuple[int, int]:
    """The first line, where it is short enough for a headline and no title stands apart; else an empty stretch."""
    first = paragraphs[0]
    end = text.find("\n", first.start, first.end)
    end = first.end if end < 0 else end
    is_long = end - first.start > MAX_HEADLINE or any(
        not lexicon.abbreviation.search(text, max(first.start, stop.start() - 12), stop.start() + 1)
        for stop in SECOND.finditer(text, first.start, end)
    )
    return (first.start, end) if not is_long and len(paragraphs) > 1 else (first.start, first.start)


def _quote(text: str, item: Attribution, speaker: Resolved, lexicon: QuoteLexicon, is_parsed: bool) -> Quote:
    spans = sorted(item.spans)
    quote = Quote(
        kind=item.kind,
        text=" ... ".join(text[s:e] for s, e in spans),
        start=spans[0][0],
        end=spans[-1][1],
        spans=spans,
        is_closed=item.is_closed and item.kind != "indirect",
        speaker_name=speaker.name,
        speaker_entity=speaker.entity,
        speaker_kind=speaker.kind,
        resolution=resolution(item, speaker),
        via=item.via,
        confidence=confidence(item, speaker, lexicon, is_parsed),
    )
    if item.speaker:
        quote.speaker_start, quote.speaker_end = item.speaker
        quote.speaker_text = text[slice(*item.speaker)]
    if item.cue:
        quote.cue_start, quote.cue_end = item.cue
        quote.cue = text[slice(*item.cue)]
    return quote


def resolution(item: Attribution, speaker: Resolved) -> str:
    """How the speaker was found: the weakest link of the chain from the quotation to the name."""
    if item.speaker is None or speaker.name is None and speaker.how not in ("name", "none"):
        return speaker.how
    if item.how in FAR or speaker.how in ("name", "none"):
        return item.how if item.how in PLACES else "beside"
    return speaker.how
