"""Texts read by hand: real tokens and sentences, with the names that a model might have seen in them."""

import csv
from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from schemas.records import Entity, Mention
from schemas.settings import CONFIG_FOLDER, config_table
from transforms.entities import Lexicon, find_entities, load_lexicon
from transforms.reading import mark_starts, sentence_starts

Found = tuple[list[Entity], list[Mention]]
Find = Callable[..., Found]


def rows() -> list[dict[str, str]]:
    with (CONFIG_FOLDER / "territories.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon(config_table("entities"), rows())


@pytest.fixture(scope="session")
def blank() -> Language:
    return spacy.blank("en")


@pytest.fixture(scope="session")
def read(blank: Language) -> Callable[..., Doc]:
    """`read(text, ("Anna Huber", "PERSON"), ...)`: a Doc in which a model saw these names, wherever they stand."""

    def reader(text: str, *seen: tuple[str, str]) -> Doc:
        doc = blank(text)
        spans = []
        for phrase, label in seen:
            start = text.find(phrase)
            while start >= 0:
                span = doc.char_span(start, start + len(phrase), label=label, alignment_mode="expand")
                assert span is not None, phrase
                spans.append(span)
                start = text.find(phrase, start + len(phrase))
        doc.ents = spacy.util.filter_spans(spans)
        mark_starts(doc, sentence_starts(doc, blank))
        return doc

    return reader


@pytest.fixture(scope="session")
def find(read: Callable[..., Doc], lexicon: Lexicon) -> Find:
    """`find(text, (name, label), ..., title=None, aliases=())`: the entities and mentions of such a text."""

    def finder(
        text: str, *seen: tuple[str, str], title: str | None = None, aliases: tuple[dict[str, str], ...] = ()
    ) -> Found:
        known = load_lexicon(config_table("entities"), rows(), aliases) if aliases else lexicon
        return find_entities(read(text, *seen), read(title, *seen) if title else None, known)

    return finder
