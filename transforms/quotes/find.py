"""Quotations of an article: marks, frames and speakers brought together."""

from collections.abc import Callable, Sequence

from spacy.tokens import Doc

from schemas.records import Entity, Mention, Paragraph, Quote
from transforms.quotes.attribution import Attribution, attribute
from transforms.quotes.lexicon import QuoteLexicon
from transforms.quotes.marks import Quoted, pair_marks

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
    parse: Parse,
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
    quoted = pair_marks(text, paragraphs, language)
    found = attribute(text, paragraphs, quoted, doc, lexicon, parse) if doc is not None else []
    return [_quote(text, quoted, item) for item in sorted(found, key=lambda a: a.spans[0])]


def _quote(text: str, quoted: Sequence[Quoted], item: Attribution) -> Quote:
    spans = sorted(item.spans)
    quote = Quote(
        kind=item.kind,
        text=" ... ".join(text[s:e] for s, e in spans),
        start=spans[0][0],
        end=spans[-1][1],
        spans=spans,
        is_closed=item.is_closed,
    )
    if item.speaker:
        quote.speaker_start, quote.speaker_end = item.speaker
        quote.speaker_text = text[slice(*item.speaker)]
    if item.cue:
        quote.cue_start, quote.cue_end = item.cue
        quote.cue = text[slice(*item.cue)]
    quote.resolution = item.how
    return quote
