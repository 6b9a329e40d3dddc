"""Speakers resolved within the article: who "he", "Reed" and "the ministry" are, or null and why."""

import pytest

from schemas.records import Quote

LEAD = (
    "Mayor Ann Miller, 54, met Mr. Tom Reed, the engineer, in Graz on Monday. "
    "The Austrian Ministry of Transport paid for the bridge.\n\n"
)


def last(quotes: list[Quote]) -> Quote:
    return max(quotes, key=lambda q: q.start)


@pytest.mark.parametrize(
    ("sentence", "name", "resolution"),
    [
        ("“The bridge will hold for years,” Miller said.", "Ann Miller", "surname"),
        ("“The bridge will hold for years,” Ann Miller said.", "Ann Miller", "beside"),
        ("“The bridge will hold for years,” she said.", "Ann Miller", "pronoun"),
        ("“The bridge will hold for years,” he said.", "Tom Reed", "pronoun"),
        ("“The bridge will hold for years,” the mayor said.", "Ann Miller", "description"),
        ("“The bridge will hold for years,” the engineer said.", "Tom Reed", "description"),
        ("“The bridge will hold for years,” the 54-year-old said.", "Ann Miller", "description"),
        ("“The bridge will hold for years,” the ministry said.", "Austrian Ministry of Transport", "description"),
        ("“The bridge will hold for years,” they said.", None, "plural_pronoun"),
        ("“The bridge will hold for years,” I said.", None, "first_person"),
        ("“The bridge will hold for years,” the dentist said.", None, "unresolved"),
    ],
)
def test_who_it_is(read, sentence: str, name: str | None, resolution: str) -> None:  # type: ignore[no-untyped-def]
    quote = last(read(LEAD + sentence))
    assert (quote.speaker_name, quote.resolution) == (name, resolution)


def test_a_pronoun_never_crosses_gender(read) -> None:  # type: ignore[no-untyped-def]
    quote = last(read("Mayor Ann Miller met Mrs. Clara Moser on Monday.\n\n“The bridge will hold,” he said."))
    assert (quote.speaker_text, quote.speaker_name, quote.resolution) == ("he", None, "unmatched_pronoun")


def test_a_pronoun_prefers_who_spoke_last(read) -> None:  # type: ignore[no-untyped-def]
    text = "Tom Reed and Peter Huber built it.\n\n“It is old,” Reed said.\n\n“It will hold for years,” he said."
    assert last(read(text)).speaker_name == "Tom Reed"


def test_a_name_within_a_quotation_is_not_who_speaks(read) -> None:  # type: ignore[no-untyped-def]
    text = "Tom Reed built it.\n\n“Peter Huber paid for it, and Peter Huber is rich,” he said."
    assert last(read(text)).speaker_name == "Tom Reed"


def test_a_clause_that_begins_with_a_pronoun_carries_the_subject_on(read) -> None:  # type: ignore[no-untyped-def]
    text = (
        "Peter Huber runs the ferry. “It is old,” Huber said.\n\n"
        "Clara Moser’s colleague Tom Reed met with criticism after he said that the bridge would hold for years."
    )
    quote = last(read(text))
    assert (quote.speaker_text, quote.speaker_name) == ("he", "Tom Reed")


def test_several_speakers_are_not_one(read) -> None:  # type: ignore[no-untyped-def]
    quote = last(read("“The bridge will hold for years,” Ann Miller and Tom Reed said."))
    assert (quote.speaker_name, quote.speaker_kind, quote.resolution) == (None, "group", "several_speakers")


def test_apposition_names_the_speaker(read) -> None:  # type: ignore[no-untyped-def]
    quote = last(read("“The bridge will hold for years,” said the city's chief engineer, Tom Reed."))
    assert quote.speaker_name == "Tom Reed"


def test_who_in_a_relative_clause_is_its_antecedent(read) -> None:  # type: ignore[no-untyped-def]
    quote = next(q for q in read("The city honored Tom Reed, who said the bridge would hold.") if "hold" in q.text)
    assert (quote.speaker_text, quote.speaker_name) == ("who", "Tom Reed")
