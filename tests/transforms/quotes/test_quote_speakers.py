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


COUPLE = "George Moser and Clara Moser came to Graz on Monday.\n\n"
LATER = COUPLE + "The river was high. It rained for days.\n\n"


@pytest.mark.parametrize(
    ("text", "name", "resolution"),
    [
        (COUPLE + "“The bridge will hold for years,” Moser said.", None, "ambiguous_name"),
        (COUPLE + "“The bridge will hold for years,” Mr. Moser said.", "George Moser", "surname"),
        (COUPLE + "“The bridge will hold for years,” Mrs. Moser said.", "Clara Moser", "surname"),
        (COUPLE + "“The bridge will hold for years,” Moser said in her letter.", "Clara Moser", "surname"),
        (LATER + "Clara Moser wept.\n\n“The bridge will hold for years,” Moser said.", "Clara Moser", "surname"),
        (
            LATER + "A picture of Clara Moser fell. “The bridge will hold for years,” Moser said.",
            None,
            "ambiguous_name",
        ),
        (LATER + "“The bridge will hold for years,” Moser said.", None, "ambiguous_name"),
        (LATER + "Mr. Moser slept. “The bridge will hold for years,” Moser said.", "George Moser", "surname"),
        (
            "George Moser came.\n\nIt rained.\n\n“The bridge will hold,” Moser said. Clara Moser wept.",
            "George Moser",
            "surname",
        ),
    ],
)
def test_namesakes_are_told_apart_by_the_text_or_not_at_all(read, text: str, name: str | None, resolution: str) -> None:  # type: ignore[no-untyped-def]
    quote = last(read(text))
    assert (quote.speaker_name, quote.resolution) == (name, resolution)


SISTERS = "Mayor Ann Miller opened the bridge. “It is ours,” Ann Miller said.\n\n"
SISTER = "Her sister, Clara Miller, lives in Linz.\n\n"
LAST = "“The bridge will hold for years,” Miller said."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (SISTERS + SISTER + "It rained for days. The river was high.\n\n" + LAST, "Ann Miller"),  # only she speaks
        (SISTERS + SISTER + LAST, None),  # one is near, the other speaks
        (SISTERS + SISTER + "“I swim,” Clara Miller said.\n\nIt rained. It was cold.\n\n" + LAST, None),  # both speak
        ("Mayor Ann Miller came.\n\nThe mayor’s husband, Joe Miller, said nothing. " + LAST, "Joe Miller"),
    ],
)
def test_of_namesakes_the_one_who_speaks_is_meant(read, text: str, name: str | None) -> None:  # type: ignore[no-untyped-def]
    assert last(read(text)).speaker_name == name


def test_an_honorific_never_crosses_gender(read) -> None:  # type: ignore[no-untyped-def]
    quote = last(read("Mayor George Moser came to Graz.\n\n“The bridge will hold for years,” Mrs. Moser said."))
    assert quote.speaker_name != "George Moser"


CHAIRS = "The chairman, Joe Hill, 61, and the chairwoman, Sue Hall, 61, met.\n\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (CHAIRS + "“The bridge will hold for years,” the chairwoman said.", "Sue Hall"),
        (CHAIRS + "“The bridge will hold for years,” the chairman said.", "Joe Hill"),
        ("The spokeswoman Ann Miller came.\n\n“The bridge will hold for years,” the spokesman said.", None),
        ("The actor Tom Reed came to Graz.\n\n“The bridge will hold for years,” said the actor's wife.", None),
        ("The engineers Ann Miller and Tom Reed came.\n\n“The bridge will hold for years,” the engineers said.", None),
        ("Tom Reed, the mayor's brother, met Ann Miller.\n\n“The bridge will hold for years,” the mayor said.", None),
        ("Tom Reed met the lawyer for Ann Miller.\n\n“The bridge will hold for years,” the lawyer said.", None),
        ("The lawyer told Ann Miller nothing.\n\n“The bridge will hold for years,” the lawyer said.", None),
        ("A spokesman for the ministry, Tom Reed, came.\n\n“The bridge will hold,” the spokesman said.", "Tom Reed"),
        ("Ann Miller, 54, the mayor of Graz, met Tom Reed.\n\n“The bridge will hold,” the mayor said.", "Ann Miller"),
        ("“The bridge will hold for years,” said one of the city's engineers, Tom Reed.", "Tom Reed"),
    ],
)
def test_a_description_is_who_was_called_so(read, text: str, name: str | None) -> None:  # type: ignore[no-untyped-def]
    assert last(read(text)).speaker_name == name


def test_a_speaker_without_a_name_is_trusted_less(read) -> None:  # type: ignore[no-untyped-def]
    known = last(read(COUPLE + "“The bridge will hold for years,” Mr. Moser said."))
    unknown = last(read(COUPLE + "“The bridge will hold for years,” Moser said."))
    voters = last(read(COUPLE + "“The bridge will hold for years,” the voters said."))
    assert unknown.confidence < 0.8 < known.confidence == voters.confidence
