"""Languages that no model reads: direct and mixed quotations by marks, cue verbs and capitals."""

import pytest

CASES = [
    ("de", "„Die Brücke hält noch zwanzig Jahre“, sagte Bürgermeisterin Anna Huber am Montag.", "Anna Huber", "direct"),
    ("de", "Anna Huber erklärte: „Wir bauen weiter.“", "Anna Huber", "direct"),
    ("de", "»Das ist barer Unsinn«, so Jonas Meier.", "Jonas Meier", "direct"),
    ("de", "Anna Huber kritisierte, der Bund habe die Stadt „ganz allein gelassen“.", "Anna Huber", "mixed"),
    ("de", "Laut Jonas Meier ist das „ein schlechter Witz“.", "Jonas Meier", "mixed"),
    ("fr", "« Le pont tiendra encore vingt ans », a déclaré la maire Anne Morel lundi.", "Anne Morel", "direct"),
    ("fr", "Anne Morel a dénoncé le projet, « une farce cruelle » à ses yeux.", "Anne Morel", "mixed"),
    ("fr", "Selon Paul Girard, le pont est « solide comme un roc ».", "Paul Girard", "mixed"),
    ("es", "«El puente aguantará veinte años más», dijo la alcaldesa Ana Robles el lunes.", "Ana Robles", "direct"),
    ("es", "Ana Robles aseguró que el plan es “un regalo para nadie”.", "Ana Robles", "mixed"),
    ("it", "«Il ponte reggerà altri vent’anni», ha detto la sindaca Anna Rinaldi lunedì.", "Anna Rinaldi", "direct"),
    ("it", "Secondo Marco Conti si tratta di «uno scherzo crudele».", "Marco Conti", "mixed"),
    ("pt", "“A ponte aguenta mais vinte anos”, disse a prefeita Ana Moura na segunda.", "Ana Moura", "direct"),
    ("pt", "Ana Moura afirmou que o plano é “um presente para ninguém”.", "Ana Moura", "mixed"),
    (
        "nl",
        "“De brug houdt het nog twintig jaar vol”, zei burgemeester Anna de Boer maandag.",
        "Anna de Boer",
        "direct",
    ),
    ("nl", "Volgens Jan Smit is de brug “zo vast als een rots”.", "Jan Smit", "mixed"),
]


@pytest.mark.parametrize(("language", "text", "speaker", "kind"), CASES)
def test_quotation(read_foreign, language: str, text: str, speaker: str, kind: str) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign(text, language)
    assert (quote.speaker_name, quote.kind) == (speaker, kind)


def test_surname_takes_the_name_met_before(read_foreign) -> None:  # type: ignore[no-untyped-def]
    text = "„Die Brücke hält“, sagte Anna Huber.\n\n„Wir prüfen sie jedes Jahr“, sagte Huber."
    assert [q.speaker_name for q in read_foreign(text, "de")] == ["Anna Huber", "Anna Huber"]


def test_pronoun_is_null_with_its_reason(read_foreign) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign("« Le pont tiendra encore vingt ans », a-t-elle ajouté.", "fr")
    assert (quote.speaker_text, quote.speaker_name, quote.resolution) == ("elle", None, "pronoun_without_model")


def test_a_language_without_words_of_its_own_still_finds_marks(read_foreign) -> None:  # type: ignore[no-untyped-def]
    (quote,) = read_foreign("“Bron håller i minst tjugo år till”, sade Anna Berg.", "sv")
    assert (quote.kind, quote.speaker_name) == ("direct", None)
